// SPDX-License-Identifier: Apache-2.0
//! An attachment beside values leaves the values small, and comes back byte for byte.

use super::super::*;
use salus_primitives::Category;
use serde_json::{Value, json};

/// Base64 of this many characters.
fn bytes(length: usize, letter: &str) -> String {
	letter.repeat(length / 4)
}

fn laboratory(kind: &str, members: Value) -> Value {
	let mut resource = json!({ "resourceType": kind, "status": "final", "code": { "text": "x" },
		"category": [{ "coding": [{ "system": codes::DIAGNOSTIC_SERVICE, "code": "LAB" }] }],
		"subject": { "reference": "Patient/p1" } });
	for (name, member) in members.as_object().unwrap() {
		resource[name] = member.clone();
	}
	resource
}

fn bundle(resources: Vec<Value>) -> Value {
	let entries: Vec<_> =
		resources.into_iter().map(|resource| json!({ "resource": resource })).collect();
	json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

fn split(document: &Value) -> Vec<(Category, Value)> {
	Bundle::from_value(document.clone()).unwrap().split()
}

fn joined(parts: &[(Category, Value)]) -> Value {
	Bundle::join(parts.iter().map(|(_, part)| part.clone()).collect()).unwrap()
}

#[test]
fn a_report_of_five_megabytes_beside_values_is_filed_apart_and_joined_again() {
	let form = json!([{ "contentType": "application/pdf", "data": bytes(5_066_668, "JVBE"), "title": "Lipids" }]);
	let document = bundle(vec![
		laboratory("DiagnosticReport", json!({ "presentedForm": form })),
		laboratory("Observation", json!({ "valueQuantity": { "value": 40 } })),
	]);
	let parts = split(&document);
	let filed: Vec<_> = parts.iter().map(|(category, _)| *category).collect();
	assert_eq!(filed, [Category::ObservationLaboratory; 2]);
	assert!(to_bytes(&parts[0].1).len() < 2_000);
	assert_eq!(joined(&parts), document);
	assert_eq!(to_bytes(&joined(&parts)), to_bytes(&document));
	// Each part is a document of its own, in its own category, for its own patient.
	for (category, part) in &parts {
		let part = Bundle::from_value(part.clone()).unwrap();
		assert!(part.categories().contains(category) && part.categories().len() == 1);
		assert_eq!(part.split(), [(*category, part.value().clone())]);
	}
	// Whoever can open the values alone reads them, and sees that something is missing.
	let values = Bundle::join(vec![parts[0].1.clone()]).unwrap();
	assert_eq!(values, parts[0].1);
	let observations = Observations::read(&Chart::of(&[&values]));
	assert_eq!(observations.iter().count(), 0, "not coded, but read");
}

#[test]
fn every_element_that_holds_bytes_is_filed_apart_with_its_own_category() {
	let long = bytes(MAX_INLINE_CHARACTERS + 4, "QUJD");
	let attachment = json!({ "contentType": "image/png", "data": long });
	let reference = json!({ "resourceType": "DocumentReference", "status": "current", "content": [{ "attachment": attachment }] });
	for (resource, category) in [
		(
			laboratory(
				"DiagnosticReport",
				json!({ "presentedForm": [attachment, { "data": bytes(MAX_INLINE_CHARACTERS + 4, "REVG") }] }),
			),
			Category::ObservationLaboratory,
		),
		(reference, Category::DocumentReference),
		(
			json!({ "resourceType": "Media", "status": "completed", "content": attachment }),
			Category::DiagnosticReportImaging,
		),
		(json!({ "resourceType": "Patient", "photo": [attachment] }), Category::Encounter),
		(
			laboratory(
				"Observation",
				json!({ "extension": [{ "url": "urn:x", "valueAttachment": attachment }] }),
			),
			Category::ObservationLaboratory,
		),
		(
			laboratory(
				"Observation",
				json!({ "extension": [{ "url": "urn:x", "valueBase64Binary": long }] }),
			),
			Category::ObservationLaboratory,
		),
		(
			laboratory(
				"Observation",
				json!({ "contained": [{ "resourceType": "Media", "status": "completed", "content": attachment }] }),
			),
			Category::ObservationLaboratory,
		),
	] {
		let document = bundle(vec![resource]);
		let parts = split(&document);
		assert_eq!(parts.len(), 2, "{}", document["entry"][0]["resource"]["resourceType"]);
		assert!(parts.iter().all(|(filed, _)| *filed == category));
		assert!(to_bytes(&parts[0].1).len() < 2_000);
		assert!(Bundle::from_value(parts[1].1.clone()).is_ok());
		assert_eq!(canonical(&joined(&parts)).unwrap(), canonical(&document).unwrap());
	}
	// What is short stays where it is; so does a `Binary`, which is nothing but its bytes.
	let short = json!({ "contentType": "image/png", "data": bytes(MAX_INLINE_CHARACTERS, "QUJD") });
	assert_eq!(
		split(&bundle(vec![laboratory("DiagnosticReport", json!({ "presentedForm": [short] }))]))
			.len(),
		1
	);
	let binary =
		bundle(vec![json!({ "resourceType": "Binary", "contentType": "image/png", "data": long })]);
	assert_eq!(split(&binary), [(Category::DocumentReference, binary)]);
}

#[test]
fn labels_and_the_patient_go_with_an_attachment_but_no_value_does() {
	let restricted = json!({ "security": [{ "code": "R" }] });
	let report = laboratory(
		"DiagnosticReport",
		json!({
			"meta": restricted, "conclusion": "secret",
			"presentedForm": [{ "data": bytes(MAX_INLINE_CHARACTERS + 4, "QUJD") }],
		}),
	);
	let patient = json!({ "resourceType": "Patient", "id": "p1", "birthDate": "1960-05-06" });
	let parts = split(&bundle(vec![patient, report]));
	let (_, attached) = &parts[2];
	assert_eq!(security_labels(attached).len(), 1);
	assert!(subject::same_patient(&[&parts[0].1, attached]).is_ok());
	let other = json!({ "resourceType": "Patient", "id": "p2" });
	assert!(subject::same_patient(&[&other, attached]).is_err());
	assert!(!attached.to_string().contains("secret"));
}

#[test]
fn an_attachment_that_is_not_the_one_filed_apart_is_refused() {
	let report = laboratory(
		"DiagnosticReport",
		json!({ "presentedForm": [{ "data": bytes(MAX_INLINE_CHARACTERS + 4, "QUJD") }] }),
	);
	let mut parts = split(&bundle(vec![report]));
	parts[1].1["entry"][0]["resource"]["data"] = json!("QUJD");
	let parts: Vec<_> = parts.into_iter().map(|(_, part)| part).collect();
	let fault = Bundle::join(parts).unwrap_err();
	assert_eq!(fault.fault, Fault::AttachmentMismatch);
}
