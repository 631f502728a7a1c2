// SPDX-License-Identifier: Apache-2.0
//! Erase a result: the patient had it erased from its receipt, so nothing of it stays here, but for what opens this
//! operator's seal as long as the task is not closed. Data rule 6.

use super::{
	Worker,
	registry::{Completion, Job},
};
use crate::{custody_rules, journal::JobKey};
use async_trait::async_trait;
use salus_chain::{AccountId, H256, events::Event};
use salus_primitives::RequestId;

/// Erases a result.
pub struct EraseResult(pub RequestId);

#[async_trait]
impl Job for EraseResult {
	fn trigger(event: &Event, _me: &AccountId) -> Option<JobKey> {
		match event {
			Event::ResultErased { request } => Some(JobKey::EraseResult(*request)),
			_ => None,
		}
	}

	async fn attempt(
		&self,
		worker: &Worker,
		_woken_by: Option<H256>,
	) -> anyhow::Result<Completion> {
		custody_rules::erase_result(&worker.custody, self.0).await?;
		// Which drops what is left of it, if the task is closed, or once it is.
		worker.remember_request(self.0);
		Ok(Completion::Done)
	}
}
