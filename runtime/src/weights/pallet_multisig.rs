// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_multisig` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
	/// `z` is from 0 to 10000.
	fn as_multi_threshold_1(z: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(53_714_673, 0)
			.saturating_add(Weight::from_parts(7_337, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		// Of the proof, 76 bytes were seen.
		Weight::from_parts(153_201_326, 6_811)
			.saturating_add(Weight::from_parts(3_606, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 3 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(101_916_790, 6_811)
			.saturating_add(Weight::from_parts(2_109, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_complete(s: u32, z: u32) -> Weight {
		// Of the proof, 389 bytes were seen, and 33 for each s.
		Weight::from_parts(69_073_793, 6_811)
			.saturating_add(Weight::from_parts(395_863, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(3_608, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn approve_as_multi_create(s: u32) -> Weight {
		// Of the proof, 76 bytes were seen.
		Weight::from_parts(61_089_951, 6_811)
			.saturating_add(Weight::from_parts(234_316, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn approve_as_multi_approve(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(36_777_038, 6_811)
			.saturating_add(Weight::from_parts(218_540, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn cancel_as_multi(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(63_100_075, 6_811)
			.saturating_add(Weight::from_parts(212_948, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn poke_deposit(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(56_389_210, 6_811)
			.saturating_add(Weight::from_parts(275_197, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}
