//! A bundle: one patient's resources, split by category.

use super::{FhirError, Limits, category, json, limits, shape, structure, subject};
use fhir::r4::codes::BundleType;
use salus_primitives::Category;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

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
		let kind = value
			.get("resourceType")
			.and_then(Value::as_str)
			.unwrap_or("document");
		structure::check(&value)?;
		shape::check(&value, kind)?;
		if kind != "Bundle" {
			subject::check(&value)?;
			return Ok(Self {
				value: json!({
					"resourceType": "Bundle", "type": "collection", "entry": [{ "resource": value }],
				}),
			});
		}
		let known = value
			.get("type")
			.is_some_and(|kind| serde_json::from_value::<BundleType>(kind.clone()).is_ok());
		if !known {
			return Err(FhirError::new(
				"Bundle.type",
				"is no type of bundle that FHIR R4 knows",
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
		self.entries().filter_map(|(place, entry)| {
			Some((
				format!("Bundle.entry[{place}].resource"),
				entry.get("resource")?,
			))
		})
	}

	/// The patient, if the bundle has it.
	pub fn patient(&self) -> Option<&Value> {
		self.resources()
			.map(|(_, resource)| resource)
			.find(|resource| is(resource, "Patient"))
	}

	/// One bundle for each category that occurs, in the order of the categories; together they hold
	/// every resource once, as it came.
	///
	/// Each is a `collection`: what an entry says of how it was sent or found (`request`, `response`,
	/// `search`) belongs to the bundle that came and is left out, as are its id, total, links and
	/// signature. Tags, language, timestamp and members unknown to R4 go into each. A part without the
	/// patient gets a link to it, of relation `about`, so that it can still be told whose it is.
	pub fn split(&self) -> Vec<(Category, Value)> {
		let about = self.about();
		let mut parts: BTreeMap<Category, Vec<Value>> = BTreeMap::new();
		for (_, entry) in self.entries() {
			let Some(resource) = entry.get("resource") else {
				continue;
			};
			let mut kept = entry.clone();
			if let Some(members) = kept.as_object_mut() {
				members
					.retain(|name, _| !matches!(name.as_str(), "request" | "response" | "search"));
			}
			parts.entry(category(resource)).or_default().push(kept);
		}
		let left_out = [
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
		parts
			.into_iter()
			.map(|(category, entries)| {
				let mut part = Map::new();
				part.insert("resourceType".into(), "Bundle".into());
				for (name, value) in self.value.as_object().into_iter().flatten() {
					if !left_out.contains(&name.as_str()) {
						part.insert(name.clone(), value.clone());
					}
				}
				part.insert("type".into(), "collection".into());
				if let Some(url) = &about
					&& !entries.iter().any(|entry| holds_patient(entry))
				{
					let link = json!([{ "relation": subject::ABOUT, "url": url }]);
					part.insert("link".into(), link);
				}
				part.insert("entry".into(), Value::Array(entries));
				(category, Value::Object(part))
			})
			.collect()
	}

	/// How other documents name the patient: the address of the bundle's `Patient`, else its id, else
	/// what a part of a bundle that was split already says.
	fn about(&self) -> Option<String> {
		let patient = self.entries().find(|(_, entry)| holds_patient(entry));
		let text =
			|value: &Value, pointer: &str| value.pointer(pointer)?.as_str().map(str::to_owned);
		match patient {
			Some((_, entry)) => text(entry, "/fullUrl")
				.or_else(|| Some(format!("Patient/{}", text(entry, "/resource/id")?))),
			None => {
				let mut links = subject::about_links(&self.value);
				links.next().map(|(_, url)| url.to_owned())
			}
		}
	}

	fn entries(&self) -> impl Iterator<Item = (usize, &Value)> {
		self.value
			.get("entry")
			.and_then(Value::as_array)
			.into_iter()
			.flatten()
			.enumerate()
	}

	fn check_entries(&self) -> Result<(), FhirError> {
		if self.entries().next().is_none() {
			return Err(FhirError::new(
				"Bundle.entry",
				"is missing: the bundle holds nothing",
			));
		}
		self.entries()
			.try_for_each(|(place, entry)| match entry.get("resource") {
				Some(_) => Ok(()),
				None => Err(FhirError::new(
					format!("Bundle.entry[{place}].resource"),
					"is missing",
				)),
			})
	}
}

fn holds_patient(entry: &Value) -> bool {
	entry
		.get("resource")
		.is_some_and(|resource| is(resource, "Patient"))
}

fn is(resource: &Value, kind: &str) -> bool {
	resource.get("resourceType").and_then(Value::as_str) == Some(kind)
}
