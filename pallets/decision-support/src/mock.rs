// SPDX-License-Identifier: Apache-2.0
//! A small runtime with neighbours that are tables: three operators, two patients, one clinician.

use crate::{
	self as pallet_decision_support, Call, CidBytes, Event, ModelProposal, NextModel, NextRequest,
	Output, OutputBytes,
};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		BoundedVec, assert_ok, construct_runtime, derive_impl, parameter_types,
		traits::{
			Footprint, Randomness,
			fungible::{HoldConsideration, Mutate},
		},
	},
	frame_system::{self, EnsureRoot},
	pallet_balances, pallet_timestamp,
	sp_core::{ConstU64, H256},
	sp_io::{TestExternalities, hashing::blake2_256},
	sp_runtime::{
		BuildStorage, DispatchError, DispatchResult,
		traits::{Convert, Dispatchable},
	},
};
use salus_primitives::{
	AccessId, Cid, DecisionSupportAccess, Evidence, ModelId, Moment, OpenedAccess, Purpose,
	RecordId, RequestId, VersionNumber, output_digest_payload, seal_payload,
};

pub use salus_pallet_support::neighbours::*;

pub const PATIENT: u64 = 1;
pub const CLINICIAN: u64 = 2;
pub const OUTSIDER: u64 = 3;
pub const OTHER_PATIENT: u64 = 4;
pub const OPERATORS: [u64; 3] = [11, 12, 13];
pub const NOW: Moment = 1_000_000;
pub const SEAL_PERIOD: Moment = 120_000;
pub const CHALLENGE_PERIOD: Moment = 60_000;
pub const FUNDS: u64 = 1_000_000;
pub const MODEL_DIGEST: [u8; 32] = [7; 32];
pub const DIGEST: [u8; 32] = [5; 32];
pub const OTHER_DIGEST: [u8; 32] = [6; 32];
pub const SALT: [u8; 32] = [8; 32];

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		DecisionSupport: pallet_decision_support,
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
	pub const Reason: RuntimeHoldReason =
		RuntimeHoldReason::DecisionSupport(pallet_decision_support::HoldReason::Storage);
	pub static Readers: Vec<u64> = vec![];
	pub static RecordsOfPatients: BTreeMap<RecordId, u64> = BTreeMap::new();
	pub static Opened: Vec<(RecordId, u64, Vec<u64>, Purpose)> = vec![];
	pub static Seed: u64 = 0;
	pub static AccessEnds: Moment = Moment::MAX;
	pub static Contested: Vec<RecordId> = vec![];
	pub static MaxDeclarations: u32 = 20;
}

pub struct DepositOf;
impl Convert<Footprint, u64> for DepositOf {
	fn convert(footprint: Footprint) -> u64 {
		footprint.count * 10 + footprint.size
	}
}

impl pallet_decision_support::Config for Test {
	type Participants = Neighbours;
	type Operators = Neighbours;
	type Access = Tables;
	type Time = Timestamp;
	type Consideration = HoldConsideration<u64, Balances, Reason, DepositOf>;
	type Randomness = Tables;
	type AuthorityOrigin = EnsureRoot<u64>;
	type MaxDeclarations = MaxDeclarations;
	type SealPeriod = ConstU64<SEAL_PERIOD>;
	type ChallengePeriod = ConstU64<CHALLENGE_PERIOD>;
	type WeightInfo = ();
}

/// What stands for records and for randomness.
pub struct Tables;

impl DecisionSupportAccess<u64> for Tables {
	type Error = DispatchError;

	fn open(
		record: RecordId,
		requester: &u64,
		operators: &[u64],
		purpose: Purpose,
		until: Moment,
	) -> Result<OpenedAccess<u64>, DispatchError> {
		if AccessEnds::get() < until {
			return Err(DispatchError::Other("expired"));
		}
		let patient = RecordsOfPatients::get()
			.get(&record)
			.copied()
			.ok_or(DispatchError::Other("no such record"))?;
		if *requester != patient && !Readers::get().contains(requester) {
			return Err(DispatchError::Other("no consent"));
		}
		Opened::mutate(|opened| opened.push((record, *requester, operators.to_vec(), purpose)));
		Ok(OpenedAccess {
			patient,
			version: 3,
			access: AccessId(record.0 + 100),
			contested: Contested::get().contains(&record),
		})
	}

	fn is_readable(record: RecordId, _: VersionNumber) -> bool {
		RecordsOfPatients::get().contains_key(&record)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &u64, count: u32) -> Vec<RecordId> {
		Readers::mutate(|readers| readers.push(*requester));
		let records: Vec<_> =
			(0..count).map(|number| RecordId(1_000 + u64::from(number))).collect();
		for record in &records {
			RecordsOfPatients::mutate(|table| table.insert(*record, PATIENT));
		}
		records
	}
}

impl Randomness<H256, u64> for Tables {
	fn random(subject: &[u8]) -> (H256, u64) {
		(blake2_256(&(Seed::get(), subject).encode()).into(), 0)
	}
}

pub fn new_test_ext() -> TestExternalities {
	reset();
	InService::set(OPERATORS.to_vec());
	Unregistered::set([OUTSIDER].into());
	Readers::set(vec![CLINICIAN]);
	Opened::set(vec![]);
	Contested::set(vec![]);
	MaxDeclarations::set(20);
	Seed::set(0);
	RecordsOfPatients::set(
		[(1, PATIENT), (2, PATIENT), (3, OTHER_PATIENT)]
			.into_iter()
			.map(|(record, patient)| (RecordId(record), patient))
			.collect(),
	);
	license(CLINICIAN);
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: (1..=20).map(|account| (account, FUNDS)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut externalities = TestExternalities::new(storage);
	externalities.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(NOW);
	});
	externalities
}

/// Runs a test and then checks every invariant.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		DecisionSupport::do_try_state().unwrap();
	});
}

/// Dispatches as a signed extrinsic does: a call that is refused changes nothing.
pub fn call(who: u64, call: Call<Test>) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(who), call)
}

/// Dispatches as the authority.
pub fn rule_call(call: Call<Test>) -> DispatchResult {
	dispatch(RuntimeOrigin::root(), call)
}

fn dispatch(origin: RuntimeOrigin, call: Call<Test>) -> DispatchResult {
	RuntimeCall::from(call).dispatch(origin).map(|_| ()).map_err(|refused| refused.error)
}

pub fn advance_to(moment: Moment) {
	Timestamp::set_timestamp(moment);
}

pub fn cid_bytes() -> CidBytes {
	Cid::raw([9; 32]).as_bytes().to_vec().try_into().unwrap()
}

pub fn proposal(output: Output) -> ModelProposal {
	ModelProposal {
		digest: MODEL_DIGEST,
		card: cid_bytes(),
		evidence: Evidence::People,
		output,
		steps: 1_000,
		operators: 3,
		quorum: 2,
		metrics_commitment: [4; 32],
	}
}

pub fn propose(proposal: ModelProposal) -> ModelId {
	let id = NextModel::<Test>::get();
	assert_ok!(call(PATIENT, Call::propose_model { proposal }));
	id
}

pub fn approved(proposal: ModelProposal) -> ModelId {
	let model = propose(proposal);
	assert_ok!(rule_call(Call::approve_model { model }));
	all_declare(model);
	model
}

/// Everybody in service runs the model, and has the money to say so.
pub fn all_declare(model: ModelId) {
	for operator in InService::get() {
		if !DecisionSupport::declared(model).contains(&operator) {
			assert_ok!(Balances::mint_into(&operator, FUNDS));
			assert_ok!(call(operator, Call::declare_model { model }));
		}
	}
}

pub fn request_call(model: ModelId, records: &[u64]) -> Call<Test> {
	let records: Vec<_> = records.iter().copied().map(RecordId).collect();
	Call::request {
		model,
		records: BoundedVec::truncate_from(records),
		purpose: Purpose::Treatment,
	}
}

/// The clinician asks the model, which everybody in service runs, about both records of the patient.
pub fn requested(model: ModelId) -> RequestId {
	all_declare(model);
	let id = NextRequest::<Test>::get();
	assert_ok!(call(CLINICIAN, request_call(model, &[1, 2])));
	id
}

/// A request to a new model with a sealed output.
pub fn sealed_request() -> RequestId {
	requested(approved(proposal(Output::Sealed)))
}

pub fn seal_of(digest: [u8; 32], operator: u64) -> [u8; 32] {
	blake2_256(&seal_payload(&digest, &operator))
}

pub fn seal_call(request: RequestId, digest: [u8; 32], operator: u64) -> Call<Test> {
	Call::seal { request, seal: seal_of(digest, operator) }
}

pub fn sealed(request: RequestId, digest: [u8; 32], operator: u64) {
	assert_ok!(call(operator, seal_call(request, digest, operator)));
}

pub fn settle_call(request: RequestId, digest: [u8; 32]) -> Call<Test> {
	Call::settle { request, digest, result: cid_bytes() }
}

/// A request that all three operators agreed on.
pub fn settled_request() -> RequestId {
	let request = sealed_request();
	for operator in OPERATORS {
		sealed(request, DIGEST, operator);
	}
	assert_ok!(call(OPERATORS[0], settle_call(request, DIGEST)));
	request
}

pub fn output(numbers: &[u32]) -> OutputBytes {
	let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
	bytes.try_into().unwrap()
}

pub fn open_digest(request: RequestId, output: &[u8]) -> [u8; 32] {
	blake2_256(&output_digest_payload(&SALT, request, &MODEL_DIGEST, output))
}

/// The pallet's events since the last call of this function.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DecisionSupport(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
