// SPDX-License-Identifier: Apache-2.0
//! One file for each rule.

mod absence;
mod challenge;
mod close;
mod deviation;
mod draw;
mod escape;
mod histories;
mod open;
mod pause;
mod pay;
mod pool;
mod refuse;
mod relay_parents;
mod reveal;
mod seal;
mod sway;
mod views;

use crate::{
	Accusations, Busy, Call, Error, Event, MAX_OPEN_TASKS, OpenTasks, OperatorStates, Pools,
	RelayParent, Tasks, Undrawn, mock::*, types::*,
};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok, traits::fungible::Inspect},
	sp_runtime::{DispatchError, TokenError},
};
use salus_primitives::quorum::{NewTask, Quorum as _};

fn balance(account: u64) -> u64 {
	Balances::total_balance(&account)
}

/// What was kept of payers' money, by these events.
fn kept(events: &[Event<Test>]) -> u64 {
	let of = |event: &Event<Test>| match event {
		Event::Kept { amount, .. } => *amount,
		_ => 0,
	};
	events.iter().map(of).sum()
}

/// A task on which the last operator revealed something else, after the quorum.
fn deviated() -> (TaskId, u64) {
	let (id, operators) = drawn(new_task());
	for operator in &operators[..2] {
		assert_ok!(seal(id, *operator, CONTENT));
	}
	assert_ok!(seal(id, operators[2], OTHER_CONTENT));
	assert_ok!(reveal(id, operators[2], OTHER_CONTENT));
	for operator in &operators[..2] {
		assert_ok!(reveal(id, *operator, CONTENT));
	}
	(id, operators[2])
}
