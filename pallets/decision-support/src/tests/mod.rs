// SPDX-License-Identifier: Apache-2.0
//! One file for each rule.

mod any_mix;
mod challenge;
mod close;
mod copied_seal;
mod declared;
mod deviating;
mod double_seal;
mod draw;
mod drift;
mod erase_result;
mod fail;
mod late_seal;
mod missing;
mod models;
mod not_drawn;
mod outcomes;
mod refuse;
mod request;
mod seal;
mod settle;
mod settle_open;
mod suspension;
mod verdicts;
mod views;

use crate::{
	Call, Declarations, DriftReports, Error, Event, Fault, FaultState, Models, NextRequest,
	OpenRequests, Pallet, Receipts, RequestState, Requests, RequestsOf, mock::*, types::*,
};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	sp_runtime::DispatchError,
};
use salus_primitives::{Cid, Evidence, Licence, ModelId, RecordId, RequestId};

/// Whether an operator is accused, and what became of it.
fn fault_state(request: RequestId, operator: u64) -> FaultState {
	Requests::<Test>::get(request)
		.unwrap()
		.item
		.drawn
		.iter()
		.find(|drawn| drawn.operator == operator)
		.unwrap()
		.fault
}

/// A request in which the last operator is accused of having sealed otherwise.
fn request_with_deviating() -> RequestId {
	let request = sealed_request();
	sealed(request, DIGEST, OPERATORS[0]);
	sealed(request, DIGEST, OPERATORS[1]);
	sealed(request, OTHER_DIGEST, OPERATORS[2]);
	assert_ok!(call(OPERATORS[0], settle_call(request, DIGEST)));
	request
}
