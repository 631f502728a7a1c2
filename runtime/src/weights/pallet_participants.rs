// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_participants` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn accredit() -> Weight {
		// Of the proof, 6 bytes were seen.
		Weight::from_parts(15_113_000, 3_549).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn suspend_organisation() -> Weight {
		// Of the proof, 117 bytes were seen.
		Weight::from_parts(17_496_000, 3_549).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn reinstate_organisation() -> Weight {
		// Of the proof, 117 bytes were seen.
		Weight::from_parts(17_656_000, 3_549).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn license() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(18_337_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn suspend_practitioner() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(17_616_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn reinstate_practitioner() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(17_716_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register() -> Weight {
		// Of the proof, 6 bytes were seen.
		Weight::from_parts(88_471_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register_patient() -> Weight {
		// Of the proof, 223 bytes were seen.
		Weight::from_parts(211_263_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	fn end_sponsorship() -> Weight {
		// Of the proof, 313 bytes were seen.
		Weight::from_parts(28_892_000, 3_602).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Not measured yet: the pallet's own estimate, until this file is written anew.
	fn take_over() -> Weight {
		<() as pallet_participants::WeightInfo>::take_over()
	}
	// Not measured yet: the pallet's own estimate, until this file is written anew.
	fn sponsor() -> Weight {
		<() as pallet_participants::WeightInfo>::sponsor()
	}
	// Not measured yet: the pallet's own estimate, until this file is written anew.
	fn set_work_limit() -> Weight {
		<() as pallet_participants::WeightInfo>::set_work_limit()
	}
	// Not measured yet: the pallet's own estimate, until this file is written anew.
	fn use_call() -> Weight {
		<() as pallet_participants::WeightInfo>::use_call()
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn invite_member() -> Weight {
		// Of the proof, 117 bytes were seen.
		Weight::from_parts(90_515_000, 3_712).saturating_add(T::DbWeight::get().reads_writes(4, 3))
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
		Weight::from_parts(97_765_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(7, 4))
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
		Weight::from_parts(78_156_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(6, 1))
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
		Weight::from_parts(146_427_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	fn update_endpoint() -> Weight {
		// Of the proof, 375 bytes were seen.
		Weight::from_parts(21_362_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn add_bond() -> Weight {
		// Of the proof, 4931 bytes were seen.
		Weight::from_parts(137_604_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn leave_service() -> Weight {
		// Of the proof, 4237 bytes were seen.
		Weight::from_parts(65_477_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
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
		Weight::from_parts(91_616_000, 3_747).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn suspend_operator() -> Weight {
		// Of the proof, 4204 bytes were seen.
		Weight::from_parts(68_080_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn reinstate_operator() -> Weight {
		// Of the proof, 4172 bytes were seen.
		Weight::from_parts(59_969_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn accept_invitation() -> Weight {
		<() as pallet_participants::WeightInfo>::accept_invitation()
	}
	fn appoint_guardian() -> Weight {
		<() as pallet_participants::WeightInfo>::appoint_guardian()
	}
	fn dismiss_guardian() -> Weight {
		<() as pallet_participants::WeightInfo>::dismiss_guardian()
	}
	fn propose_guardian() -> Weight {
		<() as pallet_participants::WeightInfo>::propose_guardian()
	}
	fn end_proposal() -> Weight {
		<() as pallet_participants::WeightInfo>::end_proposal()
	}
	fn decide_proposal() -> Weight {
		<() as pallet_participants::WeightInfo>::decide_proposal()
	}
}
