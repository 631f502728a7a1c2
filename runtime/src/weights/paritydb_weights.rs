// SPDX-License-Identifier: Apache-2.0
//! What the database weighs: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! Until that has run: what the SDK says of RocksDB, which is dearer than what it says of ParityDB.

use polkadot_sdk::frame_support::{
	parameter_types,
	weights::{RuntimeDbWeight, constants::WEIGHT_REF_TIME_PER_NANOS},
};

parameter_types! {
	/// A key read and a key written, with the nodes above it.
	pub const ParityDbWeight: RuntimeDbWeight = RuntimeDbWeight {
		read: WEIGHT_REF_TIME_PER_NANOS.saturating_mul(25_000),
		write: WEIGHT_REF_TIME_PER_NANOS.saturating_mul(100_000),
	};
}
