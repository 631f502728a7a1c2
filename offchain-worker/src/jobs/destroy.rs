//! Destroy: a record was erased, so nothing of it stays here, and the chain gets a receipt. Data rule 6.

use super::{JobKey, Outcome, Worker, reconcile, refused_as};
use crate::{
	chain::{calls, events::Event, questions},
	rpc,
};
use salus_primitives::RecordId;

pub fn trigger(event: &Event) -> Option<JobKey> {
	match event {
		Event::Erased { record } => Some(JobKey::Destroy(*record)),
		_ => None,
	}
}

pub async fn attempt(worker: &Worker, record: RecordId) -> anyhow::Result<Outcome> {
	let custody = &worker.custody;
	// A version whose deposit is not yet bound to the record would escape.
	let keeping = worker
		.open_jobs()?
		.into_iter()
		.any(|open| matches!(open, JobKey::Keep(of, _) if of == record));
	anyhow::ensure!(!keeping, "a version of the record is just being kept");
	rpc::destroy_record(custody, record).await?;
	crate::metrics::shares(custody.journal.deposits()?.len());

	let block = custody.chain.finalized().await?;
	if !reconcile::owes(worker, record, block).await? {
		return Ok(Outcome::Done);
	}
	// Only then it is true that nothing is left.
	anyhow::ensure!(
		custody.journal.set_aside()?.is_empty(),
		"shares that are set aside may be of this record, and are judged within an hour"
	);
	// One that was named and erased while this operator was away can't be told from those that no record names.
	if let Some(tombstone) = questions::tombstone(&*custody.chain, record, block.hash).await? {
		let unseen = tombstone.erased_at.min(worker.unseen_until());
		anyhow::ensure!(
			custody.journal.unbound_before(unseen)?.is_empty(),
			"a deposit that no record names may be of this record, and is dropped within an hour"
		);
	}
	match custody
		.chain
		.submit(&custody.signer, calls::records::confirm_destruction(record))
		.await
	{
		Ok(_) => Ok(Outcome::Done),
		Err(cause) if refused_as(&cause, &["NotErased", "NotACustodian", "AlreadyConfirmed"]) => {
			Ok(Outcome::Done)
		}
		Err(cause) => Err(cause.into()),
	}
}
