// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::participants`].

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{traits::fungible::Inspect, weights::Weight},
	frame_system,
};
pub use salus_pallet_support::Held;
use salus_primitives::Moment;
pub use salus_primitives::participants::{
	Allowance, AllowanceLeft, CallCounts, DailyCount, EncryptionKey, Endpoint, FreeCall, Guardian,
	GuardianList, GuardianProposal, GuardianRole, Guardianship, Invitation, Jurisdiction,
	MembershipHistory, MembershipPeriod, MembershipPeriods, Operator, Organisation,
	OrganisationKind, Patient, PeerId, Power, Practitioner, Sponsors, StorageCounts, StoragePart,
	StorageUse, WhoIs,
};
use scale_info::TypeInfo;

/// An account.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// An amount of the chain's currency.
pub type BalanceOf<T> = <<T as Config>::Currency as Inspect<AccountIdOf<T>>>::Balance;
/// Money held for a patient's registration, as stored.
pub type DepositOf<T> = Deposit<AccountIdOf<T>, BalanceOf<T>>;
/// A patient, as stored.
pub type PatientOf<T> = Held<Patient<AccountIdOf<T>>, DepositOf<T>>;
/// An operator, as stored.
pub type OperatorOf<T> = Operator<AccountIdOf<T>, BalanceOf<T>>;

/// For how long a patient's requests at the sponsor's expense count: 30 days from the first, in milliseconds.
pub const WORK_PERIOD: Moment = 30 * 24 * 3_600_000;

/// How long a storage allowance counts, until it is whole again: 365 days, in milliseconds.
pub const YEAR: Moment = 365 * 24 * 3_600_000;

/// What free calls weigh in this block.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct FreeWeights {
	/// Those of patients' own daily numbers.
	pub own: Weight,
	/// Those that sponsors pay for.
	pub sponsored: Weight,
}

/// What a patient has asked for at the sponsor's expense within 30 days.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct WorkWindow<Balance> {
	/// When it began: with the first request after the last window was over.
	pub since: Moment,
	/// The price of all that was asked for since, whatever of it went back.
	pub asked: Balance,
}

/// Money held for a patient's registration.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Deposit<AccountId, Balance> {
	/// Whose it is: the patient's own or an organisation's.
	pub depositor: AccountId,
	/// How much is held.
	pub amount: Balance,
}

/// The ended memberships of an account in one organisation.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FormerMember<Balance> {
	/// From when to when, oldest first.
	pub periods: MembershipPeriods,
	/// From this moment on none is missing.
	pub known_since: Moment,
	/// What is held of the organisation's money for it.
	pub deposit: Balance,
}

/// That an account is a member of an organisation.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Membership<Balance> {
	/// Since when.
	pub since: Moment,
	/// What is held of the organisation's money for it.
	pub deposit: Balance,
}
