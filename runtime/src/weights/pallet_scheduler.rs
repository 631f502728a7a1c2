// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_scheduler` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_scheduler::WeightInfo for WeightInfo<T> {
	// Storage: `Scheduler::IncompleteSince` (r:1 w:1)
	// Proof: `Scheduler::IncompleteSince` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn service_agendas_base() -> Weight {
		// Of the proof, 31 bytes were seen.
		Weight::from_parts(13_045_000, 1_489).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Scheduler::Agenda` (r:1 w:1)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	/// `s` is from 0 to 50.
	fn service_agenda_base(s: u32) -> Weight {
		// Of the proof, 78 bytes were seen, and 177 for each s.
		Weight::from_parts(13_367_106, 42_428)
			.saturating_add(Weight::from_parts(699_685, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn service_task_base() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(17_146_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `Preimage::PreimageFor` (r:1 w:1)
	// Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `Measured`)
	// Storage: `Preimage::StatusFor` (r:1 w:0)
	// Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	// Storage: `Preimage::RequestStatusFor` (r:1 w:1)
	// Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// `s` is from 128 to 4194304.
	fn service_task_fetched(s: u32) -> Weight {
		// Of the proof, 141 bytes were seen, and 1 for each s.
		Weight::from_parts(36_456_000, 3_605)
			.saturating_add(Weight::from_parts(1_623, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Scheduler::Lookup` (r:0 w:1)
	// Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	fn service_task_named() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(12_068_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn service_task_periodic() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(8_986_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn execute_dispatch_signed() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(8_614_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn execute_dispatch_unsigned() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(8_385_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `Scheduler::Agenda` (r:1 w:1)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	/// `s` is from 0 to 49.
	fn schedule(s: u32) -> Weight {
		// Of the proof, 78 bytes were seen, and 177 for each s.
		Weight::from_parts(36_427_709, 42_428)
			.saturating_add(Weight::from_parts(571_531, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Scheduler::Agenda` (r:1 w:1)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Lookup` (r:0 w:1)
	// Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// `s` is from 1 to 50.
	fn cancel(s: u32) -> Weight {
		// Of the proof, 78 bytes were seen, and 177 for each s.
		Weight::from_parts(36_193_856, 42_428)
			.saturating_add(Weight::from_parts(1_054_253, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 3))
	}
	// Storage: `Scheduler::Lookup` (r:1 w:1)
	// Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Agenda` (r:1 w:1)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	/// `s` is from 0 to 49.
	fn schedule_named(s: u32) -> Weight {
		// Of the proof, 230 bytes were seen, and 186 for each s.
		Weight::from_parts(32_849_462, 42_428)
			.saturating_add(Weight::from_parts(828_969, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Scheduler::Lookup` (r:1 w:1)
	// Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Agenda` (r:1 w:1)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	/// `s` is from 1 to 50.
	fn cancel_named(s: u32) -> Weight {
		// Of the proof, 282 bytes were seen, and 185 for each s.
		Weight::from_parts(38_634_970, 42_428)
			.saturating_add(Weight::from_parts(1_218_345, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	// Storage: `Scheduler::Agenda` (r:1 w:1)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	/// `s` is from 1 to 50.
	fn schedule_retry(s: u32) -> Weight {
		// Of the proof, 118 bytes were seen.
		Weight::from_parts(18_771_637, 42_428)
			.saturating_add(Weight::from_parts(168_947, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	// Storage: `Scheduler::Agenda` (r:1 w:0)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	fn set_retry() -> Weight {
		// Of the proof, 8928 bytes were seen.
		Weight::from_parts(49_989_000, 42_428).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Scheduler::Lookup` (r:1 w:0)
	// Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Agenda` (r:1 w:0)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	fn set_retry_named() -> Weight {
		// Of the proof, 9606 bytes were seen.
		Weight::from_parts(67_508_000, 42_428).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Scheduler::Agenda` (r:1 w:0)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	fn cancel_retry() -> Weight {
		// Of the proof, 8940 bytes were seen.
		Weight::from_parts(49_695_000, 42_428).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Scheduler::Lookup` (r:1 w:0)
	// Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Agenda` (r:1 w:0)
	// Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(38963), added: 41438, mode: `MaxEncodedLen`)
	// Storage: `Scheduler::Retries` (r:0 w:1)
	// Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	fn cancel_retry_named() -> Weight {
		// Of the proof, 9618 bytes were seen.
		Weight::from_parts(64_177_000, 42_428).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
}
