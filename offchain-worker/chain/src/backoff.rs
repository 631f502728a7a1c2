// SPDX-License-Identifier: Apache-2.0
//! Growing pauses between attempts at something that failed: of a job, at the chain, at a custodian.

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use std::time::Duration;

/// Pauses that double up to a longest one, each with some more by chance, so that many do not come back at once.
#[derive(Debug)]
pub struct Backoff {
	first: Duration,
	longest: Duration,
	pauses: ExponentialBackoff,
}

impl Backoff {
	/// Begins with a pause of `first`.
	pub fn new(first: Duration, longest: Duration) -> Self {
		Self { first, longest, pauses: pauses(first, longest) }
	}

	/// How long the next pause is.
	pub fn next_pause(&mut self) -> Duration {
		self.pauses.next().unwrap_or(self.longest)
	}

	/// Pauses.
	pub async fn wait(&mut self) {
		tokio::time::sleep(self.next_pause()).await;
	}

	/// Begins anew, after something succeeded.
	pub fn reset(&mut self) {
		self.pauses = pauses(self.first, self.longest);
	}
}

fn pauses(first: Duration, longest: Duration) -> ExponentialBackoff {
	ExponentialBuilder::default()
		.with_min_delay(first)
		.with_max_delay(longest)
		.with_jitter()
		.without_max_times()
		.build()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pauses_grow_to_the_longest_do_not_end_and_begin_anew_after_success() {
		let (first, longest) = (Duration::from_millis(200), Duration::from_secs(5));
		let mut backoff = Backoff::new(first, longest);
		for _ in 0..2 {
			let pauses: Vec<Duration> = (0..50).map(|_| backoff.next_pause()).collect();
			// By chance up to twice as long.
			assert!(first <= pauses[0] && pauses[0] <= 2 * first, "{pauses:?}");
			assert!(pauses[0] < pauses[2]);
			for late in &pauses[10..] {
				assert!(longest <= *late && *late <= 2 * longest, "{pauses:?}");
			}
			backoff.reset();
		}
	}
}
