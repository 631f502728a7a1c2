// SPDX-License-Identifier: Apache-2.0
//! Other persons are refused, other things not read as the patient's, and two people told apart.

use super::{UUID, about, bundle, observation, patient, refused};
use crate::{
	Chart, Fault, Observations, Person, codes,
	subject::{check, same_patient},
};
use serde_json::{Value, json};

#[test]
fn other_persons_as_subjects_are_refused_and_other_things_are_not_read_as_the_patients() {
	let with = |member: &str, value: Value| {
		let mut resource = about("Patient/p1");
		resource[member] = value;
		resource
	};
	let to = |reference: &str| json!([{ "reference": reference }]);
	let focus_code = json!([{ "url": "http://hl7.org/fhir/StructureDefinition/observation-focusCode",
		"valueCodeableConcept": { "text": "fetus" } }]);
	for resource in [
		about("RelatedPerson/mother"),
		about("Practitioner/1"),
		with("focus", to("RelatedPerson/mother")),
		with("focus", to("Patient/child")),
		with("performer", to("Patient/household-member")),
		json!({ "resourceType": "Group", "member": [{ "entity": { "reference": "Patient/p2" } }] }),
	] {
		let document = bundle(&[("", patient("p1")), ("", resource)]);
		assert_eq!(refused(&document), Some(Fault::OtherPatient), "{document}");
	}
	let device = (UUID, json!({ "resourceType": "Device" }));
	for (resource, read) in [
		(about("Patient/p1"), true),
		(observation(json!({ "display": "x" })), true),
		(with("focus", to("Patient/p1")), true),
		(with("performer", to("RelatedPerson/mother")), true),
		(about("Device/d"), false),
		(about("Group/g"), false),
		(about("Location/l"), false),
		(about(UUID), false),
		(with("focus", to("Device/d")), false),
		(with("focus", to("Specimen/s")), false),
		(with("focus", to("urn:uuid:unknown")), false),
		(with("focus", json!([{ "display": "fetus A" }])), false),
		(with("extension", focus_code), false),
	] {
		let mut resource = resource;
		resource["code"] = json!({ "coding": [{ "system": codes::LOINC, "code": "8867-4" }] });
		resource["valueQuantity"] = json!({ "value": 140 });
		let document = bundle(&[("", patient("p1")), device.clone(), ("", resource)]);
		assert_eq!(check(&document), Ok(()), "{document}");
		let found = Observations::read(&Chart::of(&[&document]));
		assert_eq!(found.iter().count() == 1, read, "{document}");
	}
}

#[test]
fn the_documents_of_one_request_are_about_one_patient() {
	let first = bundle(&[(UUID, patient("1"))]);
	let again = bundle(&[("urn:uuid:2", patient("1"))]);
	let mut elder = again.clone();
	elder["entry"][0]["resource"]["birthDate"] = json!("1930-05-06");
	let mut numbered = again.clone();
	numbered["entry"][0]["resource"]["identifier"][0]["value"] = json!("12");
	let values = |reference: &str| bundle(&[("", about(reference))]);
	for (documents, wanted) in [
		(vec![first.clone(), values(UUID)], None),
		(vec![values(UUID), first.clone()], None),
		// A second export names the same person otherwise: their Patient resources tell.
		(vec![first.clone(), again.clone(), values(UUID), values("urn:uuid:2")], None),
		(vec![values(UUID), values("urn:uuid:2")], Some(Fault::OtherPatient)),
		(vec![first.clone(), values("urn:uuid:2")], Some(Fault::UnresolvedPatient)),
		(vec![first.clone(), elder], Some(Fault::OtherPatient)),
		(vec![first.clone(), numbered], Some(Fault::OtherPatient)),
		(vec![first.clone(), about("Patient/1")], None),
		(vec![first, about("Patient/2")], Some(Fault::UnresolvedPatient)),
		(vec![observation(json!({ "display": "x" })), values(UUID)], None),
		(
			vec![bundle(&[("", json!({ "resourceType": "Bundle", "type": "collection" }))])],
			Some(Fault::NestedBundle),
		),
		(vec![], None),
	] {
		let documents: Vec<&Value> = documents.iter().collect();
		let found = same_patient(&documents).err();
		assert_eq!(found.map(|fault| fault.fault), wanted, "{documents:?}");
	}
	let fault = same_patient(&[&again, &about("Patient/9")]).unwrap_err();
	assert_eq!(fault.path, "document 2: Observation.subject.reference");
}

#[test]
fn people_are_told_apart_by_identifiers_birth_date_and_gender() {
	let person = |value: Value| {
		let mut patient = value;
		patient["resourceType"] = json!("Patient");
		Person::of(&patient).unwrap()
	};
	let id = |system: &str, value: &str| json!({ "system": system, "value": value });
	for (ours, theirs, differ) in [
		(json!({}), json!({ "birthDate": "1960-05-06", "gender": "male" }), false),
		(json!({ "birthDate": "1960-05-06" }), json!({ "birthDate": "1960-05-07" }), true),
		(json!({ "birthDate": "1960" }), json!({ "birthDate": "1960-05-07" }), false),
		(json!({ "birthDate": "1960-06" }), json!({ "birthDate": "1960-05-07" }), true),
		(json!({ "gender": "male" }), json!({ "gender": "female" }), true),
		(json!({ "gender": "male" }), json!({ "gender": "unknown" }), false),
		(json!({ "identifier": [id("a", "1")] }), json!({ "identifier": [id("a", "2")] }), true),
		(json!({ "identifier": [id("a", "1")] }), json!({ "identifier": [id("b", "2")] }), false),
		(
			json!({ "identifier": [id("a", "1"), id("b", "1")] }),
			json!({ "identifier": [id("a", "1"), id("b", "2")] }),
			false,
		),
		(
			json!({ "identifier": [{ "value": "1" }] }),
			json!({ "identifier": [{ "value": "2" }] }),
			false,
		),
		(json!({ "name": [{ "family": "A" }] }), json!({ "name": [{ "family": "B" }] }), false),
	] {
		let (ours, theirs) = (person(ours), person(theirs));
		assert_eq!(ours.differs_from(&theirs).is_some(), differ, "{ours:?} {theirs:?}");
		assert_eq!(theirs.differs_from(&ours).is_some(), differ, "{theirs:?} {ours:?}");
	}
	let whole = Person::of(&bundle(&[("", about("Patient/1")), ("", patient("1"))])).unwrap();
	assert_eq!(whole.birth_date.as_deref(), Some("1960-05-06"));
	assert_eq!(
		serde_json::from_value::<Person>(serde_json::to_value(&whole).unwrap()).unwrap(),
		whole
	);
	assert_eq!(Person::of(&bundle(&[("", about("Patient/1"))])), None);
}
