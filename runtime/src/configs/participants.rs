// SPDX-License-Identifier: Apache-2.0
//! Who is who, and what a sponsor pays for.

use crate::{
	AccountId, Balance, Balances, Runtime, RuntimeHoldReason, Signature, Timestamp,
	configs::{
		free_calls::{OwnCallsWeight, SponsorWeight, SponsoredCallsWeight},
		governance::AccreditationOrigin,
	},
	time::{DAY, DAYS},
	units::{UNIT, deposit},
	weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, LinearStoragePrice, fungible::HoldConsideration},
};
use pallet_participants::AllowanceOr;
use polkadot_sdk::*;
use salus_primitives::quorum::Period;
use sp_runtime::traits::Verify;

parameter_types! {
	/// Held for a patient: registration with sponsors, key, allowance, what was asked for at the sponsor's expense, the
	/// ledger of disclosures, and eight guardians.
	pub const PatientDeposit: Balance = deposit(6, 1_265);
	/// How many items every patient may store in a year with no sponsor: the policy, and access requests for their own.
	pub const BasicItems: u32 = 32;
	/// How many bytes they may have.
	pub const BasicBytes: u32 = 64 * 1024;
	/// Held for that of a patient who registers alone.
	pub const BasicDeposit: Balance = deposit(BasicItems::get(), BasicBytes::get());
	/// Held of an organisation's money for a member.
	pub const MemberDeposit: Balance = deposit(3, 160);
	/// What stays held of it for a former one: from when to when, eight times at most.
	pub const FormerMemberDeposit: Balance = deposit(1, 249);
	/// Held of an organisation's money for the proposal of a guardian.
	pub const GuardianProposalDeposit: Balance = deposit(1, 173);
	/// How long a proposed guardian waits: three days, and as many blocks as come in them.
	pub const GuardianNotice: Period = Period { time: 3 * DAY, blocks: 3 * DAYS };
	/// The least bond of an operator in service.
	pub const OperatorBond: Balance = 1_000 * UNIT;
	/// What a deviation takes from it. One is enough to put an operator with the least bond out.
	pub const DeviationPenalty: Balance = 100 * UNIT;
	/// What an absence takes from it, once an outage.
	pub const AbsencePenalty: Balance = 5 * UNIT;
	/// What a patient may ask for at its sponsor's expense within 30 days, unless the sponsor says otherwise: at the
	/// least price ten requests on which three operators work.
	pub const DefaultWorkLimit: Balance = 3 * UNIT;
	/// Held for a thing in storage, besides its bytes.
	pub const ItemDeposit: Balance = deposit(1, 0);
	/// Held for a thing's every byte.
	pub const ByteDeposit: Balance = deposit(0, 1);
}

/// What pays for a thing in storage: the patient's allowance, or else money on hold. Data rule 11.
pub type AllowanceOrHold<Reason> = AllowanceOr<
	Runtime,
	HoldConsideration<
		AccountId,
		Balances,
		Reason,
		LinearStoragePrice<ItemDeposit, ByteDeposit, Balance>,
	>,
>;

impl pallet_participants::Config for Runtime {
	type AuthorityOrigin = AccreditationOrigin;
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	// Burnt: nobody may gain by another's penalty, collators least of all.
	type Slashed = ();
	type OffchainSignature = Signature;
	type OffchainPublic = <Signature as Verify>::Signer;
	type PatientDeposit = PatientDeposit;
	type MemberDeposit = MemberDeposit;
	type FormerMemberDeposit = FormerMemberDeposit;
	type InvitationPeriod = ConstU64<{ 30 * DAY }>;
	// From birth to coming of age at 21, and to the first of January after it.
	type MaxGuardianPeriod = ConstU64<{ 22 * 366 * DAY }>;
	type MaxCarerPeriod = ConstU64<{ 366 * DAY }>;
	type GuardianNotice = GuardianNotice;
	type GuardianProposalDeposit = GuardianProposalDeposit;
	type OperatorBond = OperatorBond;
	type DeviationPenalty = DeviationPenalty;
	type AbsencePenalty = AbsencePenalty;
	// Longer than every duty's challenge.
	type UnbondingPeriod = ConstU64<{ 7 * DAY }>;
	type BasicDeposit = BasicDeposit;
	type CallsPerDay = ConstU32<50>;
	type WayOutCallsPerDay = ConstU32<20>;
	type ReadingCallsPerDay = ConstU32<20>;
	type FailedCallsPerDay = ConstU32<5>;
	type OwnCallsWeight = OwnCallsWeight;
	type SponsoredCallsWeight = SponsoredCallsWeight;
	type SponsorWeight = SponsorWeight;
	type BasicItems = BasicItems;
	type BasicBytes = BasicBytes;
	type StorageItemsPerPatient = ConstU32<1_000>;
	type StorageBytesPerPatient = ConstU32<{ 512 * 1024 }>;
	type DefaultWorkLimit = DefaultWorkLimit;
	// A visit lies between the patient's signature and the organisation's transaction, and no more.
	type MaxRegistrationLifetime = ConstU64<DAY>;
	type MaxOperators = ConstU32<100>;
	type MaxOperatorsPerOrganisation = ConstU32<10>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type WeightInfo = weights::pallet_participants::WeightInfo<Runtime>;
}
