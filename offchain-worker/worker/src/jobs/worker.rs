// SPDX-License-Identifier: Apache-2.0
//! What every job and watch works with.

use super::{
	Rotation,
	assess::{HeadClock, InHand},
	claim_custody::{CLAIM_EVERY, Claims},
	drift::Calendar,
	scrub,
};
use crate::{assessment::Assessor, custody_rules::Custody, journal::JobKey};
use salus_chain::{AccountId, ChainError, queries};
use salus_inference::Models;
use salus_primitives::{Cid, Moment, RequestId, quorum::TaskId};
use std::{
	collections::BTreeSet,
	sync::{
		Arc, Mutex, PoisonError,
		atomic::{AtomicBool, AtomicU64, Ordering},
	},
	time::Instant,
};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};

/// How many models run beside each other.
pub(super) const ASSESSMENTS: usize = 2;
/// How many tasks are polled beside each other.
const TASKS: usize = 16;
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
	/// Which more requests may be taken in hand.
	pub(super) in_hand: InHand,
	/// By which requests see that their time is over.
	pub(super) head_clock: HeadClock,
	/// How many more tasks may be polled.
	pub(super) polling: Semaphore,
	/// How many more documents may be fetched.
	fetching: Semaphore,
	/// How many more may be copied.
	pub(super) copying: Semaphore,
	/// Requests for which it was drawn and which were not settled when it started.
	pub(super) drawn_for: Vec<RequestId>,
	/// Requests that this operator was drawn for and that are not closed.
	open: Mutex<BTreeSet<RequestId>>,
	/// When this worker was started, by the on-chain clock and by the machine's.
	pub(super) started: (Moment, Instant),
	/// Up to when, by the on-chain clock, there may be blocks that it did not see.
	unseen_until: AtomicU64,
	/// Tasks in which this operator is accused, as far as is not looked into yet.
	accused: Mutex<BTreeSet<TaskId>>,
	/// Whether it may be out of the draw.
	pub(super) out: AtomicBool,
	/// Whose turn it is to be checked.
	pub(super) round: scrub::Round,
	/// What was pinned for nothing at the last sweep.
	pub(super) leftovers: AsyncMutex<BTreeSet<Cid>>,
	/// What keeps the key at rest from growing old.
	pub(super) rotation: Rotation,
	/// Whether it reports how often it ran each model.
	pub(super) reports_usage: bool,
	/// When it reports drift.
	pub(super) calendar: Calendar,
	/// When it claims what custody is paid.
	pub(super) claims: Claims,
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
		let drawn_for = queries::open_tasks(chain, &me, block.hash).await?;
		let drawn_for: Vec<RequestId> = drawn_for.into_iter().map(RequestId::from).collect();
		let kept = custody.journal.results()?;
		let mut accused = BTreeSet::new();
		for request in &kept {
			// What can't be read says nothing in its favour.
			let result = custody.journal.result(*request).ok().flatten();
			accused.extend(result.filter(|result| result.lost).map(|_| TaskId::from(*request)));
		}
		let open = kept.into_iter().chain(drawn_for.iter().copied()).collect();
		let started = (chain.moment(block.hash).await?, Instant::now());
		let calendar = Calendar::new(custody.journal.report_time()?);
		Ok(Self {
			custody,
			models,
			threads,
			assessor,
			assessing: Semaphore::new(ASSESSMENTS),
			in_hand: InHand::default(),
			head_clock: HeadClock::default(),
			polling: Semaphore::new(TASKS),
			fetching: Semaphore::new(FETCHES),
			copying: Semaphore::new(COPIES),
			drawn_for,
			open: Mutex::new(open),
			started,
			unseen_until: AtomicU64::new(started.0),
			accused: Mutex::new(accused),
			out: AtomicBool::new(true),
			round: scrub::Round::of(scrub_every),
			leftovers: AsyncMutex::default(),
			rotation,
			reports_usage: true,
			calendar,
			claims: Claims::every(CLAIM_EVERY),
		})
	}

	/// The same worker, which reports how often it ran each model, or keeps it to itself.
	pub fn reporting_usage(self, reports_usage: bool) -> Self {
		Self { reports_usage, ..self }
	}

	/// The same worker, for which a day of drift reports has so many seconds of the on-chain clock. For development chains:
	/// elsewhere shorter days tell which models patients are asked about.
	pub fn with_report_day(self, seconds: u32) -> Self {
		Self { calendar: self.calendar.with_day(seconds), ..self }
	}

	/// The same worker, which claims what custody is paid every so many seconds of the on-chain clock, or, for
	/// demonstrations, whatever that costs.
	pub fn claiming_custody(self, every: u32, at_a_loss: bool) -> Self {
		Self { claims: Claims::every(every).at_a_loss(at_a_loss), ..self }
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
	}

	pub(super) fn accused(&self) -> Vec<TaskId> {
		self.accused.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
	}

	pub(super) fn is_accused(&self, task: TaskId) -> bool {
		self.accused.lock().unwrap_or_else(PoisonError::into_inner).contains(&task)
	}

	pub(super) fn note_accused(&self, task: TaskId) {
		self.accused.lock().unwrap_or_else(PoisonError::into_inner).insert(task);
	}

	pub(super) fn forget_accused(&self, task: TaskId) {
		self.accused.lock().unwrap_or_else(PoisonError::into_inner).remove(&task);
	}

	/// Notes that a call was sent for a request and then lost from sight, if that is what became of it: should this
	/// operator be accused of an absence, its journal shows that it was none.
	pub(super) fn note_lost(&self, request: RequestId, cause: &ChainError) -> anyhow::Result<()> {
		if matches!(cause, ChainError::Undecided { .. }) {
			self.custody.journal.note_lost(request, true)?;
		}
		Ok(())
	}
}

/// Whether the chain refused with one of these errors: what was to be done is done, or can't be any more.
pub(super) fn refused_as(cause: &ChainError, names: &[&str]) -> bool {
	matches!(cause, ChainError::Refused { error, .. } if names.contains(&error.as_str()))
}
