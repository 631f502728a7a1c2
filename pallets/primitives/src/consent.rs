// SPDX-License-Identifier: Apache-2.0
//! What a patient permits and denies, and how a pallet asks whether somebody may.

mod decision;
mod provision;

pub use decision::{Basis, ConsentDecision, Decision, Obligations, Permit, Query, Reader, Refusal};
pub use provision::{Actor, Effect, Provision, ProvisionTerms};

#[cfg(feature = "serde")]
use crate::json;
use crate::{BreakGlassId, Moment, codes::codes};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

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
	/// Why a practitioner breaks the glass.
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
	/// What the authority found.
	ReviewOutcome "outcome of a review" {
		/// The emergency was real.
		Justified = 0 "justified",
		/// It was not.
		Unjustified = 1 "unjustified",
	}
);

/// The authority's review of a case.
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
	/// Who broke the glass, and pays for the storage.
	pub practitioner: AccountId,
	/// Why.
	pub reason: BreakGlassReason,
	/// From when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub opened_at: Moment,
	/// Before when; a review ends the case early.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub until: Moment,
	/// The authority's review; the practitioner answers for the case until it is there.
	pub review: Option<Review>,
	/// The same patient's case before this one.
	pub previous: Option<BreakGlassId>,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{AccessId, ProvisionId};

	/// Entries of the ledger and versions of records keep these bytes for ever.
	#[test]
	fn a_basis_has_room_for_what_comes() {
		assert_eq!(Basis::OwnRecord.encode(), [0]);
		assert_eq!(Basis::Authorship.encode(), [1]);
		assert_eq!(Basis::Provision(ProvisionId(7)).encode(), [2, 7, 0, 0, 0]);
		assert_eq!(Basis::BreakGlass(BreakGlassId(7)).encode(), [3, 7, 0, 0, 0, 0, 0, 0, 0]);
		for index in [4, 5, 6] {
			assert!(Basis::decode(&mut &[index; 9][..]).is_err(), "{index} is kept");
		}
		assert_eq!(Basis::max_encoded_len(), 1 + AccessId::max_encoded_len());
	}

	#[test]
	fn a_decision_is_encoded_as_the_result_that_it_is_made_of() {
		let permit = Permit { basis: Basis::OwnRecord, obligations: Obligations::default() };
		for decided in [Ok(permit), Err(Refusal::NoPolicy), Err(Refusal::Denied(ProvisionId(3)))] {
			assert_eq!(Decision::from(decided).encode(), decided.encode());
		}
	}
}
