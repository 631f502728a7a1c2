// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_collator_selection` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_collator_selection::WeightInfo for WeightInfo<T> {
	// Storage: `Session::NextKeys` (r:20 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `CollatorSelection::Invulnerables` (r:0 w:1)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	/// `b` is from 1 to 20.
	fn set_invulnerables(b: u32) -> Weight {
		// Of the proof, 165 bytes were seen, and 79 for each b.
		Weight::from_parts(25_181_484, 1_155)
			.saturating_add(Weight::from_parts(6_615_226, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 2555).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 1))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(b.into())))
	}
	// Storage: `Session::NextKeys` (r:1 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `CollatorSelection::Invulnerables` (r:1 w:1)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::CandidateList` (r:1 w:1)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `b` is from 1 to 19.
	/// `c` is from 1 to 99.
	fn add_invulnerable(b: u32, c: u32) -> Weight {
		// Of the proof, 809 bytes were seen, and 32 for each b, and 53 for each c.
		Weight::from_parts(129_052_293, 6_287)
			.saturating_add(Weight::from_parts(597_182, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(351_606, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 53).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `CollatorSelection::CandidateList` (r:1 w:0)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::Invulnerables` (r:1 w:1)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	/// `b` is from 2 to 20.
	fn remove_invulnerable(b: u32) -> Weight {
		// Of the proof, 119 bytes were seen, and 32 for each b.
		Weight::from_parts(51_487_894, 6_287)
			.saturating_add(Weight::from_parts(25_691, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `CollatorSelection::DesiredCandidates` (r:0 w:1)
	// Proof: `CollatorSelection::DesiredCandidates` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_desired_candidates() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(13_017_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	// Storage: `CollatorSelection::CandidacyBond` (r:1 w:1)
	// Proof: `CollatorSelection::CandidacyBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::CandidateList` (r:1 w:1)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:100 w:100)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::LastAuthoredBlock` (r:0 w:100)
	// Proof: `CollatorSelection::LastAuthoredBlock` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// `c` is from 0 to 100.
	/// `k` is from 0 to 100.
	fn set_candidacy_bond(c: u32, k: u32) -> Weight {
		// Of the proof, 0 bytes were seen, and 131 for each c, and 65 for each k.
		Weight::from_parts(18_367_000, 14_005)
			.saturating_add(Weight::from_parts(10_836_693, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(10_546_929, 0).saturating_mul(k.into()))
			.saturating_add(Weight::from_parts(0, 869).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 869).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(k.into())))
	}
	// Storage: `CollatorSelection::CandidacyBond` (r:1 w:0)
	// Proof: `CollatorSelection::CandidacyBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::CandidateList` (r:1 w:1)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 100.
	fn update_bond(c: u32) -> Weight {
		// Of the proof, 188 bytes were seen, and 48 for each c.
		Weight::from_parts(63_071_516, 6_287)
			.saturating_add(Weight::from_parts(288_243, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `CollatorSelection::CandidateList` (r:1 w:1)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::Invulnerables` (r:1 w:0)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:1 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `CollatorSelection::CandidacyBond` (r:1 w:0)
	// Proof: `CollatorSelection::CandidacyBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::LastAuthoredBlock` (r:0 w:1)
	// Proof: `CollatorSelection::LastAuthoredBlock` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 99.
	fn register_as_candidate(c: u32) -> Weight {
		// Of the proof, 679 bytes were seen, and 53 for each c.
		Weight::from_parts(85_536_203, 6_287)
			.saturating_add(Weight::from_parts(476_162, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 54).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	// Storage: `CollatorSelection::Invulnerables` (r:1 w:0)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::CandidacyBond` (r:1 w:0)
	// Proof: `CollatorSelection::CandidacyBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:1 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `CollatorSelection::CandidateList` (r:1 w:1)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::LastAuthoredBlock` (r:0 w:2)
	// Proof: `CollatorSelection::LastAuthoredBlock` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 100.
	fn take_candidate_slot(c: u32) -> Weight {
		// Of the proof, 820 bytes were seen, and 53 for each c.
		Weight::from_parts(133_962_359, 6_287)
			.saturating_add(Weight::from_parts(336_104, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 55).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	// Storage: `CollatorSelection::CandidateList` (r:1 w:1)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::Invulnerables` (r:1 w:0)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::LastAuthoredBlock` (r:0 w:1)
	// Proof: `CollatorSelection::LastAuthoredBlock` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 100.
	fn leave_intent(c: u32) -> Weight {
		// Of the proof, 207 bytes were seen, and 48 for each c.
		Weight::from_parts(64_641_922, 6_287)
			.saturating_add(Weight::from_parts(407_474, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::LastAuthoredBlock` (r:0 w:1)
	// Proof: `CollatorSelection::LastAuthoredBlock` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn note_author() -> Weight {
		// Of the proof, 155 bytes were seen.
		Weight::from_parts(83_911_000, 6_196).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	// Storage: `CollatorSelection::CandidateList` (r:1 w:0)
	// Proof: `CollatorSelection::CandidateList` (`max_values`: Some(1), `max_size`: Some(4802), added: 5297, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::LastAuthoredBlock` (r:100 w:0)
	// Proof: `CollatorSelection::LastAuthoredBlock` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::Invulnerables` (r:1 w:0)
	// Proof: `CollatorSelection::Invulnerables` (`max_values`: Some(1), `max_size`: Some(641), added: 1136, mode: `MaxEncodedLen`)
	// Storage: `CollatorSelection::DesiredCandidates` (r:1 w:0)
	// Proof: `CollatorSelection::DesiredCandidates` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:94 w:94)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `r` is from 1 to 100.
	/// `c` is from 1 to 100.
	fn new_session(r: u32, c: u32) -> Weight {
		// Of the proof, 2364 bytes were seen, and 97 for each c, and 62 for each r.
		Weight::from_parts(34_766_000, 6_287)
			.saturating_add(Weight::from_parts(24_448_970, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 2519).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 2603).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 0))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(c.into())))
	}
}
