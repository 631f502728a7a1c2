// SPDX-License-Identifier: Apache-2.0
//! Fetch a result: its document is not here, as after an old backup was restored. Operators that came to the same keep
//! the same, so one of them gives it. Whoever asks for it tells what it found: so nobody does who still has it in the
//! journal, where it waits until revealing has begun.

use super::{
	Worker,
	registry::{Completion, Job},
};
use crate::{ipfs::StoreError, journal::JobKey};
use async_trait::async_trait;
use salus_chain::{AccountId, H256, events::Event};
use salus_primitives::RequestId;
use std::time::Duration;

/// So long after its start an operator asks the others for a result: each of them may have had another.
const ASKED_FOR: Duration = Duration::from_secs(10 * 60);

/// Fetches the document of a result that is kept.
pub struct FetchResult(pub RequestId);

#[async_trait]
impl Job for FetchResult {
	/// None: `reconcile.rs` finds what is missing.
	fn trigger(_event: &Event, _me: &AccountId) -> Option<JobKey> {
		None
	}

	async fn attempt(
		&self,
		worker: &Worker,
		_woken_by: Option<H256>,
	) -> anyhow::Result<Completion> {
		let request = self.0;
		let custody = &worker.custody;
		let kept = custody.journal.result(request)?;
		let Some(document) = kept.and_then(|result| result.document()) else {
			return Ok(Completion::Done);
		};
		if custody.journal.is_unpublished(request)? {
			return Ok(Completion::Done);
		}
		match worker.pin(&document, None).await {
			Ok(()) => {}
			Err(cause) if worker.started.1.elapsed() >= ASKED_FOR && is_not_found(&cause) => {
				return Ok(Completion::Refused(
					"no other operator has the result: asked for again at the next start".into(),
				));
			}
			Err(cause) => return Err(cause),
		}
		// Data rule 6: it may have been erased while it was on its way. Whatever erases it forgets it under the same
		// lock.
		let _erasing = custody.erasing.lock().await;
		let kept = custody.journal.result(request)?.and_then(|result| result.document());
		if kept != Some(document) {
			custody.store.erase(&document).await?;
		}
		Ok(Completion::Done)
	}
}

pub(super) fn is_not_found(cause: &anyhow::Error) -> bool {
	matches!(cause.downcast_ref::<StoreError>(), Some(StoreError::NotFound { .. }))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::Cid;

	#[test]
	fn only_what_nobody_has_is_given_up() {
		let missing = StoreError::NotFound { cid: Cid::raw([1; 32]), seconds: 30 };
		assert!(is_not_found(&missing.into()));
		assert!(!is_not_found(&StoreError::TooLarge.into()));
		assert!(!is_not_found(&anyhow::anyhow!("another")));
	}
}
