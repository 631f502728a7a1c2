//! Keep: a record names a deposit of ours, so it is kept from now on.

use super::{JobKey, Outcome, Worker};
use crate::{
	chain::{ChainError, H256, events::Event, questions},
	journal::JournalError,
	rpc::deposited_for,
};
use salus_primitives::{RecordId, VersionNumber};

pub fn trigger(event: &Event) -> Option<JobKey> {
	match event {
		Event::Submitted { record, version } | Event::Amended { record, version } => {
			Some(JobKey::Keep(*record, *version))
		}
		_ => None,
	}
}

pub async fn attempt(
	worker: &Worker,
	record: RecordId,
	version: VersionNumber,
	woken_by: Option<H256>,
) -> anyhow::Result<Outcome> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?;
	let live = questions::version(chain, record, version, block.hash).await?;
	let erased = live.is_none();
	// Erased since: bound all the same, so that the destruction, which waits for this, finds it.
	let info = match (live, woken_by) {
		(Some(live), _) => Some(live),
		(None, None) => None,
		(None, Some(then)) => match questions::version(chain, record, version, then).await {
			Ok(info) => info,
			// The node has forgotten that block's state: the deposit expires within an hour.
			Err(ChainError::NodeRefused { .. }) => None,
			Err(cause) => return Err(cause.into()),
		},
	};
	let Some(info) = info.filter(|info| info.custodians.contains(&worker.account())) else {
		return Ok(Outcome::Done);
	};
	let deposit = custody.journal.deposit_info(&info.key_commitment)?;
	if deposit.is_some_and(|deposit| !deposited_for(&deposit, &info)) {
		return Ok(Outcome::Refused(
			"the record names another's deposit".into(),
		));
	}
	match custody
		.journal
		.bind_deposit(&info.key_commitment, record, version)
	{
		Ok(()) => {}
		// Who submitted may have named us without a deposit, or with another's: then there is nothing to keep.
		Err(cause @ (JournalError::NoSuchDeposit | JournalError::BoundElsewhere)) => {
			return Ok(Outcome::Refused(cause.to_string()));
		}
		Err(cause) => return Err(cause.into()),
	}
	if erased {
		return Ok(Outcome::Done);
	}
	custody.store.pin(&info.cid).await?;
	crate::metrics::shares(custody.journal.deposits()?.len());
	Ok(Outcome::Done)
}
