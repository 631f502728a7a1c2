// SPDX-License-Identifier: Apache-2.0
//! Weights of the calls. Not measured yet: set by hand from the keys that each call touches.

use polkadot_sdk::frame_support::weights::{Weight, constants::RocksDbWeight};

/// What each call may cost at most.
pub trait WeightInfo {
	/// Agreeing as the second body.
	fn approve() -> Weight;
	/// Withdrawing.
	fn withdraw() -> Weight;
	/// Making a call of `n` bytes, besides what the call weighs.
	fn enact(n: u32) -> Weight;
}

fn placeholder(proof_size: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(20_000_000, proof_size)
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn approve() -> Weight {
		placeholder(8_000, 3, 2)
	}
	fn withdraw() -> Weight {
		placeholder(8_000, 2, 2)
	}
	fn enact(n: u32) -> Weight {
		// Each byte is hashed once.
		placeholder(8_000, 2, 2)
			.saturating_add(Weight::from_parts(2_000, 0).saturating_mul(n.into()))
	}
}
