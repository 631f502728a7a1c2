// SPDX-License-Identifier: Apache-2.0
//! FHIR documents: from their text to models' inputs, the way of every record.

use crate::models::{CARDS, inputs};
use salus_fhir::Bundle;
use serde_json::Value;

/// What is read comes back as it came; a bundle's parts can be read again, are of its patient and make it whole again;
/// models refuse or take them.
pub fn run(bytes: &[u8]) -> bool {
	let Ok(text) = std::str::from_utf8(bytes) else {
		return false;
	};
	let Ok(value) = salus_fhir::parse(text) else {
		return false;
	};
	assert_eq!(again(&value), value, "it does not come back");
	if let Ok(canonical) = salus_fhir::canonical(&value) {
		let canonical = String::from_utf8(canonical).expect("JSON is UTF-8");
		let again = salus_fhir::parse(&canonical).expect("the canonical form is JSON");
		let again = salus_fhir::canonical(&again).expect("the canonical form has one");
		assert_eq!(again, canonical.as_bytes());
	}
	if let Some((first, last)) = salus_fhir::data_period(&value) {
		assert!(first <= last, "its data end before they begin");
	}
	let _ = salus_fhir::security_labels(&value);
	// Whatever a record's author wrote, models meet it: nobody checks a bundle before they do.
	for card in CARDS.iter() {
		inputs(card, std::slice::from_ref(&value));
	}
	let Ok(bundle) = Bundle::from_value(value) else {
		return false;
	};
	let parts: Vec<Value> = bundle.split().into_iter().map(|(_, part)| part).collect();
	for part in &parts {
		Bundle::from_value(again(part)).expect("a part of a bundle is a bundle");
	}
	let whole: Vec<&Value> = parts.iter().collect();
	assert!(salus_fhir::subject::same_patient(&whole).is_ok(), "its parts are of two people");
	for card in CARDS.iter() {
		inputs(card, &parts);
	}
	// Whoever writes the marks of attachments themselves gets from it what they wrote.
	if !text.contains("salus") {
		let joined = Bundle::join(parts).expect("parts of one bundle go together");
		let entries = joined.get("entry").and_then(Value::as_array).map_or(0, Vec::len);
		assert_eq!(entries, bundle.resources().count(), "a resource is lost or doubled");
	}
	true
}

/// As whoever opens the record reads it.
fn again(value: &Value) -> Value {
	let text = String::from_utf8(salus_fhir::to_bytes(value)).expect("JSON is UTF-8");
	salus_fhir::parse(&text).expect("what was read can be read again")
}

pub fn seeds() -> Vec<Vec<u8>> {
	const SEEDS: &[&str] = &[
		include_str!("../seeds/documents/diabetes.json"),
		include_str!("../seeds/documents/round.json"),
		include_str!("../seeds/documents/lists.json"),
		include_str!("../seeds/documents/contained.json"),
		include_str!("../seeds/documents/nested.json"),
		include_str!("../seeds/documents/attachment.json"),
		include_str!("../seeds/documents/statement.json"),
	];
	SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect()
}
