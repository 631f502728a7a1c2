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
	/// A full policy, a full history, a full list of access requests.
	fn revoke() -> Weight;
	/// The same.
	fn revoke_new_access() -> Weight;
	/// As `grant_first`, by a guardian.
	fn grant_for() -> Weight;
	/// As `revoke`, by a guardian.
	fn revoke_for() -> Weight;
	/// A list of requests with room for one more.
	fn request_consent() -> Weight;
	/// As `grant_first`, from a full list of requests, by a guardian.
	fn answer() -> Weight;
	/// A full list of requests.
	fn withdraw_request() -> Weight;
	/// All but one open case, for an organisation that stands surety.
	fn break_glass() -> Weight;
	/// All open cases, unjustified, for an organisation.
	fn review_break_glass() -> Weight;
	/// All open cases, by a guardian.
	fn close_break_glass() -> Weight;
	/// An organisation without cases.
	fn stand_surety() -> Weight;
	/// The patient's only one.
	fn remove_case() -> Weight;
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
		weight_of(15_000, 4, 3)
	}
	fn revoke_new_access() -> Weight {
		weight_of(15_000, 4, 3)
	}
	fn grant_for() -> Weight {
		// As dear as the dearest `grant`, and the guardians.
		weight_of(18_000, 8, 4)
	}
	fn revoke_for() -> Weight {
		weight_of(18_000, 5, 3)
	}
	fn request_consent() -> Weight {
		// Time, requester, patient, member, requests, next id; ticket.
		weight_of(14_000, 9, 5)
	}
	fn answer() -> Weight {
		weight_of(21_000, 13, 11)
	}
	fn withdraw_request() -> Weight {
		weight_of(10_000, 5, 4)
	}
	fn break_glass() -> Weight {
		// Time, patient, licence, member, organisation, open cases, next id, latest case, counts; both tickets.
		weight_of(32_000, 16, 9)
	}
	fn review_break_glass() -> Weight {
		// Time, case, open cases, counts, licence.
		weight_of(20_000, 6, 4)
	}
	fn close_break_glass() -> Weight {
		// Time, case, guardians, open cases.
		weight_of(18_000, 5, 2)
	}
	fn stand_surety() -> Weight {
		weight_of(6_000, 3, 1)
	}
	fn remove_case() -> Weight {
		// Time, case, the one before, latest case; ticket.
		weight_of(14_000, 7, 5)
	}
	fn prune(n: u32) -> Weight {
		let n = u64::from(n);
		// Each moved one reads and removes the oldest in history and writes itself.
		let moved = weight_of(3_000, 1, 2).saturating_mul(n);
		weight_of(14_000, 5, 4).saturating_add(moved)
	}
}
