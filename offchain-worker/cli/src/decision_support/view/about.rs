// SPDX-License-Identifier: Apache-2.0
//! A model and what its card says, for a terminal.

use serde_json::Value;

/// The text of what `salus decision model show` answers; nothing for other answers.
pub fn text(answer: &Value) -> Option<String> {
	let about = answer.get("about")?;
	let of = |value: &Value, member: &str| plain(value.get(member));
	let mut lines = vec![
		format!("{} {}: {}", of(answer, "name"), of(answer, "version"), of(answer, "title")),
		format!(
			"model {}, {}, made from {}; declared by {} operators, {} are asked and {} must agree",
			of(answer, "id"),
			of(answer, "state"),
			of(answer, "evidence"),
			of(answer, "declared"),
			of(answer, "operators"),
			of(answer, "quorum")
		),
	];
	lines.extend(list(answer, "note", "note: "));
	lines.extend(list(about, "demonstration", ""));
	lines.push(format!(
		"says: {} ({} in {} steps)",
		of(about, "meaning"),
		of(about, "kind"),
		of(about, "steps")
	));
	lines.push(format!("for: {} By: {}", of(about, "intendedUse"), of(about, "users")));
	lines.extend(list(about, "notFor", "not for: "));
	lines.extend(list(about, "fromAge", "not for people younger than "));
	lines.extend(list(about, "requires", "only with: "));
	lines.extend(list(about, "excludes", "not with: "));
	lines.push(String::new());
	lines.push("inputs".into());
	for input in about.get("inputs").and_then(Value::as_array).into_iter().flatten() {
		let details = [("plausible", ""), ("unit", ""), ("validFor", "valid for ")];
		let details: Vec<String> = details
			.iter()
			.filter_map(|(member, prefix)| {
				Some(format!("{prefix}{}", input.get(*member)?.as_str()?))
			})
			.collect();
		let details = match details.is_empty() {
			true => "yes or no".to_owned(),
			false => details.join(" "),
		};
		lines.push(format!("  {}: {details}, from {}", of(input, "title"), of(input, "from")));
		lines.extend(list(input, "codes", "    "));
	}
	if let Some(round) = about.get("round").filter(|round| !round.is_null()) {
		lines.push(format!(
			"  all within {} minutes of one another, none older than {} minutes",
			of(round, "withinMinutes"),
			of(round, "refusedAfterMinutes")
		));
	}
	lines.extend(list(about, "notedAfterDays", "  noted when older than so many days: "));
	lines.push(String::new());
	for band in about.get("bands").and_then(Value::as_array).into_iter().flatten() {
		let name = band.get("name").and_then(Value::as_str).unwrap_or("no name");
		lines.push(format!("{}: {name}", of(band, "range")));
	}
	for direct in about.get("measuredBy").and_then(Value::as_array).into_iter().flatten() {
		lines.push(format!(
			"shown beside it: {}, {} from {}",
			of(direct, "title"),
			of(direct, "means"),
			of(direct, "from")
		));
	}
	lines.extend(list(about, "caveats", "bear in mind: "));
	lines.extend(list(about, "acknowledgement", ""));
	Some(lines.join("\n"))
}

/// A line for a value, or for each of several; none where there is none.
fn list(value: &Value, member: &str, prefix: &str) -> Vec<String> {
	match value.get(member) {
		None | Some(Value::Null) => Vec::new(),
		Some(Value::Array(items)) => {
			items.iter().map(|item| format!("{prefix}{}", plain(Some(item)))).collect()
		}
		one => vec![format!("{prefix}{}", plain(one))],
	}
}

fn plain(value: Option<&Value>) -> String {
	match value {
		None | Some(Value::Null) => "unknown".to_owned(),
		Some(Value::String(text)) => text.clone(),
		Some(other) => other.to_string(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn a_model_is_told_with_inputs_and_whom_it_is_not_for() {
		let answer = json!({
			"id": 3, "name": "m", "version": "1.0.0", "title": "A model", "state": "approved",
			"evidence": "people", "declared": 3, "operators": 3, "quorum": 2, "note": null,
			"about": {
				"meaning": "probability of it", "kind": "probability", "steps": 10_000,
				"intendedUse": "A test.", "users": "Testers.", "notFor": ["Others."],
				"excludes": ["Diabetes mellitus (73211009)"], "caveats": ["Few people."], "requires": null,
				"inputs": [
					{
						"title": "Pulse", "from": "Observation", "codes": ["LOINC 8867-4"], "unit": "/min",
						"plausible": "10 to 300", "validFor": null,
					},
					{ "title": "Smokes", "from": "Observation", "codes": [], "unit": null, "plausible": null },
				],
				"bands": [{ "name": null, "range": "below 0.1" }],
			},
		});
		let text = text(&answer).expect("it is a model");
		for line in [
			"m 1.0.0: A model",
			"model 3, approved, made from people; declared by 3 operators, 3 are asked and 2 must agree",
			"not for: Others.",
			"not with: Diabetes mellitus (73211009)",
			"  Pulse: 10 to 300 /min, from Observation",
			"    LOINC 8867-4",
			"  Smokes: yes or no, from Observation",
			"below 0.1: no name",
			"bear in mind: Few people.",
		] {
			assert!(text.lines().any(|told| told == line), "{line:?} is not in\n{text}");
		}
		assert!(!text.contains("only with") && !text.contains("unknown"), "{text}");
	}
}
