// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_consent` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_consent::WeightInfo for WeightInfo<T> {
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	fn grant() -> Weight {
		// Of the proof, 3620 bytes were seen.
		Weight::from_parts(111_549_000, 7_675).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Allowances` (r:1 w:1)
	// Proof: `Participants::Allowances` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn grant_first() -> Weight {
		// Of the proof, 104 bytes were seen.
		// 1_300 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(139_262_000, 8_975).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(189), added: 2664, mode: `MaxEncodedLen`)
	fn grant_replacing() -> Weight {
		// Of the proof, 4669 bytes were seen.
		// 1_300 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(243_326_000, 8_975).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(189), added: 2664, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenedBy` (r:1 w:1)
	// Proof: `Consent::OpenedBy` (`max_values`: None, `max_size`: Some(701), added: 3176, mode: `MaxEncodedLen`)
	fn revoke() -> Weight {
		// Of the proof, 5361 bytes were seen.
		Weight::from_parts(228_068_000, 7_675).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(189), added: 2664, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenedBy` (r:1 w:1)
	// Proof: `Consent::OpenedBy` (`max_values`: None, `max_size`: Some(701), added: 3176, mode: `MaxEncodedLen`)
	fn revoke_new_access() -> Weight {
		// Of the proof, 5361 bytes were seen.
		Weight::from_parts(172_043_000, 7_675).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::GuardiansOf` (r:1 w:0)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Allowances` (r:1 w:1)
	// Proof: `Participants::Allowances` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn grant_for() -> Weight {
		// Of the proof, 865 bytes were seen.
		// 2_900 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(104_415_000, 10_575)
			.saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardiansOf` (r:1 w:0)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(189), added: 2664, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenedBy` (r:1 w:1)
	// Proof: `Consent::OpenedBy` (`max_values`: None, `max_size`: Some(701), added: 3176, mode: `MaxEncodedLen`)
	fn revoke_for() -> Weight {
		// Of the proof, 6122 bytes were seen.
		Weight::from_parts(181_871_000, 7_675).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Consent::NextRequest` (r:1 w:1)
	// Proof: `Consent::NextRequest` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:0 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(242), added: 2717, mode: `MaxEncodedLen`)
	fn request_consent() -> Weight {
		// Of the proof, 2057 bytes were seen.
		// 1_100 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(281_799_000, 7_514).saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}
	// Storage: `Consent::Requests` (r:1 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(242), added: 2717, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardiansOf` (r:1 w:0)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Allowances` (r:1 w:1)
	// Proof: `Participants::Allowances` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn answer() -> Weight {
		// Of the proof, 2809 bytes were seen.
		Weight::from_parts(297_468_000, 7_675).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	// Storage: `Consent::Requests` (r:1 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(242), added: 2717, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn withdraw_request() -> Weight {
		// Of the proof, 1774 bytes were seen.
		Weight::from_parts(195_086_000, 4_154).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:1)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(6050), added: 8525, mode: `MaxEncodedLen`)
	// Storage: `Consent::NextCase` (r:1 w:1)
	// Proof: `Consent::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::CasesOf` (r:1 w:1)
	// Proof: `Consent::CasesOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Consent::LatestCase` (r:1 w:1)
	// Proof: `Consent::LatestCase` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::Cases` (r:0 w:1)
	// Proof: `Consent::Cases` (`max_values`: None, `max_size`: Some(241), added: 2716, mode: `MaxEncodedLen`)
	fn break_glass() -> Weight {
		// Of the proof, 8851 bytes were seen.
		Weight::from_parts(342_823_000, 9_515)
			.saturating_add(T::DbWeight::get().reads_writes(10, 7))
	}
	// Storage: `Consent::Cases` (r:1 w:1)
	// Proof: `Consent::Cases` (`max_values`: None, `max_size`: Some(241), added: 2716, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:1)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(6050), added: 8525, mode: `MaxEncodedLen`)
	// Storage: `Consent::CasesOf` (r:1 w:1)
	// Proof: `Consent::CasesOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn review_break_glass() -> Weight {
		// Of the proof, 7274 bytes were seen.
		Weight::from_parts(170_811_000, 9_515).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	// Storage: `Consent::Cases` (r:1 w:1)
	// Proof: `Consent::Cases` (`max_values`: None, `max_size`: Some(241), added: 2716, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardiansOf` (r:1 w:0)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:1)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(6050), added: 8525, mode: `MaxEncodedLen`)
	fn close_break_glass() -> Weight {
		// Of the proof, 7925 bytes were seen.
		Weight::from_parts(166_842_000, 9_515).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Consent::CasesOf` (r:1 w:1)
	// Proof: `Consent::CasesOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn stand_surety() -> Weight {
		// Of the proof, 95 bytes were seen.
		Weight::from_parts(42_971_000, 3_565).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Consent::Cases` (r:2 w:1)
	// Proof: `Consent::Cases` (`max_values`: None, `max_size`: Some(241), added: 2716, mode: `MaxEncodedLen`)
	// Storage: `Consent::LatestCase` (r:1 w:1)
	// Proof: `Consent::LatestCase` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn remove_case() -> Weight {
		// Of the proof, 629 bytes were seen.
		Weight::from_parts(165_550_000, 6_422).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:32 w:32)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(189), added: 2664, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 32.
	fn prune(n: u32) -> Weight {
		// Of the proof, 5328 bytes were seen, and 264 for each n.
		Weight::from_parts(126_656_208, 7_675)
			.saturating_add(Weight::from_parts(18_785_235, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 2664).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}
