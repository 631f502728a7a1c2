// SPDX-License-Identifier: Apache-2.0
//! Give up: custody has changed hands, so what this operator keeps of a record and is not named for any more goes, and the
//! chain gets a receipt. Not before others have it:
//!
//! | what is kept | goes once |
//! |---|---|
//! | a share of the sharing that the chain names, in whose place another operator is | a custodian has proven that it keeps this very share, and the document |
//! | a share of a sharing before | as many custodians as open the version have proven that they keep shares of the one that is named |
//!
//! Until then they are asked again, and this operator's bond stays, if it was in service.

use super::{
	Worker, reconcile,
	registry::{Completion, Job},
	worker::refused_as,
};
use crate::{
	custody_rules::{drop_share, is_current},
	findings::is_lost,
	journal::{JobKey, Placement},
};
use async_trait::async_trait;
use futures::future::join_all;
use salus_chain::{AccountId, BlockRef, ChainError, H256, calls, events::Event, queries};
use salus_core::{
	Sharing,
	protocol::{DocumentState, Proven, ShareState},
};
use salus_custody::Asker;
use salus_primitives::{RecordId, VersionNumber, WithId, records::Version};
use std::time::Duration;

/// Others are asked for their proofs that often at least.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Gives up what is kept of a record and not to be kept any more.
pub struct GiveUp(pub RecordId);

#[async_trait]
impl Job for GiveUp {
	fn trigger(event: &Event, me: &AccountId) -> Option<JobKey> {
		match event {
			// Whom of all operators it concerns, the journal knows.
			Event::Reshared { record, .. } => Some(JobKey::GiveUp(*record)),
			Event::HandedOver { record, custodian, .. } if custodian == me => {
				Some(JobKey::GiveUp(*record))
			}
			_ => None,
		}
	}

	fn longest_pause(&self) -> Duration {
		LONGEST_PAUSE
	}

	async fn attempt(
		&self,
		worker: &Worker,
		_woken_by: Option<H256>,
	) -> anyhow::Result<Completion> {
		let record = self.0;
		let custody = &worker.custody;
		let (chain, journal) = (&*custody.chain, &custody.journal);
		let block = chain.finalized().await?;
		let versions = queries::provenance(chain, record, block.hash).await?;
		if versions.is_empty() {
			// Erased meanwhile: then all of it goes (`destroy.rs`).
			return Ok(Completion::Done);
		}
		let now = chain.moment(block.hash).await?;
		let mut left = 0_usize;
		for placement in journal.placements_of(record)? {
			// What waits goes by itself, or is named.
			let Some(bound_to) = placement.info.bound_to else {
				continue;
			};
			let version = versions.iter().find(|version| version.id == bound_to.1);
			let Some(WithId { item: version, .. }) = version else {
				left = left.saturating_add(1);
				continue;
			};
			if is_current(&placement, bound_to, version, &worker.account()) {
				continue;
			}
			if !is_kept_by_others(worker, &placement, bound_to, version, block).await? {
				left = left.saturating_add(1);
				continue;
			}
			drop_share(custody, &placement, Some(now)).await?;
			custody.findings.forget(&placement.key_commitment);
			tracing::info!(?bound_to, "a share that others keep now was destroyed");
		}
		crate::metrics::shares(journal.share_count()?);
		anyhow::ensure!(
			left == 0,
			"{left} shares stay until the custodians that are named have proven that they keep theirs"
		);
		if !reconcile::owes(worker, record, block).await? {
			return Ok(Completion::Done);
		}
		// Only then it is true that nothing is left that it is not named for.
		let kept = journal.placements_of(record)?;
		anyhow::ensure!(
			kept.iter().all(|placement| placement.info.bound_to.is_some()),
			"a share that no version names may be of this record, and is named or dropped within an hour"
		);
		anyhow::ensure!(
			journal.set_aside()?.is_empty(),
			"shares that are set aside may be of this record, and are judged within an hour"
		);
		let confirmed = calls::records::confirm_destruction(record);
		match chain.submit(&custody.signer, confirmed).await {
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

/// Whether others have proven that they keep what stands for this share now.
async fn is_kept_by_others(
	worker: &Worker,
	placement: &Placement,
	(record, number): (RecordId, VersionNumber),
	version: &Version<AccountId>,
	block: BlockRef,
) -> anyhow::Result<bool> {
	let journal = &worker.custody.journal;
	let share_name = Sharing::of(record, number, version).share_name();
	if placement.key_commitment == share_name {
		let share = match journal.share(&share_name) {
			Ok(share) => share,
			// Nothing is left that anybody could be given.
			Err(cause) if is_lost(&cause) => return Ok(true),
			Err(cause) => return Err(cause.into()),
		};
		let proven = proofs(worker, &share_name, version, block).await?;
		let has_it =
			|proven: &Proven| proven.is_of(&share) && proven.kept.document == DocumentState::Whole;
		return Ok(proven.iter().any(has_it));
	}
	let own = version.custodians.contains(&worker.account()) && journal.share(&share_name).is_ok();
	let proven = proofs(worker, &share_name, version, block).await?;
	let kept = proven.iter().filter(|proven| proven.kept.share == ShareState::Kept).count();
	Ok(kept.saturating_add(usize::from(own)) >= usize::from(version.threshold))
}

/// What the other custodians of a version prove of their shares of this name: those that answer.
async fn proofs(
	worker: &Worker,
	share_name: &[u8; 32],
	version: &Version<AccountId>,
	block: BlockRef,
) -> Result<Vec<Proven>, ChainError> {
	let chain = &*worker.custody.chain;
	let me = worker.account();
	let asker = Asker::daemon(chain, &me, block).await?;
	let mut custodians = Vec::new();
	for account in version.custodians.iter().filter(|account| **account != me) {
		let Some(operator) = queries::who_is(chain, account, block.hash).await?.operator else {
			continue;
		};
		// Its word counts by its own key, and by those that the chain lists for it.
		let session_keys = chain.session_keys(account, block.hash).await?;
		match asker.custodian(account, &operator, chain.genesis_hash().0).await {
			Ok(custodian) => custodians.push(custodian.with_session_keys(session_keys)),
			Err(cause) => tracing::debug!(%cause, "a custodian is not asked for a proof"),
		}
	}
	let asked = custodians.iter().map(|custodian| custodian.prove(&version.cid, share_name));
	let answered = join_all(asked).await.into_iter();
	Ok(answered
		.filter_map(|proven| {
			proven.inspect_err(|cause| tracing::debug!(%cause, "a custodian proves nothing")).ok()
		})
		.collect())
}
