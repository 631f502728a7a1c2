// SPDX-License-Identifier: Apache-2.0
//! A runtime of this pallet, balances and the clock; who is who stands in the tables of `neighbours`.

use crate as pallet_consent;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Contains, LinearStoragePrice, fungible::HoldConsideration},
};
use polkadot_sdk::{
	frame_support,
	frame_system::{self, EnsureRoot, EnsureSignedBy},
	pallet_balances, pallet_timestamp, sp_io,
	sp_runtime::BuildStorage,
};
use salus_primitives::{
	Action, Category, Compartment, DataPeriod, Day, Moment, Profession, Purpose, Query, Reader,
	StudyId,
	quorum::{Period, WorkClass},
};

pub use salus_pallet_support::neighbours::*;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
/// Practitioners.
pub const DORA: AccountId = 11;
pub const EMIL: AccountId = 12;
/// Somebody with neither licence nor records.
pub const OTTO: AccountId = 21;
/// Organisations.
pub const CLINIC: AccountId = 31;
pub const INSURER: AccountId = 32;

/// Who reviews what others are late with.
pub const BOARD: AccountId = 41;

pub const START: Moment = 1_800_000_000_000;
pub const HOUR: Moment = 3_600_000;
/// What everybody who owns money owns.
pub const FUNDS: u64 = 1_000_000_000;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Consent: pallet_consent,
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

parameter_types! {
	pub static MaxProvisions: u32 = 32;
	pub static MaxHistory: u32 = 256;
	pub static MaxOpenCases: u32 = 3;
	pub static MaxOverdueCases: u32 = 2;
	pub const ReviewPeriod: Period = Period { time: 4 * HOUR, blocks: 10 };
	/// The studies that somebody has registered.
	pub static Registered: Vec<StudyId> = Vec::new();
	pub const Reason: RuntimeHoldReason = RuntimeHoldReason::Consent(HoldReason::Storage);
}

polkadot_sdk::frame_support::ord_parameter_types! {
	pub const Board: AccountId = BOARD;
}

/// All but therapists.
pub struct Emergencies;

impl Contains<Profession> for Emergencies {
	fn contains(profession: &Profession) -> bool {
		*profession != Profession::Therapist
	}
}

/// What stands for a registry of studies.
pub struct StudyTable;

impl salus_primitives::Studies for StudyTable {
	fn is_registered(study: StudyId) -> bool {
		Registered::get().contains(&study)
	}
}

impl pallet_consent::Config for Test {
	type AuthorityOrigin = EnsureRoot<AccountId>;
	type OverdueOrigin = EnsureSignedBy<Board, AccountId>;
	type Participants = Neighbours;
	type EmergencyProfessions = Emergencies;
	type Studies = StudyTable;
	type Time = Timestamp;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		Reason,
		LinearStoragePrice<ConstU64<10>, ConstU64<1>, u64>,
	>;
	type WeightInfo = ();
	type MaxProvisions = MaxProvisions;
	type MaxHistory = MaxHistory;
	type MaxRequests = ConstU32<3>;
	type MaxConsentRequestPeriod = ConstU64<{ 24 * HOUR }>;
	type BreakGlassPeriod = ConstU64<HOUR>;
	type ReviewPeriod = ReviewPeriod;
	type MaxOverdueCases = MaxOverdueCases;
	type MaxOpenCases = MaxOpenCases;
	type CaseRetention = ConstU64<{ 100 * HOUR }>;
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let accounts = [ALICE, BOB, DORA, EMIL, CLINIC, INSURER];
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: accounts.map(|account| (account, FUNDS)).to_vec(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		MaxProvisions::set(32);
		MaxHistory::set(256);
		MaxOpenCases::set(3);
		MaxOverdueCases::set(2);
		Registered::set([1, 7].map(StudyId).to_vec());
		reset();
		Patients::set([ALICE, BOB].into());
		Members::set([(CLINIC, DORA)].into());
		Unregistered::set([OTTO].into());
		license(DORA);
		license(EMIL);
	});
	ext
}

/// Runs a test on a fresh chain and checks the invariants at its end.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Consent::do_try_state().unwrap();
	});
}

pub fn now() -> Moment {
	pallet_timestamp::Now::<Test>::get()
}

pub fn pass(milliseconds: Moment) {
	Timestamp::set_timestamp(now() + milliseconds);
}

pub fn pass_blocks(blocks: u64) {
	System::set_block_number(System::block_number() + blocks);
}

pub fn held(account: AccountId) -> u64 {
	pallet_balances::Pallet::<Test>::reserved_balance(account)
}

/// A permit to read laboratory results for treatment, without end.
pub fn permit(actor: Actor<AccountId>) -> ProvisionTerms<AccountId> {
	ProvisionTerms {
		effect: Effect::Permit,
		actor,
		actions: vec![Action::Access].try_into().unwrap(),
		categories: vec![Category::ObservationLaboratory].try_into().unwrap(),
		compartments: Default::default(),
		purposes: vec![Purpose::Treatment].try_into().unwrap(),
		from: None,
		until: None,
		data_from: None,
		data_until: None,
		erase_at: None,
		no_redisclosure: false,
		mask_identity: false,
		uses: None,
	}
}

/// A denial of everything in the general compartment.
pub fn denial(actor: Actor<AccountId>) -> ProvisionTerms<AccountId> {
	ProvisionTerms {
		effect: Effect::Deny,
		actions: Default::default(),
		categories: Default::default(),
		purposes: Default::default(),
		..permit(actor)
	}
}

/// Grants and returns the id.
pub fn grant(
	patient: AccountId,
	terms: ProvisionTerms<AccountId>,
) -> salus_primitives::ProvisionId {
	let id = Provisions::<Test>::get(patient).map_or_else(Default::default, |policy| policy.next);
	frame_support::assert_ok!(Consent::grant(RuntimeOrigin::signed(patient), terms));
	id
}

/// May the account read Alice's laboratory results for treatment?
pub fn question(account: AccountId) -> Query<AccountId> {
	Query {
		patient: ALICE,
		reader: Reader::Account(account),
		action: Action::Access,
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		purpose: Purpose::Treatment,
		data: DataPeriod::on(Day::of(START)),
	}
}

/// The same in an emergency.
pub fn emergency(account: AccountId) -> Query<AccountId> {
	Query { purpose: Purpose::BreakGlass, ..question(account) }
}

/// The operators drawn for what this account asks.
pub fn asked_by(asker: AccountId, class: WorkClass) -> Reader<AccountId> {
	Reader::DecisionSupport { class, asker }
}
