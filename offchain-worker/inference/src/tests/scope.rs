// SPDX-License-Identifier: Apache-2.0
//! Whom a model is not meant for is refused, in whatever way it is coded.

use super::{
	learnt::condition as coded,
	score::{NEWS2, bedside, refused_round},
	*,
};

const ACTIVE: &str = "active";

fn pregnant(code: &str) -> Value {
	coded(code, ACTIVE, "confirmed")
}

fn status(value: Value, time: &str) -> Value {
	let mut status = observation("82810-3", json!(null), time);
	status.as_object_mut().unwrap().remove("valueQuantity");
	status["valueCodeableConcept"] = value;
	status
}

fn round_with(more: Value) -> Vec<Value> {
	[bedside(), vec![more]].concat()
}

#[test]
fn pregnancy_is_out_of_scope_in_every_way_it_is_coded() {
	for code in ["77386006", "72892002", "47200007", "65147003", "398254007"] {
		refused_round(round_with(pregnant(code)), Problem::OutOfScope, code);
	}
	let mut of_icd = pregnant("1");
	of_icd["code"] = concept("http://hl7.org/fhir/sid/icd-10-cm", "O26.90");
	refused_round(round_with(of_icd), Problem::OutOfScope, "O");
	let recent = "2026-11-17T00:00:00Z";
	for answer in [
		concept(codes::SNOMED, "77386006"),
		concept(codes::LOINC, "LA15173-0"),
		concept(codes::SNOMED, "373066001"),
	] {
		refused_round(round_with(status(answer, recent)), Problem::OutOfScope, "82810-3");
	}
	let text = json!({ "text": "maybe" });
	refused_round(round_with(status(text, recent)), Problem::UnknownAnswer, "82810-3");
	let mut due = status(json!(null), recent);
	due.as_object_mut().unwrap().remove("valueCodeableConcept");
	due["code"] = concept(codes::LOINC, "11778-8");
	due["valueDateTime"] = json!("2027-03-01");
	refused_round(round_with(due.clone()), Problem::OutOfScope, "11778-8");
	due["valueDateTime"] = json!("2024-03-01");
	assert!(asked(&NEWS2, &[document(round_with(due))]).is_ok());
	let weeks = observation("49051-6", quantity(json!(20), "wk"), recent);
	refused_round(round_with(weeks), Problem::OutOfScope, "49051-6");
	let over = observation("49051-6", quantity(json!(20), "wk"), "2026-01-01");
	assert!(asked(&NEWS2, &[document(round_with(over))]).is_ok());
}

#[test]
fn pregnancy_is_seen_in_assertions_and_findings_too() {
	let recent = "2026-11-17T00:00:00Z";
	// C-CDA has a finding as the value of an assertion.
	let mut assertion = status(concept(codes::SNOMED, "77386006"), recent);
	assertion["code"] = concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "ASSERTION");
	let mut finding = status(json!(null), recent);
	finding.as_object_mut().unwrap().remove("valueCodeableConcept");
	finding["code"] = concept(codes::SNOMED, "77386006");
	let with_flag = |flag: bool| {
		let mut flagged = finding.clone();
		flagged["valueBoolean"] = json!(flag);
		flagged
	};
	for observation in [assertion, finding.clone(), with_flag(true)] {
		refused_round(round_with(observation), Problem::OutOfScope, "82810-3");
	}
	assert!(asked(&NEWS2, &[document(round_with(with_flag(false)))]).is_ok());
}

#[test]
fn only_a_final_no_takes_a_pregnancy_back() {
	let yes = |time: &str| {
		let mut yes = status(concept(codes::SNOMED, "77386006"), time);
		yes["id"] = json!("yes");
		yes
	};
	let no = |change: fn(&mut Value)| {
		let mut no = status(concept(codes::LOINC, "LA26683-5"), "2026-11-17T00:00:00Z");
		no["id"] = json!("no");
		change(&mut no);
		no
	};
	let round = |more: Vec<Value>| [bedside(), more].concat();
	let before = "2026-11-15T00:00:00Z";
	assert!(asked(&NEWS2, &[document(round(vec![yes(before), no(|_| ())]))]).is_ok());
	let says_nothing: [fn(&mut Value); 5] = [
		|no| drop(no.as_object_mut().unwrap().remove("effectiveDateTime")),
		|no| no["effectiveDateTime"] = json!("2027-11-17T00:00:00Z"),
		|no| no["status"] = json!("preliminary"),
		|no| no["valueCodeableConcept"] = concept(codes::LOINC, "LA4489-6"),
		|no| {
			no.as_object_mut().unwrap().remove("valueCodeableConcept");
			no["dataAbsentReason"] = json!({ "text": "unknown" });
		},
	];
	for change in says_nothing {
		let round = round(vec![yes(before), no(change)]);
		refused_round(round, Problem::OutOfScope, "82810-3");
	}
	// At one time yes counts, in whatever order they stand.
	let at_once = yes("2026-11-17T00:00:00Z");
	for both in [vec![at_once.clone(), no(|_| ())], vec![no(|_| ()), at_once]] {
		refused_round(round(both), Problem::OutOfScope, "82810-3");
	}
}

#[test]
fn not_pregnant_is_in_scope() {
	for (answer, time) in [
		(concept(codes::LOINC, "LA26683-5"), "2026-11-17"),
		(concept(codes::SNOMED, "60001007"), "2026-11-17"),
		(concept(codes::LOINC, "LA4489-6"), "2026-11-17"),
		(concept(codes::SNOMED, "77386006"), "2025-01-01"),
	] {
		let round = round_with(status(answer, time));
		assert!(asked(&NEWS2, &[document(round)]).is_ok());
	}
	let resolved = |system: &str| {
		let mut over = pregnant("77386006");
		over["clinicalStatus"] = concept(system, "resolved");
		asked(&NEWS2, &[document(round_with(over))])
	};
	assert!(resolved(codes::CLINICAL_STATUS).is_ok());
	assert!(resolved(codes::CLINICAL_STATUS_BEFORE_R4).is_ok());
	assert!(resolved("urn:other").is_err());
}

#[test]
fn known_diabetes_keeps_out_by_every_code_of_it() {
	for code in ["44054006", "313436004", "237599002", "111552007", "8801005", "609561005"] {
		refused(with(pregnant(code)), Problem::OutOfScope, code, "Bundle.entry[5].resource");
	}
	let mut of_icd = pregnant("1");
	of_icd["code"] = concept("http://hl7.org/fhir/sid/icd-10", "E11.9");
	refused(with(of_icd), Problem::OutOfScope, "E11", "Bundle.entry[5].resource");
	let mut unknown = pregnant("1119000");
	unknown["code"]["text"] = json!("Steroid diabetes");
	refused(with(unknown.clone()), Problem::UnknownAnswer, "73211009", "Bundle.entry[5].resource");
	unknown["code"]["text"] = json!("A rare thing");
	let features = ask(&[with(unknown)]).unwrap();
	assert!(features.notes[0].contains("A rare thing"), "{:?}", features.notes);
}

#[test]
fn the_dead_are_out_of_scope() {
	for (member, value, problem) in [
		("deceasedBoolean", json!(true), "the patient is dead"),
		("deceasedDateTime", json!("2026-01-01"), "the patient is dead"),
		("_deceasedDateTime", json!({ "extension": [] }), "the patient is dead"),
		(
			"_deceasedBoolean",
			json!({ "extension": [] }),
			"it is not known whether the patient lives",
		),
	] {
		let document = changed(0, |patient| patient[member] = value);
		let found = asked(&MODEL, &[document]).unwrap_err();
		assert_eq!(
			(found.kind, found.problem.as_str()),
			(Problem::OutOfScope, problem),
			"{member}"
		);
	}
	let alive = changed(0, |patient| patient["deceasedBoolean"] = json!(false));
	assert!(asked(&MODEL, &[alive]).is_ok());
}

#[test]
fn an_infarction_of_long_ago_is_not_an_admission() {
	let asked = |change: &dyn Fn(&mut Value)| {
		let mut infarction = coded("401303003", ACTIVE, "confirmed");
		change(&mut infarction);
		let at = "2026-11-19T23:45:00Z";
		let found = vec![
			patient(),
			pressure(100.0, 60.0, at),
			observation("8867-4", quantity(json!(95), "/min"), at),
			infarction,
		];
		asked(&INFARCTION, &[document(found)])
	};
	let began = |date: &'static str| {
		move |infarction: &mut Value| infarction["onsetDateTime"] = json!(date)
	};
	assert!(asked(&began("2026-11-19")).unwrap().notes.is_empty());
	let problem = asked(&began("2019-03-01")).unwrap_err();
	assert_eq!(problem.kind, Problem::OutOfScope);
	// Recorded now, of an infarction years ago.
	let old = |infarction: &mut Value| {
		infarction["onsetDateTime"] = json!("2019");
		infarction["recordedDate"] = json!("2026-11-19");
	};
	assert_eq!(asked(&old).unwrap_err().kind, Problem::OutOfScope);
	for (member, value, kind) in [
		("note", json!([{ "text": "no date at all" }]), Problem::Undated),
		("onsetString", json!("in 2012"), Problem::Undated),
		("onsetAge", json!({ "value": 40, "system": codes::UCUM, "code": "a" }), Problem::Undated),
		("onsetDateTime", json!("2026"), Problem::Undated),
		("onsetDateTime", json!("2027-01-01"), Problem::InFuture),
	] {
		let told = |infarction: &mut Value| {
			if member.starts_with("onset") {
				infarction["recordedDate"] = json!("2026-11-19");
			}
			infarction[member] = value.clone();
		};
		assert_eq!(asked(&told).unwrap_err().kind, kind, "{member}");
	}
	// The date of recording, when no onset is given.
	let recorded = |infarction: &mut Value| infarction["recordedDate"] = json!("2026-11-19");
	assert!(asked(&recorded).unwrap().notes.is_empty());
}

#[test]
fn a_height_of_childhood_makes_no_body_mass_index() {
	let with_height = |born: &str, time: &str| {
		let mut resources = resources();
		resources[0]["birthDate"] = json!(born);
		resources[1] = observation("29463-7", quantity(json!(82), "kg"), "2026-11-01");
		resources.push(observation("8302-2", quantity(json!(142), "cm"), time));
		asked(&MODEL, &[document(resources)])
	};
	let problem = with_height("2000-01-01", "2013-06-01").unwrap_err();
	assert_eq!(problem.kind, Problem::TooOld);
	assert!(problem.problem.contains("at the age of 13"), "{problem}");
	let features = with_height("1960-01-01", "2013-06-01").unwrap();
	assert!(
		features.notes[0].contains("height was measured 13 years before"),
		"{:?}",
		features.notes
	);
}

#[test]
fn a_round_needs_the_time_of_day() {
	let mut round = bedside();
	round[6]["effectiveDateTime"] = json!("2026-11-19");
	refused_round(round, Problem::Undated, "8867-4");
}

#[test]
fn an_old_decision_for_scale_2_is_told_with_its_age() {
	let mut round = bedside();
	round[3] = super::score::stated(super::score::SCALE_2, "2020-05-03T00:00:00Z");
	let features = asked(&NEWS2, &[document(round)]).unwrap();
	assert_eq!(features.values()[2], 1.0);
	assert!(features.notes[0].contains("decided 2392 days before"), "{:?}", features.notes);
}

#[test]
fn vital_signs_are_known_by_snomed_codes_too() {
	let mut round = bedside();
	for (index, code) in [(1, "86290005"), (2, "431314004"), (6, "78564009"), (8, "386725007")] {
		round[index]["code"] = concept(codes::SNOMED, code);
	}
	let features = asked(&NEWS2, &[document(round)]).unwrap();
	assert_eq!(features.values(), [22.0, 93.0, 0.0, 0.0, 105.0, 95.0, 0.0, 38.4]);
	// One saturation under both of LOINC's codes.
	let twin = super::score::vital("2708-6", 93.0, "%");
	assert!(asked(&NEWS2, &[document(round_with(twin))]).is_ok());
	let other = super::score::vital("2708-6", 95.0, "%");
	refused_round(round_with(other), Problem::Conflicting, "59408-5");
}
