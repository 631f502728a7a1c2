// SPDX-License-Identifier: Apache-2.0
//! Who a `Patient` resource says the patient is, to tell two people apart on the writer's machine.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An identifier, such as a number of a national register or of a hospital.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Identifier {
	/// Whose numbers they are, as a URI.
	pub system: Option<String>,
	/// The number.
	pub value: String,
}

impl Identifier {
	/// Reads a FHIR `Identifier`; `None` without a value.
	pub(crate) fn read(identifier: &Value) -> Option<Self> {
		let text = |member: &str| {
			let text = identifier.get(member)?.as_str()?.trim();
			(!text.is_empty()).then(|| text.to_owned())
		};
		Some(Self { system: text("system"), value: text("value")? })
	}
}

/// A person, as far as a `Patient` resource tells. It is health data: keep it encrypted, on the writer's
/// machine only. Data rule 1.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Person {
	/// Identifiers, old ones too: one in common is enough.
	pub identifiers: Vec<Identifier>,
	/// The birth date, as exact as it is known.
	pub birth_date: Option<String>,
	/// Administrative gender: `male`, `female` or `other`; `None` when unknown.
	pub gender: Option<String>,
	/// Names, as people read them.
	pub names: Vec<String>,
}

impl Person {
	/// The person of a `Patient` resource, or of the patient in a bundle; `None` when there is none.
	pub fn of(document: &Value) -> Option<Self> {
		if super::structure::kind(document) == Some("Patient") {
			return Some(Self::read(document));
		}
		let entries = document.get("entry")?.as_array()?;
		entries
			.iter()
			.filter_map(|entry| entry.get("resource"))
			.find(|resource| super::structure::kind(resource) == Some("Patient"))
			.map(Self::read)
	}

	pub(crate) fn read(patient: &Value) -> Self {
		let list = |member: &str| {
			let items = patient.get(member).and_then(Value::as_array);
			items.into_iter().flatten()
		};
		let text = |member: &str| patient.get(member)?.as_str().map(str::to_owned);
		Self {
			identifiers: list("identifier").filter_map(Identifier::read).collect(),
			birth_date: text("birthDate"),
			gender: text("gender").filter(|gender| gender != "unknown"),
			names: list("name").filter_map(name).collect(),
		}
	}

	/// Why the other is certainly another person: an identifier of a system that both have and of which
	/// they share none, another birth date, another gender. Names change and are spelt in many ways:
	/// they decide nothing. `None` when nothing tells them apart, which may be for want of data.
	pub fn differs_from(&self, other: &Self) -> Option<String> {
		if !self.shares_identifier(other) {
			for ours in self.identifiers.iter().filter(|ours| ours.system.is_some()) {
				if other.identifiers.iter().any(|theirs| theirs.system == ours.system) {
					let system = ours.system.as_deref().unwrap_or_default();
					return Some(format!("another identifier of {system}"));
				}
			}
		}
		let differ = |ours: &Option<String>, theirs: &Option<String>| {
			// The less exact of two dates is the beginning of the other.
			matches!((ours, theirs), (Some(ours), Some(theirs))
				if !ours.starts_with(theirs.as_str()) && !theirs.starts_with(ours.as_str()))
		};
		if differ(&self.birth_date, &other.birth_date) {
			return Some("another birth date".into());
		}
		differ(&self.gender, &other.gender).then(|| "another gender".into())
	}

	/// Whether the other is certainly the same person: nothing tells them apart, and an identifier, or
	/// birth date and a name, are the same.
	pub fn is(&self, other: &Self) -> bool {
		let named = self.names.iter().any(|name| other.names.contains(name));
		let born = self.birth_date.is_some() && self.birth_date == other.birth_date;
		self.differs_from(other).is_none() && (self.shares_identifier(other) || (named && born))
	}

	fn shares_identifier(&self, other: &Self) -> bool {
		let mut ours = self.identifiers.iter();
		ours.any(|ours| ours.system.is_some() && other.identifiers.contains(ours))
	}

	pub(crate) fn has(&self, identifier: &Identifier) -> bool {
		self.identifiers.contains(identifier)
	}
}

fn name(name: &Value) -> Option<String> {
	let given = name.get("given").and_then(Value::as_array);
	let family = name.get("family");
	let parts: Vec<&str> =
		given.into_iter().flatten().chain(family).filter_map(Value::as_str).collect();
	match parts.is_empty() {
		true => name.get("text")?.as_str().map(str::to_owned),
		false => Some(parts.join(" ")),
	}
}
