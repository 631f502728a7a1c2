// SPDX-License-Identifier: Apache-2.0
//! Documents that are just being pinned: two at the same time may not share a block either, and neither shows among
//! the pins yet.

use super::{Cid, StoreError};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Hashes of blocks: Kubo keeps them by hash, whatever the codec in their CID.
type Hashes = BTreeSet<[u8; 32]>;

#[derive(Default)]
pub(super) struct Claims(Mutex<Vec<(Cid, Hashes)>>);

/// Blocks that are one document's until this is dropped.
pub(super) struct Claim<'a> {
	claims: &'a Claims,
	document: Cid,
}

impl Claims {
	/// Claims a document's blocks, unless another has claimed one of them.
	pub fn claim(&self, document: &Cid, blocks: &[Cid]) -> Result<Claim<'_>, StoreError> {
		let mut claims = self.lock();
		for (other, theirs) in claims.iter().filter(|(other, _)| other != document) {
			if let Some(block) = blocks.iter().find(|block| theirs.contains(&hash(block))) {
				tracing::debug!(?other, "a document in the making has the same block");
				return Err(StoreError::SharesBlock { cid: *document, block: *block });
			}
		}
		claims.push((*document, blocks.iter().map(hash).collect()));
		Ok(Claim { claims: self, document: *document })
	}

	fn lock(&self) -> MutexGuard<'_, Vec<(Cid, Hashes)>> {
		// Nothing here panics half-way.
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

impl Drop for Claim<'_> {
	fn drop(&mut self) {
		let mut claims = self.claims.lock();
		// One of them: the same document may be pinned twice at the same time.
		let ours = claims.iter().position(|(claimed, _)| *claimed == self.document);
		if let Some(index) = ours {
			claims.swap_remove(index);
		}
	}
}

fn hash(cid: &Cid) -> [u8; 32] {
	let mut hash = [0; 32];
	hash.copy_from_slice(&cid.as_bytes()[4..]);
	hash
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_block_is_one_documents_for_as_long_as_that_is_being_pinned() {
		let [one, other, shared] = [1, 2, 3].map(|byte| Cid::raw([byte; 32]));
		let claims = Claims::default();
		let first = claims.claim(&one, &[one, shared]).unwrap();
		let again = claims.claim(&one, &[one, shared]).unwrap();
		let refused = |claims: &Claims| {
			let refused = claims.claim(&other, &[other, shared]).err();
			matches!(refused, Some(StoreError::SharesBlock { cid, block }) if cid == other && block == shared)
		};
		assert!(refused(&claims));
		drop(first);
		assert!(refused(&claims), "it is still being pinned");
		drop(again);
		assert!(claims.claim(&other, &[other, shared]).is_ok());
	}
}
