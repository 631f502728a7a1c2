// SPDX-License-Identifier: Apache-2.0
//! Who is who, and what a sponsor pays for.

use crate::{
	AccountId, Balance, Balances, Runtime, RuntimeHoldReason, Signature, Timestamp,
	configs::governance::AuthorityOrigin,
	time::DAY,
	units::{UNIT, deposit},
	weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, LinearStoragePrice, fungible::HoldConsideration},
};
use pallet_participants::AllowanceOr;
use polkadot_sdk::*;
use sp_runtime::traits::Verify;

parameter_types! {
	/// Held for a patient: registration, key, allowance, what was asked for at the sponsor's expense, and the ledger of
	/// disclosures.
	pub const PatientDeposit: Balance = deposit(5, 328);
	/// Held of an organisation's money for a member.
	pub const MemberDeposit: Balance = deposit(3, 160);
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
	type AuthorityOrigin = AuthorityOrigin;
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	// Burnt: nobody may gain by another's penalty, collators least of all.
	type Slashed = ();
	type OffchainSignature = Signature;
	type OffchainPublic = <Signature as Verify>::Signer;
	type PatientDeposit = PatientDeposit;
	type MemberDeposit = MemberDeposit;
	type OperatorBond = OperatorBond;
	type DeviationPenalty = DeviationPenalty;
	type AbsencePenalty = AbsencePenalty;
	// Longer than every duty's challenge.
	type UnbondingPeriod = ConstU64<{ 7 * DAY }>;
	type CallsPerDay = ConstU32<50>;
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
