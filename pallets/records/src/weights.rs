// SPDX-License-Identifier: Apache-2.0
//! What calls weigh: placeholders counted from the keys that a call touches; not measured yet. The
//! runtime's `src/weights/` replaces them with what its benchmarks measure.

use frame_support::weights::{Weight, constants::RocksDbWeight};
use polkadot_sdk::frame_support;

/// Weights of this pallet's calls.
pub trait WeightInfo {
	/// With `c` custodians.
	fn submit(c: u32) -> Weight;
	/// With `c` custodians.
	fn amend(c: u32) -> Weight;
	/// By a provision: the dearest basis.
	fn request_access() -> Weight;
	/// Past its expiry.
	fn close_access() -> Weight;
	/// The first time.
	fn contest() -> Weight;
	/// Of a contested record.
	fn withdraw_contest() -> Weight;
	/// Of a record with `v` versions and `h` custodians over all of them.
	fn erase(v: u32, h: u32) -> Weight;
	/// By the last custodian of many.
	fn confirm_destruction() -> Weight;
}

/// Time of a call and proof of its keys, before reads and writes are added.
fn base(keys: u64) -> Weight {
	Weight::from_parts(20_000_000, 4_000)
		.saturating_add(Weight::from_parts(0, 3_600).saturating_mul(keys))
}

impl WeightInfo for () {
	fn submit(c: u32) -> Weight {
		// Patient, licence, consent, ids, CID, deposit; each custodian is sought among the operators.
		base(12)
			.saturating_add(Weight::from_parts(1_000_000, 3_600).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(u64::from(c).saturating_add(10), 9))
	}

	fn amend(c: u32) -> Weight {
		base(11)
			.saturating_add(Weight::from_parts(1_000_000, 3_600).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(u64::from(c).saturating_add(10), 7))
	}

	fn request_access() -> Weight {
		// Record, consent with its licence and membership, version, key, ledger, id, deposit.
		base(12).saturating_add(RocksDbWeight::get().reads_writes(12, 7))
	}

	fn close_access() -> Weight {
		base(5).saturating_add(RocksDbWeight::get().reads_writes(5, 4))
	}

	fn contest() -> Weight {
		base(2).saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn withdraw_contest() -> Weight {
		base(2).saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn erase(v: u32, h: u32) -> Weight {
		// A version: itself, its CID, its author's deposit. A holder: its duty.
		let (v, h) = (u64::from(v), u64::from(h));
		let keys = v.saturating_mul(4).saturating_add(h);
		base(6)
			.saturating_add(Weight::from_parts(2_000_000, 3_600).saturating_mul(keys))
			.saturating_add(
				RocksDbWeight::get().reads_writes(keys.saturating_add(3), keys.saturating_add(5)),
			)
	}

	fn confirm_destruction() -> Weight {
		base(3).saturating_add(RocksDbWeight::get().reads_writes(3, 2))
	}
}
