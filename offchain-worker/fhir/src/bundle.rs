// SPDX-License-Identifier: Apache-2.0
//! A bundle: one patient's resources, split by category.

use super::{
	FhirError, Limits, attachments, category, json, limits, reference::address, shape, structure,
	subject,
};
use fhir::r4::codes::BundleType;
use salus_primitives::Category;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What goes into one part: entries, and the indices of those that were in the bundle.
#[derive(Default)]
struct Part {
	indices: Vec<usize>,
	entries: Vec<Value>,
}

/// A FHIR R4 bundle of one patient's resources, in the JSON that came in.
#[derive(Clone, PartialEq, Debug)]
pub struct Bundle {
	value: Value,
}

impl Bundle {
	/// Reads and checks a bundle, or a single resource, which is then put into a bundle of its own.
	pub fn parse(text: &str) -> Result<Self, FhirError> {
		Self::from_checked(json::parse(text)?)
	}

	/// The same for JSON that was read already.
	pub fn from_value(value: Value) -> Result<Self, FhirError> {
		limits::check(&value, &Limits::FILE)?;
		Self::from_checked(value)
	}

	/// The same for JSON that is known to be within [`limits`].
	fn from_checked(value: Value) -> Result<Self, FhirError> {
		let kind = value.get("resourceType").and_then(Value::as_str).unwrap_or("document");
		structure::check(&value)?;
		shape::check(&value, kind)?;
		if kind != "Bundle" {
			subject::check(&value)?;
			let value = json!({
				"resourceType": "Bundle", "type": "collection", "entry": [{ "resource": value }],
			});
			// Within a bundle it lies deeper, and must be read again.
			limits::check(&value, &Limits::FILE)?;
			return Ok(Self { value });
		}
		let known = value
			.get("type")
			.is_some_and(|kind| serde_json::from_value::<BundleType>(kind.clone()).is_ok());
		if !known {
			return Err(FhirError::new(
				"Bundle.type",
				"is not a type of bundle that FHIR R4 knows",
			));
		}
		let bundle = Self { value };
		bundle.check_entries()?;
		subject::check(&bundle.value)?;
		Ok(bundle)
	}

	/// The bundle as it came.
	pub fn value(&self) -> &Value {
		&self.value
	}

	/// The resources with their paths.
	pub fn resources(&self) -> impl Iterator<Item = (String, &Value)> {
		self.entries().filter_map(|(index, entry)| {
			Some((format!("Bundle.entry[{index}].resource"), entry.get("resource")?))
		})
	}

	/// The patient, if the bundle has it.
	pub fn patient(&self) -> Option<&Value> {
		self.resources().map(|(_, resource)| resource).find(|resource| is(resource, "Patient"))
	}

	/// The categories of its resources.
	pub fn categories(&self) -> BTreeSet<Category> {
		let resources = self.resources();
		resources.map(|(_, resource)| category(resource)).collect()
	}

	/// One bundle for each category that occurs, in the order of the categories; together they hold
	/// every resource once, as it came. Attachments of more than [`crate::MAX_INLINE_CHARACTERS`] go into
	/// a second bundle of the same category, right after the first: [`Self::join`] puts them back.
	///
	/// Each is a `collection`: what an entry says of how it was sent or found (`request`, `response`,
	/// `search`) belongs to the bundle that came and is left out, as are its id, total, links and
	/// signature. Tags, language, timestamp and members unknown to R4 go into each. A part without the
	/// patient gets links to it, of relation `about`, and every part links to the kinds of what else its
	/// resources are about, so that it can still be told whose it is.
	pub fn split(&self) -> Vec<(Category, Value)> {
		let about = self.about();
		let mut parts: BTreeMap<Category, (Part, Part)> = BTreeMap::new();
		for (index, entry) in self.entries() {
			let Some(resource) = entry.get("resource") else {
				continue;
			};
			let category = category(resource);
			let (values, attached) = parts.entry(category).or_default();
			if attachments::is_attachment(entry) {
				attached.indices.push(index);
				attached.entries.push(entry.clone());
				continue;
			}
			let mut kept = entry.clone();
			if let Some(members) = kept.as_object_mut() {
				members
					.retain(|name, _| !matches!(name.as_str(), "request" | "response" | "search"));
			}
			if let Some(resource) = kept.get_mut("resource") {
				attached.entries.extend(attachments::take(resource, category));
			}
			values.indices.push(index);
			values.entries.push(kept);
		}
		let parts = parts.into_iter().flat_map(|(category, (values, attached))| {
			[values, attached]
				.into_iter()
				.filter(|part| !part.entries.is_empty())
				.map(move |part| (category, part))
		});
		parts.map(|(category, part)| (category, self.part(part, &about))).collect()
	}

	/// The parts of one bundle in one again, attachments where they were taken from: of all parts what
	/// [`Self::split`] was given, but for the order of the categories and for what it leaves out. A part
	/// whose attachments are not given keeps the marks in their places.
	pub fn join(parts: Vec<Value>) -> Result<Value, FhirError> {
		let mut whole = Map::new();
		let (mut links, mut seen) = (Vec::new(), BTreeSet::new());
		let (mut values, mut attached) = (Vec::new(), Vec::new());
		for part in parts {
			let Value::Object(mut members) = part else {
				return Err(FhirError::new("document", "must be an object"));
			};
			let entries = match members.insert("entry".into(), Value::Null) {
				Some(Value::Array(entries)) => entries,
				_ => return Err(FhirError::new("Bundle.entry", "must be a list")),
			};
			for entry in entries {
				match attachments::is_attachment(&entry) {
					true => attached.push(entry),
					false => values.push(entry),
				}
			}
			if let Some(Value::Array(these)) = members.get("link") {
				subject::add_links(&mut links, &mut seen, these);
			}
			if whole.is_empty() {
				whole = members;
			}
		}
		let entries = attachments::put_back(values, attached)?;
		match subject::links_of_joined(links, &entries) {
			links if links.is_empty() => whole.shift_remove("link"),
			links => whole.insert("link".into(), Value::Array(links)),
		};
		whole.insert("entry".into(), Value::Array(entries));
		Ok(Value::Object(whole))
	}

	/// A bundle of some of the entries.
	fn part(&self, Part { indices, entries }: Part, about: &[String]) -> Value {
		const LEFT_OUT: &[&str] = &[
			"resourceType",
			"type",
			"_type",
			"entry",
			"id",
			"total",
			"_total",
			"link",
			"signature",
		];
		let mut part = Map::new();
		part.insert("resourceType".into(), "Bundle".into());
		for (name, value) in self.value.as_object().into_iter().flatten() {
			if !LEFT_OUT.contains(&name.as_str()) {
				part.insert(name.clone(), value.clone());
			}
		}
		part.insert("type".into(), "collection".into());
		let links = subject::links_of_part(&self.value, &indices, about);
		if !links.is_empty() {
			part.insert("link".into(), Value::Array(links));
		}
		part.insert("entry".into(), Value::Array(entries));
		Value::Object(part)
	}

	/// How other documents name the patient: the address of the bundle's `Patient`, else its id, else
	/// what a part of a bundle that was split already says.
	fn about(&self) -> Vec<String> {
		let patient = self.entries().find(|(_, entry)| holds_patient(entry));
		let text =
			|value: &Value, pointer: &str| value.pointer(pointer)?.as_str().map(str::to_owned);
		match patient {
			Some((_, entry)) => text(entry, "/fullUrl")
				.filter(|url| address(url).is_some())
				.or_else(|| Some(format!("Patient/{}", text(entry, "/resource/id")?)))
				.into_iter()
				.collect(),
			None => {
				let links = subject::about_links(&self.value);
				links.map(|(_, url)| url.to_owned()).collect()
			}
		}
	}

	fn entries(&self) -> impl Iterator<Item = (usize, &Value)> {
		self.value.get("entry").and_then(Value::as_array).into_iter().flatten().enumerate()
	}

	fn check_entries(&self) -> Result<(), FhirError> {
		if self.entries().next().is_none() {
			return Err(FhirError::new("Bundle.entry", "is missing: the bundle holds nothing"));
		}
		self.entries().try_for_each(|(index, entry)| match entry.get("resource") {
			Some(_) => Ok(()),
			None => Err(FhirError::new(format!("Bundle.entry[{index}].resource"), "is missing")),
		})
	}
}

fn holds_patient(entry: &Value) -> bool {
	entry.get("resource").is_some_and(|resource| is(resource, "Patient"))
}

fn is(resource: &Value, kind: &str) -> bool {
	resource.get("resourceType").and_then(Value::as_str) == Some(kind)
}
