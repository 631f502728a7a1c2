// SPDX-License-Identifier: Apache-2.0
//! The runtime that a rehearsed upgrade leads to: the same, one version on, with a storage migration.
//! Only with the feature `rehearsal`; `scripts/network` upgrades a network to it while requests are open.

use crate::Runtime;
use frame_support::{
	storage::unhashed,
	traits::{Get, OnRuntimeUpgrade},
	weights::Weight,
};
use polkadot_sdk::*;

/// Under this key the migration leaves how many requests it wrote anew, for the test to see.
pub const TRACE: &[u8] = b":salus:rehearsal";

/// Reads and writes every request for decision support that is not closed, as a change of their form
/// would. All in one block: there are few in a rehearsal, and a real change of this map would go over
/// several blocks.
pub struct RewriteRequests;

impl OnRuntimeUpgrade for RewriteRequests {
	fn on_runtime_upgrade() -> Weight {
		let mut written = 0u32;
		pallet_decision_support::Requests::<Runtime>::translate_values(
			|request: pallet_decision_support::RequestOf<Runtime>| {
				written = written.saturating_add(1);
				Some(request)
			},
		);
		unhashed::put(TRACE, &written);
		let entries = u64::from(written).saturating_add(1);
		<Runtime as frame_system::Config>::DbWeight::get().reads_writes(entries, entries)
	}
}
