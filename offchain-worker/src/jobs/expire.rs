//! Expire: a deposit that no record names within an hour is dropped, and so is a document that came with
//! no deposit: nobody fills a custodian's disk for nothing.

use super::{JobKey, Worker, keep, reconcile};
use crate::{chain::BlockRef, journal::Deposit};
use salus_primitives::Moment;
use std::time::Duration;

/// How long a deposit waits for its record, in milliseconds of the on-chain clock. Data rule 8.
const PATIENCE: Moment = 60 * 60 * 1_000;
/// Looking for deposits every so many blocks is often enough, and for documents.
const DEPOSITS_EVERY: u32 = 10;
const DOCUMENTS_EVERY: u32 = 600;
/// Blocks by which finality may lag where the state decides that something is of no use any more.
const MOST_LAG: u32 = 100;

pub async fn poll(worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
	let custody = &worker.custody;
	if block.number.is_multiple_of(DOCUMENTS_EVERY) {
		custody.store.collect_garbage().await?;
	}
	if !block.number.is_multiple_of(DEPOSITS_EVERY) {
		return Ok(());
	}
	let now = custody.chain.moment(block.hash).await?;
	for deposit in custody
		.journal
		.unbound_before(now.saturating_sub(PATIENCE))?
	{
		match drop_or_bind(worker, &deposit, block).await {
			Ok(true) => tracing::info!("a deposit that no record named was dropped"),
			Ok(false) => tracing::warn!("a deposit was bound to its record late"),
			// The others are not kept for it.
			Err(cause) => tracing::warn!(cause = format!("{cause:#}"), "a deposit was not dropped"),
		}
	}
	destroy_set_aside(worker, block, now).await
}

/// What the journal does not know is kept for as long as a deposit, and destroyed only if no record counts on it.
async fn destroy_set_aside(worker: &Worker, block: BlockRef, now: Moment) -> anyhow::Result<()> {
	let journal = &worker.custody.journal;
	// By both clocks: that of a chain which is just being synchronised runs fast, and knows no later records.
	let (by_chain, by_machine) = worker.started;
	let over = now >= by_chain.saturating_add(PATIENCE)
		&& by_machine.elapsed() >= Duration::from_millis(PATIENCE);
	if !over || journal.set_aside()?.is_empty() {
		return Ok(());
	}
	let lag = worker
		.node
		.best_number()
		.await?
		.saturating_sub(block.number);
	if worker.node.is_syncing().await? || lag > MOST_LAG {
		return Ok(());
	}
	let adopted = reconcile::adopt(worker, block).await?;
	for job in adopted.jobs {
		if let JobKey::Keep(record, version) = job
			&& let Err(cause) = keep::attempt(worker, record, version, None).await
		{
			// Its job is noted, and taken up at the next start.
			tracing::warn!(cause = format!("{cause:#}"), "a document is not kept yet");
		}
	}
	for key_commitment in journal.set_aside()? {
		if adopted.counted_on.contains(&key_commitment) {
			continue;
		}
		journal.destroy_set_aside(&key_commitment)?;
		tracing::warn!("a share that neither journal nor chain knows was destroyed");
	}
	Ok(())
}

/// Drops a deposit, unless a record names it, as in a block that this operator did not see. Whether it was dropped.
async fn drop_or_bind(worker: &Worker, deposit: &Deposit, block: BlockRef) -> anyhow::Result<bool> {
	let Some((record, version)) = reconcile::named_by(worker, deposit, block).await? else {
		drop_deposit(worker, deposit).await?;
		return Ok(true);
	};
	let journal = &worker.custody.journal;
	journal.bind_deposit(&deposit.key_commitment, record, version)?;
	Ok(false)
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
