// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_whitelist` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_whitelist::WeightInfo for WeightInfo<T> {
	// Storage: `Whitelist::WhitelistedCall` (r:1 w:1)
	// Proof: `Whitelist::WhitelistedCall` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
	// Storage: `Preimage::StatusFor` (r:1 w:0)
	// Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	// Storage: `Preimage::RequestStatusFor` (r:1 w:1)
	// Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	fn whitelist_call() -> Weight {
		// Of the proof, 46 bytes were seen.
		Weight::from_parts(34_370_000, 3_556).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Whitelist::WhitelistedCall` (r:1 w:1)
	// Proof: `Whitelist::WhitelistedCall` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
	// Storage: `Preimage::StatusFor` (r:1 w:0)
	// Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	// Storage: `Preimage::RequestStatusFor` (r:1 w:1)
	// Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	fn remove_whitelisted_call() -> Weight {
		// Of the proof, 175 bytes were seen.
		Weight::from_parts(32_027_000, 3_556).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Whitelist::WhitelistedCall` (r:1 w:0)
	// Proof: `Whitelist::WhitelistedCall` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
	// Storage: `Whitelist::DeferredDispatch` (r:1 w:1)
	// Proof: `Whitelist::DeferredDispatch` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 10000.
	fn defer_dispatch(n: u32) -> Weight {
		// Of the proof, 42 bytes were seen.
		Weight::from_parts(25_209_233, 3_509)
			.saturating_add(Weight::from_parts(1_480, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Whitelist::DeferredDispatch` (r:1 w:1)
	// Proof: `Whitelist::DeferredDispatch` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn remove_deferred_dispatch() -> Weight {
		// Of the proof, 111 bytes were seen.
		Weight::from_parts(23_044_000, 3_509).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Whitelist::DeferredDispatch` (r:1 w:1)
	// Proof: `Whitelist::DeferredDispatch` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Whitelist::WhitelistedCall` (r:1 w:1)
	// Proof: `Whitelist::WhitelistedCall` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
	// Storage: `Preimage::PreimageFor` (r:1 w:1)
	// Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `Measured`)
	// Storage: `Preimage::StatusFor` (r:1 w:0)
	// Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	// Storage: `Preimage::RequestStatusFor` (r:1 w:1)
	// Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 4194294.
	fn dispatch_whitelisted_call(n: u32) -> Weight {
		// Of the proof, 316 bytes were seen, and 1 for each n.
		Weight::from_parts(70_588_000, 3_779)
			.saturating_add(Weight::from_parts(1_676, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	// Storage: `Whitelist::DeferredDispatch` (r:1 w:1)
	// Proof: `Whitelist::DeferredDispatch` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Whitelist::WhitelistedCall` (r:1 w:1)
	// Proof: `Whitelist::WhitelistedCall` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
	// Storage: `Preimage::StatusFor` (r:1 w:0)
	// Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	// Storage: `Preimage::RequestStatusFor` (r:1 w:1)
	// Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 10000.
	fn dispatch_whitelisted_call_with_preimage(n: u32) -> Weight {
		// Of the proof, 240 bytes were seen.
		Weight::from_parts(54_055_812, 3_556)
			.saturating_add(Weight::from_parts(1_936, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
}
