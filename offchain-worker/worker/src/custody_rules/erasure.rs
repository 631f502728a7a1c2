// SPDX-License-Identifier: Apache-2.0
//! What a custodian erases, and how.

use super::Custody;
use crate::journal::Placement;
use salus_primitives::{Moment, RecordId, RequestId};

/// Destroys every share, document and result kept of a record, but for what opens a seal. Data rule 6.
pub async fn destroy_record(custody: &Custody, record: RecordId) -> anyhow::Result<()> {
	let block = custody.chain.finalized().await?;
	let now = custody.chain.moment(block.hash).await?;
	for placement in custody.journal.placements_of(record)? {
		let _erasing = custody.erasing.lock().await;
		// Another record may name the same document: whoever copies its CID into a record of their own, and erases that,
		// takes nothing from anybody.
		if !custody.journal.shares_its_document(&placement)? {
			custody.store.erase(&placement.info.cid).await?;
		}
		custody.journal.erase_share(&placement.key_commitment, now)?;
	}
	// A result tells of every record that it was made from, and the job's key opens it.
	for request in custody.journal.results_of(record)? {
		erase_result(custody, request).await?;
	}
	Ok(())
}

/// Destroys a share that this operator is not to keep, and its document, unless another share is kept for that. `erased_at`
/// has its name refused for a while, so that nobody brings it back by a request that they recorded; what no record ever
/// named may come again.
pub async fn drop_share(
	custody: &Custody,
	placement: &Placement,
	erased_at: Option<Moment>,
) -> anyhow::Result<()> {
	let (store, cid) = (&custody.store, &placement.info.cid);
	let _erasing = custody.erasing.lock().await;
	// What never came would have all that is not pinned collected: others' uploads, too.
	if !custody.journal.shares_its_document(placement)?
		&& (store.is_pinned(cid).await? || store.has(cid).await?)
	{
		store.erase(cid).await?;
	}
	match erased_at {
		Some(at) => custody.journal.erase_share(&placement.key_commitment, at)?,
		None => custody.journal.destroy_share(&placement.key_commitment)?,
	};
	Ok(())
}

/// Erases the document of a result. What opens this operator's seal stays, a salted hash and the CID that the document
/// had: whoever has sealed and does not reveal was absent. It goes once the task is closed (`jobs/close.rs`). Of a refusal
/// nothing stays.
pub async fn erase_result(custody: &Custody, request: RequestId) -> anyhow::Result<()> {
	let _erasing = custody.erasing.lock().await;
	erase_document(custody, request).await?;
	custody.journal.erase_result(request)?;
	Ok(())
}

/// Erases all that is kept of a result, also what opens a seal: of a task that is closed, or if it opens none.
pub async fn forget_result(custody: &Custody, request: RequestId) -> anyhow::Result<()> {
	let _erasing = custody.erasing.lock().await;
	erase_document(custody, request).await?;
	custody.journal.forget_result(request)?;
	Ok(())
}

/// Whoever calls it holds the lock.
async fn erase_document(custody: &Custody, request: RequestId) -> anyhow::Result<()> {
	let store = &custody.store;
	if let Some(result) = custody.journal.result(request)?
		&& let Some(document) = result.document()
		// Before revealing it is in the journal alone.
		&& (store.is_pinned(&document).await? || store.has(&document).await?)
	{
		store.erase(&document).await?;
	}
	Ok(())
}
