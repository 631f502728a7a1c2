// SPDX-License-Identifier: Apache-2.0
//! Plays a step on the chain and in the model: permits, denials, their ends, and access by them.

use super::*;
use polkadot_sdk::{frame_support::storage::with_storage_layer, sp_runtime::DispatchError};
use salus_primitives::quorum::Deadline;

/// Whether the chain takes a call. As on a chain, one that fails leaves nothing.
pub fn accepted<T, E: From<DispatchError>>(call: impl FnOnce() -> Result<T, E>) -> bool {
	with_storage_layer(call).is_ok()
}

impl World {
	pub fn play(&mut self, step: &Step, tally: &mut Tally) {
		match step {
			Step::Pass(quarters, blocks) => self.let_time_pass(*quarters, *blocks),
			Step::Grant(patient, sketch) => self.grant(*patient, sketch, tally),
			Step::DenyReader(pick, sketch) => {
				if let Some((patient, reader)) = self.some_reader(*pick) {
					self.grant(patient, &sketch.denial_of(reader), tally);
				}
			}
			Step::GrantFor(guardian, sketch) => self.grant_for(*guardian, sketch, tally),
			Step::Revoke(pick) => self.revoke(*pick, tally),
			Step::RevokeNewAccess(pick) => self.revoke_new_access(*pick, tally),
			Step::RevokeFor(guardian, pick) => self.revoke_for(*guardian, *pick, tally),
			Step::Use(asked) => self.use_consent(asked),
			Step::OpenBy(basis, asked) => self.open_by(*basis, asked),
			Step::BreakGlass(practitioner, patient) => {
				self.break_the_glass(*practitioner, *patient, tally);
			}
			Step::Close(case, signer) => self.close(*case, *signer, tally),
			Step::Review(case, outcome) => self.review(*case, *outcome, tally),
			Step::License(account, standing) => self.license(*account, *standing),
			Step::Member(organisation, account) => self.change_member(*organisation, *account),
			Step::Suspend(organisation) => self.change_organisation(*organisation),
			Step::Appoint(patient, guardian, role, quarters) => {
				self.appoint(*patient, *guardian, *role, *quarters);
			}
			Step::Dismiss(pick) => self.dismiss_some(*pick),
			Step::RegisterStudy(study) => self.register_study(*study),
		}
	}

	fn grant(&mut self, patient: AccountId, sketch: &Sketch, tally: &mut Tally) {
		let terms = sketch.terms(self.now, None);
		let expected = self.is_well_formed(&terms);
		let taken = accepted(|| Consent::grant(signed(patient), terms.clone()));
		tally.call("grant", taken, Some(expected));
		if expected {
			self.note(patient, terms, None);
		}
	}

	fn grant_for(&mut self, pick: usize, sketch: &Sketch, tally: &mut Tally) {
		let (patient, guardian) = self.some_guardian(pick);
		let guardianship = self.guardians.get(&(patient, guardian)).copied();
		let mut terms = sketch.terms(self.now, guardianship.map(|guards| guards.until));
		let permits = terms.effect == Effect::Permit;
		// A guardian permits nothing to their own account.
		let to_themselves = permits && terms.actor == Actor::Account(guardian);
		let expected = guardianship.is_some_and(|guards| decides(guards.role))
			&& !to_themselves
			&& self.is_well_formed(&terms);
		let taken = accepted(|| Consent::grant_for(signed(guardian), patient, terms.clone()));
		tally.call("grant_for", taken, Some(expected));
		if let Some(guardianship) = guardianship.filter(|_| expected) {
			// What a guardian permits ends with their appointed end, and what they deny does not.
			if permits {
				terms.until = earliest([terms.until, Some(guardianship.until)]);
			}
			self.note(patient, terms, Some(guardianship.role));
		}
	}

	/// What the README says of terms. That of a period that runs backwards is never played.
	fn is_well_formed(&self, terms: &ProvisionTerms<AccountId>) -> bool {
		let of_effect = match terms.effect {
			Effect::Permit => {
				!terms.actions.is_empty()
					&& !terms.categories.is_empty()
					&& !terms.purposes.is_empty()
			}
			Effect::Deny => {
				let obliges =
					terms.erase_at.is_some() || terms.no_redisclosure || terms.mask_identity;
				!obliges && terms.uses.is_none()
			}
		};
		let names_what_is_there = match &terms.actor {
			Actor::Study(study) => self.studies.contains(study),
			_ => true,
		};
		of_effect && names_what_is_there && !terms.purposes.contains(&Purpose::BreakGlass)
	}

	fn note(
		&mut self,
		patient: AccountId,
		terms: ProvisionTerms<AccountId>,
		by: Option<GuardianRole>,
	) {
		let id = self.next_id(patient);
		self.given.push(Given {
			patient,
			id,
			terms,
			granted_at: self.now,
			by,
			used: 0,
			used_up_at: None,
			revoked_at: None,
			lets_finish: false,
		});
	}

	fn revoke(&mut self, pick: usize, tally: &mut Tally) {
		let (patient, id) = self.some_provision(pick);
		let expected = self.can_end(patient, id);
		let taken = accepted(|| Consent::revoke(signed(patient), id));
		tally.call("revoke", taken, expected);
		self.end(patient, id, expected, false);
	}

	fn revoke_new_access(&mut self, pick: usize, tally: &mut Tally) {
		let (patient, id) = self.some_provision(pick);
		let is_denial = self.given(patient, id).is_some_and(|given| !given.permits());
		let expected = if is_denial { Some(false) } else { self.can_end(patient, id) };
		let taken = accepted(|| Consent::revoke_new_access(signed(patient), id));
		tally.call("revoke_new_access", taken, expected);
		self.end(patient, id, expected, true);
	}

	fn revoke_for(&mut self, guardian: usize, pick: usize, tally: &mut Tally) {
		let (patient, guardian) = self.some_guardian(guardian);
		let id = self.some_provision_of(patient, pick);
		let has_the_power = self.role(patient, guardian).is_some_and(decides);
		// What the patient denied only the patient lifts, and no guardian what is denied to their own account.
		let stays = self.given(patient, id).is_some_and(|given| {
			let of_oneself = given.terms.actor == Actor::Account(guardian);
			!given.permits() && (given.by.is_none() || of_oneself)
		});
		let may = has_the_power && !stays;
		let expected = if may { self.can_end(patient, id) } else { Some(false) };
		let taken = accepted(|| Consent::revoke_for(signed(guardian), patient, id));
		tally.call("revoke_for", taken, expected);
		self.end(patient, id, expected, false);
	}

	/// Whether somebody with the power ends it before its time. Of one whose time is over the README does not say
	/// whether that is an error, and it changes no answer.
	fn can_end(&self, patient: AccountId, id: ProvisionId) -> Option<bool> {
		let Some(given) = self.given(patient, id) else { return Some(false) };
		if given.revoked_at.is_some() || given.used_up_at.is_some() {
			return Some(false);
		}
		let is_over = given.foreseen_end().is_some_and(|end| end <= self.now);
		(!is_over).then_some(true)
	}

	fn end(
		&mut self,
		patient: AccountId,
		id: ProvisionId,
		expected: Option<bool>,
		lets_finish: bool,
	) {
		if expected == Some(true) {
			let now = self.now;
			let given = self.given_mut(patient, id);
			given.revoked_at = Some(now);
			given.lets_finish = lets_finish;
		}
	}

	fn use_consent(&mut self, asked: &Asked) {
		let query = self.question(asked);
		let expected = answer(self, &query, self.now);
		assert_eq!(decide_and_use(&query), expected, "used at {}: {query:?}", self.now);
		let Ok(Permit { basis, .. }) = expected else { return };
		if let Basis::Provision(id) = basis {
			let now = self.now;
			self.given_mut(query.patient, id).take_a_use(now);
		}
		self.note_access(query, basis);
	}

	/// Access that this pallet is asked about only once it is open.
	fn open_by(&mut self, basis: Basis, asked: &Asked) {
		let mut query = self.question(asked);
		if !matches!(query.reader, Reader::Account(_)) {
			query.reader = Reader::Account(OTTO);
		}
		match basis {
			Basis::OwnRecord => query.reader = Reader::Account(query.patient),
			Basis::Guardianship(_) => query.purpose = Purpose::PatientRequest,
			// Whether a denial of all means an author's emergency, the README does not say.
			_ if query.purpose == Purpose::BreakGlass => query.purpose = Purpose::Treatment,
			_ => {}
		}
		self.note_access(query, basis);
	}

	fn note_access(&mut self, query: Query<AccountId>, basis: Basis) {
		let access = AccessId(self.open.len().try_into().unwrap());
		let expires = Deadline { moment: self.now + 12 * HOUR, block: 1_000 };
		<Consent as ConsentDecision<AccountId>>::opened(&query.patient, basis, access, expires);
		self.open.push(Open { query, basis });
	}
}
