// SPDX-License-Identifier: Apache-2.0
//! What a custodian erases, and how.

use super::Custody;
use salus_primitives::{RecordId, RequestId};

/// Destroys every share, document and result kept of a record. Data rule 6.
pub async fn destroy_record(custody: &Custody, record: RecordId) -> anyhow::Result<()> {
	let block = custody.chain.finalized().await?;
	let now = custody.chain.moment(block.hash).await?;
	for placement in custody.journal.placements_of(record)? {
		let _erasing = custody.erasing.lock().await;
		custody.store.erase(&placement.info.cid).await?;
		custody.journal.erase_share(&placement.key_commitment, now)?;
	}
	// A result tells of every record that it was made from, and the job's key opens it.
	for request in custody.journal.results_of(record)? {
		erase_result(custody, request).await?;
	}
	Ok(())
}

/// Erases what is kept of a result.
pub async fn erase_result(custody: &Custody, request: RequestId) -> anyhow::Result<()> {
	let _erasing = custody.erasing.lock().await;
	if let Some(result) = custody.journal.result(request)?
		&& let Some(document) = result.document()
	{
		custody.store.erase(&document).await?;
	}
	custody.journal.forget_result(request)?;
	Ok(())
}
