// SPDX-License-Identifier: Apache-2.0
//! A check that found nothing wrong, for a terminal.

use super::{super::person::Person, shown::quantity};
use crate::render::columns;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Checked {
	checked: bool,
	name: String,
	version: String,
	title: String,
	patient: Person,
	at: String,
	inputs: Vec<Input>,
	notes: Vec<String>,
}

#[derive(Deserialize)]
struct Input {
	title: String,
	code: String,
	value: f64,
	unit: String,
	time: Option<String>,
	age: Option<String>,
}

/// The text of what `salus decision check` answers; nothing for other answers.
pub fn text(answer: &Value) -> Option<String> {
	let checked = Checked::deserialize(answer).ok().filter(|checked| checked.checked)?;
	let mut lines = vec![format!(
		"{} {} can be run on these records: {}",
		checked.name, checked.version, checked.title
	)];
	lines.push(format!("patient: {}", checked.patient.shown()));
	lines.extend(checked.patient.death());
	lines.extend(checked.notes.iter().map(|note| format!("note: {note}")));
	lines.push(String::new());
	let rows: Vec<[String; 3]> = checked
		.inputs
		.into_iter()
		.map(|input| {
			let value = quantity(&input.code, input.value, &input.unit);
			let when = input.time.into_iter().chain(input.age).collect::<Vec<_>>();
			[input.title, value, when.join(", ")]
		})
		.collect();
	lines.extend(columns(&rows));
	lines.push(String::new());
	lines.push(format!("as of {}; no operator was asked", checked.at));
	Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn a_check_shows_each_input_with_time_and_age() {
		let answer = json!({
			"checked": true, "model": 0, "name": "news2", "version": "1.1.0", "title": "A score",
			"patient": { "account": "5Anna", "name": "Anna Muster" }, "at": "2026-11-20T00:00:00Z",
			"notes": ["a note"],
			"inputs": [
				{
					"title": "Pulse", "code": "8867-4", "value": 72.0, "unit": "/min",
					"time": "2026-11-19T21:00:00Z", "age": "3 hours before",
				},
				{ "title": "Sex", "code": "Patient.gender", "value": 0.0, "unit": "1", "time": null, "age": null },
			],
		});
		let text = text(&answer).expect("it is a check");
		let lines: Vec<&str> = text.lines().collect();
		assert_eq!(lines[0], "news2 1.1.0 can be run on these records: A score");
		assert_eq!((lines[1], lines[2]), ("patient: Anna Muster", "note: a note"));
		assert_eq!(lines[4], "Pulse  72 /min  2026-11-19T21:00:00Z, 3 hours before");
		assert_eq!(lines[5], "Sex    female");
	}
}
