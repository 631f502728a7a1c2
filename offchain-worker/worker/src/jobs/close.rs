// SPDX-License-Identifier: Apache-2.0
//! Close: a task in which nobody has anything to reveal any more is closed by one of those who have a seat, which gives
//! the payer the rest back. Of a request that left no receipt nothing is kept here, nor of a result that was erased; what
//! the receipt names is served.

use super::{
	Worker, publish,
	registry::{Watch, WatchKey},
	seat::{self, Now},
};
use crate::custody_rules;
use async_trait::async_trait;
use salus_chain::{
	AccountId, BlockRef, ChainError,
	calls::quorum,
	queries::{self, Task},
};
use salus_primitives::RequestId;

/// Closes a request's task.
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
		let Some(task) = queries::task(chain, request.into(), block.hash).await? else {
			// What is kept tells whether an accusation is wrong.
			if worker.is_accused(request.into()) {
				return Ok(());
			}
			let receipt = queries::receipt(chain, request, block.hash).await?;
			let kept = custody.journal.result(request)?;
			let document = kept.and_then(|kept| kept.document());
			match receipt {
				// Nobody can find the result any more. Data rule 6.
				None => custody_rules::forget_result(custody, request).await?,
				// Every seal is opened, or can be opened no more.
				Some(_) if kept.is_some_and(|kept| kept.seal_only) => {
					custody_rules::forget_result(custody, request).await?;
				}
				// As when this worker was away while it could reveal, or its store failed then.
				Some(receipt) if document.is_some() && receipt.result == document => {
					publish::publish(custody, request).await?;
				}
				// What nobody agreed on stays unseen.
				Some(_) => {}
			}
			custody.journal.forget_attempts(request)?;
			worker.forget_request(request);
			return Ok(());
		};
		if !due(&task, &worker.account(), Now::at(worker, block).await?) {
			return Ok(());
		}
		match chain.submit(&custody.signer, quorum::close(request.into())).await {
			Ok(_) => tracing::info!(%request, "closed"),
			// Another was first, or the chain sees it otherwise by now: it is polled again at our next turn.
			Err(cause @ ChainError::Refused { .. }) => {
				tracing::info!(%request, %cause, "not closed by us")
			}
			Err(cause) => return Err(cause.into()),
		}
		Ok(())
	}
}

/// Whether this operator is to close the task now.
fn due(task: &Task, me: &AccountId, now: Now) -> bool {
	let seat = seat::of(task, me);
	seat.is_some_and(|(draw, _)| {
		seat::revealing_is_over(draw, now) && seat::is_our_turn(draw, me, now.block)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{ALL_OVER, REVEALING, operator, task};
	use salus_primitives::quorum::Response;

	/// The operators that close the task in a round of turns that begins now.
	fn close(task: &Task, now: Now) -> Vec<u8> {
		let closes = |number: &u8| {
			(0..12)
				.any(|later| due(task, &operator(*number), Now { block: now.block + later, ..now }))
		};
		(1..=4).filter(closes).collect()
	}

	#[test]
	fn a_task_is_closed_when_all_have_revealed_or_refused() {
		let revealed = Some(Response::Revealed([1; 32]));
		let done = task(&[revealed, revealed, Some(Response::Refused)]);
		assert_eq!(close(&done, Now { block: 11, ..REVEALING }), [1, 2, 3], "whoever has a seat");
		let one_at_a_time = |block: u32| {
			let now = Now { block, ..REVEALING };
			(1..=3).filter(|number| due(&done, &operator(*number), now)).count()
		};
		assert!((0..24).all(|block| one_at_a_time(block) == 1));
	}

	#[test]
	fn a_task_with_an_unopened_seal_waits_for_the_end_of_its_time() {
		let (sealed, revealed) = (Response::Sealed([1; 32]), Response::Revealed([1; 32]));
		let open = task(&[Some(revealed), Some(revealed), Some(sealed)]);
		let still = |block| close(&open, Now { moment: 150, block });
		assert!(still(10).is_empty());
		// Data rule 8: blocks alone do not end it.
		assert!(still(100).is_empty());
		assert_eq!(close(&open, ALL_OVER), [1, 2, 3]);
	}

	#[test]
	fn nobody_closes_what_is_not_drawn() {
		let mut open = task(&[None, None, None]);
		open.draw = None;
		assert!(close(&open, ALL_OVER).is_empty());
	}
}
