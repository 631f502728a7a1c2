// SPDX-License-Identifier: Apache-2.0
//! Assess: we were drawn to run a model. Inputs are fetched and decrypted, the model is run on them in a process of
//! its own (`assessment/`), and its output is sealed on chain; the full result goes to IPFS under a key that only
//! readers of the records can derive. What the model can't be run on is refused, and so is a request for a model that
//! is not here; a notice that tells why goes the same way. A request is answered once (`answered.rs`).

mod answered;
mod inputs;
mod work;

pub use answered::answer_of;
pub use work::card_cid;

use super::{
	Worker,
	registry::{Completion, Job},
	worker::refused_as,
};
use crate::{
	journal::{JobKey, StoredResult},
	metrics,
};
use async_trait::async_trait;
use salus_chain::{AccountId, H256, calls, events::Event, queries};
use salus_primitives::{
	Moment, RequestId,
	decision_support::{Request, RequestState, RequestStatus},
};
use std::time::Instant;

/// Runs a model on a request's inputs, and seals its output.
pub struct Assess(pub RequestId);

#[async_trait]
impl Job for Assess {
	fn trigger(event: &Event, me: &AccountId) -> Option<JobKey> {
		match event {
			Event::Requested { request, operators } if operators.contains(me) => {
				Some(JobKey::Assess(*request))
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
		let me = worker.account();
		let Some(status) = queries::request(chain, request, block.hash).await? else {
			return Ok(Completion::Done);
		};
		let RequestStatus { request: info, suspended } = status;
		if let Some(answer) = answer_of(&info, &me) {
			return answered::attempt(worker, request, &info, answer).await;
		}
		if info.state != RequestState::Sealing || chain.moment(block.hash).await? >= info.seal_until
		{
			return Ok(Completion::Refused("the time to seal is over".into()));
		}
		if suspended {
			// Tried again: the authority may approve the model again while there is time to seal.
			anyhow::bail!("its model is suspended");
		}

		let result = match custody.journal.result(request)? {
			Some(result) => result,
			None => match work_in_turn(worker, request, &info).await {
				Ok(result) => result,
				// Before it is too late to say so: an operator answers for what it leaves open.
				Err(cause)
					if chain.moment(chain.finalized().await?.hash).await? >= last_try(&info) =>
				{
					tracing::warn!(%request, cause = format!("{cause:#}"), "the inputs can't be had");
					let refusal = StoredResult::Refusal { notice: None };
					let records = answered::records_of(&info);
					custody.journal.put_result(request, &records, &refusal)?;
					metrics::refused("unavailable");
					refusal
				}
				Err(cause) => return Err(cause),
			},
		};

		let call = match &result {
			StoredResult::Output { digest, .. } => {
				calls::decision_support::seal(request, answered::seal_of(digest, &me))
			}
			StoredResult::Refusal { notice } => {
				calls::decision_support::refuse(request, notice.as_ref())
			}
		};
		match chain.submit(&custody.signer, call).await {
			Ok(_) if matches!(result, StoredResult::Refusal { .. }) => {
				tracing::info!(%request, "refusal posted");
			}
			Ok(_) => tracing::info!(%request, "sealed"),
			// As by an earlier run that was killed before it knew: what is kept here has to be what stands there.
			Err(cause) if refused_as(&cause, &["AlreadyResponded"]) => {
				anyhow::bail!("it is answered already, as the next finalized block shows");
			}
			Err(cause)
				if refused_as(&cause, &["Expired", "NotFound", "NotDrawn", "AlreadySettled"]) =>
			{
				return Ok(Completion::Refused(cause.to_string()));
			}
			Err(cause) => return Err(cause.into()),
		}
		metrics::assessed(began.elapsed());
		Ok(answered::end(&result))
	}
}

/// From when on inputs that can't be had are refused: four fifths into the time to seal.
fn last_try(info: &Request<AccountId>) -> Moment {
	let period = info.seal_until.saturating_sub(info.opened_at);
	info.seal_until.saturating_sub(period / 5)
}

/// Few at a time: their documents are much to hold.
async fn work_in_turn(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
) -> anyhow::Result<StoredResult> {
	let _turn = worker.assessing.acquire().await?;
	work::work(worker, request, info).await
}
