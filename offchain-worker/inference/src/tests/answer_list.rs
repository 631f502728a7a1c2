// SPDX-License-Identifier: Apache-2.0
//! Every kind of value against every code that answers yes or no: an observation's code answers only when nothing in it
//! speaks otherwise.

use super::{
	score::{NEWS2, TIME, bedside, stated},
	*,
};
use crate::card::{AnswerCode, AnswerList, Limit, Source, YesNo};

/// What a value says of the code that it stands under.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
	/// It agrees: the code's own answer.
	Agrees,
	/// It denies: what the card gives for that, else refused.
	Denies,
	/// An amount above nothing, or nothing: an answer only where amounts are asked for and the code says yes.
	Some,
	Nothing,
	/// Points of a score: an answer only where the card says so.
	Points,
	/// Neither: refused.
	Neither,
}

fn values() -> Vec<(&'static str, Value, Says)> {
	let coded = |system: &str, code: &str| concept(system, code);
	let v2 = "http://terminology.hl7.org/CodeSystem/v2-0136";
	let text = |text: &str| json!({ "text": text });
	vec![
		("none", json!(null), Says::Agrees),
		("valueBoolean", json!(true), Says::Agrees),
		("valueBoolean", json!(false), Says::Denies),
		("valueCodeableConcept", coded(codes::SNOMED, "373066001"), Says::Agrees),
		("valueCodeableConcept", coded(codes::SNOMED, "373067005"), Says::Denies),
		("valueCodeableConcept", coded(v2, "Y"), Says::Agrees),
		("valueCodeableConcept", coded(v2, "N"), Says::Denies),
		("valueCodeableConcept", text("Yes"), Says::Agrees),
		("valueCodeableConcept", text("NO"), Says::Denies),
		("valueCodeableConcept", coded(codes::SNOMED, "261665006"), Says::Neither),
		("valueString", json!("yes"), Says::Agrees),
		("valueString", json!(" No "), Says::Denies),
		("valueString", json!("FALSE"), Says::Denies),
		("valueString", json!("perhaps"), Says::Neither),
		("valueInteger", json!(1), Says::Agrees),
		("valueInteger", json!(0), Says::Denies),
		("valueInteger", json!(2), Says::Points),
		("valueInteger", json!(3), Says::Points),
		("valueInteger", json!(4), Says::Neither),
		("valueInteger", json!(-1), Says::Neither),
		("valueInteger", json!(7), Says::Neither),
		("valueQuantity", quantity(json!(2), "L/min"), Says::Some),
		("valueQuantity", quantity(json!(0), "L/min"), Says::Nothing),
		("valueQuantity", quantity(json!(2), "kg"), Says::Neither),
		("valueRange", json!({ "low": quantity(json!(2), "L/min") }), Says::Neither),
		("dataAbsentReason", json!({ "text": "error" }), Says::Neither),
		("_valueBoolean", json!({ "extension": [] }), Says::Neither),
		("interpretation", json!([{ "text": "negative" }]), Says::Neither),
		("component", json!([{ "code": { "text": "device" } }]), Says::Neither),
		("modifierExtension", json!([{ "url": "urn:not" }]), Says::Neither),
	]
}

/// What the table says of a code whose own answer is `yes`.
fn expected(says: Says, yes: bool, answer: &AnswerCode, limits: &[Limit]) -> Option<bool> {
	let denied = answer.if_denied.map(|denied| denied == YesNo::Yes);
	let of_amounts = yes && !limits.is_empty();
	match says {
		Says::Agrees => Some(yes),
		Says::Denies => denied,
		Says::Some if of_amounts => Some(yes),
		Says::Nothing if of_amounts => denied,
		Says::Points if answer.points => Some(yes),
		Says::Some | Says::Nothing | Says::Points | Says::Neither => None,
	}
}

fn check(index: usize, answers: &AnswerList, limits: &[Limit]) -> usize {
	let mut cells = 0;
	for (all, yes) in [(&answers.yes, true), (&answers.no, false)] {
		for answer in all {
			for (member, value, says) in values() {
				// Such a code's 0 and 1 are points too, not no and yes.
				let says = match says {
					Says::Agrees | Says::Denies if answer.points && member == "valueInteger" => {
						Says::Points
					}
					says => says,
				};
				let mut observation = stated(&answer.code, TIME);
				observation["code"] = concept(&answer.system, &answer.code);
				if member != "none" {
					observation[member] = value.clone();
				}
				let mut round = bedside();
				// Those that say the same in another way are not to step in.
				round[index] = observation;
				let found = asked(&NEWS2, &[document(round)]);
				let found = found.ok().map(|features| features.values());
				let input = if index == 3 {
					2
				} else if index == 4 {
					3
				} else {
					6
				};
				let wanted = expected(says, yes, answer, limits).map(f64::from);
				let found = found.map(|values| values[input]);
				assert_eq!(found, wanted, "{} {member} {value}", answer.display);
				cells += 1;
			}
		}
	}
	cells
}

#[test]
fn every_kind_of_value_is_answered_by_the_table() {
	let mut cells = 0;
	for feature in &NEWS2.card().features {
		cells += match (&feature.source, feature.name.as_str()) {
			(Source::Coded(answers), "oxygen_scale_2") => check(3, answers, &[]),
			(Source::AnyAbove(source), _) => check(4, &source.or, &source.of),
			(Source::Coded(answers), _) => check(7, answers, &[]),
			_ => 0,
		};
	}
	assert_eq!(cells, 9 * values().len());
}

/// The newest decides here too: an older statement never steps in for a newer no.
#[test]
fn a_newer_no_is_not_passed_by() {
	let mut older = stated(super::score::ON_OXYGEN, "2026-11-19T23:00:00Z");
	older["valueBoolean"] = json!(true);
	let mut newer = stated(super::score::ON_OXYGEN, TIME);
	newer["id"] = json!("newer");
	for (value, no) in [
		("valueBoolean", json!(false)),
		("valueCodeableConcept", concept(codes::SNOMED, "373067005")),
		("valueString", json!("no")),
	] {
		let mut newer = newer.clone();
		newer[value] = no;
		let mut round = bedside();
		round[4] = older.clone();
		round.push(newer);
		let features = asked(&NEWS2, &[document(round)]).unwrap();
		assert_eq!(features.values()[3], 0.0, "{value}");
	}
	// Smoking: what is not an answer is refused, and so is silence under the question's code.
	let mut silent = super::listed::clinic();
	silent[5].as_object_mut().unwrap().remove("valueCodeableConcept");
	let problem = asked(&CARDIOVASCULAR, &[document(silent)]).unwrap_err();
	assert_eq!((problem.kind, problem.code.as_str()), (Problem::UnknownAnswer, "72166-2"));
}
