// SPDX-License-Identifier: Apache-2.0
//! Whose data a document is: one patient's, or it is refused. The crate's README states the rules.

use super::{
	Fault, FhirError,
	claims::{Claim, Key, Known, Name, agree, key, normal},
	elements::{Visited, children, is_resource, traverse},
	person::Person,
	reference::{From, Reference, Target, address, restful, searched, without_version},
	structure,
};
use fhir::r4::meta::ElementMeta;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Says by code what an observation is about when that is not the patient, such as a fetus.
const FOCUS_CODE: &str = "http://hl7.org/fhir/StructureDefinition/observation-focusCode";
/// The relation of a link from a part of a bundle to the patient of the whole (RFC 6903).
const ABOUT: &str = "about";
/// The relation of a link from a part to something else that its resources are about; the kind of resource follows.
const ABOUT_KIND: &str = "urn:salus:about:";

/// Refuses a document that is about two people, or that names a patient other than its own.
pub fn check(document: &Value) -> Result<(), FhirError> {
	same_patient(&[document])
}

/// Refuses documents that are not about one and the same patient.
///
/// `Patient` resources are compared as persons. References lead to one of them by R4's rules; without a
/// `Patient`, all lead to the same.
pub fn same_patient(documents: &[&Value]) -> Result<(), FhirError> {
	let mut known: Vec<Known> = Vec::new();
	let mut claims: Vec<Claim> = Vec::new();
	for (number, document) in documents.iter().enumerate() {
		let prefix = match documents.len() {
			1 => String::new(),
			_ => format!("document {}: ", number.saturating_add(1)),
		};
		structure::check(document).map_err(|mut fault| {
			fault.path.insert_str(0, &prefix);
			fault
		})?;
		let subject = Subject::read(document, &prefix)?;
		let Some(patient) = subject.patient else {
			claims.extend(subject.claims);
			continue;
		};
		for claim in &subject.claims {
			if !patient.is_named_by(claim) {
				return Err(
					claim.refuse(Fault::OtherPatient, "names a patient who is not the bundle's")
				);
			}
		}
		for other in &known {
			if let Some(reason) = other.person.differs_from(&patient.person) {
				let problem = format!("is another person than {}: {reason}", other.path);
				return Err(FhirError::of(Fault::OtherPatient, patient.path, problem));
			}
		}
		known.push(patient);
	}
	if known.is_empty() {
		return agree(claims);
	}
	match claims.iter().find(|claim| !known.iter().any(|patient| patient.is_named_by(claim))) {
		None => Ok(()),
		Some(claim) => Err(claim.refuse(
			Fault::UnresolvedPatient,
			"names a patient who is none of the documents' Patient resources",
		)),
	}
}

/// The indices among a document's entries of resources that are about something other than the patient:
/// a device, a group, a place, a fetus. Models must not read them as the patient's.
pub(crate) fn about_others(document: &Value) -> HashSet<usize> {
	let entries = Entry::read(document, "");
	let kinds = kinds(document, &entries);
	entries
		.iter()
		.enumerate()
		.filter(|(_, entry)| is_about_other(&entry.from(&kinds)))
		.map(|(index, _)| index)
		.collect()
}

struct Subject<'a> {
	patient: Option<Known<'a>>,
	claims: Vec<Claim>,
}

impl<'a> Subject<'a> {
	fn read(document: &'a Value, prefix: &str) -> Result<Self, FhirError> {
		let entries = Entry::read(document, prefix);
		let kinds = kinds(document, &entries);
		let mut patients =
			entries.iter().filter(|entry| structure::kind(entry.resource) == Some("Patient"));
		let patient = patients.next().map(|entry| Known {
			path: entry.path.clone(),
			full_url: entry.full_url.map(normal),
			id: entry.resource.get("id").and_then(Value::as_str),
			person: Person::read(entry.resource),
		});
		if let Some(second) = patients.next() {
			return Err(FhirError::of(
				Fault::OtherPatient,
				&second.path,
				"is a second patient: split the bundle by patient",
			));
		}
		let mut claims = Vec::new();
		let mut seen = HashSet::new();
		let linked: Vec<Name> = about_links(document)
			.map(|(_, url)| Name::of_link(url))
			.filter(|name| seen.insert(name.clone()))
			.collect();
		if let Some((index, _)) = about_links(document).next() {
			claims.push(Claim { path: format!("{prefix}Bundle.link[{index}].url"), names: linked });
		}
		let mut note = |path: String, name: Option<Name>| {
			if let Some(name) = name.filter(|name| seen.insert(name.clone())) {
				let names = vec![name];
				claims.push(Claim { path, names });
			}
		};
		let mut fault = None;
		for entry in &entries {
			let from = entry.from(&kinds);
			traverse(entry.resource, &entry.path, &mut |found| {
				if found.kind == "Resource" && structure::kind(found.value) == Some("Patient") {
					note(found.path.written(), Some(Name::of_contained(found.value)));
				}
				if found.kind != "Reference" || fault.is_some() {
					return;
				}
				match named(found, &from) {
					Ok(None) => {}
					Ok(name) => note(found.path.written(), name),
					Err(found) => fault = Some(found),
				}
			});
		}
		match fault {
			Some(fault) => Err(fault),
			None => Ok(Self { patient, claims }),
		}
	}
}

/// A resource with its address and index.
struct Entry<'a> {
	path: String,
	full_url: Option<&'a str>,
	resource: &'a Value,
}

impl<'a> Entry<'a> {
	fn read(document: &'a Value, prefix: &str) -> Vec<Self> {
		let Some(entries) = document.get("entry").and_then(Value::as_array) else {
			let path = structure::kind(document).unwrap_or("document");
			return vec![Self {
				path: format!("{prefix}{path}"),
				full_url: None,
				resource: document,
			}];
		};
		let entries = entries.iter().enumerate().map(|(index, entry)| Self {
			path: format!("{prefix}Bundle.entry[{index}].resource"),
			full_url: entry.get("fullUrl").and_then(Value::as_str).and_then(address),
			resource: entry.get("resource").unwrap_or(&Value::Null),
		});
		entries.collect()
	}

	fn from<'u>(&self, kinds: &'u HashMap<&'a str, &'a str>) -> From<'a, 'u> {
		From { container: self.resource, full_url: self.full_url, kinds }
	}
}

/// The kinds of resources by their addresses: of the document's own, of its patient, and of what links name.
fn kinds<'a>(document: &'a Value, entries: &[Entry<'a>]) -> HashMap<&'a str, &'a str> {
	let others = kind_links(document);
	let about = about_links(document).filter_map(|(_, url)| match Target::read(url) {
		Target::Absolute(url) => Some((url, "Patient")),
		_ => None,
	});
	let own = entries.iter().filter_map(|entry| {
		let url = without_version(entry.full_url?);
		Some((url, structure::kind(entry.resource)?))
	});
	// The later counts: no link makes something else of the patient, or of a resource that is there.
	others.chain(about).chain(own).collect()
}

/// The links of a part of a bundle to its patient.
pub(crate) fn about_links(document: &Value) -> impl Iterator<Item = (usize, &str)> {
	links(document)
		.filter(|(_, relation, _)| *relation == ABOUT)
		.map(|(index, _, url)| (index, url))
}

/// What else the resources of a part are about: addresses and kinds.
fn kind_links(document: &Value) -> impl Iterator<Item = (&str, &str)> {
	links(document).filter_map(|(_, relation, url)| {
		let kind = relation.strip_prefix(ABOUT_KIND)?;
		let other = is_resource(kind) && kind != "Patient";
		other.then_some((without_version(url), kind))
	})
}

/// The links of a bundle: index, relation and URL.
fn links(document: &Value) -> impl Iterator<Item = (usize, &str, &str)> {
	let links = document.get("link").and_then(Value::as_array);
	links.into_iter().flatten().enumerate().filter_map(|(index, link)| {
		let text = |member: &str| link.get(member).and_then(Value::as_str);
		Some((index, text("relation")?, text("url")?))
	})
}

/// The links of a part that holds these entries of a bundle, by which it can be checked by itself: `about` is how the
/// bundle names its patient, to which come the part's own ways where nothing else in it joins them; and the kinds of
/// what is not the patient, which the whole bundle tells.
pub(crate) fn links_of_part(document: &Value, indices: &[usize], about: &[String]) -> Vec<Value> {
	let entries = Entry::read(document, "");
	let kinds = kinds(document, &entries);
	let has_patient = indices.iter().any(|index| {
		let entry = entries.get(*index);
		entry.is_some_and(|entry| structure::kind(entry.resource) == Some("Patient"))
	});
	let mut names: Vec<Name> = Vec::new();
	let mut seen = HashSet::new();
	let mut others = BTreeMap::new();
	for entry in indices.iter().filter_map(|index| entries.get(*index)) {
		let from = entry.from(&kinds);
		traverse(entry.resource, "", &mut |found| {
			let name = match found.kind {
				"Resource" if structure::kind(found.value) == Some("Patient") => {
					Some(Name::of_contained(found.value))
				}
				"Reference" => named(found, &from).ok().flatten(),
				_ => None,
			};
			if let Some(name) = name.filter(|name| seen.insert(name.clone())) {
				names.push(name);
			}
			if found.kind == "Reference"
				&& let Some((url, kind)) = other_subject(found, &from)
			{
				others.insert(url, kind);
			}
		});
	}
	for entry in indices.iter().filter_map(|index| entries.get(*index)) {
		if let Some(url) = entry.full_url {
			others.remove(without_version(url));
		}
	}
	let mut urls = match has_patient {
		true => Vec::new(),
		false => about.to_vec(),
	};
	if !has_patient && !agree_with(&urls, &names) {
		let patient = Person::of(document);
		for name in &names {
			let joined = !urls.is_empty() && agree_with(&urls, std::slice::from_ref(name));
			if let Some(url) =
				name.as_link(patient.as_ref()).filter(|url| !joined && !urls.contains(url))
			{
				urls.push(url);
			}
		}
	}
	let urls = urls.into_iter().map(|url| json!({ "relation": ABOUT, "url": url }));
	let others = others
		.into_iter()
		.map(|(url, kind)| json!({ "relation": format!("{ABOUT_KIND}{kind}"), "url": url }));
	urls.chain(others).collect()
}

/// Whether a part with these links to its patient, and these names in its resources, can be checked by itself.
fn agree_with(urls: &[String], names: &[Name]) -> bool {
	let linked: Vec<Name> = urls.iter().map(|url| Name::of_link(url)).collect();
	let claims = names.iter().filter(|name| !linked.contains(name));
	let claims = claims.map(|name| vec![name.clone()]);
	let linked = Some(linked.clone()).filter(|linked| !linked.is_empty());
	let claims = linked.into_iter().chain(claims).map(|names| Claim { path: String::new(), names });
	agree(claims.collect()).is_ok()
}

/// Adds a part's links to those of the parts before it; to its patient only when both parts name it alike.
pub(crate) fn add_links(links: &mut Vec<Value>, seen: &mut BTreeSet<String>, these: &[Value]) {
	let first = these.iter().find(|link| is_about(link));
	let alike = first.is_some_and(|link| seen.contains(&link.to_string()));
	let joins = alike || !links.iter().any(is_about);
	for link in these {
		if (joins || !is_about(link)) && seen.insert(link.to_string()) {
			links.push(link.clone());
		}
	}
}

fn is_about(link: &Value) -> bool {
	link.get("relation").and_then(Value::as_str) == Some(ABOUT)
}

/// The links that are left when parts are one again: none to what is among the entries.
pub(crate) fn links_of_joined(links: Vec<Value>, entries: &[Value]) -> Vec<Value> {
	let mut own: HashSet<&str> = HashSet::new();
	let mut has_patient = false;
	for entry in entries {
		own.extend(entry.get("fullUrl").and_then(Value::as_str).map(without_version));
		has_patient |= entry.get("resource").and_then(structure::kind) == Some("Patient");
	}
	let left = links.into_iter().filter(|link| {
		let text = |member: &str| link.get(member).and_then(Value::as_str).unwrap_or_default();
		match text("relation") {
			ABOUT => !has_patient,
			relation if relation.starts_with(ABOUT_KIND) => !own.contains(text("url")),
			_ => true,
		}
	});
	left.collect()
}

/// The address and the kind of what an element is about when that is not the patient, and the address alone does not
/// tell it.
fn other_subject<'a>(found: &Visited<'a, '_>, from: &From<'a, '_>) -> Option<(&'a str, &'a str)> {
	if !is_subject(found.element) && found.element.path != "Observation.focus" {
		return None;
	}
	let Target::Absolute(url) = Reference::read(found.value).target else {
		return None;
	};
	let kind = from.kinds.get(url).copied()?;
	let told = restful(url).map(|(_, told, _)| told);
	(kind != "Patient" && told != Some(kind)).then_some((url, kind))
}

/// Whether an element names whom its resource is about: one that leads to patients alone, or a
/// resource's own `subject` or `for`.
fn is_subject(element: &ElementMeta) -> bool {
	let references = element.types.iter().filter(|kind| kind.code == "Reference");
	let targets: Vec<&str> = references.flat_map(|kind| kind.target_names()).collect();
	if !targets.is_empty() && targets.iter().all(|target| *target == "Patient") {
		return true;
	}
	let any = targets.is_empty() && element.type_codes().any(|code| code == "Reference");
	let patient = any || targets.iter().any(|target| matches!(*target, "Patient" | "Resource"));
	match element.path.split_once('.') {
		Some((_, name)) => patient && matches!(name, "subject" | "for"),
		None => false,
	}
}

fn is_person(kind: &str) -> bool {
	matches!(kind, "RelatedPerson" | "Practitioner" | "PractitionerRole" | "Person")
}

/// The patient whom a reference names; `None` when it names none.
fn named<'a>(found: &Visited<'a, '_>, from: &From<'a, '_>) -> Result<Option<Name>, FhirError> {
	let element = found.element;
	if matches!(element.path, "Patient.link.other" | "Person.link.target") {
		// Another record of the same person.
		return Ok(None);
	}
	let reference = Reference::read(found.value);
	let (subject, focus) = (is_subject(element), element.path == "Observation.focus");
	match reference.kind(from) {
		Some("Patient") => {}
		Some(kind) if is_person(kind) && (subject || focus) => {
			return Err(FhirError::of(
				Fault::OtherPatient,
				found.path.written(),
				format!("is about another person, a {kind}"),
			));
		}
		None if subject => {}
		_ => return Ok(None),
	}
	let mut identifier = reference.identifier.clone();
	let key = match reference.target {
		Target::Contained("") => None,
		// The contained resource stands for itself.
		Target::Contained(id) => match reference.contained(from) {
			Some(_) => None,
			None => Some(Key::Text(format!("#{id}"))),
		},
		Target::Conditional { kind, query } => match searched(query) {
			Some(wanted) if kind == "Patient" && identifier.is_none() => {
				identifier = Some(wanted);
				None
			}
			_ => Some(Key::Text(format!("{kind}?{query}"))),
		},
		target => key(target, from.full_url),
	};
	Ok((key.is_some() || identifier.is_some()).then_some(Name { reference: key, identifier }))
}

/// Whether a resource is about something other than a patient.
fn is_about_other(from: &From) -> bool {
	let resource = from.container;
	let Some(elements) = structure::kind(resource).and_then(children) else {
		return false;
	};
	let extensions = resource.get("extension").and_then(Value::as_array);
	let by_code = extensions
		.into_iter()
		.flatten()
		.any(|extension| extension.get("url").and_then(Value::as_str) == Some(FOCUS_CODE));
	let kinds = |name: &str| {
		let references = match resource.get(name) {
			Some(Value::Array(items)) => items.iter().collect(),
			Some(reference) => vec![reference],
			None => Vec::new(),
		};
		let kinds = references.into_iter().map(|reference| Reference::read(reference).kind(from));
		kinds.collect::<Vec<_>>()
	};
	let mut subjects = elements
		.iter()
		.filter(|(_, element)| is_subject(element))
		.map(|(name, _)| kinds(name))
		.filter(|kinds| !kinds.is_empty());
	let other = |kind: &Option<&str>| kind.is_some_and(|kind| kind != "Patient");
	let focused = structure::kind(resource) == Some("Observation")
		&& kinds("focus").iter().any(|kind| *kind != Some("Patient"));
	by_code || focused || subjects.any(|kinds| kinds.iter().all(other))
}
