// SPDX-License-Identifier: Apache-2.0
//! End accusations: of any operator, when its time is over. It costs no fee and somebody has to, since an accused
//! operator's bond stays bound meanwhile: the operators in service take turns.

use super::{
	Worker,
	registry::{Watch, WatchKey},
	seat::{Now, takes_turn},
};
use async_trait::async_trait;
use salus_chain::{
	AccountId, BlockRef, ChainError,
	calls::quorum,
	queries::{self, Balance},
};
use salus_primitives::quorum::{Accusation, TaskId};
use std::collections::BTreeSet;

/// Accusations are read every so many blocks.
const EVERY: u32 = 10;

/// Ends the accusations whose time is over.
pub struct EndAccusations;

#[async_trait]
impl Watch for EndAccusations {
	fn trigger(_worker: &Worker, block: BlockRef) -> Vec<WatchKey> {
		let due = block.number.is_multiple_of(EVERY);
		due.then_some(WatchKey::EndAccusations).into_iter().collect()
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let chain = &*worker.custody.chain;
		let tasks: BTreeSet<TaskId> = chain.accused_tasks(block.hash).await?.into_iter().collect();
		if tasks.is_empty() {
			return Ok(());
		}
		let operators = queries::operators(chain, block.hash).await?;
		let mut operators: Vec<&AccountId> =
			operators.iter().map(|operator| &operator.id).collect();
		operators.sort_unstable();
		if !takes_turn(&operators, &worker.account(), block.number / EVERY) {
			return Ok(());
		}
		let now = Now::at(worker, block).await?;
		for task in tasks {
			for accused in queries::accusations(chain, task, block.hash).await? {
				if is_over(&accused.item, now) {
					end(worker, task, &accused.id).await?;
				}
			}
		}
		Ok(())
	}
}

/// Whether nobody may do anything about it any more.
fn is_over(accusation: &Accusation<Balance>, now: Now) -> bool {
	let until = match &accusation.challenge {
		Some(challenge) => challenge.ruling_until,
		None => accusation.challenge_until,
	};
	now.is_past(&until)
}

async fn end(worker: &Worker, task: TaskId, operator: &AccountId) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let call = quorum::end_accusation(task, operator);
	match custody.chain.submit(&custody.signer, call).await {
		Ok(_) => tracing::info!(%task, "an accusation ended"),
		// Somebody else was first.
		Err(cause @ ChainError::Refused { .. }) => {
			tracing::info!(%task, %cause, "an accusation was not ended by us");
		}
		Err(cause) => return Err(cause.into()),
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::quorum::{Challenge, Deadline, Fault};

	#[test]
	fn an_accusation_is_over_with_its_own_time_or_the_ruling_s() {
		let challenge_until = Deadline { moment: 300, block: 30 };
		let ruling_until = Deadline { moment: 400, block: 40 };
		let mut accusation = Accusation { fault: Fault::Absence, challenge_until, challenge: None };
		let over = |accusation: &Accusation<Balance>, moment, block| {
			is_over(accusation, Now { moment, block })
		};
		assert!(over(&accusation, 300, 30));
		// Data rule 8.
		assert!(!over(&accusation, 9_000, 29) && !over(&accusation, 299, 900));
		accusation.challenge = Some(Challenge { deposit: 1, ruling_until });
		assert!(!over(&accusation, 300, 30));
		assert!(over(&accusation, 400, 40));
	}
}
