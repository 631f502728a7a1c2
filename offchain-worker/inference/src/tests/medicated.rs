// SPDX-License-Identifier: Apache-2.0
//! Yes or no by the medication list: what is read, what is noted, what is refused.

use super::{
	listed::{DRUG, clinic, drug, expected, instead, read, refuses},
	*,
};

fn with_status(mut drug: Value, status: &str) -> Value {
	drug["id"] = json!("m2");
	drug["status"] = json!(status);
	drug
}

#[test]
fn a_medication_list_says_yes_or_no() {
	let statin = |these: &[Value]| read(instead(DRUG, these), "statin");
	let pressure = |these: &[Value]| read(instead(DRUG, these), "bp_treated");
	for (system, code, lowers_pressure, is_statin) in [
		(codes::ATC, "C10AA05", 0.0, 1.0),
		(codes::ATC, "C10BX03", 1.0, 1.0),
		(codes::ATC, "C10BX05", 0.0, 1.0),
		(codes::ATC, "C09AA02", 1.0, 0.0),
		(codes::ATC, "C02KX01", 0.0, 0.0),
		(codes::ATC, "C10BA10", 0.0, 0.0),
		(codes::ATC, "A10BA02", 0.0, 0.0),
		(codes::RXNORM, "83367", 0.0, 1.0),
		(codes::RXNORM, "29046", 1.0, 0.0),
	] {
		let drug = [drug(system, code)];
		let found = (pressure(&drug).0, statin(&drug).0);
		assert_eq!(found, (lowers_pressure, is_statin), "{code}");
	}
	assert_eq!(
		statin(&[drug(codes::ATC, "C10AA05")]),
		expected(1.0, "C10AA05", &["MedicationStatement/m1"], "")
	);
	assert_eq!(
		statin(
			&[drug(codes::ATC, "A10BA02"), with_status(drug(codes::ATC, "C10AA05"), "stopped"),]
		),
		expected(
			0.0,
			"C10AA",
			&["MedicationStatement/m1"],
			"Takes a statin: not on the medication list of 1 entry",
		)
	);
	// Its time is over, whatever its status says.
	let mut ended = with_status(drug(codes::ATC, "C10AA05"), "active");
	let members = ended.as_object_mut().unwrap();
	members.remove("effectiveDateTime");
	members.insert("effectivePeriod".into(), json!({ "start": "2026-01-01", "end": "2026-11-18" }));
	assert_eq!(statin(&[drug(codes::ATC, "A10BA02"), ended]).0, 0.0);
	for (system, code) in [(codes::ABSENT, "no-known-medications"), (codes::SNOMED, "787481004")] {
		assert_eq!(
			statin(&[drug(system, code)]),
			expected(0.0, code, &["MedicationStatement/m1"], "")
		);
	}
	let request = json!({
		"resourceType": "MedicationRequest",
		"id": "r1",
		"status": "active",
		"intent": "order",
		"subject": { "reference": "Patient/p1" },
		"authoredOn": "2026-05-01",
		"medicationReference": { "reference": "Medication/d1" },
	});
	let of_request = json!({
		"resourceType": "Medication",
		"id": "d1",
		"code": concept(codes::ATC, "C10AA01"),
	});
	assert_eq!(
		statin(&[request, of_request]),
		expected(1.0, "C10AA01", &["MedicationRequest/r1"], "")
	);
	let mut old = drug(codes::ATC, "A10BA02");
	old["effectiveDateTime"] = json!("2024-11-19");
	assert_eq!(
		statin(&[old]).3,
		"Takes a statin: not on the medication list of 1 entry; Takes a statin: recorded 731 days before, so it may \
		 no longer hold"
	);
}

#[test]
fn a_medication_list_that_does_not_say_is_refused() {
	let silent = "and silence is not no; name the record of the medication list too; if nothing is taken, state it: a \
	              MedicationStatement of no-known-medications (International Patient Summary) or SNOMED CT 787481004";
	let at = "C02 at MedicationStatement: Takes a drug that lowers blood pressure";
	for none in [
		vec![],
		vec![drug(codes::ABSENT, "no-medication-info")],
		vec![with_status(drug(codes::ATC, "C09AA02"), "entered-in-error")],
	] {
		refuses(
			instead(DRUG, &none),
			Problem::Missing,
			&format!("{at}: none of the records holds a medication list, {silent}"),
		);
	}
	refuses(
		instead(DRUG, &[with_status(drug(codes::ATC, "C09AA02"), "stopped")]),
		Problem::Missing,
		&format!("{at}: of 1 entry of the medication list none is active, {silent}"),
	);
	let at = "C02 at Bundle.entry[7].resource: Takes a drug that lowers blood pressure";
	// A product of RxNorm, classes of ATC too wide, no code of ATC, another system, and a text.
	for (system, code) in [
		(codes::RXNORM, "314076"),
		(codes::ATC, "C"),
		(codes::ATC, "C02"),
		(codes::ATC, "enalapril"),
		("urn:local", "1"),
	] {
		refuses(
			instead(DRUG, &[drug(system, code)]),
			Problem::UnknownAnswer,
			&format!(
				"{at}: an entry has no code by which a drug is known, and might be one; give its ATC code \
				 (http://www.whocc.no/atc)"
			),
		);
	}
	let mut text = drug(codes::ATC, "C09AA02");
	text["medicationCodeableConcept"] = json!({ "text": "white tablet" });
	refuses(
		instead(DRUG, &[text]),
		Problem::UnknownAnswer,
		&format!(
			"{at}: the entry \"white tablet\" has no code by which a drug is known, and might be one; give its ATC \
			 code (http://www.whocc.no/atc)"
		),
	);
	refuses(
		instead(DRUG, &[with_status(drug(codes::ATC, "C09AA02"), "unknown")]),
		Problem::UnknownAnswer,
		&format!(
			"{at}: the status of an entry does not say whether it is taken; give its status: active, or stopped or \
			 completed"
		),
	);
	let mut none = drug(codes::ABSENT, "no-known-medications");
	none["id"] = json!("m3");
	refuses(
		instead(DRUG, &[none, drug(codes::ATC, "C09AA02")]),
		Problem::Conflicting,
		&format!(
			"{at}: says the opposite of Bundle.entry[8].resource; mark the wrong one entered-in-error"
		),
	);
	let mut future = drug(codes::ATC, "C09AA02");
	future["effectiveDateTime"] = json!("2026-11-21");
	refuses(
		instead(DRUG, &[future]),
		Problem::InFuture,
		&format!("{at}: is dated later than now; correct its date"),
	);
}

/// Other models don't read the medication list, so it can't refuse them.
#[test]
fn a_malformed_medication_refuses_only_whoever_asks_for_it() {
	let mut malformed = drug(codes::ATC, "C09AA02");
	malformed["medicationCodeableConcept"] = json!("enalapril");
	malformed["id"] = json!("m9");
	let resources = [clinic(), vec![malformed.clone()]].concat();
	let problem = asked(&CARDIOVASCULAR, &[document(resources)]).unwrap_err();
	assert_eq!(
		(problem.kind, problem.path.as_str()),
		(Problem::Malformed, "Bundle.entry[8].resource")
	);
	assert!(asked(&MODEL, &[with(malformed)]).is_ok());
}
