// SPDX-License-Identifier: Apache-2.0
//! What is known to be wrong with what is kept here. The scrub (`jobs/scrub.rs`) writes it, proofs of custody read it.
//!
//! In memory: shares are checked anew for each proof, and documents again in the round after a restart.

use crate::journal::JournalError;
use salus_core::protocol::DocumentState;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::{Mutex, MutexGuard, PoisonError},
};

/// By key commitment.
#[derive(Default)]
pub struct Findings(Mutex<Table>);

#[derive(Default)]
struct Table {
	lost: BTreeSet<[u8; 32]>,
	documents: BTreeMap<[u8; 32], DocumentState>,
}

impl Findings {
	/// Notes whether a share is lost. Says whether that is news.
	pub fn note_share(&self, key_commitment: &[u8; 32], lost: bool) -> bool {
		let mut table = self.lock();
		match lost {
			true => table.lost.insert(*key_commitment),
			false => table.lost.remove(key_commitment),
		}
	}

	/// Notes how a document was found. Says whether that is news.
	pub fn note_document(&self, key_commitment: &[u8; 32], state: DocumentState) -> bool {
		let mut table = self.lock();
		let before = match state {
			DocumentState::Whole => table.documents.remove(key_commitment),
			bad => table.documents.insert(*key_commitment, bad),
		};
		before.unwrap_or(DocumentState::Whole) != state
	}

	/// How a document was found last.
	pub fn document(&self, key_commitment: &[u8; 32]) -> DocumentState {
		let table = self.lock();
		let found = table.documents.get(key_commitment).copied();
		found.unwrap_or(DocumentState::Whole)
	}

	/// Forgets what is no longer in keeping.
	pub fn forget(&self, key_commitment: &[u8; 32]) {
		let mut table = self.lock();
		table.lost.remove(key_commitment);
		table.documents.remove(key_commitment);
	}

	/// Everything with which something is wrong.
	pub fn all(&self) -> BTreeSet<[u8; 32]> {
		let table = self.lock();
		table.lost.iter().chain(table.documents.keys()).copied().collect()
	}

	/// How many shares are lost, and how many documents are not whole.
	pub fn counts(&self) -> (usize, usize) {
		let table = self.lock();
		(table.lost.len(), table.documents.len())
	}

	fn lock(&self) -> MutexGuard<'_, Table> {
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

/// Whether a share that should be here is gone for good: no file, or one that does not open. A disk that can't be read
/// now is another matter.
pub fn is_lost(cause: &JournalError) -> bool {
	matches!(
		cause,
		JournalError::NotPlaced
			| JournalError::AtRest(_)
			| JournalError::Share(_)
			| JournalError::Malformed { .. }
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_found_stays_known_until_it_is_found_otherwise() {
		let findings = Findings::default();
		let [one, other] = [[1; 32], [2; 32]];
		assert!(findings.note_share(&one, true));
		assert!(!findings.note_share(&one, true), "it is not news");
		assert!(findings.note_document(&one, DocumentState::Missing));
		assert!(findings.note_document(&other, DocumentState::Damaged));
		assert!(!findings.note_document(&other, DocumentState::Damaged));
		assert_eq!(findings.document(&one), DocumentState::Missing);
		assert_eq!(findings.document(&[3; 32]), DocumentState::Whole);
		assert_eq!(findings.counts(), (1, 2));
		assert_eq!(findings.all(), BTreeSet::from([one, other]));

		assert!(findings.note_document(&other, DocumentState::Whole));
		assert!(!findings.note_document(&other, DocumentState::Whole));
		findings.forget(&one);
		assert_eq!(findings.counts(), (0, 0));
	}
}
