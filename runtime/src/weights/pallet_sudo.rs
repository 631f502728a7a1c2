// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_sudo` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_sudo::WeightInfo for WeightInfo<T> {
	// Storage: `Sudo::Key` (r:1 w:1)
	// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn set_key() -> Weight {
		// Of the proof, 132 bytes were seen.
		Weight::from_parts(20_167_000, 1_517).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Sudo::Key` (r:1 w:0)
	// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn sudo() -> Weight {
		// Of the proof, 132 bytes were seen.
		Weight::from_parts(21_636_000, 1_517).saturating_add(T::DbWeight::get().reads_writes(1, 0))
	}
	// Storage: `Sudo::Key` (r:1 w:0)
	// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn sudo_as() -> Weight {
		// Of the proof, 132 bytes were seen.
		Weight::from_parts(24_748_000, 1_517).saturating_add(T::DbWeight::get().reads_writes(1, 0))
	}
	// Storage: `Sudo::Key` (r:1 w:1)
	// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn remove_key() -> Weight {
		// Of the proof, 132 bytes were seen.
		Weight::from_parts(16_564_000, 1_517).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Sudo::Key` (r:1 w:0)
	// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn check_only_sudo_account() -> Weight {
		// Of the proof, 132 bytes were seen.
		Weight::from_parts(8_709_000, 1_517).saturating_add(T::DbWeight::get().reads_writes(1, 0))
	}
}
