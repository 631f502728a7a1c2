// SPDX-License-Identifier: Apache-2.0
//! Weights of the calls. Not measured yet: set by hand from the keys that each call touches.

use polkadot_sdk::frame_support::weights::{Weight, constants::RocksDbWeight};

/// What each call may cost at most.
pub trait WeightInfo {
	/// Looking at the tasks that wait for their draw.
	fn queue() -> Weight;
	/// Drawing a task of `d` documents at the end of a block, among as many operators as there can be.
	fn draw(d: u32) -> Weight;
	/// Sealing a result.
	fn seal() -> Weight;
	/// Refusing, so that the task ends.
	fn refuse() -> Weight;
	/// Revealing, so that the task is settled.
	fn reveal() -> Weight;
	/// Closing a task in which all were absent.
	fn close() -> Weight;
	/// Challenging an accusation.
	fn challenge() -> Weight;
	/// Ruling on a challenge.
	fn rule() -> Weight;
	/// Ending an accusation whose time is over.
	fn end_accusation() -> Weight;
	/// Returning to the draw.
	fn return_to_draw() -> Weight;
	/// Setting a price.
	fn set_price() -> Weight;
}

fn placeholder(proof_size: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(20_000_000, proof_size)
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

// Sized for eight seats, a hundred operators, four thousand bytes of proof for each key, and decision support as the
// pallet that asks.
impl WeightInfo for () {
	fn queue() -> Weight {
		placeholder(8_000, 2, 1)
	}
	fn draw(d: u32) -> Weight {
		// The task, its pool, each seat's list and duty; who is in service and busy. Of each document the record and its
		// access request, whose decision takes most of the time.
		placeholder(96_000, 24, 22)
			.saturating_add(placeholder(12_000, 3, 2).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(200_000_000, 0).saturating_mul(d.into()))
	}
	fn seal() -> Weight {
		placeholder(8_000, 2, 1)
	}
	fn refuse() -> Weight {
		// For each seat its list and duty; the request; the payer's account and holds; how much money there is.
		placeholder(104_000, 26, 26)
	}
	fn reveal() -> Weight {
		// For each seat its list, duty, state, account, accusation and count of pay; the request and its receipt.
		placeholder(240_000, 60, 60)
	}
	fn close() -> Weight {
		placeholder(170_000, 41, 41)
	}
	fn challenge() -> Weight {
		placeholder(12_000, 3, 3)
	}
	fn rule() -> Weight {
		placeholder(20_000, 5, 5)
	}
	fn end_accusation() -> Weight {
		placeholder(20_000, 5, 5)
	}
	fn return_to_draw() -> Weight {
		placeholder(4_000, 1, 1)
	}
	fn set_price() -> Weight {
		placeholder(4_000, 0, 1)
	}
}
