// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_utility` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
	/// `c` is from 0 to 1000.
	fn batch(c: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(141_938_811, 0)
			.saturating_add(Weight::from_parts(5_233_893, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn as_derivative() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(10_265_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	/// `c` is from 0 to 1000.
	fn batch_all(c: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(167_097_047, 0)
			.saturating_add(Weight::from_parts(5_991_174, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn dispatch_as() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(14_080_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	/// `c` is from 0 to 1000.
	fn force_batch(c: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(116_539_634, 0)
			.saturating_add(Weight::from_parts(5_190_725, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn dispatch_as_fallible() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(15_794_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn if_else() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(17_144_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
}
