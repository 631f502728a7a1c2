// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_participants` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn accredit() -> Weight {
		// Of the proof, 6 bytes were seen.
		Weight::from_parts(18_319_000, 3_549).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn suspend_organisation() -> Weight {
		// Of the proof, 117 bytes were seen.
		Weight::from_parts(20_378_000, 3_549).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn reinstate_organisation() -> Weight {
		// Of the proof, 117 bytes were seen.
		Weight::from_parts(20_467_000, 3_549).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn license() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(21_014_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn suspend_practitioner() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(22_354_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn reinstate_practitioner() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(20_757_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register() -> Weight {
		// Of the proof, 6 bytes were seen.
		Weight::from_parts(98_758_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn register_patient() -> Weight {
		// Not measured yet: what the same storage took, and two signatures that are each tried in two forms.
		Weight::from_parts(389_354_000, 6_196).saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn end_sponsorship() -> Weight {
		// Of the proof, 313 bytes were seen.
		Weight::from_parts(31_237_000, 3_602).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Participants::Allowances` (r:1 w:1)
	// Proof: `Participants::Allowances` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn use_call() -> Weight {
		// Of the proof, 313 bytes were seen.
		Weight::from_parts(36_730_000, 3_602).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn admit_member() -> Weight {
		// Of the proof, 117 bytes were seen.
		Weight::from_parts(108_722_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Participants::Members` (r:1 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:0 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn dismiss_member() -> Weight {
		// Of the proof, 415 bytes were seen.
		Weight::from_parts(118_421_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn set_encryption_key() -> Weight {
		// Of the proof, 1601 bytes were seen.
		Weight::from_parts(92_584_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(6, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn become_operator() -> Weight {
		// Of the proof, 5232 bytes were seen.
		Weight::from_parts(173_445_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	fn update_endpoint() -> Weight {
		// Of the proof, 375 bytes were seen.
		Weight::from_parts(23_902_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn add_bond() -> Weight {
		// Of the proof, 4931 bytes were seen.
		Weight::from_parts(159_355_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn leave_service() -> Weight {
		// Of the proof, 4237 bytes were seen.
		Weight::from_parts(92_545_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:0 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn withdraw_bond() -> Weight {
		// Of the proof, 425 bytes were seen.
		Weight::from_parts(115_764_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn suspend_operator() -> Weight {
		// Of the proof, 4204 bytes were seen.
		Weight::from_parts(79_233_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn reinstate_operator() -> Weight {
		// Of the proof, 4172 bytes were seen.
		Weight::from_parts(80_428_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
