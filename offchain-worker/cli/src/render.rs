// SPDX-License-Identifier: Apache-2.0
//! How answers look: as JSON for scripts, in the one form that `pallets/primitives/README.md` describes, and from that as
//! text for people.

use super::times;
use salus_chain::money;
use salus_primitives::Timestamp;
use serde_json::{Map, Value, json};

/// Members that hold the first moment after a period, shown as FHIR's `Period.end` has it: by the last one in it.
const ENDS: [&str; 2] = ["until", "eraseAt"];
/// Members of a provision whose empty list stands for every code of its kind.
const ALL_IF_EMPTY: [&str; 3] = ["actions", "categories", "purposes"];
/// What its empty list of compartments stands for: all in a denial, the general one in a permit. Data rule 7.
fn unnamed_compartments(provision: &Map<String, Value>) -> Value {
	match provision.get("effect").and_then(Value::as_str) {
		Some("deny") => json!("all"),
		_ => json!([0]),
	}
}

/// Members that hold FHIR, which is shown as it is.
const FHIR: [&str; 2] = ["document", "resource"];
/// Members that hold an amount in the chain's smallest unit.
const AMOUNTS: [&str; 7] = ["balance", "bond", "amount", "deposit", "held", "price", "earned"];

/// Text for people: names and values, lists as tables of lines, moments in the user's zone.
pub fn for_people(answer: &Value) -> String {
	let mut text = String::new();
	write(&mut text, &in_words("", answer), 0);
	text.trim_end().to_owned()
}

/// What a member of this name says, as people read it.
fn in_words(name: &str, value: &Value) -> Value {
	match value {
		Value::String(text) if AMOUNTS.contains(&name) => {
			text.parse().map_or_else(|_| value.clone(), |amount| json!(money::shown(amount)))
		}
		Value::String(text) => match text.parse::<Timestamp>() {
			Ok(Timestamp(end)) if ENDS.contains(&name) => json!(times::show_end(end)),
			Ok(Timestamp(at)) => json!(times::show(at)),
			Err(_) => value.clone(),
		},
		Value::Array(items) if items.is_empty() && ALL_IF_EMPTY.contains(&name) => json!("all"),
		Value::Array(items) => items.iter().map(|item| in_words(name, item)).collect(),
		Value::Object(members) => members
			.iter()
			.map(|(name, value)| {
				let in_words = match (name.as_str(), value) {
					(fhir, _) if FHIR.contains(&fhir) => value.clone(),
					("compartments", Value::Array(named)) if named.is_empty() => {
						unnamed_compartments(members)
					}
					_ => in_words(name, value),
				};
				(name.clone(), in_words)
			})
			.collect(),
		_ => value.clone(),
	}
}

fn write(text: &mut String, value: &Value, depth: usize) {
	match value {
		Value::Object(fields) => write_fields(text, fields, depth),
		Value::Array(items) if items.is_empty() => text.push_str("none\n"),
		Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
			let items: Vec<String> = items.iter().map(plain).collect();
			text.push_str(&items.join(", "));
			text.push('\n');
		}
		Value::Array(items) => {
			for item in items {
				text.push('\n');
				write(text, item, depth);
			}
		}
		other => {
			text.push_str(&plain(other));
			text.push('\n');
		}
	}
}

fn write_fields(text: &mut String, fields: &Map<String, Value>, depth: usize) {
	let shown: Vec<_> = fields.iter().filter(|(_, value)| !value.is_null()).collect();
	let width = shown.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
	for (name, value) in shown {
		text.push_str(&"  ".repeat(depth));
		let nested = value.is_object()
			|| value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
		if nested {
			text.push_str(name);
			text.push('\n');
			write(text, value, depth.saturating_add(1));
		} else {
			text.push_str(&format!("{name:width$}  "));
			write(text, value, depth);
		}
	}
}

fn plain(value: &Value) -> String {
	value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A table, each column as wide as its longest cell, without blanks at a line's end.
pub fn columns<const N: usize, Cell: AsRef<str>>(rows: &[[Cell; N]]) -> Vec<String> {
	let width = |column: usize| {
		let cells = rows.iter().filter_map(|row| row.get(column));
		cells.map(|cell| cell.as_ref().chars().count()).max().unwrap_or(0)
	};
	let widths: Vec<usize> = (0..N).map(width).collect();
	let line = |row: &[Cell; N]| {
		let cells = row.iter().map(Cell::as_ref).zip(&widths);
		let cells = cells.map(|(cell, width)| format!("{cell:width$}"));
		cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
	};
	rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn columns_are_as_wide_as_they_must_be() {
		assert_eq!(columns(&[["a", "bb", ""], ["cc", "d", "e"]]), ["a   bb", "cc  d   e"]);
		assert!(columns::<2, &str>(&[]).is_empty());
	}

	#[test]
	fn moments_are_shown_in_the_users_zone_and_ends_as_included() {
		let (at, end) = (1_795_867_200_000, 1_795_867_260_000);
		let answer = json!({ "from": Timestamp(at), "terms": { "until": Timestamp(end) } });
		let shown = for_people(&answer);
		for part in [times::show(at), times::show_end(end)] {
			assert!(shown.contains(&part), "{part}: {shown}");
		}
	}

	#[test]
	fn money_is_counted_in_tokens() {
		let answer =
			json!({ "balance": "12500000000000", "operator": { "bond": "2000000000000000" } });
		let shown = for_people(&answer);
		for part in ["12.5 SAL", "2000 SAL"] {
			assert!(shown.contains(part), "{shown}");
		}
	}

	#[test]
	fn a_denial_of_everything_is_not_shown_as_one_of_nothing() {
		let denial = json!({
			"effect": "deny",
			"actions": [], "categories": [], "purposes": [], "compartments": [], "records": [],
		});
		let shown = for_people(&denial);
		assert_eq!(shown.matches("all").count(), 4, "{shown}");
		assert_eq!(shown.matches("none").count(), 1, "{shown}");
		let permit = for_people(&json!({ "effect": "permit", "compartments": [] }));
		assert!(permit.contains("compartments  0"), "{permit}");
	}

	#[test]
	fn what_a_document_says_is_shown_as_it_is() {
		let written = "2026-11-28T12:00:00Z";
		let shown = for_people(&json!({ "document": { "issued": written } }));
		assert!(shown.contains(written), "{shown}");
	}
}
