// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_records` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_records::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:10 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:48 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Records::Cids` (r:1 w:1)
	// Proof: `Records::Cids` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:0)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Records::NextRecord` (r:1 w:1)
	// Proof: `Records::NextRecord` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyPrice` (r:1 w:0)
	// Proof: `Records::CustodyPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:0 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyFunds` (r:0 w:1)
	// Proof: `Records::CustodyFunds` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordsOf` (r:0 w:1)
	// Proof: `Records::RecordsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 8.
	fn submit(c: u32) -> Weight {
		// Of the proof, 3923 bytes were seen, and 626 for each c.
		Weight::from_parts(1_298_061_750, 84_030)
			.saturating_add(Weight::from_parts(178_205_361, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 5190).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(44, 7))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(c.into())))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:8 w:0)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:10 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:48 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Records::Cids` (r:1 w:1)
	// Proof: `Records::Cids` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:0)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Records::Holders` (r:1 w:1)
	// Proof: `Records::Holders` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// Storage: `Records::Destructions` (r:1 w:0)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyPrice` (r:1 w:0)
	// Proof: `Records::CustodyPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:0 w:1)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(497), added: 2972, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyFunds` (r:0 w:1)
	// Proof: `Records::CustodyFunds` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 8.
	fn amend(c: u32) -> Weight {
		// Of the proof, 10737 bytes were seen, and 479 for each c.
		Weight::from_parts(2_229_422_036, 84_030)
			.saturating_add(Weight::from_parts(0, 5190).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(46, 7))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(c.into())))
	}
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:1)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:32 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:1 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:0)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	// Storage: `Records::NextAccess` (r:1 w:1)
	// Proof: `Records::NextAccess` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Disclosures::Ledgers` (r:1 w:1)
	// Proof: `Disclosures::Ledgers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Records::Accesses` (r:0 w:1)
	// Proof: `Records::Accesses` (`max_values`: None, `max_size`: Some(407), added: 2882, mode: `MaxEncodedLen`)
	fn request_access() -> Weight {
		// Of the proof, 5787 bytes were seen.
		Weight::from_parts(754_345_000, 84_030)
			.saturating_add(T::DbWeight::get().reads_writes(41, 5))
	}
	// Storage: `Records::Accesses` (r:1 w:1)
	// Proof: `Records::Accesses` (`max_values`: None, `max_size`: Some(407), added: 2882, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	fn close_access() -> Weight {
		// Of the proof, 888 bytes were seen.
		Weight::from_parts(232_606_000, 4_038).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	fn contest() -> Weight {
		// Of the proof, 693 bytes were seen.
		Weight::from_parts(97_663_000, 4_038).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	fn withdraw_contest() -> Weight {
		// Of the proof, 694 bytes were seen.
		Weight::from_parts(97_704_000, 4_038).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::Holders` (r:1 w:1)
	// Proof: `Records::Holders` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:31 w:31)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(497), added: 2972, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:33 w:33)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyFunds` (r:32 w:32)
	// Proof: `Records::CustodyFunds` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:32 w:32)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Records::Destructions` (r:1 w:1)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:32 w:32)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Records::Tombstones` (r:0 w:1)
	// Proof: `Records::Tombstones` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `Records::Cids` (r:0 w:32)
	// Proof: `Records::Cids` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordsOf` (r:0 w:1)
	// Proof: `Records::RecordsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// `v` is from 2 to 32.
	/// `h` is from 1 to 32.
	fn erase(v: u32, h: u32) -> Weight {
		// Of the proof, 0 bytes were seen, and 484 for each h, and 1045 for each v.
		Weight::from_parts(1_138_877_000, 4_826)
			.saturating_add(Weight::from_parts(309_451_646, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(18_324_926, 0).saturating_mul(h.into()))
			.saturating_add(Weight::from_parts(0, 2789).saturating_mul(h.into()))
			.saturating_add(Weight::from_parts(0, 2888).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 5))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::Destructions` (r:1 w:1)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	fn confirm_destruction() -> Weight {
		// Of the proof, 2528 bytes were seen.
		Weight::from_parts(264_797_000, 4_826).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:1 w:1)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(497), added: 2972, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:10 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::MembershipCount` (r:1 w:0)
	// Proof: `Participants::MembershipCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(4114), added: 6589, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:48 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenCases` (r:1 w:0)
	// Proof: `Consent::OpenCases` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:16 w:8)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Records::Holders` (r:1 w:1)
	// Proof: `Records::Holders` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// Storage: `Records::Destructions` (r:1 w:1)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyFunds` (r:1 w:1)
	// Proof: `Records::CustodyFunds` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
	/// `c` is from 2 to 8.
	fn reshare(c: u32) -> Weight {
		// Of the proof, 9324 bytes were seen, and 573 for each c.
		Weight::from_parts(1_699_227_575, 84_030)
			.saturating_add(Weight::from_parts(114_772_972, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 5190).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(52, 12))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(c.into())))
	}
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:1 w:1)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(497), added: 2972, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:9 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(314), added: 2789, mode: `MaxEncodedLen`)
	// Storage: `Participants::Organisations` (r:8 w:0)
	// Proof: `Participants::Organisations` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Members` (r:16 w:0)
	// Proof: `Participants::Members` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
	// Storage: `Records::Destructions` (r:1 w:1)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	// Storage: `Records::Holders` (r:1 w:1)
	// Proof: `Records::Holders` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	fn hand_over() -> Weight {
		// Of the proof, 6567 bytes were seen.
		Weight::from_parts(1_035_773_000, 42_510)
			.saturating_add(T::DbWeight::get().reads_writes(38, 4))
	}
	// Storage: `Records::Records` (r:64 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:64 w:0)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(497), added: 2972, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyFunds` (r:64 w:64)
	// Proof: `Records::CustodyFunds` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:64 w:64)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:64 w:64)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `n` is from 1 to 64.
	fn claim_custody(n: u32) -> Weight {
		// Of the proof, 921 bytes were seen, and 1555 for each n.
		Weight::from_parts(401_057_038, 990)
			.saturating_add(Weight::from_parts(273_400_194, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 3048).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(573), added: 3048, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:1 w:0)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(497), added: 2972, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyFunds` (r:1 w:1)
	// Proof: `Records::CustodyFunds` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:2 w:2)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(319), added: 2794, mode: `MaxEncodedLen`)
	// Storage: `Records::CustodyPrice` (r:1 w:0)
	// Proof: `Records::CustodyPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn fund_custody() -> Weight {
		// Of the proof, 2162 bytes were seen.
		Weight::from_parts(440_255_000, 6_578).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `Records::CustodyPrice` (r:0 w:1)
	// Proof: `Records::CustodyPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn set_custody_price() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(29_736_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn replace(c: u32) -> Weight {
		<() as pallet_records::WeightInfo>::replace(c)
	}
	fn amend_for(c: u32) -> Weight {
		<() as pallet_records::WeightInfo>::amend_for(c)
	}
	fn end_destruction(h: u32) -> Weight {
		<() as pallet_records::WeightInfo>::end_destruction(h)
	}
	fn pay_for() -> Weight {
		<() as pallet_records::WeightInfo>::pay_for()
	}
}
