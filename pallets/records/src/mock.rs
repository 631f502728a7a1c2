//! A runtime of this pallet alone: its neighbours answer from tables that a test fills.

use crate::{self as pallet_records, *};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, LinearStoragePrice, fungible::HoldConsideration},
};
use polkadot_sdk::{
	frame_support, frame_system, pallet_balances, pallet_timestamp, sp_io, sp_runtime::BuildStorage,
};
use salus_primitives::{
	AccessId, Action, Basis, Category, Cid, Compartment, ConsentDecision, DataPeriod, Day,
	DisclosureLedger, Licence, Moment, Obligations, Operators, Participants, Permit, Profession,
	ProvisionId, Purpose, Query, Reader, RecordId, Refusal, Subject,
};
use std::collections::{BTreeMap, BTreeSet};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

pub const PATIENT: AccountId = 1;
pub const CLINICIAN: AccountId = 2;
pub const OUTSIDER: AccountId = 3;
pub const OTHER_PATIENT: AccountId = 4;
pub const OTHER_CLINICIAN: AccountId = 5;
pub const PENNILESS: AccountId = 6;
pub const CUSTODIANS: [AccountId; 8] = [11, 12, 13, 14, 15, 16, 17, 18];

pub const START: Moment = 1_700_000_000_000;
/// The day of `START`: 2023-11-14.
pub const TODAY: DataPeriod = DataPeriod { first: Day(19_675), last: Day(19_675) };
pub const HOUR: Moment = 3_600_000;
pub const FUNDS: u64 = 10_000_000;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Records: pallet_records,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Records(pallet_records::HoldReason::Storage);

	pub static Patients: BTreeSet<AccountId> = BTreeSet::new();
	pub static Licences: BTreeMap<AccountId, Licence> = BTreeMap::new();
	pub static Keyless: BTreeSet<AccountId> = BTreeSet::new();
	pub static InService: BTreeSet<AccountId> = BTreeSet::new();
	pub static Duties: BTreeMap<AccountId, u32> = BTreeMap::new();
	pub static Answers: Vec<(Query<AccountId>, Result<Permit, Refusal>)> = Vec::new();
	pub static UseCount: u32 = 0;
	pub static LedgerFull: bool = false;
	pub static Ledger: Vec<LedgerEntry> = Vec::new();
}

/// What the ledger was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerEntry {
	pub patient: AccountId,
	pub readers: Vec<AccountId>,
	pub access: AccessId,
	pub subject: Subject,
	pub category: Category,
	pub purpose: Purpose,
	pub basis: Basis,
}

pub struct Neighbours;

impl Participants<AccountId> for Neighbours {
	fn is_patient(account: &AccountId) -> bool {
		Patients::get().contains(account)
	}
	fn is_registered(account: &AccountId) -> bool {
		Self::is_patient(account) || Licences::get().contains_key(account)
	}
	fn licence(account: &AccountId) -> Licence {
		Licences::get().get(account).copied().unwrap_or(Licence::None)
	}
	fn is_organisation_in_force(_: &AccountId) -> bool {
		false
	}
	fn is_member(_: &AccountId, _: &AccountId) -> bool {
		false
	}
	fn is_enrolled(_: &AccountId, _: &AccountId) -> bool {
		false
	}
	fn encryption_key(account: &AccountId) -> Option<[u8; 32]> {
		(!Keyless::get().contains(account)).then_some([9; 32])
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
	fn make_member(_: &AccountId, _: &AccountId) {}
}

impl Operators<AccountId> for Neighbours {
	fn in_service() -> Vec<AccountId> {
		InService::get().into_iter().collect()
	}
	fn is_in_service(account: &AccountId) -> bool {
		InService::get().contains(account)
	}
	fn penalise(_: &AccountId) {}
	fn add_duty(operator: &AccountId) {
		Duties::mutate(|duties| *duties.entry(*operator).or_default() += 1);
	}
	fn end_duty(operator: &AccountId) {
		Duties::mutate(|duties| *duties.get_mut(operator).expect("has no duty") -= 1);
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_operator(account: &AccountId) {
		InService::mutate(|operators| operators.insert(*account));
	}
}

impl ConsentDecision<AccountId> for Neighbours {
	fn decide(query: &Query<AccountId>) -> Result<Permit, Refusal> {
		Answers::get()
			.into_iter()
			.find(|(asked, _)| asked == query)
			.map_or(Err(Refusal::NoPolicy), |(_, answer)| answer)
	}
	fn decide_and_use(query: &Query<AccountId>) -> Result<Permit, Refusal> {
		Self::decide(query).inspect(|_| UseCount::mutate(|count| *count += 1))
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_permit(query: &Query<AccountId>) {
		answer(query.clone(), Ok(permit(0)));
	}
}

impl DisclosureLedger<AccountId> for Neighbours {
	fn enter(
		patient: &AccountId,
		readers: &[AccountId],
		access: AccessId,
		subject: Subject,
		category: Category,
		purpose: Purpose,
		basis: Basis,
	) -> bool {
		if LedgerFull::get() {
			return false;
		}
		Ledger::mutate(|ledger| {
			ledger.push(LedgerEntry {
				patient: *patient,
				readers: readers.to_vec(),
				access,
				subject,
				category,
				purpose,
				basis,
			})
		});
		true
	}
}

impl pallet_records::Config for Test {
	type Participants = Neighbours;
	type Consent = Neighbours;
	type Ledger = Neighbours;
	type Operators = Neighbours;
	type Time = Timestamp;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		StorageReason,
		LinearStoragePrice<ConstU64<100>, ConstU64<1>, u64>,
	>;
	type MaxVersions = ConstU32<4>;
	type MaxHolders = ConstU32<8>;
	type MaxDocumentSize = ConstU64<{ 64 << 20 }>;
	type AccessPeriod = ConstU64<HOUR>;
	type WeightInfo = ();
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: [PATIENT, CLINICIAN, OUTSIDER, OTHER_PATIENT, OTHER_CLINICIAN]
			.map(|account| (account, FUNDS))
			.to_vec(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
	});
	ext
}

/// Runs a test in a small world of two patients, two clinicians and eight operators, and checks the
/// invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	Patients::set(BTreeSet::from([PATIENT, OTHER_PATIENT, PENNILESS]));
	Licences::set(BTreeMap::new());
	license(CLINICIAN);
	license(OTHER_CLINICIAN);
	Keyless::set(BTreeSet::new());
	InService::set(CUSTODIANS.into());
	Duties::set(BTreeMap::new());
	Answers::set(Vec::new());
	UseCount::set(0);
	LedgerFull::set(false);
	Ledger::set(Vec::new());
	new_test_ext().execute_with(|| {
		test();
		Records::do_try_state().expect("the invariants hold");
	});
}

pub fn license(account: AccountId) {
	let licence = Licence::InForce { profession: Profession::Physician, expires_at: u64::MAX };
	Licences::mutate(|licences| licences.insert(account, licence));
}

pub fn set_licence(account: AccountId, licence: Licence) {
	Licences::mutate(|licences| licences.insert(account, licence));
}

pub fn pass(time: Moment) {
	Timestamp::set_timestamp(Timestamp::get() + time);
}

/// A good document; another `seed`, another CID and key.
pub fn document(seed: u8) -> Document<AccountId> {
	Document {
		cid: Cid::raw([seed; 32]).as_bytes().to_vec().try_into().unwrap(),
		size: 1_000,
		key_commitment: [seed; 32],
		custodians: CUSTODIANS[..3].to_vec().try_into().unwrap(),
		threshold: 2,
	}
}

/// What these tests ask of consent: about laboratory results in the general compartment.
pub fn query(reader: Reader<AccountId>, action: Action, purpose: Purpose) -> Query<AccountId> {
	Query {
		patient: PATIENT,
		reader,
		action,
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		purpose,
		data: TODAY,
	}
}

pub fn permit(provision: u32) -> Permit {
	Permit { basis: Basis::Provision(ProvisionId(provision)), obligations: Obligations::default() }
}

/// Makes consent answer so. The last answer to a question holds.
pub fn answer(query: Query<AccountId>, answer: Result<Permit, Refusal>) {
	Answers::mutate(|answers| answers.insert(0, (query, answer)));
}

/// Makes consent answer a question of an account's so.
pub fn answer_account(
	account: AccountId,
	action: Action,
	purpose: Purpose,
	decision: Result<Permit, Refusal>,
) {
	answer(query(Reader::Account(account), action, purpose), decision);
}

pub fn permit_writing(account: AccountId) {
	answer_account(account, Action::Collect, Purpose::Treatment, Ok(permit(7)));
}

pub fn permit_reading(account: AccountId) {
	answer_account(account, Action::Access, Purpose::Treatment, Ok(permit(8)));
}

/// Submits a laboratory result of the patient's.
pub fn submit_as(
	author: AccountId,
	document: Document<AccountId>,
) -> frame_support::dispatch::DispatchResult {
	Records::submit(
		RuntimeOrigin::signed(author),
		PATIENT,
		Category::ObservationLaboratory,
		Compartment::General,
		TODAY,
		document,
	)
}

/// A record that the clinician wrote; gives its id.
pub fn a_record(seed: u8) -> RecordId {
	let id = NextRecord::<Test>::get();
	permit_writing(CLINICIAN);
	submit_as(CLINICIAN, document(seed)).expect("the clinician may write");
	id
}

pub fn held(account: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::total_balance_on_hold(&account)
}

/// The events of this pallet since the last look.
pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
