// SPDX-License-Identifier: Apache-2.0
//! A small runtime: two insurers, two patients, two clinics, and an asset worth nothing. Who is who, and which records
//! there are, tables say that a test fills.
#![allow(missing_docs, clippy::unwrap_used)]

use crate::{self as pallet_claims, *};
use alloc::collections::{BTreeMap, BTreeSet};
use polkadot_sdk::{
	frame_support::{
		assert_ok, construct_runtime, derive_impl, parameter_types,
		traits::{
			AsEnsureOriginWithArg, ConstU16, ConstU32, ConstU64, LinearStoragePrice,
			fungible::{HoldConsideration, InspectHold as _},
			fungibles::{Inspect as _, InspectHold as _},
		},
	},
	frame_system::{self, EnsureRoot, EnsureSigned},
	pallet_assets, pallet_assets_holder, pallet_balances, pallet_timestamp,
	sp_io::{TestExternalities, hashing::blake2_256},
	sp_runtime::{BuildStorage, DispatchResult, traits::Dispatchable},
};
use salus_adjudication::{Amount, Benefit, Caps, Coordination, Cost, Limits, NetworkTerms};
use salus_primitives::{
	Category, CheckedRecord, Cid, DAY,
	claims::{ClaimRecords, Claimants, evidence_payload, hidden_payload},
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

/// Dispatches as a signed extrinsic does: a call that is refused changes nothing.
pub fn call(who: u64, call: Call<Test>) -> DispatchResult {
	RuntimeCall::from(call)
		.dispatch(RuntimeOrigin::signed(who))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// A record of a patient's, in its first version.
pub fn record(patient: u64, category: Category) -> RecordId {
	Known::mutate(|known| {
		let id = RecordId(u64::try_from(known.len()).unwrap());
		let checked =
			CheckedRecord { patient, category, version: 1, contested: false, replaced: false };
		known.insert(id, checked);
		id
	})
}

/// Amends a record.
pub fn amend(record: RecordId) {
	Known::mutate(|known| known.get_mut(&record).unwrap().version += 1);
}

pub fn benefit(id: u16) -> Benefit {
	let cost = Cost { copayment: Amount(0), coinsurance: 0 };
	Benefit {
		id,
		in_network: NetworkTerms { price: Amount(100), adult: cost, child: cost },
		out_of_network: None,
		deductible: false,
		waiting_days: 0,
		authorisation: false,
		evidence: None,
		limits: Limits::default(),
	}
}

pub fn terms(filing_limit: u16) -> Terms {
	Terms {
		rules: RULES_VERSION,
		filing_limit,
		deductible: Caps::default(),
		out_of_pocket: Caps::default(),
		maximum: Caps::default(),
		lifetime: None,
		coordination: Coordination::Standard,
		benefits: vec![benefit(1)].try_into().unwrap(),
		not_beside: Default::default(),
	}
}

pub fn new_plan() -> NewPlan {
	NewPlan {
		asset: EUR,
		currency: Currency(*b"EUR"),
		year: BenefitYear::Calendar,
		reserve: PER_POLICY,
		backdating: BACKDATING,
	}
}

pub fn publish(insurer: u64, plan: NewPlan, valid_from: Day, terms: Terms) -> DispatchResult {
	call(insurer, Call::publish_plan { plan, valid_from, terms: Box::new(terms) })
}

pub fn revise(insurer: u64, plan: PlanId, valid_from: Day, terms: Terms) -> DispatchResult {
	call(insurer, Call::revise_plan { plan, valid_from, terms: Box::new(terms) })
}

/// A plan of this insurer's.
pub fn a_plan(insurer: u64) -> PlanId {
	let id = NextPlan::<Test>::get();
	assert_ok!(publish(insurer, new_plan(), today(), terms(FILING)));
	id
}

pub fn fund(insurer: u64, amount: u128) -> DispatchResult {
	call(insurer, Call::fund { asset: EUR, amount })
}

pub fn withdraw(insurer: u64, amount: u128) -> DispatchResult {
	call(insurer, Call::withdraw { asset: EUR, amount })
}

pub fn collect(insurer: u64, payee: u64) -> DispatchResult {
	call(OUTSIDER, Call::collect { insurer, payee, asset: EUR })
}

pub fn pay_waiting(insurer: u64) -> DispatchResult {
	call(OUTSIDER, Call::pay_waiting { insurer, asset: EUR })
}

/// Issues a policy for a year, from today on.
pub fn issue(insurer: u64, plan: PlanId, holder: u64) -> DispatchResult {
	let record = record(holder, Category::Claim);
	call(insurer, Call::issue { plan, holder, from: today(), until: day(365), record })
}

/// A policy under a new plan of this insurer's, which has so much in reserve for claims besides what policies need.
pub fn a_policy(insurer: u64, money: u128) -> PolicyId {
	let plan = a_plan(insurer);
	assert_ok!(fund(insurer, PER_POLICY + money));
	let id = NextPolicy::<Test>::get();
	assert_ok!(issue(insurer, plan, HOLDER));
	id
}

/// The holder of a policy submits a claim of a record for a payee.
pub fn submit(policy: PolicyId, record: RecordId, payee: u64, ceiling: u128) -> DispatchResult {
	let holder = Insurance::policy(policy).map_or(OUTSIDER, |policy| policy.holder);
	submit_with(
		holder,
		policy,
		record,
		payee,
		ceiling,
		commitment(&(0..MAX_PIECES).collect::<Vec<_>>()),
	)
}

/// Submits a claim; the next call is in a later block.
pub fn submit_with(
	who: u64,
	policy: PolicyId,
	record: RecordId,
	payee: u64,
	ceiling: u128,
	evidence: [u8; 32],
) -> DispatchResult {
	call(who, Call::submit { policy, record, payee, ceiling, evidence })?;
	Timestamp::set_timestamp(Timestamp::get() + 1);
	Ok(())
}

/// Every claim is submitted with as much evidence as one can have: pieces 0 to 159.
pub const MAX_PIECES: u8 = 160;
pub const SALT: [u8; 32] = [8; 32];

/// The salt of each piece.
pub fn salt_of(piece: u8) -> [u8; 32] {
	[piece ^ 0xff; 32]
}

fn hash_of(piece: u8) -> [u8; 32] {
	blake2_256(&hidden_payload(&salt_of(piece), &[piece; 32]))
}

/// The commitment to these pieces.
pub fn commitment(pieces: &[u8]) -> [u8; 32] {
	let hashes: Vec<_> = pieces.iter().map(|piece| hash_of(*piece)).collect();
	blake2_256(&evidence_payload(&SALT, &hashes))
}

/// Shows so many pieces, of which these are billed.
pub fn shown(pieces: &[u8], billed: &[u8]) -> ShownEvidence {
	let show = |piece: &u8| {
		if billed.contains(piece) {
			ShownPiece::Billed { nullifier: [*piece; 32], salt: salt_of(*piece) }
		} else {
			ShownPiece::Unbilled(hash_of(*piece))
		}
	};
	let pieces: Vec<_> = pieces.iter().map(show).collect();
	ShownEvidence { salt: SALT, pieces: pieces.try_into().unwrap() }
}

/// A claim of a record of its own, for a clinic.
pub fn a_claim(policy: PolicyId, ceiling: u128) -> ClaimId {
	let id = NextClaim::<Test>::get();
	let holder = Insurance::policy(policy).unwrap().holder;
	assert_ok!(submit(policy, record(holder, Category::Claim), CLINIC, ceiling));
	id
}

/// The same with other evidence.
pub fn a_claim_with(policy: PolicyId, ceiling: u128, evidence: [u8; 32]) -> ClaimId {
	let id = NextClaim::<Test>::get();
	let holder = Insurance::policy(policy).unwrap().holder;
	let record = record(holder, Category::Claim);
	assert_ok!(submit_with(holder, policy, record, CLINIC, ceiling, evidence));
	id
}

pub fn pointer(seed: u8) -> Pointer {
	let cid = Cid::raw([seed; 32]).as_bytes().to_vec().try_into().unwrap();
	Pointer { cid: Some(cid), commitment: [seed; 32] }
}

/// The number of the statement of a claim's policy.
pub fn sequence(claim: ClaimId) -> u32 {
	let policy = Insurance::claim(claim).and_then(|claim| Insurance::policy(claim.policy));
	policy.map_or(0, |policy| policy.statement.sequence)
}

/// Concludes a claim from the latest statement, and bills these pieces of evidence.
pub fn bill(insurer: u64, claim: ClaimId, paid: u128, pieces: &[u8]) -> DispatchResult {
	let all: Vec<_> = (0..MAX_PIECES).collect();
	conclude_with(insurer, claim, paid, Some(shown(&all, pieces)))
}

/// Concludes a claim from the latest statement.
pub fn conclude_with(
	insurer: u64,
	claim: ClaimId,
	paid: u128,
	evidence: Option<ShownEvidence>,
) -> DispatchResult {
	let sequence = sequence(claim);
	let (statement, outcome) = (pointer(1), pointer(2));
	call(insurer, Call::conclude { claim, sequence, statement, paid, outcome, evidence })
}

pub fn conclude(insurer: u64, claim: ClaimId, paid: u128) -> DispatchResult {
	bill(insurer, claim, paid, &[])
}

pub fn refund(payee: u64, claim: ClaimId) -> DispatchResult {
	call(payee, Call::refund { claim })
}

pub fn reverse(insurer: u64, claim: ClaimId) -> DispatchResult {
	let sequence = sequence(claim);
	call(insurer, Call::reverse { claim, sequence, statement: pointer(3) })
}

/// Whoever submitted a claim closes it.
pub fn close_claim(claim: ClaimId) -> DispatchResult {
	let filed_by = Insurance::claim(claim).map_or(OUTSIDER, |claim| claim.filed_by);
	call(filed_by, Call::close_claim { claim })
}

pub fn stage(claim: ClaimId) -> Stage {
	Insurance::claim(claim).unwrap().stage
}

pub fn reserve(insurer: u64) -> Reserve {
	Insurance::reserve(&insurer, EUR).unwrap()
}

/// What an account can spend of the asset.
pub fn balance(account: u64) -> u128 {
	Assets::balance(EUR, account)
}

/// What is held of it.
pub fn on_hold(account: u64) -> u128 {
	AssetsHolder::balance_on_hold(EUR, &HoldReason::Reserve.into(), &account)
}

/// All that there is of it.
pub fn issued() -> u128 {
	AssetsHolder::total_issuance(EUR)
}

/// What is held of an account's tokens for what it stores.
pub fn deposits(account: u64) -> u64 {
	Balances::balance_on_hold(&StorageReason::get(), &account)
}

/// Makes so much of the asset.
pub fn mint(asset: Asset, account: u64, amount: u128) {
	assert_ok!(Assets::mint(RuntimeOrigin::signed(AUTHORITY), asset, account, amount));
}

/// The pallet's events since the last call of this function.
pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
