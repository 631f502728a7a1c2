// SPDX-License-Identifier: Apache-2.0
//! A result as a page that loads nothing: it may be filed, mailed inside a hospital, or printed.

use super::{Row, View};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use salus_inference::PredictionKind;

const STYLE: &str = "
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.patient { font-size: 1.1rem; border-bottom: 1px solid #ccc; padding-bottom: .5rem; }
.answer { font-size: 1.2rem; }
.warning { font-weight: bold; border: 2px solid #b3403a; padding: .5rem 1rem; }
.beside { border-left: 4px solid #c58a00; padding: .25rem 1rem; } .beside p { margin: .25rem 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: normal; } th, td { padding: .25rem .5rem; vertical-align: middle; }
.input { text-align: right; } .input, .effect { white-space: nowrap; }
.track { width: 40%; background: #f2f2f2; } .track div { height: 1rem; }
.raises { background: #b3403a; } .lowers { background: #2f6f9f; }
.small { font-size: .85rem; color: #555; } .basis { overflow-wrap: anywhere; }
";

impl View {
	/// The whole page.
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
					p.patient { "Patient: " strong { (self.patient.shown()) } }
					h1 { (self.model.title) }
					@for warning in self.warnings() { p.warning { (warning) } }
					p.answer { (self.answer.meaning) ": " strong { (self.headline()) } }
					@if let Some(measured) = &self.answer.measured { p { (measured) } }
					(self.beside())
					@if let Some(watch) = &self.answer.watch { p { "Look again: " (watch) } }
					@if let Some(response) = &self.answer.response { p { (response) } }
					h2 { "Why" }
					table { @for row in self.rows() { (self.bar(&row)) } }
					@if self.answer.kind == PredictionKind::Probability {
						p.small { "Bars to the right raise the probability, to the left lower it, against " (self.against()) "." }
					}
					(self.went_in())
					@if !self.caveats.is_empty() {
						h2 { "Bear in mind" }
						ul { @for caveat in &self.caveats { li { (caveat) } } }
					}
					p.small {
						(self.model.name) " " (self.model.version) ", as of " (self.assessed_at) ", request " (self.request)
						". Checked against the receipt on the chain. " (self.model.intended_use)
					}
					@if let Some(acknowledgement) = &self.model.acknowledgement { p.small { (acknowledgement) } }
				}
			}
		}
		.into_string()
	}

	/// What must be read together with the answer.
	fn beside(&self) -> Markup {
		let (notes, with) = (self.notes(), self.with());
		html! {
			@if !notes.is_empty() || !with.is_empty() {
				div.beside {
					@for note in notes { p { (note) } }
					@for with in &with { p { "With: " (with) } }
				}
			}
		}
	}

	fn bar(&self, row: &Row<'_>) -> Markup {
		let side = match row.contribution < 0.0 {
			true => "lowers",
			false => "raises",
		};
		let half = self.answer.kind == PredictionKind::Probability;
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

	fn went_in(&self) -> Markup {
		html! {
			h2 { "What went in" }
			table {
				@for row in self.input_rows() {
					tr {
						th { (row.title) }
						td.input { (row.value) }
						td { (row.when) }
						td.small.basis { (row.code) " " (row.basis) }
					}
				}
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::super::fixtures::*;

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
	}

	#[test]
	fn bars_begin_in_the_middle_where_they_can_go_both_ways() {
		let page = risk().page();
		for bar in [
			r#"<div class="lowers" style="margin-left:0.0%;width:50.0%">"#,
			r#"<div class="raises" style="margin-left:50.0%;width:25.0%">"#,
		] {
			assert!(page.contains(bar), "{page}");
		}
	}
}
