// SPDX-License-Identifier: Apache-2.0
//! What the calls of `frame_system` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
	/// `b` is from 0 to 3932160.
	fn remark(b: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(72_002_358, 0)
			.saturating_add(Weight::from_parts(462, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	/// `b` is from 0 to 3932160.
	fn remark_with_event(b: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(47_123_511, 0)
			.saturating_add(Weight::from_parts(1_786, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
	// Proof: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
	fn set_heap_pages() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(12_083_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::UpgradeRestrictionSignal` (r:1 w:0)
	// Proof: `ParachainSystem::UpgradeRestrictionSignal` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::PendingValidationCode` (r:1 w:1)
	// Proof: `ParachainSystem::PendingValidationCode` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::HostConfiguration` (r:1 w:0)
	// Proof: `ParachainSystem::HostConfiguration` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::NewValidationCode` (r:0 w:1)
	// Proof: `ParachainSystem::NewValidationCode` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::DidSetValidationCode` (r:0 w:1)
	// Proof: `ParachainSystem::DidSetValidationCode` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	fn set_code() -> Weight {
		// Of the proof, 51 bytes were seen.
		Weight::from_parts(162_746_557_000, 1_536)
			.saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `i` is from 0 to 1000.
	fn set_storage(i: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(113_188_796, 0)
			.saturating_add(Weight::from_parts(1_155_450, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(i.into())))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `i` is from 0 to 1000.
	fn kill_storage(i: u32) -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(5_142_000, 0)
			.saturating_add(Weight::from_parts(972_849, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(i.into())))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `p` is from 0 to 1000.
	fn kill_prefix(p: u32) -> Weight {
		// Of the proof, 34 bytes were seen, and 69 for each p.
		Weight::from_parts(10_424_000, 50)
			.saturating_add(Weight::from_parts(2_119_494, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 70).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 0))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
	}
	// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	fn authorize_upgrade() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(28_650_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	// Storage: `System::AuthorizedUpgrade` (r:1 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::UpgradeRestrictionSignal` (r:1 w:0)
	// Proof: `ParachainSystem::UpgradeRestrictionSignal` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::PendingValidationCode` (r:1 w:1)
	// Proof: `ParachainSystem::PendingValidationCode` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::HostConfiguration` (r:1 w:0)
	// Proof: `ParachainSystem::HostConfiguration` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::NewValidationCode` (r:0 w:1)
	// Proof: `ParachainSystem::NewValidationCode` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `ParachainSystem::DidSetValidationCode` (r:0 w:1)
	// Proof: `ParachainSystem::DidSetValidationCode` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	fn apply_authorized_upgrade() -> Weight {
		// Of the proof, 73 bytes were seen.
		Weight::from_parts(162_498_237_000, 1_558)
			.saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
}
