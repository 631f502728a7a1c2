//! What the calls of `pallet_multisig` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-24 on AMD EPYC: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

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
		Weight::from_parts(57_296_875, 0)
			.saturating_add(Weight::from_parts(8_465, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		// Of the proof, 76 bytes were seen.
		Weight::from_parts(38_879_651, 6_811)
			.saturating_add(Weight::from_parts(453_992, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(8_681, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 3 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(27_001_577, 6_811)
			.saturating_add(Weight::from_parts(387_116, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(7_294, 0).saturating_mul(z.into()))
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
		Weight::from_parts(33_562_098, 6_811)
			.saturating_add(Weight::from_parts(665_650, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(9_163, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn approve_as_multi_create(s: u32) -> Weight {
		// Of the proof, 76 bytes were seen.
		Weight::from_parts(49_259_477, 6_811)
			.saturating_add(Weight::from_parts(314_731, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn approve_as_multi_approve(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(29_377_230, 6_811)
			.saturating_add(Weight::from_parts(302_195, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn cancel_as_multi(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(49_021_664, 6_811)
			.saturating_add(Weight::from_parts(293_155, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn poke_deposit(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(45_094_897, 6_811)
			.saturating_add(Weight::from_parts(318_011, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}
