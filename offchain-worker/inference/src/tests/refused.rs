// SPDX-License-Identifier: Apache-2.0
//! Every way in which an input is refused.

use super::*;

#[test]
fn what_is_missing_is_named() {
	for (index, code) in [(1, "39156-5"), (2, "8480-6"), (3, "2085-9")] {
		let mut resources = resources();
		resources.remove(index);
		refused(document(resources), Problem::Missing, code, "Observation");
	}
	let preliminary = changed(3, |hdl| hdl["status"] = json!("preliminary"));
	refused(preliminary, Problem::NotFinal, "2085-9", "Bundle.entry[3].resource");
	let other_system = changed(3, |hdl| hdl["code"] = concept("urn:local", "2085-9"));
	refused(other_system, Problem::Missing, "2085-9", "Observation");
	refused(document(resources()[1..].to_vec()), Problem::Missing, "Patient", "Patient");
	for gender in [json!("other"), json!("unknown"), json!("m")] {
		let unknown = changed(0, |patient| patient["gender"] = gender);
		refused(unknown, Problem::Missing, "Patient.gender", "Bundle.entry[0].resource.gender");
	}
	let year_only = changed(0, |patient| patient["birthDate"] = json!("1966"));
	refused(year_only, Problem::Missing, "Patient.birthDate", "Bundle.entry[0].resource.birthDate");
}

#[test]
fn what_is_implausible_is_refused_at_both_ends() {
	for (index, unit, code, low, high) in
		[(1, "kg/m2", "39156-5", 9.9, 100.1), (3, "mg/dL", "2085-9", 4.9, 250.1)]
	{
		for value in [low, high, -1.0, 0.0] {
			let document = changed(index, |o| o["valueQuantity"] = quantity(json!(value), unit));
			refused(
				document,
				Problem::Implausible,
				code,
				&format!("Bundle.entry[{index}].resource"),
			);
		}
	}
	for (systolic, diastolic) in [(49.0, 40.0), (301.0, 85.0), (80.0, 120.0), (85.0, 85.0)] {
		let document = changed(2, |bp| *bp = pressure(systolic, diastolic, "2026-05-01"));
		refused(document, Problem::Implausible, "8480-6", "Bundle.entry[2].resource.component[0]");
	}
	// The ends themselves are plausible, and held at the edge with a note.
	let at_the_end = changed(1, |bmi| bmi["valueQuantity"]["value"] = json!(100));
	let features = ask(&[at_the_end]).unwrap();
	assert!(
		features.notes.iter().any(|note| note.contains("100 counts as 57")),
		"{:?}",
		features.notes
	);
}

#[test]
fn what_is_not_finite_is_refused() {
	let value: Value = serde_json::from_str("1e999").unwrap();
	let infinite = changed(3, |hdl| hdl["valueQuantity"]["value"] = value);
	refused(infinite, Problem::NotFinite, "2085-9", "Bundle.entry[3].resource");
	let overflowing = changed(3, |hdl| hdl["valueQuantity"] = quantity(json!(1e308), "kg/uL"));
	let problem = asked(&MODEL, &[overflowing]).unwrap_err();
	assert!(matches!(problem.kind, Problem::NotFinite | Problem::Unit), "{problem}");
	assert!(MODEL.run(&[f64::NAN; 6]).is_err());
	assert!(MODEL.run(&[1.0; 5]).is_err());
}

#[test]
fn what_is_dated_in_the_future_or_not_at_all_is_refused() {
	let future = changed(3, |hdl| hdl["effectiveDateTime"] = json!("2026-11-20T00:05:00.001Z"));
	refused(future, Problem::InFuture, "2085-9", "Bundle.entry[3].resource");
	let skewed = changed(3, |hdl| hdl["effectiveDateTime"] = json!("2026-11-20T00:05:00Z"));
	assert!(ask(&[skewed]).is_ok());
	let one_of_two = with(observation("2085-9", quantity(json!(41), "mg/dL"), "2027"));
	refused(one_of_two, Problem::InFuture, "2085-9", "Bundle.entry[5].resource");
	let unborn = changed(0, |patient| patient["birthDate"] = json!("2026-11-21"));
	refused(unborn, Problem::InFuture, "Patient.birthDate", "Bundle.entry[0].resource.birthDate");
	let undated = changed(3, |hdl| {
		hdl.as_object_mut().unwrap().remove("effectiveDateTime");
	});
	refused(undated, Problem::Undated, "2085-9", "Bundle.entry[3].resource");
	let period = changed(3, |hdl| {
		hdl.as_object_mut().unwrap().remove("effectiveDateTime");
		hdl["effectivePeriod"] = json!({ "start": "2026-05-01", "end": "2026-05-02" });
	});
	assert_eq!(ask(&[period]).unwrap().inputs[4].time.as_deref(), Some("2026-05-02"));
}

#[test]
fn values_that_conflict_at_one_time_are_refused() {
	let other = with(observation("2085-9", quantity(json!(41), "mg/dL"), "2026-05-01"));
	refused(other, Problem::Conflicting, "2085-9", "Bundle.entry[3].resource");
	let same = with(observation("2085-9", quantity(json!(40.0), "mg/dL"), "2026-05-01"));
	assert_eq!(values(same)[4], 40.0);
	// The same in another unit may differ by rounding: 1.03 mmol/L is 39.8 mg/dL.
	let rounded = with(observation("14646-4", quantity(json!(1.03), "mmol/L"), "2026-05-01"));
	assert_eq!(values(rounded)[4], 40.0);
	let not_rounding = with(observation("14646-4", quantity(json!(1.1), "mmol/L"), "2026-05-01"));
	refused(not_rounding, Problem::Conflicting, "2085-9", "Bundle.entry[5].resource");
	let mut twin = patient();
	twin["birthDate"] = json!("1966-11-21");
	let documents = [document(resources()), document(vec![twin])];
	let problem = ask(&documents).unwrap_err();
	assert_eq!(problem.kind, Problem::OtherPatient, "{problem}");
	assert!(ask(&[document(resources()), document(vec![patient()])]).is_ok());
}

#[test]
fn units_must_be_coded_known_and_of_the_kind() {
	for quantity in [
		json!({ "value": 40, "unit": "mg/dL" }),
		json!({ "value": 40, "system": "urn:other", "code": "mg/dL" }),
		json!({ "value": 40 }),
		quantity(json!(40), "mgdl"),
		quantity(json!(40), "kg"),
		quantity(json!(40), "[IU]/L"),
	] {
		let document = changed(3, |hdl| hdl["valueQuantity"] = quantity);
		refused(document, Problem::Unit, "2085-9", "Bundle.entry[3].resource");
	}
	let bound = changed(3, |hdl| hdl["valueQuantity"]["comparator"] = json!("<"));
	refused(bound, Problem::Inexact, "2085-9", "Bundle.entry[3].resource");
}

#[test]
fn the_model_is_not_asked_for_whom_it_is_not_meant() {
	let diagnosis = |code: &str, status: &str| {
		json!({
			"resourceType": "Condition",
			"subject": { "reference": "Patient/p1" },
			"code": concept(codes::SNOMED, code),
			"verificationStatus": concept(codes::VERIFICATION, status),
		})
	};
	refused(
		with(diagnosis("44054006", "confirmed")),
		Problem::OutOfScope,
		"44054006",
		"Bundle.entry[5].resource",
	);
	assert!(ask(&[with(diagnosis("44054006", "refuted"))]).is_ok());
	assert!(ask(&[with(diagnosis("59621000", "confirmed"))]).is_ok());
	let dead = changed(0, |patient| patient["deceasedBoolean"] = json!(true));
	refused(dead, Problem::OutOfScope, "Patient.deceased", "Bundle.entry[0].resource.deceased");
	for (born, kind) in [
		("2006-11-21", Some(Problem::OutOfScope)),
		("2006-11-20", None),
		("1905-01-01", Some(Problem::Implausible)),
	] {
		let document = changed(0, |patient| patient["birthDate"] = json!(born));
		match kind {
			None => assert_eq!(values(document)[0], 20.0),
			Some(kind) => {
				refused(document, kind, "Patient.birthDate", "Bundle.entry[0].resource.birthDate")
			}
		}
	}
}

#[test]
fn malformed_documents_are_refused_by_path() {
	let malformed = changed(3, |hdl| hdl["valueQuantity"] = json!("forty"));
	let problem = asked(&MODEL, &[malformed]).unwrap_err();
	assert_eq!(problem.kind, Problem::Malformed);
	assert_eq!(problem.path, "Bundle.entry[3].resource");
}

#[test]
fn all_problems_are_told_at_once_in_the_cards_order() {
	let mut resources = resources();
	resources[0]["birthDate"] = json!("1966");
	resources[3]["valueQuantity"]["value"] = json!(900);
	resources.remove(1);
	let problems = MODEL.features(&[document(resources).into()], NOW).unwrap_err();
	let told: Vec<_> = problems.iter().map(|told| (told.kind, told.code.as_str())).collect();
	assert_eq!(
		told,
		[
			(Problem::Missing, "Patient.birthDate"),
			(Problem::Missing, "39156-5"),
			(Problem::Implausible, "2085-9"),
		]
	);
}
