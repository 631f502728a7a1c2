//! Places of which one holder has only so many: an address of documents and calls, an account of documents that are looked
//! for. Who waits gets the next one in turn.

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

/// So many places, of all holders.
pub(super) struct Places<Holder: Eq + Hash + Clone> {
	all: Arc<Semaphore>,
	holders: Mutex<HashMap<Holder, Own>>,
}

/// What one holder has.
struct Own {
	places: Arc<Semaphore>,
	/// How many have one, or wait for one.
	count: usize,
}

/// A place, until it is dropped.
pub(super) struct Place<Holder: Eq + Hash + Clone> {
	_of_all: OwnedSemaphorePermit,
	_own: OwnedSemaphorePermit,
	_counted: Counted<Holder>,
}

/// Somebody who has a place, or waits for one.
struct Counted<Holder: Eq + Hash + Clone> {
	all: Arc<Places<Holder>>,
	holder: Holder,
}

impl<Holder: Eq + Hash + Clone> Places<Holder> {
	/// So many of them.
	pub fn new(most: usize) -> Arc<Self> {
		Arc::new(Self {
			all: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))),
			holders: Mutex::default(),
		})
	}

	/// Takes a place, if one is free and this holder has fewer than `own` of them. None otherwise.
	pub fn take(self: &Arc<Self>, holder: &Holder, own: usize) -> Option<Place<Holder>> {
		let (counted, places) = self.count(holder, own);
		Some(Place {
			_own: places.try_acquire_owned().ok()?,
			_of_all: self.all.clone().try_acquire_owned().ok()?,
			_counted: counted,
		})
	}

	/// Waits for a place, so long at most: for one of the holder's `own`, and then for any.
	pub async fn wait(
		self: &Arc<Self>,
		holder: &Holder,
		own: usize,
		most: Duration,
	) -> Option<Place<Holder>> {
		let (counted, places) = self.count(holder, own);
		let waiting = async {
			Some(Place {
				_own: places.acquire_owned().await.ok()?,
				_of_all: self.all.clone().acquire_owned().await.ok()?,
				_counted: counted,
			})
		};
		timeout(most, waiting).await.ok().flatten()
	}

	fn count(self: &Arc<Self>, holder: &Holder, own: usize) -> (Counted<Holder>, Arc<Semaphore>) {
		let mut holders = self.lock();
		let has = holders.entry(holder.clone()).or_insert_with(|| Own {
			places: Arc::new(Semaphore::new(own.min(Semaphore::MAX_PERMITS))),
			count: 0,
		});
		has.count = has.count.saturating_add(1);
		let places = has.places.clone();
		drop(holders);
		let counted = Counted { all: self.clone(), holder: holder.clone() };
		(counted, places)
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
		let places = Places::new(3);
		let held = [places.take(&'a', 2), places.take(&'a', 2)];
		assert!(held.iter().all(Option::is_some));
		assert!(places.take(&'a', 2).is_none());
		assert!(places.wait(&'a', 2, MOMENT).await.is_none());
		let other = places.take(&'b', 2);
		assert!(other.is_some());
		assert!(places.take(&'c', 2).is_none(), "all are taken");
		drop(other);
		assert!(places.wait(&'c', 2, MOMENT).await.is_some());
		drop(held);
		assert!(places.lock().is_empty());
	}

	#[tokio::test]
	async fn who_waits_gets_the_next_place_and_who_gave_up_takes_none() {
		let places = Places::new(1);
		let held = places.take(&'a', 1);
		assert!(places.wait(&'b', 1, MOMENT).await.is_none());
		let waiting = places.wait(&'c', 1, Duration::from_secs(5));
		let (got, ()) = tokio::join!(waiting, async { drop(held) });
		assert!(got.is_some());
	}
}
