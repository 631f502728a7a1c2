//! Reconcile: what the chain's present state asks of this operator, whatever happened in blocks that it did not see.
//!
//! | kept here | the chain | job |
//! |---|---|---|
//! | a deposit that no record names yet | a version names it | keep |
//! | what is bound to a record | the record is erased | destroy |
//! | anything or nothing | a receipt of destruction is owed | destroy |
//! | no seal | this operator is drawn, and can still answer | assess |
//! | a result | its receipt names none any more, or request and receipt are gone | erase the result |
//! | a result | a record that it was made of is erased | destroy |
//! | a share that the journal does not know | a version names it | keep |

use super::{JobKey, Worker};
use crate::{
	chain::{BlockRef, answers::VersionInfo, questions},
	journal::{Deposit, DepositInfo, JournalError, StoredResult},
	metrics,
	rpc::deposited_for,
};
use futures::{StreamExt, TryStreamExt, stream};
use salus_primitives::{Moment, RecordId, RequestId, VersionNumber};
use std::collections::BTreeSet;

/// Questions to the node beside each other.
const ASKED: usize = 16;

/// What is to be done.
pub struct Reconciliation {
	pub jobs: BTreeSet<JobKey>,
	/// Why there may be more: something could not be asked or read.
	pub incomplete: Option<anyhow::Error>,
}

impl Reconciliation {
	/// Takes over what was found, and the last error.
	fn add(&mut self, parts: Parts) {
		for part in parts {
			match part {
				Ok(jobs) => self.jobs.extend(jobs),
				Err(cause) => self.incomplete = Some(cause),
			}
		}
	}
}

type Parts = Vec<anyhow::Result<Vec<JobKey>>>;

/// Everything that is to be done as of a block. What can't be told of one entry keeps none of the others. `results` are
/// those that were kept before the block was asked for: of a later one the block need not know the request.
pub async fn wanted(
	worker: &Worker,
	block: BlockRef,
	results: Vec<RequestId>,
) -> anyhow::Result<Reconciliation> {
	let journal = &worker.custody.journal;
	let seen = journal.cursor()?.map_or(0, |seen| seen.number);
	anyhow::ensure!(
		seen <= block.number,
		"the node is at block {}, and this worker has seen block {seen}",
		block.number
	);
	// What has the least time comes first.
	let drawn = questions::requests_for(&*worker.node, &worker.account(), block.hash).await?;
	let mut wanted = Reconciliation {
		jobs: drawn.into_iter().map(JobKey::Assess).collect(),
		incomplete: None,
	};
	let deposits = journal.deposits()?;
	let bound = |deposit: &Deposit| deposit.info.bound_to;
	let records: BTreeSet<RecordId> = deposits
		.iter()
		.filter_map(bound)
		.map(|(record, _)| record)
		.collect();
	let unbound = deposits.iter().filter(|deposit| bound(deposit).is_none());
	let named = each(unbound, |deposit| async move {
		let named = named_by(worker, deposit, block).await?;
		let keep = named.map(|(record, version)| JobKey::Keep(record, version));
		Ok(keep.into_iter().collect())
	});
	wanted.add(named.await);
	let erased = each(records, |record| is_erased(worker, record, block));
	wanted.add(erased.await);
	let owed = each(
		worker.node.destructions_owed(block.hash).await?,
		|record| async move {
			let owed = owes(worker, record, block).await?;
			Ok(owed
				.then_some(JobKey::Destroy(record))
				.into_iter()
				.collect())
		},
	);
	wanted.add(owed.await);
	let gone = each(results, |request| is_gone(worker, request, block));
	wanted.add(gone.await);
	match adopt(worker, block).await {
		Ok(adopted) => wanted.jobs.extend(adopted.jobs),
		Err(cause) => wanted.incomplete = Some(cause),
	}
	Ok(wanted)
}

/// Asks of each, some at a time, and gives what came of it.
async fn each<Item, Asked>(
	items: impl IntoIterator<Item = Item>,
	ask: impl Fn(Item) -> Asked,
) -> Parts
where
	Asked: Future<Output = anyhow::Result<Vec<JobKey>>>,
{
	let asked = stream::iter(items).map(ask).buffer_unordered(ASKED);
	asked.collect().await
}

async fn is_erased(
	worker: &Worker,
	record: RecordId,
	block: BlockRef,
) -> anyhow::Result<Vec<JobKey>> {
	let tombstone = questions::tombstone(&*worker.node, record, block.hash).await?;
	Ok(tombstone
		.map(|_| JobKey::Destroy(record))
		.into_iter()
		.collect())
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
			&& deposit.info.size == version.size
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

/// What asks for a result that is kept here to go: the patient, by its receipt; an erased record that it was made of; or
/// that nobody can ask for it any more, since its request failed and is closed.
async fn is_gone(
	worker: &Worker,
	request: RequestId,
	block: BlockRef,
) -> anyhow::Result<Vec<JobKey>> {
	let node = &*worker.node;
	let receipt = questions::receipt(node, request, block.hash).await?;
	let inputs = match &receipt {
		Some(receipt) => receipt.records.clone(),
		None => match questions::request(node, request, block.hash).await? {
			Some(open) => open.records,
			None => return Ok(vec![JobKey::EraseResult(request)]),
		},
	};
	let mut gone = Vec::new();
	for input in inputs {
		gone.extend(is_erased(worker, input.record, block).await?);
	}
	let kept = worker.custody.journal.result(request)?;
	// The receipt of an open model holds the output, and never named a result.
	let taken_back = receipt
		.as_ref()
		.is_some_and(|receipt| receipt.result.is_none() && receipt.output.is_none());
	if taken_back && matches!(kept, Some(StoredResult::Output { .. })) {
		gone.push(JobKey::EraseResult(request));
	}
	Ok(gone)
}

/// What the chain says of shares that are set aside.
#[derive(Default)]
pub struct Adopted {
	/// To keep the documents of those that are in keeping again.
	pub jobs: Vec<JobKey>,
	/// All that a version with this operator names, whether or not they could be taken.
	pub counted_on: BTreeSet<[u8; 32]>,
}

/// Takes back into keeping the shares that lie on the disk and that the journal does not know, as after the loss of the
/// journal, if versions on chain count on them; their documents are still to be kept. Every record is read, which takes
/// long: only when there are some.
pub async fn adopt(worker: &Worker, block: BlockRef) -> anyhow::Result<Adopted> {
	let journal = &worker.custody.journal;
	let aside: BTreeSet<[u8; 32]> = journal.set_aside()?.into_iter().collect();
	metrics::set_aside(aside.len());
	if aside.is_empty() {
		return Ok(Adopted::default());
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
	let mut adopted = Adopted::default();
	while let Some(versions) = versions.try_next().await? {
		for version in versions {
			let commitment = version.key_commitment;
			if !version.custodians.contains(&me) || !aside.contains(&commitment) {
				continue;
			}
			adopted.counted_on.insert(commitment);
			match take_back(worker, &version, deposited_at) {
				Ok(job) => adopted.jobs.push(job),
				// Another version may be the one: anybody can copy a commitment. The others are not kept for it.
				Err(cause) => {
					tracing::warn!(%cause, "a share that is set aside was not taken back")
				}
			}
		}
	}
	let left = journal.set_aside()?.len();
	metrics::set_aside(left);
	tracing::warn!(
		adopted = adopted.jobs.len(),
		left,
		"shares are in keeping again"
	);
	Ok(adopted)
}

/// Takes a share into keeping again. That its document is to be kept is noted before, so that it is not forgotten.
fn take_back(
	worker: &Worker,
	version: &VersionInfo,
	deposited_at: Moment,
) -> Result<JobKey, JournalError> {
	let journal = &worker.custody.journal;
	let keep = JobKey::Keep(version.record, version.version);
	let info = DepositInfo {
		depositor: version.author.clone().into(),
		cid: version.cid,
		size: version.size,
		deposited_at,
		bound_to: Some((version.record, version.version)),
	};
	journal.begin::<()>(&keep.to_string())?;
	journal.adopt(&version.key_commitment, &info)?;
	Ok(keep)
}
