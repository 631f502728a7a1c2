// SPDX-License-Identifier: Apache-2.0
//! A small runtime to test in.
#![allow(missing_docs, clippy::unwrap_used)]

use crate as pallet_participants;
use polkadot_sdk::{
	frame_support::{
		self, derive_impl, parameter_types,
		traits::{
			ConstU32, ConstU64, Hooks, LinearStoragePrice,
			fungible::{HoldConsideration, Mutate},
		},
		weights::Weight,
	},
	frame_system::{self, EnsureRoot, mocking::MockBlock},
	pallet_balances, pallet_timestamp, sp_io,
	sp_keyring::Sr25519Keyring,
	sp_runtime::{AccountId32, BuildStorage, MultiSignature, MultiSigner, traits::IdentityLookup},
};
use salus_primitives::{Moment, quorum::Period};

pub type AccountId = AccountId32;
pub type Balance = u64;

/// Some pallet that stores things: it only has a reason to hold money.
#[frame_support::pallet]
pub mod storing {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::composite_enum]
	pub enum HoldReason {
		Item,
	}
}

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Storing = storing;
	#[runtime::pallet_index(50)]
	pub type Participants = pallet_participants;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Self>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl storing::Config for Test {}

pub const PATIENT_DEPOSIT: Balance = 10;
pub const MEMBER_DEPOSIT: Balance = 5;
pub const FORMER_MEMBER_DEPOSIT: Balance = 2;
pub const PROPOSAL_DEPOSIT: Balance = 7;
pub const OPERATOR_BOND: Balance = 1_000;
pub const PENALTY: Balance = 100;
pub const ABSENCE_PENALTY: Balance = 5;
pub const CALLS_PER_DAY: u32 = 3;
pub const WAY_OUT: u32 = 2;
pub const READING: u32 = 1;
pub const FAILED: u32 = 2;
/// How many free calls of the sponsor's the authority allows the clinic a day.
pub const CLINIC_CALLS: u32 = 7;
/// What a free call weighs here; in a block twelve patients' own, ten at all sponsors' expense, five at one's.
pub const CALL_WEIGHT: Weight = Weight::from_parts(1_000, 10);
pub const BASIC_DEPOSIT: Balance = 7;
pub const BASIC_ITEMS: u32 = 3;
pub const BASIC_BYTES: u32 = 300;
pub const ITEMS: u32 = 2;
pub const BYTES: u32 = 1_000;
pub const WORK_LIMIT: Balance = 300;
pub const MAX_OPERATORS: u32 = 3;
pub const MAX_OF_ORGANISATION: u32 = 2;
pub const HOUR: Moment = 3_600_000;
pub const DAY: Moment = 24 * HOUR;
/// A midnight.
pub const START: Moment = 20_000 * DAY;
pub const INVITATION: Moment = 30 * DAY;
pub const CARER_PERIOD: Moment = 366 * DAY;
pub const GUARDIAN_PERIOD: Moment = 20 * 366 * DAY;
pub const NOTICE: Period = Period { time: 3 * DAY, blocks: 100 };

impl pallet_participants::Config for Test {
	type AuthorityOrigin = EnsureRoot<AccountId>;
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Slashed = ();
	type OffchainSignature = MultiSignature;
	type OffchainPublic = MultiSigner;
	type PatientDeposit = ConstU64<PATIENT_DEPOSIT>;
	type MemberDeposit = ConstU64<MEMBER_DEPOSIT>;
	type FormerMemberDeposit = ConstU64<FORMER_MEMBER_DEPOSIT>;
	type InvitationPeriod = ConstU64<INVITATION>;
	type MaxGuardianPeriod = ConstU64<GUARDIAN_PERIOD>;
	type MaxCarerPeriod = ConstU64<CARER_PERIOD>;
	type GuardianNotice = GuardianNotice;
	type GuardianProposalDeposit = ConstU64<PROPOSAL_DEPOSIT>;
	type OperatorBond = ConstU64<OPERATOR_BOND>;
	type DeviationPenalty = ConstU64<PENALTY>;
	type AbsencePenalty = ConstU64<ABSENCE_PENALTY>;
	type UnbondingPeriod = ConstU64<{ 7 * DAY }>;
	type BasicDeposit = ConstU64<BASIC_DEPOSIT>;
	type CallsPerDay = ConstU32<CALLS_PER_DAY>;
	type WayOutCallsPerDay = ConstU32<WAY_OUT>;
	type ReadingCallsPerDay = ConstU32<READING>;
	type FailedCallsPerDay = ConstU32<FAILED>;
	type OwnCallsWeight = OwnCallsWeight;
	type SponsoredCallsWeight = SponsoredCallsWeight;
	type SponsorWeight = SponsorWeight;
	type BasicItems = ConstU32<BASIC_ITEMS>;
	type BasicBytes = ConstU32<BASIC_BYTES>;
	type StorageItemsPerPatient = ConstU32<ITEMS>;
	type StorageBytesPerPatient = ConstU32<BYTES>;
	type DefaultWorkLimit = ConstU64<WORK_LIMIT>;
	type MaxRegistrationLifetime = ConstU64<DAY>;
	type MaxOperators = ConstU32<MAX_OPERATORS>;
	type MaxOperatorsPerOrganisation = ConstU32<MAX_OF_ORGANISATION>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Signer;
	type WeightInfo = ();
}

parameter_types! {
	pub const OwnCallsWeight: Weight = CALL_WEIGHT.saturating_mul(12);
	pub const SponsoredCallsWeight: Weight = CALL_WEIGHT.saturating_mul(10);
	pub const SponsorWeight: Weight = CALL_WEIGHT.saturating_mul(5);
	pub const GuardianNotice: Period = NOTICE;
	pub const ItemReason: RuntimeHoldReason = RuntimeHoldReason::Storing(storing::HoldReason::Item);
}

/// How that other pallet has its items paid for.
pub type Paid = crate::AllowanceOr<
	Test,
	HoldConsideration<
		AccountId,
		Balances,
		ItemReason,
		LinearStoragePrice<ConstU64<1>, ConstU64<1>, Balance>,
	>,
>;

/// Signs with a key that needs no keystore.
#[cfg(feature = "runtime-benchmarks")]
pub struct Signer;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<MultiSigner, MultiSignature> for Signer {
	fn signer() -> MultiSigner {
		Sr25519Keyring::Eve.public().into()
	}

	fn sign(message: &[u8]) -> MultiSignature {
		Sr25519Keyring::Eve.sign(message).into()
	}
}

/// What an account with money has at first.
pub const MONEY: Balance = 10_000;

pub fn clinic() -> AccountId {
	Sr25519Keyring::Alice.to_account_id()
}

/// Without money.
pub fn patient() -> AccountId {
	Sr25519Keyring::Bob.to_account_id()
}

/// Without money.
pub fn other_patient() -> AccountId {
	Sr25519Keyring::Charlie.to_account_id()
}

pub fn insurer() -> AccountId {
	Sr25519Keyring::Dave.to_account_id()
}

/// Somebody with money, by number.
pub fn somebody(number: u8) -> AccountId {
	AccountId::new([number; 32])
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut ext: sp_io::TestExternalities =
		frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into();
	ext.execute_with(|| {
		// Events are kept from block 1.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		for account in [clinic(), insurer()].into_iter().chain((1..=9).map(somebody)) {
			Balances::mint_into(&account, MONEY).unwrap();
		}
	});
	ext
}

/// Runs a test, and checks at its end that the state is sound.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Participants::do_try_state().unwrap();
	});
}

pub fn now() -> Moment {
	Timestamp::get()
}

pub fn pass(time: Moment) {
	Timestamp::set_timestamp(now() + time);
}

/// Ends the block, as far as free calls are concerned.
pub fn next_block() {
	let block = System::block_number();
	<Participants as Hooks<_>>::on_finalize(block);
	System::set_block_number(block + 1);
	<Participants as Hooks<_>>::on_initialize(block + 1);
}
