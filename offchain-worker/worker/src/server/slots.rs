// SPDX-License-Identifier: Apache-2.0
//! Slots of which one holder has only so many: an address of documents and calls, an account of documents that are
//! searched for. Whoever waits gets the next one in turn.

use std::{
	collections::HashMap,
	hash::Hash,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::Duration,
};
use tokio::{
	sync::{OwnedSemaphorePermit, Semaphore},
	time::timeout,
};

/// So many slots, of all holders.
pub(super) struct Slots<Holder: Eq + Hash + Clone> {
	all: Arc<Semaphore>,
	holders: Mutex<HashMap<Holder, Own>>,
}

/// What one holder has.
struct Own {
	slots: Arc<Semaphore>,
	/// How many have one, or wait for one.
	count: usize,
}

/// A slot, until it is dropped.
pub(super) struct Slot<Holder: Eq + Hash + Clone> {
	_of_all: OwnedSemaphorePermit,
	_own: OwnedSemaphorePermit,
	_counted: Counted<Holder>,
}

/// A holder that has a slot, or waits for one.
struct Counted<Holder: Eq + Hash + Clone> {
	all: Arc<Slots<Holder>>,
	holder: Holder,
}

impl<Holder: Eq + Hash + Clone> Slots<Holder> {
	/// So many of them.
	pub fn new(most: usize) -> Arc<Self> {
		Arc::new(Self {
			all: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))),
			holders: Mutex::default(),
		})
	}

	/// Takes a slot, if one is free and this holder has fewer than `own` of them. None otherwise.
	pub fn take(self: &Arc<Self>, holder: &Holder, own: usize) -> Option<Slot<Holder>> {
		let (counted, slots) = self.count(holder, own);
		Some(Slot {
			_own: slots.try_acquire_owned().ok()?,
			_of_all: self.all.clone().try_acquire_owned().ok()?,
			_counted: counted,
		})
	}

	/// Waits for a slot, so long at most: for one of the holder's `own`, and then for any.
	pub async fn wait(
		self: &Arc<Self>,
		holder: &Holder,
		own: usize,
		most: Duration,
	) -> Option<Slot<Holder>> {
		let (counted, slots) = self.count(holder, own);
		let waiting = async {
			Some(Slot {
				_own: slots.acquire_owned().await.ok()?,
				_of_all: self.all.clone().acquire_owned().await.ok()?,
				_counted: counted,
			})
		};
		timeout(most, waiting).await.ok().flatten()
	}

	fn count(self: &Arc<Self>, holder: &Holder, own: usize) -> (Counted<Holder>, Arc<Semaphore>) {
		let mut holders = self.lock();
		let has = holders.entry(holder.clone()).or_insert_with(|| Own {
			slots: Arc::new(Semaphore::new(own.min(Semaphore::MAX_PERMITS))),
			count: 0,
		});
		has.count = has.count.saturating_add(1);
		let slots = has.slots.clone();
		drop(holders);
		let counted = Counted { all: self.clone(), holder: holder.clone() };
		(counted, slots)
	}

	fn lock(&self) -> MutexGuard<'_, HashMap<Holder, Own>> {
		self.holders.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

impl<Holder: Eq + Hash + Clone> Drop for Counted<Holder> {
	fn drop(&mut self) {
		let mut holders = self.all.lock();
		let Some(has) = holders.get_mut(&self.holder) else {
			return;
		};
		has.count = has.count.saturating_sub(1);
		if has.count == 0 {
			holders.remove(&self.holder);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const MOMENT: Duration = Duration::from_millis(20);

	#[tokio::test]
	async fn one_holder_has_so_many_and_others_get_theirs() {
		let slots = Slots::new(3);
		let held = [slots.take(&'a', 2), slots.take(&'a', 2)];
		assert!(held.iter().all(Option::is_some));
		assert!(slots.take(&'a', 2).is_none());
		assert!(slots.wait(&'a', 2, MOMENT).await.is_none());
		let other = slots.take(&'b', 2);
		assert!(other.is_some());
		assert!(slots.take(&'c', 2).is_none(), "all are taken");
		drop(other);
		assert!(slots.wait(&'c', 2, MOMENT).await.is_some());
		drop(held);
		assert!(slots.lock().is_empty());
	}

	#[tokio::test]
	async fn whoever_waits_gets_the_next_slot_and_whoever_gave_up_takes_none() {
		let slots = Slots::new(1);
		let held = slots.take(&'a', 1);
		assert!(slots.wait(&'b', 1, MOMENT).await.is_none());
		let waiting = slots.wait(&'c', 1, Duration::from_secs(5));
		let (got, ()) = tokio::join!(waiting, async { drop(held) });
		assert!(got.is_some());
	}
}
