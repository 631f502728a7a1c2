// SPDX-License-Identifier: Apache-2.0
//! Counts what was met, so that a comparison of nothing is no comparison.

use super::*;

/// What every run of some length meets, and often.
const MET: [(&str, &str); 44] = [
	("now", "permit"),
	("now", "permit with an end"),
	("now", "permit with obligations"),
	("now", "broken glass"),
	("now", "denied"),
	("now", "not in force"),
	("now", "no policy"),
	("then", "permit"),
	("then", "permit with an end"),
	("then", "permit with obligations"),
	("then", "broken glass"),
	("then", "denied"),
	("then", "not in force"),
	("then", "no policy"),
	("open by a provision", "goes on"),
	("open by a provision", "is cut"),
	("open by authorship", "goes on"),
	("open by authorship", "is cut"),
	("open by broken glass", "goes on"),
	("open by broken glass", "is cut"),
	("open by guardianship", "goes on"),
	("open by guardianship", "is cut"),
	("open by one's own record", "goes on"),
	("rule", "chosen of several"),
	("rule", "permitted by a guardian"),
	("rule", "broken against a denial"),
	("rule", "a denial beats a permit"),
	("rule", "denied above"),
	("rule", "outlasts the last use"),
	("rule", "finishes after a revocation"),
	("grant", "taken"),
	("grant", "refused"),
	("grant_for", "taken"),
	("grant_for", "refused"),
	("revoke", "taken"),
	("revoke", "refused"),
	("revoke_for", "taken"),
	("revoke_for", "refused"),
	("revoke_new_access", "taken"),
	("revoke_new_access", "refused"),
	("break_glass", "taken"),
	("break_glass", "refused"),
	("close_break_glass", "taken"),
	("review_break_glass", "taken"),
];

/// How often what was met.
#[derive(Default)]
pub struct Tally(BTreeMap<(&'static str, &'static str), u32>);

impl Tally {
	fn count(&mut self, of: &'static str, what: &'static str) {
		*self.0.entry((of, what)).or_default() += 1;
	}

	pub fn count_if(&mut self, met: bool, of: &'static str, what: &'static str) {
		if met {
			self.count(of, what);
		}
	}

	pub fn answer(&mut self, when: &'static str, answer: &Result<Permit, Refusal>) {
		match answer {
			Ok(Permit { basis: Basis::BreakGlass(_), .. }) => self.count(when, "broken glass"),
			Ok(permit) => {
				self.count(when, "permit");
				self.count_if(permit.ends_at.is_some(), when, "permit with an end");
				let obliges = permit.obligations != Obligations::default();
				self.count_if(obliges, when, "permit with obligations");
			}
			Err(Refusal::Denied(_)) => self.count(when, "denied"),
			Err(Refusal::NotInForce) => self.count(when, "not in force"),
			Err(Refusal::NoPolicy) => self.count(when, "no policy"),
		}
	}

	pub fn open(&mut self, basis: Basis, goes_on: bool) {
		let by = match basis {
			Basis::Provision(_) => "open by a provision",
			Basis::Authorship => "open by authorship",
			Basis::BreakGlass(_) => "open by broken glass",
			Basis::Guardianship(_) => "open by guardianship",
			Basis::OwnRecord => "open by one's own record",
		};
		self.count(by, if goes_on { "goes on" } else { "is cut" });
	}

	/// Compares what became of a call with what the README says, if it says anything.
	pub fn call(&mut self, call: &'static str, taken: bool, expected: Option<bool>) {
		if let Some(expected) = expected {
			assert_eq!(taken, expected, "{call} is taken");
			self.count(call, if taken { "taken" } else { "refused" });
		}
	}

	/// Each kind was met more than a few times.
	pub fn check(&self) {
		for kind in MET {
			let count = self.0.get(&kind).copied().unwrap_or_default();
			assert!(count > 20, "{kind:?} was met {count} times: {:?}", self.0);
		}
	}
}
