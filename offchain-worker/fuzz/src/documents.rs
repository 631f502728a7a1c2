//! FHIR documents: from their text to models' inputs, the way of every record.

use crate::models::{CARDS, NOW, inputs};
use offchain_worker::fhir::{self, Bundle};

/// What is read comes back as it came; a bundle's parts are bundles; models refuse or take them.
pub fn run(bytes: &[u8]) -> bool {
	let Ok(text) = std::str::from_utf8(bytes) else {
		return false;
	};
	let Ok(value) = fhir::parse(text) else {
		return false;
	};
	let kept = String::from_utf8(fhir::to_bytes(&value)).expect("JSON is UTF-8");
	assert_eq!(
		fhir::parse(&kept).as_ref(),
		Ok(&value),
		"it does not come back"
	);
	if let Ok(canonical) = fhir::canonical(&value) {
		let canonical = String::from_utf8(canonical).expect("JSON is UTF-8");
		let again = fhir::parse(&canonical).expect("the canonical form is JSON");
		assert_eq!(
			fhir::canonical(&again).expect("is canonical"),
			canonical.as_bytes()
		);
	}
	let _ = fhir::latest_moment(&value);
	// Whatever a record's author wrote, models meet it: nobody checks a bundle before they do.
	for card in CARDS.iter() {
		inputs(card, std::slice::from_ref(&value));
	}
	let Ok(bundle) = Bundle::from_value(value) else {
		return false;
	};
	let parts: Vec<_> = bundle.split().into_iter().map(|(_, part)| part).collect();
	let count: usize = parts.iter().map(resources).sum();
	assert_eq!(
		count,
		bundle.resources().count(),
		"a resource is lost or doubled"
	);
	for part in &parts {
		Bundle::from_value(part.clone()).expect("a part of a bundle is a bundle");
	}
	for card in CARDS.iter() {
		inputs(card, &parts);
	}
	assert!(NOW > 0);
	true
}

fn resources(part: &serde_json::Value) -> usize {
	part.get("entry")
		.and_then(serde_json::Value::as_array)
		.map_or(0, Vec::len)
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
