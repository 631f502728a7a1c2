// SPDX-License-Identifier: Apache-2.0
//! A model and what its card says, for scripts and for a terminal.

use super::super::{
	card::{Known, NumberedModel},
	describe::{self, About, AboutInput, Words},
	names::Chosen,
	reports::{Rates, rates},
};
use crate::{render, response::Show};
use serde::Serialize;
use serde_json::json;
use std::fmt::Display;

/// A model, by what its card calls it.
#[derive(Serialize)]
pub struct Summary {
	#[serde(flatten)]
	model: NumberedModel,
	/// Like title and version not there if the card can't be had.
	name: Option<Words>,
	title: Option<Words>,
	version: Option<Words>,
	#[serde(flatten)]
	rates: Rates,
}

impl Summary {
	/// What is known of it.
	pub fn of(known: &Known) -> Self {
		let card = known.card.as_ref().ok();
		let model = known.model.clone();
		let rates = rates(&model.item.outcomes);
		Self {
			model,
			name: card.map(|card| Words::of(&card.name)),
			title: card.map(|card| Words::of(&card.title)),
			version: card.map(|card| Words::of(&card.version)),
			rates,
		}
	}
}

/// A model with what its card says, or why that can't be had.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelShown {
	#[serde(flatten)]
	summary: Summary,
	/// What is to be told of the choice.
	note: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	about: Option<About>,
	#[serde(skip_serializing_if = "Option::is_none")]
	card_problem: Option<String>,
}

impl ModelShown {
	/// The model that was meant.
	pub fn of(Chosen { known, note }: Chosen) -> Self {
		let summary = Summary::of(&known);
		let (about, card_problem) = match &known.card {
			Ok(card) => (Some(describe::card(card)), None),
			Err(cause) => (None, Some(cause.message.clone())),
		};
		Self { summary, note, about, card_problem }
	}

	fn text(&self, about: &About) -> String {
		let Summary { model, name, title, version, .. } = &self.summary;
		let [name, version, title] = [name, version, title].map(known);
		let (id, item) = (model.id, &model.item);
		let mut lines = vec![
			format!("{name} {version}: {title}"),
			format!(
				"model {id}, {}, {}, made from {}, output {}",
				item.state, item.class, item.evidence, item.output
			),
		];
		lines.extend(each("note: ", &self.note));
		lines.extend(each("", &about.demonstration));
		lines.push(format!("says: {} ({} in {} steps)", about.meaning, about.kind, about.steps));
		lines.push(format!("for: {} By: {}", about.intended_use, about.users));
		lines.extend(each("not for: ", &about.not_for));
		lines.extend(each("not for people younger than ", about.from_age));
		lines.extend(each("only with: ", about.requires.iter().flatten()));
		lines.extend(each("not with: ", &about.excludes));
		lines.push(String::new());
		lines.push("inputs".into());
		for input in &about.inputs {
			let AboutInput { title, from, .. } = input;
			lines.push(format!("  {title}: {}, from {from}", details(input)));
			lines.extend(each("    ", &input.codes));
		}
		if let Some(round) = &about.round {
			lines.push(format!(
				"  all within {} minutes of one another, none older than {} minutes",
				round.within_minutes, round.refused_after_minutes
			));
		}
		lines.extend(each("  noted when older than so many days: ", about.noted_after_days));
		lines.push(String::new());
		for band in &about.bands {
			let name = band.name.as_ref().map_or_else(|| "no name".to_owned(), Words::to_string);
			lines.push(format!("{}: {name}", band.range));
		}
		for direct in &about.measured_by {
			lines.push(format!(
				"shown beside it: {}, {} from {}",
				direct.title, direct.means, direct.from
			));
		}
		lines.extend(each("bear in mind: ", &about.caveats));
		lines.extend(each("", &about.acknowledgement));
		lines.join("\n")
	}
}

impl Show for ModelShown {
	fn show(&self) -> String {
		match &self.about {
			Some(about) => self.text(about),
			None => render::for_people(&json!(self)),
		}
	}
}

fn known(words: &Option<Words>) -> String {
	words.as_ref().map_or_else(|| "unknown".to_owned(), Words::to_string)
}

/// A line for each of these.
fn each(prefix: &str, items: impl IntoIterator<Item: Display>) -> Vec<String> {
	items.into_iter().map(|item| format!("{prefix}{item}")).collect()
}

/// An input's ranges with its unit; an answer of yes or no has none.
fn details(input: &AboutInput) -> String {
	let plausible = input.plausible.clone();
	let unit = input.unit.as_ref().map(Words::to_string);
	let valid = input.valid_for.as_ref().map(|valid| format!("valid for {valid}"));
	let details: Vec<String> = [plausible, unit, valid].into_iter().flatten().collect();
	match details.is_empty() {
		true => "yes or no".to_owned(),
		false => details.join(" "),
	}
}

#[cfg(test)]
mod tests {
	use super::{super::super::describe::AboutBand, *};
	use salus_chain::AccountId;
	use salus_primitives::{
		Cid, Evidence, ModelId,
		decision_support::{Model, ModelState, Output},
		quorum::WorkClass,
	};

	fn words(text: &str) -> Words {
		Words::of(text)
	}

	fn shown() -> ModelShown {
		let model = Model {
			digest: [0; 32],
			card: Cid::raw([0; 32]),
			class: WorkClass::Clinical,
			evidence: Evidence::People,
			output: Output::Sealed,
			steps: 10_000,
			metrics_commitment: [0; 32],
			state: ModelState::Approved,
			proposer: AccountId::new([1; 32]),
			verdicts: Default::default(),
			outcomes: Default::default(),
			drift: Default::default(),
		};
		let input =
			|title: &str, codes: Vec<Words>, unit: Option<&str>, plausible: Option<&str>| {
				AboutInput {
					input: words(&title.to_lowercase()),
					title: words(title),
					from: "Observation",
					codes,
					unit: unit.map(words),
					plausible: plausible.map(str::to_owned),
					valid_for: None,
				}
			};
		let about = About {
			meaning: words("probability of it"),
			kind: "probability",
			steps: 10_000,
			bands: vec![AboutBand {
				name: None,
				range: "below 0.1".into(),
				watch: None,
				response: None,
			}],
			intended_use: words("A test."),
			users: words("Testers."),
			not_for: vec![words("Others.")],
			from_age: None,
			requires: None,
			excludes: vec![words("Diabetes mellitus (73211009)")],
			inputs: vec![
				input("Pulse", vec![words("LOINC 8867-4")], Some("/min"), Some("10 to 300")),
				input("Smokes", Vec::new(), None, None),
			],
			round: None,
			noted_after_days: None,
			measured_by: Vec::new(),
			caveats: vec![words("Few people.")],
			demonstration: None,
			acknowledgement: None,
		};
		let rates = rates(&model.outcomes);
		let summary = Summary {
			model: NumberedModel { id: ModelId(3), item: model },
			name: Some(words("m")),
			title: Some(words("A model")),
			version: Some(words("1.0.0")),
			rates,
		};
		ModelShown { summary, note: None, about: Some(about), card_problem: None }
	}

	#[test]
	fn a_model_is_told_with_inputs_and_whom_it_is_not_for() {
		let text = shown().show();
		for line in [
			"m 1.0.0: A model",
			"model 3, approved, clinical, made from people, output sealed",
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

	#[test]
	fn without_its_card_a_model_is_told_as_the_chain_has_it() {
		let problem = Some("no operator gives it".to_owned());
		let shown = ModelShown { about: None, card_problem: problem, ..shown() };
		assert!(shown.show().contains("no operator gives it"), "{}", shown.show());
		let json = json!(shown);
		assert!(json.get("about").is_none() && json["note"].is_null(), "{json}");
		assert_eq!(
			(&json["id"], &json["cardProblem"]),
			(&json!(3), &json!("no operator gives it"))
		);
	}
}
