// SPDX-License-Identifier: Apache-2.0
//! A share that was placed, as tests of several modules need it.

use crate::journal::PlacementInfo;
use salus_primitives::Cid;

pub fn placement(placed_by: u8, document: u8) -> PlacementInfo {
	PlacementInfo {
		placed_by: [placed_by; 32],
		cid: Cid::raw([document; 32]),
		size: 1,
		placed_at: 0,
		bound_to: None,
	}
}
