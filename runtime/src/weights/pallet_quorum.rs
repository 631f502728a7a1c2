// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_quorum` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_quorum::WeightInfo for WeightInfo<T> {
	// Storage: `Quorum::Undrawn` (r:1 w:0)
	// Proof: `Quorum::Undrawn` (`max_values`: Some(1), `max_size`: Some(5122), added: 5617, mode: `MaxEncodedLen`)
	// Storage: `Quorum::RelayParent` (r:1 w:1)
	// Proof: `Quorum::RelayParent` (`max_values`: Some(1), `max_size`: Some(37), added: 532, mode: `MaxEncodedLen`)
	fn queue() -> Weight {
		// Of the proof, 5320 bytes were seen.
		Weight::from_parts(29_726_000, 6_607).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Quorum::RelayParent` (r:1 w:1)
	// Proof: `Quorum::RelayParent` (`max_values`: Some(1), `max_size`: Some(37), added: 532, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Undrawn` (r:1 w:1)
	// Proof: `Quorum::Undrawn` (`max_values`: Some(1), `max_size`: Some(5122), added: 5617, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Tasks` (r:1 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Pools` (r:1 w:1)
	// Proof: `Quorum::Pools` (`max_values`: None, `max_size`: Some(6514), added: 8989, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Busy` (r:1 w:1)
	// Proof: `Quorum::Busy` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(518), added: 2993, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:17 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(624), added: 3099, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4210), added: 6685, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:29 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Records::NextAccess` (r:1 w:1)
	// Proof: `Records::NextAccess` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Disclosures::Ledgers` (r:1 w:1)
	// Proof: `Disclosures::Ledgers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenedBy` (r:2 w:2)
	// Proof: `Consent::OpenedBy` (`max_values`: None, `max_size`: Some(701), added: 3176, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OpenTasks` (r:8 w:8)
	// Proof: `Quorum::OpenTasks` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Records::Accesses` (r:0 w:17)
	// Proof: `Records::Accesses` (`max_values`: None, `max_size`: Some(409), added: 2884, mode: `MaxEncodedLen`)
	/// `d` is from 2 to 17.
	fn draw(d: u32) -> Weight {
		// Of the proof, 25985 bytes were seen, and 521 for each d.
		Weight::from_parts(1_260_007_517, 76_245)
			.saturating_add(Weight::from_parts(436_141_469, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(0, 3099).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads_writes(61, 29))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(d.into())))
	}
	// Storage: `Quorum::Tasks` (r:1 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	fn seal() -> Weight {
		// Of the proof, 783 bytes were seen.
		Weight::from_parts(122_300_000, 4_262).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Quorum::Tasks` (r:1 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OpenTasks` (r:8 w:8)
	// Proof: `Quorum::OpenTasks` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Busy` (r:1 w:1)
	// Proof: `Quorum::Busy` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(518), added: 2993, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::RequestsOf` (r:0 w:1)
	// Proof: `DecisionSupport::RequestsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn refuse() -> Weight {
		// Of the proof, 8166 bytes were seen.
		Weight::from_parts(864_822_000, 25_286)
			.saturating_add(T::DbWeight::get().reads_writes(21, 22))
	}
	// Storage: `Quorum::Tasks` (r:1 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OperatorStates` (r:8 w:8)
	// Proof: `Quorum::OperatorStates` (`max_values`: None, `max_size`: Some(59), added: 2534, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:6 w:6)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Quorum::PaidSeats` (r:5 w:5)
	// Proof: `Quorum::PaidSeats` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OpenTasks` (r:8 w:8)
	// Proof: `Quorum::OpenTasks` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Busy` (r:1 w:1)
	// Proof: `Quorum::Busy` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(518), added: 2993, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Tallies` (r:1 w:1)
	// Proof: `DecisionSupport::Tallies` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Receipts` (r:0 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(627), added: 3102, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Accusations` (r:0 w:3)
	// Proof: `Quorum::Accusations` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn reveal() -> Weight {
		// Of the proof, 11876 bytes were seen.
		Weight::from_parts(1_507_678_000, 25_286)
			.saturating_add(T::DbWeight::get().reads_writes(40, 44))
	}
	// Storage: `Quorum::Tasks` (r:1 w:1)
	// Proof: `Quorum::Tasks` (`max_values`: None, `max_size`: Some(797), added: 3272, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OperatorStates` (r:8 w:8)
	// Proof: `Quorum::OperatorStates` (`max_values`: None, `max_size`: Some(59), added: 2534, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Quorum::OpenTasks` (r:8 w:8)
	// Proof: `Quorum::OpenTasks` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Busy` (r:1 w:1)
	// Proof: `Quorum::Busy` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(518), added: 2993, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::RequestsOf` (r:0 w:1)
	// Proof: `DecisionSupport::RequestsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Quorum::Accusations` (r:0 w:8)
	// Proof: `Quorum::Accusations` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn close() -> Weight {
		// Of the proof, 10112 bytes were seen.
		Weight::from_parts(1_179_092_000, 25_286)
			.saturating_add(T::DbWeight::get().reads_writes(29, 38))
	}
	// Storage: `Quorum::Accusations` (r:1 w:1)
	// Proof: `Quorum::Accusations` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn challenge() -> Weight {
		// Of the proof, 1813 bytes were seen.
		Weight::from_parts(415_169_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Quorum::Accusations` (r:1 w:1)
	// Proof: `Quorum::Accusations` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn rule() -> Weight {
		// Of the proof, 6124 bytes were seen.
		Weight::from_parts(366_638_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	// Storage: `Quorum::Accusations` (r:1 w:1)
	// Proof: `Quorum::Accusations` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn end_accusation() -> Weight {
		// Of the proof, 6076 bytes were seen.
		Weight::from_parts(308_559_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	// Storage: `Quorum::OperatorStates` (r:1 w:1)
	// Proof: `Quorum::OperatorStates` (`max_values`: None, `max_size`: Some(59), added: 2534, mode: `MaxEncodedLen`)
	fn return_to_draw() -> Weight {
		// Of the proof, 194 bytes were seen.
		Weight::from_parts(43_782_000, 3_524).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Quorum::Prices` (r:0 w:1)
	// Proof: `Quorum::Prices` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	fn set_price() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(26_961_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
}
