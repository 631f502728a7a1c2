// SPDX-License-Identifier: Apache-2.0
//! Random terms of provisions, with times that count from whenever they are granted.

use super::*;
use proptest::{
	bool::weighted,
	option,
	prelude::*,
	sample::{select, subsequence},
};

/// What signers get wrong.
#[derive(Clone, Copy, Debug)]
pub enum Slip {
	/// No action. A denial means all by it.
	NoAction,
	/// No purpose. A denial means all by it.
	NoPurpose,
	/// Break-glass among the purposes.
	BreakGlass,
	/// An obligation. Only permits carry one.
	Obligation,
}

/// Terms whose times are quarters of an hour.
#[derive(Clone, Debug)]
pub struct Sketch {
	effect: Effect,
	actor: Actor<AccountId>,
	actions: Vec<Action>,
	categories: Vec<Category>,
	purposes: Vec<Purpose>,
	compartments: Vec<Compartment>,
	/// From half an hour before now on.
	from: Option<u64>,
	/// After it begins.
	until: Option<u64>,
	/// After it begins.
	erase: Option<u64>,
	data_from: Option<i32>,
	data_until: Option<i32>,
	no_redisclosure: bool,
	mask_identity: bool,
	uses: Option<u32>,
	slip: Option<Slip>,
}

impl Sketch {
	/// The same as a denial of this account, for every purpose and compartment.
	pub fn denial_of(&self, account: AccountId) -> Self {
		Self {
			effect: Effect::Deny,
			actor: Actor::Account(account),
			purposes: Vec::new(),
			compartments: Vec::new(),
			slip: None,
			..self.clone()
		}
	}

	/// The terms, as of now. They begin before `end`, the end of whoever guards.
	pub fn terms(&self, now: Moment, end: Option<Moment>) -> ProvisionTerms<AccountId> {
		let from = self.from.map(|quarters| now + quarters * QUARTER - 2 * QUARTER);
		// What becomes of a permit that begins once its guardian is none any more, the README does not say.
		let from = from.filter(|from| end.is_none_or(|end| *from < end));
		let begins = from.map_or(now, |from| from.max(now));
		let after = |quarters: u64| begins + quarters * QUARTER;
		let permits = self.effect == Effect::Permit;
		let mut terms = ProvisionTerms {
			effect: self.effect,
			actor: self.actor.clone(),
			actions: list(self.actions.clone()),
			categories: list(self.categories.clone()),
			compartments: list(self.compartments.clone()),
			purposes: list(self.purposes.clone()),
			from,
			until: self.until.map(after),
			data_from: self.data_from.map(Day),
			data_until: self.data_until.map(Day),
			erase_at: self.erase.filter(|_| permits).map(after),
			no_redisclosure: permits && self.no_redisclosure,
			mask_identity: permits && self.mask_identity,
			uses: self.uses.filter(|_| permits),
		};
		match self.slip {
			None => {}
			Some(Slip::NoAction) => terms.actions = Default::default(),
			Some(Slip::NoPurpose) => terms.purposes = Default::default(),
			Some(Slip::BreakGlass) => {
				let more = self.purposes.iter().copied().chain([Purpose::BreakGlass]);
				terms.purposes = list(more);
			}
			Some(Slip::Obligation) => terms.no_redisclosure = true,
		}
		terms
	}
}

fn actor() -> impl Strategy<Value = Actor<AccountId>> {
	let classes = subsequence(WorkClass::ALL, 0..=2);
	let asker = option::of(select(&ASKERS[..]));
	prop_oneof![
		5 => select(&ACCOUNTS[..]).prop_map(Actor::<AccountId>::Account),
		3 => select(&ORGANISATIONS[..]).prop_map(Actor::<AccountId>::MembersOf),
		3 => (classes, asker).prop_map(|(classes, asker)| Actor::DecisionSupport {
			classes: classes.into_iter().collect(),
			asker,
		}),
		1 => select(&STUDIES[..]).prop_map(Actor::<AccountId>::Study),
	]
}

pub fn sketch() -> impl Strategy<Value = Sketch> {
	let effect = select(&[Effect::Permit, Effect::Permit, Effect::Permit, Effect::Deny][..]);
	let codes = (
		subsequence(Action::ALL, 1..=2),
		subsequence(&CATEGORIES[..], 1..=2),
		subsequence(&PURPOSES[..], 1..=4),
		subsequence(&[Compartment::General, Compartment::One][..], 1..=2),
	);
	let times = (
		option::weighted(0.4, 0..6u64),
		option::weighted(0.5, 1..13u64),
		option::weighted(0.2, 1..13u64),
	);
	let days = (option::weighted(0.3, -3..5i32), option::weighted(0.3, 0..7i32));
	let conditions = (weighted(0.2), weighted(0.2), option::weighted(0.35, 1..4u32));
	let slips = [Slip::NoAction, Slip::NoPurpose, Slip::BreakGlass, Slip::Obligation];
	let slip = option::weighted(0.06, select(slips.to_vec()));
	// Which of the four lists of codes are left out.
	let left_out = any::<[bool; 4]>();
	(effect, actor(), codes, left_out, times, days, conditions, slip).prop_map(
		|(effect, actor, codes, left_out, times, days, conditions, slip)| {
			let (actions, categories, purposes, compartments) = codes;
			let denies = effect == Effect::Deny;
			let (first, length) = days;
			Sketch {
				effect,
				actor,
				actions: unless(denies && left_out[0], actions),
				categories: unless(denies && left_out[1], categories),
				purposes: unless(denies && left_out[2], purposes),
				// A permit may leave out these alone.
				compartments: unless(left_out[3], compartments),
				from: times.0,
				until: times.1,
				erase: times.2,
				data_from: first,
				data_until: length.map(|length| first.unwrap_or(-3) + length),
				no_redisclosure: conditions.0,
				mask_identity: conditions.1,
				uses: conditions.2,
				slip,
			}
		},
	)
}

/// The list, or an empty one.
fn unless<Code>(left_out: bool, codes: Vec<Code>) -> Vec<Code> {
	if left_out { Vec::new() } else { codes }
}
