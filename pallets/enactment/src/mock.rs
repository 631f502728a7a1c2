// SPDX-License-Identifier: Apache-2.0
//! A small runtime to test in: each body is one account.
#![allow(missing_docs, clippy::unwrap_used)]

use crate::{self as pallet_enactment, Body, Call};
use polkadot_sdk::{
	frame_support::{
		construct_runtime, derive_impl, parameter_types,
		traits::{Contains, EnsureOrigin},
	},
	frame_system::{self, RawOrigin},
	pallet_timestamp,
	sp_core::{ConstU32, H256},
	sp_io::TestExternalities,
	sp_runtime::{
		BuildStorage, DispatchResult,
		traits::{BlakeTwo256, Dispatchable, Hash},
	},
};
use salus_primitives::{Moment, quorum::Period};

pub const BOARD: u64 = 1;
pub const COMMITTEE: u64 = 2;
pub const ANYBODY: u64 = 3;
pub const NOW: Moment = 1_000_000;
pub const BLOCK_TIME: Moment = 6_000;
pub const DELAY_BLOCKS: u32 = 100;
pub const DEVELOPMENT_BLOCKS: u32 = 10;
pub const LIFETIME_BLOCKS: u32 = 200;
pub const MAX_AGREEMENTS: u32 = 4;

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Enactment: pallet_enactment,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

parameter_types! {
	pub static Seats: Vec<u32> = vec![5, 5];
	pub const Delay: Period = period(DELAY_BLOCKS);
	pub const DevelopmentDelay: Period = period(DEVELOPMENT_BLOCKS);
	pub const Lifetime: Period = period(LIFETIME_BLOCKS);
}

const fn period(blocks: u32) -> Period {
	Period { time: BLOCK_TIME * blocks as u64, blocks }
}

pub struct Bodies;

impl EnsureOrigin<RuntimeOrigin> for Bodies {
	type Success = Body;

	fn try_origin(origin: RuntimeOrigin) -> Result<Body, RuntimeOrigin> {
		let raw: Result<RawOrigin<u64>, RuntimeOrigin> = origin.clone().into();
		match raw {
			Ok(RawOrigin::Signed(BOARD)) => Ok(Body::MedicalBoard),
			Ok(RawOrigin::Signed(COMMITTEE)) => Ok(Body::TechnicalCommittee),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(BOARD))
	}
}

/// In place of a brake: one remark that needs no delay.
pub struct Urgent;

impl Contains<RuntimeCall> for Urgent {
	fn contains(call: &RuntimeCall) -> bool {
		*call == urgent()
	}
}

impl pallet_enactment::Config for Test {
	type RuntimeCall = RuntimeCall;
	type Bodies = Bodies;
	type WithoutDelay = Urgent;
	type Seats = Seats;
	type FewestSeats = ConstU32<5>;
	type Time = Timestamp;
	type Delay = Delay;
	type DevelopmentDelay = DevelopmentDelay;
	type Lifetime = Lifetime;
	type MaxAgreements = ConstU32<MAX_AGREEMENTS>;
	type WeightInfo = ();
}

/// A chain for development, or one that matters, in its first block.
pub fn chain(development: bool) -> TestExternalities {
	let genesis = RuntimeGenesisConfig {
		enactment: pallet_enactment::GenesisConfig { development, ..Default::default() },
		..Default::default()
	};
	let mut ext = TestExternalities::from(genesis.build_storage().unwrap());
	ext.execute_with(|| {
		// Events are kept from block 1.
		System::set_block_number(1);
		Timestamp::set_timestamp(NOW);
	});
	ext
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> TestExternalities {
	chain(false)
}

/// Runs a test on a chain that matters, and checks at its end that the state is sound.
pub fn build_and_execute(test: impl FnOnce()) {
	chain(false).execute_with(|| {
		test();
		Enactment::do_try_state().unwrap();
	});
}

/// So many blocks are made in time.
pub fn pass_blocks(count: u32) {
	System::set_block_number(System::block_number() + u64::from(count));
	Timestamp::set_timestamp(Timestamp::get() + BLOCK_TIME * u64::from(count));
}

/// What only root may do, and shows: a value under a key.
pub fn root_call() -> RuntimeCall {
	frame_system::Call::<Test>::set_storage { items: vec![(b"key".to_vec(), b"value".to_vec())] }
		.into()
}

/// Whether that was done.
pub fn was_made() -> bool {
	polkadot_sdk::sp_io::storage::exists(b"key")
}

pub fn urgent() -> RuntimeCall {
	frame_system::Call::<Test>::remark { remark: b"urgent".to_vec() }.into()
}

/// What root can't do: it wants a signature.
pub fn failing() -> RuntimeCall {
	frame_system::Call::<Test>::remark_with_event { remark: Vec::new() }.into()
}

pub fn hash(call: &RuntimeCall) -> H256 {
	BlakeTwo256::hash_of(call)
}

/// Dispatches as a signed extrinsic does: a call that is refused changes nothing.
pub fn sign(who: u64, call: Call<Test>) -> DispatchResult {
	let done = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who));
	done.map(|_| ()).map_err(|refused| refused.error)
}

pub fn approve(body: u64, call: &RuntimeCall) -> DispatchResult {
	sign(body, Call::approve { call_hash: hash(call) })
}

pub fn withdraw(body: u64, call: &RuntimeCall) -> DispatchResult {
	sign(body, Call::withdraw { call_hash: hash(call) })
}

pub fn enact(call: &RuntimeCall) -> DispatchResult {
	sign(ANYBODY, Call::enact { call: Box::new(call.clone()) })
}

pub fn events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Enactment(event) => Some(event),
			_ => None,
		})
		.collect()
}
