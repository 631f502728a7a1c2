// SPDX-License-Identifier: Apache-2.0
//! Close: after the challenge window, a request that we took part in is closed, which takes the penalties.
//! Of one that left no receipt nothing is kept.

use super::{
	Worker,
	assess::answer_of,
	registry::{Watch, WatchKey},
};
use crate::{custody_rules, journal::StoredResult};
use async_trait::async_trait;
use salus_chain::{AccountId, BlockRef, ChainError, calls::decision_support, queries};
use salus_primitives::{
	Moment, RequestId,
	decision_support::{FaultState, Request, RequestState, Response},
};

/// Closes a request.
pub struct Close(pub RequestId);

#[async_trait]
impl Watch for Close {
	fn trigger(worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		worker.open_requests().into_iter().map(WatchKey::Close).collect()
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let request = self.0;
		let _turn = worker.polling.acquire().await?;
		let custody = &worker.custody;
		let chain = &*custody.chain;
		let Some(status) = queries::request(chain, request, block.hash).await? else {
			// Nobody can find the result or the notice any more. Data rule 6.
			if queries::receipt(chain, request, block.hash).await?.is_none() {
				custody_rules::erase_result(custody, request).await?;
			}
			custody.journal.forget_attempts(request)?;
			worker.forget_request(request);
			return Ok(());
		};
		let (info, me) = (status.request, worker.account());
		// An operator that sealed has no excuse, whatever lies here.
		let refused = !matches!(answer_of(&info, &me), Some(Response::Seal(_)))
			&& matches!(custody.journal.result(request)?, Some(StoredResult::Refusal { .. }));
		let now = chain.moment(block.hash).await?;
		let call = match next(&info, &me, refused, now, block) {
			Some(Next::Challenge) => decision_support::challenge(request),
			Some(Next::Close) => decision_support::close(request),
			None => return Ok(()),
		};
		let name = call.name();
		match chain.submit(&custody.signer, call).await {
			Ok(_) => tracing::info!(%request, call = name, "posted"),
			// Another was first, or the chain sees it otherwise by now: it is polled again at our next turn.
			Err(cause @ ChainError::Refused { .. }) => {
				tracing::info!(%request, call = name, %cause, "not posted by us")
			}
			Err(cause) => return Err(cause.into()),
		}
		Ok(())
	}
}

#[derive(PartialEq, Debug)]
enum Next {
	Challenge,
	Close,
}

/// What this operator posts next, if it is its part: `refused` says that it refused to run the model.
fn next(
	info: &Request<AccountId>,
	me: &AccountId,
	refused: bool,
	now: Moment,
	block: BlockRef,
) -> Option<Next> {
	let (RequestState::Settled { challenge_until } | RequestState::Failed { challenge_until }) =
		info.state
	else {
		return None;
	};
	let accused = info
		.drawn
		.iter()
		.any(|drawn| drawn.operator == *me && matches!(drawn.fault, FaultState::Accused(_)));
	let over = now >= challenge_until;
	// We could not run what others could: a custodian may have kept its share from us. People judge
	// it, whatever another operator has challenged.
	if refused && accused && !over {
		return Some(Next::Challenge);
	}
	// Until the authority rules, each try to close would cost a fee for nothing.
	let disputed = info.drawn.iter().any(|drawn| matches!(drawn.fault, FaultState::Challenged(_)));
	(over && !disputed && our_turn(info, me, block)).then_some(Next::Close)
}

/// Operators take turns by block, so that they don't all post the same.
pub fn our_turn(info: &Request<AccountId>, me: &AccountId, block: BlockRef) -> bool {
	let drawn = u32::try_from(info.drawn.len()).unwrap_or(1).max(1);
	let position = info.drawn.iter().position(|drawn| drawn.operator == *me);
	position.is_some_and(|position| block.number % drawn == u32::try_from(position).unwrap_or(0))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{operator, request};
	use salus_chain::H256;
	use salus_primitives::decision_support::Fault;

	const UNTIL: Moment = 300;
	/// The blocks of one round of turns.
	const ROUND: std::ops::Range<u32> = 9..12;

	fn settled(faults: [FaultState; 3]) -> Request<AccountId> {
		let mut info = request(&[None, None, None]);
		for (drawn, fault) in info.drawn.iter_mut().zip(faults) {
			drawn.fault = fault;
		}
		info.state = RequestState::Settled { challenge_until: UNTIL };
		info
	}

	/// What an operator posts in a round of blocks at one moment.
	fn posts(info: &Request<AccountId>, number: u8, refused: bool, now: Moment) -> Vec<Next> {
		ROUND
			.filter_map(|block| {
				let block = BlockRef { number: block, hash: H256::zero() };
				next(info, &operator(number), refused, now, block)
			})
			.collect()
	}

	#[test]
	fn every_accused_operator_that_refused_challenges() {
		let accused = FaultState::Accused(Fault::Missing);
		let challenged = FaultState::Challenged(Fault::Missing);
		let mut info = settled([FaultState::Clear, accused, accused]);
		for number in [2, 3] {
			assert_eq!(posts(&info, number, true, UNTIL - 1)[0], Next::Challenge);
			assert_eq!(posts(&info, number, false, UNTIL - 1), [], "it has no excuse");
		}
		assert_eq!(posts(&info, 1, false, UNTIL - 1), []);
		// The first one's challenge is in a block: the other must still make its own.
		info.drawn[1].fault = challenged;
		assert_eq!(posts(&info, 2, true, UNTIL - 1), []);
		assert_eq!(posts(&info, 3, true, UNTIL - 1)[0], Next::Challenge);
	}

	#[test]
	fn after_the_window_one_of_those_drawn_closes_in_turn() {
		let accused = FaultState::Accused(Fault::Missing);
		let info = settled([FaultState::Clear, FaultState::Clear, accused]);
		for number in 1..=3 {
			assert_eq!(posts(&info, number, false, UNTIL - 1), []);
			assert_eq!(posts(&info, number, number == 3, UNTIL), [Next::Close]);
		}
		assert_eq!(posts(&info, 4, false, UNTIL), [], "it was not drawn");
	}

	#[test]
	fn nobody_closes_what_is_disputed_or_still_sealing() {
		let challenged = FaultState::Challenged(Fault::Missing);
		let mut info = settled([FaultState::Clear, FaultState::Clear, challenged]);
		assert_eq!(posts(&info, 1, false, UNTIL), []);
		info.drawn[2].fault = FaultState::Excused(Fault::Missing);
		assert_eq!(posts(&info, 1, false, UNTIL), [Next::Close]);
		info.state = RequestState::Sealing;
		assert_eq!(posts(&info, 1, false, UNTIL), []);
	}
}
