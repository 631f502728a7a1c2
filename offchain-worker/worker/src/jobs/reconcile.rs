// SPDX-License-Identifier: Apache-2.0
//! Reconcile: what the chain's present state asks of this operator, whatever happened in blocks that it did not see.
//!
//! | kept here | the chain | job |
//! |---|---|---|
//! | a share that no record names yet | a version names it | keep |
//! | no share of a version | it names this operator, in another's place | keep |
//! | a share of a version | it names this operator for another sharing | keep, give up |
//! | the same | it names this operator no more | give up |
//! | what is bound to a record, without its document | the record is not erased | keep |
//! | what is bound to a record | the record is erased | destroy |
//! | anything or nothing | a receipt of destruction is owed | destroy; of a record that stands, give up |
//! | no result | this operator is drawn, and the request is not settled | assess (`assess/answered.rs`) |
//! | a result whose document is neither on IPFS nor waits here | it is still to be kept | fetch the result |
//! | a result | its receipt names none any more, or request and receipt are gone | erase the result |
//! | a result | a record that it was made of is erased | destroy |
//! | a share that the journal does not know | a version names it | keep |
//!
//! So it is also what makes an old backup harmless once it is restored: what was destroyed since it was made is destroyed
//! again, and the documents, which no backup holds, are fetched from the other custodians.

use super::{
	Worker,
	assess::records_of,
	changed_hands::{changed_hands, not_kept},
};
use crate::{
	custody_rules::{is_current, placed_for},
	journal::{JobKey, JournalError, Placement, PlacementInfo},
	metrics,
};
use futures::{StreamExt, TryStreamExt, stream};
use salus_chain::{AccountId, BlockRef, ChainError, queries};
use salus_core::Sharing;
use salus_primitives::{Cid, Moment, RecordId, RequestId, VersionNumber, WithId, records::Version};
use std::collections::{BTreeMap, BTreeSet};

/// Queries of the node beside each other.
const QUERIES: usize = 16;

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
pub async fn due(
	worker: &Worker,
	block: BlockRef,
	results: Vec<RequestId>,
) -> anyhow::Result<Reconciliation> {
	let (chain, journal) = (&*worker.custody.chain, &worker.custody.journal);
	let seen = journal.cursor()?.map_or(0, |seen| seen.number);
	anyhow::ensure!(
		seen <= block.number,
		"the node is at block {}, and this worker has seen block {seen}",
		block.number
	);
	// What has the least time comes first.
	let drawn = queries::open_tasks(chain, &worker.account(), block.hash).await?;
	let drawn = drawn.into_iter().map(|task| JobKey::Assess(task.into()));
	let mut due = Reconciliation { jobs: drawn.collect(), incomplete: None };
	let placements = journal.placements()?;
	let bound = |placement: &Placement| placement.info.bound_to;
	let mut records = BTreeMap::<RecordId, Vec<&Placement>>::new();
	for placement in &placements {
		if let Some((record, _)) = bound(placement) {
			records.entry(record).or_default().push(placement);
		}
	}
	let unbound = placements.iter().filter(|placement| bound(placement).is_none());
	let named = each(unbound, |placement| async move {
		let named = named_by(worker, placement, block).await?;
		let keep = named.map(|(record, version)| JobKey::Keep(record, version));
		Ok(keep.into_iter().collect())
	});
	due.add(named.await);
	let of_records = each(records, |(record, kept)| of_record(worker, record, kept, block));
	due.add(of_records.await);
	let owed = each(chain.destructions_owed(block.hash).await?, |record| async move {
		if !owes(worker, record, block).await? {
			return Ok(Vec::new());
		}
		let erased = is_erased(worker, record, block).await?;
		Ok(if erased.is_empty() { vec![JobKey::GiveUp(record)] } else { erased })
	});
	due.add(owed.await);
	match not_kept(worker, &placements, block).await {
		Ok(jobs) => due.jobs.extend(jobs),
		Err(cause) => due.incomplete = Some(cause),
	}
	let pinned: Option<BTreeSet<Cid>> = match worker.custody.store.pins().await {
		Ok(pinned) => Some(pinned.into_iter().collect()),
		Err(cause) => {
			due.incomplete = Some(cause.into());
			None
		}
	};
	if let Some(pinned) = &pinned {
		let missing = missing(&placements, pinned, &due.jobs);
		due.jobs.extend(missing);
	}
	let of_results = each(results, |request| of_result(worker, request, block, pinned.as_ref()));
	due.add(of_results.await);
	match adopt(worker, block).await {
		Ok(adopted) => due.jobs.extend(adopted.jobs),
		Err(cause) => due.incomplete = Some(cause),
	}
	Ok(due)
}

/// Queries of each, some at a time, and gives what came of it.
async fn each<Item, Queried>(
	items: impl IntoIterator<Item = Item>,
	query: impl Fn(Item) -> Queried,
) -> Parts
where
	Queried: Future<Output = anyhow::Result<Vec<JobKey>>>,
{
	let queried = stream::iter(items).map(query).buffer_unordered(QUERIES);
	queried.collect().await
}

async fn is_erased(
	worker: &Worker,
	record: RecordId,
	block: BlockRef,
) -> anyhow::Result<Vec<JobKey>> {
	let tombstone = queries::tombstone(&*worker.custody.chain, record, block.hash).await?;
	Ok(tombstone.map(|_| JobKey::Destroy(record)).into_iter().collect())
}

/// What a record asks for of which something is kept: that all of it goes, since it is erased; or, since custody of it has
/// changed hands, that what is new is kept and what is old goes.
async fn of_record(
	worker: &Worker,
	record: RecordId,
	kept: Vec<&Placement>,
	block: BlockRef,
) -> anyhow::Result<Vec<JobKey>> {
	let versions = queries::provenance(&*worker.custody.chain, record, block.hash).await?;
	if versions.is_empty() {
		return is_erased(worker, record, block).await;
	}
	Ok(changed_hands(record, &versions, &kept, &worker.account()))
}

/// The version that names a share as it was placed, with this operator as a custodian.
pub async fn named_by(
	worker: &Worker,
	placement: &Placement,
	block: BlockRef,
) -> anyhow::Result<Option<(RecordId, VersionNumber)>> {
	let (chain, me) = (&*worker.custody.chain, worker.account());
	// Others may have copied the CID into records of their own: those don't name this share.
	for record in chain.records_of(&placement.info.cid, block.hash).await? {
		let versions = queries::provenance(chain, record, block.hash).await?;
		let names = |WithId { id, item: version }: &&WithId<VersionNumber, Version<AccountId>>| {
			is_current(placement, (record, *id), version, &me)
				&& placed_for(&placement.info, version)
				&& placement.info.size == version.length
		};
		if let Some(version) = versions.iter().find(names) {
			return Ok(Some((record, version.id)));
		}
	}
	Ok(None)
}

/// Whether the chain waits for this operator's receipt of destruction.
pub async fn owes(worker: &Worker, record: RecordId, block: BlockRef) -> anyhow::Result<bool> {
	let me = worker.account();
	let destructions = queries::destructions(&*worker.custody.chain, record, block.hash).await?;
	Ok(destructions.iter().any(|owed| owed.custodian == me && owed.destroyed_at.is_none()))
}

/// The versions that are kept here without their documents, but for records that are to be destroyed.
fn missing(
	placements: &[Placement],
	pinned: &BTreeSet<Cid>,
	due: &BTreeSet<JobKey>,
) -> Vec<JobKey> {
	let without = placements.iter().filter(|placement| !pinned.contains(&placement.info.cid));
	without
		.filter_map(|placement| placement.info.bound_to)
		.filter(|(record, _)| !due.contains(&JobKey::Destroy(*record)))
		.map(|(record, version)| JobKey::Keep(record, version))
		.collect()
}

/// What a result that is kept here asks for: that it goes, since the patient took it from its receipt, a record that it
/// was made of is erased, or nobody can ask for it any more, its request having failed and been closed; else that its
/// document comes back.
async fn of_result(
	worker: &Worker,
	request: RequestId,
	block: BlockRef,
	pinned: Option<&BTreeSet<Cid>>,
) -> anyhow::Result<Vec<JobKey>> {
	let (chain, journal) = (&*worker.custody.chain, &worker.custody.journal);
	// What is kept tells whether an accusation is wrong.
	if worker.is_accused(request.into()) {
		return Ok(Vec::new());
	}
	let receipt = queries::receipt(chain, request, block.hash).await?;
	let records: Vec<RecordId> = match &receipt {
		Some(receipt) => {
			let inputs = [receipt.job].into_iter().chain(receipt.inputs.iter().copied());
			inputs.map(|input| input.record).collect()
		}
		None => match queries::request(chain, request, block.hash).await? {
			Some(open) => records_of(&open.request),
			None => return Ok(vec![JobKey::EraseResult(request)]),
		},
	};
	let mut due = Vec::new();
	for record in records {
		due.extend(is_erased(worker, record, block).await?);
	}
	let Some(document) = journal.result(request)?.and_then(|result| result.document()) else {
		return Ok(due);
	};
	if receipt.is_some_and(|receipt| receipt.result.is_none()) {
		due.push(JobKey::EraseResult(request));
	}
	let is_missing = pinned.is_some_and(|pinned| !pinned.contains(&document));
	// What waits to be published is not missing.
	if due.is_empty() && is_missing && !journal.is_unpublished(request)? {
		due.push(JobKey::FetchResult(request));
	}
	Ok(due)
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
	let records = worker.custody.chain.records(block.hash).await?;
	tracing::warn!(
		shares = aside.len(),
		records = records.len(),
		"shares that the journal does not know are searched for in all records"
	);
	let me = worker.account();
	let mut versions = stream::iter(records)
		.map(|record| async move {
			let versions = queries::provenance(&*worker.custody.chain, record, block.hash).await?;
			Ok::<_, ChainError>((record, versions))
		})
		.buffer_unordered(QUERIES);
	let placed_at = worker.custody.chain.moment(block.hash).await?;
	let mut adopted = Adopted::default();
	while let Some((record, versions)) = versions.try_next().await? {
		for WithId { id, item: version } in versions {
			let share_name = Sharing::of(record, id, &version).share_name();
			if !aside.contains(&share_name) {
				continue;
			}
			// Whoever has left may be asked for it still: it gives it up like any other.
			if !version.custodians.contains(&me) {
				if !owes(worker, record, block).await? {
					continue;
				}
				journal.begin(JobKey::GiveUp(record))?;
				adopted.jobs.push(JobKey::GiveUp(record));
			}
			adopted.counted_on.insert(share_name);
			match take_back(worker, (record, id), &version, placed_at) {
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
	tracing::warn!(adopted = adopted.jobs.len(), left, "shares are in keeping again");
	Ok(adopted)
}

/// Takes a share into keeping again. That its document is to be kept is noted before, so that it is not forgotten.
fn take_back(
	worker: &Worker,
	bound_to: (RecordId, VersionNumber),
	version: &Version<AccountId>,
	placed_at: Moment,
) -> Result<JobKey, JournalError> {
	let journal = &worker.custody.journal;
	let keep = JobKey::Keep(bound_to.0, bound_to.1);
	let info = PlacementInfo {
		placed_by: version.placed_by().clone().into(),
		cid: version.cid,
		size: version.length,
		placed_at,
		bound_to: Some(bound_to),
	};
	journal.begin(keep)?;
	let share_name = Sharing::of(bound_to.0, bound_to.1, version).share_name();
	journal.adopt(&share_name, &info)?;
	Ok(keep)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::placement;

	#[test]
	fn what_is_kept_without_its_document_is_fetched_unless_it_is_to_go() {
		let kept = |document, bound_to: Option<(u64, u32)>| Placement {
			key_commitment: [document; 32],
			info: PlacementInfo {
				bound_to: bound_to.map(|(record, version)| (RecordId(record), version)),
				..placement(1, document)
			},
		};
		let placements = [
			kept(1, Some((7, 1))),
			kept(2, Some((7, 2))),
			kept(3, Some((8, 1))),
			// Its record is yet to come: the next event finds it.
			kept(4, None),
			// Erased since the backup.
			kept(5, Some((9, 1))),
		];
		let pinned = BTreeSet::from([placements[2].info.cid, Cid::raw([77; 32])]);
		let due = BTreeSet::from([JobKey::Destroy(RecordId(9))]);
		let fetched = [JobKey::Keep(RecordId(7), 1), JobKey::Keep(RecordId(7), 2)];
		assert_eq!(missing(&placements, &pinned, &due), fetched);
		let none = missing(&placements, &pinned, &BTreeSet::new());
		assert!(none.contains(&JobKey::Keep(RecordId(9), 1)));
	}
}
