// SPDX-License-Identifier: Apache-2.0
//! What the calls of `cumulus_pallet_weight_reclaim` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> cumulus_pallet_weight_reclaim::WeightInfo for WeightInfo<T> {
	fn storage_weight_reclaim() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(6_870_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
}
