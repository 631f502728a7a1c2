// SPDX-License-Identifier: Apache-2.0
//! Weights of the calls. Not measured yet: set by hand from the keys that each call touches.

use polkadot_sdk::frame_support::weights::{Weight, constants::RocksDbWeight};

/// What each call may cost at most.
pub trait WeightInfo {
	/// With the longest terms.
	fn publish_plan() -> Weight;
	/// With the longest terms, as the last version.
	fn revise_plan() -> Weight;
	/// Closing a plan.
	fn close_plan() -> Weight;
	/// For the first time.
	fn admit() -> Weight;
	/// Excluding.
	fn exclude() -> Weight;
	/// Paying as many claims as one call may, each to another payee.
	fn fund() -> Weight;
	/// Withdrawing.
	fn withdraw() -> Weight;
	/// Paying as many claims as one call may, each to another payee.
	fn pay_waiting() -> Weight;
	/// Issuing.
	fn issue() -> Weight;
	/// By the insurer.
	fn end_policy() -> Weight;
	/// By an organisation.
	fn submit() -> Weight;
	/// With `n` pieces of evidence.
	fn conclude(n: u32) -> Weight;
	/// By an account that is new to the asset.
	fn collect() -> Weight;
	/// Half of it collected.
	fn refund() -> Weight;
	/// With `n` pieces of evidence.
	fn reverse(n: u32) -> Weight;
	/// Of a concluded claim.
	fn close_claim() -> Weight;
	/// Closing a policy.
	fn close_policy() -> Weight;
	/// Of `n` claims, each with as much evidence as one can have.
	fn prune(n: u32) -> Weight;
	/// With `v` versions, the last plan in its asset.
	fn remove_plan(v: u32) -> Weight;
	/// Removing an admission.
	fn remove_admission() -> Weight;
	/// Referring a claim.
	fn refer() -> Weight;
	/// Denying that care was given.
	fn deny_care() -> Weight;
}

/// So many keys read, and so many of them written.
fn keys(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(30_000_000, 4_000)
		.saturating_add(Weight::from_parts(0, 3_600).saturating_mul(reads))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

/// Of each of so many pieces of evidence its key.
fn pieces(n: u64, reads: u64) -> Weight {
	let each = Weight::from_parts(2_000_000, 2_600)
		.saturating_add(RocksDbWeight::get().reads_writes(reads, 1));
	each.saturating_mul(n)
}

/// Paying as many waiting claims as a runtime lets one call pay: each with its place, itself, and what its payee is owed.
fn paid_at_once() -> Weight {
	keys(3, 3).saturating_mul(10)
}

// The insurer's account and holds are two keys of each call that takes or gives back a deposit; the asset, the account
// in it, and its holds are four of each that moves money.
impl WeightInfo for () {
	fn publish_plan() -> Weight {
		keys(9, 6)
	}
	fn revise_plan() -> Weight {
		keys(7, 4).saturating_add(Weight::from_parts(0, 4_000))
	}
	fn close_plan() -> Weight {
		keys(1, 1)
	}
	fn admit() -> Weight {
		keys(6, 4)
	}
	fn exclude() -> Weight {
		keys(2, 1)
	}
	fn fund() -> Weight {
		keys(6, 6).saturating_add(paid_at_once())
	}
	fn withdraw() -> Weight {
		keys(6, 6)
	}
	fn pay_waiting() -> Weight {
		keys(1, 1).saturating_add(paid_at_once())
	}
	fn issue() -> Weight {
		keys(10, 6).saturating_add(Weight::from_parts(0, 4_000))
	}
	fn end_policy() -> Weight {
		keys(2, 1)
	}
	fn submit() -> Weight {
		keys(11, 8)
	}
	fn conclude(n: u32) -> Weight {
		keys(11, 10).saturating_add(pieces(n.into(), 1))
	}
	fn collect() -> Weight {
		keys(8, 8)
	}
	fn refund() -> Weight {
		keys(10, 8)
	}
	fn reverse(n: u32) -> Weight {
		// The bill names them: none is read.
		keys(8, 7).saturating_add(Weight::from_parts(0, 5_200)).saturating_add(pieces(n.into(), 0))
	}
	fn close_claim() -> Weight {
		keys(9, 7)
	}
	fn close_policy() -> Weight {
		keys(5, 5)
	}
	fn prune(n: u32) -> Weight {
		let all = u64::from(n).saturating_mul(salus_primitives::claims::MAX_NULLIFIERS.into());
		let bills = keys(4, 4).saturating_add(Weight::from_parts(0, 5_200));
		keys(1, 0).saturating_add(bills.saturating_mul(n.into())).saturating_add(pieces(all, 0))
	}
	fn remove_plan(v: u32) -> Weight {
		let version = keys(1, 1).saturating_add(Weight::from_parts(0, 4_000));
		keys(4, 4).saturating_add(version.saturating_mul(v.into()))
	}
	fn remove_admission() -> Weight {
		keys(4, 4)
	}
	fn refer() -> Weight {
		keys(4, 2)
	}
	fn deny_care() -> Weight {
		keys(4, 2)
	}
}
