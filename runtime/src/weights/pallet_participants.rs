// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_participants` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	fn accredit() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(31_559_000, 3_565).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	fn suspend_organisation() -> Weight {
		// Of the proof, 90 bytes were seen.
		Weight::from_parts(37_060_000, 3_565).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	fn reinstate_organisation() -> Weight {
		// Of the proof, 90 bytes were seen.
		Weight::from_parts(60_734_000, 3_565).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn license() -> Weight {
		// Of the proof, 57 bytes were seen.
		Weight::from_parts(62_608_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn suspend_practitioner() -> Weight {
		// Of the proof, 57 bytes were seen.
		Weight::from_parts(35_607_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Practitioners` (r:1 w:1)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn reinstate_practitioner() -> Weight {
		// Of the proof, 57 bytes were seen.
		Weight::from_parts(35_387_000, 3_533).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register() -> Weight {
		// Of the proof, 0 bytes were seen.
		// 2_300 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(155_922_000, 6_228).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn register_patient() -> Weight {
		// Of the proof, 196 bytes were seen.
		// 6_700 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(320_100_000, 10_628)
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	fn end_sponsorship() -> Weight {
		// Of the proof, 224 bytes were seen.
		Weight::from_parts(54_853_000, 3_702).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:4 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	fn take_over() -> Weight {
		// Of the proof, 572 bytes were seen.
		Weight::from_parts(99_998_000, 11_290).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	// Storage: `Participants::Patients` (r:1 w:1)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	fn sponsor() -> Weight {
		// Of the proof, 245 bytes were seen.
		Weight::from_parts(189_445_000, 3_702).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Allowances` (r:1 w:1)
	// Proof: `Participants::Allowances` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:4 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::SponsorWeights` (r:1 w:1)
	// Proof: `Participants::SponsorWeights` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn use_call() -> Weight {
		// Of the proof, 604 bytes were seen.
		Weight::from_parts(149_962_000, 11_290)
			.saturating_add(T::DbWeight::get().reads_writes(7, 3))
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::WorkLimits` (r:0 w:1)
	// Proof: `Participants::WorkLimits` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn set_work_limit() -> Weight {
		// Of the proof, 90 bytes were seen.
		Weight::from_parts(51_297_000, 3_565).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Invitations` (r:1 w:1)
	// Proof: `Participants::Invitations` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn invite_member() -> Weight {
		// Of the proof, 90 bytes were seen.
		Weight::from_parts(279_144_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	// Storage: `Participants::Invitations` (r:1 w:1)
	// Proof: `Participants::Invitations` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:0 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	fn accept_invitation() -> Weight {
		// Of the proof, 207 bytes were seen.
		Weight::from_parts(119_064_000, 3_593).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Invitations` (r:1 w:0)
	// Proof: `Participants::Invitations` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:1)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:1)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:0 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn dismiss_member() -> Weight {
		// Of the proof, 273 bytes were seen.
		Weight::from_parts(339_427_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(8, 4))
	}
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardiansOf` (r:1 w:1)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	fn appoint_guardian() -> Weight {
		// Of the proof, 954 bytes were seen.
		Weight::from_parts(136_697_000, 6_414).saturating_add(T::DbWeight::get().reads_writes(6, 1))
	}
	// Storage: `Participants::GuardiansOf` (r:1 w:1)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	fn dismiss_guardian() -> Weight {
		// Of the proof, 761 bytes were seen.
		Weight::from_parts(43_131_000, 4_242).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Organisations` (r:2 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardianProposals` (r:1 w:1)
	// Proof: `Participants::GuardianProposals` (`max_values`: None, `max_size`: Some(173), added: 2648, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn propose_guardian() -> Weight {
		// Of the proof, 303 bytes were seen.
		Weight::from_parts(195_818_000, 6_414).saturating_add(T::DbWeight::get().reads_writes(8, 2))
	}
	// Storage: `Participants::GuardianProposals` (r:1 w:1)
	// Proof: `Participants::GuardianProposals` (`max_values`: None, `max_size`: Some(173), added: 2648, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn end_proposal() -> Weight {
		// Of the proof, 398 bytes were seen.
		Weight::from_parts(134_733_000, 3_928).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::GuardianProposals` (r:1 w:1)
	// Proof: `Participants::GuardianProposals` (`max_values`: None, `max_size`: Some(173), added: 2648, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:2 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:2 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::GuardiansOf` (r:1 w:1)
	// Proof: `Participants::GuardiansOf` (`max_values`: None, `max_size`: Some(777), added: 3252, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	fn decide_proposal() -> Weight {
		// Of the proof, 1463 bytes were seen.
		Weight::from_parts(201_157_000, 6_414)
			.saturating_add(T::DbWeight::get().reads_writes(10, 4))
	}
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn set_encryption_key() -> Weight {
		// Of the proof, 2802 bytes were seen.
		// 1_800 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(164_469_000, 5_579).saturating_add(T::DbWeight::get().reads_writes(6, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:1 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn become_operator() -> Weight {
		// Of the proof, 6872 bytes were seen.
		// 6_300 more: recorded in a large state (`large_state.py`).
		Weight::from_parts(350_558_000, 10_987)
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	fn update_endpoint() -> Weight {
		// Of the proof, 298 bytes were seen.
		Weight::from_parts(41_719_000, 3_779).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn add_bond() -> Weight {
		// Of the proof, 5019 bytes were seen.
		Weight::from_parts(266_941_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn leave_service() -> Weight {
		// Of the proof, 4160 bytes were seen.
		Weight::from_parts(121_869_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(463), added: 2938, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:2 w:1)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:0 w:1)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	fn withdraw_bond() -> Weight {
		// Of the proof, 452 bytes were seen.
		Weight::from_parts(172_583_000, 6_140).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn suspend_operator() -> Weight {
		// Of the proof, 4127 bytes were seen.
		Weight::from_parts(118_362_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:1)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	fn reinstate_operator() -> Weight {
		// Of the proof, 4095 bytes were seen.
		Weight::from_parts(127_259_000, 4_687).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
