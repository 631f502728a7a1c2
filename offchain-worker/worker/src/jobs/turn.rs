// SPDX-License-Identifier: Apache-2.0
//! Of each watch one runs at a time: what is under way since an earlier block is left to that.

use super::registry::WatchKey;
use std::{
	collections::BTreeSet,
	sync::{Arc, Mutex, PoisonError},
};

/// The watches that run now.
pub type Taken = Arc<Mutex<BTreeSet<WatchKey>>>;

/// That a watch runs; its end is the end of that.
pub struct Turn {
	taken: Taken,
	key: WatchKey,
}

impl Turn {
	/// None while the watch runs.
	pub fn take(taken: &Taken, key: WatchKey) -> Option<Self> {
		let free = taken.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
		free.then(|| Self { taken: taken.clone(), key })
	}
}

impl Drop for Turn {
	fn drop(&mut self) {
		self.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::RequestId;

	#[test]
	fn what_runs_does_not_run_a_second_time_beside_it() {
		let taken = Taken::default();
		let first = Turn::take(&taken, WatchKey::Drift).unwrap();
		assert!(Turn::take(&taken, WatchKey::Drift).is_none());
		let _other = Turn::take(&taken, WatchKey::Reveal(RequestId(1))).unwrap();
		assert!(Turn::take(&taken, WatchKey::Reveal(RequestId(2))).is_some());
		assert!(Turn::take(&taken, WatchKey::Close(RequestId(1))).is_some());
		drop(first);
		assert!(Turn::take(&taken, WatchKey::Drift).is_some());
	}
}
