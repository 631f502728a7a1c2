// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_decision_support` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_decision_support::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::NextModel` (r:1 w:1)
	// Proof: `DecisionSupport::NextModel` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:0 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn propose_model() -> Weight {
		// Of the proof, 137 bytes were seen.
		Weight::from_parts(307_226_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn approve_model() -> Weight {
		// Of the proof, 259 bytes were seen.
		Weight::from_parts(83_747_000, 3_670).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn suspend_model() -> Weight {
		// Of the proof, 259 bytes were seen.
		Weight::from_parts(44_624_000, 3_670).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	fn withdraw_model() -> Weight {
		// Of the proof, 314 bytes were seen.
		Weight::from_parts(133_140_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Records::Records` (r:17 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:128 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:100 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Quorum::RelayParent` (r:1 w:0)
	// Proof: `Quorum::RelayParent` (`max_values`: Some(1), `max_size`: Some(37), added: 532, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Pools` (r:1 w:1)
	// Proof: `Quorum::Pools` (`max_values`: None, `max_size`: Some(6514), added: 8989, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Busy` (r:1 w:0)
	// Proof: `Quorum::Busy` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:99 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OperatorStates` (r:99 w:0)
	// Proof: `Quorum::OperatorStates` (`max_values`: None, `max_size`: Some(59), added: 2534, mode: `MaxEncodedLen`)
	// Storage: `Quorum::NextTask` (r:1 w:1)
	// Proof: `Quorum::NextTask` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Undrawn` (r:1 w:1)
	// Proof: `Quorum::Undrawn` (`max_values`: Some(1), `max_size`: Some(5122), added: 5617, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Prices` (r:1 w:0)
	// Proof: `Quorum::Prices` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::RequestsOf` (r:0 w:1)
	// Proof: `DecisionSupport::RequestsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Requests` (r:0 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(501), added: 2976, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Tasks` (r:0 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	/// `r` is from 1 to 16.
	fn request(r: u32) -> Weight {
		// Of the proof, 66699 bytes were seen, and 503 for each r.
		Weight::from_parts(10_286_963_283, 333_150)
			.saturating_add(Weight::from_parts(32_086_603, 0).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 3048).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads_writes(438, 7))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(610), added: 3085, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn give_verdict() -> Weight {
		// Of the proof, 754 bytes were seen.
		Weight::from_parts(71_013_000, 4_075).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(610), added: 3085, mode: `MaxEncodedLen`)
	fn erase_result() -> Weight {
		// Of the proof, 621 bytes were seen.
		Weight::from_parts(49_513_000, 4_075).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(610), added: 3085, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:0)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn publish_output() -> Weight {
		// Of the proof, 872 bytes were seen.
		Weight::from_parts(71_574_000, 4_075).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::DriftReports` (r:1 w:1)
	// Proof: `DecisionSupport::DriftReports` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	fn report_drift() -> Weight {
		// Of the proof, 4569 bytes were seen.
		Weight::from_parts(492_524_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Reports` (r:1 w:1)
	// Proof: `DecisionSupport::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Tallies` (r:1 w:1)
	// Proof: `DecisionSupport::Tallies` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn report_verdicts() -> Weight {
		// Of the proof, 532 bytes were seen.
		Weight::from_parts(210_906_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Reports` (r:1 w:1)
	// Proof: `DecisionSupport::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Tallies` (r:1 w:1)
	// Proof: `DecisionSupport::Tallies` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn report_outcomes() -> Weight {
		// Of the proof, 532 bytes were seen.
		Weight::from_parts(216_816_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::ReportedRuns` (r:1 w:1)
	// Proof: `DecisionSupport::ReportedRuns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Quorum::PaidSeats` (r:1 w:0)
	// Proof: `Quorum::PaidSeats` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:16 w:0)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::UsageReports` (r:16 w:16)
	// Proof: `DecisionSupport::UsageReports` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	/// `m` is from 1 to 16.
	fn report_usage(m: u32) -> Weight {
		// Of the proof, 7238 bytes were seen, and 47 for each m.
		Weight::from_parts(633_436_710, 4_687)
			.saturating_add(Weight::from_parts(158_945_875, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2680).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 2))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(m.into())))
	}
	// Storage: `DecisionSupport::Reports` (r:1 w:1)
	// Proof: `DecisionSupport::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::UsageReports` (r:1 w:1)
	// Proof: `DecisionSupport::UsageReports` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	fn strike_report() -> Weight {
		// Of the proof, 1506 bytes were seen.
		Weight::from_parts(361_488_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	fn pay_for() -> Weight {
		<() as pallet_decision_support::WeightInfo>::pay_for()
	}
}
