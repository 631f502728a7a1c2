// SPDX-License-Identifier: Apache-2.0
//! A small runtime to test in, and a node's index.
#![allow(missing_docs, clippy::unwrap_used)]

use crate as pallet_disclosures;
use polkadot_sdk::{
	frame_support::{self, derive_impl},
	frame_system::{self, mocking::MockBlock},
	pallet_timestamp, sp_io,
	sp_runtime::BuildStorage,
};
use salus_primitives::Moment;
use std::collections::BTreeMap;

pub type AccountId = u64;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(51)]
	pub type Disclosures = pallet_disclosures;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Self>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

impl pallet_disclosures::Config for Test {
	type Time = Timestamp;
}

pub const START: Moment = 1_700_000_000_000;
pub const PATIENT: AccountId = 1;
pub const OTHER_PATIENT: AccountId = 2;

/// A chain, or one fork of it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut ext: sp_io::TestExternalities =
		frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into();
	ext.execute_with(|| {
		// Events are kept from block 1.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
	});
	ext
}

/// Runs a test, and checks at its end that the state is sound.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Disclosures::do_try_state().unwrap();
	});
}

/// A copy of what a node's index holds, to spoil.
pub type Index = BTreeMap<Vec<u8>, Vec<u8>>;
