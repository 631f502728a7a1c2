// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::consent`].

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::frame_support::{
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
pub use salus_pallet_support::Held;
pub use salus_primitives::consent::{
	Actor, BreakGlassCase, ConsentRequest, Effect, OrganisationCases, Provision, ProvisionTerms,
	Review, ReviewOutcome,
};
use salus_primitives::{
	AccessId, BreakGlassId, ConsentRequestId, Moment, ProvisionId, quorum::Deadline,
};
use scale_info::TypeInfo;

/// What a patient permits and denies now or later: one key, since each decision and each grant reads it.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Policy<T: Config> {
	/// Pays for this and for a full history, from the first provision on. Data rule 11.
	pub ticket: T::Consideration,
	/// The id of the next provision.
	pub next: ProvisionId,
	/// How many provisions were ever archived in the history.
	pub archived: u32,
	/// From this moment on, nothing is missing: every provision in force then is still kept.
	pub known_since: Moment,
	/// By id. Expired ones stay until they are pruned or their room is needed.
	pub active: BoundedVec<Provision<T::AccountId>, T::MaxProvisions>,
}

/// An access request that a provision opened.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenedAccess {
	/// Which access request.
	pub access: AccessId,
	/// When it ends at the latest.
	pub expires: Deadline,
}

/// An open request in the patient's list.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenRequest<AccountId> {
	/// Which request.
	pub id: ConsentRequestId,
	/// Who asks: a reader has one open request a patient.
	pub requester: AccountId,
}

/// A case that the practitioner still answers for: one key tells to whose records it grants access.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenCase<AccountId> {
	/// Which case.
	pub id: BreakGlassId,
	/// Whose records.
	pub patient: AccountId,
	/// Before when.
	pub until: Moment,
	/// Once this is over, the review is overdue.
	pub review_due: Deadline,
}
