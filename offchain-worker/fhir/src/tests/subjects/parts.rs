// SPDX-License-Identifier: Apache-2.0
//! What was split by category still tells whose it is.

use super::{UUID, about, bundle, observation, patient, refused};
use crate::{Bundle, Chart, Observations, codes, subject::same_patient};
use serde_json::{Value, json};

#[test]
fn every_part_that_is_split_can_still_be_checked() {
	let observed = observation(json!({ "display": "x" }));
	let whole = |url: &str, id: &str| {
		Bundle::from_value(bundle(&[(url, patient(id)), ("", observed.clone())])).unwrap()
	};
	let parts =
		|bundle: Bundle| bundle.split().into_iter().map(|(_, part)| part).collect::<Vec<_>>();
	for (url, id) in [
		(UUID, "1"),
		("", "1"),
		("https://a.example/fhir/Patient/1", "1"),
		// Found by fuzzing.
		("https://a.example/fhir/Patient/1#name", "1"),
		("urn:uuid:0f0f0f0f-0000-4000-8000-000000000001#m", "1"),
		("lrn:uuid:0f0f0f0f-0000-4000-8000-000000000001", "1"),
		("Patient/1", "1"),
	] {
		let ours = parts(whole(url, id));
		assert_eq!(ours.len(), 2);
		assert_eq!(same_patient(&[&ours[0], &ours[1]]), Ok(()));
		// Nothing in the observation names anybody: the part's link does.
		let theirs = parts(whole("urn:uuid:2", "2"));
		assert!(same_patient(&[&ours[0], &theirs[1]]).is_err());
		assert!(same_patient(&[&ours[1], &theirs[1]]).is_err());
		// A part that is read and split again keeps it.
		let again = Bundle::from_value(ours[1].clone()).unwrap();
		assert_eq!(again.split()[0].1, ours[1]);
		assert!(!ours[1].to_string().contains("1960"), "no more than a reference");
	}
}

/// The parts of a bundle, each of which comes back as it is when it is split again.
fn split(document: &Value) -> Vec<Value> {
	let split = |document: &Value| {
		let bundle = Bundle::from_value(document.clone()).unwrap();
		let parts = bundle.split().into_iter().map(|(_, part)| part);
		parts.collect::<Vec<_>>()
	};
	let parts = split(document);
	for part in &parts {
		assert_eq!(split(part), std::slice::from_ref(part));
	}
	let joined = Bundle::join(parts.clone()).unwrap();
	assert_eq!(joined.get("link"), None, "nothing is left to be told");
	parts
}

#[test]
fn every_part_can_be_read_back_and_amended() {
	let identified = |system: &str, value: &str| {
		observation(json!({ "identifier": { "system": system, "value": value } }))
	};
	let condition =
		|url: &str| json!({ "resourceType": "Condition", "subject": { "reference": url } });
	let mut contained = about("#p");
	contained["contained"] = json!([patient("p")]);
	// References of every form that leads to the patient in the whole bundle.
	let mixed = |url: &str| {
		bundle(&[
			(url, patient("p1")),
			("urn:uuid:5", about("Patient/p1")),
			("", identified("urn:register", "11")),
			("", contained.clone()),
			("", condition(url)),
		])
	};
	let number = "https://register.example/number";
	let mut spaced = bundle(&[(UUID, patient("p1")), ("", identified(number, "943 476"))]);
	spaced["entry"][0]["resource"]["identifier"][0] =
		json!({ "system": number, "value": "943 476" });
	let by_uuid = bundle(&[("", patient(&UUID[9..])), ("", about(UUID))]);
	for document in [
		serde_json::from_str(&crate::tests::synthetic()).unwrap(),
		mixed(UUID),
		bundle(&[(UUID, patient("p1")), ("", about("Patient/p1"))]),
		spaced,
		by_uuid,
	] {
		let parts = split(&document);
		assert!(parts.len() > 1);
		let whole: Vec<&Value> = parts.iter().collect();
		assert_eq!(same_patient(&whole), Ok(()));
		for part in &parts {
			let mut amended = part.clone();
			amended["entry"][0]["resource"]["language"] = json!("en");
			assert_eq!(Bundle::from_value(amended).err(), None);
			for other in ["Patient/p2", "urn:uuid:2"] {
				let mut amended = part.clone();
				let entries = amended["entry"].as_array_mut().unwrap();
				entries.push(json!({ "resource": about(other) }));
				assert!(refused(&amended).is_some(), "{other}");
			}
		}
	}
	// Another's id on another server may be the same.
	let (ours, theirs) = (split(&mixed(UUID)), split(&mixed("urn:uuid:2")));
	assert_eq!(same_patient(&[&ours[1], &ours[2]]), Ok(()));
	for (one, other) in [(0, 1), (0, 2), (1, 1), (1, 2), (2, 2)] {
		assert!(same_patient(&[&ours[one], &theirs[other]]).is_err());
	}
}

#[test]
fn what_is_not_the_patient_is_not_read_as_the_patients_in_a_part_either() {
	let other = "urn:uuid:00000000-0000-4000-8000-00000000000d";
	let measured = |mut resource: Value| {
		resource["code"] = json!({ "coding": [{ "system": codes::LOINC, "code": "8867-4" }] });
		resource["valueQuantity"] = json!({ "value": 140 });
		resource
	};
	let mut own = measured(about(UUID));
	own["focus"] = json!([{ "reference": UUID }]);
	for kind in [
		json!({ "resourceType": "Device" }),
		json!({ "resourceType": "Location" }),
		json!({ "resourceType": "Group", "type": "person", "actual": true }),
	] {
		let parts = split(&bundle(&[
			(UUID, patient("p1")),
			(other, kind),
			("", measured(about(other))),
			("", own.clone()),
		]));
		let whole: Vec<&Value> = parts.iter().collect();
		assert_eq!(same_patient(&whole), Ok(()));
		let read = |documents: &[&Value]| Observations::read(&Chart::of(documents)).iter().count();
		assert_eq!(read(&whole), 1);
		let mut values = parts.iter();
		let mut part =
			values.find(|part| part.to_string().contains("valueQuantity")).unwrap().clone();
		assert_eq!((refused(&part), read(&[&part])), (None, 1));
		// No link makes something else of the patient.
		let links = part["link"].as_array_mut().unwrap();
		links.push(json!({ "relation": "urn:salus:about:Device", "url": UUID }));
		assert_eq!((refused(&part), read(&[&part])), (None, 1));
		// What nothing tells is never taken for something else.
		let entries = part["entry"].as_array_mut().unwrap();
		entries.push(json!({ "resource": measured(about("urn:uuid:2")) }));
		assert!(refused(&part).is_some());
	}
}
