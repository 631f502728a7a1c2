// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_consent` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_consent::WeightInfo for WeightInfo<T> {
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	fn grant() -> Weight {
		// Of the proof, 3219 bytes were seen.
		Weight::from_parts(56_862_000, 7_227).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn grant_first() -> Weight {
		// Of the proof, 230 bytes were seen.
		Weight::from_parts(124_735_000, 7_227).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn grant_replacing() -> Weight {
		// Of the proof, 4205 bytes were seen.
		Weight::from_parts(84_861_000, 7_227).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn revoke() -> Weight {
		// Of the proof, 4205 bytes were seen.
		Weight::from_parts(78_598_000, 7_227).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn revoke_new_access() -> Weight {
		<() as pallet_consent::WeightInfo>::revoke_new_access()
	}
	fn grant_for() -> Weight {
		<() as pallet_consent::WeightInfo>::grant_for()
	}
	fn revoke_for() -> Weight {
		<() as pallet_consent::WeightInfo>::revoke_for()
	}
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Consent::NextRequest` (r:1 w:1)
	// Proof: `Consent::NextRequest` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:0 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	fn request_consent() -> Weight {
		// Of the proof, 2215 bytes were seen.
		Weight::from_parts(180_746_000, 6_214).saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}
	// Storage: `Consent::Requests` (r:1 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:2 w:2)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn answer() -> Weight {
		// Of the proof, 2261 bytes were seen.
		Weight::from_parts(243_909_000, 7_227).saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}
	// Storage: `Consent::Requests` (r:1 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn withdraw_request() -> Weight {
		// Of the proof, 1776 bytes were seen.
		Weight::from_parts(125_480_000, 4_154).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	fn break_glass() -> Weight {
		<() as pallet_consent::WeightInfo>::break_glass()
	}
	fn review_break_glass() -> Weight {
		<() as pallet_consent::WeightInfo>::review_break_glass()
	}
	fn close_break_glass() -> Weight {
		<() as pallet_consent::WeightInfo>::close_break_glass()
	}
	fn stand_surety() -> Weight {
		<() as pallet_consent::WeightInfo>::stand_surety()
	}
	fn remove_case() -> Weight {
		<() as pallet_consent::WeightInfo>::remove_case()
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:32 w:32)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 32.
	fn prune(n: u32) -> Weight {
		// Of the proof, 4877 bytes were seen, and 251 for each n.
		Weight::from_parts(178_424_038, 7_227)
			.saturating_add(Weight::from_parts(9_691_532, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 2650).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}
