// SPDX-License-Identifier: Apache-2.0
//! A small runtime: two insurers, two patients, two clinics, and an asset worth nothing. Who is who, and which records
//! there are, tables say that a test fills.
#![allow(missing_docs, clippy::unwrap_used)]

mod actions;

pub use actions::*;

use crate::{self as pallet_claims, *};
use alloc::collections::{BTreeMap, BTreeSet};
use polkadot_sdk::{
	frame_support::{
		construct_runtime, derive_impl, parameter_types,
		traits::{
			AsEnsureOriginWithArg, ConstU16, ConstU32, ConstU64, LinearStoragePrice,
			fungible::HoldConsideration,
		},
	},
	frame_system::{self, EnsureRoot, EnsureSigned},
	pallet_assets, pallet_assets_holder, pallet_balances, pallet_timestamp,
	sp_io::TestExternalities,
	sp_runtime::BuildStorage,
};
use salus_primitives::{
	Category, CheckedRecord, DAY,
	claims::{ClaimRecords, Claimants},
	quorum::Period,
};

pub const INSURER: u64 = 1;
pub const OTHER_INSURER: u64 = 2;
pub const HOLDER: u64 = 3;
pub const OTHER_HOLDER: u64 = 4;
pub const CLINIC: u64 = 5;
pub const OTHER_CLINIC: u64 = 6;
pub const OUTSIDER: u64 = 7;
/// Whoever made the asset, and may block accounts in it.
pub const AUTHORITY: u64 = 8;

pub const EUR: Asset = 1;
/// Of the asset, of each insurer.
pub const FUNDS: u128 = 1_000_000;
/// Of the chain's token, of each account.
pub const TOKENS: u64 = 10_000_000;
/// What must lie in reserve for each policy.
pub const PER_POLICY: u128 = 100;

pub const START: Moment = 1_700_000_000_000;
pub const DECIDE_DAYS: u16 = 7;
pub const REFER_DAYS: u16 = 20;
pub const BLOCKS_OF_A_DAY: u32 = 10;
pub const BACKDATING: u16 = 30;
pub const FILING: u16 = 60;
pub const MAX_FILING: u16 = 90;
pub const NOTICE: u16 = 30;
pub const MAX_OPEN: u32 = 4;
pub const PAID_AT_ONCE: u32 = 3;
pub const REFUND: u16 = 20;
pub const KEEP: u16 = 40;
pub const BILLED: u16 = 1_300;

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
		Insurance: pallet_claims,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = u128;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
	type Holder = AssetsHolder;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

parameter_types! {
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Insurance(pallet_claims::HoldReason::Storage);
	pub const DecidePeriod: Period = Period {
		time: DAY * DECIDE_DAYS as u64,
		blocks: BLOCKS_OF_A_DAY * DECIDE_DAYS as u32,
	};
	pub const ReferPeriod: Period = Period {
		time: DAY * REFER_DAYS as u64,
		blocks: BLOCKS_OF_A_DAY * REFER_DAYS as u32,
	};
	pub static Insurers: BTreeSet<u64> = BTreeSet::new();
	/// Other organisations in force.
	pub static Organisations: BTreeSet<u64> = BTreeSet::new();
	pub static Patients: BTreeSet<u64> = BTreeSet::new();
	pub static Known: BTreeMap<RecordId, CheckedRecord<u64>> = BTreeMap::new();
}

/// What stands for the pallets of participants and records.
pub struct Tables;

impl Claimants<u64> for Tables {
	fn is_insurer(account: &u64) -> bool {
		Insurers::get().contains(account)
	}
	fn is_organisation_in_force(account: &u64) -> bool {
		Insurers::get().contains(account) || Organisations::get().contains(account)
	}
	fn is_patient(account: &u64) -> bool {
		Patients::get().contains(account)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_insurer(account: &u64) {
		Insurers::mutate(|insurers| insurers.insert(*account));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_organisation(account: &u64) {
		Organisations::mutate(|organisations| organisations.insert(*account));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &u64) {
		Patients::mutate(|patients| patients.insert(*account));
	}
}

impl ClaimRecords<u64> for Tables {
	fn latest(record: RecordId) -> Option<CheckedRecord<u64>> {
		Known::get().get(&record).cloned()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_record(patient: &u64, category: Category) -> RecordId {
		record(*patient, category)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<u64> for Tables {
	fn make_asset() -> Asset {
		EUR
	}
	fn mint(asset: Asset, account: &u64, amount: u128) {
		mint(asset, *account, amount);
	}
}

impl pallet_claims::Config for Test {
	type Claimants = Tables;
	type Records = Tables;
	type Time = Timestamp;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		StorageReason,
		LinearStoragePrice<ConstU64<10>, ConstU64<1>, u64>,
	>;
	type Assets = AssetsHolder;
	type RuntimeHoldReason = RuntimeHoldReason;
	type MaxTermsBytes = ConstU32<2_560>;
	type NoticeDays = ConstU16<NOTICE>;
	type MaxFilingDays = ConstU16<MAX_FILING>;
	type MaxPolicyDays = ConstU16<1_100>;
	type MaxOpenClaims = ConstU32<MAX_OPEN>;
	type MaxPaidAtOnce = ConstU32<PAID_AT_ONCE>;
	type DecidePeriod = DecidePeriod;
	type ReferPeriod = ReferPeriod;
	type RefundDays = ConstU16<REFUND>;
	type KeepDays = ConstU16<KEEP>;
	type BilledDays = ConstU16<BILLED>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Tables;
}

pub fn new_test_ext() -> TestExternalities {
	Insurers::set([INSURER, OTHER_INSURER].into());
	Organisations::set([CLINIC, OTHER_CLINIC].into());
	Patients::set([HOLDER, OTHER_HOLDER].into());
	Known::set(BTreeMap::new());
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: (1..=10).map(|account| (account, TOKENS)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![(EUR, AUTHORITY, true, 1)],
		accounts: vec![(EUR, INSURER, FUNDS), (EUR, OTHER_INSURER, FUNDS)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = TestExternalities::new(storage);
	ext.execute_with(|| {
		// Events are kept from block 1.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
	});
	ext
}

/// Runs a test and then checks every invariant.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Insurance::do_try_state().unwrap();
	});
}

pub fn today() -> Day {
	Day::of(Timestamp::get())
}

/// So many days from today; negative before it.
pub fn day(days: i32) -> Day {
	Day(today().0 + days)
}

/// So many days pass, with their blocks.
pub fn pass_days(days: u16) {
	let blocks = u64::from(days) * u64::from(BLOCKS_OF_A_DAY);
	System::set_block_number(System::block_number() + blocks);
	Timestamp::set_timestamp(Timestamp::get() + u64::from(days) * DAY);
}
