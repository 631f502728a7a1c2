// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_message_queue` weigh: measured and written by `scripts/bench weights --write`, not by hand.
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

impl<T: frame_system::Config> pallet_message_queue::WeightInfo for WeightInfo<T> {
	// Storage: `MessageQueue::ServiceHead` (r:1 w:0)
	// Proof: `MessageQueue::ServiceHead` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::BookStateFor` (r:2 w:2)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn ready_ring_knit() -> Weight {
		// Of the proof, 260 bytes were seen.
		Weight::from_parts(46_131_000, 6_044).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `MessageQueue::BookStateFor` (r:2 w:2)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::ServiceHead` (r:1 w:1)
	// Proof: `MessageQueue::ServiceHead` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
	fn ready_ring_unknit() -> Weight {
		// Of the proof, 255 bytes were seen.
		Weight::from_parts(26_893_000, 6_044).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `MessageQueue::BookStateFor` (r:1 w:1)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn service_queue_base() -> Weight {
		// Of the proof, 42 bytes were seen.
		Weight::from_parts(10_725_000, 3_517).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `MessageQueue::Pages` (r:1 w:1)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	fn service_page_base_completion() -> Weight {
		// Of the proof, 109 bytes were seen.
		Weight::from_parts(20_626_000, 108_986)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `MessageQueue::Pages` (r:1 w:1)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	fn service_page_base_no_completion() -> Weight {
		// Of the proof, 109 bytes were seen.
		Weight::from_parts(14_951_000, 108_986)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `MessageQueue::BookStateFor` (r:0 w:1)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::Pages` (r:0 w:1)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	fn service_page_item() -> Weight {
		// Of the proof, 0 bytes were seen.
		Weight::from_parts(231_760_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 2))
	}
	// Storage: `MessageQueue::ServiceHead` (r:1 w:1)
	// Proof: `MessageQueue::ServiceHead` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::BookStateFor` (r:1 w:0)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn bump_service_head() -> Weight {
		// Of the proof, 208 bytes were seen.
		Weight::from_parts(14_265_000, 3_517).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `MessageQueue::BookStateFor` (r:1 w:0)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::ServiceHead` (r:0 w:1)
	// Proof: `MessageQueue::ServiceHead` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
	fn set_service_head() -> Weight {
		// Of the proof, 198 bytes were seen.
		Weight::from_parts(11_792_000, 3_517).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `MessageQueue::BookStateFor` (r:1 w:1)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::Pages` (r:1 w:1)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	fn reap_page() -> Weight {
		// Of the proof, 105646 bytes were seen.
		Weight::from_parts(113_096_000, 108_986)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `MessageQueue::BookStateFor` (r:1 w:1)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::Pages` (r:1 w:1)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	fn execute_overweight_page_removed() -> Weight {
		// Of the proof, 105646 bytes were seen.
		Weight::from_parts(158_288_000, 108_986)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `MessageQueue::BookStateFor` (r:1 w:1)
	// Proof: `MessageQueue::BookStateFor` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `MessageQueue::Pages` (r:1 w:1)
	// Proof: `MessageQueue::Pages` (`max_values`: None, `max_size`: Some(105521), added: 107996, mode: `MaxEncodedLen`)
	fn execute_overweight_page_updated() -> Weight {
		// Of the proof, 105646 bytes were seen.
		Weight::from_parts(181_567_000, 108_986)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
}
