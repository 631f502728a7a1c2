// SPDX-License-Identifier: Apache-2.0
//! Values of FHIR's data types as people write them.

use serde_json::{Map, Value};

/// Members that only machines read.
const FOR_MACHINES: [&str; 3] = ["id", "system", "userSelected"];

/// A value in one line; nothing of what says nothing.
pub fn text(value: &Value) -> Option<String> {
	match value {
		Value::Null => None,
		Value::String(text) => Some(text.clone()),
		Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
		Value::Array(items) => joined(items.iter().filter_map(text), "; "),
		Value::Object(members) => of_type(members).or_else(|| every(members)),
	}
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> Option<String> {
	let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
	(!parts.is_empty()).then(|| parts.join(between))
}

/// By the form of the data types that are met most. Only where nothing else is in it: what has more is shown whole.
fn of_type(members: &Map<String, Value>) -> Option<String> {
	let only = |known: &[&str]| members.keys().all(|name| known.contains(&name.as_str()));
	let member = |name: &str| members.get(name).and_then(text);
	if members.contains_key("value") && only(&["value", "comparator", "unit", "code", "system"]) {
		let unit = member("unit").or_else(|| member("code"));
		let value =
			[member("comparator"), member("value")].into_iter().flatten().collect::<String>();
		return joined([Some(value), unit].into_iter().flatten(), " ");
	}
	if only(&["coding", "text"]) {
		return concept(member("text"), members.get("coding"));
	}
	if members.contains_key("code")
		&& only(&["code", "system", "display", "version", "userSelected"])
	{
		return Some(coded(members));
	}
	if only(&["start", "end"]) {
		let (start, end) = (member("start"), member("end"));
		return Some(format!("{} to {}", start.unwrap_or_default(), end.unwrap_or_default()));
	}
	if members.contains_key("reference") && only(&["reference", "display", "type"]) {
		return member("display").or_else(|| member("reference"));
	}
	if let Some(data) = members.get("data").and_then(Value::as_str) {
		let mut others = members.clone();
		others.shift_remove("data");
		let length = format!("{} characters of base64", data.len());
		return joined([every(&others), Some(length)].into_iter().flatten(), ", ");
	}
	None
}

/// A concept: its text, else what its codes are called, with the codes.
fn concept(text: Option<String>, coding: Option<&Value>) -> Option<String> {
	let coding = coding.and_then(Value::as_array).into_iter().flatten();
	let codes: Vec<&Map<String, Value>> = coding.filter_map(Value::as_object).collect();
	match text {
		Some(text) => {
			let codes = codes.iter().filter_map(|one| one.get("code")?.as_str().map(str::to_owned));
			match joined(codes, ", ") {
				Some(codes) => Some(format!("{text} ({codes})")),
				None => Some(text),
			}
		}
		None => joined(codes.into_iter().map(coded), "; "),
	}
}

fn coded(coding: &Map<String, Value>) -> String {
	let member = |name: &str| coding.get(name).and_then(Value::as_str).unwrap_or_default();
	match (member("display"), member("code")) {
		("", code) => code.to_owned(),
		(display, "") => display.to_owned(),
		(display, code) => format!("{display} ({code})"),
	}
}

/// Every member with its name.
fn every(members: &Map<String, Value>) -> Option<String> {
	let parts = members.iter().filter(|(name, _)| !FOR_MACHINES.contains(&name.as_str()));
	joined(
		parts.filter_map(|(name, value)| Some(format!("{} {}", super::words(name), text(value)?))),
		", ",
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn shown(value: Value) -> String {
		text(&value).unwrap_or_default()
	}

	#[test]
	fn data_types_are_shown_as_people_write_them() {
		for (value, expected) in [
			(
				json!({ "value": 5.4, "comparator": "<", "unit": "mmol/L", "code": "mmol/L" }),
				"<5.4 mmol/L",
			),
			(json!({ "text": "Fever", "coding": [{ "code": "R50.9" }] }), "Fever (R50.9)"),
			(
				json!({ "coding": [{ "code": "A", "display": "One" }, { "code": "B" }] }),
				"One (A); B",
			),
			(json!({ "start": "2026-01-01" }), "2026-01-01 to "),
			(json!({ "reference": "Patient/1" }), "Patient/1"),
			(json!([{ "text": "a" }, { "text": "b" }]), "a; b"),
			(json!({ "family": "Muster", "given": ["Anna"] }), "family Muster, given Anna"),
			(
				json!({ "contentType": "application/pdf", "data": "AAAA" }),
				"content type application/pdf, 4 characters of base64",
			),
			(json!({}), ""),
			(json!(null), ""),
		] {
			assert_eq!(shown(value.clone()), expected, "{value}");
		}
	}

	#[test]
	fn what_a_type_does_not_know_is_shown_all_the_same() {
		let value =
			json!({ "value": 5, "unit": "mg", "extension": [{ "valueString": "estimated" }] });
		let text = shown(value);
		assert!(text.contains("value 5") && text.contains("estimated"), "{text}");
	}
}
