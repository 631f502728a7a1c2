//! A runtime of this pallet, balances and the clock; who is who stands in tables.

use crate as pallet_consent;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, LinearStoragePrice, fungible::HoldConsideration},
};
use polkadot_sdk::{
	frame_support,
	frame_system::{self, EnsureRoot},
	pallet_balances, pallet_timestamp, sp_io,
	sp_runtime::BuildStorage,
};
use salus_primitives::{
	Action, Category, Compartment, DataPeriod, Day, Licence, Moment, Participants, Profession,
	Purpose, Query, Reader,
};
use std::collections::{BTreeMap, BTreeSet};

pub type AccountId = u64;

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
	pub static Patients: BTreeSet<AccountId> = BTreeSet::new();
	pub static Licences: BTreeMap<AccountId, Licence> = BTreeMap::new();
	pub static Members: BTreeSet<(AccountId, AccountId)> = BTreeSet::new();
	pub static SuspendedOrganisations: BTreeSet<AccountId> = BTreeSet::new();
	/// How often somebody asked for a licence or a membership.
	pub static LicenceLookups: u32 = 0;
	pub static MemberLookups: u32 = 0;
	pub const Reason: RuntimeHoldReason = RuntimeHoldReason::Consent(HoldReason::Storage);
}

pub struct Registry;
impl Participants<AccountId> for Registry {
	fn is_patient(account: &AccountId) -> bool {
		Patients::get().contains(account)
	}
	fn is_registered(account: &AccountId) -> bool {
		*account != OTTO
	}
	fn licence(account: &AccountId) -> Licence {
		LicenceLookups::mutate(|count| *count += 1);
		Licences::get().get(account).copied().unwrap_or(Licence::None)
	}
	fn is_organisation_in_force(account: &AccountId) -> bool {
		[CLINIC, INSURER].contains(account) && !SuspendedOrganisations::get().contains(account)
	}
	fn is_member(organisation: &AccountId, account: &AccountId) -> bool {
		MemberLookups::mutate(|count| *count += 1);
		!SuspendedOrganisations::get().contains(organisation)
			&& Members::get().contains(&(*organisation, *account))
	}
	fn is_enrolled(organisation: &AccountId, account: &AccountId) -> bool {
		MemberLookups::mutate(|count| *count += 1);
		Members::get().contains(&(*organisation, *account))
	}
	fn encryption_key(_: &AccountId) -> Option<[u8; 32]> {
		None
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &AccountId) {
		Patients::mutate(|patients| patients.insert(*account));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_practitioner(account: &AccountId) {
		license(*account);
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_member(organisation: &AccountId, account: &AccountId) {
		Members::mutate(|members| members.insert((*organisation, *account)));
	}
}

impl pallet_consent::Config for Test {
	type AuthorityOrigin = EnsureRoot<AccountId>;
	type Participants = Registry;
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
	type MaxOpenCases = ConstU32<3>;
}

pub fn license(account: AccountId) {
	let profession = Profession::Physician;
	set_licence(account, Licence::InForce { profession, expires_at: Moment::MAX });
}

pub fn set_licence(account: AccountId, licence: Licence) {
	Licences::mutate(|licences| licences.insert(account, licence));
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
		Patients::set([ALICE, BOB].into());
		Members::set([(CLINIC, DORA)].into());
		SuspendedOrganisations::set(BTreeSet::new());
		Licences::set(BTreeMap::new());
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
	let id = Provisions::<Test>::get(patient).map_or_else(Default::default, |shelf| shelf.next);
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
