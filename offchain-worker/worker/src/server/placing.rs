// SPDX-License-Identifier: Apache-2.0
//! Keys of which a share is just being placed: one request at a time, so that one that fails takes nothing back that
//! another has just brought.

use std::{
	collections::BTreeSet,
	sync::{Arc, Mutex, PoisonError},
};

#[derive(Default)]
pub(super) struct Placing(Mutex<BTreeSet<[u8; 32]>>);

/// A placement under way; its end is the end of that.
pub(super) struct Turn {
	all: Arc<Placing>,
	key_commitment: [u8; 32],
}

impl Placing {
	/// None while another placement of the key is under way.
	pub fn begin(self: &Arc<Self>, key_commitment: &[u8; 32]) -> Option<Turn> {
		let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		// Not then_some: a turn made in vain would end the other's when it is dropped.
		all.insert(*key_commitment)
			.then(|| Turn { all: self.clone(), key_commitment: *key_commitment })
	}
}

impl Drop for Turn {
	fn drop(&mut self) {
		let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
		all.remove(&self.key_commitment);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_key_is_placed_by_one_at_a_time() {
		let all = Arc::new(Placing::default());
		let first = all.begin(&[1; 32]);
		assert!(first.is_some() && all.begin(&[1; 32]).is_none());
		assert!(all.begin(&[2; 32]).is_some());
		drop(first);
		assert!(all.begin(&[1; 32]).is_some());
	}
}
