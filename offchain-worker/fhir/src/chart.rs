// SPDX-License-Identifier: Apache-2.0
//! Which resources of a request's documents count: those about the patient, the newest versions alone.

use super::{subject, versions::keep_newest};
use serde_json::Value;

/// Why a value is absent, in the place of a primitive.
const ABSENT_REASON: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// A document, and the number of the record that it came from: a later record has a greater one.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
	/// The document.
	pub value: &'a Value,
	/// Its record's number.
	pub order: Option<u64>,
}

/// Why a resource, or a part of one, can't be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unusable {
	/// It has a modifier extension or implicit rules that Salus does not know.
	Modifier(String),
	/// Several versions of it are there, and nothing tells which is the newest.
	Versions(String),
	/// An element that is read has not the form that R4 gives it.
	Malformed(String),
}

/// A resource that counts.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
	pub path: String,
	pub resource: &'a Value,
	/// The index of its document among those read.
	pub document: usize,
	pub unusable: Option<Unusable>,
	full_url: Option<&'a str>,
	/// Its record's number, as [`Source::order`].
	pub order: Option<u64>,
}

impl<'a> Entry<'a> {
	/// The address of its place in a bundle.
	pub fn full_url(&self) -> Option<&'a str> {
		self.full_url
	}
}

/// The resources of one request's documents that count.
#[derive(Clone, Debug, Default)]
pub struct Chart<'a> {
	entries: Vec<Entry<'a>>,
}

impl<'a> Chart<'a> {
	/// Reads documents of one patient.
	pub fn read(sources: &[Source<'a>]) -> Self {
		let mut entries = Vec::new();
		for (document, source) in sources.iter().enumerate() {
			let prefix = match (sources.len(), source.order) {
				(1, _) => String::new(),
				(_, Some(record)) => format!("record {record}: "),
				(_, None) => format!("document {}: ", document.saturating_add(1)),
			};
			// A statement about a device, a group or a fetus is not one about the patient.
			let others = subject::about_others(source.value);
			let listed = source.value.get("entry").and_then(Value::as_array);
			// What changes the meaning of a bundle, or of an entry, changes that of all within.
			let whole = listed.and_then(|_| modifier(source.value));
			let mut push = |path: String, resource: &'a Value, full_url, around: Option<String>| {
				let changed = around.or_else(|| modifier(resource));
				entries.push(Entry {
					path,
					resource,
					document,
					unusable: changed.map(Unusable::Modifier),
					full_url,
					order: source.order,
				});
			};
			for (index, entry) in listed.into_iter().flatten().enumerate() {
				if let Some(resource) = entry.get("resource").filter(|_| !others.contains(&index)) {
					let full_url = entry.get("fullUrl").and_then(Value::as_str);
					push(
						format!("{prefix}Bundle.entry[{index}].resource"),
						resource,
						full_url,
						whole.clone().or_else(|| modifier(entry)),
					);
				}
			}
			if listed.is_none() && others.is_empty() {
				let name = text(source.value, "resourceType").unwrap_or("document");
				push(format!("{prefix}{name}"), source.value, None, None);
			}
		}
		keep_newest(&mut entries);
		Self { entries }
	}

	/// Documents of which nothing tells the order.
	pub fn of(documents: &[&'a Value]) -> Self {
		let sources = documents.iter().map(|&value| Source { value, order: None });
		Self::read(&sources.collect::<Vec<_>>())
	}

	/// The resources of one kind.
	pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Entry<'a>> {
		let is = move |entry: &&Entry<'_>| text(entry.resource, "resourceType") == Some(kind);
		self.entries.iter().filter(is)
	}
}

/// What of a resource or a part of it changes its meaning in a way that Salus does not know.
pub(crate) fn modifier(part: &Value) -> Option<String> {
	let rules = ["implicitRules", "_implicitRules"];
	if let Some(rules) = rules.iter().find_map(|name| part.get(*name)) {
		let rules = rules.as_str().unwrap_or("implicit rules without a URI");
		return Some(format!("implicitRules {rules}"));
	}
	let extension = part.get("modifierExtension")?;
	let url = extension.pointer("/0/url").and_then(Value::as_str);
	Some(format!("modifierExtension {}", url.unwrap_or("without a URL")))
}

/// The reason that stands in the place of a value: `dataAbsentReason`, or the extension of a primitive.
pub(crate) fn absent_reason(of: &Value) -> Option<String> {
	if let Some(code) = of.pointer("/coding/0/code").or_else(|| of.get("text")) {
		return Some(code.as_str()?.to_owned());
	}
	let extensions = of.get("extension").and_then(Value::as_array)?;
	extensions
		.iter()
		.find(|extension| text(extension, "url") == Some(ABSENT_REASON))
		.and_then(|extension| Some(text(extension, "valueCode")?.to_owned()))
}

pub(crate) fn text<'a>(of: &'a Value, member: &str) -> Option<&'a str> {
	of.get(member).and_then(Value::as_str)
}

/// The reference to a resource, if it has an id.
pub(crate) fn reference(resource: &Value) -> Option<String> {
	Some(format!("{}/{}", text(resource, "resourceType")?, text(resource, "id")?))
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn what_changes_a_meaning_is_named() {
		let extended = json!({ "modifierExtension": [{ "url": "urn:not" }] });
		assert_eq!(modifier(&extended).as_deref(), Some("modifierExtension urn:not"));
		let ruled = json!({ "implicitRules": "urn:rules" });
		assert_eq!(modifier(&ruled).as_deref(), Some("implicitRules urn:rules"));
		assert_eq!(modifier(&json!({ "extension": [{ "url": "urn:more" }] })), None);
	}
}
