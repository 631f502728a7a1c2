// SPDX-License-Identifier: Apache-2.0
//! The nonces that this program has used: a node's pool may not count an extrinsic that it took a moment ago, and two
//! of one nonce are one too many.

use crate::AccountId;
use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};

/// For how long what was sent counts though the node does not count it: after it, it is taken for lost, since what
/// follows a gap is in no block.
const REMEMBERED: Duration = Duration::from_secs(20);

/// The last nonce of each account, and when it was sent.
#[derive(Default)]
pub struct Nonces(BTreeMap<[u8; 32], (u32, Instant)>);

impl Nonces {
	/// The nonce for an account's next extrinsic, where the node counts so many.
	pub fn next(&self, account: &AccountId, counted: u32, now: Instant) -> u32 {
		let ours = self.0.get(account.as_ref() as &[u8; 32]);
		let ours = ours.filter(|(_, sent)| now.duration_since(*sent) < REMEMBERED);
		ours.map_or(counted, |(last, _)| counted.max(last.saturating_add(1)))
	}

	/// The pool has taken it.
	pub fn sent(&mut self, account: &AccountId, nonce: u32, now: Instant) {
		self.0.insert(account.clone().into(), (nonce, now));
	}

	/// Something went wrong with one of the account's: the node counts again.
	pub fn forget(&mut self, account: &AccountId) {
		self.0.remove(account.as_ref() as &[u8; 32]);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_the_pool_does_not_count_yet_is_not_used_twice() {
		let (account, other) = (AccountId::new([1; 32]), AccountId::new([2; 32]));
		let begin = Instant::now();
		let mut nonces = Nonces::default();
		assert_eq!(nonces.next(&account, 7, begin), 7);
		nonces.sent(&account, 7, begin);
		// The node has not counted it, has counted it, and knows of later ones.
		assert_eq!(nonces.next(&account, 7, begin), 8);
		assert_eq!(nonces.next(&account, 8, begin), 8);
		assert_eq!(nonces.next(&account, 12, begin), 12);
		assert_eq!(nonces.next(&other, 7, begin), 7);
		// What is still not counted after a while was lost.
		assert_eq!(nonces.next(&account, 7, begin + REMEMBERED), 7);
		nonces.sent(&account, 8, begin);
		nonces.forget(&account);
		assert_eq!(nonces.next(&account, 7, begin), 7);
	}
}
