// SPDX-License-Identifier: Apache-2.0
//! A document as a page that loads nothing: it may be filed, mailed inside a hospital, or printed.

use super::sections;
use maud::{DOCTYPE, PreEscaped, html};
use serde_json::Value;

const STYLE: &str = "
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: normal; color: #555; width: 14rem; } th, td { padding: .25rem .5rem; vertical-align: top; }
td { overflow-wrap: anywhere; }
";

/// The whole page of a record's document.
pub fn page(title: &str, document: &Value) -> String {
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
				h1 { (title) }
				@for section in sections(document) {
					h2 { (section.title) }
					table {
						@for (name, value) in &section.rows {
							tr { th { (name) } td { (value) } }
						}
					}
				}
			}
		}
	}
	.into_string()
}

#[cfg(test)]
mod tests {
	use super::super::tests::glucose;
	use super::*;

	#[test]
	fn a_page_loads_nothing_and_runs_nothing() {
		let page = page("Record 3", &glucose());
		assert!(page.starts_with("<!DOCTYPE html>"));
		for part in ["default-src 'none'", "Glucose (2345-7)", "182 mg/dL", "fasting &lt;b&gt;12 h"]
		{
			assert!(page.contains(part), "{part}: {page}");
		}
		for word in ["<script", "src=", "href=", "url(", "<b>"] {
			assert!(!page.contains(word), "{word}: {page}");
		}
	}
}
