// SPDX-License-Identifier: Apache-2.0
//! Keep: a record names a share that was placed here, or that another custodian has, in whose place this operator is; so it
//! is kept from now on.

use super::{
	Worker, anchored,
	kept::Kept,
	others,
	registry::{Completion, Job},
	taken_over,
};
use crate::{
	custody_rules::placed_for,
	journal::{JobKey, JournalError, PlacementInfo},
};
use async_trait::async_trait;
use salus_chain::{AccountId, ChainError, H256, events::Event, queries};
use salus_core::Sharing;
use salus_primitives::{RecordId, VersionNumber, records::Version};

/// Keeps what a record's version names.
pub struct Keep {
	pub record: RecordId,
	pub version: VersionNumber,
}

#[async_trait]
impl Job for Keep {
	fn trigger(event: &Event, me: &AccountId) -> Option<JobKey> {
		match event {
			Event::Submitted { record, version }
			| Event::Amended { record, version }
			| Event::Reshared { record, version, .. } => Some(JobKey::Keep(*record, *version)),
			Event::HandedOver { record, version, successor, .. } if successor == me => {
				Some(JobKey::Keep(*record, *version))
			}
			_ => None,
		}
	}

	async fn attempt(&self, worker: &Worker, woken_by: Option<H256>) -> anyhow::Result<Completion> {
		let (record, version) = (self.record, self.version);
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
				// The node has forgotten that block's state: the share expires within an hour.
				Err(ChainError::NodeRefused { .. }) => None,
				Err(cause) => return Err(cause.into()),
			},
		};
		let Some(info) = info.filter(|info| info.custodians.contains(&worker.account())) else {
			return Ok(Completion::Done);
		};
		let share_name = Sharing::of(record, version, &info).share_name();
		match custody.journal.placement(&share_name)? {
			Some(placement) => {
				if let Some(reason) = refused(&placement, &info) {
					return Ok(Completion::Refused(reason.into()));
				}
			}
			None if erased => {}
			None => {
				taken_over::take_over(worker, (record, version), &info, block).await?;
			}
		}
		let before = custody.journal.placement(&share_name)?;
		match custody.journal.bind(&share_name, record, version) {
			Ok(()) => {}
			// Whoever submitted may have named us without placing a share, or with another's, and whoever left without giving
			// one: then there is nothing to keep.
			Err(cause @ (JournalError::NotPlaced | JournalError::BoundElsewhere)) => {
				return Ok(Completion::Refused(cause.to_string()));
			}
			Err(cause) => return Err(cause.into()),
		}
		if erased {
			return Ok(Completion::Done);
		}
		// Not each time that its document is tried for again.
		if before.is_some_and(|placement| placement.bound_to.is_none()) {
			anchored::check(worker, (record, version), &info, block).await;
		}
		let kept = Kept {
			journal: &custody.journal,
			store: &*custody.store,
			erasing: &custody.erasing,
			key_commitment: &share_name,
			cid: &info.cid,
		};
		let pinning = others::pin(worker, kept, &info, block);
		// Nothing, if it was erased meanwhile: then there is nothing to keep.
		if let Some(pinned) = kept.fetch(pinning).await? {
			pinned?;
		}
		crate::metrics::shares(custody.journal.share_count()?);
		Ok(Completion::Done)
	}
}

/// Why a version's share is not kept for it. The size that came with a share was compared with the document.
fn refused(placement: &PlacementInfo, version: &Version<AccountId>) -> Option<&'static str> {
	if !placed_for(placement, version) {
		return Some("the record names another's share");
	}
	(placement.size != version.length)
		.then_some("the record states another size than its document has")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::placement;
	use salus_custody::fixtures::version;

	#[test]
	fn a_record_that_states_another_size_or_names_anothers_share_is_not_kept() {
		let placement = PlacementInfo { size: 5_000_000, ..placement(1, 2) };
		let stating = |author, length| Version { length, ..version(author, 2) };
		assert_eq!(refused(&placement, &stating(1, 5_000_000)), None);
		for (version, what) in [
			(stating(1, 1_000), "another size"),
			(stating(1, 5_000_001), "another size"),
			(stating(9, 5_000_000), "another's share"),
		] {
			assert!(refused(&placement, &version).unwrap().contains(what));
		}
	}
}
