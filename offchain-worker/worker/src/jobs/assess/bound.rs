// SPDX-License-Identifier: Apache-2.0
//! Whatever a task waits for (its turn, documents, custodians, a model), it waits no longer than the chain gives it.

use super::super::{Worker, seat::Now};
use salus_chain::ChainError;
use std::time::{Duration, Instant};
use tokio::{sync::Mutex, time::sleep};

/// How often the chain's clock is read while tasks are under way, however many they are.
const EVERY: Duration = Duration::from_secs(1);

/// The chain's clock at its head, as it was read last.
#[derive(Default)]
pub struct HeadClock(Mutex<Option<(Instant, Now)>>);

impl HeadClock {
	/// The clock as of a second ago at most.
	pub async fn read(&self, worker: &Worker) -> Result<Now, ChainError> {
		let mut last = self.0.lock().await;
		if let Some((read_at, now)) = *last
			&& read_at.elapsed() < EVERY
		{
			return Ok(now);
		}
		let now = Now::at_head(worker).await?;
		*last = Some((Instant::now(), now));
		Ok(now)
	}
}

/// Does the work, unless the chain's clock says before that it is over: then the work is left, and nothing comes of it.
pub async fn within<T>(
	worker: &Worker,
	is_over: impl Fn(Now) -> bool,
	work: impl Future<Output = T>,
) -> Option<T> {
	tokio::select! {
		biased;
		done = work => Some(done),
		() = end(worker, is_over) => None,
	}
}

async fn end(worker: &Worker, is_over: impl Fn(Now) -> bool) {
	loop {
		match worker.head_clock.read(worker).await {
			Ok(now) if is_over(now) => return,
			Ok(_) => {}
			// Nothing can be posted either, as long as the node does not answer.
			Err(cause) => tracing::debug!(%cause, "the chain's clock can't be read"),
		}
		sleep(EVERY).await;
	}
}
