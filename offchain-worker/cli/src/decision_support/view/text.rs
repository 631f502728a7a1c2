// SPDX-License-Identifier: Apache-2.0
//! A result for a terminal.

use super::View;
use crate::render::columns;

/// The width of the longest bar, in characters.
const WIDTH: f64 = 24.0;

impl View {
	/// Warnings, whose it is, the answer, what stands beside it, why, what went in, and what to bear in mind.
	pub fn text(&self) -> String {
		let mut lines = self.warnings();
		lines.push(format!("{} {}: {}", self.model.name, self.model.version, self.model.title));
		lines.push(format!("patient: {}", self.patient.shown()));
		lines.push(format!("{}: {}", self.answer.meaning, self.headline()));
		lines.extend(self.answer.measured.clone());
		lines.extend(self.notes().iter().map(|note| format!("note: {note}")));
		lines.extend(self.with().iter().map(|with| format!("with: {with}")));
		let advice = [("look again", &self.answer.watch), ("advice", &self.answer.response)];
		let advice = advice.iter().filter_map(|(name, advice)| {
			let advice = advice.as_ref()?;
			Some(format!("{name}: {advice}"))
		});
		lines.extend(advice);
		lines.push(String::new());
		lines.extend(self.bars());
		if let Some(against) = &self.answer.against {
			lines.push(format!("each against {against}"));
		}
		lines.push(String::new());
		lines.push("what went in".into());
		let rows = self.input_rows();
		let table: Vec<[&str; 3]> =
			rows.iter().map(|row| [row.title, row.value.as_str(), row.when.as_str()]).collect();
		lines.extend(columns(&table));
		if !self.caveats.is_empty() {
			lines.push(String::new());
		}
		lines.extend(self.caveats.iter().map(|caveat| format!("bear in mind: {caveat}")));
		lines.push(String::new());
		lines.extend(self.model.acknowledgement.clone());
		lines.push(format!(
			"request {}, as of {}, checked against its receipt",
			self.request, self.assessed_at
		));
		lines.join("\n")
	}

	fn bars(&self) -> Vec<String> {
		let rows = self.rows();
		let longest = |lengths: Vec<usize>| lengths.into_iter().max().unwrap_or(0);
		let titles = longest(rows.iter().map(|row| row.title.chars().count()).collect());
		let inputs = longest(rows.iter().map(|row| row.input.chars().count()).collect());
		let bar = |row: &super::Row<'_>| {
			let length = (row.share * WIDTH).round() as usize;
			// Full where it raises, light where it lowers.
			let mark = if row.contribution < 0.0 { "░" } else { "█" };
			let bar = mark.repeat(length);
			format!(
				"{:titles$}  {:>inputs$}  {bar:<width$}  {}",
				row.title,
				row.input,
				row.effect,
				width = WIDTH as usize,
			)
		};
		rows.iter().map(bar).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::super::fixtures::*;

	#[test]
	fn a_terminal_shows_bars_by_weight() {
		let text = risk().text();
		let lines: Vec<&str> = text.lines().collect();
		assert_eq!(lines[2], "probability of it: 32.8 %, high (95 % interval 30.0 % to 36.0 %)");
		assert_eq!(lines[3], "note: <b>old</b>");
		assert_eq!(lines[5], format!("HDL  31.7 mg/dL  {}  odds × 0.45", "░".repeat(24)));
		let half = format!("{}{}", "█".repeat(12), " ".repeat(12));
		assert_eq!(lines[6], format!("SEX        male  {half}  odds × 1.49"));
		let last = "request 4, as of 2026-11-20T00:00:00Z, checked against its receipt";
		assert_eq!(lines.last(), Some(&last));
	}

	#[test]
	fn a_scores_advice_follows_it() {
		let text = score().text();
		assert!(text.contains("a score: 2 of 20, low\n"), "{text}");
		assert!(text.contains("\nlook again: at least every hour\nadvice: Look."), "{text}");
		let bar = format!("Oxygen  yes  {}  2\n", "█".repeat(24));
		assert!(text.contains(&bar), "{text}");
	}
}
