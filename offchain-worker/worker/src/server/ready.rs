// SPDX-License-Identifier: Apache-2.0
//! Whether a custodian can do what it is there for now: what service managers and load balancers ask.

use super::{
	State, json_body,
	refusal::{refuse, unavailable},
};
use hyper::{Response, StatusCode};
use jsonrpsee::{core::RpcResult, server::HttpBody};
use serde_json::json;
use std::sync::atomic::Ordering;

/// Finalized blocks by which it may lag.
const MOST_BEHIND: u32 = 20;

pub(super) async fn answer(state: &State) -> Response<HttpBody> {
	match ready(state).await {
		Ok(block) => {
			json_body(StatusCode::OK, json!({ "ready": true, "block": block }).to_string())
		}
		Err(reason) => json_body(
			StatusCode::SERVICE_UNAVAILABLE,
			json!({ "ready": false, "reason": reason.message() }).to_string(),
		),
	}
}

/// The last block that was worked through, if nothing is missing.
async fn ready(state: &State) -> RpcResult<u32> {
	let custody = &state.custody;
	let head = custody.finalized().await?;
	custody.freshness.note(head.hash).map_err(|stood| {
		unavailable(format!("the chain has stood still for {} seconds", stood.as_secs()))
	})?;
	let worked = custody.journal.cursor().map_err(refuse)?.map_or(0, |cursor| cursor.number);
	if head.number.saturating_sub(worked) > MOST_BEHIND {
		return Err(unavailable(format!(
			"it has worked through block {worked}, and block {} is finalized",
			head.number
		)));
	}
	if !custody.reconciled.load(Ordering::Relaxed) {
		return Err(unavailable("it is still making up for blocks that it did not see"));
	}
	Ok(worked)
}
