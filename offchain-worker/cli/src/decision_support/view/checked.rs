// SPDX-License-Identifier: Apache-2.0
//! A check that found nothing wrong, for scripts and for a terminal.

use super::{super::person::Person, shown::quantity};
use crate::{render::columns, response::Show};
use salus_primitives::ModelId;
use serde::Serialize;

/// That a model can be run on records, and what it would take from them.
#[derive(Serialize)]
pub struct CheckedInputs {
	/// Always: a check that finds something wrong is a failure.
	pub checked: bool,
	pub model: ModelId,
	pub name: String,
	pub version: String,
	pub title: String,
	pub patient: Person,
	/// As of when.
	pub at: String,
	pub inputs: Vec<CheckedInput>,
	pub notes: Vec<String>,
}

/// An input as it would go in.
#[derive(Serialize)]
pub struct CheckedInput {
	pub feature: String,
	pub title: String,
	pub code: String,
	pub value: f64,
	pub unit: String,
	pub time: Option<String>,
	/// By then, in words.
	pub age: Option<String>,
	pub path: String,
	pub basis: Vec<String>,
}

impl Show for CheckedInputs {
	fn show(&self) -> String {
		let mut lines = vec![format!(
			"{} {} can be run on these records: {}",
			self.name, self.version, self.title
		)];
		lines.push(format!("patient: {}", self.patient.shown()));
		lines.extend(self.patient.death());
		lines.extend(self.notes.iter().map(|note| format!("note: {note}")));
		lines.push(String::new());
		let rows: Vec<[String; 3]> = self.inputs.iter().map(row).collect();
		lines.extend(columns(&rows));
		lines.push(String::new());
		lines.push(format!("as of {}; no operator was asked", self.at));
		lines.join("\n")
	}
}

fn row(input: &CheckedInput) -> [String; 3] {
	let value = quantity(&input.code, input.value, &input.unit);
	let when: Vec<&str> =
		[&input.time, &input.age].into_iter().filter_map(Option::as_deref).collect();
	[input.title.clone(), value, when.join(", ")]
}

#[cfg(test)]
mod tests {
	use super::*;

	fn input(title: &str, code: &str, value: f64, unit: &str) -> CheckedInput {
		CheckedInput {
			feature: title.to_lowercase(),
			title: title.into(),
			code: code.into(),
			value,
			unit: unit.into(),
			time: None,
			age: None,
			path: "Observation".into(),
			basis: Vec::new(),
		}
	}

	#[test]
	fn a_check_shows_each_input_with_time_and_age() {
		let patient = Person {
			account: "5Anna".into(),
			name: Some("Anna Muster".into()),
			..Person::default()
		};
		let pulse = CheckedInput {
			time: Some("2026-11-19T21:00:00Z".into()),
			age: Some("3 hours before".into()),
			..input("Pulse", "8867-4", 72.0, "/min")
		};
		let checked = CheckedInputs {
			checked: true,
			model: ModelId(0),
			name: "news2".into(),
			version: "1.1.0".into(),
			title: "A score".into(),
			patient,
			at: "2026-11-20T00:00:00Z".into(),
			inputs: vec![pulse, input("Sex", "Patient.gender", 0.0, "1")],
			notes: vec!["a note".into()],
		};
		let text = checked.show();
		let lines: Vec<&str> = text.lines().collect();
		assert_eq!(lines[0], "news2 1.1.0 can be run on these records: A score");
		assert_eq!((lines[1], lines[2]), ("patient: Anna Muster", "note: a note"));
		assert_eq!(lines[4], "Pulse  72 /min  2026-11-19T21:00:00Z, 3 hours before");
		assert_eq!(lines[5], "Sex    female");
	}
}
