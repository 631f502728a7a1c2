// SPDX-License-Identifier: Apache-2.0
//! The model of simulated people: what it takes, whom it refuses, and that what it says is told as simulated.

use super::{
	learnt::{condition, infarction},
	*,
};

const AT: &str = "2026-11-19T23:45:00Z";

/// A concussion with loss of consciousness, and a score on the Glasgow Coma Scale.
fn fallen(score: f64, more: Vec<Value>) -> Value {
	let scale = observation("9269-2", quantity(json!(score), "{score}"), AT);
	let concussion = condition("62564004", "active", "confirmed");
	document([vec![patient(), scale, concussion], more].concat())
}

fn ask(document: Value) -> Result<Features, InputProblem> {
	asked(&HEAD_INJURY, &[document])
}

fn written(model: &Model, document: Value) -> ResultDocument {
	let features = asked(model, &[document]).unwrap();
	let assessment = model.assess(&features).unwrap();
	let card = Cid::raw([1; 32]);
	ResultDocument::new(model, &features, &assessment, RequestId(1), &card)
}

#[test]
fn findings_come_from_the_problem_list() {
	let features = ask(fallen(14.0, vec![])).unwrap();
	assert_eq!(features.values(), [60.0, 14.0, 0.0, 1.0, 0.0]);
	let fracture = condition("71642004", "active", "confirmed");
	let features = ask(fallen(13.0, vec![fracture])).unwrap();
	assert_eq!(features.values(), [60.0, 13.0, 1.0, 1.0, 0.0]);
}

/// On which side of 65 somebody is, and whether the score is 13, is all that counts; nothing is held at an edge.
#[test]
fn a_threshold_has_no_edges_to_tell_of() {
	let features = ask(fallen(15.0, vec![])).unwrap();
	assert!(features.notes.iter().all(|note| !note.contains("counts as")), "{:?}", features.notes);
	let answer = |age: f64, score: f64| {
		let values = [age, score, 0.0, 0.0, 0.0];
		let assessment = HEAD_INJURY.assess(&golden::bare(&HEAD_INJURY, &values));
		assessment.unwrap().value
	};
	assert_eq!(answer(16.0, 14.0), answer(64.0, 15.0));
	assert_eq!(answer(65.0, 14.0), answer(99.0, 15.0));
	assert!(answer(64.0, 14.0) < answer(65.0, 14.0));
	assert!(answer(64.0, 14.0) < answer(64.0, 13.0));
}

#[test]
fn whoever_is_worse_or_not_injured_is_out_of_scope() {
	let kind = |document: Value| {
		let problem = ask(document).unwrap_err();
		(problem.kind, problem.code)
	};
	let scale = |kind| (kind, "9269-2".to_owned());
	assert_eq!(kind(fallen(12.0, vec![])), scale(Problem::OutOfScope));
	assert_eq!(kind(fallen(2.0, vec![])), scale(Problem::Implausible));
	let uninjured =
		document(vec![patient(), observation("9269-2", quantity(json!(15), "{score}"), AT)]);
	assert_eq!(kind(uninjured), (Problem::OutOfScope, "82271004".to_owned()));
}

#[test]
fn what_it_says_is_told_as_simulated() {
	let result = written(&HEAD_INJURY, fallen(14.0, vec![]));
	assert_eq!(result.model.evidence, "simulation");
	assert_eq!(result.resource["note"][0]["text"], SIMULATED);
	assert_eq!(result.notes[0], SIMULATED);
	assert!(result.model.title.starts_with("SIMULATED"));
	// It can be filed as a record.
	Bundle::from_value(result.resource).unwrap();

	let real = written(&MODEL, document(resources()));
	assert_eq!(real.model.evidence, "people");
	assert!(!real.resource.to_string().contains("SIMULATED"));
}

/// Data without a licence, and no better than a published index: wherever its result is shown or filed.
#[test]
fn what_the_model_of_heart_attacks_says_is_told_as_a_demonstration() {
	let at_the_door = document(vec![
		patient(),
		pressure(100.0, 60.0, AT),
		observation("8867-4", quantity(json!(95), "/min"), AT),
		infarction("active", "confirmed"),
	]);
	let result = written(&INFARCTION, at_the_door);
	let said = INFARCTION.card().demonstration.as_deref().unwrap();
	assert!(said.starts_with("DEMONSTRATION: "), "{said}");
	assert_eq!(result.notes[0], said);
	assert_eq!(result.resource["note"][0]["text"], said);
	assert_eq!(result.model.demonstration.as_deref(), Some(said));
	assert!(MODEL.card().demonstration.is_none());
}

#[test]
fn each_news2_names_its_owner() {
	let news2 = &*super::score::NEWS2;
	let features = golden::bare(news2, &[16.0, 97.0, 0.0, 0.0, 125.0, 70.0, 0.0, 37.0]);
	let assessment = news2.assess(&features).unwrap();
	let card = Cid::raw([1; 32]);
	let result = ResultDocument::new(news2, &features, &assessment, RequestId(1), &card);
	let named = result.model.acknowledgement.unwrap();
	assert!(named.contains("Royal College of Physicians"), "{named}");
	let notes = result.resource["note"].as_array().unwrap();
	assert!(notes.iter().any(|note| note["text"] == named), "{notes:?}");
}
