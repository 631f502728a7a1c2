//! What no event wakes for good: polled block by block, at the chain's head.

use super::{Worker, close, declare, drift, expire, rotate, scrub, settle};
use salus_chain::BlockRef;
use salus_primitives::RequestId;
use std::{
	collections::BTreeSet,
	sync::{Arc, Mutex, PoisonError, atomic::Ordering},
};
use tokio::sync::Semaphore;

/// What the time brings on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Poll {
	/// To settle or close a request.
	Request(RequestId),
	/// To declare the models that are here.
	Declare,
	/// To drop what nobody names.
	Expire,
	/// To look through what is kept.
	Scrub,
	/// To give what rests a new key.
	Rotate,
	/// To report drift.
	Drift,
}

impl Poll {
	/// As of the chain's head.
	pub async fn poll(self, worker: &Worker, polling: &Semaphore, block: BlockRef) {
		let note = |job, polled: anyhow::Result<()>| {
			if let Err(cause) = polled {
				tracing::warn!(job, cause = format!("{cause:#}"), "will be tried again");
			}
		};
		match self {
			Self::Request(request) => {
				let Ok(_turn) = polling.acquire().await else {
					return;
				};
				note("settle", settle::poll(worker, request, block).await);
				note("close", close::poll(worker, request, block).await);
			}
			Self::Declare => {
				worker.undeclared.store(false, Ordering::Relaxed);
				let polled = declare::poll(worker).await;
				if polled.is_err() {
					worker.undeclared.store(true, Ordering::Relaxed);
				}
				note("declare", polled);
			}
			Self::Expire => note("expire", expire::poll(worker, block).await),
			Self::Scrub => note("scrub", scrub::poll(worker, block).await),
			Self::Rotate => note("rotate", rotate::poll(worker, block).await),
			Self::Drift => note("drift", drift::poll(worker).await),
		}
	}
}

/// That something is being polled; its end is the end of that.
pub(super) struct Turn {
	taken: Arc<Mutex<BTreeSet<Poll>>>,
	what: Poll,
}

impl Turn {
	pub fn take(taken: &Arc<Mutex<BTreeSet<Poll>>>, what: Poll) -> Option<Self> {
		let free = taken.lock().unwrap_or_else(PoisonError::into_inner).insert(what);
		free.then(|| Self { taken: taken.clone(), what })
	}
}

impl Drop for Turn {
	fn drop(&mut self) {
		self.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.what);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_being_polled_is_not_polled_beside_it() {
		let polled = Arc::default();
		let first = Turn::take(&polled, Poll::Drift).unwrap();
		assert!(Turn::take(&polled, Poll::Drift).is_none());
		let _other = Turn::take(&polled, Poll::Request(RequestId(1))).unwrap();
		assert!(Turn::take(&polled, Poll::Request(RequestId(2))).is_some());
		drop(first);
		assert!(Turn::take(&polled, Poll::Drift).is_some());
	}
}
