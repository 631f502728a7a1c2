// SPDX-License-Identifier: Apache-2.0
//! What the calls of `frame_system_extensions` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-29 on Intel(R) Xeon(R) Processor: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

#![allow(missing_docs, unused_imports, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{
	frame_support::{traits::Get, weights::Weight},
	*,
};

/// What they weigh, reads and writes as the runtime's database prices them.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
	fn check_genesis() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(4_097_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn check_mortality_mortal_transaction() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(7_707_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn check_mortality_immortal_transaction() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(7_702_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn check_non_zero_sender() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(1_241_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn check_nonce() -> Weight {
		// Of the proof, 101 bytes were seen.
		Weight::from_parts(15_270_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn check_spec_version() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(975_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn check_tx_version() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(966_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn check_weight() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(9_664_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn weight_reclaim() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(6_345_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
}
