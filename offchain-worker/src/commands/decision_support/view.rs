//! A result as a clinician looks at it: a picture of the factors in the terminal, or a page by itself.

use crate::models::{AnswerKind, Factor, ResultAnswer, ResultInput, ResultModel, SIMULATED};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use salus_primitives::Evidence;
use serde::Deserialize;
use serde_json::Value;

/// The width of the longest bar in a terminal, in characters.
const WIDTH: f64 = 24.0;

/// What is shown of a result.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
	request: u64,
	answer: ResultAnswer,
	model: ResultModel,
	assessed_at: String,
	inputs: Vec<ResultInput>,
	factors: Vec<Factor>,
	notes: Vec<String>,
	caveats: Vec<String>,
}

/// A factor with what it is drawn of.
struct Row<'a> {
	title: &'a str,
	/// The input's value and unit; a part of a score that rests on several inputs has that of its name.
	input: String,
	contribution: f64,
	/// Of the largest contribution, 0 to 1.
	share: f64,
	/// The contribution in words.
	effect: String,
}

impl View {
	fn headline(&self) -> String {
		let ResultAnswer {
			value,
			steps,
			band,
			interval,
			..
		} = &self.answer;
		let band = band
			.as_ref()
			.map_or_else(String::new, |band| format!(", {band}"));
		match (self.answer.kind, interval) {
			(AnswerKind::Score, _) => format!("{value} of {steps}{band}"),
			(AnswerKind::Probability, Some([low, high])) if self.answer.interval_only => format!(
				"{} to {} (95 % interval){band}",
				percent(*low),
				percent(*high)
			),
			(AnswerKind::Probability, Some([low, high])) => format!(
				"{}{band} (95 % interval {} to {})",
				percent(*value),
				percent(*low),
				percent(*high)
			),
			(AnswerKind::Probability, None) => format!("{}{band}", percent(*value)),
		}
	}

	/// What is to be said before anything else.
	fn warning(&self) -> Option<&str> {
		let simulated = self.model.evidence == Evidence::Simulation.code();
		let demonstration = self.model.demonstration.as_deref();
		simulated.then_some(SIMULATED).or(demonstration)
	}

	/// Those that are not said already, before all else.
	fn notes(&self) -> Vec<&str> {
		let notes = self.notes.iter().map(String::as_str);
		notes.filter(|note| Some(*note) != self.warning()).collect()
	}

	fn caveats(&self) -> Vec<&str> {
		let caveats = self.caveats.iter().map(String::as_str);
		caveats
			.chain(self.model.acknowledgement.as_deref())
			.collect()
	}

	/// Whom the factors are told against.
	fn against(&self) -> &str {
		let against = self.answer.against.as_deref();
		against.unwrap_or("the people that the model was trained on")
	}

	fn rows(&self) -> Vec<Row<'_>> {
		let largest = self
			.factors
			.iter()
			.map(|factor| factor.contribution.abs())
			.fold(0.0, f64::max);
		self.factors
			.iter()
			.map(|factor| Row {
				title: &factor.title,
				input: self
					.inputs
					.iter()
					.find(|input| input.feature == factor.feature)
					.map(shown)
					.unwrap_or_default(),
				contribution: factor.contribution,
				share: if largest > 0.0 {
					factor.contribution.abs() / largest
				} else {
					0.0
				},
				effect: match factor.odds_ratio {
					Some(ratio) => format!("odds × {ratio:.2}"),
					None => format!("{}", factor.contribution),
				},
			})
			.collect()
	}

	/// For a terminal.
	pub fn text(&self) -> String {
		let mut lines: Vec<String> = self.warning().map(Into::into).into_iter().collect();
		lines.push(format!(
			"{} {}: {}",
			self.model.name, self.model.version, self.model.title
		));
		lines.push(format!("{}: {}", self.answer.meaning, self.headline()));
		lines.extend(self.answer.measured.clone());
		let advice = [
			("look again", &self.answer.watch),
			("advice", &self.answer.response),
		];
		lines.extend(
			advice
				.iter()
				.filter_map(|(name, advice)| Some(format!("{name}: {}", advice.as_ref()?))),
		);
		lines.push(String::new());
		let rows = self.rows();
		let width = |of: fn(&Row<'_>) -> usize| rows.iter().map(of).max().unwrap_or(0);
		let titles = width(|row| row.title.chars().count());
		let inputs = width(|row| row.input.chars().count());
		for row in &rows {
			let length = (row.share * WIDTH).round() as usize;
			// Full where it raises, light where it lowers.
			let mark = if row.contribution < 0.0 { "░" } else { "█" };
			let bar = mark.repeat(length);
			lines.push(format!(
				"{:titles$}  {:>inputs$}  {bar:<width$}  {}",
				row.title,
				row.input,
				row.effect,
				width = WIDTH as usize,
			));
		}
		if let Some(against) = &self.answer.against {
			lines.push(format!("each against {against}"));
		}
		for (name, list) in [("note", self.notes()), ("bear in mind", self.caveats())] {
			if !list.is_empty() {
				lines.push(String::new());
			}
			lines.extend(list.iter().map(|item| format!("{name}: {item}")));
		}
		lines.push(String::new());
		lines.push(format!(
			"request {}, as of {}, checked against its receipt",
			self.request, self.assessed_at
		));
		lines.join("\n")
	}

	/// A page that loads nothing: it may be filed, mailed inside a hospital, or printed.
	pub fn page(&self) -> String {
		let title = format!("{}, request {}", self.model.title, self.request);
		html! {
			(DOCTYPE)
			html lang="en" {
				head {
					meta charset="utf-8";
					meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
					meta name="viewport" content="width=device-width, initial-scale=1";
					title { (title) }
					style { (PreEscaped(STYLE)) }
				}
				body {
					h1 { (self.model.title) }
					@if let Some(warning) = self.warning() { p.warning { (warning) } }
					p.answer { (self.answer.meaning) ": " strong { (self.headline()) } }
					@if let Some(measured) = &self.answer.measured { p { (measured) } }
					@if let Some(watch) = &self.answer.watch { p { "Look again: " (watch) } }
					@if let Some(response) = &self.answer.response { p { (response) } }
					h2 { "Why" }
					table { @for row in self.rows() { (self.bar(&row)) } }
					@if self.answer.kind == AnswerKind::Probability {
						p.small { "Bars to the right raise the probability, to the left lower it, against " (self.against()) "." }
					}
					(self.measured())
					(list("Notes", &self.notes()))
					(list("Bear in mind", &self.caveats()))
					p.small {
						(self.model.name) " " (self.model.version) ", as of " (self.assessed_at) ", request " (self.request)
						". Checked against the receipt on the chain. " (self.model.intended_use)
					}
				}
			}
		}
		.into_string()
	}

	fn bar(&self, row: &Row<'_>) -> Markup {
		let side = if row.contribution < 0.0 {
			"lowers"
		} else {
			"raises"
		};
		let half = self.answer.kind == AnswerKind::Probability;
		let share = row.share * if half { 50.0 } else { 100.0 };
		let from = match (half, row.contribution < 0.0) {
			(false, _) => 0.0,
			(true, false) => 50.0,
			(true, true) => 50.0 - share,
		};
		html! {
			tr {
				th { (row.title) }
				td.input { (row.input) }
				td.track { div class=(side) style=(format!("margin-left:{from:.1}%;width:{share:.1}%")) {} }
				td.effect { (row.effect) }
			}
		}
	}

	fn measured(&self) -> Markup {
		html! {
			h2 { "What went in" }
			table {
				@for input in &self.inputs {
					tr {
						th { (input.title) }
						td.input { (shown(input)) }
						td { (input.time.as_deref().unwrap_or("")) }
						td.small { (input.code) " " (input.basis.join(", ")) }
					}
				}
			}
		}
	}
}

const STYLE: &str = "
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.answer { font-size: 1.2rem; }
.warning { font-weight: bold; border: 2px solid #b3403a; padding: .5rem 1rem; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: normal; } th, td { padding: .25rem .5rem; vertical-align: middle; }
.input { text-align: right; } .input, .effect { white-space: nowrap; }
.track { width: 40%; background: #f2f2f2; } .track div { height: 1rem; }
.raises { background: #b3403a; } .lowers { background: #2f6f9f; }
.small { font-size: .85rem; color: #555; }
";

fn list(name: &str, items: &[&str]) -> Markup {
	html! {
		@if !items.is_empty() {
			h2 { (name) }
			ul { @for item in items { li { (item) } } }
		}
	}
}

fn percent(value: f64) -> String {
	format!("{:.1} %", value * 100.0)
}

/// A value with its unit; an answer of yes or no as such.
fn shown(input: &ResultInput) -> String {
	match (input.unit.as_str(), input.value) {
		("1", male) if input.code == "Patient.gender" => {
			if male == 1.0 { "male" } else { "female" }.into()
		}
		("1", 1.0) => "yes".into(),
		("1", 0.0) => "no".into(),
		("1", value) => value.to_string(),
		// An annotation of UCUM, no unit: what is counted, the title says.
		(unit, value) if unit.starts_with('{') => value.to_string(),
		(unit, value) => format!("{value} {unit}"),
	}
}

/// The view of what `salus result` answers; nothing for other answers.
pub fn of(answer: &Value) -> Option<View> {
	View::deserialize(answer).ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	/// As `salus result` answers it.
	fn answered(answer: Value, inputs: Value, factors: Value) -> Value {
		json!({
			"request": 4, "answer": answer, "inputs": inputs, "factors": factors,
			"model": {
				"name": "m", "version": "1.0.0", "title": "A model", "intended_use": "A test.",
				"evidence": "people", "sha256": "00", "card": "b",
			},
			"assessedAt": "2026-11-20T00:00:00Z", "notes": ["<b>old</b>"], "caveats": [],
			"verified": true,
		})
	}

	fn risk() -> View {
		let input = |feature: &str, value: f64, unit: &str, code: &str| {
			json!({
				"feature": feature, "title": feature.to_uppercase(), "code": code,
				"value": value, "unit": unit, "basis": [],
			})
		};
		let factor = |feature: &str, contribution: f64, ratio: f64| {
			json!({
				"feature": feature, "title": feature.to_uppercase(),
				"contribution": contribution, "odds_ratio": ratio,
			})
		};
		let answer = json!({
			"kind": "probability", "meaning": "probability of it", "value": 0.3277,
			"interval": [0.3, 0.36], "band": "high", "outputs": [3277], "steps": 10_000,
			"unlike_training": false,
		});
		let inputs = json!([
			input("hdl", 31.7, "mg/dL", "2085-9"),
			input("sex", 1.0, "1", "Patient.gender"),
		]);
		let factors = json!([
			factor("hdl", -0.8, 0.449_329),
			factor("sex", 0.4, 1.491_825)
		]);
		of(&answered(answer, inputs, factors)).expect("it is a result")
	}

	fn score() -> View {
		let answer = json!({
			"kind": "score", "meaning": "a score", "value": 2.0, "band": "low",
			"watch": "at least every hour", "response": "Look.", "outputs": [2, 2, 0], "steps": 20,
		});
		let inputs = json!([{
			"feature": "oxygen", "title": "Oxygen", "code": "371825009", "value": 1.0, "unit": "1",
			"basis": ["Observation/1"],
		}]);
		let factors = json!([
			{ "feature": "oxygen", "title": "Oxygen", "contribution": 2.0 },
			{ "feature": "pulse", "title": "Pulse", "contribution": 0.0 },
		]);
		of(&answered(answer, inputs, factors)).expect("it is a result")
	}

	#[test]
	fn a_terminal_shows_bars_by_weight() {
		let text = risk().text();
		let lines: Vec<&str> = text.lines().collect();
		assert_eq!(
			lines[1],
			"probability of it: 32.8 %, high (95 % interval 30.0 % to 36.0 %)"
		);
		assert_eq!(
			lines[3],
			format!("HDL  31.7 mg/dL  {}  odds × 0.45", "░".repeat(24))
		);
		let half = format!("{}{}", "█".repeat(12), " ".repeat(12));
		assert_eq!(lines[4], format!("SEX        male  {half}  odds × 1.49"));
		let last = "request 4, as of 2026-11-20T00:00:00Z, checked against its receipt";
		assert_eq!(lines.last(), Some(&last));
		let text = score().text();
		assert!(
			text.contains("a score: 2 of 20, low\nlook again: at least every hour\nadvice: Look."),
			"{text}"
		);
		assert!(
			text.contains(&format!("Oxygen  yes  {}  2\n", "█".repeat(24))),
			"{text}"
		);
	}

	#[test]
	fn where_little_is_known_only_the_interval_is_shown() {
		let mut view = risk();
		view.answer.interval_only = true;
		let (text, page) = (view.text(), view.page());
		let shown = "30.0 % to 36.0 % (95 % interval), high";
		assert!(text.contains(shown) && page.contains(shown), "{text}");
		assert!(!text.contains("32.8 %") && !page.contains("32.8 %"));
	}

	#[test]
	fn a_range_without_a_name_is_shown_without() {
		let mut view = risk();
		view.answer.band = None;
		let shown = "probability of it: 32.8 % (95 % interval 30.0 % to 36.0 %)";
		assert!(view.text().contains(shown), "{}", view.text());
		assert!(!view.page().contains(", high"), "{}", view.page());
		let measured = "of 100 people told this, 4 had it";
		view.answer.measured = Some(measured.into());
		assert!(view.text().contains(&format!("36.0 %)\n{measured}\n")));
		assert!(view.page().contains(measured));
	}

	#[test]
	fn a_model_of_made_up_people_says_so_first() {
		let mut view = risk();
		assert!(!view.text().contains("SIMULATED") && !view.page().contains("SIMULATED"));
		view.model.evidence = "simulation".into();
		assert!(view.text().starts_with(SIMULATED), "{}", view.text());
		let page = view.page();
		let warning = page.find(SIMULATED).expect("the page warns");
		assert!(warning < page.find("32.8 %").expect("it has the answer"));
	}

	#[test]
	fn a_demonstration_says_so_first_and_once_and_a_source_is_named() {
		let mut view = risk();
		let (said, source) = (
			"DEMONSTRATION: of 500 people.",
			"Reproduced from: a report.",
		);
		view.model.demonstration = Some(said.into());
		view.model.acknowledgement = Some(source.into());
		view.notes.insert(0, said.into());
		let (text, page) = (view.text(), view.page());
		assert!(text.starts_with(said), "{text}");
		for shown in [text, page] {
			assert_eq!(shown.matches(said).count(), 1, "{shown}");
			assert!(shown.contains(source), "{shown}");
		}
	}

	#[test]
	fn factors_are_told_against_somebody() {
		let mut view = risk();
		assert!(!view.text().contains("each against"));
		let page = view.page();
		assert!(
			page.contains("lower it, against the people that the model was trained on."),
			"{page}"
		);
		view.answer.against = Some("a person of 55".into());
		let (text, page) = (view.text(), view.page());
		assert!(text.contains("\neach against a person of 55\n"), "{text}");
		assert!(page.contains("lower it, against a person of 55."), "{page}");
	}

	#[test]
	fn a_page_loads_nothing_and_runs_nothing() {
		for page in [risk().page(), score().page()] {
			assert!(page.starts_with("<!DOCTYPE html>"));
			assert!(page.contains("default-src 'none'"));
			for word in ["<script", "src=", "href=", "url(", "<b>"] {
				assert!(!page.contains(word), "{word}: {page}");
			}
			assert!(page.contains("&lt;b&gt;old"));
		}
		let page = risk().page();
		assert!(
			page.contains(r#"<div class="lowers" style="margin-left:0.0%;width:50.0%">"#),
			"{page}"
		);
		assert!(
			page.contains(r#"<div class="raises" style="margin-left:50.0%;width:25.0%">"#),
			"{page}"
		);
	}

	#[test]
	fn a_value_is_shown_with_its_unit_and_an_annotation_is_none() {
		let shown_with = |unit: &str| {
			let input = json!({
				"feature": "f", "title": "F", "code": "c", "value": 14.0, "unit": unit, "basis": [],
			});
			shown(&serde_json::from_value(input).expect("it is an input"))
		};
		assert_eq!(shown_with("{score}"), "14");
		assert_eq!(shown_with("mm[Hg]"), "14 mm[Hg]");
	}

	#[test]
	fn other_answers_are_no_results() {
		assert!(of(&json!({ "block": 4, "request": 4 })).is_none());
	}
}
