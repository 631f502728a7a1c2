// SPDX-License-Identifier: Apache-2.0
//! What an empty block weighs: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! Until that has run: what the SDK says of its own reference hardware.

use polkadot_sdk::frame_support::{
	parameter_types,
	weights::{Weight, constants::WEIGHT_REF_TIME_PER_NANOS},
};

parameter_types! {
	/// A block with its inherents alone.
	pub const BlockExecutionWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(431_614), 0);
}
