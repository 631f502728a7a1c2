// SPDX-License-Identifier: Apache-2.0
//! Every element of R4 that can name a patient is read.

use super::{UUID, about, bundle, patient, refused};
use crate::{
	Fault,
	elements::{is_resource, traverse},
	parse,
	subject::check,
};
use fhir::r4::meta;
use serde_json::json;

#[test]
fn every_element_of_r4_that_can_name_a_patient_is_held_against_the_documents() {
	let mut elements = 0;
	for element in meta::elements() {
		let names = |wanted: &str| {
			let references = element.types.iter().filter(|kind| kind.code == "Reference");
			let mut targets = references.flat_map(|kind| kind.target_names());
			targets.any(|target| target == wanted)
		};
		let (kind, _) = element.path.split_once('.').unwrap();
		if !(names("Patient") || names("Resource")) || !is_resource(kind) || kind == "Bundle" {
			continue;
		}
		let resource = |reference: &str| {
			let mut steps = element.path.split('.').skip(1).collect::<Vec<_>>();
			let last = steps.pop().unwrap().replace("[x]", "Reference");
			let mut value = json!({ "reference": reference });
			let mut path = element.path.to_owned();
			let mut name = last;
			loop {
				let multiple = meta::element(&path).unwrap().is_multiple();
				value = json!({ name: if multiple { json!([value]) } else { value } });
				path.truncate(path.rfind('.').unwrap());
				let Some(step) = steps.pop() else { break };
				name = step.to_owned();
			}
			value["resourceType"] = json!(kind);
			value
		};
		let document = |reference| bundle(&[("", patient("p1")), ("", resource(reference))]);
		if matches!(element.path, "Patient.link.other" | "Person.link.target") {
			assert_eq!(check(&bundle(&[("", resource("Patient/p2"))])), Ok(()));
			continue;
		}
		elements += 1;
		assert_eq!(refused(&document("Patient/p1")), None, "{}", element.path);
		assert_eq!(refused(&document("Patient/p2")), Some(Fault::OtherPatient), "{}", element.path);
		// And within a resource that is contained in another.
		let holder = json!({ "resourceType": "Basic", "contained": [resource("Patient/p2")] });
		let document = bundle(&[("", patient("p1")), ("", holder)]);
		assert_eq!(refused(&document), Some(Fault::OtherPatient), "{}", element.path);
	}
	assert!(elements > 180, "{elements}");
}

#[test]
fn every_kind_of_r4_that_has_a_subject_has_it_read_even_when_the_address_tells_no_kind() {
	let unknown = "urn:uuid:00000000-0000-4000-8000-000000000000";
	for (kind, member, list) in [
		("Observation", "subject", false),
		("Account", "subject", true),
		("Coverage", "beneficiary", false),
		("Task", "for", false),
		("ResearchSubject", "individual", false),
		("EnrollmentRequest", "candidate", false),
		("AllergyIntolerance", "patient", false),
		("Composition", "subject", false),
		("QuestionnaireResponse", "subject", false),
		("RelatedPerson", "patient", false),
		("Claim", "patient", false),
	] {
		for reference in [unknown, "urn:oid:1.2.3", "https://other.example/x", "p1", "#gone"] {
			let reference = json!({ "reference": reference });
			let value = if list { json!([reference]) } else { reference };
			let document = bundle(&[
				(UUID, patient("p1")),
				("", json!({ "resourceType": kind, member: value })),
			]);
			assert_eq!(refused(&document), Some(Fault::OtherPatient), "{document}");
		}
	}
	// Whoever did it may be of a kind that nothing tells.
	let mut done = about(UUID);
	done["performer"] =
		json!([{ "reference": unknown }, { "reference": "Practitioner/1" }, { "display": "ward" }]);
	assert_eq!(check(&bundle(&[(UUID, patient("p1")), ("", done)])), Ok(()));
}

#[test]
fn every_reference_of_a_record_that_we_did_not_make_is_met() {
	let text = crate::tests::synthetic();
	let document = parse(&text).unwrap();
	let mut met = 0;
	for entry in document["entry"].as_array().unwrap() {
		traverse(&entry["resource"], "x", &mut |found| {
			met += usize::from(found.kind == "Reference" && found.value.get("reference").is_some());
		});
	}
	let resources: usize = document["entry"]
		.as_array()
		.unwrap()
		.iter()
		.map(|entry| entry["resource"].to_string().matches("\"reference\":").count())
		.sum();
	assert_eq!(met, resources);
	assert_eq!(check(&document), Ok(()));
}
