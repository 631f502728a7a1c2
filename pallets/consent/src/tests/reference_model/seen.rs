// SPDX-License-Identifier: Apache-2.0
//! What random histories met.

use super::*;
use std::cell::Cell;

/// How often each answer came: a test that never meets one proves nothing about it.
#[derive(Default)]
pub struct Seen {
	pub provision: Cell<u32>,
	pub case: Cell<u32>,
	pub no_policy: Cell<u32>,
	pub denied: Cell<u32>,
	pub not_in_force: Cell<u32>,
	pub changed: Cell<u32>,
	pub forgotten: Cell<u32>,
	/// By a provision that names classes of work.
	pub by_class: Cell<u32>,
	/// By a provision that names who asks.
	pub by_asker: Cell<u32>,
	/// A permit with an end.
	pub with_an_end: Cell<u32>,
	/// Denied by a purpose above the one that was asked for.
	pub from_above: Cell<u32>,
	/// Access that goes on, by a provision that is over: after its last use, or finishing.
	pub finishing: Cell<u32>,
	/// Access that has ended with what allowed it.
	pub ended: Cell<u32>,
}

impl Seen {
	pub fn count(&self, answer: &Result<Permit, Refusal>) {
		let counter = match answer {
			Ok(Permit { basis: Basis::BreakGlass(_), .. }) => &self.case,
			Ok(_) => &self.provision,
			Err(Refusal::NoPolicy) => &self.no_policy,
			Err(Refusal::Denied(_)) => &self.denied,
			Err(Refusal::NotInForce) => &self.not_in_force,
		};
		counter.set(counter.get() + 1);
		let ends = matches!(answer, Ok(Permit { ends_at: Some(_), .. }));
		self.with_an_end.set(self.with_an_end.get() + u32::from(ends));
	}

	pub fn count_denial(
		&self,
		granted: &[(Moment, u32, &Terms)],
		question: &Question,
		answer: &Result<Permit, Refusal>,
	) {
		if let Err(Refusal::Denied(denial)) = answer
			&& let Some((_, _, terms)) = granted.iter().find(|(_, id, _)| *id == denial.0)
		{
			let named = terms.purposes.is_empty() || terms.purposes.contains(&question.purpose);
			self.from_above.set(self.from_above.get() + u32::from(!named));
		}
	}

	pub fn count_asker(
		&self,
		granted: &[(Moment, u32, &Terms)],
		question: &Question,
		answer: &Result<Permit, Refusal>,
	) {
		let (Ok(Permit { basis: Basis::Provision(id), .. }) | Err(Refusal::Denied(id))) = answer
		else {
			return;
		};
		let decided = granted.iter().find(|(_, granted, _)| *granted == id.0);
		if let (Some((_, _, terms)), Reader::DecisionSupport { .. }) = (decided, &question.reader)
			&& let Actor::DecisionSupport { classes, asker } = &terms.actor
		{
			self.by_class.set(self.by_class.get() + u32::from(!classes.is_empty()));
			self.by_asker.set(self.by_asker.get() + u32::from(asker.is_some()));
		}
	}

	pub fn all(&self) -> [u32; 13] {
		[
			&self.provision,
			&self.case,
			&self.no_policy,
			&self.denied,
			&self.not_in_force,
			&self.changed,
			&self.forgotten,
			&self.by_class,
			&self.by_asker,
			&self.with_an_end,
			&self.from_above,
			&self.finishing,
			&self.ended,
		]
		.map(Cell::get)
	}
}
