//! What a worker does when something happens on chain: a file a job, each in the order trigger (what wakes
//! it), work (what it does here), effect (what it posts).
//!
//! A job is written to the journal before the block that woke it counts as worked through, and stays there
//! until it is done: so none is lost when the worker dies, and each looks at the chain before it posts, so
//! none is done twice to anybody's harm, whatever the journal remembers of it.
//!
//! A worker that was away for longer than its node remembers never sees some events: at every start, and when a block's
//! events can't be had, `reconcile.rs` asks the chain's present state what they would have woken.
//!
//! What no event wakes for good (settle, close, expire, scrub, rotate, drift, declare) has no such note: it is polled at the
//! chain's head, block by block, by what chain and journal say then, each beside the others and none twice at once.

mod assess;
mod close;
mod declare;
mod destroy;
mod drift;
mod erase_result;
mod expire;
mod fetch_result;
#[cfg(test)]
mod fixtures;
mod keep;
mod kept;
mod key;
mod leftovers;
mod others;
mod poll;
mod reconcile;
mod rotate;
mod scrub;
mod settle;

use crate::{
	assessment::Assessor,
	custody_rules::Custody,
	journal::{Begin, Cursor, NewJob},
	metrics,
};
use backon::{BackoffBuilder, ExponentialBuilder};
pub use key::JobKey;
pub use leftovers::Leftovers;
use poll::{Poll, Turn};
pub use rotate::{ROTATE_EVERY, Rotation};
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError, H256, NodeClient, events::Event, queries,
};
use salus_inference::Models;
use salus_primitives::{Cid, Moment, RequestId};
pub use scrub::SCRUB_EVERY;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::{
		Arc, Mutex, PoisonError,
		atomic::{AtomicBool, AtomicU64, Ordering},
	},
	time::{Duration, Instant},
};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How many requests are assessed beside each other.
const ASSESSMENTS: usize = 2;
/// What is declared is compared every so many blocks, whether or not an event says that it changed.
const DECLARED_EVERY: u32 = 100;
/// How many requests are polled beside each other.
const POLLED: usize = 16;
/// How many documents that are not here are fetched beside each other: after a restore all are missing at once.
const FETCHED: usize = 8;
/// How many are copied by HTTP beside each other.
const COPIED: usize = 2;

/// What every job works with.
pub struct Worker {
	/// Chain, keys, store and journal.
	pub custody: Arc<Custody>,
	/// The same chain, by its own type.
	pub node: Arc<NodeClient>,
	/// The models in the worker's folder.
	pub models: Models,
	/// How many threads a model may take.
	pub threads: u16,
	/// Starts the processes that read documents and run models.
	pub assessor: Assessor,
	/// How many more models may run.
	assessing: Semaphore,
	/// How many more documents may be fetched.
	fetching: Semaphore,
	/// How many more may be copied.
	copying: Semaphore,
	/// Requests that waited for this operator's seal when it started.
	unsealed: Vec<RequestId>,
	/// Requests that this operator was drawn for and that are not closed.
	open: Mutex<BTreeSet<RequestId>>,
	/// When this worker was started, by the on-chain clock and by the machine's.
	started: (Moment, Instant),
	/// Up to when, by the on-chain clock, there may be blocks that it did not see.
	unseen_until: AtomicU64,
	/// Whether what is declared on chain may differ from what is here.
	undeclared: AtomicBool,
	/// The block at which it was first seen that refusals leave a request no quorum.
	no_quorum: Mutex<BTreeMap<RequestId, u32>>,
	/// Whose turn it is to be looked through.
	round: scrub::Round,
	/// What was pinned for nothing when it was last looked.
	leftovers: AsyncMutex<BTreeSet<Cid>>,
	/// What keeps the key at rest from growing old.
	rotation: Rotation,
}

impl Worker {
	/// A worker that knows from chain and journal which requests it has a part in.
	pub async fn new(
		custody: Arc<Custody>,
		node: Arc<NodeClient>,
		models: Models,
		threads: u16,
		assessor: Assessor,
		scrub_every: u32,
		rotation: Rotation,
	) -> anyhow::Result<Self> {
		let block = node.finalized().await?;
		let me = custody.signer.account();
		let unsealed = queries::requests_for(&*node, &me, block.hash).await?;
		let open = custody.journal.results()?.into_iter().chain(unsealed.iter().copied()).collect();
		let started = (node.moment(block.hash).await?, Instant::now());
		Ok(Self {
			custody,
			node,
			models,
			threads,
			assessor,
			assessing: Semaphore::new(ASSESSMENTS),
			fetching: Semaphore::new(FETCHED),
			copying: Semaphore::new(COPIED),
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

	fn unseen_until(&self) -> Moment {
		self.unseen_until.load(Ordering::Relaxed)
	}

	fn account(&self) -> AccountId {
		self.custody.signer.account()
	}

	/// Keeps a document, and fetches it if it is not here. Its turn is waited for only then.
	async fn pin(&self, cid: &Cid, size: Option<u64>) -> anyhow::Result<()> {
		let store = &self.custody.store;
		let _turn = match store.has(cid).await? {
			true => None,
			false => Some(self.fetching.acquire().await?),
		};
		Ok(store.pin(cid, size).await?)
	}

	/// Jobs that are noted and not done.
	fn open_jobs(&self) -> anyhow::Result<Vec<JobKey>> {
		let open = self.custody.journal.open_jobs()?;
		Ok(open.iter().filter_map(|open| JobKey::parse(&open.key)).collect())
	}

	fn open_requests(&self) -> Vec<RequestId> {
		self.open.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
	}

	fn remember_request(&self, request: RequestId) {
		self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(request);
	}

	fn forget_request(&self, request: RequestId) {
		self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&request);
		self.no_quorum.lock().unwrap_or_else(PoisonError::into_inner).remove(&request);
	}

	/// Since which block it is seen here that refusals leave the request no quorum.
	fn no_quorum_since(&self, request: RequestId, now: BlockRef) -> u32 {
		*self
			.no_quorum
			.lock()
			.unwrap_or_else(PoisonError::into_inner)
			.entry(request)
			.or_insert(now.number)
	}
}

/// How an attempt at a job ended.
enum Outcome {
	/// Done, or found to be done already.
	Done,
	/// It can never be done; the reason is logged without personal data.
	Refused(String),
}

/// Runs jobs beside each other and keeps account of them.
pub struct Jobs {
	worker: Arc<Worker>,
	running: TaskTracker,
	/// Those that run now.
	begun: Arc<Mutex<BTreeSet<JobKey>>>,
	/// What is being polled now.
	polled: Arc<Mutex<BTreeSet<Poll>>>,
	/// How many more requests may be polled.
	polling: Arc<Semaphore>,
	stop: CancellationToken,
}

impl Jobs {
	/// Takes up every job that an earlier run left undone, and every request that waits for our seal: a
	/// worker that was first started after it was drawn never saw the block that would have woken it.
	pub fn resume(worker: Arc<Worker>, stop: CancellationToken) -> anyhow::Result<Self> {
		let jobs = Self {
			worker,
			running: TaskTracker::new(),
			begun: Arc::default(),
			polled: Arc::default(),
			polling: Arc::new(Semaphore::new(POLLED)),
			stop,
		};
		for open in jobs.worker.custody.journal.open_jobs()? {
			if let Some(key) = JobKey::parse(&open.key) {
				tracing::info!(job = %key, "resumed");
				let woken_by = <[u8; 32]>::try_from(open.payload.as_slice()).ok();
				jobs.spawn(key, woken_by.map(H256));
			}
		}
		for request in &jobs.worker.unsealed {
			jobs.spawn(JobKey::Assess(*request), None);
		}
		Ok(jobs)
	}

	/// Works through a finalized block: notes the jobs that its events wake together with the cursor,
	/// then starts them.
	pub async fn block(&self, block: BlockRef, events: Vec<Event>) -> anyhow::Result<()> {
		let me = self.worker.account();
		if events.iter().any(|event| declare::trigger(event, &me)) {
			self.worker.undeclared.store(true, Ordering::Relaxed);
		}
		let woken: Vec<JobKey> = events
			.iter()
			.flat_map(|event| {
				[
					keep::trigger(event),
					destroy::trigger(event),
					assess::trigger(event, &me),
					erase_result::trigger(event),
				]
			})
			.flatten()
			.collect();
		let note = |key: &JobKey| NewJob { key: key.to_string(), payload: block.hash.0.to_vec() };
		let noted: Vec<NewJob> = woken.iter().map(note).collect();
		self.advance(block, &noted)?;
		for key in woken {
			self.spawn(key, Some(block.hash));
		}
		self.poll_at_head(block).await
	}

	/// What depends on the time is polled only at the chain's head, not for blocks of the past.
	async fn poll_at_head(&self, block: BlockRef) -> anyhow::Result<()> {
		// Whether it is new is asked when a share is; here it is only noted.
		let _ = self.worker.custody.freshness.note(block.hash);
		if self.worker.node.finalized().await?.number > block.number {
			return Ok(());
		}
		for request in self.worker.open_requests() {
			self.poll(Poll::Request(request), block);
		}
		if self.worker.undeclared.load(Ordering::Relaxed)
			|| block.number.is_multiple_of(DECLARED_EVERY)
		{
			self.poll(Poll::Declare, block);
		}
		self.poll(Poll::Expire, block);
		self.poll(Poll::Scrub, block);
		self.poll(Poll::Rotate, block);
		self.poll(Poll::Drift, block);
		Ok(())
	}

	/// Notes that a block was worked through, with the jobs that it woke.
	fn advance(&self, block: BlockRef, jobs: &[NewJob]) -> anyhow::Result<()> {
		let cursor = Cursor { number: block.number, hash: block.hash.0 };
		self.worker.custody.journal.advance(cursor, jobs)?;
		metrics::block(block.number);
		Ok(())
	}

	/// Starts what the chain's present state asks for. Blocks that are still to come wake it again, which does no harm;
	/// nothing of it is noted, since every start asks anew.
	pub async fn reconcile(&self) -> anyhow::Result<()> {
		// Before the block: the request of a result that comes meanwhile may be in a later one.
		let results = self.worker.custody.journal.results()?;
		let block = self.worker.node.finalized().await?;
		let reconcile::Reconciliation { jobs, incomplete } =
			reconcile::wanted(&self.worker, block, results).await?;
		for key in jobs {
			self.spawn(key, Some(block.hash));
		}
		incomplete.map_or(Ok(()), Err)?;
		let reconciled = &self.worker.custody.reconciled;
		reconciled.store(true, Ordering::Relaxed);
		Ok(())
	}

	/// Goes on at the chain's head, since the events of earlier blocks can't be had; reconcile then. Gives the head.
	pub async fn skip(&self) -> anyhow::Result<BlockRef> {
		let reconciled = &self.worker.custody.reconciled;
		reconciled.store(false, Ordering::Relaxed);
		let block = self.worker.node.finalized().await?;
		let unseen_until = self.worker.node.moment(block.hash).await?;
		let last = self.worker.custody.journal.cursor()?;
		let skipped = last.map_or(0, |last| block.number.saturating_sub(last.number));
		self.advance(block, &[])?;
		self.worker.unseen_until.fetch_max(unseen_until, Ordering::Relaxed);
		metrics::skipped(skipped);
		tracing::warn!(
			to = block.number,
			blocks = skipped,
			"blocks were left out, since the node does not give their events any more: what they brought is taken from the state"
		);
		self.poll_at_head(block).await?;
		Ok(block)
	}

	/// Polls beside the following of blocks, since what is posted waits for its finality; what is being polled since
	/// an earlier block is left to that.
	fn poll(&self, what: Poll, block: BlockRef) {
		let Some(turn) = Turn::take(&self.polled, what) else {
			return;
		};
		let (worker, stop) = (self.worker.clone(), self.stop.clone());
		let polling = self.polling.clone();
		self.running.spawn(async move {
			let _turn = turn;
			tokio::select! {
				() = stop.cancelled() => {},
				() = what.poll(&worker, &polling, block) => {},
			}
		});
	}

	/// Stops taking attempts and waits for those under way.
	pub async fn stop(self) {
		self.stop.cancel();
		self.running.close();
		self.running.wait().await;
	}

	/// `woken_by` is the block that named the job.
	fn spawn(&self, key: JobKey, woken_by: Option<H256>) {
		let fresh = self.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
		if !fresh {
			return;
		}
		if let JobKey::Assess(request) = key {
			self.worker.remember_request(request);
		}
		let (worker, stop) = (self.worker.clone(), self.stop.clone());
		let begun = self.begun.clone();
		self.running.spawn(async move {
			let run = async {
				let end = run_to_end(&worker, key, woken_by).await;
				// Before the journal forgets it: what is noted anew from then on is started anew.
				begun.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
				if let Some(end) = end {
					note_done(&worker, key, end).await;
				}
			};
			tokio::select! {
				() = stop.cancelled() => {},
				() = run => {},
			}
		});
	}
}

/// Tries a job until it is done or refused, with growing pauses. Says how it ended; nothing if it was done already.
async fn run_to_end(worker: &Worker, key: JobKey, woken_by: Option<H256>) -> Option<&'static str> {
	let journal = &worker.custody.journal;
	let mut pauses = ExponentialBuilder::default()
		.with_min_delay(Duration::from_millis(200))
		.with_max_delay(Duration::from_secs(5))
		.with_jitter()
		.without_max_times()
		.build();
	loop {
		let attempt = match journal.begin::<()>(&key.to_string()) {
			Ok(Begin::AlreadyDone) => return None,
			Err(cause) => Err(cause.into()),
			Ok(Begin::Begun | Begin::Resumed(_)) => match key {
				JobKey::Keep(record, version) => {
					keep::attempt(worker, record, version, woken_by).await
				}
				JobKey::Destroy(record) => destroy::attempt(worker, record).await,
				JobKey::Assess(request) => assess::attempt(worker, request).await,
				JobKey::EraseResult(request) => erase_result::attempt(worker, request).await,
				JobKey::FetchResult(request) => fetch_result::attempt(worker, request).await,
			},
		};
		match attempt {
			Ok(Outcome::Done) => return Some("done"),
			Ok(Outcome::Refused(reason)) => {
				tracing::warn!(job = %key, %reason, "refused");
				return Some("refused");
			}
			Err(cause) => {
				tracing::warn!(job = %key, cause = format!("{cause:#}"), "will be tried again");
				metrics::job(key.name(), "failed");
				tokio::time::sleep(pauses.next().unwrap_or(Duration::from_secs(5))).await;
			}
		}
	}
}

/// Has the journal forget a job that has ended.
async fn note_done(worker: &Worker, key: JobKey, end: &'static str) {
	while let Err(cause) = worker.custody.journal.done(&key.to_string()) {
		tracing::error!(job = %key, %cause, "the journal did not take the job's end");
		tokio::time::sleep(Duration::from_secs(1)).await;
	}
	metrics::job(key.name(), end);
}

/// Whether the chain refused with one of these errors: what was to be done is done, or can't be any more.
fn refused_as(cause: &ChainError, names: &[&str]) -> bool {
	matches!(cause, ChainError::Refused { error, .. } if names.contains(&error.as_str()))
}
