// SPDX-License-Identifier: Apache-2.0
//! What references say of whom they name, and whether two of them name one patient.

use super::{
	Fault, FhirError,
	person::{Identifier, Person},
	reference::{Target, restful, searched, without_version},
};
use serde_json::Value;

/// In how many ways the references of some documents may name one patient.
const MAX_FORMS: usize = 16;

/// A patient of whom a document has the resource.
pub(crate) struct Known<'a> {
	pub(crate) path: String,
	pub(crate) full_url: Option<String>,
	pub(crate) id: Option<&'a str>,
	pub(crate) person: Person,
}

/// A reference to a patient.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Name {
	pub(crate) reference: Option<Key>,
	pub(crate) identifier: Option<Identifier>,
}

impl Name {
	/// A contained `Patient` names whom it tells of, whether or not something refers to it.
	pub(crate) fn of_contained(patient: &Value) -> Self {
		Self { reference: Some(Key::Contained(Box::new(Person::read(patient)))), identifier: None }
	}

	/// Whom a link of a part names.
	pub(crate) fn of_link(url: &str) -> Self {
		let target = Target::read(url);
		let identifier = match target {
			Target::Conditional { kind: "Patient", query } => searched(&query.replace("%20", " ")),
			_ => None,
		};
		let unreadable = || Key::Text(url.to_owned());
		let reference = identifier.is_none().then(|| key(target, None).unwrap_or_else(unreadable));
		Self { reference, identifier }
	}

	/// A link that names the same; `None` where no URL can. A contained patient is named by an identifier of the
	/// bundle's own.
	pub(crate) fn as_link(&self, patient: Option<&Person>) -> Option<String> {
		if let Some(Key::Contained(person)) = &self.reference {
			let mut theirs = person.identifiers.iter();
			let shared = theirs.find(|theirs| {
				theirs.system.is_some() && patient.is_some_and(|patient| patient.has(theirs))
			});
			let name = Self { reference: None, identifier: Some(shared?.clone()) };
			return name.as_link(patient);
		}
		let link = match (&self.reference, &self.identifier) {
			(Some(Key::Url { id: Some(id), .. } | Key::Local(id)), _) => format!("Patient/{id}"),
			(Some(Key::Url { url, id: None }), _) => url.clone(),
			(_, Some(Identifier { system, value })) => {
				let system = system.as_deref().unwrap_or_default();
				format!("Patient?identifier={system}|{value}").replace(' ', "%20")
			}
			_ => return None,
		};
		let read = Self::of_link(&link);
		let same = match read.reference {
			Some(Key::Text(_)) => false,
			Some(_) => self.reference.is_some(),
			None => read.identifier == self.identifier,
		};
		(same && !link.contains(char::is_whitespace)).then_some(link)
	}
}

/// What a document says of whom it is about, and where.
pub(crate) struct Claim {
	/// Where it first stands.
	pub(crate) path: String,
	/// One name; or all that the links of a part give to its one patient.
	pub(crate) names: Vec<Name>,
}

/// Where a reference to a patient leads.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
	/// An address, and the id when it was made of a relative reference.
	Url { url: String, id: Option<String> },
	/// An id on a server that nothing names.
	Local(String),
	/// A contained `Patient`.
	Contained(Box<Person>),
	/// Something that can only be compared with itself.
	Text(String),
}

pub(crate) fn key(target: Target, full_url: Option<&str>) -> Option<Key> {
	Some(match target {
		Target::Absolute(url) => Key::Url { url: normal(url), id: None },
		Target::Relative { kind: "Patient", id } => match full_url.and_then(restful) {
			Some((root, _, _)) => {
				Key::Url { url: format!("{root}/Patient/{id}"), id: Some(id.to_owned()) }
			}
			None => Key::Local(id.to_owned()),
		},
		Target::Relative { kind, id } => Key::Text(format!("{kind}/{id}")),
		Target::Unreadable(text) => Key::Text(text.to_owned()),
		_ => return None,
	})
}

/// An address without version; UUIDs are written in either case.
pub(crate) fn normal(url: &str) -> String {
	let url = without_version(url);
	match url.starts_with("urn:uuid:") {
		true => url.to_ascii_lowercase(),
		false => url.to_owned(),
	}
}

impl Known<'_> {
	pub(crate) fn is_named_by(&self, claim: &Claim) -> bool {
		claim.names.iter().all(|name| self.has_name(name))
	}

	fn has_name(&self, name: &Name) -> bool {
		let own_url = self.full_url.as_deref();
		let referenced = name.reference.as_ref().map(|key| match key {
			Key::Url { url, id } => match own_url {
				Some(own) => own == url,
				// No address of its own: the id alone tells, a relative one or a UUID.
				None => {
					let uuid = url.strip_prefix("urn:uuid:");
					self.id.is_some() && self.id == id.as_deref().or(uuid)
				}
			},
			Key::Local(id) => match self.id {
				Some(own) => own == id,
				None => own_url.and_then(restful).is_some_and(|(_, _, own)| own == id),
			},
			Key::Contained(person) => self.person.is(person),
			Key::Text(_) => false,
		});
		let identified = name.identifier.as_ref().map(|identifier| {
			let others_of_system = || {
				let mut ours = self.person.identifiers.iter();
				ours.any(|ours| ours.system == identifier.system)
			};
			match (self.person.has(identifier), referenced) {
				(true, _) => true,
				// Another system's, beside a reference that leads to the patient.
				(false, Some(true)) => !others_of_system(),
				_ => false,
			}
		});
		referenced.unwrap_or(true) && identified.unwrap_or(true)
	}
}

impl Claim {
	pub(crate) fn refuse(&self, fault: Fault, problem: &str) -> FhirError {
		let reference = self.names.first().map(|name| &name.reference);
		let member = match reference {
			_ if self.path.ends_with(".url") => "",
			Some(Some(Key::Contained(_))) => "",
			Some(Some(_)) => ".reference",
			_ => ".identifier",
		};
		FhirError::of(fault, format!("{}{member}", self.path), problem)
	}
}

/// Whether references without a `Patient` all lead to the same.
pub(crate) fn agree(claims: Vec<Claim>) -> Result<(), FhirError> {
	let mut waiting = claims.into_iter();
	let Some(first) = waiting.next() else {
		return Ok(());
	};
	let mut waiting: Vec<Claim> = waiting.collect();
	let mut same = vec![first];
	// One that says more may join two of which neither tells anything of the other.
	while !waiting.is_empty() {
		let before = same.len();
		let mut left = Vec::new();
		for claim in waiting {
			let mut joins = false;
			for other in &same {
				match are_one(&claim, other) {
					Some(true) => joins = true,
					Some(false) => {
						let problem = format!("names another patient than {}", other.path);
						return Err(claim.refuse(Fault::OtherPatient, &problem));
					}
					None => {}
				}
			}
			match joins && same.len() < MAX_FORMS {
				true => same.push(claim),
				false => left.push(claim),
			}
		}
		if let Some(claim) = left.first().filter(|_| same.len() == before) {
			let problem = "nothing tells that this is the patient whom the others name";
			return Err(claim.refuse(Fault::UnresolvedPatient, problem));
		}
		waiting = left;
	}
	Ok(())
}

/// Whether two claims are of one patient; `None` when that can't be told. One that speaks against it is enough.
fn are_one(ours: &Claim, theirs: &Claim) -> Option<bool> {
	let pairs =
		ours.names.iter().flat_map(|our| theirs.names.iter().map(move |their| (our, their)));
	let told: Vec<bool> = pairs.filter_map(|(our, their)| are_same(our, their)).collect();
	(!told.is_empty()).then(|| told.iter().all(|same| *same))
}

/// Whether two names are one patient's; `None` when that can't be told.
fn are_same(ours: &Name, theirs: &Name) -> Option<bool> {
	if let (Some(ours), Some(theirs)) = (&ours.identifier, &theirs.identifier)
		&& ours.system.is_some()
		&& ours.system == theirs.system
	{
		return Some(ours.value == theirs.value);
	}
	let has = |contained: &Name, other: &Name| match (&contained.reference, &other.identifier) {
		(Some(Key::Contained(person)), Some(identifier)) => {
			identifier.system.is_some() && person.has(identifier)
		}
		_ => false,
	};
	if has(ours, theirs) || has(theirs, ours) {
		return Some(true);
	}
	match (ours.reference.as_ref()?, theirs.reference.as_ref()?) {
		(Key::Url { url: ours, .. }, Key::Url { url: theirs, .. }) => Some(ours == theirs),
		(Key::Local(ours), Key::Local(theirs)) => Some(ours == theirs),
		(Key::Url { url, .. }, Key::Local(id)) | (Key::Local(id), Key::Url { url, .. }) => {
			restful(url).map(|(_, _, of_url)| of_url == id)
		}
		(Key::Contained(ours), Key::Contained(theirs)) => {
			match (ours.is(theirs), ours.differs_from(theirs)) {
				(true, _) => Some(true),
				(false, Some(_)) => Some(false),
				(false, None) => None,
			}
		}
		(Key::Text(ours), Key::Text(theirs)) if ours == theirs => Some(true),
		_ => None,
	}
}
