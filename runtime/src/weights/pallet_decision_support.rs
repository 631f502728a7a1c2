//! What the calls of `pallet_decision_support` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-24 on AMD EPYC: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

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
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	fn propose_model() -> Weight {
		// Of the proof, 137 bytes were seen.
		Weight::from_parts(95_431_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	fn approve_model() -> Weight {
		// Of the proof, 271 bytes were seen.
		Weight::from_parts(18_848_000, 3_682).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	fn suspend_model() -> Weight {
		// Of the proof, 271 bytes were seen.
		Weight::from_parts(18_788_000, 3_682).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Declarations` (r:1 w:1)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:100 w:100)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `d` is from 0 to 100.
	fn withdraw_model(d: u32) -> Weight {
		// Not measured yet: estimated from `report_drift`, upwards.
		Weight::from_parts(90_000_000, 8_379)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(0, 2722).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(d.into())))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::NextRequest` (r:1 w:1)
	// Proof: `DecisionSupport::NextRequest` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `System::ParentHash` (r:1 w:0)
	// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Declarations` (r:1 w:0)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:8 w:8)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4018), added: 6493, mode: `MaxEncodedLen`)
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
		// Of the proof, 2441 bytes were seen, and 503 for each r.
		Weight::from_parts(600_000_000, 25_286)
			.saturating_add(Weight::from_parts(129_126_427, 0).saturating_mul(r.into()))
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
		// Of the proof, 1171 bytes were seen.
		Weight::from_parts(59_088_000, 4_571).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Receipts` (r:0 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn settle() -> Weight {
		// Of the proof, 9654 bytes were seen.
		Weight::from_parts(162_232_000, 48_654)
			.saturating_add(T::DbWeight::get().reads_writes(18, 3))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Receipts` (r:0 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn settle_open() -> Weight {
		// Of the proof, 9654 bytes were seen.
		Weight::from_parts(160_990_000, 48_654)
			.saturating_add(T::DbWeight::get().reads_writes(18, 3))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:16 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:8 w:8)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::RequestsOf` (r:0 w:1)
	// Proof: `DecisionSupport::RequestsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn fail() -> Weight {
		// Of the proof, 10227 bytes were seen.
		Weight::from_parts(269_311_000, 48_654)
			.saturating_add(T::DbWeight::get().reads_writes(27, 12))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	fn challenge() -> Weight {
		// Of the proof, 885 bytes were seen.
		Weight::from_parts(37_375_000, 4_571).saturating_add(T::DbWeight::get().reads_writes(1, 1))
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
		// Of the proof, 2142 bytes were seen.
		Weight::from_parts(111_295_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 5))
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
		// Of the proof, 3602 bytes were seen.
		Weight::from_parts(534_185_000, 25_488)
			.saturating_add(T::DbWeight::get().reads_writes(27, 27))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	fn give_verdict() -> Weight {
		// Of the proof, 1192 bytes were seen.
		Weight::from_parts(56_724_000, 4_091).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `DecisionSupport::Receipts` (r:1 w:1)
	// Proof: `DecisionSupport::Receipts` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn erase_result() -> Weight {
		// Of the proof, 749 bytes were seen.
		Weight::from_parts(36_664_000, 4_091).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `DecisionSupport::Requests` (r:1 w:1)
	// Proof: `DecisionSupport::Requests` (`max_values`: None, `max_size`: Some(1106), added: 3581, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::OpenRequests` (r:1 w:1)
	// Proof: `DecisionSupport::OpenRequests` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	fn refuse() -> Weight {
		// Of the proof, 1171 bytes were seen.
		Weight::from_parts(46_859_000, 4_571).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::DriftReports` (r:1 w:1)
	// Proof: `DecisionSupport::DriftReports` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn report_drift() -> Weight {
		// Of the proof, 937 bytes were seen.
		Weight::from_parts(111_736_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	// Storage: `DecisionSupport::Models` (r:1 w:1)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn report_outcomes() -> Weight {
		// Of the proof, 404 bytes were seen.
		Weight::from_parts(30_676_000, 3_682).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Models` (r:1 w:0)
	// Proof: `DecisionSupport::Models` (`max_values`: None, `max_size`: Some(217), added: 2692, mode: `MaxEncodedLen`)
	// Storage: `DecisionSupport::Declarations` (r:1 w:1)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:2 w:2)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	fn declare_model() -> Weight {
		// Not measured yet: estimated from `report_drift`, upwards.
		Weight::from_parts(230_000_000, 8_379).saturating_add(T::DbWeight::get().reads_writes(8, 4))
	}
	// Storage: `DecisionSupport::Declarations` (r:1 w:1)
	// Proof: `DecisionSupport::Declarations` (`max_values`: None, `max_size`: Some(4914), added: 7389, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	fn retract_model() -> Weight {
		// Not measured yet: estimated from `report_drift`, upwards.
		Weight::from_parts(140_000_000, 8_379).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
}
