// SPDX-License-Identifier: Apache-2.0
//! A FHIR document as people read it: each resource with what it is about, then all that it says, nothing left out but
//! what only machines read. Values stand as they were written.

mod page;
mod values;

pub use page::page;

use crate::render;
use serde_json::{Map, Value};
use values::text;

/// Members of a resource that only machines read.
const FOR_MACHINES: [&str; 5] = ["resourceType", "id", "meta", "contained", "implicitRules"];
/// Members that say what a resource is about, the first that is there.
const SUBJECTS: [&str; 7] =
	["code", "medicationCodeableConcept", "vaccineCode", "name", "title", "type", "description"];

/// One resource.
pub struct Section {
	/// What it is, and about what.
	title: String,
	/// Names and values.
	rows: Vec<(String, String)>,
}

/// The resources of a document: of a bundle its entries.
pub fn sections(document: &Value) -> Vec<Section> {
	let entries = document.get("entry").and_then(Value::as_array);
	let resources: Vec<&Value> = match entries {
		Some(entries) => entries.iter().filter_map(|entry| entry.get("resource")).collect(),
		None => vec![document],
	};
	let mut sections: Vec<Section> = Vec::new();
	for resource in resources.into_iter().filter_map(Value::as_object) {
		sections.push(Section::of(resource));
		let contained = resource.get("contained").and_then(Value::as_array).into_iter().flatten();
		sections.extend(contained.filter_map(Value::as_object).map(Section::of));
	}
	sections
}

impl Section {
	fn of(resource: &Map<String, Value>) -> Self {
		let kind = resource.get("resourceType").and_then(Value::as_str).unwrap_or("Resource");
		let subject = SUBJECTS.iter().find_map(|member| {
			Some((*member, text(resource.get(*member)?).filter(|text| !text.is_empty())?))
		});
		let title = match &subject {
			Some((_, about)) => format!("{}: {about}", words(kind)),
			None => words(kind),
		};
		let told = subject.map(|(member, _)| member);
		let rows = resource
			.iter()
			.filter(|(member, _)| {
				let member = member.as_str();
				!FOR_MACHINES.contains(&member) && Some(member) != told
			})
			.filter_map(|(member, value)| {
				// A narrative repeats what stands beside it, as HTML.
				let narrative = member == "text" && value.get("div").is_some();
				let shown = if narrative { None } else { text(value) };
				Some((words(member), shown.filter(|shown| !shown.is_empty())?))
			})
			.collect();
		Self { title, rows }
	}
}

/// A member's name, or a resource's, in words: `effectiveDateTime` is "effective date time".
fn words(name: &str) -> String {
	let mut words = String::with_capacity(name.len());
	for (index, letter) in name.trim_start_matches('_').chars().enumerate() {
		if letter.is_uppercase() && index > 0 {
			words.push(' ');
		}
		match index {
			0 => words.push(letter),
			_ => words.extend(letter.to_lowercase()),
		}
	}
	words
}

/// A document for a terminal, below what is told of it.
pub fn below(about: String, document: &Value) -> String {
	let mut lines = vec![about];
	for section in sections(document) {
		lines.push(String::new());
		lines.push(section.title);
		let rows: Vec<[String; 3]> =
			section.rows.into_iter().map(|(name, value)| [String::new(), name, value]).collect();
		lines.extend(render::columns(&rows));
	}
	lines.join("\n")
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	pub fn glucose() -> Value {
		json!({
			"resourceType": "Observation", "id": "o1", "meta": { "versionId": "1" }, "status": "final",
			"text": { "status": "generated", "div": "<div>Glucose</div>" },
			"code": { "coding": [{ "system": "http://loinc.org", "code": "2345-7", "display": "Glucose" }] },
			"effectiveDateTime": "2026-11-28T12:00:00Z",
			"valueQuantity": { "value": 182, "unit": "mg/dL", "system": "http://unitsofmeasure.org" },
			"subject": { "reference": "Patient/p1", "display": "Anna Muster" },
			"note": [{ "text": "fasting <b>12 h</b>" }],
		})
	}

	fn shown(document: Value) -> String {
		below("block  4".to_owned(), &document)
	}

	#[test]
	fn a_document_is_read_by_what_it_says_and_nothing_is_left_out() {
		let bundle = json!({ "resourceType": "Bundle", "entry": [{ "resource": glucose() }] });
		let text = shown(bundle);
		for part in [
			"block  4\n",
			"\nObservation: Glucose (2345-7)\n",
			"status",
			"final",
			"effective date time",
			// As it was written.
			"2026-11-28T12:00:00Z",
			"182 mg/dL",
			"Anna Muster",
			"fasting <b>12 h</b>",
		] {
			assert!(text.contains(part), "{part}: {text}");
		}
		for left_out in ["versionId", "<div>", "resourceType", "{"] {
			assert!(!text.contains(left_out), "{left_out}: {text}");
		}
	}

	#[test]
	fn what_a_resource_contains_follows_it() {
		let medication = json!({ "resourceType": "Medication", "code": { "text": "Metformin" } });
		let request = json!({
			"resourceType": "MedicationRequest", "status": "active", "contained": [medication],
			"medicationReference": { "reference": "#m" }, "doNotPerform": true, "unknownToUs": { "x": [1, 2.50] },
		});
		let text = shown(request);
		for part in [
			"\nMedication request\n",
			"\nMedication: Metformin",
			"do not perform",
			"true",
			"x 1; 2.5",
		] {
			assert!(text.contains(part), "{part}: {text}");
		}
	}
}
