// SPDX-License-Identifier: Apache-2.0
//! Which finalized blocks are searched for an extrinsic that was sent and then lost from sight.

use std::ops::Range;

/// How many blocks after the best one, when it was lost: another collator's pool puts it into one of its next blocks.
const LATER_BLOCKS: u32 = 8;

/// Each block once, when it is final, up to a last one.
pub(super) struct Search {
	next: u32,
	last: u32,
}

impl Search {
	/// From the block after `after`, the last one that was final before it was sent.
	pub(super) fn new(after: u32, best: u32) -> Self {
		Self { next: after.saturating_add(1), last: best.saturating_add(LATER_BLOCKS) }
	}

	/// The blocks that are final by now and not searched yet.
	pub(super) fn due(&mut self, finalized: u32) -> Range<u32> {
		let end = finalized.min(self.last).saturating_add(1).max(self.next);
		let due = self.next..end;
		self.next = end;
		due
	}

	/// Whether the last block was searched.
	pub(super) fn is_over(&self) -> bool {
		self.next > self.last
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_block_is_searched_once_up_to_the_last() {
		let mut search = Search::new(113, 118);
		assert_eq!(search.due(113), 114..114);
		assert_eq!(search.due(116), 114..117);
		assert_eq!(search.due(116), 117..117);
		assert!(!search.is_over());
		// Finality goes on beyond what is searched.
		assert_eq!(search.due(200), 117..127);
		assert!(search.is_over());
		assert!(search.due(300).is_empty());
	}

	#[test]
	fn while_finality_stands_still_it_goes_on() {
		let mut search = Search::new(100, 400);
		// A node that is behind what was seen.
		assert!(search.due(90).is_empty());
		assert!(search.due(100).is_empty());
		assert!(!search.is_over());
	}
}
