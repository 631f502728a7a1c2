// SPDX-License-Identifier: Apache-2.0
//! The README's time lines: when a provision is in force, how long what it opened may last, and how long a case does.

use super::*;

/// It begins with its first moment and ends before its last.
#[derive(Clone, Copy, Debug)]
pub struct Span {
	pub from: Moment,
	pub until: Option<Moment>,
}

impl Span {
	pub fn has(self, at: Moment) -> bool {
		self.from <= at && self.until.is_none_or(|until| at < until)
	}
}

/// The first of the ends that there are.
pub fn earliest(ends: impl IntoIterator<Item = Option<Moment>>) -> Option<Moment> {
	ends.into_iter().flatten().min()
}

/// One permit or denial.
#[derive(Clone, Debug)]
pub struct Given {
	pub patient: AccountId,
	pub id: ProvisionId,
	/// Those of the call; a guardian's permit has its end from the guardian, too.
	pub terms: ProvisionTerms<AccountId>,
	pub granted_at: Moment,
	/// In which role, if the patient did not grant it.
	pub by: Option<GuardianRole>,
	/// How often it opened access.
	pub used: u32,
	pub used_up_at: Option<Moment>,
	pub revoked_at: Option<Moment>,
	/// It was revoked for new access only.
	pub lets_finish: bool,
}

impl Given {
	pub fn permits(&self) -> bool {
		self.terms.effect == Effect::Permit
	}

	/// The end that was known when it was granted.
	pub fn foreseen_end(&self) -> Option<Moment> {
		earliest([self.terms.until, self.terms.erase_at])
	}

	/// Nothing is in force before it is granted, and the first of four ends is the end.
	pub fn in_force(&self) -> Span {
		Span {
			from: self.terms.from.map_or(self.granted_at, |from| from.max(self.granted_at)),
			until: earliest([self.foreseen_end(), self.revoked_at, self.used_up_at]),
		}
	}

	/// How long the access that it opened may last. The last use does not end that, and a revocation only one of all.
	pub fn access(&self) -> Span {
		let cut = self.revoked_at.filter(|_| !self.lets_finish);
		Span { from: self.granted_at, until: earliest([self.foreseen_end(), cut]) }
	}

	/// Counts one use, if it counts any.
	pub fn take_a_use(&mut self, now: Moment) {
		if let Some(uses) = self.terms.uses {
			self.used += 1;
			if self.used == uses {
				self.used_up_at = Some(now);
			}
		}
	}

	pub fn obligations(&self) -> Obligations {
		Obligations {
			erase_at: self.terms.erase_at,
			no_redisclosure: self.terms.no_redisclosure,
			mask_identity: self.terms.mask_identity,
		}
	}

	pub fn obligation_count(&self) -> usize {
		let Obligations { erase_at, no_redisclosure, mask_identity } = self.obligations();
		[erase_at.is_some(), no_redisclosure, mask_identity].iter().filter(|laid| **laid).count()
	}
}

/// One break-glass case.
#[derive(Clone, Debug)]
pub struct Case {
	pub id: BreakGlassId,
	pub patient: AccountId,
	pub practitioner: AccountId,
	/// While it grants access.
	pub lasts: Span,
	/// From this moment and this block on its review is overdue.
	pub due: (Moment, u64),
	pub reviewed: bool,
}

impl Case {
	/// Ends it, if it is not over yet.
	pub fn end(&mut self, now: Moment) {
		self.lasts.until = earliest([self.lasts.until, Some(now)]);
	}

	pub fn is_overdue(&self, now: Moment, block: u64) -> bool {
		let (moment, height) = self.due;
		!self.reviewed && moment <= now && height <= block
	}
}
