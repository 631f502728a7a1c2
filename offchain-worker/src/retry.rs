//! Trying again what did not answer: with growing pauses, for a bounded time, and then the last error.
//!
//! The command line is patient with a node or a custodian that is just being restarted. The daemon is not: its
//! jobs have their own pauses. Never tried again: a refusal, which is an answer, and sending an extrinsic,
//! which may have arrived.

use backon::{ExponentialBuilder, Retryable};
use std::{
	fmt::Display,
	sync::{
		OnceLock,
		atomic::{AtomicU32, Ordering},
	},
	time::{Duration, Instant},
};

static PATIENCE: OnceLock<Duration> = OnceLock::new();

/// How long this process tries again what does not answer. Not at all unless this was called; the first call
/// counts.
pub fn be_patient(time: Duration) {
	let _ = PATIENCE.set(time);
}

/// Attempts until it succeeds, an error is none that passes, or this process's patience is over.
pub async fn patiently<T, E: Display, Attempt: Future<Output = Result<T, E>>>(
	passes: impl Fn(&E) -> bool,
	attempt: impl Fn() -> Attempt,
) -> Result<T, E> {
	let patience = PATIENCE.get().copied().unwrap_or_default();
	for_at_most(patience, passes, attempt).await
}

async fn for_at_most<T, E: Display, Attempt: Future<Output = Result<T, E>>>(
	patience: Duration,
	passes: impl Fn(&E) -> bool,
	attempt: impl Fn() -> Attempt,
) -> Result<T, E> {
	let began = Instant::now();
	let failures = AtomicU32::new(0);
	let pauses = ExponentialBuilder::default()
		.with_min_delay(Duration::from_millis(200))
		.with_max_delay(Duration::from_secs(2))
		.with_jitter()
		.without_max_times()
		.with_total_delay(Some(patience));
	attempt
		.retry(pauses)
		// An attempt may take long itself.
		.when(|error| began.elapsed() < patience && passes(error))
		.notify(|error, _| {
			// Once, and not for what is over in a moment; on standard error, so that what a script reads stays
			// as it is.
			if failures.fetch_add(1, Ordering::Relaxed) == 1 {
				eprintln!("{error}; trying again for {} s", patience.as_secs());
			}
		})
		.await
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Attempts made, and what came of them, when the first `failures` attempts fail.
	async fn attempts(
		patience: Duration,
		failures: u32,
		passes: bool,
	) -> (u32, Result<u32, String>) {
		let made = AtomicU32::new(0);
		let ended = for_at_most(
			patience,
			|_: &String| passes,
			|| async {
				let number = made.fetch_add(1, Ordering::Relaxed) + 1;
				if number > failures {
					Ok(number)
				} else {
					Err(format!("attempt {number}"))
				}
			},
		)
		.await;
		(made.into_inner(), ended)
	}

	#[tokio::test]
	async fn what_comes_back_in_time_is_reached() {
		assert_eq!(attempts(Duration::from_secs(20), 2, true).await, (3, Ok(3)));
	}

	#[tokio::test]
	async fn a_refusal_is_final_at_once() {
		let (made, ended) = attempts(Duration::from_secs(20), 2, false).await;
		assert_eq!((made, ended), (1, Err("attempt 1".into())));
	}

	#[tokio::test]
	async fn without_patience_there_is_one_attempt() {
		assert_eq!(attempts(Duration::ZERO, 2, true).await.0, 1);
	}

	#[tokio::test]
	async fn patience_ends_with_the_last_error() {
		let began = Instant::now();
		let (made, ended) = attempts(Duration::from_secs(1), u32::MAX, true).await;
		assert!(made > 1);
		assert_eq!(ended, Err(format!("attempt {made}")));
		assert!(began.elapsed() < Duration::from_secs(10));
	}
}
