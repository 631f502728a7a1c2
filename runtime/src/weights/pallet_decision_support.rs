// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_decision_support` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_decision_support::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::NextModel` (r:1 w:1)
	// Proof: `DecisionSupport::NextModel` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:0 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	fn propose_model() -> Weight {
		// Of the proof, 137 bytes were seen.
		Weight::from_parts(107_401_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	fn approve_model() -> Weight {
		// Of the proof, 272 bytes were seen.
		Weight::from_parts(24_441_000, 3_683).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	fn suspend_model() -> Weight {
		// Of the proof, 272 bytes were seen.
		Weight::from_parts(25_271_000, 3_683).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:101 w:101)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Declarations` (r:1 w:1)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:100 w:100)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `d` is from 0 to 100.
	fn withdraw_model(d: u32) -> Weight {
		// Of the proof, 327 bytes were seen, and 205 for each d.
		Weight::from_parts(90_646_000, 8_379)
			.saturating_add(Weight::from_parts(78_696_089, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(0, 2722).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(d.into())))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::NextRequest` (r:1 w:1)
	// Proof: `DecisionSupport::NextRequest` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Declarations` (r:1 w:0)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `System::ParentHash` (r:1 w:0)
	// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:8 w:8)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Records::NextAccess` (r:1 w:1)
	// Proof: `Records::NextAccess` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Disclosures::Ledgers` (r:1 w:1)
	// Proof: `Disclosures::Ledgers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::RequestsOf` (r:0 w:1)
	// Proof: `DecisionSupport::RequestsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Requests` (r:0 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `Records::Accesses` (r:0 w:16)
	// Proof: `Records::Accesses` (`max_values`: None, `max_size`: Some(403), added: 2878, mode: `MaxEncodedLen`)
	/// `r` is from 1 to 16.
	fn request(r: u32) -> Weight {
		// Of the proof, 7816 bytes were seen, and 503 for each r.
		Weight::from_parts(431_715_838, 25_286)
			.saturating_add(Weight::from_parts(169_538_680, 0).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 2979).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads_writes(28, 23))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(r.into())))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:1 w:1)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	fn seal() -> Weight {
		// Of the proof, 1220 bytes were seen.
		Weight::from_parts(89_048_000, 4_571).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Receipts` (r:0 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn settle() -> Weight {
		// Of the proof, 9681 bytes were seen.
		Weight::from_parts(231_203_000, 48_654)
			.saturating_add(T::DbWeight::get().reads_writes(18, 3))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Receipts` (r:0 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn settle_open() -> Weight {
		// Of the proof, 9681 bytes were seen.
		Weight::from_parts(254_670_000, 48_654)
			.saturating_add(T::DbWeight::get().reads_writes(18, 3))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:8 w:8)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::RequestsOf` (r:0 w:1)
	// Proof: `DecisionSupport::RequestsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn fail() -> Weight {
		// Of the proof, 10711 bytes were seen.
		Weight::from_parts(570_180_000, 48_654)
			.saturating_add(T::DbWeight::get().reads_writes(27, 12))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	fn challenge() -> Weight {
		// Of the proof, 911 bytes were seen.
		Weight::from_parts(87_389_000, 4_571).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn rule() -> Weight {
		// Of the proof, 2999 bytes were seen.
		Weight::from_parts(167_892_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:9 w:9)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:8 w:8)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn close() -> Weight {
		// Of the proof, 6263 bytes were seen.
		Weight::from_parts(752_280_000, 25_488)
			.saturating_add(T::DbWeight::get().reads_writes(27, 27))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	fn give_verdict() -> Weight {
		// Of the proof, 1219 bytes were seen.
		Weight::from_parts(97_408_000, 4_091).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn erase_result() -> Weight {
		// Of the proof, 775 bytes were seen.
		Weight::from_parts(64_671_000, 4_091).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:1 w:1)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	fn refuse() -> Weight {
		// Of the proof, 1220 bytes were seen.
		Weight::from_parts(93_902_000, 4_571).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::DriftReports` (r:1 w:1)
	// Proof: `DecisionSupport::DriftReports` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn report_drift() -> Weight {
		// Of the proof, 938 bytes were seen.
		Weight::from_parts(129_803_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn report_outcomes() -> Weight {
		// Of the proof, 405 bytes were seen.
		Weight::from_parts(36_354_000, 3_683).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:0)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Declarations` (r:1 w:1)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:2 w:2)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	fn declare_model() -> Weight {
		// Of the proof, 6915 bytes were seen.
		Weight::from_parts(231_307_000, 8_379).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `DecisionSupport::Declarations` (r:1 w:1)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn retract_model() -> Weight {
		// Of the proof, 5750 bytes were seen.
		Weight::from_parts(122_376_000, 8_379).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
