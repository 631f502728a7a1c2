// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_enactment` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-12-01 on AMD EPYC: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

#![allow(missing_docs, unused_imports, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{
	frame_support::{traits::Get, weights::Weight},
	*,
};

/// What they weigh, reads and writes as the runtime's database prices them.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_enactment::WeightInfo for WeightInfo<T> {
	// Storage: `Enactment::Agreements` (r:1 w:1)
	// Proof: `Enactment::Agreements` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	// Storage: `Enactment::CounterForAgreements` (r:1 w:0)
	// Proof: `Enactment::CounterForAgreements` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Enactment::Development` (r:1 w:0)
	// Proof: `Enactment::Development` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
	fn approve() -> Weight {
		// Of the proof, 121 bytes were seen.
		Weight::from_parts(62_467_000, 3_523).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `Enactment::Agreements` (r:1 w:1)
	// Proof: `Enactment::Agreements` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	// Storage: `Enactment::CounterForAgreements` (r:1 w:1)
	// Proof: `Enactment::CounterForAgreements` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(43_481_000, 3_523).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Enactment::Agreements` (r:1 w:1)
	// Proof: `Enactment::Agreements` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	// Storage: `Enactment::CounterForAgreements` (r:1 w:1)
	// Proof: `Enactment::CounterForAgreements` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 10000.
	fn enact(n: u32) -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(67_292_505, 3_523)
			.saturating_add(Weight::from_parts(1_834, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
