// SPDX-License-Identifier: Apache-2.0
//! A runtime of this pallet alone: its neighbours answer from tables that a test fills.

use crate::{self as pallet_records, *};
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Contains, LinearStoragePrice, fungible::HoldConsideration},
};
use polkadot_sdk::{
	frame_support,
	frame_system::{self, EnsureRoot},
	pallet_balances, pallet_timestamp,
	sp_io::{self, hashing::blake2_256},
	sp_runtime::BuildStorage,
};
use salus_primitives::{
	AccessId, Action, Basis, Category, Cid, Compartment, ConsentDecision, DataPeriod, Day,
	DisclosureLedger, Moment, Obligations, Permit, ProvisionId, Purpose, Query, Reader, RecordId,
	Refusal, Subject,
	participants::{Sponsored, WorkSponsor},
	quorum::{Deadline, Period, WorkClass},
	records::{MAX_DOCUMENT_SIZE, retention_payload, retention_step_payload},
};

pub use salus_pallet_support::neighbours::*;

type Block = frame_system::mocking::MockBlock<Test>;

pub const PATIENT: AccountId = 1;
pub const CLINICIAN: AccountId = 2;
pub const OUTSIDER: AccountId = 3;
pub const OTHER_PATIENT: AccountId = 4;
pub const OTHER_CLINICIAN: AccountId = 5;
pub const PENNILESS: AccountId = 6;
/// An organisation in force, of no licence.
pub const INSURER: AccountId = 7;
/// An organisation that runs no operator.
pub const HOSPITAL: AccountId = 8;
/// An organisation that sponsors the patient, in the tests in which one does.
pub const SPONSOR: AccountId = 9;
pub const CUSTODIANS: [AccountId; 8] = [11, 12, 13, 14, 15, 16, 17, 18];

pub const START: Moment = 1_700_000_000_000;
/// The day of `START`: 2023-11-14.
pub const TODAY: DataPeriod = DataPeriod { first: Day(19_675), last: Day(19_675) };
pub const HOUR: Moment = 3_600_000;
pub const DAY: Moment = 24 * HOUR;
/// What a share is paid for a day, so that an hour's pay is one.
pub const PRICE: u64 = 24;
pub const MAX_PRICE: u64 = 100;
/// How long what is held for a version's custody lasts, in days.
pub const TERM_DAYS: u64 = 100;
/// What a term of three custodians costs.
pub const TERM_COST: u64 = 3 * PRICE * TERM_DAYS;
/// How many proofs a share has in these tests besides its anchor: fewer than real ones, which the chain can't know.
pub const PROOFS: u32 = 60;
/// As many blocks as come in an hour.
pub const HOUR_OF_BLOCKS: u32 = 600;
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

	/// A day, and as many blocks as come in it.
	pub const DestructionPeriod: Period = Period { time: 24 * HOUR, blocks: 24 * HOUR_OF_BLOCKS };

	pub static Decisions: Vec<(Query<AccountId>, Result<Permit, Refusal>)> = Vec::new();
	pub static UseCount: u32 = 0;
	/// What allows nothing any more.
	pub static EndedBases: Vec<Basis> = Vec::new();
	/// What consent was asked of open access.
	pub static StillAsked: Vec<Query<AccountId>> = Vec::new();
	/// The access requests that consent was told of, by patient.
	pub static Opened: Vec<(AccountId, Basis, AccessId)> = Vec::new();
	/// Who stands surety for broken glass.
	pub static Surety: Option<AccountId> = None;
	pub static LedgerFull: bool = false;
	pub static Ledger: Vec<LedgerEntry> = Vec::new();
	/// Organisations in force.
	pub static InForce: Vec<AccountId> = Vec::new();
	/// Whether the patient has a sponsor, and for how much more it pays.
	pub static WorkLeft: Option<u64> = None;
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

/// What stands for consent, for the ledger of disclosures, and for the runtime's choice of affiliates.
pub struct Tables;

impl Contains<AccountId> for Tables {
	fn contains(account: &AccountId) -> bool {
		InForce::get().contains(account)
			|| Members::get().into_iter().any(|(_, member)| member == *account)
	}
}

impl ConsentDecision<AccountId> for Tables {
	fn decide(query: &Query<AccountId>) -> Result<Permit, Refusal> {
		Decisions::get()
			.into_iter()
			.find(|(asked, _)| asked == query)
			.map_or(Err(Refusal::NoPolicy), |(_, answer)| answer)
	}
	fn decide_and_use(query: &Query<AccountId>) -> Result<Permit, Refusal> {
		Self::decide(query).inspect(|_| UseCount::mutate(|count| *count += 1))
	}
	fn still_allows(query: &Query<AccountId>, basis: Basis) -> bool {
		StillAsked::mutate(|asked| asked.push(query.clone()));
		!EndedBases::get().contains(&basis)
	}
	fn opened(patient: &AccountId, basis: Basis, access: AccessId, _: Deadline) {
		Opened::mutate(|opened| opened.push((*patient, basis, access)));
	}
	fn surety(basis: Basis) -> Option<AccountId> {
		Surety::get().filter(|_| matches!(basis, Basis::BreakGlass(_)))
	}
	fn closed(patient: &AccountId, basis: Basis, access: AccessId) {
		Opened::mutate(|opened| opened.retain(|one| *one != (*patient, basis, access)));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_permit(query: &Query<AccountId>) {
		answer(query.clone(), Ok(permit(0)));
	}
}

impl DisclosureLedger<AccountId> for Tables {
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

impl WorkSponsor<AccountId, u64> for Tables {
	fn take(patient: &AccountId, amount: u64) -> Sponsored<AccountId> {
		let Some(left) = WorkLeft::get().filter(|_| *patient == PATIENT) else {
			return Sponsored::None;
		};
		let Some(left) = left.checked_sub(amount) else {
			return Sponsored::LimitReached;
		};
		WorkLeft::set(Some(left));
		Sponsored::By(SPONSOR)
	}
}

impl pallet_records::Config for Test {
	type Participants = Neighbours;
	type Consent = Tables;
	type Ledger = Tables;
	type Operators = Neighbours;
	type Affiliates = Tables;
	type Time = Timestamp;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		StorageReason,
		LinearStoragePrice<ConstU64<100>, ConstU64<1>, u64>,
	>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Sponsors = Tables;
	type AuthorityOrigin = EnsureRoot<AccountId>;
	type MinCustodyPrice = ConstU64<PRICE>;
	type MaxCustodyPrice = ConstU64<MAX_PRICE>;
	type CustodyTerm = ConstU64<{ TERM_DAYS * DAY }>;
	type MaxVersions = ConstU32<4>;
	type MaxHolders = ConstU32<16>;
	type MaxDocumentSize = ConstU64<MAX_DOCUMENT_SIZE>;
	type AccessPeriod = ConstU64<HOUR>;
	type DestructionPeriod = DestructionPeriod;
	type WeightInfo = ();
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: [PATIENT, CLINICIAN, OUTSIDER, OTHER_PATIENT, OTHER_CLINICIAN, INSURER, SPONSOR]
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

/// The organisation that runs an operator of these tests, and no other.
pub fn organisation_of(operator: AccountId) -> AccountId {
	1_000 + operator
}

/// Brings an operator into service.
pub fn serve(operator: AccountId) {
	InService::mutate(|operators| operators.push(operator));
	accredit(operator, organisation_of(operator));
}

/// Runs a test in a small world of two patients, two clinicians, an insurer and eight operators, and checks the
/// invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	reset();
	Patients::set([PATIENT, OTHER_PATIENT, PENNILESS].into());
	license(CLINICIAN);
	license(OTHER_CLINICIAN);
	CUSTODIANS.into_iter().for_each(serve);
	InForce::set(vec![INSURER]);
	Decisions::set(Vec::new());
	UseCount::set(0);
	EndedBases::set(Vec::new());
	StillAsked::set(Vec::new());
	Opened::set(Vec::new());
	Surety::set(None);
	LedgerFull::set(false);
	Ledger::set(Vec::new());
	WorkLeft::set(None);
	new_test_ext().execute_with(|| {
		test();
		Records::do_try_state().expect("the invariants hold");
	});
}

pub fn pass(time: Moment) {
	Timestamp::set_timestamp(Timestamp::get() + time);
}

pub fn pass_blocks(blocks: u32) {
	System::set_block_number(System::block_number() + u64::from(blocks));
}

/// An hour from now, in time and blocks.
pub fn in_an_hour() -> Deadline {
	let block = u32::try_from(System::block_number()).unwrap() + HOUR_OF_BLOCKS;
	Deadline { moment: Timestamp::get() + HOUR, block }
}

/// A good document; another `seed`, another CID and key.
pub fn document(seed: u8) -> Document<AccountId> {
	kept_by(&CUSTODIANS[..3], seed)
}

/// The same, kept by these custodians, of whom two must answer.
pub fn kept_by(accounts: &[AccountId], seed: u8) -> Document<AccountId> {
	Document {
		cid: Cid::raw([seed; 32]).as_bytes().to_vec().try_into().unwrap(),
		length: 1_000,
		key_commitment: [seed; 32],
		custodians: custodians(accounts),
		threshold: 2,
		anchors: anchors(accounts, seed.into()),
	}
}

/// The proof that a custodian of the sharing of this seed reveals with its claim of this number; the anchor is number 0.
pub fn proof(custodian: AccountId, seed: u32, claim: u32) -> [u8; 32] {
	let share = (custodian, seed).encode();
	let mut proof = blake2_256(&retention_payload(&share));
	for _ in claim..PROOFS {
		proof = blake2_256(&retention_step_payload(&proof));
	}
	proof
}

/// The anchors of the shares that these custodians have of the sharing of this seed.
pub fn anchors(accounts: &[AccountId], seed: u32) -> Anchors {
	let anchors: Vec<_> = accounts.iter().map(|account| proof(*account, seed, 0)).collect();
	anchors.try_into().unwrap()
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

/// The operators that work for a requester, on a clinical matter.
pub fn operators_for(asker: AccountId) -> Reader<AccountId> {
	Reader::DecisionSupport { class: WorkClass::Clinical, asker }
}

pub fn permit(provision: u32) -> Permit {
	let basis = Basis::Provision(ProvisionId(provision));
	Permit { basis, obligations: Obligations::default(), ends_at: None }
}

/// A permit that wants every copy erased by then, and so ends then.
pub fn permit_until_erased(provision: u32, erase_at: Moment) -> Permit {
	let obligations = Obligations { erase_at: Some(erase_at), ..Obligations::default() };
	Permit { obligations, ends_at: Some(erase_at), ..permit(provision) }
}

/// Makes consent answer so. The last answer to a question holds.
pub fn answer(query: Query<AccountId>, answer: Result<Permit, Refusal>) {
	Decisions::mutate(|decisions| decisions.insert(0, (query, answer)));
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

/// Custodians by their accounts.
pub fn custodians(accounts: &[AccountId]) -> Custodians<AccountId> {
	accounts.to_vec().try_into().unwrap()
}

/// A record that the clinician wrote; gives its id.
pub fn a_record(seed: u8) -> RecordId {
	let id = NextRecord::<Test>::get();
	permit_writing(CLINICIAN);
	submit_as(CLINICIAN, document(seed)).expect("the clinician may write");
	id
}

/// All that is held of an account's money.
pub fn held(account: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::total_balance_on_hold(&account)
}

/// What is held of it for what it stores.
pub fn held_for_storage(account: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&pallet_records::HoldReason::Storage.into(), &account)
}

/// What is held of it to pay custody.
pub fn held_for_custody(account: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&pallet_records::HoldReason::Custody.into(), &account)
}

/// The events of this pallet since the last call of this function.
pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
