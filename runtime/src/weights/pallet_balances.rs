// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_balances` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_balances::WeightInfo for WeightInfo<T> {
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn transfer_allow_death() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(98_224_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn transfer_keep_alive() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(75_984_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn force_set_balance_creating() -> Weight {
		// Of the proof, 39 bytes were seen.
		Weight::from_parts(42_222_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn force_set_balance_killing() -> Weight {
		// Of the proof, 174 bytes were seen.
		Weight::from_parts(42_897_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn force_transfer() -> Weight {
		// Of the proof, 103 bytes were seen.
		Weight::from_parts(105_235_000, 6_196).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn transfer_all() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(160_257_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn force_unreserve() -> Weight {
		// Of the proof, 174 bytes were seen.
		Weight::from_parts(37_705_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `System::Account` (r:1000 w:1000)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `u` is from 1 to 1000.
	fn upgrade_accounts(u: u32) -> Weight {
		// Of the proof, 0 bytes were seen, and 85 for each u.
		Weight::from_parts(40_136_000, 990)
			.saturating_add(Weight::from_parts(27_566_338, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(0, 2603).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(u.into())))
	}
	fn force_adjust_total_issuance() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(13_553_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn burn_allow_death() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(61_691_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn burn_keep_alive() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(40_638_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
}
