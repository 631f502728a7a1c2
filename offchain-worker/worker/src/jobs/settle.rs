// SPDX-License-Identifier: Apache-2.0
//! Settle: when all have answered, or the time to seal is up, one whose seal stands shows the digest. When
//! none can, the request is declared failed.

use super::{
	Worker,
	close::our_turn,
	registry::{Watch, WatchKey},
};
use crate::journal::StoredResult;
use async_trait::async_trait;
use salus_chain::{AccountId, BlockRef, ChainError, calls::decision_support, queries};
use salus_primitives::{
	Moment, RequestId,
	decision_support::{Drawn, ModelState, Output, OutputBytes, Request, RequestState, Response},
	seal_payload,
};
use sp_core::blake2_256;

/// Settles a request.
pub struct Settle(pub RequestId);

#[async_trait]
impl Watch for Settle {
	fn trigger(worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		worker.open_requests().into_iter().map(WatchKey::Settle).collect()
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let request = self.0;
		let _turn = worker.polling.acquire().await?;
		let custody = &worker.custody;
		let chain = &*custody.chain;
		let Some(status) = queries::request(chain, request, block.hash).await? else {
			return Ok(());
		};
		let info = status.request;
		let me = worker.account();
		let turn = our_turn(&info, &me, block);
		if info.state != RequestState::Sealing {
			return Ok(());
		}
		let Some(status) = queries::model(chain, info.model, block.hash).await? else {
			return Ok(());
		};
		let model = status.model;
		let now = chain.moment(block.hash).await?;
		let suspended = model.state == ModelState::Suspended;
		// Asked here first, because a call that is refused costs its fee all the same.
		let call = match custody.journal.result(request)? {
			Some(StoredResult::Output { digest, salt, output, document })
				if turn && !suspended && can_settle(&info, model.quorum, &digest, &me, now) =>
			{
				match model.output {
					Output::Open => {
						let output = OutputBytes::try_from(output).map_err(|_| {
							anyhow::anyhow!("the output is longer than the chain takes")
						})?;
						decision_support::settle_open(request, salt, &output)
					}
					Output::Sealed => decision_support::settle(request, digest, &document),
				}
			}
			_ if turn && (suspended || now >= info.settle_until) => decision_support::fail(request),
			_ if no_quorum_left(&info, model.quorum)
				&& fails_now(&info, &me, worker.no_quorum_since(request, block), block) =>
			{
				decision_support::fail(request)
			}
			_ => return Ok(()),
		};
		let name = call.name();
		match chain.submit(&custody.signer, call).await {
			Ok(_) => tracing::info!(%request, call = name, "sealing ended"),
			// Another was first, or the chain sees it otherwise by now: it is polled again at our next turn.
			Err(cause @ ChainError::Refused { .. }) => {
				tracing::info!(%request, %cause, "not settled by us");
			}
			Err(cause) => return Err(cause.into()),
		}
		Ok(())
	}
}

/// Whether the chain will take this digest from this operator.
fn can_settle(
	info: &Request<AccountId>,
	quorum: u8,
	digest: &[u8; 32],
	me: &AccountId,
	now: Moment,
) -> bool {
	let binds = |drawn: &Drawn<AccountId>| {
		let seal = blake2_256(&seal_payload(digest, &drawn.operator));
		drawn.response == Some(Response::Seal(seal))
	};
	let over = now >= info.seal_until || info.drawn.iter().all(|drawn| drawn.response.is_some());
	let agreeing = info.drawn.iter().filter(|drawn| binds(drawn)).count();
	let ours = info.drawn.iter().any(|drawn| drawn.operator == *me && binds(drawn));
	over && ours && agreeing >= usize::from(quorum)
}

/// Whether so many have refused that the others are not a quorum.
fn no_quorum_left(info: &Request<AccountId>, quorum: u8) -> bool {
	let refused = |drawn: &&Drawn<AccountId>| matches!(drawn.response, Some(Response::Refusal(_)));
	let refusals = info.drawn.iter().filter(refused).count();
	info.drawn.len() < refusals + usize::from(quorum)
}

/// So many blocks the others leave it to the first that refused: what it posts takes some to be final.
const LEFT_TO_THE_FIRST: u32 = 4;

/// Whether it is for this operator to declare the failure: for the first of those that refused at once, since it was
/// there a moment ago and whoever asked waits; for the others by turns, should nothing have come of that.
fn fails_now(info: &Request<AccountId>, me: &AccountId, seen_at: u32, block: BlockRef) -> bool {
	let refused = |drawn: &&Drawn<AccountId>| matches!(drawn.response, Some(Response::Refusal(_)));
	let first = info.drawn.iter().find(refused);
	first.is_some_and(|first| first.operator == *me)
		|| (block.number >= seen_at.saturating_add(LEFT_TO_THE_FIRST) && our_turn(info, me, block))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{operator, request};
	use salus_chain::H256;

	const DIGEST: [u8; 32] = [5; 32];

	#[test]
	fn only_a_digest_that_the_chain_takes_is_shown() {
		let (same, other) = (Some(DIGEST), Some([6; 32]));
		let by = |info: &Request<AccountId>, number, now| {
			can_settle(info, 2, &DIGEST, &operator(number), now)
		};
		assert!(by(&request(&[same, same, same]), 1, 50));
		assert!(by(&request(&[same, same, other]), 1, 50));
		assert!(!by(&request(&[same, same, other]), 3, 50), "our own seal differs");
		assert!(!by(&request(&[same, same, None]), 1, 99), "one may still seal");
		assert!(by(&request(&[same, same, None]), 1, 100));
		assert!(!by(&request(&[same, None, other]), 1, 100), "no quorum");
	}

	#[test]
	fn refusals_end_a_request_once_the_others_are_not_a_quorum() {
		let mut info = request(&[Some(DIGEST), None, None]);
		assert!(!no_quorum_left(&info, 2));
		for (index, ends) in [(1, false), (2, true)] {
			info.drawn[index].response = Some(Response::Refusal(None));
			assert_eq!(no_quorum_left(&info, 2), ends);
		}
		assert!(!can_settle(&info, 2, &DIGEST, &operator(1), 50));
	}

	#[test]
	fn a_failure_by_refusals_is_declared_at_once_by_one_and_later_by_all() {
		let mut info = request(&[Some(DIGEST), None, None]);
		for drawn in &mut info.drawn[1..] {
			drawn.response = Some(Response::Refusal(None));
		}
		let at = |number| BlockRef { number, hash: H256::zero() };
		let posts = |block| {
			let posts = |operator_| fails_now(&info, &operator(operator_), 9, at(block));
			[1, 2, 3].map(posts)
		};
		// Only the first that refused, in whosever turn the block is.
		for block in 9..9 + LEFT_TO_THE_FIRST {
			assert_eq!(posts(block), [false, true, false]);
		}
		// Should it be gone, everybody has a turn in the next three blocks.
		let later: Vec<_> = (13..16).map(posts).collect();
		for index in [0, 2] {
			assert_eq!(later.iter().filter(|posts| posts[index]).count(), 1);
		}
	}
}
