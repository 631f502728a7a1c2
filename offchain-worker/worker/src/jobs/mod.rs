// SPDX-License-Identifier: Apache-2.0
//! What a worker does when something happens on chain: a file a job or watch, each in the order trigger (what on chain
//! wakes it), work (what it does here), effect (what it posts). `registry.rs` lists them.
//!
//! A job is written to the journal before the block that woke it counts as worked through, and stays there
//! until it is done: so none is lost when the worker dies, and each asks the chain before it posts, so
//! none is done twice to anybody's harm, whatever the journal remembers of it.
//!
//! A worker that was away for longer than its node remembers never sees some events: at every start, and when a block's
//! events can't be had, `reconcile.rs` asks the chain's present state what they would have woken.
//!
//! A watch is what no event wakes for good (reveal, close, challenge, end accusations, return to the draw, expire, scrub,
//! rotate, drift, report usage, claim custody). It has no such note: it is polled at the chain's head, block by block, by what chain and
//! journal say then, each beside the others and none twice at once.

mod anchored;
mod assess;
mod challenge;
mod changed_hands;
mod claim_custody;
mod close;
mod destroy;
mod drift;
mod end_accusations;
mod erase_result;
mod expire;
mod fetch_result;
#[cfg(test)]
mod fixtures;
mod give_up;
mod keep;
mod kept;
mod leftovers;
mod others;
mod publish;
mod reconcile;
mod registry;
mod report_usage;
mod return_to_draw;
mod reveal;
mod rotate;
mod scrub;
mod seat;
mod taken_over;
#[cfg(test)]
mod tests;
mod turn;
mod worker;

pub use claim_custody::CLAIM_EVERY;
pub use drift::REPORT_DAY;
pub use leftovers::Leftovers;
pub use rotate::{ROTATE_EVERY, Rotation};
pub use scrub::SCRUB_EVERY;
pub use worker::Worker;

use crate::{
	journal::{Begin, Cursor, JobKey},
	metrics,
};
use registry::{Completion, WatchKey};
use salus_chain::{BlockRef, H256, backoff::Backoff, events::Event};
use std::{
	collections::BTreeSet,
	sync::{Arc, Mutex, PoisonError, atomic::Ordering},
	time::Duration,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use turn::{Taken, Turn};

/// Between attempts at a job.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Runs jobs beside each other and keeps account of them.
pub struct Jobs {
	worker: Arc<Worker>,
	running: TaskTracker,
	/// Those that run now.
	begun: Arc<Mutex<BTreeSet<JobKey>>>,
	/// The watches that run now.
	watching: Taken,
	stop: CancellationToken,
}

impl Jobs {
	/// Takes up every job that an earlier run left undone, and every request that this operator was drawn for: a
	/// worker that was first started after it was drawn never saw the block that would have woken it.
	pub fn resume(worker: Arc<Worker>, stop: CancellationToken) -> anyhow::Result<Self> {
		let jobs = Self {
			worker,
			running: TaskTracker::new(),
			begun: Arc::default(),
			watching: Taken::default(),
			stop,
		};
		for open in jobs.worker.custody.journal.open_jobs()? {
			tracing::info!(job = %open.key, "resumed");
			jobs.spawn(open.key, open.woken_by.map(H256));
		}
		for request in &jobs.worker.drawn_for {
			jobs.spawn(JobKey::Assess(*request), None);
		}
		Ok(jobs)
	}

	/// Works through a finalized block: notes the jobs that its events wake together with the cursor,
	/// then starts them.
	pub async fn block(&self, block: BlockRef, events: Vec<Event>) -> anyhow::Result<()> {
		let me = self.worker.account();
		events.iter().for_each(|event| registry::notice(&self.worker, event));
		let woken: Vec<JobKey> =
			events.iter().flat_map(|event| registry::woken(event, &me)).collect();
		self.advance(block, &woken)?;
		for key in woken {
			self.spawn(key, Some(block.hash));
		}
		self.tick_at_head(block).await
	}

	/// What depends on the time is polled only at the chain's head, not for blocks of the past.
	async fn tick_at_head(&self, block: BlockRef) -> anyhow::Result<()> {
		let custody = &self.worker.custody;
		// Whether it is new is asked when a share is; here it is only noted.
		let _ = custody.freshness.note(block.hash);
		if custody.chain.finalized().await?.number > block.number {
			return Ok(());
		}
		for key in registry::due(&self.worker, block) {
			self.tick(key, block);
		}
		Ok(())
	}

	/// Notes that a block was worked through, with the jobs that it woke.
	fn advance(&self, block: BlockRef, jobs: &[JobKey]) -> anyhow::Result<()> {
		let cursor = Cursor { number: block.number, hash: block.hash.0 };
		self.worker.custody.journal.advance(cursor, jobs)?;
		metrics::block(block.number);
		Ok(())
	}

	/// Starts what the chain's present state asks for. Blocks that are still to come wake it again, which does no harm;
	/// nothing of it is noted, since every start asks anew.
	pub async fn reconcile(&self) -> anyhow::Result<()> {
		let custody = &self.worker.custody;
		// Before the block: the request of a result that comes meanwhile may be in a later one.
		let results = custody.journal.results()?;
		let block = custody.chain.finalized().await?;
		let reconcile::Reconciliation { jobs, incomplete } =
			reconcile::due(&self.worker, block, results).await?;
		for key in jobs {
			self.spawn(key, Some(block.hash));
		}
		incomplete.map_or(Ok(()), Err)?;
		custody.reconciled.store(true, Ordering::Relaxed);
		Ok(())
	}

	/// Goes on at the chain's head, since the events of earlier blocks can't be had; reconcile then. Gives the head.
	pub async fn skip(&self) -> anyhow::Result<BlockRef> {
		let custody = &self.worker.custody;
		custody.reconciled.store(false, Ordering::Relaxed);
		let block = custody.chain.finalized().await?;
		let unseen_until = custody.chain.moment(block.hash).await?;
		let last = custody.journal.cursor()?;
		let skipped = last.map_or(0, |last| block.number.saturating_sub(last.number));
		self.advance(block, &[])?;
		self.worker.note_unseen(unseen_until);
		metrics::skipped(skipped);
		tracing::warn!(
			to = block.number,
			blocks = skipped,
			"blocks were left out, since the node does not give their events any more: what they brought is taken from the state"
		);
		self.tick_at_head(block).await?;
		Ok(block)
	}

	/// Runs a watch beside the following of blocks, since what is posted waits for its finality; one that runs since an
	/// earlier block is left alone.
	fn tick(&self, key: WatchKey, block: BlockRef) {
		let Some(turn) = Turn::take(&self.watching, key) else {
			return;
		};
		let (worker, stop) = (self.worker.clone(), self.stop.clone());
		self.running.spawn(async move {
			let _turn = turn;
			let watch = registry::watch(key);
			tokio::select! {
				() = stop.cancelled() => {},
				ticked = watch.tick(&worker, block) => if let Err(cause) = ticked {
					let (job, cause) = (key.name(), format!("{cause:#}"));
					tracing::warn!(job, cause, "will be tried again");
				},
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
	let job = registry::job(key);
	let mut backoff = Backoff::new(FIRST_PAUSE, job.longest_pause());
	loop {
		let attempt = match journal.begin(key) {
			Ok(Begin::AlreadyDone) => return None,
			Ok(Begin::Begun) => job.attempt(worker, woken_by).await,
			Err(cause) => Err(cause.into()),
		};
		match attempt {
			Ok(Completion::Done) => return Some("done"),
			Ok(Completion::Refused(reason)) => {
				tracing::warn!(job = %key, %reason, "refused");
				return Some("refused");
			}
			Err(cause) => {
				tracing::warn!(job = %key, cause = format!("{cause:#}"), "will be tried again");
				metrics::job(key.name(), "failed");
				backoff.wait().await;
			}
		}
	}
}

/// Has the journal forget a job that has ended.
async fn note_done(worker: &Worker, key: JobKey, end: &'static str) {
	while let Err(cause) = worker.custody.journal.done(key) {
		tracing::error!(job = %key, %cause, "the journal did not take the job's end");
		tokio::time::sleep(Duration::from_secs(1)).await;
	}
	metrics::job(key.name(), end);
}
