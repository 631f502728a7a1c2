// SPDX-License-Identifier: Apache-2.0
//! Statements that were taken back: the newest statement decides, whatever it says.

use super::{
	listed::{ask as at_clinic, clinic, condition, instead, refuses_kind},
	score::{NEWS2, bedside, refused_round, vital},
	*,
};

const LATER: &str = "2026-11-19T23:55:00Z";

fn newer(change: impl FnOnce(&mut Value)) -> Vec<Value> {
	let mut newer = vital("59408-5", 97.0, "%");
	newer["id"] = json!("newer");
	newer["effectiveDateTime"] = json!(LATER);
	change(&mut newer);
	[bedside(), vec![newer]].concat()
}

#[test]
fn a_newer_statement_that_can_not_be_used_is_never_passed_by() {
	for status in ["registered", "preliminary", "unknown", "made-up"] {
		let round = newer(|newer| newer["status"] = json!(status));
		refused_round(round, Problem::NotFinal, "59408-5");
	}
	let no_status = |newer: &mut Value| {
		newer.as_object_mut().unwrap().remove("status");
		newer["_status"] = json!({ "extension": [] });
	};
	refused_round(newer(no_status), Problem::NotFinal, "59408-5");
	let without_value = |newer: &mut Value| {
		newer.as_object_mut().unwrap().remove("valueQuantity");
	};
	refused_round(newer(without_value), Problem::NotAQuantity, "59408-5");
	let failed = |newer: &mut Value| {
		without_value(newer);
		newer["dataAbsentReason"] = json!({ "coding": [{ "code": "error" }] });
	};
	refused_round(newer(failed), Problem::NoValue, "59408-5");
	let masked = |newer: &mut Value| {
		without_value(newer);
		newer["_valueString"] = json!({ "extension": [] });
	};
	refused_round(newer(masked), Problem::NoValue, "59408-5");
	let undated = |newer: &mut Value| {
		newer.as_object_mut().unwrap().remove("effectiveDateTime");
		newer["_effectiveDateTime"] = json!({ "extension": [] });
	};
	refused_round(newer(undated), Problem::Undated, "59408-5");
	for (member, value) in [
		("modifierExtension", json!([{ "url": "urn:not" }])),
		("implicitRules", json!("urn:rules")),
	] {
		let round = newer(|newer| newer[member] = value);
		refused_round(round, Problem::UnknownModifier, "59408-5");
	}
}

#[test]
fn a_pressure_that_could_not_be_taken_is_the_newest() {
	let mut panel = vital("85354-9", 0.0, "mm[Hg]");
	panel.as_object_mut().unwrap().remove("valueQuantity");
	panel["effectiveDateTime"] = json!(LATER);
	panel["dataAbsentReason"] = json!({ "coding": [{ "code": "error" }] });
	refused_round([bedside(), vec![panel]].concat(), Problem::NoValue, "8480-6");
}

#[test]
fn what_changes_a_bundle_or_an_entry_changes_what_is_in_it() {
	let whole = |document: &mut Value| document["implicitRules"] = json!("urn:rules");
	let entry = |document: &mut Value| {
		document["entry"][1]["modifierExtension"] = json!([{ "url": "urn:not" }]);
	};
	let changes: [fn(&mut Value); 2] = [whole, entry];
	for change in changes {
		let mut document = document(bedside());
		change(&mut document);
		let problem = asked(&NEWS2, &[document]).unwrap_err();
		assert_eq!(problem.kind, Problem::UnknownModifier, "{problem}");
	}
}

#[test]
fn what_came_before_the_newest_changes_nothing() {
	for change in [
		("status", json!("preliminary")),
		("modifierExtension", json!([{ "url": "urn:not" }])),
		("dataAbsentReason", json!({ "text": "error" })),
	] {
		let round = newer(|older| {
			older["effectiveDateTime"] = json!("2026-11-19T20:00:00Z");
			older[change.0] = change.1;
		});
		let features = asked(&NEWS2, &[document(round)]).unwrap();
		assert_eq!(features.values()[1], 93.0);
		assert!(features.notes.is_empty());
	}
}

/// A cancelled observation measured nothing: the value before it stands, with a note.
#[test]
fn a_cancelled_measurement_is_noted() {
	let round = newer(|newer| newer["status"] = json!("cancelled"));
	let features = asked(&NEWS2, &[document(round)]).unwrap();
	assert_eq!(features.values()[1], 93.0);
	assert!(features.notes[0].contains("cancelled"), "{:?}", features.notes);
}

#[test]
fn what_a_model_has_no_need_of_can_not_refuse_it() {
	let mut undated = vital("718-7", 13.2, "g/dL");
	undated.as_object_mut().unwrap().remove("effectiveDateTime");
	undated["_effectiveDateTime"] = json!({ "extension": [] });
	let mut masked = vital("75325-1", 1.0, "1");
	masked.as_object_mut().unwrap().remove("valueQuantity");
	masked["_valueString"] = json!({ "extension": [] });
	let mut asthma = condition("195967001");
	asthma["_onsetDateTime"] = json!({ "extension": [] });
	let round = [bedside(), vec![undated, masked, asthma]].concat();
	assert!(asked(&NEWS2, &[document(round)]).is_ok());
}

fn cholesterol(value: f64, status: &str, day: &str) -> Value {
	let mut measured = observation("2093-3", quantity(json!(value), "mg/dL"), day);
	measured["id"] = json!("chol");
	measured["status"] = json!(status);
	measured
}

/// In the order of their records: the clinic with 200 mg/dL, then each of these.
fn recorded(more: &[Value]) -> Result<f64, (Problem, String)> {
	let mut documents =
		vec![Document { record: Some(salus_primitives::RecordId(1)), ..document(clinic()).into() }];
	for (number, resource) in (2..).zip(more) {
		documents.push(Document {
			record: Some(salus_primitives::RecordId(number)),
			..document(vec![resource.clone()]).into()
		});
	}
	let value = |documents: &[Document]| {
		let features = CARDIOVASCULAR.features(documents, NOW);
		features.map(|features| features.values()[2]).map_err(|problems| {
			let first = problems.into_iter().next().unwrap();
			(first.kind, first.problem)
		})
	};
	let found = value(&documents);
	documents.reverse();
	assert_eq!(value(&documents).ok(), found.clone().ok(), "the order of documents matters");
	found
}

#[test]
fn a_value_that_its_source_took_back_or_corrected_is_never_used() {
	let first = cholesterol(310.0, "final", "2026-06-01");
	assert_eq!(recorded(std::slice::from_ref(&first)), Ok(310.0));
	let error = cholesterol(310.0, "entered-in-error", "2026-06-01");
	assert_eq!(recorded(&[first.clone(), error]), Ok(200.0));
	let corrected = cholesterol(150.0, "corrected", "2026-06-01");
	assert_eq!(recorded(&[first.clone(), corrected]), Ok(150.0));
	// Exported again without a word: the later record has the newer version.
	let again = cholesterol(160.0, "final", "2026-06-01");
	assert_eq!(recorded(&[first.clone(), again.clone()]), Ok(160.0));
	// In one document nothing tells which is the newer.
	let resources = [clinic(), vec![first, again]].concat();
	refuses_kind(at_clinic(resources), Problem::TwoVersions, "two versions of Observation/chol");
}

#[test]
fn a_diagnosis_with_a_modifier_is_neither_yes_nor_no() {
	let mut uncertain = condition("44054006");
	uncertain["modifierExtension"] = json!([{ "url": "urn:uncertainty" }]);
	refuses_kind(instead(6, &[uncertain]), Problem::UnknownModifier, "urn:uncertainty");
}

#[test]
fn a_diagnosis_without_fhirs_own_statuses_is_never_certain() {
	for status in [
		json!({ "coding": [{ "system": "http://hl7.org/fhir/condition-ver-status", "code": "refuted" }] }),
		json!({ "coding": [{ "code": "confirmed" }] }),
		json!({ "text": "Confirmed" }),
	] {
		let mut uncoded = condition("44054006");
		uncoded["verificationStatus"] = status;
		refuses_kind(instead(6, &[uncoded]), Problem::UnknownAnswer, "verificationStatus");
	}
	let mut missing = condition("44054006");
	missing.as_object_mut().unwrap().remove("verificationStatus");
	refuses_kind(instead(6, &[missing]), Problem::UnknownAnswer, "verificationStatus");
	let mut error = condition("44054006");
	error["verificationStatus"] = json!({ "text": "Entered in error" });
	refuses_kind(instead(6, &[error]), Problem::Missing, "problem list");
}

#[test]
fn a_contested_record_is_noted_wherever_the_result_goes() {
	let mut documents: Vec<Document> = vec![document(bedside()).into()];
	assert!(NEWS2.features(&documents, NOW).unwrap().notes.is_empty());
	documents[0].contested = true;
	documents[0].record = Some(salus_primitives::RecordId(7));
	let features = NEWS2.features(&documents, NOW).unwrap();
	let told = |features: &Features| -> Vec<String> {
		let notes = features.notes.iter();
		notes.filter(|note| note.contains("contests")).cloned().collect()
	};
	let notes = told(&features);
	assert_eq!(notes.len(), 1, "{notes:?}");
	assert!(notes[0].starts_with("the patient contests record 7, from which come: "));
	assert!(notes[0].contains("Pulse; ") || notes[0].contains("; Pulse"), "{notes:?}");
	// One that gives no input is told, too.
	let beside = Document {
		record: Some(salus_primitives::RecordId(8)),
		contested: true,
		..document(vec![cholesterol(200.0, "final", "2026-11-19")]).into()
	};
	documents.push(beside);
	let both = told(&NEWS2.features(&documents, NOW).unwrap());
	assert!(both[1].starts_with("record 8 was read"), "{both:?}");
	documents.pop();
	let assessment = NEWS2.assess(&features).unwrap();
	let result =
		ResultDocument::new(&NEWS2, &features, &assessment, RequestId(1), &Cid::raw([1; 32]));
	assert!(result.notes.iter().any(|note| note.contains("contests")));
	assert!(result.resource["note"].to_string().contains("the patient contests"));

	let path = folder("news2").join("card.json");
	let card = std::fs::read_to_string(&path).unwrap();
	let strict = card.replace("\"contested\": \"note\"", "\"contested\": \"refuse\"");
	let strict = Card::parse(strict.as_bytes(), &path).unwrap();
	let problems = crate::features(&strict, &documents, NOW).unwrap_err();
	assert!(problems.iter().all(|problem| problem.kind == Problem::Contested));
}

#[test]
fn whoever_wrote_what_was_read_is_named_and_whether_another_record_replaces_it() {
	let of = |record, resources, replaced| Document {
		record: Some(salus_primitives::RecordId(record)),
		written: Some(Written { author: format!("5Author{record}"), version: 2, replaced }),
		..document(resources).into()
	};
	let documents =
		[of(7, bedside(), false), of(8, vec![cholesterol(200.0, "final", "2026-11-19")], true)];
	let features = NEWS2.features(&documents, NOW).unwrap();
	let named: Vec<&String> =
		features.notes.iter().filter(|note| note.contains("written by")).collect();
	let told = [
		"record 7, version 2, was written by 5Author7",
		"record 8, version 2, was written by 5Author8; another record replaces it",
	];
	assert_eq!(named, told);
	let assessment = NEWS2.assess(&features).unwrap();
	let result =
		ResultDocument::new(&NEWS2, &features, &assessment, RequestId(1), &Cid::raw([1; 32]));
	assert!(told.iter().all(|note| result.notes.iter().any(|one| one == note)));
	assert!(result.resource["note"].to_string().contains("5Author8"));
}

#[test]
fn a_day_is_not_the_future_east_of_utc() {
	let mut today = observation("2093-3", quantity(json!(210), "mg/dL"), "2026-11-20");
	today["id"] = json!("today");
	assert_eq!(recorded(&[today.clone()]), Ok(210.0));
	// Of a moment at noon in UTC it is the next day already on an island east of all.
	let limit = salus_fhir::Timed::parse("2026-11-21").unwrap();
	let noon = salus_fhir::Timed::parse("2026-11-20T12:00:00Z").unwrap().at;
	assert!(!limit.is_after(noon) && limit.is_after(noon - 3 * 60 * 60 * 1000));
}

#[test]
fn what_is_wrong_is_told_by_its_record() {
	let of = |number, resources| Document {
		record: Some(salus_primitives::RecordId(number)),
		..document(resources).into()
	};
	let path = |second: Value| {
		let documents = [of(31, clinic()), of(7, vec![second])];
		let problems = CARDIOVASCULAR.features(&documents, NOW).unwrap_err();
		problems[0].path.clone()
	};
	let newer = cholesterol(200.0, "preliminary", "2026-11-19");
	assert_eq!(path(newer.clone()), "record 7: Bundle.entry[0].resource");
	let mut others = newer;
	others["subject"] = json!({ "reference": "Patient/another" });
	assert_eq!(path(others), "record 7: Bundle.entry[0].resource.subject.reference");
}
