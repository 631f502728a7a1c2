// SPDX-License-Identifier: Apache-2.0
//! Reveal: when all have responded, or the time to seal is up, this operator has its result served and opens its seal.
//! What completes the quorum settles the request; what comes after it is paid all the same.
//!
//! Whoever has sealed owes a reveal, whatever becomes of documents, so what opens the seal outlives them:
//!
//! | kept here | what opens the seal |
//! |---|---|
//! | the result, or what an erasure has left of it | content and CID in the journal; only a result that is not erased is served |
//! | nothing, and the request is not settled | what `assess/answered.rs` derives again |
//! | nothing, and it is settled | content and CID in the receipt, if this operator came to the same, and as long as the patient has not had the result erased from it |
//!
//! The nonce is derived each time.

use super::{
	Worker, publish,
	registry::{Watch, WatchKey},
	seat::{self, Now, OwnSeal},
	worker::refused_as,
};
use crate::journal::{Output, StoredResult};
use async_trait::async_trait;
use salus_chain::{
	AccountId, BlockRef,
	calls::quorum,
	queries::{self, Task},
};
use salus_primitives::{RequestId, quorum::Response};

/// Opens this operator's seal in a request's task.
pub struct Reveal(pub RequestId);

#[async_trait]
impl Watch for Reveal {
	fn trigger(worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		worker.open_requests().into_iter().map(WatchKey::Reveal).collect()
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let request = self.0;
		let _turn = worker.polling.acquire().await?;
		let custody = &worker.custody;
		let chain = &*custody.chain;
		let Some(task) = queries::task(chain, request.into(), block.hash).await? else {
			return Ok(());
		};
		let now = Now::at(worker, block).await?;
		let Some(response) = bound(&task, &worker.account(), now) else {
			return Ok(());
		};
		let own = OwnSeal::new(worker, request);
		let known = custody.journal.result(request)?;
		let kept = match known.filter(|kept| own.fits(&response, kept)) {
			Some(kept) => Some(kept),
			None => of_receipt(worker, request, &own, &response, block).await?,
		};
		let Some(kept) = kept else {
			if known.is_some() {
				tracing::warn!(%request, "what is kept here is not what this operator has bound");
			}
			return Ok(());
		};
		let (Response::Sealed(_), Some(Output { content, document })) = (response, kept.output)
		else {
			// It is revealed already, by a worker that was killed then, or whose store failed.
			return publish::publish(custody, request).await;
		};
		// Its seal stands, whether or not the worker that posted it lived to count its run.
		custody.journal.count_run(request)?;
		let call = quorum::reveal(request.into(), content, Some(&document), *own.nonce);
		// Served long before the call is in a block. But an operator answers for a seal that it does not open, also while
		// its store does not work.
		let (published, revealed) =
			tokio::join!(publish::publish(custody, request), chain.submit(&custody.signer, call));
		match revealed {
			Ok(_) => tracing::info!(%request, "revealed"),
			// By an earlier run, or too late.
			Err(cause)
				if refused_as(
					&cause,
					&["AlreadyRevealed", "SealingContinues", "Expired", "NotFound"],
				) =>
			{
				tracing::info!(%request, %cause, "not revealed now");
			}
			Err(cause) => {
				worker.note_lost(request, &cause)?;
				return Err(cause.into());
			}
		}
		published
	}
}

/// What opens a seal that the journal does not know, as when it was restored from before the model ran: whoever came to the
/// same as the quorum finds it in the receipt. The document stays with the others.
async fn of_receipt(
	worker: &Worker,
	request: RequestId,
	own: &OwnSeal,
	response: &Response,
	block: BlockRef,
) -> anyhow::Result<Option<StoredResult>> {
	if !matches!(response, Response::Sealed(_)) {
		return Ok(None);
	}
	let custody = &worker.custody;
	let Some(receipt) = queries::receipt(&*custody.chain, request, block.hash).await? else {
		return Ok(None);
	};
	let output = receipt.result.map(|document| Output { content: receipt.content, document });
	let found = output.map(StoredResult::of_seal).filter(|found| own.fits(response, found));
	if let Some(found) = &found {
		// What is lost from sight on its way is noted beside it.
		custody.journal.put_result(request, &[], found)?;
		tracing::info!(%request, "what opens this operator's seal is taken from the receipt");
	}
	Ok(found)
}

/// What an operator has bound, if nobody can seal any more and it may still open it, or has opened it.
fn bound(task: &Task, me: &AccountId, now: Now) -> Option<Response> {
	let (draw, seat) = seat::of(task, me)?;
	let revealing = seat::sealing_is_over(draw, now) && !now.is_past(&draw.reveal_until);
	seat.response.filter(|response| revealing && *response != Response::Refused)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{ALL_OVER, BEFORE, REVEALING, SEALING_OVER, operator, task};

	const SEALED: Option<Response> = Some(Response::Sealed([1; 32]));
	const REVEALED: Option<Response> = Some(Response::Revealed([2; 32]));

	#[test]
	fn nobody_reveals_or_has_anything_served_while_another_may_still_seal() {
		let open = task(&[SEALED, None, SEALED]);
		assert_eq!(bound(&open, &operator(1), BEFORE), None);
		assert_eq!(bound(&open, &operator(1), SEALING_OVER), SEALED);
		let all = task(&[SEALED, Some(Response::Refused), SEALED]);
		assert_eq!(bound(&all, &operator(1), BEFORE), SEALED);
	}

	#[test]
	fn only_who_sealed_reveals_and_in_time() {
		let open = task(&[SEALED, REVEALED, Some(Response::Refused)]);
		for (number, expected) in [(1, SEALED), (2, REVEALED), (3, None), (4, None)] {
			assert_eq!(bound(&open, &operator(number), REVEALING), expected, "{number}");
		}
		assert_eq!(bound(&open, &operator(1), ALL_OVER), None);
	}

	#[test]
	fn a_task_that_is_settled_is_revealed_for_its_pay() {
		let mut open = task(&[SEALED, None, SEALED]);
		open.draw.as_mut().unwrap().settled = Some([2; 32]);
		assert_eq!(bound(&open, &operator(1), REVEALING), SEALED);
	}
}
