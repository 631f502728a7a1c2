// SPDX-License-Identifier: Apache-2.0
//! Encrypted results that are not on IPFS yet. Whoever is drawn for the same request can compute the CID of any output
//! that it thinks of, and look for it: so nobody serves a result before nobody can seal any more. Until then its bytes
//! wait here.
//!
//! ```text
//! put_run ──> beside its result, written with it ──┬── revealing has begun, and it is in the store: note_published ──> gone
//!                                                  └── erase_result, forget_result, or another result in its place > gone
//! ```
//!
//! They are ciphertext already. Encrypted at rest, too, remnants of an erased one don't open once the key at rest has
//! rotated. Data rule 6.

use super::{
	Journal, JournalError,
	reencrypt::{Reencryption, again_if_reencrypted},
};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_primitives::RequestId;

/// By request.
pub(super) const DOCUMENTS: TableDefinition<u64, &[u8]> =
	TableDefinition::new("unpublished documents");
pub(super) const KIND: &str = "unpublished document";

impl Journal {
	/// The encrypted result of a request, as long as it waits here.
	pub fn unpublished(&self, request: RequestId) -> Result<Option<Vec<u8>>, JournalError> {
		again_if_reencrypted(|| {
			let encrypted = self.read(|transaction| {
				let table = transaction.open_table(DOCUMENTS)?;
				Ok(table.get(request.0)?.map(|entry| entry.value().to_vec()))
			})?;
			let Some(encrypted) = encrypted else {
				return Ok(None);
			};
			let document = self.at_rest.decrypt(KIND, &request.0.to_le_bytes(), &encrypted)?;
			Ok(Some(document.to_vec()))
		})
	}

	/// Whether the encrypted result of a request waits here.
	pub fn is_unpublished(&self, request: RequestId) -> Result<bool, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(DOCUMENTS)?;
			Ok(table.get(request.0)?.is_some())
		})
	}

	/// Notes that the encrypted result of a request is in the store.
	pub fn note_published(&self, request: RequestId) -> Result<(), JournalError> {
		self.write(|transaction| forget(transaction, request))
	}

	/// Keeps the document of a result in the transaction that keeps the result.
	pub(super) fn keep_unpublished(
		&self,
		transaction: &WriteTransaction,
		request: RequestId,
		document: &[u8],
	) -> Result<(), JournalError> {
		let encrypted = self.at_rest.encrypt(KIND, &request.0.to_le_bytes(), document);
		transaction.open_table(DOCUMENTS)?.insert(request.0, encrypted.as_slice())?;
		Ok(())
	}

	/// Encrypts the document of a result anew, if it waits here, in the transaction that does so with the result.
	pub(super) fn reencrypt_unpublished(
		&self,
		transaction: &WriteTransaction,
		request: u64,
		pass: &mut Reencryption,
	) -> Result<(), JournalError> {
		let mut table = transaction.open_table(DOCUMENTS)?;
		let encrypted = table.get(request)?.map(|entry| entry.value().to_vec());
		let Some(encrypted) = encrypted else {
			return Ok(());
		};
		let anew = self.at_rest.reencrypt(KIND, &request.to_le_bytes(), &encrypted);
		if let Some(anew) = pass.anew(anew) {
			table.insert(request, anew.as_slice())?;
		}
		Ok(())
	}
}

/// Drops the document of a result.
pub(super) fn forget(
	transaction: &WriteTransaction,
	request: RequestId,
) -> Result<(), JournalError> {
	transaction.open_table(DOCUMENTS)?.remove(request.0)?;
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::journal::{NewRun, Output, StoredResult};
	use salus_keystore::AtRest;
	use salus_primitives::{Cid, RecordId};
	use tempfile::TempDir;

	const REQUEST: RequestId = RequestId(7);
	const RECORD: RecordId = RecordId(3);
	const DOCUMENT: [u8; 64] = [0xd0; 64];

	fn output() -> Output {
		Output { content: [0xc4; 32], document: Cid::raw([0xc3; 32]) }
	}

	fn open_in(folder: &TempDir) -> Journal {
		Journal::open(folder.path().join("journal.redb"), AtRest::new(&[1; 32])).unwrap()
	}

	fn put(journal: &Journal) {
		let run = NewRun { output: output(), document: &DOCUMENT, inputs: None };
		journal.put_run(REQUEST, &[RECORD], &run).unwrap();
	}

	#[test]
	fn a_document_waits_beside_its_result_wherever_the_daemon_is_killed() {
		let result = Some(StoredResult::of(output()));
		let folder = tempfile::tempdir().unwrap();
		let mut journal = open_in(&folder);
		assert_eq!(journal.unpublished(REQUEST).unwrap(), None);
		// Each step twice, as a daemon does that was killed after it and before it knew.
		for _ in 0..2 {
			put(&journal);
			drop(journal);
			journal = open_in(&folder);
			assert_eq!(journal.result(REQUEST).unwrap(), result);
			assert_eq!(journal.unpublished(REQUEST).unwrap().as_deref(), Some(&DOCUMENT[..]));
			assert!(journal.is_unpublished(REQUEST).unwrap());
		}
		for _ in 0..2 {
			journal.note_published(REQUEST).unwrap();
			drop(journal);
			journal = open_in(&folder);
			assert!(!journal.is_unpublished(REQUEST).unwrap());
			assert_eq!(journal.result(REQUEST).unwrap(), result);
		}
	}

	#[test]
	fn data_rule_6_it_goes_with_its_result() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		put(&journal);
		assert!(journal.forget_result(REQUEST).unwrap());
		assert!(!journal.is_unpublished(REQUEST).unwrap());
		// In its place a refusal, which has none.
		put(&journal);
		journal.put_result(REQUEST, &[RECORD], &StoredResult::REFUSAL).unwrap();
		assert!(!journal.is_unpublished(REQUEST).unwrap());
		// What is known of it has changed, not the result.
		put(&journal);
		journal.note_lost(REQUEST, true).unwrap();
		assert!(journal.is_unpublished(REQUEST).unwrap());
	}

	#[test]
	fn data_rule_6_of_an_erased_result_what_opens_the_seal_is_left_and_nothing_comes_back() {
		let folder = tempfile::tempdir().unwrap();
		let mut journal = open_in(&folder);
		put(&journal);
		let left = StoredResult::of_seal(output());
		assert_eq!((left.output, left.document()), (Some(output()), None));
		// Twice, as a daemon does that was killed after it and before it knew.
		for _ in 0..2 {
			journal.erase_result(REQUEST).unwrap();
			drop(journal);
			journal = open_in(&folder);
			assert!(!journal.is_unpublished(REQUEST).unwrap());
			assert_eq!(journal.result(REQUEST).unwrap(), Some(left));
			assert_eq!(journal.results_of(RECORD).unwrap(), [REQUEST]);
		}
		// Its reveal was lost from sight: that tells whether an accusation is wrong, before an erasure and after it.
		journal.note_lost(REQUEST, true).unwrap();
		journal.erase_result(REQUEST).unwrap();
		let lost = StoredResult { lost: true, ..left };
		assert_eq!(journal.result(REQUEST).unwrap(), Some(lost));
		assert!(journal.forget_result(REQUEST).unwrap());
		assert!(journal.results_of(RECORD).unwrap().is_empty());
		// A refusal opens no seal.
		journal.put_result(REQUEST, &[RECORD], &StoredResult::REFUSAL).unwrap();
		journal.erase_result(REQUEST).unwrap();
		assert_eq!(journal.result(REQUEST).unwrap(), None);
		assert!(journal.records_of_result(REQUEST).unwrap().is_empty());
		// Nothing is made of nothing.
		journal.erase_result(REQUEST).unwrap();
		assert!(journal.results().unwrap().is_empty());
	}

	#[test]
	fn data_rule_4_it_is_encrypted_at_rest() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		put(&journal);
		assert!(journal.unpublished(REQUEST).unwrap().is_some());
		drop(journal);
		let file = std::fs::read(folder.path().join("journal.redb")).unwrap();
		assert!(!file.windows(DOCUMENT.len()).any(|window| window == DOCUMENT));
	}
}
