// SPDX-License-Identifier: Apache-2.0
//! A small runtime with neighbours that are tables: ten operators of ten organisations, and a pallet that asks.

use crate::{self as pallet_quorum, Call, CidBytes, Event, TaskId, TaskKind, Tier, WorkClass};
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		BoundedVec, assert_ok, construct_runtime, derive_impl, parameter_types,
		traits::{Footprint, Hooks, fungible::HoldConsideration},
		weights::Weight,
	},
	frame_system::{self, EnsureRoot},
	pallet_balances, pallet_timestamp,
	sp_core::{ConstU8, ConstU32, ConstU64},
	sp_io::{TestExternalities, hashing::blake2_256},
	sp_runtime::{
		BuildStorage, DispatchResult,
		traits::{Convert, Dispatchable},
	},
};
use salus_primitives::{
	Cid, Moment,
	quorum::{
		Agreement, Deadline, NewTask, OnQuorum, Period, Quorum as _, Unwanted, digest_payload,
		seal_payload,
	},
};

pub use salus_pallet_support::neighbours::*;

pub const PAYER: u64 = 1;
pub const OUTSIDER: u64 = 2;
pub const OPERATORS: core::ops::RangeInclusive<u64> = 11..=20;
pub const NOW: Moment = 1_000_000;
pub const BLOCK_TIME: Moment = 6_000;
pub const SEAL_BLOCKS: u32 = 20;
pub const REVEAL_BLOCKS: u32 = 10;
pub const CHALLENGE_BLOCKS: u32 = 10;
pub const RULING_BLOCKS: u32 = 20;
pub const FUNDS: u64 = 1_000_000;
pub const PRICE: u64 = 10;
pub const DEPOSIT: u64 = 50;
pub const CONTENT: [u8; 32] = [5; 32];
pub const OTHER_CONTENT: [u8; 32] = [6; 32];

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Quorum: pallet_quorum,
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

/// What the pallet that asked was told, in that order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
	Drawn(TaskId, Vec<u64>),
	Settled(TaskId, Agreement),
	Failed(TaskId),
}

parameter_types! {
	pub const Reason: RuntimeHoldReason =
		RuntimeHoldReason::Quorum(pallet_quorum::HoldReason::Storage);
	pub const SealPeriod: Period = period(SEAL_BLOCKS);
	pub const RevealPeriod: Period = period(REVEAL_BLOCKS);
	pub const ChallengePeriod: Period = period(CHALLENGE_BLOCKS);
	pub const RulingPeriod: Period = period(RULING_BLOCKS);
	pub static Seed: Option<u64> = Some(0);
	/// The relay block on which this block builds, and by how many the next builds on a later one.
	pub static RelayNumber: u32 = 1;
	pub static RelayStep: u32 = 1;
	pub static Heard: Vec<Told> = Vec::new();
	/// Whether the pallet that asked still wants what is drawn.
	pub static Wanted: bool = true;
	/// Room for four tasks of two documents.
	pub static MaxDrawWeight: Weight = <() as crate::WeightInfo>::draw(2).saturating_mul(4);
	/// The payer's own operators, of whom two must be drawn or the draw is not wanted; none: whoever is drawn.
	pub static Own: Vec<u64> = Vec::new();
}

const fn period(blocks: u32) -> Period {
	Period { time: BLOCK_TIME * blocks as u64, blocks }
}

pub struct DepositOf;
impl Convert<Footprint, u64> for DepositOf {
	fn convert(footprint: Footprint) -> u64 {
		footprint.count * 10 + footprint.size
	}
}

impl pallet_quorum::Config for Test {
	type Operators = Neighbours;
	type OnQuorum = Asker;
	type Time = Timestamp;
	type Consideration = HoldConsideration<u64, Balances, Reason, DepositOf>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Slashed = ();
	type AuthorityOrigin = EnsureRoot<u64>;
	type MaxOperators = ConstU32<100>;
	type MaxUndrawn = ConstU32<40>;
	type MaxDocuments = ConstU32<17>;
	type MaxDrawWeight = MaxDrawWeight;
	type DrawDelay = ConstU32<2>;
	type RelayDelay = ConstU32<2>;
	type SealPeriod = SealPeriod;
	type RevealPeriod = RevealPeriod;
	type ChallengePeriod = ChallengePeriod;
	type RulingPeriod = RulingPeriod;
	type RefusalLimit = ConstU8<3>;
	type ChallengeDeposit = ConstU64<DEPOSIT>;
	type MinPrice = ConstU64<PRICE>;
	type MaxPrice = ConstU64<1_000>;
	type WeightInfo = ();
}

/// What stands for the pallet that asks.
pub struct Asker;

impl OnQuorum<u64> for Asker {
	fn drawn(task: TaskId, operators: &[u64], _: Deadline) -> Result<(), Unwanted> {
		Heard::mutate(|heard| heard.push(Told::Drawn(task, operators.to_vec())));
		let own = Own::get();
		let suits = own.is_empty() || operators.iter().filter(|one| own.contains(one)).count() >= 2;
		if Wanted::get() && suits { Ok(()) } else { Err(Unwanted) }
	}
	fn settled(task: TaskId, agreement: Agreement) {
		Heard::mutate(|heard| heard.push(Told::Settled(task, agreement)));
	}
	fn failed(task: TaskId) {
		Heard::mutate(|heard| heard.push(Told::Failed(task)));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_task(tier: Tier, documents: u32) -> TaskId {
		Quorum::open(NewTask { tier, documents, ..new_task() }).unwrap()
	}
}

/// The randomness of the relay block on which this block builds.
fn randomness() -> Option<[u8; 32]> {
	Seed::get().map(|seed| blake2_256(&(seed, u64::from(RelayNumber::get())).encode()))
}

/// What the inherent does, before any call.
fn note_relay_block() {
	Quorum::note_relay_block(RelayNumber::get(), randomness());
}

pub fn new_test_ext() -> TestExternalities {
	reset();
	Seed::set(Some(0));
	RelayNumber::set(1);
	RelayStep::set(1);
	Heard::set(Vec::new());
	Wanted::set(true);
	Own::set(Vec::new());
	InService::set(OPERATORS.collect());
	for operator in OPERATORS {
		accredit(operator, operator + 100);
	}
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: (1..=60).map(|account| (account, FUNDS)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut externalities = TestExternalities::new(storage);
	externalities.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(NOW);
		note_relay_block();
	});
	externalities
}

/// Runs a test and then checks every invariant.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Quorum::do_try_state().unwrap();
	});
}

/// Ends this block, and lets as many more pass, each with its time.
pub fn pass_blocks(count: u32) {
	for _ in 0..count {
		let block = System::block_number();
		// A test may have set another seed meanwhile.
		note_relay_block();
		Quorum::on_finalize(block);
		System::set_block_number(block + 1);
		Timestamp::set_timestamp(Timestamp::get() + BLOCK_TIME);
		Quorum::on_initialize(block + 1);
		RelayNumber::mutate(|number| *number += RelayStep::get());
		note_relay_block();
	}
}

/// The chain stands still: time passes, and one block comes after it.
pub fn pause(time: Moment) {
	Timestamp::set_timestamp(Timestamp::get() + time);
	pass_blocks(1);
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

pub fn new_task() -> NewTask<u64> {
	NewTask {
		kind: TaskKind::DecisionSupport,
		class: WorkClass::Clinical,
		tier: Tier { seats: 3, quorum: 2 },
		inputs: [1; 32],
		payer: PAYER,
		excluded: BoundedVec::new(),
		documents: 2,
	}
}

/// A task that is opened, and drawn two blocks later, with its operators.
pub fn drawn(new: NewTask<u64>) -> (TaskId, Vec<u64>) {
	let id = Quorum::open(new).unwrap();
	pass_blocks(3);
	(id, seats(id))
}

pub fn seats(id: TaskId) -> Vec<u64> {
	let draw = crate::Tasks::<Test>::get(id).unwrap().item.draw.unwrap();
	draw.seats.iter().map(|seat| seat.operator).collect()
}

pub fn cid_bytes() -> CidBytes {
	Cid::raw([9; 32]).as_bytes().to_vec().try_into().unwrap()
}

/// An operator's nonce in a task.
pub fn nonce(operator: u64) -> [u8; 32] {
	blake2_256(&operator.to_le_bytes())
}

pub fn digest_of(id: TaskId, content: [u8; 32]) -> [u8; 32] {
	blake2_256(&digest_payload(id, &content, Some(&Cid::raw([9; 32]))))
}

pub fn seal_of(id: TaskId, operator: u64, content: [u8; 32]) -> [u8; 32] {
	blake2_256(&seal_payload(id, &operator, &digest_of(id, content), &nonce(operator)))
}

pub fn seal(id: TaskId, operator: u64, content: [u8; 32]) -> DispatchResult {
	call(operator, Call::seal { task: id, seal: seal_of(id, operator, content) })
}

pub fn reveal(id: TaskId, operator: u64, content: [u8; 32]) -> DispatchResult {
	let (result, nonce) = (Some(cid_bytes()), nonce(operator));
	call(operator, Call::reveal { task: id, content, result, nonce })
}

/// A task on which all three operators agreed.
pub fn settled() -> (TaskId, Vec<u64>) {
	let (id, operators) = drawn(new_task());
	for operator in &operators {
		assert_ok!(seal(id, *operator, CONTENT));
	}
	for operator in &operators {
		assert_ok!(reveal(id, *operator, CONTENT));
	}
	(id, operators)
}

/// The pallet's events since the last call of this function.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Quorum(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
