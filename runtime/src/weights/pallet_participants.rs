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
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	fn accredit() -> Weight {
		// Of the proof, 6 bytes were seen.
		Weight::from_parts(53_812_000, 3_553).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	fn suspend_organisation() -> Weight {
		// Of the proof, 121 bytes were seen.
		Weight::from_parts(61_956_000, 3_553).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	fn reinstate_organisation() -> Weight {
		// Of the proof, 121 bytes were seen.
		Weight::from_parts(60_543_000, 3_553).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn license() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(65_553_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn suspend_practitioner() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(68_268_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn reinstate_practitioner() -> Weight {
		// Of the proof, 133 bytes were seen.
		Weight::from_parts(66_605_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register() -> Weight {
		// Of the proof, 6 bytes were seen.
		Weight::from_parts(276_278_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register_patient() -> Weight {
		// Of the proof, 227 bytes were seen.
		Weight::from_parts(549_290_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	fn end_sponsorship() -> Weight {
		// Of the proof, 317 bytes were seen.
		Weight::from_parts(94_777_000, 3_602).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Allowances` (r:1 w:1)
	// Proof: `Participants::Allowances` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn use_call() -> Weight {
		// Of the proof, 317 bytes were seen.
		Weight::from_parts(95_489_000, 3_602).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::WorkLimits` (r:0 w:1)
	// Proof: `Participants::WorkLimits` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn set_work_limit() -> Weight {
		// Of the proof, 121 bytes were seen.
		Weight::from_parts(75_361_000, 3_553).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn admit_member() -> Weight {
		// Of the proof, 121 bytes were seen.
		Weight::from_parts(268_454_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Participants::Members` (r:1 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:0 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn dismiss_member() -> Weight {
		// Of the proof, 415 bytes were seen.
		Weight::from_parts(314_931_000, 3_784).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn set_encryption_key() -> Weight {
		// Of the proof, 3010 bytes were seen.
		Weight::from_parts(305_473_000, 3_779).saturating_add(T::DbWeight::get().reads_writes(6, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn become_operator() -> Weight {
		// Of the proof, 7068 bytes were seen.
		Weight::from_parts(559_901_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	fn update_endpoint() -> Weight {
		// Of the proof, 506 bytes were seen.
		Weight::from_parts(67_717_000, 3_779).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn add_bond() -> Weight {
		// Of the proof, 5227 bytes were seen.
		Weight::from_parts(414_057_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn leave_service() -> Weight {
		// Of the proof, 4368 bytes were seen.
		Weight::from_parts(171_872_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:2 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:0 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn withdraw_bond() -> Weight {
		// Of the proof, 569 bytes were seen.
		Weight::from_parts(174_617_000, 6_116).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn suspend_operator() -> Weight {
		// Of the proof, 4335 bytes were seen.
		Weight::from_parts(158_768_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn reinstate_operator() -> Weight {
		// Of the proof, 4303 bytes were seen.
		Weight::from_parts(210_274_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
