// SPDX-License-Identifier: Apache-2.0
//! A real chain's state under this runtime: it decodes, its invariants hold, and what is to be migrated is migrated.
//! `scripts/test try-runtime` runs it on the state that the demo leaves, with the rehearsal's migration.

use super::*;
use crate::{AllPalletsWithSystem, BlockNumber, MultiBlockMigrations};
use frame_support::{
	migrations::MultiStepMigrator,
	traits::{TryDecodeEntireStorage, TryState},
};
use frame_try_runtime::{TryStateSelect, UpgradeCheckSelect};
use sp_core::{bytes::from_hex, storage::Storage};
use std::collections::BTreeMap;

/// Names the file: a JSON object of keys and values, each 0x and hex digits.
const STATE: &str = "SALUS_STATE";
/// Far more blocks than a migration of the demo's state takes.
const MOST_BLOCKS: u32 = 1_000;

fn exported() -> sp_io::TestExternalities {
	let path = std::env::var(STATE).unwrap_or_else(|_| panic!("{STATE} names no file"));
	let text = std::fs::read(&path).unwrap_or_else(|cause| panic!("{path}: {cause}"));
	let state: BTreeMap<String, String> = serde_json::from_slice(&text).unwrap();
	let top = state
		.into_iter()
		.map(|(key, value)| (from_hex(&key).unwrap(), from_hex(&value).unwrap()))
		.collect();
	sp_io::TestExternalities::new(Storage { top, children_default: Default::default() })
}

fn check(when: &str) {
	let decoded = AllPalletsWithSystem::try_decode_entire_state();
	assert!(decoded.is_ok(), "{when}: {decoded:?}");
	let block = System::block_number();
	<AllPalletsWithSystem as TryState<BlockNumber>>::try_state(block, TryStateSelect::All)
		.unwrap_or_else(|cause| panic!("{when}: {cause:?}"));
	invariants::check();
}

#[test]
#[ignore = "wants the state that the demo exports: scripts/test try-runtime"]
fn the_demos_state_decodes_holds_and_migrates() {
	exported().execute_with(|| {
		assert!(System::block_number() > 0, "the state is of no chain");
		check("as it was exported");
		// With the checks of each migration, before and after.
		Executive::try_runtime_upgrade(UpgradeCheckSelect::All).unwrap();
		let mut blocks = 0;
		while MultiBlockMigrations::ongoing() {
			assert!(blocks < MOST_BLOCKS, "the migration does not end");
			MultiBlockMigrations::step();
			System::set_block_number(System::block_number() + 1);
			blocks += 1;
		}
		check("after the migration");
		assert_eq!(blocks > 0, cfg!(feature = "rehearsal"), "migrated in {blocks} blocks");
	});
}
