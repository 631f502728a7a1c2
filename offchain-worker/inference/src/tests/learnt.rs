// SPDX-License-Identifier: Apache-2.0
//! What a result tells of a probability from what was learnt of the training data; and the grid where two steps meet.

use super::{golden::bare, *};
use crate::{
	card::Truth,
	grid::{self, position},
};
use proptest::prelude::*;

fn assess(model: &Model, values: &[f64]) -> Assessment {
	model.assess(&bare(model, values)).unwrap()
}

/// A woman of 30, lean and fit.
const WELL: [f64; 6] = [30.0, 0.0, 21.0, 110.0, 70.0, 62.0];
/// A man of 60, heavy, with a fast heart.
const ILL: [f64; 6] = [60.0, 1.0, 42.0, 165.0, 30.0, 100.0];
/// A man of 55 in between.
const UNCLEAR: [f64; 6] = [55.0, 1.0, 30.0, 130.0, 46.0, 72.0];

/// Each range of each model learnt here says what came true of people told so, and its name holds of them.
#[test]
fn a_range_says_what_came_true_of_people_told_it() {
	let share = |band: &Band| {
		let measured = band.measured.as_ref().unwrap();
		f64::from(measured.with_outcome) / f64::from(measured.people)
	};
	for model in [&MODEL, &INFARCTION, &HEAD_INJURY] {
		let bands = &model.card().output.bands;
		assert!(bands.is_sorted_by_key(share), "{model:?}");
	}
	let bands = &MODEL.card().output.bands;
	let count = |of: fn(&Truth) -> u32| {
		let measured = bands.iter().map(|band| of(band.measured.as_ref().unwrap()));
		f64::from(measured.sum::<u32>())
	};
	let average = count(|measured| measured.with_outcome) / count(|measured| measured.people);
	let holds = |name: &str, share: f64| match name {
		"below average" => share < average,
		"above average" => (average..=2.0 * average).contains(&share),
		"over twice the average" => share > 2.0 * average,
		_ => false,
	};
	for band in bands {
		assert!(holds(band.name.as_deref().unwrap(), share(band)), "{band:?}");
		let measured = band.measured.as_ref().unwrap();
		assert!(measured.among.contains("NHANES 2013-2014, which the model never saw"));
	}
}

#[test]
fn numbers_of_people_tell_what_came_true() {
	let measured = |people, with_outcome, interval_95| Truth {
		people,
		with_outcome,
		outcome: "had it".into(),
		interval_95,
		among: "adults".into(),
	};
	assert_eq!(
		measured(535, 54, [0.0782, 0.1294]).sentence(),
		"of 100 people told this, 10 had it (95 % interval 8 to 13; measured on 535 people: adults)"
	);
	assert_eq!(
		measured(3065, 34, [0.008, 0.0155]).sentence(),
		"of 1,000 people told this, 11 had it (95 % interval 8 to 16; measured on 3065 people: adults)"
	);
	for values in [WELL, ILL, UNCLEAR] {
		let features = bare(&MODEL, &values);
		let assessment = MODEL.assess(&features).unwrap();
		let card = Cid::raw([1; 32]);
		let result = ResultDocument::new(&MODEL, &features, &assessment, RequestId(1), &card);
		let said = assessment.band.measured.unwrap().sentence();
		let rationale = result.resource["prediction"][0]["rationale"].as_str().unwrap();
		assert!(rationale.ends_with(&said), "{rationale}");
		assert_eq!(result.prediction.measured, Some(said));
	}
}

/// By the card's sum; that the graph steps at the same positions, `seals.rs` sees.
#[test]
fn an_input_counts_as_the_nearest_of_its_steps() {
	let sum = |bmi: f64| {
		let values = [55.0, 1.0, bmi, 130.0, 46.0, 72.0];
		assess(&MODEL, &values).explanation.sum
	};
	assert_eq!(sum(30.0), sum(30.124));
	assert_eq!(sum(30.0), sum(29.875));
	assert_eq!(sum(30.25), sum(30.125));
	assert!(sum(30.0) < sum(30.125));
	assert!(sum(30.0) > sum(29.875_f64.next_down()));
	// Past its edge it counts as the edge.
	assert_eq!(sum(58.0), sum(90.0));
}

#[test]
fn a_patient_out_of_distribution_is_told_so() {
	for usual in [WELL, ILL, UNCLEAR] {
		assert_eq!(assess(&MODEL, &usual).out_of_distribution, Some(false), "{usual:?}");
	}
	// Each within its plausible range, and together hardly to be met.
	let strange = [22.0, 0.0, 60.0, 210.0, 150.0, 40.0];
	let assessment = assess(&MODEL, &strange);
	assert_eq!(assessment.out_of_distribution, Some(true));
	let write = |values: &[f64]| {
		let features = bare(&MODEL, values);
		let assessment = MODEL.assess(&features).unwrap();
		ResultDocument::new(&MODEL, &features, &assessment, RequestId(1), &Cid::raw([1; 32]))
	};
	let note = write(&strange).notes.pop().unwrap();
	assert!(note.contains("99.5 % of the people"), "{note}");
	assert!(write(&UNCLEAR).notes.is_empty());
	assert_eq!(write(&UNCLEAR).prediction.out_of_distribution, Some(false));
}

#[test]
fn a_card_whose_limits_do_not_fit_is_refused() {
	let path = folder("diabetes-risk").join("card.json");
	let card: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
	let changes = [
		("/output/bands/0/measured", json!(null), "a band does not say what came true"),
		(
			"/output/bands/0/measured/interval_95",
			json!([0.5, 0.6]),
			"what was measured of a band is not within its interval",
		),
		("/out_of_distribution/mean", json!([1, 2]), "out_of_distribution is not of 6 inputs"),
		("/form/inputs/2/read_to", json!(0.1), "is read to 0.1: no power of two"),
		("/form/inputs/2/read_to", json!(-0.25), "is read to -0.25: no power of two"),
		(
			"/form/inputs/2/held",
			json!([17.1, 56]),
			"is read to 0.25: no power of two that both are multiples of",
		),
		("/form/inputs/2/held", json!([-17, 58]), "an input is held between -17 and 58"),
		("/evidence", json!("hearsay"), "evidence is \"hearsay\", none of people"),
	];
	for (member, value, problem) in changes {
		let mut changed = card.clone();
		*changed.pointer_mut(member).unwrap() = value;
		let refused = Card::parse(changed.to_string().as_bytes(), &path).unwrap_err();
		assert!(refused.to_string().contains(problem), "{member}: {refused}");
	}
}

/// At the door of a hospital, a quarter of an hour ago.
fn at_the_door(more: Vec<Value>) -> Value {
	let at = "2026-11-19T23:45:00Z";
	let found = vec![
		patient(),
		pressure(100.0, 60.0, at),
		observation("8867-4", quantity(json!(95), "/min"), at),
	];
	document([found, more].concat())
}

pub(super) fn infarction(status: &str, verified: &str) -> Value {
	let mut infarction = condition("401303003", status, verified);
	infarction["recordedDate"] = json!("2026-11-19");
	infarction
}

pub(super) fn condition(code: &str, status: &str, verified: &str) -> Value {
	json!({
		"resourceType": "Condition",
		"id": format!("c-{code}"),
		"clinicalStatus": concept("http://terminology.hl7.org/CodeSystem/condition-clinical", status),
		"verificationStatus": concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", verified),
		"code": concept(codes::SNOMED, code),
		"subject": { "reference": "Patient/p1" },
	})
}

#[test]
fn a_model_for_people_with_a_diagnosis_is_not_asked_without() {
	let ask = |document: Value| asked(&INFARCTION, &[document]);
	let features = ask(at_the_door(vec![infarction("active", "confirmed")])).unwrap();
	assert_eq!(features.values(), [60.0, 0.0, 100.0, 95.0]);
	for without in [
		vec![],
		vec![infarction("resolved", "confirmed")],
		vec![infarction("active", "provisional")],
	] {
		let problem = ask(at_the_door(without)).unwrap_err();
		assert_eq!((problem.kind, problem.path.as_str()), (Problem::OutOfScope, "Condition"));
		assert!(problem.problem.contains("Acute myocardial infarction"), "{problem}");
		assert!(problem.remedy.contains("name the record of the diagnosis"), "{problem}");
	}
}

#[test]
fn a_model_of_few_people_shows_an_interval_and_no_point() {
	let document = at_the_door(vec![infarction("active", "confirmed")]);
	let features = asked(&INFARCTION, &[document]).unwrap();
	let assessment = INFARCTION.assess(&features).unwrap();
	let card = Cid::raw([1; 32]);
	let result = ResultDocument::new(&INFARCTION, &features, &assessment, RequestId(1), &card);
	assert!(result.prediction.interval_only);
	let prediction = &result.resource["prediction"][0];
	assert!(prediction.get("probabilityDecimal").is_none());
	let [low, high] = result.prediction.interval.unwrap();
	let shown = |end: &str| prediction["probabilityRange"][end]["value"].as_f64().unwrap() / 100.0;
	assert!((shown("low") - low).abs() < 1e-8 && (shown("high") - high).abs() < 1e-8);
	assert!(low < assessment.value && assessment.value < high);
	// It can be filed as a record.
	Bundle::from_value(result.resource).unwrap();
}

#[test]
fn where_two_steps_meet_the_sum_decides() {
	let edge = 0.123_45;
	// Two processors, to either side of the edge by a last bit, and the sum on one side: both take its side.
	for by_sum in [edge - 3e-16, edge + 3e-16] {
		let positions =
			[edge - 1e-15, edge, edge + 1e-15].map(|by_graph| position(by_graph, by_sum, 10_000));
		assert_eq!(positions, [quantise(by_sum, 10_000); 3], "{by_sum}");
	}
	// Away from it, the graph's own.
	assert_eq!(position(edge - 2e-9, edge - 2e-9, 10_000), Some(1234));
	assert_eq!(position(edge + 2e-9, edge + 2e-9, 10_000), Some(1235));
	// A graph that is not what its card says.
	assert_eq!(position(0.3, 0.300_001, 10_000), None);
	assert_eq!(position(0.0, 0.0, 10), Some(0));
	assert_eq!(position(1.0, 1.0, 10), Some(10));
	assert_eq!(grid::probability(0.0).to_bits(), 0.5_f64.to_bits());
}

proptest! {
	/// Whatever two operators' processors give within the measured difference, they seal the same.
	#[test]
	fn operators_whose_last_bits_differ_seal_the_same(
		step in 0u32..10_000,
		off in prop_oneof![-2e-9..2e-9_f64, -1e-15..1e-15_f64],
		apart in (-1e-14..1e-14_f64, -1e-14..1e-14_f64),
	) {
		let exact = ((f64::from(step) + 0.5) / 10_000.0 + off).clamp(0.0, 1.0);
		let of = |apart: f64| position((exact + apart).clamp(0.0, 1.0), exact, 10_000);
		prop_assert!(of(apart.0).is_some());
		prop_assert_eq!(of(apart.0), of(apart.1));
	}
}
