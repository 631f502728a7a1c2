// SPDX-License-Identifier: Apache-2.0
//! The council that is the authority.

use super::*;

const PALLET: &str = "Council";

/// Proposes a motion, which passes when `threshold` members agree. `length` is the inner call's
/// length in bytes.
pub fn propose(threshold: u32, inner: Call, length: u32) -> Call {
	Call {
		pallet: PALLET,
		function: "propose",
		arguments: Arguments::Around(
			Compact(threshold).encode(),
			Box::new(inner),
			Compact(length).encode(),
		),
	}
}

/// Votes for a motion.
pub fn vote(motion: [u8; 32], index: u32) -> Call {
	Call::new(PALLET, "vote", (motion, Compact(index), true))
}

/// Closes a motion and makes its call. `length` is the inner call's length in bytes.
pub fn close(motion: [u8; 32], index: u32, length: u32) -> Call {
	Call::new(PALLET, "close", (motion, Compact(index), MOTION_WEIGHT, Compact(length)))
}
