// SPDX-License-Identifier: Apache-2.0
//! Which tasks are in hand: so few that their documents fit into memory, and of one requester so few that there is room
//! for others beside whoever asks about documents that come slowly or never. The rest wait, and hold nothing.

use salus_chain::AccountId;
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Each holds at most 8 MiB of documents, and four more that are just coming.
const OF_ALL: usize = 16;
const OF_ONE_REQUESTER: usize = 3;

/// The tasks that may still be taken in hand.
pub struct InHand {
	of_all: Semaphore,
	/// By requester, as long as one of its tasks is in hand or waits.
	of_each: Mutex<BTreeMap<AccountId, Arc<Semaphore>>>,
}

/// That a task is in hand; its end is the end of that.
pub struct Held<'a> {
	_of_all: SemaphorePermit<'a>,
	_of_requester: OwnedSemaphorePermit,
}

impl Default for InHand {
	fn default() -> Self {
		Self { of_all: Semaphore::new(OF_ALL), of_each: Mutex::default() }
	}
}

impl InHand {
	/// Waits until a task of this requester may be taken in hand. Only a requester's first few wait for what all share, and
	/// that goes in the order in which they came.
	pub async fn take(&self, requester: &AccountId) -> Result<Held<'_>, AcquireError> {
		let of_requester = self.of(requester).acquire_owned().await?;
		Ok(Held { _of_all: self.of_all.acquire().await?, _of_requester: of_requester })
	}

	fn of(&self, requester: &AccountId) -> Arc<Semaphore> {
		let mut of_each = self.of_each.lock().unwrap_or_else(PoisonError::into_inner);
		// Whoever holds one or waits for one has a copy.
		of_each.retain(|_, of_one| Arc::strong_count(of_one) > 1);
		let of_one = of_each.entry(requester.clone());
		of_one.or_insert_with(|| Arc::new(Semaphore::new(OF_ONE_REQUESTER))).clone()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::time::Duration;
	use tokio::time::timeout;

	fn requester(number: u8) -> AccountId {
		AccountId::new([number; 32])
	}

	/// What a requester is given at once.
	async fn given(in_hand: &InHand, number: u8) -> Option<Held<'_>> {
		let requester = requester(number);
		let taken = in_hand.take(&requester);
		timeout(Duration::from_millis(20), taken).await.ok().map(Result::unwrap)
	}

	#[tokio::test]
	async fn one_requester_leaves_room_for_others() {
		let in_hand = InHand::default();
		let mut held = Vec::new();
		for number in [1, 1, 1, 2] {
			held.push(given(&in_hand, number).await.unwrap());
		}
		assert!(given(&in_hand, 1).await.is_none());
		held.remove(0);
		assert!(given(&in_hand, 1).await.is_some());
	}

	#[tokio::test]
	async fn all_together_are_so_many_and_no_more() {
		let in_hand = InHand::default();
		let mut held = Vec::new();
		for number in (0..).take(OF_ALL) {
			held.push(given(&in_hand, number).await.unwrap());
		}
		assert!(given(&in_hand, 99).await.is_none());
		held.pop();
		assert!(given(&in_hand, 99).await.is_some());
	}

	#[tokio::test]
	async fn a_requester_without_tasks_is_forgotten() {
		let in_hand = InHand::default();
		let known = || in_hand.of_each.lock().unwrap().len();
		let held = given(&in_hand, 1).await.unwrap();
		assert!(given(&in_hand, 2).await.is_some());
		assert!(given(&in_hand, 3).await.is_some());
		assert_eq!(known(), 2, "the one that holds, and the last one");
		drop(held);
		assert!(given(&in_hand, 4).await.is_some());
		assert_eq!(known(), 1);
	}
}
