//! A document is about one patient or it is refused, by R4's definitions of every kind.

use super::super::{
	elements::walk,
	subject::{check, same_patient},
	*,
};
use fhir::r4::meta;
use serde_json::{Value, json};

const A: &str = "https://a.example/fhir";
const UUID: &str = "urn:uuid:7f6d0d5e-3a0e-4b43-9a75-0c1c0f2e6a01";

fn patient(id: &str) -> Value {
	json!({ "resourceType": "Patient", "id": id, "gender": "female", "birthDate": "1960-05-06",
		"identifier": [{ "system": "urn:register", "value": "11" }] })
}

fn observation(subject: Value) -> Value {
	json!({ "resourceType": "Observation", "status": "final", "code": { "text": "x" }, "subject": subject })
}

fn about(reference: &str) -> Value {
	observation(json!({ "reference": reference }))
}

/// A bundle of resources with their addresses; an empty one is left out.
fn bundle(entries: &[(&str, Value)]) -> Value {
	let entries: Vec<_> = entries
		.iter()
		.map(|(url, resource)| match url.is_empty() {
			true => json!({ "resource": resource }),
			false => json!({ "fullUrl": url, "resource": resource }),
		})
		.collect();
	json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

fn refused(document: &Value) -> Option<Fault> {
	check(document).err().map(|fault| fault.fault)
}

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
		if !(names("Patient") || names("Resource"))
			|| !elements::is_resource(kind)
			|| kind == "Bundle"
		{
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
		assert_eq!(
			refused(&document("Patient/p2")),
			Some(Fault::OtherPatient),
			"{}",
			element.path
		);
		// And within a resource that is contained in another.
		let holder = json!({ "resourceType": "Basic", "contained": [resource("Patient/p2")] });
		let document = bundle(&[("", patient("p1")), ("", holder)]);
		assert_eq!(
			refused(&document),
			Some(Fault::OtherPatient),
			"{}",
			element.path
		);
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
		for reference in [
			unknown,
			"urn:oid:1.2.3",
			"https://other.example/x",
			"p1",
			"#gone",
		] {
			let reference = json!({ "reference": reference });
			let value = if list { json!([reference]) } else { reference };
			let document = bundle(&[
				(UUID, patient("p1")),
				("", json!({ "resourceType": kind, member: value })),
			]);
			assert_eq!(refused(&document), Some(Fault::OtherPatient), "{document}");
		}
	}
	// Who did it may be anybody whose kind nothing tells.
	let mut done = about(UUID);
	done["performer"] =
		json!([{ "reference": unknown }, { "reference": "Practitioner/1" }, { "display": "ward" }]);
	assert_eq!(check(&bundle(&[(UUID, patient("p1")), ("", done)])), Ok(()));
}

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
		(
			bundle(&[(&at_a, patient("1")), (&observed, about(&at_a))]),
			true,
		),
		(
			bundle(&[
				(&at_a, patient("1")),
				(&observed, about(&format!("{at_a}/_history/3"))),
			]),
			true,
		),
		(
			bundle(&[
				(&at_a, patient("1")),
				(&observed, about(&format!("{other}/Patient/1"))),
			]),
			false,
		),
		(bundle(&[("", patient("1")), ("", about(&at_a))]), false),
		// Relative: by the root of the entry's own address.
		(
			bundle(&[(&at_a, patient("1")), (&observed, about("Patient/1"))]),
			true,
		),
		(
			bundle(&[
				(&at_a, patient("1")),
				(&observed, about("Patient/1/_history/2")),
			]),
			true,
		),
		(
			bundle(&[
				(&at_a, patient("1")),
				(&format!("{other}/Observation/7"), about("Patient/1")),
			]),
			false,
		),
		(
			bundle(&[(UUID, patient("1")), (&observed, about("Patient/1"))]),
			false,
		),
		// Without a root the id tells.
		(
			bundle(&[(&at_a, patient("1")), ("", about("Patient/1"))]),
			true,
		),
		(
			bundle(&[(UUID, patient("1")), ("", about("Patient/1"))]),
			true,
		),
		(
			bundle(&[(UUID, without_id.clone()), ("", about("Patient/999"))]),
			false,
		),
		(
			bundle(&[("", without_id.clone()), ("", about("Patient/1"))]),
			false,
		),
		(
			bundle(&[(&at_a, without_id.clone()), ("", about("Patient/1"))]),
			true,
		),
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
		(
			bundle(&[
				("urn:oid:1.2.1", without_id.clone()),
				("", about("urn:oid:1.2.1")),
			]),
			true,
		),
		(
			bundle(&[("urn:oid:1.2.1", without_id), ("", about("urn:oid:1.2.2"))]),
			false,
		),
		// Conditional.
		(
			bundle(&[
				("", patient("1")),
				("", about("Patient?identifier=urn:register|11")),
			]),
			true,
		),
		(
			bundle(&[
				("", patient("1")),
				("", about("Patient?identifier=urn:register|12")),
			]),
			false,
		),
		(
			bundle(&[("", patient("1")), ("", about("Patient?name=Ada"))]),
			false,
		),
		(
			bundle(&[
				("", numbered),
				("", about("Patient?identifier=https://register.example|7")),
			]),
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
		(
			observation(json!({ "type": "Patient", "reference": "urn:uuid:1" })),
			false,
		),
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
		(
			vec![about("Patient/p1"), about("Patient/p2")],
			Some(Fault::OtherPatient),
		),
		(
			vec![
				about("Patient/p1"),
				json!({ "resourceType": "Coverage", "beneficiary": { "reference": "Patient/p2" } }),
			],
			Some(Fault::OtherPatient),
		),
		(
			vec![about(UUID), about("urn:uuid:2")],
			Some(Fault::OtherPatient),
		),
		(
			vec![about(&at_a), about("https://b.example/fhir/Patient/1")],
			Some(Fault::OtherPatient),
		),
		(vec![about(&at_a), about("Patient/1")], None),
		(
			vec![about(&at_a), about("Patient/2")],
			Some(Fault::OtherPatient),
		),
		(
			vec![about("Patient/1"), about(UUID)],
			Some(Fault::UnresolvedPatient),
		),
		(
			vec![identified("urn:a", "1"), identified("urn:a", "1")],
			None,
		),
		(
			vec![identified("urn:a", "1"), identified("urn:a", "2")],
			Some(Fault::OtherPatient),
		),
		(
			vec![identified("urn:a", "1"), identified("urn:b", "2")],
			Some(Fault::UnresolvedPatient),
		),
		(
			vec![identified("urn:a", "1"), about("Patient/1")],
			Some(Fault::UnresolvedPatient),
		),
		// The one in the middle joins the others, in any order.
		(
			vec![
				identified("urn:a", "1"),
				about("Patient/1"),
				both("Patient/1", "urn:a", "1"),
			],
			None,
		),
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
		let entries: Vec<_> = resources
			.iter()
			.map(|resource| ("", resource.clone()))
			.collect();
		let document = bundle(&entries);
		assert_eq!(refused(&document), wanted, "{document}");
		// The same over documents of which each holds one.
		let documents: Vec<&Value> = resources.iter().collect();
		assert_eq!(
			same_patient(&documents).err().map(|fault| fault.fault),
			wanted,
			"{document}"
		);
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
		(
			vec![
				first.clone(),
				again.clone(),
				values(UUID),
				values("urn:uuid:2"),
			],
			None,
		),
		(
			vec![values(UUID), values("urn:uuid:2")],
			Some(Fault::OtherPatient),
		),
		(
			vec![first.clone(), values("urn:uuid:2")],
			Some(Fault::UnresolvedPatient),
		),
		(vec![first.clone(), elder], Some(Fault::OtherPatient)),
		(vec![first.clone(), numbered], Some(Fault::OtherPatient)),
		(vec![first.clone(), about("Patient/1")], None),
		(
			vec![first, about("Patient/2")],
			Some(Fault::UnresolvedPatient),
		),
		(
			vec![observation(json!({ "display": "x" })), values(UUID)],
			None,
		),
		(
			vec![bundle(&[(
				"",
				json!({ "resourceType": "Bundle", "type": "collection" }),
			)])],
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
fn every_part_that_is_split_can_still_be_checked() {
	let observed = observation(json!({ "display": "x" }));
	let whole = |url: &str, id: &str| {
		Bundle::from_value(bundle(&[(url, patient(id)), ("", observed.clone())])).unwrap()
	};
	let parts = |bundle: Bundle| {
		bundle
			.split()
			.into_iter()
			.map(|(_, part)| part)
			.collect::<Vec<_>>()
	};
	for (url, id) in [
		(UUID, "1"),
		("", "1"),
		("https://a.example/fhir/Patient/1", "1"),
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
		assert!(
			!ours[1].to_string().contains("1960"),
			"no more than a reference"
		);
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
		serde_json::from_str(&super::synthetic()).unwrap(),
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
		let mut part = values
			.find(|part| part.to_string().contains("valueQuantity"))
			.unwrap()
			.clone();
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

#[test]
fn people_are_told_apart_by_identifiers_birth_date_and_gender() {
	let person = |value: Value| {
		let mut patient = value;
		patient["resourceType"] = json!("Patient");
		Person::of(&patient).unwrap()
	};
	let id = |system: &str, value: &str| json!({ "system": system, "value": value });
	for (ours, theirs, differ) in [
		(
			json!({}),
			json!({ "birthDate": "1960-05-06", "gender": "male" }),
			false,
		),
		(
			json!({ "birthDate": "1960-05-06" }),
			json!({ "birthDate": "1960-05-07" }),
			true,
		),
		(
			json!({ "birthDate": "1960" }),
			json!({ "birthDate": "1960-05-07" }),
			false,
		),
		(
			json!({ "birthDate": "1960-06" }),
			json!({ "birthDate": "1960-05-07" }),
			true,
		),
		(
			json!({ "gender": "male" }),
			json!({ "gender": "female" }),
			true,
		),
		(
			json!({ "gender": "male" }),
			json!({ "gender": "unknown" }),
			false,
		),
		(
			json!({ "identifier": [id("a", "1")] }),
			json!({ "identifier": [id("a", "2")] }),
			true,
		),
		(
			json!({ "identifier": [id("a", "1")] }),
			json!({ "identifier": [id("b", "2")] }),
			false,
		),
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
		(
			json!({ "name": [{ "family": "A" }] }),
			json!({ "name": [{ "family": "B" }] }),
			false,
		),
	] {
		let (ours, theirs) = (person(ours), person(theirs));
		assert_eq!(
			ours.differs_from(&theirs).is_some(),
			differ,
			"{ours:?} {theirs:?}"
		);
		assert_eq!(
			theirs.differs_from(&ours).is_some(),
			differ,
			"{theirs:?} {ours:?}"
		);
	}
	let whole = Person::of(&bundle(&[("", about("Patient/1")), ("", patient("1"))])).unwrap();
	assert_eq!(whole.birth_date.as_deref(), Some("1960-05-06"));
	assert_eq!(
		serde_json::from_value::<Person>(serde_json::to_value(&whole).unwrap()).unwrap(),
		whole
	);
	assert_eq!(Person::of(&bundle(&[("", about("Patient/1"))])), None);
}

#[test]
fn the_walk_meets_every_reference_of_a_record_that_we_did_not_make() {
	let text = super::synthetic();
	let document = parse(&text).unwrap();
	let mut met = 0;
	for entry in document["entry"].as_array().unwrap() {
		walk(&entry["resource"], "x", &mut |found| {
			met += usize::from(found.kind == "Reference" && found.value.get("reference").is_some());
		});
	}
	let resources: usize = document["entry"]
		.as_array()
		.unwrap()
		.iter()
		.map(|entry| {
			entry["resource"]
				.to_string()
				.matches("\"reference\":")
				.count()
		})
		.sum();
	assert_eq!(met, resources);
	assert_eq!(check(&document), Ok(()));
}
