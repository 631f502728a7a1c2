// SPDX-License-Identifier: Apache-2.0
//! Which claim is judged next: those of one policy one after the other, the oldest first, since each is judged from the
//! statement that the one before leaves; those of different policies beside each other.
//!
//! One that can't be judged pauses, and the policy's next one goes before it: else whoever files a claim that nobody can
//! read would keep all others of the policy.

use crate::metrics;
use async_trait::async_trait;
use salus_chain::backoff::Backoff;
use salus_primitives::{ClaimId, PolicyId};
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::Duration,
};
use tokio::{
	sync::{Notify, Semaphore},
	time::Instant,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// So many claims are judged beside each other.
pub const BESIDE: usize = 8;
/// Between attempts at one claim.
pub const FIRST_PAUSE: Duration = Duration::from_secs(1);
pub const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What is tried of a claim.
#[async_trait]
pub trait Attempt: Send + Sync + 'static {
	/// Tries to judge a claim; an error if it is to be tried again. It has to end by itself.
	async fn attempt(&self, claim: ClaimId) -> anyhow::Result<()>;
}

/// The claims that are to be judged.
pub struct Queue {
	line: Arc<Line>,
	running: TaskTracker,
	stop: CancellationToken,
}

impl Queue {
	/// Begins with none.
	pub fn new(judge: Arc<dyn Attempt>) -> Self {
		Self::with_pauses(judge, FIRST_PAUSE, LONGEST_PAUSE)
	}

	fn with_pauses(judge: Arc<dyn Attempt>, first: Duration, longest: Duration) -> Self {
		let line = Line {
			judge,
			slots: Semaphore::new(BESIDE),
			pauses: (first, longest),
			policies: Mutex::default(),
		};
		Self { line: Arc::new(line), running: TaskTracker::new(), stop: CancellationToken::new() }
	}

	/// Adds a policy's claim; one that waits already goes on waiting. Older ones are to be added first.
	pub fn add(&self, policy: PolicyId, claim: ClaimId) {
		let mut policies = self.line.policies();
		let is_first = !policies.contains_key(&policy);
		let waiting = policies.entry(policy).or_default();
		waiting.claims.entry(claim).or_insert_with(|| Turn::new(self.line.pauses));
		waiting.added.notify_one();
		note(&policies);
		if is_first {
			let (line, stop) = (self.line.clone(), self.stop.clone());
			self.running.spawn(async move {
				tokio::select! {
					() = stop.cancelled() => {},
					() = line.work(policy) => {},
				}
			});
		}
	}

	/// Breaks attempts off: what one has prepared is found at the next start.
	pub async fn stop(self) {
		self.stop.cancel();
		self.running.close();
		self.running.wait().await;
	}
}

/// What the policies' tasks share.
struct Line {
	judge: Arc<dyn Attempt>,
	slots: Semaphore,
	/// The first one between attempts, and the longest.
	pauses: (Duration, Duration),
	policies: Mutex<BTreeMap<PolicyId, Waiting>>,
}

/// A policy's claims, by age.
#[derive(Default)]
struct Waiting {
	claims: BTreeMap<ClaimId, Turn>,
	/// Wakes the policy's task.
	added: Arc<Notify>,
}

/// When a claim is tried.
struct Turn {
	from: Instant,
	backoff: Backoff,
}

impl Turn {
	fn new((first, longest): (Duration, Duration)) -> Self {
		Self { from: Instant::now(), backoff: Backoff::new(first, longest) }
	}
}

/// What a policy's task does next.
enum Next {
	Try(ClaimId),
	/// Until then, or until one is added.
	Wait(Instant, Arc<Notify>),
	End,
}

impl Line {
	fn policies(&self) -> MutexGuard<'_, BTreeMap<PolicyId, Waiting>> {
		self.policies.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Tries a policy's claims until there is none.
	async fn work(&self, policy: PolicyId) {
		loop {
			match self.next(policy) {
				Next::Try(claim) => self.attempt(policy, claim).await,
				Next::Wait(until, added) => tokio::select! {
					() = tokio::time::sleep_until(until) => {},
					() = added.notified() => {},
				},
				Next::End => return,
			}
		}
	}

	fn next(&self, policy: PolicyId) -> Next {
		let mut policies = self.policies();
		let Some(waiting) = policies.get(&policy) else { return Next::End };
		let now = Instant::now();
		if let Some((claim, _)) = waiting.claims.iter().find(|(_, turn)| turn.from <= now) {
			return Next::Try(*claim);
		}
		if let Some(until) = waiting.claims.values().map(|turn| turn.from).min() {
			return Next::Wait(until, waiting.added.clone());
		}
		// Before the lock is given up: what is added from now on gets a task of its own.
		policies.remove(&policy);
		Next::End
	}

	async fn attempt(&self, policy: PolicyId, claim: ClaimId) {
		let slot = self.slots.acquire().await;
		let attempt = self.judge.attempt(claim).await;
		drop(slot);
		let mut policies = self.policies();
		let Some(waiting) = policies.get_mut(&policy) else { return };
		match attempt {
			Ok(()) => {
				waiting.claims.remove(&claim);
			}
			Err(cause) => {
				// Data rule 12: it names no line.
				let cause = format!("{cause:#}");
				tracing::warn!(%claim, %policy, cause, "not judged, will be tried again");
				metrics::claim("failed");
				if let Some(turn) = waiting.claims.get_mut(&claim) {
					let pause = turn.backoff.next_pause();
					let now = Instant::now();
					turn.from = now.checked_add(pause).unwrap_or(now);
				}
			}
		}
		note(&policies);
	}
}

/// Has the metrics tell how many claims wait.
fn note(policies: &BTreeMap<PolicyId, Waiting>) {
	metrics::open_claims(policies.values().map(|waiting| waiting.claims.len()).sum());
}

#[cfg(test)]
mod tests {
	use super::*;
	use anyhow::anyhow;
	use tokio::sync::{mpsc, oneshot};

	/// A claim that is tried, and what ends that.
	type Tried = (ClaimId, oneshot::Sender<anyhow::Result<()>>);

	/// Tells of every attempt, and ends it as it is told.
	struct Scripted(mpsc::UnboundedSender<Tried>);

	#[async_trait]
	impl Attempt for Scripted {
		async fn attempt(&self, claim: ClaimId) -> anyhow::Result<()> {
			let (end, ended) = oneshot::channel();
			self.0.send((claim, end)).unwrap();
			ended.await.unwrap_or(Ok(()))
		}
	}

	fn queue() -> (Queue, mpsc::UnboundedReceiver<Tried>) {
		let (tell, tried) = mpsc::unbounded_channel();
		let pause = Duration::from_millis(1);
		(Queue::with_pauses(Arc::new(Scripted(tell)), pause, pause), tried)
	}

	/// Has every task go as far as it can.
	async fn settle() {
		for _ in 0..100 {
			tokio::task::yield_now().await;
		}
	}

	#[tokio::test]
	async fn claims_of_one_policy_are_judged_one_after_the_other_the_oldest_first() {
		let (queue, mut tried) = queue();
		for claim in [3, 4, 9] {
			queue.add(PolicyId(1), ClaimId(claim));
		}
		// As when the chain is listed anew.
		queue.add(PolicyId(1), ClaimId(3));
		for expected in [3, 4, 9] {
			let (claim, end) = tried.recv().await.unwrap();
			assert_eq!(claim, ClaimId(expected));
			settle().await;
			assert!(tried.try_recv().is_err(), "one beside {claim}");
			end.send(Ok(())).unwrap();
		}
		settle().await;
		assert!(tried.try_recv().is_err());
		// The policy's task has ended: its next claim has another.
		queue.add(PolicyId(1), ClaimId(10));
		let (claim, _end) = tried.recv().await.unwrap();
		assert_eq!(claim, ClaimId(10));
	}

	#[tokio::test]
	async fn at_most_eight_are_judged_beside_each_other() {
		let (queue, mut tried) = queue();
		for policy in 0..10 {
			queue.add(PolicyId(policy), ClaimId(policy));
		}
		let mut ends = Vec::new();
		for _ in 0..BESIDE {
			ends.push(tried.recv().await.unwrap());
		}
		settle().await;
		assert!(tried.try_recv().is_err());
		let (_, end) = ends.remove(0);
		end.send(Ok(())).unwrap();
		let (next, _end) = tried.recv().await.unwrap();
		assert_eq!(next, ClaimId(8));
		settle().await;
		assert!(tried.try_recv().is_err());
	}

	#[tokio::test]
	async fn one_that_hangs_keeps_no_other_policys() {
		let (queue, mut tried) = queue();
		queue.add(PolicyId(1), ClaimId(1));
		let (hung, _hangs) = tried.recv().await.unwrap();
		assert_eq!(hung, ClaimId(1));
		for claim in 2..30 {
			queue.add(PolicyId(2), ClaimId(claim));
			let (tried, end) = tried.recv().await.unwrap();
			assert_eq!(tried, ClaimId(claim));
			end.send(Ok(())).unwrap();
		}
		queue.stop().await;
	}

	#[tokio::test]
	async fn one_that_can_not_be_judged_keeps_no_other_and_is_tried_again() {
		let (queue, mut tried) = queue();
		queue.add(PolicyId(1), ClaimId(1));
		queue.add(PolicyId(1), ClaimId(2));
		let (first, end) = tried.recv().await.unwrap();
		assert_eq!(first, ClaimId(1));
		end.send(Err(anyhow!("no permit"))).unwrap();
		// Its pause is short here, and may be over before the next one's turn.
		loop {
			let (claim, end) = tried.recv().await.unwrap();
			if claim == ClaimId(2) {
				end.send(Ok(())).unwrap();
				break;
			}
			end.send(Err(anyhow!("no permit"))).unwrap();
		}
		let (again, _end) = tried.recv().await.unwrap();
		assert_eq!(again, ClaimId(1));
	}
}
