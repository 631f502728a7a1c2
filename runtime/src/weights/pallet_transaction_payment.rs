// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_transaction_payment` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_transaction_payment::WeightInfo for WeightInfo<T> {
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn charge_transaction_payment() -> Weight {
		// Of the proof, 101 bytes were seen.
		Weight::from_parts(88_971_000, 6_196).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
