// SPDX-License-Identifier: Apache-2.0
//! Whether the finalized head is news: a custodian whose node stands still does not know what was revoked
//! or erased since, so in doubt it hands over nothing. Data rule 5.

use salus_chain::H256;
use std::{
	sync::{Mutex, PoisonError},
	time::{Duration, Instant},
};

/// When the finalized head was last seen to change, by this machine's steady clock: it only ever refuses.
/// What a grant allows is decided by the on-chain clock alone. Data rule 8.
pub struct Freshness {
	limit: Duration,
	changed: Mutex<Option<(H256, Instant)>>,
}

impl Freshness {
	/// Takes a head for stale that has stood for `limit`.
	pub fn new(limit: Duration) -> Self {
		Self { limit, changed: Mutex::new(None) }
	}

	/// Notes the finalized head, and says for how long it has stood if that is too long.
	pub fn note(&self, head: H256) -> Result<(), Duration> {
		self.note_at(head, Instant::now())
	}

	fn note_at(&self, head: H256, now: Instant) -> Result<(), Duration> {
		let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
		match *changed {
			Some((known, since)) if known == head => {
				let stood = now.saturating_duration_since(since);
				if stood < self.limit { Ok(()) } else { Err(stood) }
			}
			_ => {
				*changed = Some((head, now));
				Ok(())
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_head_that_stands_still_is_stale_until_another_comes() {
		let freshness = Freshness::new(Duration::from_secs(600));
		let (began, minute) = (Instant::now(), Duration::from_secs(60));
		let [head, next] = [1, 2].map(|byte| H256([byte; 32]));
		assert_eq!(freshness.note_at(head, began), Ok(()));
		assert_eq!(freshness.note_at(head, began + 9 * minute), Ok(()));
		assert_eq!(freshness.note_at(head, began + 10 * minute), Err(10 * minute));
		assert_eq!(freshness.note_at(next, began + 11 * minute), Ok(()));
		assert_eq!(freshness.note_at(next, began + 20 * minute), Ok(()));
	}
}
