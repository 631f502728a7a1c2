//! Close: after the challenge window, a request that we took part in is closed, which takes the penalties.
//! Of one that left no receipt nothing is kept.

use super::Worker;
use crate::chain::{
	BlockRef, ChainError,
	answers::{RequestInfo, Stage, Standing},
	calls, questions,
};
use crate::{journal::StoredResult, rpc};
use salus_primitives::RequestId;

pub async fn look(worker: &Worker, request: RequestId, block: BlockRef) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let Some(info) = questions::request(chain, request, block.hash).await? else {
		// Nobody can find the result or the notice any more. Data rule 6.
		if questions::receipt(chain, request, block.hash)
			.await?
			.is_none()
		{
			rpc::erase_result(custody, request).await?;
		}
		worker.forget_request(request);
		return Ok(());
	};
	let (Stage::Settled { challenge_until } | Stage::Failed { challenge_until }) = info.stage
	else {
		return Ok(());
	};
	let accused = info.drawn.iter().any(|drawn| {
		drawn.operator == worker.account() && matches!(drawn.standing, Standing::Accused(_))
	});
	let disputed = info
		.drawn
		.iter()
		.any(|drawn| matches!(drawn.standing, Standing::Challenged(_)));
	let over = chain.moment(block.hash).await? >= challenge_until;
	// We could not run what others could: a custodian may have kept its share from us. People look at it.
	let call = match custody.journal.result(request)? {
		Some(StoredResult::Refusal { .. }) if accused && !over => {
			calls::decision_support::challenge(request)
		}
		// Until the authority rules, each try to close would cost a fee for nothing.
		_ if over && !disputed && our_turn(&info, worker, block) => {
			calls::decision_support::close(request)
		}
		_ => return Ok(()),
	};
	let name = call.name();
	match chain.submit(&custody.signer, call).await {
		Ok(_) => tracing::info!(%request, call = name, "posted"),
		// Another was first, or the chain sees it otherwise by now: looked at again at our next turn.
		Err(cause @ ChainError::Refused { .. }) => {
			tracing::info!(%request, call = name, %cause, "not posted by us")
		}
		Err(cause) => return Err(cause.into()),
	}
	Ok(())
}

/// Operators take turns by block, so that they don't all post the same.
pub fn our_turn(info: &RequestInfo, worker: &Worker, block: BlockRef) -> bool {
	let drawn = u32::try_from(info.drawn.len()).unwrap_or(1).max(1);
	let me = worker.account();
	let place = info.drawn.iter().position(|drawn| drawn.operator == me);
	place.is_some_and(|place| block.number % drawn == u32::try_from(place).unwrap_or(0))
}
