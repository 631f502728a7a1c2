// SPDX-License-Identifier: Apache-2.0
//! What a patient permits and denies, and how a pallet asks whether somebody may.

mod decision;
mod provision;

pub use decision::{
	Basis, ConsentDecision, Decision, Obligations, Permit, Query, Reader, Refusal, Studies,
};
pub use provision::{Actor, Effect, Provision, ProvisionTerms};

#[cfg(feature = "serde")]
use crate::json;
use crate::{BreakGlassId, Moment, codes::codes, quorum::Deadline};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// How many access requests are named when the provision that opened them is revoked: the newest ones.
pub const MAX_NAMED_ACCESSES: u32 = 32;

/// A reader's question to a patient: would you permit this?
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ConsentRequest<AccountId> {
	/// Who is asked.
	pub patient: AccountId,
	/// Who asks, and pays for the storage.
	pub requester: AccountId,
	/// The permit that they ask for.
	pub terms: ProvisionTerms<AccountId>,
	/// When they asked.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub requested_at: Moment,
	/// From this moment the patient can't answer any more.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub expires_at: Moment,
}

codes!(
	/// Why a practitioner breaks the glass. Never on chain: a commitment is ([`crate::StatedReason`]).
	BreakGlassReason "reason" {
		/// The patient is unconscious.
		Unconscious = 0 "unconscious",
		/// The patient's life is in danger and asking would cost time.
		LifeThreat = 1 "lifeThreat",
		/// The patient is awake but can't consent.
		UnableToConsent = 2 "unableToConsent",
		/// Others are in danger.
		PublicSafety = 3 "publicSafety",
	}
);

codes!(
	/// What reviewers found.
	ReviewOutcome "outcome of a review" {
		/// The emergency was real.
		Justified = 0 "justified",
		/// It was not.
		Unjustified = 1 "unjustified",
	}
);

/// The review of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Review {
	/// What it found.
	pub outcome: ReviewOutcome,
	/// When.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub reviewed_at: Moment,
}

/// A practitioner's access to a patient's general compartment without consent, in an emergency.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BreakGlassCase<AccountId> {
	/// Whose records.
	pub patient: AccountId,
	/// Who broke the glass.
	pub practitioner: AccountId,
	/// The organisation for which they did, as they said and it had admitted them: it is counted there.
	pub organisation: Option<AccountId>,
	/// Who pays for the storage: the organisation, if it stood surety and had the money, or else the practitioner.
	pub depositor: AccountId,
	/// The hash of why, as patient and reviewers are told it ([`crate::StatedReason`]).
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub reason_commitment: [u8; 32],
	/// From when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub opened_at: Moment,
	/// Before when; practitioner, patient and review end the case early.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub until: Moment,
	/// Once this is over, the review is overdue.
	pub review_due: Deadline,
	/// The review; the practitioner answers for the case until it is there.
	pub review: Option<Review>,
	/// The same patient's case before this one. It may have been removed, which is done from the oldest on.
	pub previous: Option<BreakGlassId>,
}

impl<AccountId> BreakGlassCase<AccountId> {
	/// Whether its review is overdue at this moment and height.
	pub fn is_overdue(&self, now: Moment, block: u32) -> bool {
		self.review.is_none() && self.review_due.is_over(now, block)
	}
}

/// An organisation's break-glass cases: those of its members who named it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct OrganisationCases {
	/// It pays while fewer than so many are not reviewed. None: it stands surety for nobody.
	pub surety: u32,
	/// How many are not reviewed.
	pub unreviewed: u32,
	/// How many were found justified.
	pub justified: u32,
	/// How many were found unjustified.
	pub unjustified: u32,
}

impl OrganisationCases {
	/// Whether the organisation stands surety for one more.
	pub fn has_room(&self) -> bool {
		self.unreviewed < self.surety
	}

	/// Counts one that was opened.
	pub fn count_opened(&mut self) {
		self.unreviewed = self.unreviewed.saturating_add(1);
	}

	/// Counts one that was reviewed.
	pub fn count_reviewed(&mut self, outcome: ReviewOutcome) {
		self.unreviewed = self.unreviewed.saturating_sub(1);
		let found = match outcome {
			ReviewOutcome::Justified => &mut self.justified,
			ReviewOutcome::Unjustified => &mut self.unjustified,
		};
		*found = found.saturating_add(1);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{AccessId, GuardianRole, ProvisionId};

	/// Entries of the ledger and versions of records keep these bytes for ever.
	#[test]
	fn a_basis_has_room_for_what_comes() {
		assert_eq!(Basis::OwnRecord.encode(), [0]);
		assert_eq!(Basis::Authorship.encode(), [1]);
		assert_eq!(Basis::Provision(ProvisionId(7)).encode(), [2, 7, 0, 0, 0]);
		assert_eq!(Basis::BreakGlass(BreakGlassId(7)).encode(), [3, 7, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(Basis::Guardianship(GuardianRole::LegalGuardian).encode(), [7, 1]);
		for index in [4, 5, 6] {
			assert!(Basis::decode(&mut &[index; 9][..]).is_err(), "{index} is kept");
		}
		assert_eq!(Basis::max_encoded_len(), 1 + AccessId::max_encoded_len());
	}

	#[test]
	fn a_decision_is_encoded_as_the_result_that_it_is_made_of() {
		let obligations = Obligations::default();
		let permit = Permit { basis: Basis::OwnRecord, obligations, ends_at: Some(9) };
		for decided in [Ok(permit), Err(Refusal::NoPolicy), Err(Refusal::Denied(ProvisionId(3)))] {
			assert_eq!(Decision::from(decided).encode(), decided.encode());
		}
	}
}
