// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::records`].

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, traits::fungible::Inspect,
};
use polkadot_sdk::{frame_support, frame_system};
pub use salus_pallet_support::Held;
use salus_primitives::VersionNumber;
pub use salus_primitives::records::{
	Access, AccessState, Anchors, CheckedAccess, ContestReason, Custodians, CustodyClaim,
	CustodyClaims, CustodyFund, Destruction, Document, KeptPage, KeptRecord, Record, Resharing,
	Retention, Tombstone, Version,
};
use scale_info::TypeInfo;

/// The most records that are looked through for one page of what an operator keeps.
pub const MOST_LOOKED_THROUGH: u32 = 1_000;

/// Money.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// What is held to pay the custodians of a version.
pub type CustodyFundOf<T> = CustodyFund<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// A version of a record, and what pays for it; the first version's pays for the record too.
pub type VersionOf<T> = Held<Version<<T as frame_system::Config>::AccountId>, VersionTicket<T>>;

/// What pays for a version.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct VersionTicket<T: Config> {
	/// Who took it over; none while whoever paid at first does.
	pub taken_over_by: Option<T::AccountId>,
	/// What they paid.
	pub ticket: T::Consideration,
}

/// An access request, and what its depositor paid.
pub type AccessOf<T> =
	Held<Access<<T as frame_system::Config>::AccountId>, <T as Config>::Consideration>;

/// A custodian of a record.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Holder<AccountId> {
	/// Who keeps shares.
	pub custodian: AccountId,
	/// Of how many versions.
	pub versions: VersionNumber,
}

/// Every custodian of a record.
pub type HoldersOf<T> =
	BoundedVec<Holder<<T as frame_system::Config>::AccountId>, <T as Config>::MaxHolders>;

/// What custodians owe of a record.
pub type DestructionsOf<T> =
	BoundedVec<Destruction<<T as frame_system::Config>::AccountId>, <T as Config>::MaxHolders>;

/// What is stored of a record: nearly every call needs the latest version, so it lies with the record.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct StoredRecord<T: Config> {
	/// The record.
	pub record: Record<T::AccountId>,
	/// Its version `record.latest`.
	pub version: VersionOf<T>,
}
