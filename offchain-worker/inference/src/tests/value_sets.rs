// SPDX-License-Identifier: Apache-2.0
//! The codes of the cards.

use super::{score::NEWS2, *};

fn cards() -> [&'static Model; 5] {
	[&MODEL, &INFARCTION, &HEAD_INJURY, &CARDIOVASCULAR, &NEWS2]
}

/// Whether its last digit is the check digit that SNOMED CT's identifiers have (Verhoeff): products in the dihedral
/// group of ten, whose elements are turns (0 to 4) and reflections (5 to 9).
fn is_identifier(code: &str) -> bool {
	let product = |a: u32, b: u32| match (a < 5, b < 5) {
		(true, true) => (a + b) % 5,
		(true, false) => 5 + (a + b - 5) % 5,
		(false, true) => 5 + (a - 5 + 5 - b) % 5,
		(false, false) => (a + 5 - b) % 5,
	};
	let moved = |digit: u32| [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][digit as usize];
	let digits = code.chars().rev().map(|digit| digit.to_digit(10).unwrap());
	let check = digits.enumerate().fold(0, |check, (index, digit)| {
		let digit = (0..index % 8).fold(digit, |digit, _| moved(digit));
		product(check, digit)
	});
	(6..=18).contains(&code.len()) && check == 0
}

/// Every SNOMED CT code in a card, by the members that hold such.
fn collect(card: &Value, of_snomed: bool, found: &mut Vec<String>) {
	match card {
		Value::Object(members) => {
			let system = members.get("system").and_then(Value::as_str);
			let of_snomed = system.map_or(of_snomed, |system| system == codes::SNOMED);
			if let (true, Some(code)) = (of_snomed, members.get("code").and_then(Value::as_str)) {
				found.push(code.to_owned());
			}
			for (name, member) in members {
				match (name.as_str(), member) {
					("snomed", Value::Array(codes)) => {
						found.extend(codes.iter().map(|code| code.as_str().unwrap().to_owned()));
					}
					("snomed", Value::String(code)) => found.push(code.clone()),
					("icd10", _) => {}
					_ => collect(member, of_snomed, found),
				}
			}
		}
		Value::Array(items) => items.iter().for_each(|item| collect(item, of_snomed, found)),
		_ => {}
	}
}

#[test]
fn every_snomed_code_of_a_card_has_its_check_digit() {
	assert!(is_identifier("73211009") && is_identifier("1104311000000102"));
	assert!(!is_identifier("73211008") && !is_identifier("37211009"));
	for model in cards() {
		let card: Value = serde_json::from_slice(model.card_bytes()).unwrap();
		let mut codes = Vec::new();
		collect(&card, false, &mut codes);
		let wrong: Vec<_> = codes.iter().filter(|code| !is_identifier(code)).collect();
		assert!(wrong.is_empty(), "{model:?}: {wrong:?}");
	}
}

#[test]
fn all_cards_know_diabetes_by_one_list() {
	let Some(asked) =
		CARDIOVASCULAR.card().features.iter().find(|feature| feature.name == "diabetes")
	else {
		panic!("the equation asks for diabetes");
	};
	let card::Source::Condition(listed) = &asked.source else {
		panic!("by the problem list");
	};
	let excluded = &MODEL.card().excluded_conditions.codes;
	for known in &listed.codes {
		assert!(excluded.iter().any(|code| code.code == known.code), "{}", known.code);
	}
	assert!(listed.codes.len() > 150);
}
