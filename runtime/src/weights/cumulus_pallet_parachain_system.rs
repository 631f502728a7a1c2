// SPDX-License-Identifier: Apache-2.0
//! What the calls of `cumulus_pallet_parachain_system` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> cumulus_pallet_parachain_system::WeightInfo for WeightInfo<T> {
	// Storage: `ParachainSystem::LastDmqMqcHead` (r:1 w:1)
	// Proof: `ParachainSystem::LastDmqMqcHead` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `MessageQueue::BookStateFor` (r:1 w:1)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::ServiceHead` (r:1 w:1)
	// Proof: `MessageQueue::ServiceHead` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
	// Storage: `ParachainSystem::LastProcessedDownwardMessage` (r:0 w:1)
	// Proof: `ParachainSystem::LastProcessedDownwardMessage` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::ProcessedDownwardMessages` (r:0 w:1)
	// Proof: `ParachainSystem::ProcessedDownwardMessages` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `MessageQueue::Pages` (r:0 w:1000)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	/// `n` is from 0 to 1000.
	fn enqueue_inbound_downward_messages(n: u32) -> Weight {
		// Of the proof, 42 bytes were seen.
		Weight::from_parts(5_047_000, 3_517)
			.saturating_add(Weight::from_parts(232_525_201, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 4))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
	fn block_weight_tx_extension_max_weight() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(35_161_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn block_weight_tx_extension_stays_fraction_of_core() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(18_820_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn block_weight_tx_extension_full_core() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(9_561_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
}
