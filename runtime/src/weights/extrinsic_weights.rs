// SPDX-License-Identifier: Apache-2.0
//! What an empty transaction weighs: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! Until that has run: what the SDK says of its own reference hardware. What it proves is in its extensions' weights.

use polkadot_sdk::frame_support::{
	parameter_types,
	weights::{Weight, constants::WEIGHT_REF_TIME_PER_NANOS},
};

parameter_types! {
	/// A signed `System::remark` of no bytes.
	pub const ExtrinsicBaseWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(108_157), 0);
}
