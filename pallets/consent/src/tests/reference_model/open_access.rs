// SPDX-License-Identifier: Apache-2.0
//! Whether what was opened may go on, by the log alone.

use super::*;

impl Model {
	/// Asks the pallet and the model about everything that was ever opened. Data rule 5.
	pub(super) fn compare_open_access(&self, seen: &Seen) {
		for (question, basis) in &self.opened {
			let expected = self.goes_on(question, *basis);
			let answered = still_allows(question, *basis);
			if self.is_forgotten(question.patient, *basis) {
				assert!(!answered, "what is forgotten allows nothing: {basis:?} {question:?}");
				continue;
			}
			assert_eq!(answered, expected, "{basis:?} {question:?}");
			let ended = u32::from(!expected);
			seen.ended.set(seen.ended.get() + ended);
			let finishing = u32::from(expected && self.answer(question, now()).is_err());
			seen.finishing.set(seen.finishing.get() + finishing);
		}
	}

	fn goes_on(&self, question: &Question, basis: Basis) -> bool {
		let at = now();
		let Basis::Provision(id) = basis else {
			// No other case of the same practitioner's stands in for it.
			return self
				.case(question, at)
				.is_some_and(|(case, _)| basis == Basis::BreakGlass(BreakGlassId(case)));
		};
		let granted = self.granted(question.patient);
		let (_, _, terms) = granted.into_iter().find(|(_, granted, _)| *granted == id.0).unwrap();
		let licensed = match question.reader {
			Reader::Account(account) => {
				!matches!(self.licence(account), Licence::Expired | Licence::Suspended)
			}
			_ => true,
		};
		licensed
			&& !Self::has_expired(terms, at)
			&& self.revoked(question.patient, id.0, at) != Some(false)
			&& self.is_named(terms, &question.reader)
			&& self.denial(question, at).is_none()
	}

	/// Whether the patient's history has lost the provision.
	fn is_forgotten(&self, patient: AccountId, basis: Basis) -> bool {
		let Basis::Provision(id) = basis else { return false };
		let active = Consent::provisions(&patient);
		let ended = Consent::history(&patient, id, 1);
		!active.into_iter().chain(ended).any(|provision| provision.id == id)
	}
}
