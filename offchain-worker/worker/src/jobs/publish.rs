// SPDX-License-Identifier: Apache-2.0
//! Publish: the encrypted result of a request goes from the journal, where it waits, to IPFS. Not before revealing has
//! begun: every drawn operator can derive the result's key, and so the CID of each output that it thinks of. Whoever
//! served a result while others may still seal would tell them which output was found, and they need not run the model.
//!
//! The one who reveals has it served before (`reveal.rs`), so whoever reads the receipt finds it. Killed at any step, the
//! worker begins with it again: what is in the store already is added once more, which changes nothing.

use crate::custody_rules::{Custody, erase_result};
use bytes::Bytes;
use salus_chain::queries;
use salus_primitives::RequestId;

/// Has the result of a request served, if it still waits. Only for a request in which nobody can seal any more.
pub async fn publish(custody: &Custody, request: RequestId) -> anyhow::Result<()> {
	if !custody.journal.is_unpublished(request)? {
		return Ok(());
	}
	// Data rule 6: an erasure that came while the model ran found nothing here.
	let block = custody.chain.finalized().await?;
	for record in custody.journal.records_of_result(request)? {
		if queries::tombstone(&*custody.chain, record, block.hash).await?.is_some() {
			return erase_result(custody, request).await;
		}
	}
	// A later one forgets it under the same lock.
	let _erasing = custody.erasing.lock().await;
	let Some(document) = custody.journal.unpublished(request)? else {
		return Ok(());
	};
	custody.store.add(Bytes::from(document)).await?;
	custody.journal.note_published(request)?;
	Ok(())
}
