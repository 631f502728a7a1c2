// SPDX-License-Identifier: Apache-2.0
//! Reveal: when all have responded, or the time to seal is up, this operator opens its seal. What completes the quorum
//! settles the request; what comes after it is paid all the same.

use super::{
	Worker,
	registry::{Watch, WatchKey},
	seat::{self, Now, OwnSeal},
	worker::refused_as,
};
use crate::journal::Output;
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
		let Some(seal) = due(&task, &worker.account(), now) else {
			return Ok(());
		};
		let Some(kept) = custody.journal.result(request)? else {
			// `assess/answered.rs` derives it again.
			return Ok(());
		};
		let own = OwnSeal::new(worker, request);
		let Some(Output { content, document }) =
			kept.output.filter(|output| own.seal(output) == seal)
		else {
			tracing::warn!(%request, "what is kept here does not open this operator's seal");
			return Ok(());
		};
		let call = quorum::reveal(request.into(), content, Some(&document), *own.nonce);
		match chain.submit(&custody.signer, call).await {
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
		Ok(())
	}
}

/// The seal that an operator is to open now.
fn due(task: &Task, me: &AccountId, now: Now) -> Option<[u8; 32]> {
	let (draw, seat) = seat::of(task, me)?;
	let Some(Response::Sealed(seal)) = seat.response else {
		return None;
	};
	let due = seat::sealing_is_over(draw, now) && !now.is_past(&draw.reveal_until);
	due.then_some(seal)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{ALL_OVER, BEFORE, REVEALING, SEALING_OVER, operator, task};

	const SEALED: Option<Response> = Some(Response::Sealed([1; 32]));

	#[test]
	fn nobody_reveals_while_another_may_still_seal() {
		let open = task(&[SEALED, None, SEALED]);
		assert_eq!(due(&open, &operator(1), BEFORE), None);
		assert_eq!(due(&open, &operator(1), SEALING_OVER), Some([1; 32]));
		let all = task(&[SEALED, Some(Response::Refused), SEALED]);
		assert_eq!(due(&all, &operator(1), BEFORE), Some([1; 32]));
	}

	#[test]
	fn only_who_sealed_reveals_and_once_and_in_time() {
		let revealed = Some(Response::Revealed([2; 32]));
		let open = task(&[SEALED, revealed, Some(Response::Refused)]);
		assert!(due(&open, &operator(1), REVEALING).is_some());
		for number in [2, 3, 4] {
			assert_eq!(due(&open, &operator(number), REVEALING), None);
		}
		assert_eq!(due(&open, &operator(1), ALL_OVER), None);
	}

	#[test]
	fn a_task_that_is_settled_is_revealed_for_its_pay() {
		let mut open = task(&[SEALED, None, SEALED]);
		open.draw.as_mut().unwrap().settled = Some([2; 32]);
		assert!(due(&open, &operator(1), REVEALING).is_some());
	}
}
