// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_consent` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-30 on AMD EPYC: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

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
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	fn grant() -> Weight {
		// Of the proof, 3560 bytes were seen.
		Weight::from_parts(221_946_000, 7_579).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	fn grant_first() -> Weight {
		// Of the proof, 230 bytes were seen.
		Weight::from_parts(250_490_000, 7_579).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(186), added: 2661, mode: `MaxEncodedLen`)
	fn grant_replacing() -> Weight {
		// Of the proof, 4568 bytes were seen.
		Weight::from_parts(199_244_000, 7_579).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:1 w:1)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(186), added: 2661, mode: `MaxEncodedLen`)
	fn revoke() -> Weight {
		// Of the proof, 4568 bytes were seen.
		Weight::from_parts(223_970_000, 7_579).saturating_add(T::DbWeight::get().reads_writes(2, 2))
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
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Consent::NextRequest` (r:1 w:1)
	// Proof: `Consent::NextRequest` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:0 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(242), added: 2717, mode: `MaxEncodedLen`)
	fn request_consent() -> Weight {
		// Of the proof, 2219 bytes were seen.
		Weight::from_parts(327_384_000, 6_214).saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}
	// Storage: `Consent::Requests` (r:1 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(242), added: 2717, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:2 w:2)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn answer() -> Weight {
		// Of the proof, 2258 bytes were seen.
		Weight::from_parts(660_068_000, 7_579).saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}
	// Storage: `Consent::Requests` (r:1 w:1)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(242), added: 2717, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestsOf` (r:1 w:1)
	// Proof: `Consent::RequestsOf` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	fn withdraw_request() -> Weight {
		// Of the proof, 1773 bytes were seen.
		Weight::from_parts(385_743_000, 4_154).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:1)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Consent::NextCase` (r:1 w:1)
	// Proof: `Consent::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::LatestCase` (r:1 w:1)
	// Proof: `Consent::LatestCase` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Consent::Cases` (r:0 w:1)
	// Proof: `Consent::Cases` (`max_values`: None, `max_size`: Some(133), added: 2608, mode: `MaxEncodedLen`)
	fn break_glass() -> Weight {
		// Of the proof, 771 bytes were seen.
		Weight::from_parts(376_186_000, 6_214).saturating_add(T::DbWeight::get().reads_writes(7, 5))
	}
	// Storage: `Consent::Cases` (r:1 w:1)
	// Proof: `Consent::Cases` (`max_values`: None, `max_size`: Some(133), added: 2608, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:1)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn review_break_glass() -> Weight {
		// Of the proof, 503 bytes were seen.
		Weight::from_parts(149_501_000, 3_658).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Consent::History` (r:32 w:32)
	// Proof: `Consent::History` (`max_values`: None, `max_size`: Some(186), added: 2661, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 32.
	fn prune(n: u32) -> Weight {
		// Of the proof, 5229 bytes were seen, and 262 for each n.
		Weight::from_parts(226_342_204, 7_579)
			.saturating_add(Weight::from_parts(32_489_470, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 2661).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}
