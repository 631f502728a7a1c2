// SPDX-License-Identifier: Apache-2.0
//! Scrub: once a round, which is a week of blocks, every version that is kept here is checked: its share opens,
//! its document reads through. A document that does not is repaired from the other custodians. What can't be repaired is
//! noted, so that proofs of custody say so (`server/proof.rs`): a share is nobody else's to give back.
//!
//! A version's turn follows from its key commitment, and the round's position from the block's number:
//!
//! ```text
//! block of the round   0 ········ 25,200 ········ 50,400 ········ 75,600 ········ 100,800, which is 0 of the next
//! key commitment       00…        40…             80…             c0…             ff…
//! ```
//!
//! So a round goes on after a restart where the chain stands, and nothing has to be remembered for it.

#[cfg(test)]
mod tests;

use super::{
	Worker,
	kept::Kept,
	others::Others,
	registry::{Watch, WatchKey},
};
use crate::{
	findings::{Findings, is_lost},
	ipfs::{DocumentStore, StoreError},
	journal::{Journal, JournalError, Placement, PlacementInfo},
	metrics,
};
use async_trait::async_trait;
use futures::TryStreamExt;
use salus_chain::{BlockRef, ChainError, queries};
use salus_core::protocol::DocumentState;
use salus_primitives::Cid;
use std::{
	collections::{BTreeSet, VecDeque},
	ops::Bound,
	path::Path,
	sync::{Mutex, MutexGuard, PoisonError},
	time::Duration,
};
use tokio::sync::Mutex as AsyncMutex;

/// Blocks of a round: a week, at 6 s a block.
pub const SCRUB_EVERY: u32 = 100_800;
/// Versions that are checked at one block: what is more waits for the next ones.
const MOST_A_BLOCK: usize = 32;
/// How often in a round the journal is asked what is kept: each time for the blocks up to the next.
const LISTS_A_ROUND: u32 = 1_000;
/// What was found bad is tried again every so many blocks, or every round if that is shorter; so many at a time.
const AGAIN_EVERY: u32 = 100;
const AGAIN: usize = 8;
/// Whoever destroys a share forgets it right after its file.
const FORGOTTEN_WITHIN: Duration = Duration::from_secs(1);

/// Checks what is kept.
pub struct Scrub;

#[async_trait]
impl Watch for Scrub {
	fn trigger(_worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		vec![WatchKey::Scrub]
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		let due = worker.round.due(block.number, || kept(&custody.journal))?;
		let again = worker.round.again(block.number, &custody.findings.all());
		for key_commitment in due.into_iter().chain(again) {
			if let Err(cause) = scrub(worker, &key_commitment).await {
				// The others are not kept for it.
				tracing::warn!(cause = format!("{cause:#}"), "a version was not checked");
			}
		}
		let (shares, documents) = custody.findings.counts();
		metrics::under_kept(shares, documents);
		Ok(())
	}
}

/// The commitments of what records name: the rest expires within an hour.
fn kept(journal: &Journal) -> Result<Vec<[u8; 32]>, JournalError> {
	let placements = journal.placements()?.into_iter();
	let bound = placements.filter(|placement| placement.info.bound_to.is_some());
	Ok(bound.map(|placement| placement.key_commitment).collect())
}

async fn scrub(worker: &Worker, key_commitment: &[u8; 32]) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let keeping = Keeping {
		journal: &custody.journal,
		store: &*custody.store,
		findings: &custody.findings,
		erasing: &custody.erasing,
		incoming: &custody.incoming,
	};
	let Some(bad) = keeping.check(key_commitment).await? else {
		return Ok(());
	};
	let Some(others) = others_of(worker, &bad).await? else {
		// It is being destroyed.
		custody.findings.forget(key_commitment);
		return Ok(());
	};
	keeping.repair(&bad, &others).await?;
	Ok(())
}

/// The other custodians, if the chain still names the version: what is erased is not fetched again. Data rule 6.
async fn others_of(worker: &Worker, placement: &Placement) -> Result<Option<Others>, ChainError> {
	let Some((record, version)) = placement.info.bound_to else {
		return Ok(None);
	};
	let chain = &*worker.custody.chain;
	let block = chain.finalized().await?;
	let live = queries::version(chain, record, version, block.hash).await?;
	match live.filter(|live| live.cid == placement.info.cid) {
		Some(live) => Others::of(chain, &worker.account(), &live, block).await.map(Some),
		None => Ok(None),
	}
}

/// With what versions are kept.
struct Keeping<'a> {
	journal: &'a Journal,
	store: &'a dyn DocumentStore,
	findings: &'a Findings,
	/// Held by what erases.
	erasing: &'a AsyncMutex<()>,
	/// Where documents lie that come by HTTP.
	incoming: &'a Path,
}

impl Keeping<'_> {
	/// Checks a version's share and document, and notes what it finds. Gives what is kept if its document is not
	/// whole.
	async fn check(&self, key_commitment: &[u8; 32]) -> anyhow::Result<Option<Placement>> {
		let Some(info) = self.info(key_commitment)? else {
			self.findings.forget(key_commitment);
			return Ok(None);
		};
		metrics::scrubbed();
		let share = self.check_share(key_commitment, &info).await;
		let state = self.document_state(&info.cid).await?;
		if self.findings.note_document(key_commitment, state) && state != DocumentState::Whole {
			let bound_to = info.bound_to;
			tracing::warn!(?bound_to, ?state, "a document that should be kept is not whole");
		}
		share?;
		Ok((state != DocumentState::Whole)
			.then_some(Placement { key_commitment: *key_commitment, info }))
	}

	/// What is known of a placement that a record names.
	fn info(&self, key_commitment: &[u8; 32]) -> Result<Option<PlacementInfo>, JournalError> {
		let info = self.journal.placement(key_commitment)?;
		Ok(info.filter(|info| info.bound_to.is_some()))
	}

	async fn check_share(
		&self,
		key_commitment: &[u8; 32],
		info: &PlacementInfo,
	) -> Result<(), JournalError> {
		match self.journal.share(key_commitment) {
			Ok(_) => {
				self.findings.note_share(key_commitment, false);
				return Ok(());
			}
			Err(cause) if !is_lost(&cause) => return Err(cause),
			Err(_) => {}
		}
		// It may just be being destroyed, the file before the row.
		tokio::time::sleep(FORGOTTEN_WITHIN).await;
		if self.info(key_commitment)?.is_some() && self.findings.note_share(key_commitment, true) {
			let bound_to = info.bound_to;
			tracing::error!(
				?bound_to,
				"a share that should be kept is gone or does not open: nobody can give it back, and its record is to be \
				 written anew"
			);
		}
		Ok(())
	}

	/// How a document lies here. Neither a peer is asked nor anything changed.
	async fn document_state(&self, cid: &Cid) -> Result<DocumentState, StoreError> {
		match self.read_through(cid).await {
			Ok(()) => Ok(match self.store.is_pinned(cid).await? {
				true => DocumentState::Whole,
				// It will be gone with the next collection of garbage.
				false => DocumentState::Missing,
			}),
			Err(StoreError::NotFound { .. }) => Ok(DocumentState::Missing),
			// A disk that does not give a block is as good as one with a bad block.
			Err(
				StoreError::Corrupt { .. }
				| StoreError::Node { .. }
				| StoreError::NotADocument { .. }
				| StoreError::OtherForm { .. },
			) => Ok(DocumentState::Damaged),
			Err(other) => Err(other),
		}
	}

	async fn read_through(&self, cid: &Cid) -> Result<(), StoreError> {
		let mut reading = self.store.open(cid).await?;
		while reading.bytes.try_next().await?.is_some() {}
		Ok(())
	}

	/// Fetches from other custodians what is bad or missing of a document. Says whether it is whole then.
	async fn repair(&self, bad: &Placement, others: &Others) -> anyhow::Result<bool> {
		let key_commitment = &bad.key_commitment;
		let kept = Kept {
			journal: self.journal,
			store: self.store,
			erasing: self.erasing,
			key_commitment,
			cid: &bad.info.cid,
		};
		let repairing = others.repair(kept, bad.info.size, self.incoming);
		let Some(repaired) = kept.fetch(repairing).await? else {
			self.findings.forget(key_commitment);
			return Ok(false);
		};
		let bound_to = bad.info.bound_to;
		match repaired {
			Ok(()) => {
				self.findings.note_document(key_commitment, DocumentState::Whole);
				metrics::scrub_repaired();
				tracing::info!(?bound_to, "a document was repaired from other custodians");
				Ok(true)
			}
			Err(cause) => {
				let cause = format!("{cause:#}");
				tracing::warn!(
					?bound_to,
					cause,
					"a document was not repaired: it will be tried again"
				);
				Ok(false)
			}
		}
	}
}

/// Positions of a round. Rounds follow each other, so a version has one position in each.
const ROUND: u128 = 1 << 64;

/// Whose turn it is.
pub(super) struct Round {
	every: u32,
	state: Mutex<State>,
}

#[derive(Default)]
struct State {
	/// Those whose turn comes next, by position.
	queue: VecDeque<(u128, [u8; 32])>,
	/// Up to which position the queue was filled; none since the start.
	filled: Option<u128>,
	/// At which block what is bad was tried again, and the last of it.
	again_at: u32,
	again: [u8; 32],
}

impl Round {
	/// Of so many blocks.
	pub fn of(every: u32) -> Self {
		Self { every: every.max(1), state: Mutex::default() }
	}

	/// Where a block begins.
	fn edge(&self, block: u32) -> u128 {
		u128::from(block) * ROUND / u128::from(self.every)
	}

	/// Whose turn it is at a block. Blocks before it that were left out are made up for, those of a whole round at most.
	/// `kept` is asked from time to time.
	pub fn due<Problem>(
		&self,
		block: u32,
		kept: impl FnOnce() -> Result<Vec<[u8; 32]>, Problem>,
	) -> Result<Vec<[u8; 32]>, Problem> {
		let mut state = self.lock();
		let end = self.edge(block.saturating_add(1));
		let filled = state.filled.unwrap_or_else(|| self.edge(block));
		if state.queue.is_empty() && filled < end {
			let from = filled.max(end.saturating_sub(ROUND));
			let step = (self.every / LISTS_A_ROUND).max(1);
			let until = self.edge(block.saturating_add(step)).min(from + ROUND);
			state.queue = turns(kept()?, from, until);
			state.filled = Some(until);
		}
		let next = state.queue.iter().take(MOST_A_BLOCK);
		let ready = next.take_while(|(position, _)| *position < end).count();
		Ok(state.queue.drain(..ready).map(|(_, key_commitment)| key_commitment).collect())
	}

	/// What of the bad is to be tried again at a block: some, each in turn.
	pub fn again(&self, block: u32, bad: &BTreeSet<[u8; 32]>) -> Vec<[u8; 32]> {
		let mut state = self.lock();
		if block.saturating_sub(state.again_at) < AGAIN_EVERY.min(self.every) {
			return Vec::new();
		}
		let later = bad.range((Bound::Excluded(state.again), Bound::Unbounded));
		let chosen = later.chain(bad.range(..=state.again)).take(AGAIN);
		let chosen: Vec<[u8; 32]> = chosen.copied().collect();
		state.again_at = block;
		state.again = chosen.last().copied().unwrap_or_default();
		chosen
	}

	fn lock(&self) -> MutexGuard<'_, State> {
		self.state.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

/// Those whose position is in a part of a round, in their order.
fn turns(kept: Vec<[u8; 32]>, from: u128, until: u128) -> VecDeque<(u128, [u8; 32])> {
	let begun = (from % ROUND) as u64;
	let position = |key_commitment: &[u8; 32]| {
		let prefix =
			key_commitment.first_chunk::<8>().map_or(0, |first| u64::from_be_bytes(*first));
		from + u128::from(prefix.wrapping_sub(begun))
	};
	let positions = kept.into_iter().map(|one| (position(&one), one));
	let mut turns: Vec<_> = positions.filter(|(position, _)| *position < until).collect();
	turns.sort_unstable();
	turns.into()
}
