//! Keep: a record names a deposit of ours, so it is kept from now on.

use super::{JobKey, Outcome, Worker, kept::Kept, others};
use crate::{
	custody_rules::placed_for,
	journal::{DepositInfo, JournalError},
};
use salus_chain::{AccountId, ChainError, H256, events::Event, queries};
use salus_primitives::{RecordId, VersionNumber, records::Version};

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
	let live = queries::version(chain, record, version, block.hash).await?;
	let erased = live.is_none();
	// Erased since: bound all the same, so that the destruction, which waits for this, finds it.
	let info = match (live, woken_by) {
		(Some(live), _) => Some(live),
		(None, None) => None,
		(None, Some(then)) => match queries::version(chain, record, version, then).await {
			Ok(info) => info,
			// The node has forgotten that block's state: the deposit expires within an hour.
			Err(ChainError::NodeRefused { .. }) => None,
			Err(cause) => return Err(cause.into()),
		},
	};
	let Some(info) = info.filter(|info| info.custodians.contains(&worker.account())) else {
		return Ok(Outcome::Done);
	};
	if let Some(deposit) = custody.journal.deposit_info(&info.key_commitment)?
		&& let Some(reason) = refused(&deposit, &info)
	{
		return Ok(Outcome::Refused(reason.into()));
	}
	match custody.journal.bind_deposit(&info.key_commitment, record, version) {
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
	let kept = Kept {
		journal: &custody.journal,
		store: &*custody.store,
		erasing: &custody.erasing,
		key_commitment: &info.key_commitment,
		cid: &info.cid,
	};
	let pinning = others::pin(worker, kept, &info, block);
	// Nothing, if it was erased meanwhile: then there is nothing to keep.
	if let Some(pinned) = kept.fetch(pinning).await? {
		pinned?;
	}
	crate::metrics::shares(custody.journal.share_count()?);
	Ok(Outcome::Done)
}

/// Why a version's deposit is not kept for it. The size that came with a deposit was compared with the document.
fn refused(deposit: &DepositInfo, version: &Version<AccountId>) -> Option<&'static str> {
	if !placed_for(deposit, version) {
		return Some("the record names another's deposit");
	}
	(deposit.size != version.size).then_some("the record states another size than its document has")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::deposit;
	use salus_custody::fixtures::version;

	#[test]
	fn a_record_that_states_another_size_or_names_anothers_deposit_is_not_kept() {
		let deposit = DepositInfo { size: 5_000_000, ..deposit(1, 2) };
		let stating = |author, size| Version { size, ..version(author, 2) };
		assert_eq!(refused(&deposit, &stating(1, 5_000_000)), None);
		for (version, what) in [
			(stating(1, 1_000), "another size"),
			(stating(1, 5_000_001), "another size"),
			(stating(9, 5_000_000), "another's deposit"),
		] {
			assert!(refused(&deposit, &version).unwrap().contains(what));
		}
	}
}
