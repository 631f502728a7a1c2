// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_decision_support` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_decision_support::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::NextModel` (r:1 w:1)
	// Proof: `DecisionSupport::NextModel` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:0 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn propose_model() -> Weight {
		// Of the proof, 61 bytes were seen.
		Weight::from_parts(152_506_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn approve_model() -> Weight {
		// Of the proof, 259 bytes were seen.
		Weight::from_parts(39_975_000, 3_670).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn suspend_model() -> Weight {
		// Of the proof, 259 bytes were seen.
		Weight::from_parts(58_039_000, 3_670).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn withdraw_model() -> Weight {
		// Of the proof, 314 bytes were seen.
		Weight::from_parts(129_814_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Records::Records` (r:17 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(624), added: 3099, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:128 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:100 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
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
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(518), added: 2993, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Tasks` (r:0 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	/// `r` is from 1 to 16.
	fn request(r: u32) -> Weight {
		// Of the proof, 66546 bytes were seen, and 506 for each r.
		Weight::from_parts(5_917_996_405, 333_150)
			.saturating_add(Weight::from_parts(151_705_203, 0).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 3099).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads_writes(437, 7))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(627), added: 3102, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn give_verdict() -> Weight {
		// Of the proof, 695 bytes were seen.
		Weight::from_parts(57_177_000, 4_092).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(627), added: 3102, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardiansOf` (r:1 w:0)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	fn erase_result() -> Weight {
		// Of the proof, 1399 bytes were seen.
		Weight::from_parts(68_048_000, 4_242).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(627), added: 3102, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::ReceiptPayers` (r:1 w:1)
	// Proof: `DecisionSupport::ReceiptPayers` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:2 w:2)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn pay_for() -> Weight {
		// Of the proof, 866 bytes were seen.
		Weight::from_parts(281_669_000, 6_866).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(627), added: 3102, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:0)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	fn publish_output() -> Weight {
		// Of the proof, 889 bytes were seen.
		Weight::from_parts(60_243_000, 4_092).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::DriftReports` (r:1 w:1)
	// Proof: `DecisionSupport::DriftReports` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn report_drift() -> Weight {
		// Of the proof, 4361 bytes were seen.
		Weight::from_parts(361_778_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Reports` (r:1 w:1)
	// Proof: `DecisionSupport::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Tallies` (r:1 w:1)
	// Proof: `DecisionSupport::Tallies` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn report_verdicts() -> Weight {
		// Of the proof, 456 bytes were seen.
		Weight::from_parts(333_315_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Reports` (r:1 w:1)
	// Proof: `DecisionSupport::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Tallies` (r:1 w:1)
	// Proof: `DecisionSupport::Tallies` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn report_outcomes() -> Weight {
		// Of the proof, 456 bytes were seen.
		Weight::from_parts(334_909_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
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
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	/// `m` is from 1 to 16.
	fn report_usage(m: u32) -> Weight {
		// Of the proof, 7042 bytes were seen, and 47 for each m.
		Weight::from_parts(328_226_000, 4_687)
			.saturating_add(Weight::from_parts(138_362_858, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2680).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(7, 2))
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn strike_report() -> Weight {
		// Of the proof, 1506 bytes were seen.
		Weight::from_parts(351_068_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
}
