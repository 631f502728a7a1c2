//! Reconcile: what the chain's present state asks of this operator, whatever happened in blocks that it did not see.
//!
//! | kept here | the chain | job |
//! |---|---|---|
//! | a deposit that no record names yet | a version names it | keep |
//! | what is bound to a record | the record is erased | destroy |
//! | anything or nothing | a receipt of destruction is owed | destroy |
//! | no seal | this operator is drawn, and can still answer | assess |
//! | a result | its receipt names none any more | erase the result |

use super::{JobKey, Worker};
use crate::{
	chain::{BlockRef, answers::VersionInfo, questions},
	journal::{Deposit, DepositInfo, StoredResult},
	metrics,
	rpc::deposited_for,
};
use futures::{StreamExt, TryStreamExt, stream};
use salus_primitives::{RecordId, RequestId, VersionNumber};
use std::collections::BTreeSet;

/// Questions to the node beside each other.
const ASKED: usize = 16;

/// Everything that is to be done as of a block.
pub async fn wanted(worker: &Worker, block: BlockRef) -> anyhow::Result<BTreeSet<JobKey>> {
	let mut wanted: BTreeSet<JobKey> = adopt(worker, block).await?.into_iter().collect();
	let (deposits, results) = {
		let journal = &worker.custody.journal;
		(journal.deposits()?, journal.results()?)
	};
	let bound = |deposit: &Deposit| deposit.info.bound_to;
	let records: BTreeSet<RecordId> = deposits
		.iter()
		.filter_map(bound)
		.map(|(record, _)| record)
		.collect();
	let unbound = deposits.iter().filter(|deposit| bound(deposit).is_none());

	let named = each(unbound, |deposit| async move {
		let named = named_by(worker, deposit, block).await?;
		Ok(named.map(|(record, version)| JobKey::Keep(record, version)))
	});
	let erased = each(records, |record| async move {
		let tombstone = questions::tombstone(&*worker.node, record, block.hash).await?;
		Ok(tombstone.map(|_| JobKey::Destroy(record)))
	});
	let owed = each(
		worker.node.destructions_owed(block.hash).await?,
		|record| async move {
			let owed = owes(worker, record, block).await?;
			Ok(owed.then_some(JobKey::Destroy(record)))
		},
	);
	let gone = each(results, |request| async move {
		let gone = is_erased(worker, request, block).await?;
		Ok(gone.then_some(JobKey::EraseResult(request)))
	});
	wanted.extend(named.await?);
	wanted.extend(erased.await?);
	wanted.extend(owed.await?);
	wanted.extend(gone.await?);
	let drawn = questions::requests_for(&*worker.node, &worker.account(), block.hash).await?;
	wanted.extend(drawn.into_iter().map(JobKey::Assess));
	Ok(wanted)
}

/// Asks of each, some at a time, and gives what came of it.
async fn each<Item, Asked>(
	items: impl IntoIterator<Item = Item>,
	ask: impl Fn(Item) -> Asked,
) -> anyhow::Result<Vec<JobKey>>
where
	Asked: Future<Output = anyhow::Result<Option<JobKey>>>,
{
	let asked = stream::iter(items).map(ask).buffer_unordered(ASKED);
	asked
		.try_filter_map(|found| std::future::ready(Ok(found)))
		.try_collect()
		.await
}

/// The version that names a deposit as its author made it, with this operator as a custodian.
pub async fn named_by(
	worker: &Worker,
	deposit: &Deposit,
	block: BlockRef,
) -> anyhow::Result<Option<(RecordId, VersionNumber)>> {
	let Some(record) = worker.node.record_of(&deposit.info.cid, block.hash).await? else {
		return Ok(None);
	};
	let versions = questions::provenance(&*worker.node, record, block.hash).await?;
	let names = |version: &&VersionInfo| {
		version.key_commitment == deposit.key_commitment
			&& deposited_for(&deposit.info, version)
			&& version.custodians.contains(&worker.account())
	};
	Ok(versions
		.iter()
		.find(names)
		.map(|version| (version.record, version.version)))
}

/// Whether the chain waits for this operator's receipt of destruction.
pub async fn owes(worker: &Worker, record: RecordId, block: BlockRef) -> anyhow::Result<bool> {
	let me = worker.account();
	let destructions = questions::destructions(&*worker.node, record, block.hash).await?;
	Ok(destructions
		.iter()
		.any(|owed| owed.custodian == me && owed.destroyed_at.is_none()))
}

/// Whether the patient had a result erased that is kept here.
async fn is_erased(worker: &Worker, request: RequestId, block: BlockRef) -> anyhow::Result<bool> {
	let Some(StoredResult::Output { .. }) = worker.custody.journal.result(request)? else {
		return Ok(false);
	};
	let receipt = questions::receipt(&*worker.node, request, block.hash).await?;
	// The receipt of an open model holds the output, and never named a result.
	Ok(receipt.is_some_and(|receipt| receipt.result.is_none() && receipt.output.is_none()))
}

/// Takes back into keeping the shares that lie on the disk and that the journal does not know, as after the loss of the
/// journal, if versions on chain count on them; their documents are still to be kept. Every record is looked at, which
/// takes long: only when there are some.
pub async fn adopt(worker: &Worker, block: BlockRef) -> anyhow::Result<Vec<JobKey>> {
	let journal = &worker.custody.journal;
	let aside: BTreeSet<[u8; 32]> = journal.set_aside()?.into_iter().collect();
	metrics::set_aside(aside.len());
	if aside.is_empty() {
		return Ok(Vec::new());
	}
	let records = worker.node.records(block.hash).await?;
	tracing::warn!(
		shares = aside.len(),
		records = records.len(),
		"shares that the journal does not know are looked for in all records"
	);
	let me = worker.account();
	let mut versions = stream::iter(records)
		.map(|record| questions::provenance(&*worker.node, record, block.hash))
		.buffer_unordered(ASKED);
	let deposited_at = worker.custody.chain.moment(block.hash).await?;
	let mut adopted = Vec::new();
	while let Some(versions) = versions.try_next().await? {
		for version in versions {
			if !version.custodians.contains(&me) || !aside.contains(&version.key_commitment) {
				continue;
			}
			let info = DepositInfo {
				depositor: version.author.clone().into(),
				cid: version.cid,
				size: version.size,
				deposited_at,
				bound_to: Some((version.record, version.version)),
			};
			match journal.adopt(&version.key_commitment, &info) {
				Ok(()) => adopted.push(JobKey::Keep(version.record, version.version)),
				// The others are not kept for it.
				Err(cause) => tracing::error!(%cause, "a share that is set aside can't be kept"),
			}
		}
	}
	let left = journal.set_aside()?.len();
	metrics::set_aside(left);
	tracing::warn!(adopted = adopted.len(), left, "shares are in keeping again");
	Ok(adopted)
}
