//! Keep: a record names a deposit of ours, so it is kept from now on.

use super::{JobKey, Outcome, Worker};
use crate::{
	chain::{events::Event, questions},
	journal::JournalError,
};
use salus_primitives::{RecordId, VersionNumber};

pub fn trigger(event: &Event) -> Option<JobKey> {
	match event {
		Event::Submitted { record, version } | Event::Amended { record, version } => {
			Some(JobKey::Keep(*record, *version))
		},
		_ => None,
	}
}

pub async fn attempt(
	worker: &Worker,
	record: RecordId,
	version: VersionNumber,
) -> anyhow::Result<Outcome> {
	let custody = &worker.custody;
	let block = custody.chain.finalized().await?;
	let Some(info) = questions::version(&*custody.chain, record, version, block.hash).await? else {
		return Ok(Outcome::Done); // Erased since.
	};
	if !info.custodians.contains(&worker.account()) {
		return Ok(Outcome::Done);
	}
	match custody.journal.bind_deposit(&info.key_commitment, record, version) {
		Ok(()) => {},
		// Who submitted may have named us without a deposit, or with another's: then there is nothing to keep.
		Err(cause @ (JournalError::NoSuchDeposit | JournalError::BoundElsewhere)) => {
			return Ok(Outcome::Refused(cause.to_string()));
		},
		Err(cause) => return Err(cause.into()),
	}
	custody.store.pin(&info.cid).await?;
	crate::metrics::shares(custody.journal.deposits()?.len());
	Ok(Outcome::Done)
}
