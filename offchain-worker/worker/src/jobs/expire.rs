// SPDX-License-Identifier: Apache-2.0
//! Expire: a share that no record names within an hour is dropped, and so is a document for which no share was placed:
//! nobody fills a custodian's disk for nothing.

use super::{
	Worker,
	keep::Keep,
	leftovers::Leftovers,
	reconcile,
	registry::{Job, Watch, WatchKey},
};
use crate::{
	custody_rules::drop_share,
	journal::{JobKey, Placement},
};
use async_trait::async_trait;
use salus_chain::BlockRef;
use salus_primitives::{Cid, Moment};
use std::{collections::BTreeSet, time::Duration};

/// How long a share waits for its record, in milliseconds of the on-chain clock. Data rule 8.
const UNBOUND_SHARE_TTL: Moment = 60 * 60 * 1_000;
/// A sweep for placements every so many blocks is often enough, and one for documents.
const PLACEMENTS_EVERY: u32 = 10;
const DOCUMENTS_EVERY: u32 = 600;
/// Blocks by which finality may lag where the state decides that something is of no use any more.
const MOST_LAG: u32 = 100;

/// Drops what nobody names.
pub struct Expire;

#[async_trait]
impl Watch for Expire {
	fn trigger(_worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		vec![WatchKey::Expire]
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		if block.number.is_multiple_of(DOCUMENTS_EVERY) {
			if let Err(cause) = sweep_leftovers(worker).await {
				// What nothing pins is not kept for it.
				tracing::warn!(cause = format!("{cause:#}"), "leftovers were not erased");
			}
			collect_garbage(worker).await?;
		}
		if !block.number.is_multiple_of(PLACEMENTS_EVERY) {
			return Ok(());
		}
		let now = custody.chain.moment(block.hash).await?;
		for placement in custody.journal.unbound_before(now.saturating_sub(UNBOUND_SHARE_TTL))? {
			match drop_or_bind(worker, &placement, block).await {
				Ok(true) => tracing::info!("a share that no record named was dropped"),
				Ok(false) => tracing::warn!("a share was bound to its record late"),
				// The others are not kept for it.
				Err(cause) => {
					tracing::warn!(cause = format!("{cause:#}"), "a share was not dropped")
				}
			}
		}
		destroy_set_aside(worker, block, now).await
	}
}

/// Erases what is pinned and named by nothing, if it was at the last sweep, too.
async fn sweep_leftovers(worker: &Worker) -> anyhow::Result<()> {
	let mut before = worker.leftovers.lock().await;
	let leftovers = Leftovers::of(&worker.custody, &worker.models)?;
	*before = leftovers.erase_again_found(&before).await?;
	Ok(())
}

/// Erases what belongs to no document that is kept. Not while a kept one is without its pin, as after a repair that
/// found no peer: its good blocks would go, and they may be the last.
async fn collect_garbage(worker: &Worker) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let pinned: BTreeSet<Cid> = custody.store.pins().await?.into_iter().collect();
	let placements = custody.journal.placements()?;
	let without = placements
		.iter()
		.filter(|placement| {
			placement.info.bound_to.is_some() && !pinned.contains(&placement.info.cid)
		})
		.count();
	if without > 0 {
		tracing::warn!(documents = without, "kept without a pin: no garbage is collected");
		return Ok(());
	}
	custody.store.collect_garbage().await?;
	Ok(())
}

/// A share that the journal does not know is kept for as long as one that no record names, and destroyed only if no
/// record counts on it.
async fn destroy_set_aside(worker: &Worker, block: BlockRef, now: Moment) -> anyhow::Result<()> {
	let journal = &worker.custody.journal;
	// By both clocks: that of a chain which is just being synchronised runs fast, and knows no later records.
	let (by_chain, by_machine) = worker.started;
	let over = now >= by_chain.saturating_add(UNBOUND_SHARE_TTL)
		&& by_machine.elapsed() >= Duration::from_millis(UNBOUND_SHARE_TTL);
	if !over || journal.set_aside()?.is_empty() {
		return Ok(());
	}
	let chain = &*worker.custody.chain;
	let lag = chain.best_number().await?.saturating_sub(block.number);
	if chain.is_syncing().await? || lag > MOST_LAG {
		return Ok(());
	}
	let adopted = reconcile::adopt(worker, block).await?;
	for job in adopted.jobs {
		if let JobKey::Keep(record, version) = job
			&& let Err(cause) = (Keep { record, version }).attempt(worker, None).await
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

/// Drops a placement, unless a record names it, as in a block that this operator did not see. Whether it was dropped.
async fn drop_or_bind(
	worker: &Worker,
	placement: &Placement,
	block: BlockRef,
) -> anyhow::Result<bool> {
	let Some((record, version)) = reconcile::named_by(worker, placement, block).await? else {
		// Another may have placed a share for the same document while it was on its way: then that is theirs to keep.
		drop_share(&worker.custody, placement, None).await?;
		return Ok(true);
	};
	let journal = &worker.custody.journal;
	journal.bind(&placement.key_commitment, record, version)?;
	Ok(false)
}
