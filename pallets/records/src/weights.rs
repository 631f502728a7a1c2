// SPDX-License-Identifier: Apache-2.0
//! What calls weigh: placeholders counted from the keys that a call touches; not measured yet. The
//! runtime's `src/weights/` replaces them with what its benchmarks measure.

use frame_support::weights::{Weight, constants::RocksDbWeight};
use polkadot_sdk::frame_support;
use salus_primitives::records::MAX_CUSTODIANS;

/// Weights of this pallet's calls.
pub trait WeightInfo {
	/// With `c` custodians.
	fn submit(c: u32) -> Weight;
	/// With `c` custodians.
	fn amend(c: u32) -> Weight;
	/// By a provision: the dearest basis.
	fn request_access() -> Weight;
	/// By its reader, of one that a provision opened.
	fn close_access() -> Weight;
	/// The first time.
	fn contest() -> Weight;
	/// Of a contested record.
	fn withdraw_contest() -> Weight;
	/// Of a record with `v` versions and `h` custodians over all of them.
	fn erase(v: u32, h: u32) -> Weight;
	/// By the last custodian of many.
	fn confirm_destruction() -> Weight;
	/// Of an earlier version, with `c` new custodians in the place of as many as one can have.
	fn reshare(c: u32) -> Weight;
	/// Of an earlier version.
	fn hand_over() -> Weight;
	/// Of `n` earlier versions, each of another record with another payer.
	fn claim_custody(n: u32) -> Weight;
	/// Of an earlier version that another paid for before.
	fn fund_custody() -> Weight;
	/// Setting the price.
	fn set_custody_price() -> Weight;
	/// With `c` custodians.
	fn replace(c: u32) -> Weight;
	/// With `c` custodians, of what a former member wrote.
	fn amend_for(c: u32) -> Weight;
	/// Of an erased record, with `h` custodians that are late, and none else.
	fn end_destruction(h: u32) -> Weight;
	/// Of an earlier version.
	fn pay_for() -> Weight;
}

/// Time of a call and proof of its keys, before reads and writes are added.
fn base(keys: u64) -> Weight {
	Weight::from_parts(20_000_000, 4_000)
		.saturating_add(Weight::from_parts(0, 3_600).saturating_mul(keys))
}

/// Of so many custodians to look up their organisations, and whether the author is of them.
fn custodians(count: u32) -> Weight {
	let keys = u64::from(count).saturating_mul(4);
	Weight::from_parts(1_000_000, 3_600)
		.saturating_mul(keys)
		.saturating_add(RocksDbWeight::get().reads(keys))
}

impl WeightInfo for () {
	fn submit(c: u32) -> Weight {
		// Patient, licence, consent, ids, CID, deposit; custody's price and fund, and whose money it is.
		base(16)
			.saturating_add(custodians(c))
			.saturating_add(RocksDbWeight::get().reads_writes(14, 11))
	}

	fn amend(c: u32) -> Weight {
		base(16)
			.saturating_add(custodians(c))
			.saturating_add(RocksDbWeight::get().reads_writes(15, 9))
	}

	fn request_access() -> Weight {
		// Record, consent with its licence and membership, version, key, ledger, id, deposit.
		base(13).saturating_add(RocksDbWeight::get().reads_writes(13, 8))
	}

	fn close_access() -> Weight {
		base(6).saturating_add(RocksDbWeight::get().reads_writes(6, 5))
	}

	fn contest() -> Weight {
		base(2).saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn withdraw_contest() -> Weight {
		base(2).saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn erase(v: u32, h: u32) -> Weight {
		// The records that it replaces and that replace it. A version: itself, its CID, its author's deposit, its fund, its
		// payer's account and holds. A holder: its duty.
		let (v, h) = (u64::from(v), u64::from(h));
		let keys = v.saturating_mul(7).saturating_add(h);
		base(6)
			.saturating_add(Weight::from_parts(2_000_000, 3_600).saturating_mul(keys))
			.saturating_add(
				RocksDbWeight::get().reads_writes(keys.saturating_add(5), keys.saturating_add(8)),
			)
	}

	fn confirm_destruction() -> Weight {
		base(4).saturating_add(RocksDbWeight::get().reads_writes(4, 2))
	}

	fn reshare(c: u32) -> Weight {
		// Record, version, holders, what is owed, fund, licence, consent; and the duties of all who leave.
		let leave = u64::from(MAX_CUSTODIANS);
		base(leave.saturating_add(10)).saturating_add(custodians(c)).saturating_add(
			RocksDbWeight::get().reads_writes(leave.saturating_add(10), leave.saturating_add(4)),
		)
	}

	fn hand_over() -> Weight {
		base(6)
			.saturating_add(custodians(MAX_CUSTODIANS))
			.saturating_add(RocksDbWeight::get().reads_writes(6, 4))
	}

	fn claim_custody(n: u32) -> Weight {
		// The custodian's account; for each claim record, version, fund, and the payer's account and holds.
		let keys = u64::from(n).saturating_mul(5);
		base(1)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 3_600).saturating_mul(keys))
			.saturating_add(RocksDbWeight::get().reads_writes(
				keys.saturating_add(1),
				u64::from(n).saturating_mul(3).saturating_add(1),
			))
	}

	fn fund_custody() -> Weight {
		// Record, version, fund, price; and accounts and holds of the former payer and of the new one.
		base(8)
			.saturating_add(Weight::from_parts(100_000_000, 0))
			.saturating_add(RocksDbWeight::get().reads_writes(8, 5))
	}

	fn set_custody_price() -> Weight {
		base(1).saturating_add(RocksDbWeight::get().reads_writes(0, 1))
	}

	fn replace(c: u32) -> Weight {
		// As to submit, with the record that is replaced.
		<()>::submit(c)
			.saturating_add(base(1))
			.saturating_add(RocksDbWeight::get().reads_writes(1, 1))
	}

	fn amend_for(c: u32) -> Weight {
		// As to amend, with the organisation, the member and the former member.
		<()>::amend(c).saturating_add(base(4)).saturating_add(RocksDbWeight::get().reads(4))
	}

	fn end_destruction(h: u32) -> Weight {
		// The list and its deposit; for each operator itself, its bond and those in service.
		let keys = u64::from(h).saturating_mul(3);
		base(5)
			.saturating_add(Weight::from_parts(50_000_000, 0).saturating_mul(h.into()))
			.saturating_add(Weight::from_parts(0, 3_600).saturating_mul(keys))
			.saturating_add(
				RocksDbWeight::get().reads_writes(keys.saturating_add(5), keys.saturating_add(4)),
			)
	}

	fn pay_for() -> Weight {
		// Record and version; accounts and holds of both, allowance and sponsor.
		base(8).saturating_add(RocksDbWeight::get().reads_writes(8, 6))
	}
}
