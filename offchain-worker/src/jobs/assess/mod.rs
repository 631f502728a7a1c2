//! Assess: we were drawn to run a model. Inputs are fetched and decrypted, the model is run on them in a process of
//! its own (`src/assessment`), and its output is sealed on chain; the full result goes to IPFS under a key that only
//! readers of the records can derive. What the model can't be run on is refused, and so is a request for a model that
//! is not here; a notice that tells why goes the same way.

mod inputs;
mod work;

pub use work::card_cid;

use super::{JobKey, Outcome, Worker, refused_as};
use crate::{
	chain::{
		AccountId,
		answers::{RequestInfo, Stage},
		calls,
		events::Event,
		questions,
	},
	journal::StoredResult,
	metrics,
};
use salus_primitives::{Moment, RequestId, seal_payload};
use sp_core::blake2_256;
use std::time::Instant;

pub fn trigger(event: &Event, me: &AccountId) -> Option<JobKey> {
	match event {
		Event::Requested { request, operators } if operators.contains(me) => {
			Some(JobKey::Assess(*request))
		}
		_ => None,
	}
}

pub async fn attempt(worker: &Worker, request: RequestId) -> anyhow::Result<Outcome> {
	let began = Instant::now();
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?;
	let me = worker.account();
	let Some(info) = questions::request(chain, request, block.hash).await? else {
		return Ok(Outcome::Done);
	};
	let answered = info
		.drawn
		.iter()
		.any(|drawn| drawn.operator == me && drawn.answer.is_some());
	let over = info.stage != Stage::Sealing || chain.moment(block.hash).await? >= info.seal_until;
	if over && !answered {
		return Ok(Outcome::Refused("the time to seal is over".into()));
	}
	if over {
		return Ok(Outcome::Done);
	}

	if info.suspended && !answered {
		// Tried again: the authority may approve the model again while there is time to seal.
		anyhow::bail!("its model is suspended");
	}

	let result = match custody.journal.result(request)? {
		Some(result) => result,
		// A seal without a result was made by hand: the result is still of use for settling.
		None => match work_in_turn(worker, request, &info).await {
			Ok(result) => result,
			// Before it is too late to say so: an operator answers for what it leaves open.
			Err(cause) if chain.moment(chain.finalized().await?.hash).await? >= last_try(&info) => {
				tracing::warn!(%request, cause = format!("{cause:#}"), "the inputs can't be had");
				let refusal = StoredResult::Refusal { notice: None };
				custody.journal.put_result(request, &refusal)?;
				metrics::refused("unavailable");
				refusal
			}
			Err(cause) => return Err(cause),
		},
	};

	let refusal = matches!(result, StoredResult::Refusal { .. });
	let end = || match refusal {
		true => Outcome::Refused("the model can't be run on these inputs".into()),
		false => Outcome::Done,
	};
	if answered {
		return Ok(end());
	}
	let call = match &result {
		StoredResult::Output { digest, .. } => {
			calls::decision_support::seal(request, blake2_256(&seal_payload(digest, &me)))
		}
		StoredResult::Refusal { notice } => {
			let notice = notice.as_ref().map(|notice| notice.as_bytes().as_slice());
			calls::decision_support::refuse(request, notice)
		}
	};
	match chain.submit(&custody.signer, call).await {
		Ok(_) if refusal => tracing::info!(%request, "refusal posted"),
		Ok(_) => tracing::info!(%request, "sealed"),
		Err(cause) if refused_as(&cause, &["AlreadyAnswered"]) => {}
		Err(cause)
			if refused_as(
				&cause,
				&["Expired", "NotFound", "NotDrawn", "AlreadySettled"],
			) =>
		{
			return Ok(Outcome::Refused(cause.to_string()));
		}
		Err(cause) => return Err(cause.into()),
	}
	metrics::assessed(began.elapsed());
	Ok(end())
}

/// From when on inputs that can't be had are refused: four fifths into the time to seal.
fn last_try(info: &RequestInfo) -> Moment {
	let period = info.seal_until.saturating_sub(info.opened_at);
	info.seal_until.saturating_sub(period / 5)
}

/// Few at a time: their documents are much to hold.
async fn work_in_turn(
	worker: &Worker,
	request: RequestId,
	info: &RequestInfo,
) -> anyhow::Result<StoredResult> {
	let _turn = worker.assessing.acquire().await?;
	work::work(worker, request, info).await
}
