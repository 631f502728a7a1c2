// SPDX-License-Identifier: Apache-2.0
//! Asks the chain and the model the same.

use super::*;

impl World {
	/// Some questions about now and the past, and one about each access that was ever opened.
	pub fn compare(&self, questions: &[Asked], tally: &mut Tally) {
		for asked in questions {
			let query = self.question(asked);
			let expected = answer(self, &query, self.now);
			assert_eq!(decide(&query), expected, "at {}: {query:?}", self.now);
			tally.answer("now", &expected);
			self.tell_rules(&query, &expected, tally);

			let wanted = self.now - asked.back * QUARTER / 2;
			let at = wanted.max(Consent::known_since(&query.patient));
			let expected = answer(self, &query, at);
			let decided = decide_at(&query, at);
			assert_eq!(decided, expected, "at {} of {at}: {query:?}", self.now);
			tally.answer("then", &expected);
		}
		for Open { query, basis } in &self.open {
			let expected = goes_on(self, query, *basis);
			let allowed = still_allows(query, *basis);
			assert_eq!(allowed, expected, "open at {} by {basis:?}: {query:?}", self.now);
			tally.open(*basis, expected);
			self.tell_what_lasts(query, *basis, expected, tally);
		}
	}

	/// Each provision that the chain lists is whose and lasts as long as the model has it.
	pub fn compare_provisions(&self) {
		for patient in PATIENTS {
			for provision in Consent::provisions(&patient) {
				let known = self.given(patient, provision.id).unwrap();
				assert_eq!((provision.guardian, provision.until), (known.by, known.terms.until));
			}
		}
	}

	/// Counts where rules met.
	fn tell_rules(
		&self,
		query: &Query<AccountId>,
		expected: &Result<Permit, Refusal>,
		tally: &mut Tally,
	) {
		let permits = matching(self, Effect::Permit, query, self.now);
		match expected {
			Ok(Permit { basis: Basis::Provision(id), .. }) => {
				tally.count_if(permits.len() > 1, "rule", "chosen of several");
				let by = self.given(query.patient, *id).and_then(|given| given.by);
				tally.count_if(by.is_some(), "rule", "permitted by a guardian");
			}
			Ok(_) => {
				let treating = Query { purpose: Purpose::EmergencyTreatment, ..query.clone() };
				let denials = matching(self, Effect::Deny, &treating, self.now);
				tally.count_if(!denials.is_empty(), "rule", "broken against a denial");
			}
			Err(Refusal::Denied(id)) => {
				tally.count_if(!permits.is_empty(), "rule", "a denial beats a permit");
				let purposes = &self.given(query.patient, *id).unwrap().terms.purposes;
				let is_below = !purposes.is_empty() && !purposes.contains(&query.purpose);
				tally.count_if(is_below, "rule", "denied above");
			}
			Err(_) => {}
		}
	}

	fn tell_what_lasts(
		&self,
		query: &Query<AccountId>,
		basis: Basis,
		goes_on: bool,
		tally: &mut Tally,
	) {
		let Basis::Provision(id) = basis else { return };
		let given = self.given(query.patient, id).unwrap();
		let outlasts = goes_on && given.used_up_at.is_some();
		tally.count_if(outlasts, "rule", "outlasts the last use");
		let finishes = goes_on && given.revoked_at.is_some();
		tally.count_if(finishes, "rule", "finishes after a revocation");
	}
}
