//! Expire: a deposit that no record names within an hour is dropped, and so is a document that came with
//! no deposit: nobody fills a custodian's disk for nothing.

use super::{JobKey, Worker};
use crate::{chain::BlockRef, journal::Deposit};
use salus_primitives::Moment;

/// How long a deposit waits for its record, in milliseconds of the on-chain clock. Data rule 8.
const PATIENCE: Moment = 60 * 60 * 1_000;
/// Looking for deposits every so many blocks is often enough, and for documents.
const DEPOSITS_EVERY: u32 = 10;
const DOCUMENTS_EVERY: u32 = 600;

pub async fn poll(worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
	let custody = &worker.custody;
	if block.number.is_multiple_of(DOCUMENTS_EVERY) {
		custody.store.collect_garbage().await?;
	}
	if !block.number.is_multiple_of(DEPOSITS_EVERY) {
		return Ok(());
	}
	// A record may name a deposit, and the job that notes it not have come to it.
	if worker
		.open_jobs()?
		.into_iter()
		.any(|open| matches!(open, JobKey::Keep(..)))
	{
		return Ok(());
	}
	let now = custody.chain.moment(block.hash).await?;
	for deposit in custody
		.journal
		.unbound_before(now.saturating_sub(PATIENCE))?
	{
		match drop_deposit(worker, &deposit).await {
			Ok(()) => tracing::info!("a deposit that no record named was dropped"),
			// The others are not kept for it.
			Err(cause) => tracing::warn!(cause = format!("{cause:#}"), "a deposit was not dropped"),
		}
	}
	Ok(())
}

/// Another may have deposited for the same document while it was on its way: then it is theirs to keep.
async fn drop_deposit(worker: &Worker, deposit: &Deposit) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let shared = custody.journal.deposits()?.into_iter().any(|other| {
		other.info.cid == deposit.info.cid && other.key_commitment != deposit.key_commitment
	});
	if !shared {
		custody.store.erase(&deposit.info.cid).await?;
	}
	custody.journal.destroy_share(&deposit.key_commitment)?;
	Ok(())
}
