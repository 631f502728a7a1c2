// SPDX-License-Identifier: Apache-2.0
//! Assess: we were drawn to run a model. The job is opened, which says which; inputs are fetched and decrypted, the model
//! is run on them in a process of its own (`assessment/`), the full result is encrypted by a key that only readers of the
//! job can derive, and what it came to is sealed on chain. What can't be done is refused: the chain does not learn why. A
//! request is responded to once (`answered.rs`).
//!
//! ```text
//! drawn                                                                 4/5 of the time   sealUntil
//!   |                                                                          |               |
//!   |<--------------- all of it, whatever it waits for (bound.rs) ------------>|<-- refusal -->|
//!   |              |<------------ in hand (in_hand.rs) ------------->|         |
//!   |  its turn    |  job   inputs, four beside each other   model   |  seal   |
//!   |                                                      |<------->| a permit, for the child alone
//! ```

mod answered;
mod bound;
mod in_hand;
mod inputs;
mod work;

pub use answered::records_of;
pub use bound::HeadClock;
pub use in_hand::InHand;
pub use work::card_cid;

use super::{
	Worker,
	registry::{Completion, Job},
	seat::{self, Now, OwnSeal},
	worker::refused_as,
};
use crate::{
	journal::{JobKey, StoredResult},
	metrics,
};
use async_trait::async_trait;
use salus_chain::{AccountId, H256, calls::quorum, events::Event, queries};
use salus_primitives::{
	RequestId,
	decision_support::{Request, RequestStatus},
	quorum::Draw,
};
use std::time::Instant;

/// So many blocks before the last in which it may be sealed, a refusal is posted at the latest.
const LAST_BLOCKS: u32 = 10;

/// Runs a model on a request's inputs, and seals its output.
pub struct Assess(pub RequestId);

#[async_trait]
impl Job for Assess {
	fn trigger(event: &Event, me: &AccountId) -> Option<JobKey> {
		match event {
			// Tasks of other kinds are not known as requests, and found to be none.
			Event::Drawn { task, operators } if operators.contains(me) => {
				Some(JobKey::Assess((*task).into()))
			}
			_ => None,
		}
	}

	async fn attempt(
		&self,
		worker: &Worker,
		_woken_by: Option<H256>,
	) -> anyhow::Result<Completion> {
		let request = self.0;
		let began = Instant::now();
		let custody = &worker.custody;
		let chain = &*custody.chain;
		let block = chain.finalized().await?;
		let Some(status) = queries::request(chain, request, block.hash).await? else {
			// Settled or failed: whatever this operator sealed, nothing is derived again (`reveal.rs`).
			return Ok(Completion::Done);
		};
		let RequestStatus { request: info, task } = status;
		let Some((draw, seat)) = seat::of(&task, &worker.account()) else {
			return Ok(Completion::Refused("this operator is not drawn for it".into()));
		};
		if let Some(response) = seat.response {
			return answered::attempt(worker, request, &info, draw, response).await;
		}
		if Now::at(worker, block).await?.is_past(&draw.seal_until) {
			return Ok(Completion::Refused("the time to seal is over".into()));
		}
		let result = result_of(worker, request, &info, draw).await?;
		let call = match &result.output {
			Some(output) => {
				quorum::seal(request.into(), OwnSeal::new(worker, request).seal(output))
			}
			None => quorum::refuse(request.into()),
		};
		match chain.submit(&custody.signer, call).await {
			Ok(_) if result.output.is_none() => tracing::info!(%request, "refusal posted"),
			Ok(_) => tracing::info!(%request, "sealed"),
			// As by an earlier run that was killed before it knew: what is kept here has to be what stands there.
			Err(cause) if refused_as(&cause, &["AlreadyResponded"]) => {
				anyhow::bail!("it is responded to already, as the next finalized block shows");
			}
			Err(cause) if refused_as(&cause, &["Expired", "NotFound", "NotDrawn"]) => {
				return Ok(Completion::Refused(cause.to_string()));
			}
			Err(cause) => {
				worker.note_lost(request, &cause)?;
				return Err(cause.into());
			}
		}
		if result.output.is_some() {
			custody.journal.count_run(request)?;
		}
		metrics::assessed(began.elapsed());
		Ok(answered::end(&result))
	}
}

/// What came of a request here, before or now.
async fn result_of(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
	draw: &Draw<AccountId>,
) -> anyhow::Result<StoredResult> {
	let journal = &worker.custody.journal;
	if let Some(kept) = journal.result(request)? {
		return Ok(kept);
	}
	let working = work::work(worker, request, info);
	match bound::within(worker, |now| is_to_refuse(draw, now), working).await {
		Some(Ok(result)) => return Ok(result),
		Some(Err(cause)) => {
			if !is_to_refuse(draw, worker.head_clock.read(worker).await?) {
				return Err(cause);
			}
			tracing::warn!(%request, cause = format!("{cause:#}"), "it can't be done");
		}
		None => tracing::warn!(%request, "it can't be done in time"),
	}
	// Before it is too late to say so: an operator answers for what it leaves open.
	journal.put_result(request, &answered::records_of(info), &StoredResult::REFUSAL)?;
	metrics::refused("unavailable");
	Ok(StoredResult::REFUSAL)
}

/// Whether what is not done is refused now: four fifths into the time to seal, if few blocks are left, too.
fn is_to_refuse(draw: &Draw<AccountId>, now: Now) -> bool {
	let until = draw.seal_until;
	let period = until.moment.saturating_sub(draw.drawn_at);
	now.moment >= until.moment.saturating_sub(period / 5)
		&& now.block.saturating_add(LAST_BLOCKS) >= until.block
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::task;
	use salus_primitives::quorum::Deadline;

	#[test]
	fn what_is_not_done_is_tried_for_four_fifths_of_the_time() {
		let mut draw = task(&[None]).draw.unwrap();
		draw.drawn_at = 0;
		draw.seal_until = Deadline { moment: 100, block: 40 };
		for (moment, block, refused) in
			[(79, 39, false), (80, 29, false), (80, 30, true), (100, 39, true)]
		{
			assert_eq!(is_to_refuse(&draw, Now { moment, block }), refused, "{moment}, {block}");
		}
	}
}
