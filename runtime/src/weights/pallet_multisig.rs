//! What the calls of `pallet_multisig` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-23 on AMD EPYC: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

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
		Weight::from_parts(52_141_854, 0)
			.saturating_add(Weight::from_parts(7_731, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		// Of the proof, 76 bytes were seen.
		Weight::from_parts(81_180_516, 6_811)
			.saturating_add(Weight::from_parts(154_451, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(5_422, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 3 to 100.
	/// `z` is from 0 to 10000.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(36_408_748, 6_811)
			.saturating_add(Weight::from_parts(324_431, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(6_807, 0).saturating_mul(z.into()))
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
		Weight::from_parts(58_353_920, 6_811)
			.saturating_add(Weight::from_parts(618_085, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(9_708, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn approve_as_multi_create(s: u32) -> Weight {
		// Of the proof, 76 bytes were seen.
		Weight::from_parts(48_086_370, 6_811)
			.saturating_add(Weight::from_parts(494_076, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn approve_as_multi_approve(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(30_279_651, 6_811)
			.saturating_add(Weight::from_parts(414_027, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn cancel_as_multi(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(53_454_539, 6_811)
			.saturating_add(Weight::from_parts(406_462, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is from 2 to 100.
	fn poke_deposit(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen.
		Weight::from_parts(41_625_623, 6_811)
			.saturating_add(Weight::from_parts(611_255, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}
