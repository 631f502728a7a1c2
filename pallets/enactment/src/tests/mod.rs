// SPDX-License-Identifier: Apache-2.0
//! One file for each rule.

mod approve;
mod delay;
mod enact;
mod genesis;
mod lapse;
mod withdraw;

use crate::{Agreements, Body, Error, Event, mock::*};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	sp_runtime::DispatchError,
};
use salus_primitives::quorum::Deadline;

/// Both bodies agree to a call.
fn agree(call: &RuntimeCall) {
	assert_ok!(approve(BOARD, call));
	assert_ok!(approve(COMMITTEE, call));
}
