// SPDX-License-Identifier: Apache-2.0
//! Random questions, most of them about what some provision or case is about.

use super::*;
use proptest::{prelude::*, sample::select};

/// What a question is about.
#[derive(Clone, Copy, Debug)]
pub enum Near {
	Nothing,
	/// What this provision names, if there is one.
	Provision(usize),
	/// This break-glass case, if there is one.
	Case(usize),
}

#[derive(Clone, Debug)]
pub struct Asked {
	query: Query<AccountId>,
	near: Near,
	/// How long before now the same is asked about: in halves of a quarter, so that moments between what happened are
	/// asked about, too.
	pub back: u64,
}

impl World {
	/// The question as it is asked now.
	pub fn question(&self, asked: &Asked) -> Query<AccountId> {
		let mut query = asked.query.clone();
		match asked.near {
			Near::Nothing => {}
			Near::Provision(pick) => {
				if let Some(given) = nth(&self.given, pick) {
					self.aim(&mut query, given, pick);
				}
			}
			Near::Case(pick) => {
				if let Some(case) = nth(&self.cases, pick) {
					query.patient = case.patient;
					query.reader = Reader::Account(case.practitioner);
					query.purpose = Purpose::BreakGlass;
				}
			}
		}
		query
	}

	/// Asks for what the provision names. The data stay as they are, and so does what a denial leaves out.
	fn aim(&self, query: &mut Query<AccountId>, given: &Given, pick: usize) {
		let terms = &given.terms;
		query.patient = given.patient;
		query.action = nth(&terms.actions, pick).copied().unwrap_or(query.action);
		query.category = nth(&terms.categories, pick).copied().unwrap_or(query.category);
		query.compartment = nth(&terms.compartments, pick).copied().unwrap_or(query.compartment);
		// Other purposes than a denial names may lie below them.
		if given.permits() {
			query.purpose = nth(&terms.purposes, pick).copied().unwrap_or(query.purpose);
		}
		match &terms.actor {
			Actor::Account(account) => query.reader = Reader::Account(*account),
			Actor::MembersOf(organisation) => {
				let is_theirs = |(other, _): &&(AccountId, AccountId)| other == organisation;
				let members: Vec<_> = self.enrolled.iter().filter(is_theirs).collect();
				if let Some((_, member)) = nth(&members, pick) {
					query.reader = Reader::Account(*member);
				}
			}
			Actor::DecisionSupport { classes, asker } => {
				let named: Vec<_> = classes.iter().collect();
				let class = nth(&named, pick).copied().unwrap_or(WorkClass::Research);
				let other = ASKERS[pick % ASKERS.len()];
				// Members ask for the organisation that is named.
				let asking = asker.filter(|_| pick.is_multiple_of(2)).unwrap_or(other);
				query.reader = asked_by(asking, class);
			}
			Actor::Study(study) => query.reader = Reader::Study(*study),
		}
	}
}

fn reader() -> impl Strategy<Value = Reader<AccountId>> {
	prop_oneof![
		5 => select(&ACCOUNTS[..]).prop_map(Reader::<AccountId>::Account),
		2 => (select(&ASKERS[..]), select(WorkClass::ALL))
			.prop_map(|(asker, class)| asked_by(asker, class)),
		1 => select(&STUDIES[..]).prop_map(Reader::<AccountId>::Study),
	]
}

fn near() -> impl Strategy<Value = Near> {
	prop_oneof![
		2 => Just(Near::Nothing),
		5 => (0..1_000usize).prop_map(Near::Provision),
		2 => (0..1_000usize).prop_map(Near::Case),
	]
}

pub fn asked() -> impl Strategy<Value = Asked> {
	let purposes = [&PURPOSES[..], &[Purpose::BreakGlass, Purpose::PatientRequest][..]].concat();
	let compartments = [Compartment::General, Compartment::General, Compartment::One].to_vec();
	let what = (
		select(Action::ALL),
		select(&CATEGORIES[..]),
		select(compartments),
		select(purposes),
		(-3..7i32, 0..4i32),
	);
	(select(&PATIENTS[..]), reader(), what, near(), 0..48u64).prop_map(
		|(patient, reader, (action, category, compartment, purpose, days), near, back)| {
			let (first, length) = days;
			let data = DataPeriod::new(Day(first), Day(first + length)).unwrap();
			let query = Query { patient, reader, action, category, compartment, purpose, data };
			Asked { query, near, back }
		},
	)
}
