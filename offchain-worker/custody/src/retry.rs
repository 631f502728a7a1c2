// SPDX-License-Identifier: Apache-2.0
//! Trying again what did not answer: with growing pauses, for a bounded time, and then the last error.
//!
//! The command line waits for a node or a custodian that is just being restarted, and passes its retry budget to
//! whatever asks. The daemon has none: its jobs have their own pauses. Never tried again: a refusal, which is an answer,
//! and sending an extrinsic, which may have arrived.

use salus_chain::backoff::Backoff;
use std::{
	fmt::Display,
	time::{Duration, Instant},
};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Attempts until it succeeds, an error is none that passes, or so much time is over. With no time there is one attempt.
pub async fn within_budget<T, E: Display, Attempt: Future<Output = Result<T, E>>>(
	retry_budget: Duration,
	passes: impl Fn(&E) -> bool,
	attempt: impl FnMut() -> Attempt,
) -> Result<T, E> {
	RetryBudget::within(retry_budget).until_it_succeeds(passes, attempt).await
}

/// For how long something is tried again, and how often it was.
pub struct RetryBudget {
	time: Duration,
	began: Instant,
	backoff: Backoff,
	failures: u32,
}

impl RetryBudget {
	/// Begins now, for so long.
	pub fn within(retry_budget: Duration) -> Self {
		Self::new(retry_budget, FIRST_PAUSE)
	}

	/// With pauses of next to no length, for at most ten minutes: a test need not wait.
	#[cfg(test)]
	pub fn without_pauses() -> Self {
		Self::new(Duration::from_secs(600), Duration::from_nanos(1))
	}

	fn new(time: Duration, first_pause: Duration) -> Self {
		Self {
			time,
			began: Instant::now(),
			backoff: Backoff::new(first_pause, LONGEST_PAUSE),
			failures: 0,
		}
	}

	/// Waits until it is time to try again after `error`; false once the retry budget is used up.
	pub async fn again(&mut self, error: &impl Display) -> bool {
		let Some(pause) = self.pause(self.began.elapsed()) else {
			return false;
		};
		self.failures = self.failures.saturating_add(1);
		// Once, and not for what is over in a moment; on standard error, so that what a script reads stays as
		// it is.
		if self.failures == 2 {
			eprintln!("{error}; trying again for {} s", self.time.as_secs());
		}
		tokio::time::sleep(pause).await;
		true
	}

	/// The next pause, so long after the beginning. The last one ends with the retry budget.
	fn pause(&mut self, elapsed: Duration) -> Option<Duration> {
		let left = self.time.saturating_sub(elapsed);
		if left.is_zero() {
			return None;
		}
		Some(self.backoff.next_pause().min(left))
	}

	async fn until_it_succeeds<T, E: Display, Attempt: Future<Output = Result<T, E>>>(
		mut self,
		passes: impl Fn(&E) -> bool,
		mut attempt: impl FnMut() -> Attempt,
	) -> Result<T, E> {
		loop {
			match attempt().await {
				Err(error) if passes(&error) && self.again(&error).await => {}
				ended => return ended,
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Attempts made, and what came of them, when the first `failures` attempts fail.
	async fn attempts(
		budget: RetryBudget,
		failures: u32,
		passes: bool,
	) -> (u32, Result<u32, String>) {
		let mut made = 0;
		let attempt = || {
			made += 1;
			std::future::ready(if made > failures {
				Ok(made)
			} else {
				Err(format!("attempt {made}"))
			})
		};
		let ended = budget.until_it_succeeds(|_: &String| passes, attempt).await;
		(made, ended)
	}

	#[tokio::test]
	async fn what_comes_back_in_time_is_reached() {
		assert_eq!(attempts(RetryBudget::without_pauses(), 2, true).await, (3, Ok(3)));
	}

	#[tokio::test]
	async fn a_refusal_is_final_at_once() {
		let (made, ended) = attempts(RetryBudget::without_pauses(), 2, false).await;
		assert_eq!((made, ended), (1, Err("attempt 1".into())));
	}

	#[tokio::test]
	async fn without_a_retry_budget_there_is_one_attempt() {
		// As in the daemon.
		assert_eq!(attempts(RetryBudget::within(Duration::ZERO), 2, true).await.0, 1);
	}

	#[tokio::test]
	async fn the_retry_budget_ends_with_the_last_error() {
		let budget = RetryBudget::new(Duration::from_millis(20), Duration::from_millis(1));
		let (made, ended) = attempts(budget, u32::MAX, true).await;
		assert!(made > 1);
		assert_eq!(ended, Err(format!("attempt {made}")));
	}

	#[test]
	fn pauses_grow_and_the_last_ends_with_the_retry_budget() {
		let retry_budget = Duration::from_secs(10);
		let mut budget = RetryBudget::new(retry_budget, FIRST_PAUSE);
		let (mut elapsed, mut pauses) = (Duration::ZERO, Vec::new());
		while let Some(pause) = budget.pause(elapsed) {
			elapsed += pause;
			pauses.push(pause);
		}
		assert_eq!(elapsed, retry_budget);
		assert!(pauses[0] < Duration::from_millis(401), "{pauses:?}");
		assert!((4..20).contains(&pauses.len()), "{pauses:?}");
	}

	#[test]
	fn time_spent_on_attempts_counts() {
		let mut budget = RetryBudget::new(Duration::from_secs(10), FIRST_PAUSE);
		let left = Duration::from_millis(10);
		let elapsed = Duration::from_secs(10) - left;
		assert_eq!(budget.pause(elapsed), Some(left));
		assert_eq!(budget.pause(Duration::from_secs(60)), None);
	}
}
