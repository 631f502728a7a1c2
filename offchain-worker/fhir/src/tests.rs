// SPDX-License-Identifier: Apache-2.0
//! Documents are kept as they came, split without loss, and faults are named by their paths.

mod attachments;
mod filing;
mod gate;
mod labels;
mod period;
mod subjects;

use super::{units::UnitProblem, *};
use salus_primitives::Category;
use serde_json::{Value, json};

fn synthetic() -> String {
	let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/synthetic-patient.json");
	std::fs::read_to_string(path).unwrap()
}

fn observation() -> Value {
	json!({
		"resourceType": "Observation",
		"id": "o1",
		"status": "final",
		"code": { "coding": [{ "system": codes::LOINC, "code": "2085-9" }] },
		"subject": { "reference": "Patient/p1" },
		"effectiveDateTime": "2026-01-02",
		"valueQuantity": { "value": 50, "system": codes::UCUM, "code": "mg/dL" },
	})
}

fn bundle() -> Value {
	json!({
		"resourceType": "Bundle",
		"type": "collection",
		"entry": [
			{ "resource": {
				"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1970-01-01",
			} },
			{ "resource": observation() },
		],
	})
}

/// The bundle with the member at a JSON pointer replaced, or added.
fn with(pointer: &str, value: Value) -> Value {
	let mut bundle = bundle();
	let (parent, name) = pointer.rsplit_once('/').unwrap();
	match bundle.pointer_mut(parent).unwrap() {
		Value::Array(items) => items.push(value),
		parent => parent[name] = value,
	}
	bundle
}

fn fault(value: Value) -> (String, String) {
	let fault = Bundle::from_value(value).unwrap_err();
	(fault.path, fault.problem)
}

#[test]
fn members_unknown_to_r4_order_and_digits_survive() {
	let text = r#"{"resourceType":"Bundle","x-local":{"z":1.50,"a":[null,{"k":-0.0}]},"type":"collection","meta":{"tag":[{"code":"HTEST"}]},"entry":[{"x":1,"resource":{"zz":"é\u0001","resourceType":"Observation","status":"final","code":{"text":"t"},"valueQuantity":{"value":7.100,"y":12345678901234567890.5}},"fullUrl":"urn:uuid:1","request":{"method":"POST","url":"Observation"}}]}"#;
	let bundle = Bundle::parse(text).unwrap();
	assert_eq!(String::from_utf8(to_bytes(bundle.value())).unwrap(), text);
	let parts = bundle.split();
	assert_eq!(parts.len(), 1);
	let (category, part) = &parts[0];
	assert_eq!(*category, Category::DocumentReference);
	let part = String::from_utf8(to_bytes(part)).unwrap();
	assert!(part.contains(r#""x-local":{"z":1.50,"a":[null,{"k":-0.0}]}"#), "{part}");
	assert!(part.contains(r#"{"zz":"é\u0001","resourceType":"Observation","status":"final","code":{"text":"t"},"valueQuantity":{"value":7.100,"y":12345678901234567890.5}}"#));
	assert!(!part.contains("POST"));
	// And a part reads as a document again.
	assert_eq!(to_bytes(Bundle::parse(&part).unwrap().value()), part.as_bytes());
}

#[test]
fn a_bundle_that_we_did_not_make_is_split_without_loss() {
	let bundle = Bundle::parse(&synthetic()).unwrap();
	let parts = bundle.split();
	let mut before: Vec<_> = bundle.resources().map(|(_, resource)| to_bytes(resource)).collect();
	let mut after = Vec::new();
	for (filed, part) in &parts {
		let part = Bundle::from_value(part.clone()).unwrap();
		assert_eq!(part.value()["meta"]["tag"][0]["code"], "HTEST");
		for (_, resource) in part.resources() {
			assert_eq!(category(resource), *filed);
			after.push(to_bytes(resource));
		}
	}
	before.sort();
	after.sort();
	assert_eq!(before, after);
	let filed: Vec<_> = parts.iter().map(|(category, _)| *category).collect();
	assert!(filed.is_sorted());
	for wanted in [
		Category::Encounter,
		Category::Condition,
		Category::ObservationLaboratory,
		Category::ObservationVitalSigns,
		Category::DiagnosticReportImaging,
		Category::MedicationRequest,
		Category::Immunization,
		Category::Procedure,
		Category::CarePlan,
		Category::DocumentReference,
		Category::Claim,
	] {
		assert!(filed.contains(&wanted), "{wanted}");
	}
	let (_, encounters) = &parts[0];
	assert!(Bundle::from_value(encounters.clone()).unwrap().patient().is_some());
	let (first, last) = data_period(encounters).unwrap();
	assert!(first < last && last.year() >= 2025);
}

#[test]
fn a_single_resource_becomes_a_bundle() {
	let bundle = Bundle::from_value(observation()).unwrap();
	assert_eq!(bundle.value()["entry"][0]["resource"], observation());
	assert_eq!(bundle.split()[0].0, Category::DocumentReference);
}

#[test]
fn malformed_json_is_named_by_line_and_column_or_path() {
	let fault = parse("{\n \"a\": tru }").unwrap_err();
	assert_eq!(fault.path, "line 2, column 10");
	assert!(fault.problem.starts_with("this is not JSON"), "{fault}");
	assert!(parse("{} {}").is_err());
	let fault =
		parse(r#"{"entry":[{"resource":{"id":"1","status":"final","id":"2"}}]}"#).unwrap_err();
	assert_eq!(fault.to_string(), "entry[0].resource.id: this member stands twice");
	let fault = parse(r#"{"a":[0,{"b":1e999}]}"#).unwrap_err();
	assert_eq!(fault.to_string(), "a[1].b: the number is too large for a double");
	assert!(parse(r#"{"a":NaN}"#).is_err());
}

#[test]
fn malformed_fhir_is_named_by_its_path() {
	let o = "/entry/1/resource";
	let at = |member: &str| format!("Bundle.entry[1].resource{member}");
	let cases: Vec<(Value, String)> = vec![
		(json!([]), "document".into()),
		(json!({}), "document".into()),
		(json!({ "resourceType": "Bundle" }), "Bundle.type".into()),
		(json!({ "resourceType": "Bundle", "type": "collection" }), "Bundle.entry".into()),
		(with("/type", json!("heap")), "Bundle.type".into()),
		(with("/entry", json!({})), "Bundle.entry".into()),
		(with("/entry", json!([])), "Bundle.entry".into()),
		(with("/entry/-", json!({ "fullUrl": "urn:uuid:1" })), "Bundle.entry[2].resource".into()),
		(
			with("/entry/0/resource/birthDate", json!("1970-02-30")),
			"Bundle.entry[0].resource.birthDate".into(),
		),
		(
			with("/entry/0/resource/birthDate", json!(1970)),
			"Bundle.entry[0].resource.birthDate".into(),
		),
		(with("/entry/0/resource/name", json!({})), "Bundle.entry[0].resource.name".into()),
		(
			with("/entry/0/resource/name", json!([{ "given": ["A", 5] }])),
			"Bundle.entry[0].resource.name[0].given[1]".into(),
		),
		(
			with("/entry/0/resource/contact", json!([{ "name": { "family": ["x"] } }])),
			"Bundle.entry[0].resource.contact[0].name.family".into(),
		),
		(with(&format!("{o}/resourceType"), json!("Observatio")), at(".resourceType")),
		(with(&format!("{o}/resourceType"), json!("DomainResource")), at(".resourceType")),
		(with(&format!("{o}/status"), json!("")), at(".status")),
		(with(&format!("{o}/status"), json!(["final"])), at(".status")),
		(with(&format!("{o}/code"), json!("2085-9")), at(".code")),
		(with(&format!("{o}/code"), json!({})), at(".code")),
		(with(&format!("{o}/effectiveDateTime"), json!("yesterday")), at(".effectiveDateTime")),
		(
			with(&format!("{o}/effectiveDateTime"), json!("2026-01-02T10:00Z")),
			at(".effectiveDateTime"),
		),
		(
			with(&format!("{o}/effectiveDateTime"), json!("2026-01-02T10:00:00")),
			at(".effectiveDateTime"),
		),
		(with(&format!("{o}/issued"), json!("2026-01-02")), at(".issued")),
		(with(&format!("{o}/valueQuantity/value"), json!("50")), at(".valueQuantity.value")),
		(with(&format!("{o}/valueQuantity/code"), json!(" mg/dL")), at(".valueQuantity.code")),
		(with(&format!("{o}/valueQuantity"), json!(50)), at(".valueQuantity")),
		(with(&format!("{o}/valueString"), json!("50")), at(".valueString")),
		(
			with(&format!("{o}/component"), json!([{ "valueQuantity": { "value": 1 } }])),
			at(".component[0].code"),
		),
		(
			with(
				&format!("{o}/component"),
				json!([{ "code": { "text": "a" }, "referenceRange": [{ "low": { "value": "x" } }] }]),
			),
			at(".component[0].referenceRange[0].low.value"),
		),
		(
			with(&format!("{o}/contained"), json!([{ "resourceType": "Device", "status": 1 }])),
			at(".contained[0].status"),
		),
		(
			with(&format!("{o}/extension"), json!([{ "valueString": "no url" }])),
			at(".extension[0].url"),
		),
		(with(&format!("{o}/_status"), json!("x")), at("._status")),
		(with(&format!("{o}/subject/reference"), json!("Patient/p2")), at(".subject.reference")),
		(
			with(
				&format!("{o}/subject/reference"),
				json!("https://ehr.example/fhir/Patient/p2/_history/1"),
			),
			at(".subject.reference"),
		),
		(
			with("/entry/-", json!({ "resource": { "resourceType": "Patient", "id": "p2" } })),
			"Bundle.entry[2].resource".into(),
		),
	];
	for (document, path) in cases {
		let text = document.to_string();
		let (found, problem) = fault(document);
		assert_eq!(found, path, "{problem}: {text}");
	}
	let mut missing = bundle();
	missing["entry"][1]["resource"].as_object_mut().unwrap().remove("status");
	assert_eq!(fault(missing), (at(".status"), "is missing".into()));
}

#[test]
fn what_fhir_allows_is_let_pass() {
	for (pointer, value) in [
		("/entry/0/resource/birthDate", json!("1970")),
		(
			"/entry/0/resource/name",
			json!([{ "given": [null, "B"], "_given": [{ "id": "x" }, null] }]),
		),
		("/entry/1/resource/effectiveDateTime", json!("2026-01-02T10:00:00.5+02:00")),
		("/entry/1/resource/subject/reference", json!("Patient/p1/_history/3")),
		("/entry/1/resource/local", json!({ "any": ["thing"] })),
	] {
		let document = with(pointer, value);
		assert!(Bundle::from_value(document.clone()).is_ok(), "{document}");
	}
	// A required primitive may be there by its extension alone.
	let mut absent = bundle();
	let members = absent["entry"][1]["resource"].as_object_mut().unwrap();
	members.remove("status");
	members.insert(
		"_status".into(),
		json!({ "extension": [{ "url": "urn:x", "valueCode": "unknown" }] }),
	);
	assert!(shape::check(&absent, "Bundle").is_ok());
}

#[test]
fn resources_are_filed_by_what_they_tell() {
	let concept =
		|system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
	let observation = |loinc: &str, category: Value| json!({ "resourceType": "Observation", "code": concept(codes::LOINC, loinc), "category": [category] });
	let of = |code: &str| concept(codes::OBSERVATION_CATEGORY, code);
	let report = |code: &str| json!({ "resourceType": "DiagnosticReport", "category": [concept(codes::DIAGNOSTIC_SERVICE, code)] });
	for (resource, wanted) in [
		(observation("2085-9", of("laboratory")), Category::ObservationLaboratory),
		(observation("72514-3", of("vital-signs")), Category::ObservationVitalSigns),
		// A pressure that calls itself a laboratory's is a vital sign all the same.
		(observation("8480-6", of("laboratory")), Category::ObservationVitalSigns),
		(observation("72166-2", of("social-history")), Category::DocumentReference),
		(observation("69548-6", concept(codes::DIAGNOSTIC_SERVICE, "GE")), Category::Genomics),
		(report("LAB"), Category::ObservationLaboratory),
		(report("RAD"), Category::DiagnosticReportImaging),
		(report("GE"), Category::Genomics),
		(report("OTH"), Category::DocumentReference),
		(json!({ "resourceType": "Coverage" }), Category::Claim),
		(json!({ "resourceType": "Basic" }), Category::DocumentReference),
		(json!({ "resourceType": "RiskAssessment" }), Category::RiskAssessment),
	] {
		assert_eq!(category(&resource), wanted, "{resource}");
	}
}

#[test]
fn canonical_form_is_rfc_8785() {
	let value =
		parse(r#"{"€":1.50,"b":[1E2,0.000001,1e21],"a\u0000":"\u000f\n\"","\ud83d\ude00":true}"#)
			.unwrap();
	assert_eq!(
		String::from_utf8(canonical(&value).unwrap()).unwrap(),
		"{\"a\\u0000\":\"\\u000f\\n\\\"\",\"b\":[100,0.000001,1e+21],\"€\":1.5,\"😀\":true}"
	);
}

#[test]
fn units_are_converted_by_ucum() {
	let close = |found: Result<f64, UnitProblem>, wanted: f64| {
		assert!((found.clone().unwrap() - wanted).abs() < 1e-9, "{found:?} is not {wanted}");
	};
	close(units::convert(150.0, "[lb_av]", "kg"), 68.0388555);
	close(units::convert(70.0, "kg", "[lb_av]"), 154.323583529);
	close(units::convert(70.0, "[in_i]", "cm"), 177.8);
	close(units::convert(1.8, "m", "cm"), 180.0);
	// UCUM fixes the metre of mercury at 133.322 kPa.
	close(units::convert(16.0, "kPa", "mm[Hg]"), 16.0 / 0.133_322);
	close(units::convert(0.5, "g/L", "mg/dL"), 50.0);
	// Cholesterol: 38.665 mg/dL a mmol/L.
	close(units::convert_substance(1.0, "mmol/L", "mg/dL", 386.65), 38.665);
	close(units::convert_substance(1500.0, "umol/L", "mg/dL", 386.65), 57.9975);
	close(units::convert_substance(50.0, "mg/dL", "mg/dL", 386.65), 50.0);

	assert!(matches!(units::convert(1.0, "mmHg", "mm[Hg]"), Err(UnitProblem::Unknown(_))));
	assert!(matches!(units::convert(1.0, "kg", "cm"), Err(UnitProblem::OtherKind { .. })));
	assert!(matches!(units::convert(1.0, "mmol/L", "mg/dL"), Err(UnitProblem::OtherKind { .. })));
	assert!(matches!(
		units::convert_substance(1.0, "mmol", "mg/dL", 386.65),
		Err(UnitProblem::OtherKind { .. })
	));
	assert_eq!(units::ucum_code(None, Some("kg")), Err(UnitProblem::NotCoded));
	assert_eq!(units::ucum_code(Some("urn:other"), Some("kg")), Err(UnitProblem::NotCoded));
	assert_eq!(units::ucum_code(Some(codes::UCUM), Some("kg")), Ok("kg"));
}

#[test]
fn times_are_read_to_their_first_moment() {
	for (text, at) in [
		("1970", 0),
		("1970-02", 31 * 86_400_000),
		("1970-01-02", 86_400_000),
		("1970-01-01T00:00:01.5+00:00", 1500),
		("1970-01-01T02:00:00+02:00", 0),
		("1969-12-31T23:59:59.999Z", -1),
	] {
		assert_eq!(Timed::parse(text).unwrap().at, at, "{text}");
	}
	for text in [
		"",
		"70",
		"1970-1-1",
		"1970-13",
		"1970-01-01T",
		"1970-01-01T10:00",
		"1970-01T10:00:00Z",
		"0000",
		"1970-01-01 10:00:00Z",
	] {
		assert!(Timed::parse(text).is_none(), "{text}");
	}
	for (text, last) in [
		("1970", 365 * 86_400_000 - 1),
		("1970-12", 365 * 86_400_000 - 1),
		("1970-02", (31 + 28) * 86_400_000 - 1),
		("1970-01-01", 86_400_000 - 1),
		("1970-01-01T02:00:00+02:00", 0),
	] {
		assert_eq!(Timed::parse(text).unwrap().last(), last, "{text}");
	}
	assert_eq!(format_moment(1_700_000_000_123), "2023-11-14T22:13:20.123Z");
	assert_eq!(format_moment(0), "1970-01-01T00:00:00Z");
}
