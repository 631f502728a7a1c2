//! The shipped model against Python's answers, and every way in which an input is refused.

use super::*;
use crate::fhir::{Bundle, codes};
use proptest::prelude::*;
use salus_primitives::{Cid, Moment, RequestId};
use serde_json::{Value, json};
use std::{path::Path, sync::LazyLock};

/// 2026-11-20T00:00:00Z.
const NOW: Moment = 1_795_132_800_000;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/models/diabetes-risk");
	Model::load(Path::new(folder), &library()).unwrap()
});

/// Where scripts/setup puts it.
fn library() -> PathBuf {
	std::env::var_os(LIBRARY_VARIABLE).map_or_else(
		|| {
			let cache = std::env::var_os("SALUS_CACHE").map_or_else(
				|| Path::new(&std::env::var_os("HOME").unwrap()).join(".cache/salus"),
				PathBuf::from,
			);
			cache.join("onnxruntime/libonnxruntime.so")
		},
		PathBuf::from,
	)
}

fn quantity(value: Value, unit: &str) -> Value {
	json!({ "value": value, "unit": unit, "system": codes::UCUM, "code": unit })
}

fn concept(system: &str, code: &str) -> Value {
	json!({ "coding": [{ "system": system, "code": code }] })
}

fn observation(code: &str, value: Value, time: &str) -> Value {
	json!({
		"resourceType": "Observation",
		"id": format!("o-{code}"),
		"status": "final",
		"code": concept(codes::LOINC, code),
		"effectiveDateTime": time,
		"valueQuantity": value,
	})
}

fn patient() -> Value {
	json!({ "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1966-11-20" })
}

fn pressure(systolic: f64, diastolic: f64, time: &str) -> Value {
	json!({
		"resourceType": "Observation",
		"id": "bp",
		"status": "final",
		"code": concept(codes::LOINC, "85354-9"),
		"effectiveDateTime": time,
		"component": [
			{ "code": concept(codes::LOINC, "8480-6"), "valueQuantity": quantity(json!(systolic), "mm[Hg]") },
			{ "code": concept(codes::LOINC, "8462-4"), "valueQuantity": quantity(json!(diastolic), "mm[Hg]") },
		],
	})
}

fn resources() -> Vec<Value> {
	vec![
		patient(),
		observation("39156-5", quantity(json!(31.0), "kg/m2"), "2026-05-01"),
		pressure(140.0, 85.0, "2026-05-01T10:00:00Z"),
		observation("2085-9", quantity(json!(40), "mg/dL"), "2026-05-01"),
	]
}

fn document(resources: Vec<Value>) -> Value {
	let entries: Vec<Value> = resources
		.into_iter()
		.map(|resource| json!({ "resource": resource }))
		.collect();
	json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

/// The good document with the resource at a place changed.
fn changed(place: usize, change: impl FnOnce(&mut Value)) -> Value {
	let mut resources = resources();
	change(&mut resources[place]);
	document(resources)
}

fn with(more: Value) -> Value {
	document([resources(), vec![more]].concat())
}

fn ask(documents: &[Value]) -> Result<Features, InputProblem> {
	for document in documents {
		Bundle::from_value(document.clone()).expect("the test's own documents are FHIR");
	}
	MODEL.features(documents, NOW)
}

fn values(document: Value) -> Vec<f64> {
	ask(&[document]).unwrap().values()
}

#[track_caller]
fn refused(document: Value, kind: Problem, code: &str, path: &str) {
	let problem = MODEL.features(&[document], NOW).unwrap_err();
	assert_eq!(
		(problem.kind, problem.code.as_str(), problem.path.as_str()),
		(kind, code, path),
		"{problem}"
	);
	assert!(!problem.problem.is_empty() && !problem.remedy.is_empty());
}

#[derive(serde::Deserialize)]
struct Golden {
	model_sha256: String,
	features: Vec<String>,
	rows: Vec<GoldenRow>,
}

#[derive(serde::Deserialize)]
struct GoldenRow {
	inputs: Vec<f64>,
	output: f64,
}

fn golden() -> Golden {
	let path = concat!(
		env!("CARGO_MANIFEST_DIR"),
		"/models/diabetes-risk/golden.json"
	);
	serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Features with these numbers and nothing known of where they come from.
fn bare(values: &[f64]) -> Features {
	let inputs = MODEL
		.card()
		.features
		.iter()
		.zip(values)
		.map(|(feature, value)| Input {
			feature: feature.name.clone(),
			title: feature.title.clone(),
			code: String::new(),
			value: *value,
			unit: feature.unit.clone(),
			time: None,
			path: String::new(),
			basis: Vec::new(),
		});
	Features {
		inputs: inputs.collect(),
		notes: Vec::new(),
		subject: None,
		at: NOW,
	}
}

#[test]
fn outputs_equal_python_on_the_golden_file() {
	let golden = golden();
	assert_eq!(golden.model_sha256, hex::encode(MODEL.digest()));
	let names: Vec<_> = MODEL
		.card()
		.features
		.iter()
		.map(|feature| feature.name.clone())
		.collect();
	assert_eq!(golden.features, names);
	assert!(golden.rows.len() >= 200);
	for row in &golden.rows {
		let found = MODEL.run(&row.inputs).unwrap();
		assert!(
			(found - row.output).abs() < 1e-9,
			"{:?}: {found}, not {}",
			row.inputs,
			row.output
		);
	}
}

#[test]
fn the_explanation_is_exact() {
	for row in golden().rows {
		let explanation = MODEL.explain(&bare(&row.inputs));
		let risk = 1.0 / (1.0 + (-explanation.log_odds).exp());
		assert!(
			(risk - row.output).abs() < 1e-9,
			"{:?}: {risk}, not {}",
			row.inputs,
			row.output
		);
		let parts: f64 = explanation
			.factors
			.iter()
			.map(|factor| factor.contribution)
			.sum();
		assert!((explanation.intercept + parts - explanation.log_odds).abs() < 1e-5);
		let [low, high] = explanation.interval;
		assert!(low <= risk + 1e-6 && risk <= high + 1e-6 && low < high);
		assert!(
			explanation
				.factors
				.is_sorted_by_key(|factor| -factor.contribution.abs())
		);
	}
}

#[test]
fn inputs_are_found_by_code_and_converted() {
	assert_eq!(
		values(document(resources())),
		[60.0, 0.0, 31.0, 140.0, 40.0]
	);
	// Pressure by itself; HDL as an amount of substance, under either code.
	let alone = document(vec![
		patient(),
		observation("39156-5", quantity(json!(31.0), "kg/m2"), "2026-05-01"),
		observation("8480-6", quantity(json!(16), "kPa"), "2026-05-01"),
		observation("14646-4", quantity(json!(1.2), "mmol/L"), "2026-05-01"),
	]);
	let found = values(alone);
	assert!(
		(found[3] - 16.0 / 0.133_322).abs() < 1e-9 && (found[4] - 46.398).abs() < 1e-9,
		"{found:?}"
	);
	let mixed = changed(3, |hdl| {
		hdl["valueQuantity"] = quantity(json!(1.0), "mmol/L")
	});
	assert!((values(mixed)[4] - 38.665).abs() < 1e-9);
	// The documents may be apart, as they are filed.
	let apart: Vec<Value> = Bundle::from_value(document(resources()))
		.unwrap()
		.split()
		.into_iter()
		.map(|(_, part)| part)
		.collect();
	assert!(apart.len() > 1);
	assert_eq!(
		ask(&apart).unwrap().values(),
		[60.0, 0.0, 31.0, 140.0, 40.0]
	);
}

#[test]
fn the_newest_measurement_decides() {
	let older = observation("2085-9", quantity(json!(99), "mg/dL"), "2025-05-01");
	assert_eq!(values(with(older))[4], 40.0);
	let newer = observation(
		"2085-9",
		quantity(json!(45), "mg/dL"),
		"2026-05-01T08:00:00Z",
	);
	assert_eq!(values(with(newer))[4], 45.0);
	let mut withdrawn = observation("2085-9", quantity(json!(45), "mg/dL"), "2026-06-01");
	withdrawn["status"] = json!("entered-in-error");
	assert_eq!(values(with(withdrawn))[4], 40.0);
	// What can't be used is said; an older one does not step in.
	let mut text = observation("2085-9", json!(null), "2026-06-01");
	text.as_object_mut().unwrap().remove("valueQuantity");
	text["valueString"] = json!("normal");
	refused(
		with(text),
		Problem::NotAQuantity,
		"2085-9",
		"Bundle.entry[4].resource",
	);
	// An observation that says why it has no value is no measurement.
	let mut absent = observation("2085-9", json!(null), "2026-06-01");
	absent.as_object_mut().unwrap().remove("valueQuantity");
	absent["dataAbsentReason"] = json!({ "text": "refused" });
	assert_eq!(values(with(absent))[4], 40.0);
}

#[test]
fn body_mass_index_comes_from_weight_and_height_when_they_are_alone_or_newer() {
	let weight = |value: f64, unit: &str, time: &str| {
		observation("29463-7", quantity(json!(value), unit), time)
	};
	let height = |value: f64, unit: &str, time: &str| {
		observation("8302-2", quantity(json!(value), unit), time)
	};
	let mut alone = resources();
	alone[1] = weight(200.0, "[lb_av]", "2026-05-01");
	alone.push(height(70.0, "[in_i]", "2020-01-01"));
	let features = ask(&[document(alone.clone())]).unwrap();
	let wanted = 200.0 * 0.453_592_37 / (1.778 * 1.778);
	assert!((features.values()[2] - wanted).abs() < 1e-9);
	assert_eq!(features.inputs[2].code, "29463-7 and 8302-2");
	assert_eq!(
		features.inputs[2].basis,
		["Observation/o-29463-7", "Observation/o-8302-2"]
	);

	alone.pop();
	refused(document(alone), Problem::Missing, "39156-5", "Observation");

	let mut newer = resources();
	newer.extend([
		weight(90.0, "kg", "2026-06-01"),
		height(180.0, "cm", "2026-05-01"),
	]);
	assert!((values(document(newer))[2] - 27.777_777_777).abs() < 1e-6);
	let mut older = resources();
	older.extend([
		weight(90.0, "kg", "2026-04-01"),
		height(180.0, "cm", "2026-05-01"),
	]);
	assert_eq!(values(document(older))[2], 31.0);
	let mut contradicting = resources();
	contradicting.extend([
		weight(90.0, "kg", "2026-05-01"),
		height(180.0, "cm", "2026-05-01"),
	]);
	refused(
		document(contradicting),
		Problem::Conflicting,
		"39156-5",
		"Bundle.entry[1].resource",
	);
	let mut heavy = resources();
	heavy[1] = weight(90_000.0, "kg", "2026-05-01");
	heavy.push(height(180.0, "cm", "2026-05-01"));
	refused(
		document(heavy),
		Problem::Implausible,
		"29463-7",
		"Bundle.entry[1].resource",
	);
}

#[test]
fn what_is_missing_is_named() {
	for (place, code) in [(1, "39156-5"), (2, "8480-6"), (3, "2085-9")] {
		let mut resources = resources();
		resources.remove(place);
		refused(document(resources), Problem::Missing, code, "Observation");
	}
	let preliminary = changed(3, |hdl| hdl["status"] = json!("preliminary"));
	refused(
		preliminary,
		Problem::Missing,
		"2085-9",
		"Bundle.entry[3].resource",
	);
	let other_system = changed(3, |hdl| hdl["code"] = concept("urn:local", "2085-9"));
	refused(other_system, Problem::Missing, "2085-9", "Observation");
	refused(
		document(resources()[1..].to_vec()),
		Problem::Missing,
		"Patient",
		"Patient",
	);
	for gender in [json!("other"), json!("unknown"), json!("m")] {
		let unknown = changed(0, |patient| patient["gender"] = gender);
		refused(
			unknown,
			Problem::Missing,
			"Patient.gender",
			"Bundle.entry[0].resource.gender",
		);
	}
	let year_only = changed(0, |patient| patient["birthDate"] = json!("1966"));
	refused(
		year_only,
		Problem::Missing,
		"Patient.birthDate",
		"Bundle.entry[0].resource.birthDate",
	);
}

#[test]
fn what_is_implausible_is_refused_at_both_ends() {
	for (place, unit, code, low, high) in [
		(1, "kg/m2", "39156-5", 9.9, 100.1),
		(3, "mg/dL", "2085-9", 4.9, 250.1),
	] {
		for value in [low, high, -1.0, 0.0] {
			let document = changed(place, |o| o["valueQuantity"] = quantity(json!(value), unit));
			refused(
				document,
				Problem::Implausible,
				code,
				&format!("Bundle.entry[{place}].resource"),
			);
		}
	}
	for (systolic, diastolic) in [(49.0, 40.0), (301.0, 85.0), (80.0, 120.0), (85.0, 85.0)] {
		let document = changed(2, |bp| *bp = pressure(systolic, diastolic, "2026-05-01"));
		refused(
			document,
			Problem::Implausible,
			"8480-6",
			"Bundle.entry[2].resource.component[0]",
		);
	}
	// The ends themselves are plausible, and held at the edge with a note.
	let at_the_end = changed(1, |bmi| bmi["valueQuantity"]["value"] = json!(100));
	let features = ask(&[at_the_end]).unwrap();
	assert!(
		features
			.notes
			.iter()
			.any(|note| note.contains("100 counts as 58")),
		"{:?}",
		features.notes
	);
}

#[test]
fn what_is_not_finite_is_refused() {
	let value: Value = serde_json::from_str("1e999").unwrap();
	let infinite = changed(3, |hdl| hdl["valueQuantity"]["value"] = value);
	refused(
		infinite,
		Problem::NotFinite,
		"2085-9",
		"Bundle.entry[3].resource",
	);
	let overflowing = changed(3, |hdl| {
		hdl["valueQuantity"] = quantity(json!(1e308), "kg/uL")
	});
	let problem = MODEL.features(&[overflowing], NOW).unwrap_err();
	assert!(
		matches!(problem.kind, Problem::NotFinite | Problem::Unit),
		"{problem}"
	);
	assert!(MODEL.run(&[f64::NAN; 5]).is_err());
	assert!(MODEL.run(&[1.0; 4]).is_err());
}

#[test]
fn what_is_dated_in_the_future_or_not_at_all_is_refused() {
	let future = changed(3, |hdl| {
		hdl["effectiveDateTime"] = json!("2026-11-20T00:05:00.001Z")
	});
	refused(
		future,
		Problem::InFuture,
		"2085-9",
		"Bundle.entry[3].resource",
	);
	let skewed = changed(3, |hdl| {
		hdl["effectiveDateTime"] = json!("2026-11-20T00:05:00Z")
	});
	assert!(ask(&[skewed]).is_ok());
	let one_of_two = with(observation("2085-9", quantity(json!(41), "mg/dL"), "2027"));
	refused(
		one_of_two,
		Problem::InFuture,
		"2085-9",
		"Bundle.entry[4].resource",
	);
	let unborn = changed(0, |patient| patient["birthDate"] = json!("2026-11-21"));
	refused(
		unborn,
		Problem::InFuture,
		"Patient.birthDate",
		"Bundle.entry[0].resource.birthDate",
	);
	let undated = changed(3, |hdl| {
		hdl.as_object_mut().unwrap().remove("effectiveDateTime");
	});
	refused(
		undated,
		Problem::Undated,
		"2085-9",
		"Bundle.entry[3].resource",
	);
	let period = changed(3, |hdl| {
		hdl.as_object_mut().unwrap().remove("effectiveDateTime");
		hdl["effectivePeriod"] = json!({ "start": "2026-05-01", "end": "2026-05-02" });
	});
	assert_eq!(
		ask(&[period]).unwrap().inputs[4].time.as_deref(),
		Some("2026-05-02")
	);
}

#[test]
fn values_that_conflict_at_one_time_are_refused() {
	let other = with(observation(
		"2085-9",
		quantity(json!(41), "mg/dL"),
		"2026-05-01",
	));
	refused(
		other,
		Problem::Conflicting,
		"2085-9",
		"Bundle.entry[4].resource",
	);
	let same = with(observation(
		"2085-9",
		quantity(json!(40.0), "mg/dL"),
		"2026-05-01",
	));
	assert_eq!(values(same)[4], 40.0);
	// The same in another unit may differ by rounding: 1.03 mmol/L is 39.8 mg/dL.
	let rounded = with(observation(
		"14646-4",
		quantity(json!(1.03), "mmol/L"),
		"2026-05-01",
	));
	assert_eq!(values(rounded)[4], 40.0);
	let not_rounding = with(observation(
		"14646-4",
		quantity(json!(1.1), "mmol/L"),
		"2026-05-01",
	));
	refused(
		not_rounding,
		Problem::Conflicting,
		"2085-9",
		"Bundle.entry[4].resource",
	);
	let mut twin = patient();
	twin["birthDate"] = json!("1966-11-21");
	let documents = [document(resources()), document(vec![twin])];
	let problem = ask(&documents).unwrap_err();
	assert_eq!(
		(problem.kind, problem.path.as_str()),
		(Problem::Conflicting, "document 2: Bundle.entry[0].resource")
	);
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
		refused(
			document,
			Problem::Unit,
			"2085-9",
			"Bundle.entry[3].resource",
		);
	}
	let bound = changed(3, |hdl| hdl["valueQuantity"]["comparator"] = json!("<"));
	refused(
		bound,
		Problem::Inexact,
		"2085-9",
		"Bundle.entry[3].resource",
	);
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
		"Bundle.entry[4].resource",
	);
	assert!(ask(&[with(diagnosis("44054006", "refuted"))]).is_ok());
	assert!(ask(&[with(diagnosis("59621000", "confirmed"))]).is_ok());
	let dead = changed(0, |patient| patient["deceasedBoolean"] = json!(true));
	refused(
		dead,
		Problem::OutOfScope,
		"Patient.deceased",
		"Bundle.entry[0].resource.deceased",
	);
	for (born, kind) in [
		("2006-11-21", Some(Problem::OutOfScope)),
		("2006-11-20", None),
		("1905-01-01", Some(Problem::Implausible)),
	] {
		let document = changed(0, |patient| patient["birthDate"] = json!(born));
		match kind {
			None => assert_eq!(values(document)[0], 20.0),
			Some(kind) => refused(
				document,
				kind,
				"Patient.birthDate",
				"Bundle.entry[0].resource.birthDate",
			),
		}
	}
}

#[test]
fn malformed_documents_are_refused_by_path() {
	let malformed = changed(3, |hdl| hdl["valueQuantity"] = json!("forty"));
	let problem = MODEL.features(&[malformed], NOW).unwrap_err();
	assert_eq!(problem.kind, Problem::Malformed);
	assert_eq!(problem.path, "Bundle.entry[3].resource");
}

#[test]
fn old_inputs_are_used_with_a_note() {
	let old = changed(3, |hdl| hdl["effectiveDateTime"] = json!("2024-11-19"));
	let features = ask(&[old]).unwrap();
	assert_eq!(features.notes.len(), 1);
	assert!(
		features.notes[0].starts_with("HDL cholesterol: measured 731 days before"),
		"{:?}",
		features.notes
	);
	assert!(ask(&[document(resources())]).unwrap().notes.is_empty());
}

#[test]
fn the_grid_has_no_seams() {
	assert_eq!(quantise(0.0, 10_000), Some(0));
	assert_eq!(quantise(1.0, 10_000), Some(10_000));
	assert_eq!(quantise(0.123_44, 10_000), Some(1234));
	assert_eq!(quantise(0.123_45, 10_000), Some(1235));
	assert_eq!(quantise(0.000_049_999, 10_000), Some(0));
	assert_eq!(quantise(0.999_95, 10_000), Some(10_000));
	assert_eq!(quantise(1.0, u32::MAX), Some(u32::MAX));
	assert_eq!(quantise(0.5, 1), Some(1));
	for (probability, steps) in [
		(f64::NAN, 10),
		(f64::INFINITY, 10),
		(-1e-12, 10),
		(1.000_000_1, 10),
		(0.5, 0),
	] {
		assert_eq!(
			quantise(probability, steps),
			None,
			"{probability} of {steps}"
		);
	}
	assert_eq!(output_bytes(1234), [0xd2, 0x04, 0, 0]);
}

proptest! {
	#[test]
	fn quantising_keeps_order_and_stays_near(a in 0.0..=1.0f64, b in 0.0..=1.0f64, steps in 1u32..) {
		let (low, high) = (a.min(b), a.max(b));
		let (lower, higher) = (quantise(low, steps).unwrap(), quantise(high, steps).unwrap());
		prop_assert!(lower <= higher && higher <= steps);
		let back = f64::from(lower) / f64::from(steps);
		prop_assert!((back - low).abs() <= 0.5 / f64::from(steps) + 1e-12);
		prop_assert_eq!(quantise(back, steps), Some(lower));
	}
}

#[test]
fn bands_end_where_the_card_says() {
	let card = MODEL.card();
	assert_eq!(
		["low", "raised", "raised", "high", "high"],
		[0.0999, 0.1, 0.2499, 0.25, 1.0].map(|risk| card.band(risk))
	);
}

#[test]
fn the_synthetic_patient_is_assessed_the_same_by_everyone() {
	let path = concat!(
		env!("CARGO_MANIFEST_DIR"),
		"/tests/data/synthetic-patient.json"
	);
	let bundle = Bundle::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
	let parts: Vec<Value> = bundle.split().into_iter().map(|(_, part)| part).collect();
	let features = MODEL.features(&parts, NOW).unwrap();
	assert_eq!(features.values(), [50.0, 1.0, 31.2, 121.5, 31.7]);

	let card = Cid::raw([7; 32]);
	let write = |parts: &[Value]| {
		let features = MODEL.features(parts, NOW).unwrap();
		let assessment = MODEL.assess(&features).unwrap();
		ResultDocument::new(&MODEL, &features, &assessment, RequestId(17), &card)
	};
	let document = write(&parts);
	let bytes = document.to_bytes().unwrap();
	// The order in which an operator happens to fetch the records changes nothing.
	let reversed: Vec<Value> = parts.iter().rev().cloned().collect();
	assert_eq!(write(&reversed).to_bytes().unwrap(), bytes);
	assert_eq!(ResultDocument::from_bytes(&bytes).unwrap(), document);
	assert_eq!(document.risk.band, "high");
	assert_eq!(document.risk.output, SYNTHETIC_OUTPUT);
	assert_eq!(document.output_bytes(), SYNTHETIC_OUTPUT.to_le_bytes());
	assert_eq!(
		document.model.card,
		"bafkreiaha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4"
	);
	assert_eq!(document.factors[0].feature, "hdl");
	// It can be filed as a record again.
	let filed = Bundle::from_value(document.risk_assessment.clone()).unwrap();
	assert_eq!(
		filed.split()[0].0,
		salus_primitives::Category::RiskAssessment
	);
}

/// What the model says of the synthetic patient, on its grid.
const SYNTHETIC_OUTPUT: u32 = 3277;

#[test]
fn a_result_that_was_altered_is_refused() {
	let features = ask(&[document(resources())]).unwrap();
	let assessment = MODEL.assess(&features).unwrap();
	let document = ResultDocument::new(
		&MODEL,
		&features,
		&assessment,
		RequestId(1),
		&Cid::raw([1; 32]),
	);
	let mut other_risk = document.clone();
	other_risk.risk.value = 0.9;
	assert!(ResultDocument::from_bytes(&other_risk.to_bytes().unwrap()).is_err());
	let mut other_form = document;
	other_form.format = "salus/result/v2".into();
	assert!(ResultDocument::from_bytes(&other_form.to_bytes().unwrap()).is_err());
	assert!(ResultDocument::from_bytes(b"{}").is_err());
}

#[test]
fn a_file_that_is_not_the_cards_is_refused() {
	let folder = tempfile::tempdir().unwrap();
	let from = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/models/diabetes-risk"));
	for name in ["card.json", "model.onnx"] {
		std::fs::copy(from.join(name), folder.path().join(name)).unwrap();
	}
	assert_eq!(
		Model::load(folder.path(), &library()).unwrap().digest(),
		MODEL.digest()
	);

	let mut model = std::fs::read(from.join("model.onnx")).unwrap();
	*model.last_mut().unwrap() ^= 1;
	std::fs::write(folder.path().join("model.onnx"), &model).unwrap();
	assert!(matches!(
		Model::load(folder.path(), &library()),
		Err(ModelError::Digest { .. })
	));
	std::fs::remove_file(folder.path().join("model.onnx")).unwrap();
	assert!(matches!(
		Model::load(folder.path(), &library()),
		Err(ModelError::File { .. })
	));

	let card = std::fs::read_to_string(from.join("card.json")).unwrap();
	for (good, bad) in [
		("\"steps\": 10000", "\"steps\": 0"),
		("\"intercept\"", "\"interception\""),
		("\"below\": 0.25", "\"below\": 0.05"),
		("http://snomed.info/sct", "urn:other"),
	] {
		assert!(card.contains(good), "{good}");
		std::fs::write(folder.path().join("card.json"), card.replace(good, bad)).unwrap();
		let refused = Model::load(folder.path(), &library());
		assert!(
			matches!(refused, Err(ModelError::Card { .. })),
			"{bad}: {refused:?}"
		);
	}
}
