// SPDX-License-Identifier: Apache-2.0
//! Where a request stands, and waiting for its end.

use super::{
	super::{Context, Failure, response::Plain},
	history::{self, History},
	refusal,
};
use clap::Args;
use salus_chain::{AccountId, BlockRef, ChainClient, queries};
use salus_primitives::{
	Moment, RequestId,
	decision_support::{self as types, Receipt},
	quorum::{Deadline, Draw, Response, Task},
};
use serde::Serialize;
use serde_json::json;
use std::time::Duration;

const MINUTE: Moment = 60_000;
const POLL_INTERVAL: Duration = Duration::from_millis(500);

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  salus decision status 4\n  salus decision status 4 --history")]
pub struct RequestStatus {
	/// The request.
	request: u64,
	/// Look for how operators responded in the blocks since it was made, also of one that has ended.
	#[arg(long)]
	history: bool,
}

/// Where a request stands, and who responded when if that was asked for.
#[derive(Serialize)]
pub struct Status {
	id: RequestId,
	state: State,
	/// Until it is settled or has failed.
	request: Option<types::Request<AccountId>>,
	/// Until it is closed.
	task: Option<queries::Task>,
	#[serde(skip_serializing_if = "Option::is_none")]
	history: Option<History>,
}

impl Plain for Status {}

/// How far a request is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
	/// Operators are drawn in a block to come.
	Undrawn,
	/// They run the model.
	Sealing,
	/// They show what they sealed.
	Revealing,
	/// There is a receipt.
	Settled,
	/// It failed, or was never made.
	Gone,
}

/// How far an open task is, as of this moment and block.
fn state<Balance>(task: &Task<AccountId, Balance>, now: Moment, block: u32) -> State {
	match &task.draw {
		None => State::Undrawn,
		Some(draw) if draw.settled.is_some() => State::Settled,
		Some(draw) if all_responded(draw) || draw.seal_until.is_over(now, block) => {
			State::Revealing
		}
		Some(_) => State::Sealing,
	}
}

fn all_responded(draw: &Draw<AccountId>) -> bool {
	draw.seats.iter().all(|seat| seat.response.is_some())
}

impl RequestStatus {
	pub async fn run(self, context: &Context) -> Result<Status, Failure> {
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let id = RequestId(self.request);
		let (request, task) = match queries::request(chain, id, block.hash).await? {
			Some(types::RequestStatus { request, task }) => (Some(request), Some(task)),
			None => (None, queries::task(chain, id.into(), block.hash).await?),
		};
		let state = match &task {
			Some(task) => state(task, chain.moment(block.hash).await?, block.number),
			None if queries::receipt(chain, id, block.hash).await?.is_some() => State::Settled,
			None => State::Gone,
		};
		let history = match self.history {
			true => Some(history::of(context, id, block).await?),
			false => None,
		};
		Ok(Status { id, state, request, task, history })
	}
}

/// Waits for a request's receipt. One that failed is a failure that says why.
pub async fn receipt(context: &Context, request: RequestId) -> Result<Receipt<AccountId>, Failure> {
	let chain = context.chain().await?;
	let bar = context.spinner("operators run the model");
	let ended = loop {
		let block = chain.finalized().await?;
		let Some(status) = queries::request(chain, request, block.hash).await? else {
			break block;
		};
		bar.set_message(progress(&status.task));
		if let Some(draw) = &status.task.draw {
			overdue(context, request, draw.reveal_until, block).await?;
		}
		tokio::time::sleep(POLL_INTERVAL).await;
	};
	bar.finish_and_clear();
	match queries::receipt(chain, request, ended.hash).await? {
		Some(receipt) => Ok(receipt),
		None => Err(refusal::failed(request, &history::of(context, request, ended).await?)),
	}
}

fn progress<Balance>(task: &Task<AccountId, Balance>) -> String {
	let Some(draw) = &task.draw else {
		return "operators are drawn".to_owned();
	};
	let responded = draw.seats.iter().filter(|seat| seat.response.is_some()).count();
	let revealed = |response: &Option<Response>| matches!(response, Some(Response::Revealed(_)));
	let shown = draw.seats.iter().filter(|seat| revealed(&seat.response)).count();
	format!("{responded} of {} operators responded, {shown} revealed", draw.seats.len())
}

/// A failure when the time to reveal is over for a minute and nobody has closed the task.
async fn overdue(
	context: &Context,
	request: RequestId,
	end: Deadline,
	block: BlockRef,
) -> Result<(), Failure> {
	let now = context.chain().await?.moment(block.hash).await?;
	if !end.is_over(now.saturating_sub(MINUTE), block.number) {
		return Ok(());
	}
	Err(Failure::new("Overdue", format!("no quorum revealed request {request} in time"))
		.detail("request", json!(request))
		.remedy(format!("end it, and get back what is held: salus operator close {request}")))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::quorum::{Seat, TaskKind, Tier, WorkClass};

	fn task(responses: Option<&[Option<Response>]>) -> Task<AccountId, u128> {
		let seat = |(number, response): (u8, &Option<Response>)| Seat {
			operator: AccountId::new([number; 32]),
			response: *response,
		};
		let draw = responses.map(|responses| Draw {
			seats: (0..).zip(responses).map(seat).collect::<Vec<_>>().try_into().expect("few"),
			drawn_at: 0,
			seal_until: Deadline { moment: 10, block: 10 },
			reveal_until: Deadline { moment: 20, block: 20 },
			settled: None,
		});
		Task {
			kind: TaskKind::DecisionSupport,
			class: WorkClass::Clinical,
			tier: Tier { seats: 3, quorum: 2 },
			inputs: [0; 32],
			payer: AccountId::new([9; 32]),
			excluded: Default::default(),
			price: 1,
			held: 3,
			opened_in: 1,
			draw,
		}
	}

	#[test]
	fn how_far_a_request_is_hangs_on_responses_moment_and_block() {
		let sealed = Some(Response::Sealed([1; 32]));
		let all = [sealed, sealed, Some(Response::Refused)];
		assert_eq!(state(&task(None), 99, 99), State::Undrawn);
		assert_eq!(state(&task(Some(&[sealed, None, None])), 10, 9), State::Sealing);
		assert_eq!(state(&task(Some(&[sealed, None, None])), 9, 10), State::Sealing);
		assert_eq!(state(&task(Some(&[sealed, None, None])), 10, 10), State::Revealing);
		assert_eq!(state(&task(Some(&all)), 1, 1), State::Revealing);
		let revealed = Some(Response::Revealed([1; 32]));
		let told = progress(&task(Some(&[revealed, sealed, None])));
		assert_eq!(told, "2 of 3 operators responded, 1 revealed");
	}
}
