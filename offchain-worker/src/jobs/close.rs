//! Close: after the challenge window, a request that we took part in is closed, which takes the penalties.

use super::Worker;
use crate::chain::{
	BlockRef, ChainError,
	answers::{RequestInfo, Stage, Standing},
	calls, questions,
};

pub async fn look(worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	for request in worker.open_requests() {
		let Some(info) = questions::request(chain, request, block.hash).await? else {
			worker.forget_request(request);
			continue;
		};
		let (Stage::Settled { challenge_until } | Stage::Failed { challenge_until }) = info.stage
		else {
			continue;
		};
		if chain.moment(block.hash).await? < challenge_until || !our_turn(&info, worker, block) {
			continue;
		}
		// Until the authority rules, each try would cost a fee for nothing.
		if info
			.drawn
			.iter()
			.any(|drawn| matches!(drawn.standing, Standing::Challenged(_)))
		{
			continue;
		}
		match chain
			.submit(&custody.signer, calls::decision_support::close(request))
			.await
		{
			Ok(_) => tracing::info!(%request, "closed"),
			// Another was first, or the chain sees it otherwise by now: looked at again at our next turn.
			Err(cause @ ChainError::Refused { .. }) => {
				tracing::info!(%request, %cause, "not closed by us")
			}
			Err(cause) => return Err(cause.into()),
		}
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
