// SPDX-License-Identifier: Apache-2.0
//! Destroy: a record was erased, so nothing of it stays here, and the chain gets a receipt. Data rule 6.

use super::{
	Worker, reconcile,
	registry::{Completion, Job},
	worker::refused_as,
};
use crate::{
	custody_rules,
	journal::{JobKey, Placement},
};
use anyhow::Context;
use async_trait::async_trait;
use salus_chain::{AccountId, H256, calls, events::Event, queries};
use salus_primitives::RecordId;

/// Destroys what is kept of a record.
pub struct Destroy(pub RecordId);

#[async_trait]
impl Job for Destroy {
	fn trigger(event: &Event, _me: &AccountId) -> Option<JobKey> {
		match event {
			Event::Erased { record } => Some(JobKey::Destroy(*record)),
			_ => None,
		}
	}

	async fn attempt(
		&self,
		worker: &Worker,
		_woken_by: Option<H256>,
	) -> anyhow::Result<Completion> {
		let record = self.0;
		let custody = &worker.custody;
		let block = custody.chain.finalized().await?;
		let tombstone = queries::tombstone(&*custody.chain, record, block.hash).await?;
		// Of a record that stands this operator may keep what it is named for, though it owes a receipt (`give_up.rs`).
		let tombstone = tombstone.context("the finalized state does not say that it is erased")?;
		let kept = custody.journal.placements_of(record)?;
		anyhow::ensure!(
			!escapes(&worker.open_jobs()?, &kept, record),
			"a version of the record is just being kept"
		);
		let results = custody.journal.results_of(record)?;
		custody_rules::destroy_record(custody, record).await?;
		// `close.rs` drops what is left of them to open a seal.
		results.into_iter().for_each(|request| worker.remember_request(request));
		crate::metrics::shares(custody.journal.share_count()?);

		let block = custody.chain.finalized().await?;
		if !reconcile::owes(worker, record, block).await? {
			return Ok(Completion::Done);
		}
		// Only then it is true that nothing is left.
		anyhow::ensure!(
			!escapes(&worker.open_jobs()?, &[], record),
			"a document of the record is just being given up"
		);
		anyhow::ensure!(
			custody.journal.set_aside()?.is_empty(),
			"shares that are set aside may be of this record, and are judged within an hour"
		);
		// One that was named and erased while this operator was away can't be told from those that no record names.
		let unseen = tombstone.erased_at.min(worker.unseen_until());
		anyhow::ensure!(
			custody.journal.unbound_before(unseen)?.is_empty(),
			"a share that no record names may be of this record, and is dropped within an hour"
		);
		match custody
			.chain
			.submit(&custody.signer, calls::records::confirm_destruction(record))
			.await
		{
			Ok(_) => Ok(Completion::Done),
			Err(cause)
				if refused_as(&cause, &["NotErased", "NotACustodian", "AlreadyConfirmed"]) =>
			{
				Ok(Completion::Done)
			}
			Err(cause) => Err(cause.into()),
		}
	}
}

/// Whether a version of a record is being kept whose share is not bound to it yet: that would not be found. One that is
/// bound is found, however long its document is still on its way, and whatever fetches that gives it up (`kept.rs`).
fn escapes(open: &[JobKey], kept: &[Placement], record: RecordId) -> bool {
	open.iter().any(|job| match job {
		JobKey::Keep(of, version) if *of == record => {
			let bound_to = Some((record, *version));
			!kept.iter().any(|placement| placement.info.bound_to == bound_to)
		}
		_ => false,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{fixtures::placement, journal::PlacementInfo};

	#[test]
	fn data_rule_6_an_erasure_waits_for_what_is_not_bound_yet_and_not_for_a_copy_that_drips() {
		let (record, other) = (RecordId(7), RecordId(8));
		let kept = [Placement {
			key_commitment: [1; 32],
			info: PlacementInfo { bound_to: Some((record, 1)), ..placement(1, 2) },
		}];
		let bound = JobKey::Keep(record, 1);
		assert!(!escapes(&[bound], &kept, record));
		assert!(!escapes(&[JobKey::Keep(other, 1)], &kept, record));
		assert!(!escapes(&[JobKey::Destroy(record)], &kept, record));
		assert!(escapes(&[bound, JobKey::Keep(record, 2)], &kept, record));
		// And nothing is confirmed before the copy was given up.
		assert!(escapes(&[bound], &[], record));
	}
}
