//! From earlier forms of the journal to this release's, in the transaction that opens it: after a crash it has the old
//! form or the new.
//!
//! | form | since it |
//! |---|---|
//! | 2 | |
//! | 3 | jobs that are done leave no row; deposits and results have indexes |
//! | 4 | releases are encrypted |

use super::{
	FORMAT, JournalError, decoded,
	deposits::{self, DEPOSITS, DepositInfo},
	jobs::JOBS,
	releases,
	results::{self, RESULTS},
};
use codec::Decode;
use redb::{ReadableTable, WriteTransaction};
use salus_keystore::AtRest;
use salus_primitives::RequestId;

/// The earliest form that is still read.
pub(super) const OLDEST: u32 = 2;

/// Brings the tables of a journal of form `found` to this release's form.
pub(super) fn migrate(
	transaction: &WriteTransaction,
	found: u32,
	at_rest: &AtRest,
) -> Result<(), JournalError> {
	if found == FORMAT {
		return Ok(());
	}
	tracing::info!(found, now = FORMAT, "the journal is brought to a new form");
	if found < 3 {
		from_2(transaction)?;
	}
	// With another form comes another step.
	releases::encrypt_open(transaction, at_rest)
}

fn from_2(transaction: &WriteTransaction) -> Result<(), JournalError> {
	let mut jobs = transaction.open_table(JOBS)?;
	let mut done = Vec::new();
	for entry in jobs.iter()? {
		let (key, job) = entry?;
		if is_done(job.value()) {
			done.push(key.value().to_owned());
		}
	}
	for key in done {
		jobs.remove(key.as_str())?;
	}

	let table = transaction.open_table(DEPOSITS)?;
	for entry in table.iter()? {
		let (key_commitment, info) = entry?;
		let info: DepositInfo = decoded("deposits", info.value())?;
		deposits::index(transaction, &key_commitment.value(), &info)?;
	}

	let table = transaction.open_table(RESULTS)?;
	for entry in table.iter()? {
		results::keep_unknown(transaction, RequestId(entry?.0.value()))?;
	}
	Ok(())
}

/// A row was the payload and how far the job was: queued (0), begun (1) or done (2).
fn is_done(mut row: &[u8]) -> bool {
	matches!(<(Vec<u8>, u8)>::decode(&mut row), Ok((_, 2)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::journal::{Begin, Journal, StoredResult, jobs::META};
	use codec::Encode;
	use redb::{Database, TableDefinition};
	use salus_core::{DataKey, split};
	use salus_primitives::{Cid, RecordId};
	use std::path::Path;
	use tempfile::TempDir;

	fn at_rest() -> AtRest {
		AtRest::new(&[1; 32])
	}

	fn info(at: u64, bound_to: Option<(RecordId, u32)>) -> DepositInfo {
		DepositInfo {
			depositor: [2; 32],
			cid: Cid::raw([at as u8; 32]),
			size: 4,
			deposited_at: at,
			bound_to,
		}
	}

	/// The commitments of the deposits below.
	fn commitment(byte: u8) -> [u8; 32] {
		DataKey::from_bytes([byte; 32]).commitment()
	}

	/// A journal as release 0.1 wrote it, with its own words for what it keeps.
	fn of_form_2(folder: &TempDir, form: u32) -> std::path::PathBuf {
		const CURSOR: TableDefinition<&str, (u32, [u8; 32])> = TableDefinition::new("cursor");
		let path = folder.path().join("journal.redb");
		let database = Database::create(&path).unwrap();
		let transaction = database.begin_write().unwrap();
		{
			let mut meta = transaction.open_table(META).unwrap();
			meta.insert("format", form).unwrap();
			let mut cursor = transaction.open_table(CURSOR).unwrap();
			cursor.insert("finalized", (77u32, [7u8; 32])).unwrap();
			let mut jobs = transaction.open_table(JOBS).unwrap();
			let payload = vec![9u8; 32];
			for (key, row) in [
				("assess/1", (Vec::<u8>::new(), 2u8).encode()),
				("destroy/4", (payload.clone(), 0u8).encode()),
				("keep/7/1", (payload, 1u8, Some(5u32.encode())).encode()),
				("keep/8/1", (Vec::<u8>::new(), 2u8).encode()),
			] {
				jobs.insert(key, row.as_slice()).unwrap();
			}
			let mut deposits = transaction.open_table(DEPOSITS).unwrap();
			for (byte, info) in [
				(1, info(10, Some((RecordId(7), 2)))),
				(2, info(20, Some((RecordId(7), 1)))),
				(3, info(30, None)),
			] {
				let row = info.encode();
				deposits.insert(commitment(byte), row.as_slice()).unwrap();
			}
			let mut results = transaction.open_table(RESULTS).unwrap();
			let refusal = StoredResult::Refusal { notice: None };
			for request in [1u64, 2] {
				let name = request.to_le_bytes();
				let row = at_rest().encrypt("result", &name, &refusal.encode());
				results.insert(request, row.as_slice()).unwrap();
			}
		}
		transaction.commit().unwrap();
		// Whose share is not there is forgotten at the start, unless a record names it.
		let shares = folder.path().join("journal.redb.shares");
		std::fs::create_dir(&shares).unwrap();
		std::fs::write(shares.join(hex::encode(commitment(3))), b"sealed").unwrap();
		path
	}

	fn open(path: &Path) -> Journal {
		Journal::open(path, at_rest()).unwrap()
	}

	#[test]
	fn a_journal_of_form_2_is_brought_to_this_form() {
		let folder = tempfile::tempdir().unwrap();
		let path = of_form_2(&folder, 2);
		// And opened a second time, as it is now.
		for _ in 0..2 {
			let journal = open(&path);
			assert_eq!(journal.cursor().unwrap().unwrap().number, 77);
			let jobs = journal.open_jobs().unwrap();
			let keys: Vec<_> = jobs.iter().map(|job| job.key.as_str()).collect();
			assert_eq!(keys, ["destroy/4", "keep/7/1"]);
			assert_eq!((jobs[0].payload.len(), jobs[0].state.is_none()), (32, true));
			assert_eq!(jobs[1].state, Some(5u32.encode()));

			let of_record = journal.deposits_of(RecordId(7)).unwrap();
			let found: Vec<_> = of_record.iter().map(|each| each.key_commitment).collect();
			assert_eq!(found, [commitment(2), commitment(1)]);
			assert!(journal.deposits_of(RecordId(8)).unwrap().is_empty());
			assert!(journal.unbound_before(30).unwrap().is_empty());
			let unbound = journal.unbound_before(31).unwrap();
			assert_eq!(unbound[0].key_commitment, commitment(3));
			assert_eq!((unbound.len(), journal.share_count().unwrap()), (1, 3));
			assert!(!journal.shares_its_document(&unbound[0]).unwrap());

			// Of what they were made is not known: each may be of any record.
			let both = [RequestId(1), RequestId(2)];
			assert_eq!(journal.results().unwrap(), both);
			assert_eq!(journal.results_of(RecordId(5)).unwrap(), both);
		}
		let journal = open(&path);
		journal.note_records(RequestId(1), &[RecordId(5)]).unwrap();
		// Known by now, and not changed by what comes later.
		journal.note_records(RequestId(1), &[RecordId(6)]).unwrap();
		let of = |record| journal.results_of(RecordId(record)).unwrap();
		assert_eq!(of(5), [RequestId(1), RequestId(2)]);
		assert_eq!(of(6), [RequestId(2)]);
		assert!(journal.result(RequestId(1)).unwrap().is_some());
		assert!(journal.forget_result(RequestId(2)).unwrap());
		assert!(of(6).is_empty());
		// A begun job goes on from where it was.
		let resumed = journal.begin::<u32>("keep/7/1").unwrap();
		assert_eq!(resumed, Begin::Resumed(Some(5)));
	}

	#[test]
	fn what_is_destroyed_after_it_is_found_by_no_index() {
		let folder = tempfile::tempdir().unwrap();
		let path = of_form_2(&folder, 2);
		let journal = open(&path);
		for byte in 1..=3 {
			assert!(journal.destroy_share(&commitment(byte)).unwrap());
		}
		assert!(journal.deposits_of(RecordId(7)).unwrap().is_empty());
		assert!(journal.unbound_before(u64::MAX).unwrap().is_empty());
		assert_eq!(journal.share_count().unwrap(), 0);
		// The same key may be deposited anew.
		let key = DataKey::from_bytes([3; 32]);
		let share = split(&key, 2, 3).unwrap().remove(0);
		journal.deposit(&commitment(3), &share, &info(40, None)).unwrap();
		assert_eq!(journal.unbound_before(41).unwrap().len(), 1);
	}

	#[test]
	fn forms_that_this_release_does_not_know_are_refused_and_left_as_they_are() {
		for form in [1, FORMAT + 1] {
			let folder = tempfile::tempdir().unwrap();
			let path = of_form_2(&folder, form);
			for _ in 0..2 {
				let refused = Journal::open(&path, at_rest());
				assert!(matches!(refused, Err(JournalError::OtherForm { found }) if found == form));
			}
		}
	}
}
