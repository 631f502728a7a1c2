// SPDX-License-Identifier: Apache-2.0
//! Plays what happens to break-glass cases. The mock's numbers stand here once more.

use super::*;

const CASE_LASTS: Moment = HOUR;
const REVIEW_TIME: Moment = 4 * HOUR;
const REVIEW_BLOCKS: u64 = 10;
const MOST_UNREVIEWED: usize = 3;
const MOST_OVERDUE: usize = 2;

impl World {
	pub fn break_the_glass(
		&mut self,
		practitioner: AccountId,
		patient: AccountId,
		tally: &mut Tally,
	) {
		let expected = self.may_break_the_glass(practitioner, patient);
		let taken = accepted(|| break_glass(practitioner, patient));
		tally.call("break_glass", taken, Some(expected));
		if !expected {
			return;
		}
		let id = case_of(practitioner, patient);
		assert!(self.cases.iter().all(|case| case.id != id), "{id} is another case's");
		self.cases.push(Case {
			id,
			patient,
			practitioner,
			lasts: Span { from: self.now, until: Some(self.now + CASE_LASTS) },
			due: (self.now + REVIEW_TIME, self.block + REVIEW_BLOCKS),
			reviewed: false,
		});
	}

	/// A licence in force, of a profession that fits, never for themselves, no open case of the same patient, and not
	/// too many that wait for a review.
	fn may_break_the_glass(&self, practitioner: AccountId, patient: AccountId) -> bool {
		let fits = match self.licence(&Reader::Account(practitioner)) {
			Licence::InForce { profession, .. } => profession != Profession::Therapist,
			_ => false,
		};
		let theirs: Vec<_> =
			self.cases.iter().filter(|case| case.practitioner == practitioner).collect();
		let is_open = theirs.iter().any(|case| case.patient == patient && case.lasts.has(self.now));
		let unreviewed = theirs.iter().filter(|case| !case.reviewed).count();
		let overdue = theirs.iter().filter(|case| case.is_overdue(self.now, self.block)).count();
		fits && practitioner != patient
			&& !is_open
			&& unreviewed < MOST_UNREVIEWED
			&& overdue < MOST_OVERDUE
	}

	pub fn close(&mut self, pick: usize, signer: usize, tally: &mut Tally) {
		let Some(case) = nth(&self.cases, pick).cloned() else { return };
		let of_patient = |(patient, _): &&(AccountId, AccountId)| *patient == case.patient;
		let guardian = self.guardians.keys().find(of_patient).map_or(OTTO, |(_, guards)| *guards);
		let signer = [case.practitioner, case.patient, guardian, OTTO][signer];
		let expected = case.lasts.has(self.now)
			&& (signer == case.practitioner
				|| signer == case.patient
				|| self.role(case.patient, signer).is_some_and(decides));
		let taken = accepted(|| Consent::close_break_glass(signed(signer), case.id));
		tally.call("close_break_glass", taken, Some(expected));
		if expected {
			self.end_case(case.id);
		}
	}

	/// Any review ends the case; an unjustified one suspends the licence.
	pub fn review(&mut self, pick: usize, outcome: ReviewOutcome, tally: &mut Tally) {
		let Some(case) = nth(&self.cases, pick).cloned() else { return };
		let expected = !case.reviewed;
		let taken = accepted(|| review(case.id.0, outcome));
		tally.call("review_break_glass", taken, Some(expected));
		if !expected {
			return;
		}
		self.end_case(case.id);
		for other in &mut self.cases {
			other.reviewed |= other.id == case.id;
		}
		if outcome == ReviewOutcome::Unjustified {
			self.licences.insert(case.practitioner, Licence::Suspended);
		}
	}

	fn end_case(&mut self, id: BreakGlassId) {
		let now = self.now;
		self.cases.iter_mut().filter(|case| case.id == id).for_each(|case| case.end(now));
	}
}

/// The case that was just opened: which ids cases get, the README does not say.
fn case_of(practitioner: AccountId, patient: AccountId) -> BreakGlassId {
	match decide(&Query { patient, ..emergency(practitioner) }) {
		Ok(Permit { basis: Basis::BreakGlass(case), .. }) => case,
		other => panic!("a glass was broken, and the answer is {other:?}"),
	}
}
