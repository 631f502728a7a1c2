// SPDX-License-Identifier: Apache-2.0
//! One file for each rule.

mod attacks;
mod billed;
mod close;
mod conclude;
mod deposits;
mod histories;
mod network;
mod plans;
mod policies;
mod refer;
mod refund;
mod reserves;
mod submit;

use crate::{mock::*, *};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	sp_runtime::TokenError,
};
use salus_primitives::{Category, DAY};

/// A claim that was concluded with so much paid, and is not collected.
fn concluded(money: u128, paid: u128) -> (PolicyId, ClaimId) {
	let policy = a_policy(INSURER, money);
	let claim = a_claim(policy, paid);
	assert_ok!(conclude(INSURER, claim, paid));
	(policy, claim)
}
