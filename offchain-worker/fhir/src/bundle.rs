//! A bundle: one patient's resources, split by category.

use super::{FhirError, category, json, shape};
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
		Self::from_value(json::parse(text)?)
	}

	/// The same for JSON that was read already.
	pub fn from_value(value: Value) -> Result<Self, FhirError> {
		let kind = value
			.get("resourceType")
			.and_then(Value::as_str)
			.unwrap_or("document");
		shape::check(&value, kind)?;
		if kind != "Bundle" {
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
		bundle.check_patient()?;
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
	/// signature. Tags, language, timestamp and members unknown to R4 go into each.
	pub fn split(&self) -> Vec<(Category, Value)> {
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
				part.insert("entry".into(), Value::Array(entries));
				(category, Value::Object(part))
			})
			.collect()
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

	/// A bundle is about one patient: who writes another's data into a record harms both.
	fn check_patient(&self) -> Result<(), FhirError> {
		let mut patients = self.entries().filter(|(_, entry)| {
			entry
				.get("resource")
				.is_some_and(|resource| is(resource, "Patient"))
		});
		let Some((_, patient)) = patients.next() else {
			return Ok(());
		};
		if let Some((place, _)) = patients.next() {
			let path = format!("Bundle.entry[{place}].resource");
			return Err(FhirError::new(
				path,
				"is a second patient: split the bundle by patient",
			));
		}
		let full_url = patient.get("fullUrl").and_then(Value::as_str);
		let id = patient.pointer("/resource/id").and_then(Value::as_str);
		for (path, resource) in self.resources() {
			for member in ["subject", "patient"] {
				let Some(reference) = resource
					.pointer(&format!("/{member}/reference"))
					.and_then(Value::as_str)
				else {
					continue;
				};
				if names_another(reference, full_url, id) && !self.holds(reference) {
					return Err(FhirError::new(
						format!("{path}.{member}.reference"),
						"names a patient who is not the bundle's",
					));
				}
			}
		}
		Ok(())
	}

	/// Whether the reference leads to an entry other than the patient: a group or a device.
	fn holds(&self, reference: &str) -> bool {
		self.entries().any(|(_, entry)| {
			entry.get("fullUrl").and_then(Value::as_str) == Some(reference)
				&& entry
					.get("resource")
					.is_some_and(|resource| !is(resource, "Patient"))
		})
	}
}

/// Whether a reference certainly leads to a patient with another id or address.
fn names_another(reference: &str, full_url: Option<&str>, id: Option<&str>) -> bool {
	let reference = reference.split("/_history/").next().unwrap_or(reference);
	if full_url == Some(reference) {
		return false;
	}
	if let Some(uuid) = reference.strip_prefix("urn:uuid:") {
		return full_url.is_some_and(|url| url.starts_with("urn:uuid:")) || id != Some(uuid);
	}
	let mut parts = reference.rsplit('/');
	match (parts.next(), parts.next(), id) {
		(Some(last), Some("Patient"), Some(id)) => last != id,
		_ => false,
	}
}

fn is(resource: &Value, kind: &str) -> bool {
	resource.get("resourceType").and_then(Value::as_str) == Some(kind)
}
