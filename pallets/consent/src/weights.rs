// SPDX-License-Identifier: Apache-2.0
//! What calls weigh. Not measured yet: set by hand from the keys that each call reads and writes, with
//! a proof size from the largest values under those keys.

use polkadot_sdk::frame_support::weights::{Weight, constants::RocksDbWeight};

/// What calls weigh.
pub trait WeightInfo {
	/// A policy with room for one more.
	fn grant() -> Weight;
	/// No policy yet.
	fn grant_first() -> Weight;
	/// A full policy with an expired provision, a full history.
	fn grant_replacing() -> Weight;
	/// A full policy, a full history.
	fn revoke() -> Weight;
	/// A list of requests with room for one more.
	fn request_consent() -> Weight;
	/// As `grant_first`, from a full list of requests.
	fn answer() -> Weight;
	/// A full list of requests.
	fn withdraw_request() -> Weight;
	/// All but one open case.
	fn break_glass() -> Weight;
	/// All open cases.
	fn review_break_glass() -> Weight;
	/// `n` expired provisions, a full history.
	fn prune(n: u32) -> Weight;
}

fn weight_of(proof: u64, reads: u64, writes: u64) -> Weight {
	let rocks = RocksDbWeight::get();
	Weight::from_parts(20_000_000, proof)
		.saturating_add(rocks.reads(reads))
		.saturating_add(rocks.writes(writes))
}

impl WeightInfo for () {
	fn grant() -> Weight {
		weight_of(8_000, 2, 1)
	}
	fn grant_first() -> Weight {
		// Time, patient, policy; ticket: organisation, allowance, holds, account.
		weight_of(14_000, 7, 4)
	}
	fn grant_replacing() -> Weight {
		weight_of(11_000, 3, 2)
	}
	fn revoke() -> Weight {
		weight_of(11_000, 3, 2)
	}
	fn request_consent() -> Weight {
		// Time, requester, patient, member, requests, next id; ticket.
		weight_of(14_000, 9, 5)
	}
	fn answer() -> Weight {
		weight_of(20_000, 12, 11)
	}
	fn withdraw_request() -> Weight {
		weight_of(10_000, 5, 4)
	}
	fn break_glass() -> Weight {
		// Time, patient, licence, open cases, next id, latest case; ticket.
		weight_of(14_000, 8, 6)
	}
	fn review_break_glass() -> Weight {
		weight_of(8_000, 3, 2)
	}
	fn prune(n: u32) -> Weight {
		let n = u64::from(n);
		// Each moved one reads and removes the oldest in history and writes itself.
		let moved = weight_of(3_000, 1, 2).saturating_mul(n);
		weight_of(14_000, 5, 4).saturating_add(moved)
	}
}
