// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_timestamp` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_timestamp::WeightInfo for WeightInfo<T> {
	// Storage: `Aura::CurrentSlot` (r:1 w:0)
	// Proof: `Aura::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set() -> Weight {
		// Of the proof, 114 bytes were seen.
		Weight::from_parts(12_210_000, 1_493).saturating_add(T::DbWeight::get().reads_writes(1, 0))
	}
	fn on_finalize() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(2_831_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
}
