// SPDX-License-Identifier: Apache-2.0
//! Which model is meant: by its number on the chain, or by the name of its card.

use super::{
	super::{Context, Failure},
	card::{self, Known, NumberedModel},
};
use salus_chain::queries;
use salus_primitives::{MAX_PAGE, ModelId, WithId, decision_support::ModelState};
use serde_json::json;
use std::cmp::Reverse;

/// The model that was meant.
pub struct Chosen {
	/// What the chain says, and its card.
	pub known: Known,
	/// What is to be told of the choice.
	pub note: Option<String>,
}

/// Which of several models of one name is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Among {
	/// To ask it: the newest approved version.
	Approved,
	/// To read of it: the newest approved version, else the newest.
	All,
}

/// The model of this number, or of this name of the user's own.
fn own(context: &Context, text: &str) -> Result<Option<ModelId>, Failure> {
	match text.parse() {
		Ok(number) => Ok(Some(ModelId(number))),
		Err(_) => Ok(context.names()?.model(text)),
	}
}

/// The same where no card is asked for: by a card's name it would not be clear which version is meant.
pub fn number(context: &Context, text: &str) -> Result<ModelId, Failure> {
	own(context, text)?.ok_or_else(|| {
		Failure::bad_input(format!("{text} is neither a model's number nor a name of yours"))
			.remedy("see salus decision model list and salus names list")
	})
}

/// The model of this number or name.
pub async fn resolve(context: &Context, text: &str, among: Among) -> Result<Chosen, Failure> {
	if let Some(id) = own(context, text)? {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let item = queries::model(chain, id, block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("model {id}")))?;
		let card = card::of(context, &item.card).await;
		let known = Known { model: WithId { id, item }, card };
		return Ok(Chosen { known, note: None });
	}
	let mut all = card::of_all(context, models(context, ModelId(0)).await?).await;
	let candidates: Vec<Candidate> = all.iter().map(Candidate::of).collect();
	let (index, note) = choose(text, &candidates, among)?;
	let known = all.swap_remove(index);
	Ok(Chosen { known, note })
}

/// All models from one on.
pub async fn models(context: &Context, start: ModelId) -> Result<Vec<NumberedModel>, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let (mut all, mut next) = (Vec::new(), start);
	loop {
		let page = queries::models(chain, next, MAX_PAGE, block.hash).await?;
		let full = page.len() >= MAX_PAGE as usize;
		let last = page.last().map(|model| model.id.0);
		all.extend(page);
		match last.and_then(|last| last.checked_add(1)) {
			Some(number) if full => next = ModelId(number),
			_ => return Ok(all),
		}
	}
}

/// What decides between models.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Candidate {
	model: u32,
	/// Name and version; none if the card can't be had.
	named: Option<(String, String)>,
	state: ModelState,
}

impl Candidate {
	fn of(known: &Known) -> Self {
		let card = known.card.as_ref().ok();
		Self {
			model: known.model.id.0,
			named: card.map(|card| (card.name.clone(), card.version.clone())),
			state: known.model.item.state,
		}
	}

	fn is_named(&self, name: &str) -> bool {
		self.named.as_ref().is_some_and(|(known, _)| known == name)
	}

	fn version(&self) -> &str {
		self.named.as_ref().map_or("", |(_, version)| version)
	}

	fn approved(&self) -> bool {
		self.state == ModelState::Approved
	}
}

/// The index of the one that is meant, and what to say if there are others.
fn choose(name: &str, all: &[Candidate], among: Among) -> Result<(usize, Option<String>), Failure> {
	let mut of_name: Vec<(usize, &Candidate)> =
		all.iter().enumerate().filter(|(_, candidate)| candidate.is_named(name)).collect();
	of_name.sort_by_key(|(_, candidate)| {
		let version = numbers(candidate.version());
		Reverse((candidate.approved(), version, candidate.model))
	});
	let Some((index, first)) = of_name.first().copied() else {
		return Err(unknown(name, all));
	};
	if among == Among::Approved && !first.approved() {
		return Err(Failure::new(
			"ModelNotApproved",
			format!(
				"the authority has not approved {name} (model {}), or has suspended it",
				first.model
			),
		));
	}
	let others = of_name.iter().skip(1).map(|(_, candidate)| candidate);
	let others: Vec<String> = others
		.filter(|other| other.approved() == first.approved())
		.map(|other| format!("{} (model {})", other.version(), other.model))
		.collect();
	let note = (!others.is_empty()).then(|| {
		format!(
			"of several models called {name}, this is {} (model {}); another is asked by its number: {}",
			first.version(),
			first.model,
			others.join(", ")
		)
	});
	Ok((index, note))
}

fn unknown(name: &str, all: &[Candidate]) -> Failure {
	let approved = || all.iter().filter(|candidate| candidate.approved());
	let mut names: Vec<&str> =
		approved().filter_map(|candidate| Some(candidate.named.as_ref()?.0.as_str())).collect();
	names.sort_unstable();
	names.dedup();
	let nameless = approved().filter(|candidate| candidate.named.is_none());
	let nameless: Vec<String> = nameless.map(|candidate| candidate.model.to_string()).collect();
	let mut remedy = match names.is_empty() {
		true => "no approved model's name is known".to_owned(),
		false => format!("approved models are {}", names.join(", ")),
	};
	if !nameless.is_empty() {
		let numbers = nameless.join(", ");
		remedy +=
			&format!("; the cards of these can't be had now, so ask by their number: {numbers}");
	}
	Failure::new("NotFound", format!("no model is called {name}"))
		.detail("code", json!(name))
		.remedy(remedy)
}

/// A version's numbers, to be compared one by one.
fn numbers(version: &str) -> Vec<u64> {
	version.split('.').map(|number| number.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use ModelState::{Approved, Proposed, Suspended};

	fn candidate(model: u32, name: &str, version: &str, state: ModelState) -> Candidate {
		Candidate { model, named: (!name.is_empty()).then(|| (name.into(), version.into())), state }
	}

	fn chosen(name: &str, all: &[Candidate], among: Among) -> (u32, Option<String>) {
		let (index, note) = choose(name, all, among).expect("there is one");
		(all[index].model, note)
	}

	#[test]
	fn a_name_means_the_newest_approved_version_and_others_are_told() {
		let all = [
			candidate(0, "news2", "1.10.0", Approved),
			candidate(1, "diabetes-risk", "2.0.0", Approved),
			candidate(2, "news2", "1.9.0", Approved),
			candidate(3, "news2", "3.0.0", Proposed),
			candidate(4, "news2", "2.0.0", Suspended),
		];
		let (model, note) = chosen("news2", &all, Among::Approved);
		assert_eq!(model, 0);
		let note = note.expect("there are two approved ones");
		assert!(note.contains("1.10.0 (model 0)") && note.contains("1.9.0 (model 2)"), "{note}");
		assert!(!note.contains("model 3") && !note.contains("model 4"), "{note}");
		assert_eq!(chosen("diabetes-risk", &all, Among::Approved), (1, None));
		assert_eq!(chosen("news2", &all, Among::All).0, 0);
	}

	#[test]
	fn of_equal_versions_the_later_one_is_meant() {
		let all =
			[candidate(0, "news2", "1.0.0", Approved), candidate(1, "news2", "1.0.0", Approved)];
		assert_eq!(chosen("news2", &all, Among::Approved).0, 1);
	}

	#[test]
	fn what_is_not_approved_is_not_asked_but_can_be_read_of() {
		let all = [candidate(7, "news2", "1.0.0", Proposed)];
		let refused = choose("news2", &all, Among::Approved).expect_err("it is not approved");
		assert_eq!(refused.kind, "ModelNotApproved");
		assert_eq!(chosen("news2", &all, Among::All), (7, None));
	}

	#[test]
	fn an_unknown_name_is_refused_with_the_known_ones() {
		let all = [
			candidate(0, "news2", "1.0.0", Approved),
			candidate(1, "news2", "1.1.0", Approved),
			candidate(2, "draft", "1.0.0", Proposed),
			candidate(3, "", "", Approved),
		];
		let refused = choose("news", &all, Among::Approved).expect_err("there is none");
		assert_eq!(refused.kind, "NotFound");
		let told = refused.message;
		assert!(told.contains("approved models are news2;"), "{told}");
		assert!(told.contains("by their number: 3") && !told.contains("draft"), "{told}");
		let none = choose("news2", &[], Among::All).expect_err("there is none");
		assert!(none.message.contains("no approved model's name is known"), "{}", none.message);
	}
}
