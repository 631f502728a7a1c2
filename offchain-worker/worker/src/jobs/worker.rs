// SPDX-License-Identifier: Apache-2.0
//! What every job and watch works with.

use super::{Rotation, scrub};
use crate::{assessment::Assessor, custody_rules::Custody, journal::JobKey};
use salus_chain::{AccountId, BlockRef, ChainError, queries};
use salus_inference::Models;
use salus_primitives::{Cid, Moment, RequestId};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::{
		Arc, Mutex, PoisonError,
		atomic::{AtomicBool, AtomicU64, Ordering},
	},
	time::Instant,
};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};

/// How many requests are assessed beside each other.
const ASSESSMENTS: usize = 2;
/// How many requests are settled or closed beside each other.
const REQUESTS: usize = 16;
/// How many documents that are not here are fetched beside each other: after a restore all are missing at once.
const FETCHES: usize = 8;
/// How many are copied by HTTP beside each other.
const COPIES: usize = 2;

/// What every job works with.
pub struct Worker {
	/// Chain, keys, store and journal.
	pub custody: Arc<Custody>,
	/// The models in the worker's folder.
	pub models: Models,
	/// How many threads a model may take.
	pub threads: u16,
	/// Starts the processes that read documents and run models.
	pub assessor: Assessor,
	/// How many more models may run.
	pub(super) assessing: Semaphore,
	/// How many more requests may be settled or closed.
	pub(super) polling: Semaphore,
	/// How many more documents may be fetched.
	fetching: Semaphore,
	/// How many more may be copied.
	pub(super) copying: Semaphore,
	/// Requests that waited for this operator's seal when it started.
	pub(super) unsealed: Vec<RequestId>,
	/// Requests that this operator was drawn for and that are not closed.
	open: Mutex<BTreeSet<RequestId>>,
	/// When this worker was started, by the on-chain clock and by the machine's.
	pub(super) started: (Moment, Instant),
	/// Up to when, by the on-chain clock, there may be blocks that it did not see.
	unseen_until: AtomicU64,
	/// Whether what is declared on chain may differ from what is here.
	pub(super) undeclared: AtomicBool,
	/// The block at which it was first seen that refusals leave a request no quorum.
	no_quorum: Mutex<BTreeMap<RequestId, u32>>,
	/// Whose turn it is to be checked.
	pub(super) round: scrub::Round,
	/// What was pinned for nothing at the last sweep.
	pub(super) leftovers: AsyncMutex<BTreeSet<Cid>>,
	/// What keeps the key at rest from growing old.
	pub(super) rotation: Rotation,
}

impl Worker {
	/// A worker that knows from chain and journal which requests it has a part in.
	pub async fn new(
		custody: Arc<Custody>,
		models: Models,
		threads: u16,
		assessor: Assessor,
		scrub_every: u32,
		rotation: Rotation,
	) -> anyhow::Result<Self> {
		let chain = &*custody.chain;
		let block = chain.finalized().await?;
		let me = custody.signer.account();
		let unsealed = queries::requests_for(chain, &me, block.hash).await?;
		let open = custody.journal.results()?.into_iter().chain(unsealed.iter().copied()).collect();
		let started = (chain.moment(block.hash).await?, Instant::now());
		Ok(Self {
			custody,
			models,
			threads,
			assessor,
			assessing: Semaphore::new(ASSESSMENTS),
			polling: Semaphore::new(REQUESTS),
			fetching: Semaphore::new(FETCHES),
			copying: Semaphore::new(COPIES),
			unsealed,
			open: Mutex::new(open),
			started,
			unseen_until: AtomicU64::new(started.0),
			undeclared: AtomicBool::new(true),
			no_quorum: Mutex::default(),
			round: scrub::Round::of(scrub_every),
			leftovers: AsyncMutex::default(),
			rotation,
		})
	}

	pub(super) fn unseen_until(&self) -> Moment {
		self.unseen_until.load(Ordering::Relaxed)
	}

	/// Notes that there may be blocks up to this moment that were not seen.
	pub(super) fn note_unseen(&self, until: Moment) {
		self.unseen_until.fetch_max(until, Ordering::Relaxed);
	}

	pub(super) fn account(&self) -> AccountId {
		self.custody.signer.account()
	}

	/// Keeps a document, and fetches it if it is not here. Its turn is waited for only then.
	pub(super) async fn pin(&self, cid: &Cid, size: Option<u64>) -> anyhow::Result<()> {
		let store = &self.custody.store;
		let _turn = match store.has(cid).await? {
			true => None,
			false => Some(self.fetching.acquire().await?),
		};
		Ok(store.pin(cid, size).await?)
	}

	/// Jobs that are noted and not done.
	pub(super) fn open_jobs(&self) -> anyhow::Result<Vec<JobKey>> {
		let open = self.custody.journal.open_jobs()?;
		Ok(open.into_iter().map(|open| open.key).collect())
	}

	pub(super) fn open_requests(&self) -> Vec<RequestId> {
		self.open.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
	}

	pub(super) fn remember_request(&self, request: RequestId) {
		self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(request);
	}

	pub(super) fn forget_request(&self, request: RequestId) {
		self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&request);
		self.no_quorum.lock().unwrap_or_else(PoisonError::into_inner).remove(&request);
	}

	/// Since which block it is seen here that refusals leave the request no quorum.
	pub(super) fn no_quorum_since(&self, request: RequestId, now: BlockRef) -> u32 {
		*self
			.no_quorum
			.lock()
			.unwrap_or_else(PoisonError::into_inner)
			.entry(request)
			.or_insert(now.number)
	}
}

/// Whether the chain refused with one of these errors: what was to be done is done, or can't be any more.
pub(super) fn refused_as(cause: &ChainError, names: &[&str]) -> bool {
	matches!(cause, ChainError::Refused { error, .. } if names.contains(&error.as_str()))
}
