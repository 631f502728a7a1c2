// SPDX-License-Identifier: Apache-2.0
//! A small runtime with neighbours that are tables: three operators, two patients, one clinician. Nobody draws or
//! seals: a test says what a quorum did.

use crate::{
	self as pallet_decision_support, Call, CidBytes, Event, ModelProposal, NextModel, Output,
	OutputBytes, Tier, WorkClass,
};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use polkadot_sdk::{
	frame_support::{
		BoundedVec, assert_ok, construct_runtime, derive_impl, parameter_types,
		storage::with_storage_layer,
		traits::{Footprint, fungible::HoldConsideration},
	},
	frame_system::{self, EnsureRoot},
	pallet_balances, pallet_timestamp,
	sp_io::{TestExternalities, hashing::blake2_256},
	sp_runtime::{
		BuildStorage, DispatchError, DispatchResult, TokenError,
		traits::{Convert, Dispatchable},
	},
};
use salus_primitives::{
	AccessId, Category, CheckedRecord, Cid, DecisionSupportAccess, Evidence, ModelId, Moment,
	Purpose, RecordId, RequestId, VersionNumber,
	decision_support::TIERS,
	output_digest_payload,
	participants::{Sponsored, WorkSponsor},
	quorum::{Agreement, Deadline, NewTask, OnQuorum, Quorum, TaskId, Unwanted},
};

pub use salus_pallet_support::neighbours::*;

pub const PATIENT: u64 = 1;
pub const CLINICIAN: u64 = 2;
pub const OUTSIDER: u64 = 3;
pub const OTHER_PATIENT: u64 = 4;
pub const OPERATORS: [u64; 3] = [11, 12, 13];
pub const NOW: Moment = 1_000_000;
pub const SEAL_UNTIL: Deadline = Deadline { moment: NOW + 120_000, block: 20 };
pub const FUNDS: u64 = 1_000_000;
/// What a seat costs.
pub const PRICE: u64 = 10;
/// An organisation.
pub const SPONSOR: u64 = 6;
/// The job's record, and those of the patient that it is about.
pub const JOB: u64 = 10;
pub const INPUTS: [u64; 2] = [1, 2];
pub const MODEL_DIGEST: [u8; 32] = [7; 32];
pub const CONTENT: [u8; 32] = [5; 32];
pub const SALT: [u8; 32] = [8; 32];
pub const VERSION: VersionNumber = 3;

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

/// What was opened: which version of which record, for whom, who asked for which class of work, and why.
pub type OpenedRecord = (RecordId, VersionNumber, Vec<u64>, u64, WorkClass, Purpose);

parameter_types! {
	pub const Reason: RuntimeHoldReason =
		RuntimeHoldReason::DecisionSupport(pallet_decision_support::HoldReason::Storage);
	pub static Readers: Vec<u64> = vec![];
	pub static RecordsOfPatients: BTreeMap<RecordId, u64> = BTreeMap::new();
	/// Records that say what is asked.
	pub static Jobs: Vec<RecordId> = vec![];
	pub static Opened: Vec<OpenedRecord> = vec![];
	pub static AccessEnds: Moment = Moment::MAX;
	/// For what patients let decision support read their records.
	pub static Classes: Vec<WorkClass> = WorkClass::ALL.to_vec();
	pub static Contested: Vec<RecordId> = vec![];
	pub static Replaced: Vec<RecordId> = vec![];
	/// The tasks that were taken on, by their ids.
	pub static Tasks: Vec<NewTask<u64>> = vec![];
	/// Whether tasks are taken on.
	pub static TakesTasks: bool = true;
	/// Who can't pay for a task.
	pub static Poor: Vec<u64> = vec![];
	/// Whether the patient has a sponsor, and for how much more work it pays.
	pub static WorkLeft: Option<u64> = None;
	/// For how many seats an operator was paid.
	pub static PaidSeats: BTreeMap<u64, u32> = BTreeMap::new();
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
	type Quorum = Tables;
	type Sponsors = Tables;
	type Access = Tables;
	type Time = Timestamp;
	type Consideration = HoldConsideration<u64, Balances, Reason, DepositOf>;
	type AuthorityOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
}

/// What stands for records, the quorum and sponsors.
pub struct Tables;

impl Tables {
	fn patient_of(
		record: RecordId,
		requester: &u64,
		class: WorkClass,
	) -> Result<u64, DispatchError> {
		let patient = RecordsOfPatients::get()
			.get(&record)
			.copied()
			.ok_or(DispatchError::Other("no such record"))?;
		let may_read = *requester == patient || Readers::get().contains(requester);
		if !may_read || !Classes::get().contains(&class) {
			return Err(DispatchError::Other("no consent"));
		}
		Ok(patient)
	}
}

impl DecisionSupportAccess<u64> for Tables {
	type Error = DispatchError;

	fn check(
		record: RecordId,
		requester: &u64,
		class: WorkClass,
		_: Purpose,
	) -> Result<CheckedRecord<u64>, DispatchError> {
		let patient = Self::patient_of(record, requester, class)?;
		let is_job = Jobs::get().contains(&record);
		let category = if is_job { Category::RiskAssessment } else { Category::Condition };
		let contested = Contested::get().contains(&record);
		let replaced = Replaced::get().contains(&record);
		Ok(CheckedRecord { patient, category, version: VERSION, contested, replaced })
	}

	fn open(
		record: RecordId,
		version: VersionNumber,
		requester: &u64,
		class: WorkClass,
		operators: &[u64],
		purpose: Purpose,
		until: Deadline,
	) -> Result<AccessId, DispatchError> {
		Self::patient_of(record, requester, class)?;
		if AccessEnds::get() < until.moment {
			return Err(DispatchError::Other("expired"));
		}
		let opened = (record, version, operators.to_vec(), *requester, class, purpose);
		Opened::mutate(|all| all.push(opened));
		Ok(AccessId(record.0 + 100))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &u64, count: u32) -> (RecordId, Vec<RecordId>) {
		Readers::mutate(|readers| readers.push(*requester));
		let first = 1_000 + RecordsOfPatients::get().len() as u64;
		let job = RecordId(first);
		let inputs: Vec<_> =
			(1..=u64::from(count)).map(|number| RecordId(first + number)).collect();
		Jobs::mutate(|jobs| jobs.push(job));
		for record in inputs.iter().chain([&job]) {
			RecordsOfPatients::mutate(|table| table.insert(*record, PATIENT));
		}
		(job, inputs)
	}
}

impl WorkSponsor<u64, u64> for Tables {
	fn take(patient: &u64, amount: u64) -> Sponsored<u64> {
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

impl Quorum<u64> for Tables {
	type Error = DispatchError;
	type Balance = u64;

	fn open(task: NewTask<u64>) -> Result<TaskId, DispatchError> {
		if !TakesTasks::get() {
			return Err(DispatchError::Other("too few operators"));
		}
		if Poor::get().contains(&task.payer) {
			return Err(TokenError::FundsUnavailable.into());
		}
		let id = TaskId(Tasks::get().len() as u64);
		Tasks::mutate(|tasks| tasks.push(task));
		Ok(id)
	}

	fn price(_: WorkClass, tier: Tier) -> u64 {
		PRICE * u64::from(tier.seats)
	}

	fn paid_seats(operator: &u64) -> u32 {
		PaidSeats::get().get(operator).copied().unwrap_or_default()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_operators() -> Vec<u64> {
		InService::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_paid_seats(operator: &u64, seats: u32) {
		PaidSeats::mutate(|paid| paid.insert(*operator, seats));
	}
}

pub fn new_test_ext() -> TestExternalities {
	reset();
	InService::set(OPERATORS.to_vec());
	Unregistered::set([OUTSIDER].into());
	Readers::set(vec![CLINICIAN]);
	Opened::set(vec![]);
	Contested::set(vec![]);
	Replaced::set(vec![]);
	AccessEnds::set(Moment::MAX);
	Tasks::set(vec![]);
	TakesTasks::set(true);
	Classes::set(WorkClass::ALL.to_vec());
	Poor::set(vec![]);
	WorkLeft::set(None);
	PaidSeats::set(BTreeMap::new());
	let (job, other_job) = (RecordId(JOB), RecordId(JOB + 1));
	Jobs::set(vec![job, other_job]);
	RecordsOfPatients::set(
		[(1, PATIENT), (2, PATIENT), (3, OTHER_PATIENT), (JOB, PATIENT), (JOB + 1, OTHER_PATIENT)]
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

pub fn free(account: u64) -> u64 {
	pallet_balances::Pallet::<Test>::free_balance(account)
}

pub fn cid() -> Cid {
	Cid::raw([9; 32])
}

pub fn cid_bytes() -> CidBytes {
	cid().as_bytes().to_vec().try_into().unwrap()
}

pub fn proposal() -> ModelProposal {
	ModelProposal {
		digest: MODEL_DIGEST,
		card: cid_bytes(),
		class: WorkClass::Clinical,
		evidence: Evidence::People,
		output: Output::Sealed,
		steps: 1_000,
		metrics_commitment: [4; 32],
	}
}

/// A proposal of a model for research whose outputs may be published.
pub fn open_proposal() -> ModelProposal {
	ModelProposal { class: WorkClass::Research, output: Output::Open, ..proposal() }
}

pub fn propose(proposal: ModelProposal) -> ModelId {
	let id = NextModel::<Test>::get();
	assert_ok!(call(PATIENT, Call::propose_model { proposal }));
	id
}

pub fn approved(proposal: ModelProposal) -> ModelId {
	let model = propose(proposal);
	assert_ok!(rule_call(Call::approve_model { model }));
	model
}

pub fn request_with(job: u64, inputs: &[u64], class: WorkClass, tier: Tier) -> Call<Test> {
	let inputs: Vec<_> = inputs.iter().copied().map(RecordId).collect();
	Call::request {
		job: RecordId(job),
		inputs: BoundedVec::truncate_from(inputs),
		class,
		tier,
		purpose: Purpose::Treatment,
	}
}

/// A clinical request that three operators work on.
pub fn request_call(job: u64, inputs: &[u64]) -> Call<Test> {
	request_with(job, inputs, WorkClass::Clinical, TIERS[0])
}

/// The clinician asks about both records of the patient.
pub fn requested(class: WorkClass) -> RequestId {
	let id = RequestId(Tasks::get().len() as u64);
	assert_ok!(call(CLINICIAN, request_with(JOB, &INPUTS, class, TIERS[0])));
	id
}

/// What happens at the end of a block in which operators are drawn: what an error did is undone.
pub fn draw(request: RequestId) -> Result<(), DispatchError> {
	with_storage_layer(|| {
		DecisionSupport::drawn(request.into(), &OPERATORS, SEAL_UNTIL)
			.map_err(|Unwanted| DispatchError::Other("not opened"))
	})
}

pub fn agree(request: RequestId, content: [u8; 32], result: Option<Cid>) {
	let agreement = Agreement { content, result, agreeing: 2 };
	DecisionSupport::settled(request.into(), agreement);
}

/// A request that operators agreed on.
pub fn settled_with(class: WorkClass, content: impl Fn(RequestId) -> [u8; 32]) -> RequestId {
	let request = requested(class);
	assert_ok!(draw(request));
	agree(request, content(request), Some(cid()));
	request
}

pub fn settled() -> RequestId {
	settled_with(WorkClass::Clinical, |_| CONTENT)
}

pub fn output(numbers: &[u32]) -> OutputBytes {
	let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
	bytes.try_into().unwrap()
}

pub fn content_of(request: RequestId, output: &[u8]) -> [u8; 32] {
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
