// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_records` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_records::WeightInfo for WeightInfo<T> {
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Records::Cids` (r:1 w:1)
	// Proof: `Records::Cids` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Records::NextRecord` (r:1 w:1)
	// Proof: `Records::NextRecord` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:0 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordsOf` (r:0 w:1)
	// Proof: `Records::RecordsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 8.
	fn submit(c: u32) -> Weight {
		// Of the proof, 680 bytes were seen, and 65 for each c.
		Weight::from_parts(165_330_180, 7_227)
			.saturating_add(Weight::from_parts(3_014_391, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(7, 5))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Records::Cids` (r:1 w:1)
	// Proof: `Records::Cids` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Records::Holders` (r:0 w:1)
	// Proof: `Records::Holders` (`max_values`: None, `max_size`: Some(1041), added: 3516, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:0 w:1)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(428), added: 2903, mode: `MaxEncodedLen`)
	/// `c` is from 1 to 8.
	fn amend(c: u32) -> Weight {
		// Of the proof, 1800 bytes were seen.
		Weight::from_parts(200_332_694, 7_227).saturating_add(T::DbWeight::get().reads_writes(7, 5))
	}
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Participants::Practitioners` (r:1 w:0)
	// Proof: `Participants::Practitioners` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Consent::Provisions` (r:1 w:0)
	// Proof: `Consent::Provisions` (`max_values`: None, `max_size`: Some(3762), added: 6237, mode: `MaxEncodedLen`)
	// Storage: `Participants::EncryptionKeys` (r:1 w:0)
	// Proof: `Participants::EncryptionKeys` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	// Storage: `Records::NextAccess` (r:1 w:1)
	// Proof: `Records::NextAccess` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Disclosures::Ledgers` (r:1 w:1)
	// Proof: `Disclosures::Ledgers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Participants::Patients` (r:1 w:0)
	// Proof: `Participants::Patients` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Records::Accesses` (r:0 w:1)
	// Proof: `Records::Accesses` (`max_values`: None, `max_size`: Some(403), added: 2878, mode: `MaxEncodedLen`)
	fn request_access() -> Weight {
		// Of the proof, 1827 bytes were seen.
		Weight::from_parts(182_763_000, 7_227).saturating_add(T::DbWeight::get().reads_writes(8, 4))
	}
	// Storage: `Records::Accesses` (r:1 w:1)
	// Proof: `Records::Accesses` (`max_values`: None, `max_size`: Some(403), added: 2878, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn close_access() -> Weight {
		// Of the proof, 701 bytes were seen.
		Weight::from_parts(112_726_000, 3_969).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	fn contest() -> Weight {
		// Of the proof, 659 bytes were seen.
		Weight::from_parts(34_182_000, 3_969).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	fn withdraw_contest() -> Weight {
		// Of the proof, 660 bytes were seen.
		Weight::from_parts(35_174_000, 3_969).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(504), added: 2979, mode: `MaxEncodedLen`)
	// Storage: `Records::Holders` (r:1 w:1)
	// Proof: `Records::Holders` (`max_values`: None, `max_size`: Some(1041), added: 3516, mode: `MaxEncodedLen`)
	// Storage: `Records::EarlierVersions` (r:31 w:31)
	// Proof: `Records::EarlierVersions` (`max_values`: None, `max_size`: Some(428), added: 2903, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Participants::OperatorsInService` (r:1 w:0)
	// Proof: `Participants::OperatorsInService` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:32 w:32)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	// Storage: `Records::Tombstones` (r:0 w:1)
	// Proof: `Records::Tombstones` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `Records::Cids` (r:0 w:32)
	// Proof: `Records::Cids` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordsOf` (r:0 w:1)
	// Proof: `Records::RecordsOf` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Records::Destructions` (r:0 w:1)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	/// `v` is from 2 to 32.
	/// `h` is from 1 to 32.
	fn erase(v: u32, h: u32) -> Weight {
		// Of the proof, 1011 bytes were seen, and 125 for each h, and 412 for each v.
		Weight::from_parts(766_859_941, 4_687)
			.saturating_add(Weight::from_parts(62_367_753, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(0, 2757).saturating_mul(h.into()))
			.saturating_add(Weight::from_parts(0, 2784).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 5))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}
	// Storage: `Records::Destructions` (r:1 w:1)
	// Proof: `Records::Destructions` (`max_values`: None, `max_size`: Some(1361), added: 3836, mode: `MaxEncodedLen`)
	// Storage: `Participants::Operators` (r:1 w:1)
	// Proof: `Participants::Operators` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
	fn confirm_destruction() -> Weight {
		// Of the proof, 2397 bytes were seen.
		Weight::from_parts(66_406_000, 4_826).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn reshare(c: u32) -> Weight {
		<() as pallet_records::WeightInfo>::reshare(c)
	}
	fn hand_over() -> Weight {
		<() as pallet_records::WeightInfo>::hand_over()
	}
	fn claim_custody(n: u32) -> Weight {
		<() as pallet_records::WeightInfo>::claim_custody(n)
	}
	fn fund_custody() -> Weight {
		<() as pallet_records::WeightInfo>::fund_custody()
	}
	fn set_custody_price() -> Weight {
		<() as pallet_records::WeightInfo>::set_custody_price()
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
