// SPDX-License-Identifier: Apache-2.0
//! Where references lead, by R4's rules, and that all lead to one patient.

use super::{UUID, about, bundle, observation, patient, refused};
use crate::{Fault, subject::same_patient};
use serde_json::{Value, json};

const A: &str = "https://a.example/fhir";

#[test]
fn references_resolve_by_the_rules_of_bundles() {
	let at_a = format!("{A}/Patient/1");
	let observed = format!("{A}/Observation/7");
	let other = "https://b.example/fhir";
	let mut without_id = patient("1");
	without_id.as_object_mut().unwrap().remove("id");
	let by_uuid = patient(UUID.trim_start_matches("urn:uuid:"));
	let mut numbered = patient("1");
	numbered["identifier"][0] = json!({ "system": "https://register.example", "value": "7" });
	for (document, same) in [
		// Absolute: to an entry of that address only.
		(bundle(&[(&at_a, patient("1")), (&observed, about(&at_a))]), true),
		(bundle(&[(&at_a, patient("1")), (&observed, about(&format!("{at_a}/_history/3")))]), true),
		(
			bundle(&[(&at_a, patient("1")), (&observed, about(&format!("{other}/Patient/1")))]),
			false,
		),
		(bundle(&[("", patient("1")), ("", about(&at_a))]), false),
		// Relative: by the root of the entry's own address.
		(bundle(&[(&at_a, patient("1")), (&observed, about("Patient/1"))]), true),
		(bundle(&[(&at_a, patient("1")), (&observed, about("Patient/1/_history/2"))]), true),
		(
			bundle(&[
				(&at_a, patient("1")),
				(&format!("{other}/Observation/7"), about("Patient/1")),
			]),
			false,
		),
		(bundle(&[(UUID, patient("1")), (&observed, about("Patient/1"))]), false),
		// Without a root the id tells.
		(bundle(&[(&at_a, patient("1")), ("", about("Patient/1"))]), true),
		(bundle(&[(UUID, patient("1")), ("", about("Patient/1"))]), true),
		(bundle(&[(UUID, without_id.clone()), ("", about("Patient/999"))]), false),
		(bundle(&[("", without_id.clone()), ("", about("Patient/1"))]), false),
		(bundle(&[(&at_a, without_id.clone()), ("", about("Patient/1"))]), true),
		// URNs.
		(bundle(&[(UUID, patient("1")), ("", about(UUID))]), true),
		(
			bundle(&[
				(UUID, patient("1")),
				("", about(&format!("urn:uuid:{}", UUID[9..].to_uppercase()))),
			]),
			true,
		),
		(bundle(&[("", by_uuid), ("", about(UUID))]), true),
		(bundle(&[("urn:oid:1.2.1", without_id.clone()), ("", about("urn:oid:1.2.1"))]), true),
		(bundle(&[("urn:oid:1.2.1", without_id), ("", about("urn:oid:1.2.2"))]), false),
		// Conditional.
		(bundle(&[("", patient("1")), ("", about("Patient?identifier=urn:register|11"))]), true),
		(bundle(&[("", patient("1")), ("", about("Patient?identifier=urn:register|12"))]), false),
		(bundle(&[("", patient("1")), ("", about("Patient?name=Ada"))]), false),
		(
			bundle(&[("", numbered), ("", about("Patient?identifier=https://register.example|7"))]),
			true,
		),
	] {
		assert_eq!(refused(&document).is_none(), same, "{document}");
	}
}

#[test]
fn logical_contained_and_empty_references_are_compared_with_the_person() {
	let identifier =
		|system: &str, value: &str| json!({ "identifier": { "system": system, "value": value } });
	let contained = |patient: Value| {
		let mut resource = about("#p");
		resource["contained"] = json!([patient]);
		resource
	};
	let mut same = patient("p");
	let mut another = patient("p");
	another["identifier"][0]["value"] = json!("12");
	let nothing_known = json!({ "resourceType": "Patient", "id": "p" });
	let both = |reference: &str, value: &str| {
		let mut subject = identifier("urn:register", value);
		subject["reference"] = json!(reference);
		observation(subject)
	};
	// Nothing refers to it: it is another patient's all the same.
	let mut unnamed = contained(another.clone());
	unnamed["subject"] = json!({ "display": "x" });
	same["name"] = json!([{ "family": "Testwell" }]);
	for (resource, wanted) in [
		(observation(identifier("urn:register", "11")), true),
		(observation(identifier("urn:register", "12")), false),
		(observation(identifier("urn:else", "11")), false),
		(both("Patient/p1", "11"), true),
		(both("Patient/p1", "12"), false),
		(both("Patient/p2", "11"), false),
		(contained(same), true),
		(contained(another), false),
		(unnamed, false),
		(contained(nothing_known), false),
		// What names nobody.
		(observation(json!({ "display": "the patient" })), true),
		(observation(json!({ "type": "Patient" })), true),
		(
			observation(
				json!({ "_reference": { "extension": [{ "url": "urn:absent", "valueCode": "unknown" }] } }),
			),
			true,
		),
		// By type, and the whole address of the type.
		(observation(json!({ "type": "Patient", "reference": "urn:uuid:1" })), false),
		(
			json!({ "resourceType": "Basic", "author": { "type": "http://hl7.org/fhir/StructureDefinition/Patient", "reference": "urn:uuid:1" } }),
			false,
		),
		// In an extension.
		(
			json!({ "resourceType": "Basic", "extension": [{ "url": "urn:x", "valueReference": { "reference": "Patient/p2" } }] }),
			false,
		),
		(
			json!({ "resourceType": "Basic", "_created": { "extension": [{ "url": "urn:x", "valueReference": { "reference": "Patient/p2" } }] } }),
			false,
		),
	] {
		let document = bundle(&[("", patient("p1")), ("", resource)]);
		assert_eq!(refused(&document).is_none(), wanted, "{document}");
	}
}

#[test]
fn without_a_patient_resource_all_references_lead_to_the_same() {
	let identified = |system: &str, value: &str| {
		observation(json!({ "identifier": { "system": system, "value": value } }))
	};
	let both = |reference: &str, system: &str, value: &str| {
		observation(
			json!({ "reference": reference, "identifier": { "system": system, "value": value } }),
		)
	};
	let at_a = format!("{A}/Patient/1");
	for (resources, wanted) in [
		(
			vec![
				about("Patient/p1"),
				about("Patient/p1/_history/2"),
				observation(json!({ "display": "x" })),
			],
			None,
		),
		(vec![about("Patient/p1"), about("Patient/p2")], Some(Fault::OtherPatient)),
		(
			vec![
				about("Patient/p1"),
				json!({ "resourceType": "Coverage", "beneficiary": { "reference": "Patient/p2" } }),
			],
			Some(Fault::OtherPatient),
		),
		(vec![about(UUID), about("urn:uuid:2")], Some(Fault::OtherPatient)),
		(vec![about(&at_a), about("https://b.example/fhir/Patient/1")], Some(Fault::OtherPatient)),
		(vec![about(&at_a), about("Patient/1")], None),
		(vec![about(&at_a), about("Patient/2")], Some(Fault::OtherPatient)),
		(vec![about("Patient/1"), about(UUID)], Some(Fault::UnresolvedPatient)),
		(vec![identified("urn:a", "1"), identified("urn:a", "1")], None),
		(vec![identified("urn:a", "1"), identified("urn:a", "2")], Some(Fault::OtherPatient)),
		(vec![identified("urn:a", "1"), identified("urn:b", "2")], Some(Fault::UnresolvedPatient)),
		(vec![identified("urn:a", "1"), about("Patient/1")], Some(Fault::UnresolvedPatient)),
		// The one in the middle joins the others, in any order.
		(vec![identified("urn:a", "1"), about("Patient/1"), both("Patient/1", "urn:a", "1")], None),
		(
			vec![
				about("Patient/1"),
				both("Patient/1", "urn:a", "1"),
				both("Patient/1", "urn:a", "2"),
			],
			Some(Fault::OtherPatient),
		),
		(
			vec![
				json!({ "resourceType": "Account", "subject": [{ "reference": "Patient/1" }, { "reference": "Patient/2" }] }),
			],
			Some(Fault::OtherPatient),
		),
	] {
		let entries: Vec<_> = resources.iter().map(|resource| ("", resource.clone())).collect();
		let document = bundle(&entries);
		assert_eq!(refused(&document), wanted, "{document}");
		// The same over documents of which each holds one.
		let documents: Vec<&Value> = resources.iter().collect();
		assert_eq!(same_patient(&documents).err().map(|fault| fault.fault), wanted, "{document}");
	}
}
