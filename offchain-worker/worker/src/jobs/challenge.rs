// SPDX-License-Identifier: Apache-2.0
//! Challenge: this operator is accused of an absence, and its journal shows that it sent what was wanted of it in time,
//! and that it was lost from sight: somebody may have kept it out of the blocks. People judge that. An absence that was
//! one, and a deviation, are not disputed by a machine: a deposit is at stake, and its operator may know more.

use super::{
	Worker,
	registry::{Watch, WatchKey},
	seat::Now,
};
use async_trait::async_trait;
use salus_chain::{
	BlockRef, ChainError,
	calls::quorum,
	events::Event,
	queries::{self, Balance},
};
use salus_primitives::quorum::{Accusation, Fault, TaskId};

/// Challenges an accusation of this operator.
pub struct Challenge(pub TaskId);

#[async_trait]
impl Watch for Challenge {
	fn notice(worker: &Worker, event: &Event) {
		match event {
			Event::Accused { task, operator, .. } if *operator == worker.account() => {
				worker.note_accused(*task);
			}
			_ => {}
		}
	}

	fn trigger(worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		worker.accused().into_iter().map(WatchKey::Challenge).collect()
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let task = self.0;
		let _turn = worker.polling.acquire().await?;
		let custody = &worker.custody;
		let chain = &*custody.chain;
		let accused = queries::accusations(chain, task, block.hash).await?;
		let own = accused.into_iter().find(|accused| accused.id == worker.account());
		let Some(accusation) = own.map(|own| own.item) else {
			worker.forget_accused(task);
			return Ok(());
		};
		let kept = custody.journal.result(task.into())?;
		let sent = kept.is_some_and(|kept| kept.lost);
		if !is_wrong(&accusation, sent, Now::at(worker, block).await?) {
			if accusation.challenge.is_none() {
				let fault = accusation.fault.code();
				tracing::warn!(%task, fault, "accused: bond is lost unless this is challenged by hand in time");
			}
			worker.forget_accused(task);
			return Ok(());
		}
		match chain.submit(&custody.signer, quorum::challenge(task)).await {
			Ok(_) => tracing::info!(%task, "challenged"),
			Err(cause @ ChainError::Refused { .. }) => {
				tracing::warn!(%task, %cause, "not challenged");
			}
			Err(cause) => return Err(cause.into()),
		}
		worker.forget_accused(task);
		Ok(())
	}
}

/// Whether an accusation is to be disputed: `sent` says that what it misses was sent.
fn is_wrong(accusation: &Accusation<Balance>, sent: bool, now: Now) -> bool {
	sent && accusation.fault == Fault::Absence
		&& accusation.challenge.is_none()
		&& !now.is_past(&accusation.challenge_until)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::quorum::{Challenge as Disputed, Deadline};

	const UNTIL: Deadline = Deadline { moment: 300, block: 30 };
	const NOW: Now = Now { moment: 250, block: 25 };

	fn accused(fault: Fault) -> Accusation<Balance> {
		Accusation { fault, challenge_until: UNTIL, challenge: None }
	}

	#[test]
	fn only_an_absence_of_what_was_sent_is_disputed() {
		assert!(is_wrong(&accused(Fault::Absence), true, NOW));
		assert!(!is_wrong(&accused(Fault::Absence), false, NOW), "it has no excuse");
		assert!(!is_wrong(&accused(Fault::Deviation), true, NOW));
	}

	#[test]
	fn it_is_disputed_once_and_in_time() {
		let over = Now { moment: 300, block: 30 };
		assert!(!is_wrong(&accused(Fault::Absence), true, over));
		// Data rule 8.
		assert!(is_wrong(&accused(Fault::Absence), true, Now { moment: 9_000, ..NOW }));
		let challenge = Some(Disputed { deposit: 1, ruling_until: UNTIL });
		assert!(!is_wrong(&Accusation { challenge, ..accused(Fault::Absence) }, true, NOW));
	}
}
