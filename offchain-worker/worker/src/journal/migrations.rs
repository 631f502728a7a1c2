// SPDX-License-Identifier: Apache-2.0
//! From earlier forms of the journal to this release's, in the transaction that opens it: after a crash it has the old
//! form or the new.
//!
//! | form | since it |
//! |---|---|
//! | 2 | |
//! | 3 | jobs that are done leave no row; placements and results have indexes |
//! | 4 | releases are encrypted |
//! | 5 | jobs are encoded; what was called deposits is called placements |
//! | 6 | results are of tasks of a quorum, and may be kept for their seal alone; earlier ones are dropped. Of each model's inputs a window can have ended |

use super::{
	FORMAT, JobKey, JournalError, decoded, inputs,
	jobs::{JOBS, Row},
	placements::{self, BY_DOCUMENT, BY_RECORD, PLACEMENTS, PlacementInfo, UNBOUND},
	releases, results,
};
use codec::{Decode, Encode};
use redb::{MultimapTableDefinition, ReadableTable, TableDefinition, TableError, WriteTransaction};
use salus_keystore::AtRest;
use salus_primitives::{Moment, RecordId, RequestId};

/// The earliest form that is still read.
pub(super) const OLDEST: u32 = 2;

/// What tables were called in forms up to 4.
mod before_5 {
	use super::*;

	/// By words such as `keep/7/2`: the hash of the block that brought it and how far it was, which is queued (0),
	/// begun (1) or, in form 2, done (2).
	pub const JOBS: TableDefinition<&str, &[u8]> = TableDefinition::new("jobs");
	pub const PLACEMENTS: TableDefinition<[u8; 32], &[u8]> = TableDefinition::new("deposits");
	pub const BY_RECORD: MultimapTableDefinition<u64, [u8; 32]> =
		MultimapTableDefinition::new("deposits by record");
	pub const BY_DOCUMENT: MultimapTableDefinition<[u8; 36], [u8; 32]> =
		MultimapTableDefinition::new("deposits by document");
	pub const UNBOUND: TableDefinition<(Moment, [u8; 32]), ()> =
		TableDefinition::new("unbound deposits");
}

/// Brings the tables of a journal of form `found` to this release's form. None of this release's own may be made
/// before.
pub(super) fn migrate(
	transaction: &WriteTransaction,
	found: u32,
	at_rest: &AtRest,
) -> Result<(), JournalError> {
	if found == FORMAT {
		return Ok(());
	}
	tracing::info!(found, now = FORMAT, "the journal is brought to a new form");
	// First, since the other steps use today's names.
	if found < 5 {
		rename_placements(transaction)?;
		encode_jobs(transaction)?;
	}
	results::drop_all(transaction)?;
	inputs::add_ended(transaction, at_rest)?;
	if found < 3 {
		index(transaction)?;
	}
	if found < 4 {
		releases::encrypt_open(transaction, at_rest)?;
	}
	Ok(())
}

fn rename_placements(transaction: &WriteTransaction) -> Result<(), JournalError> {
	for renamed in [
		transaction.rename_table(before_5::PLACEMENTS, PLACEMENTS),
		transaction.rename_table(before_5::UNBOUND, UNBOUND),
		transaction.rename_multimap_table(before_5::BY_RECORD, BY_RECORD),
		transaction.rename_multimap_table(before_5::BY_DOCUMENT, BY_DOCUMENT),
	] {
		match renamed {
			// Form 2 has no indexes.
			Ok(()) | Err(TableError::TableDoesNotExist(_)) => {}
			Err(cause) => return Err(cause.into()),
		}
	}
	Ok(())
}

fn encode_jobs(transaction: &WriteTransaction) -> Result<(), JournalError> {
	{
		let before = transaction.open_table(before_5::JOBS)?;
		let mut table = transaction.open_table(JOBS)?;
		for entry in before.iter()? {
			let (words, row) = entry?;
			let malformed = || JournalError::Malformed {
				table: "jobs",
				problem: format!("the job {:?}", words.value()),
			};
			let (woken_by, stage) =
				<(Vec<u8>, u8)>::decode(&mut row.value()).map_err(|_| malformed())?;
			if stage == 2 {
				continue;
			}
			let key = in_words(words.value()).ok_or_else(malformed)?.encode();
			let row = Row { woken_by: woken_by.try_into().ok() }.encode();
			table.insert(key.as_slice(), row.as_slice())?;
		}
	}
	transaction.delete_table(before_5::JOBS)?;
	Ok(())
}

fn in_words(words: &str) -> Option<JobKey> {
	let mut parts = words.split('/');
	let name = parts.next()?;
	let id = parts.next()?.parse().ok()?;
	Some(match name {
		"keep" => JobKey::Keep(RecordId(id), parts.next()?.parse().ok()?),
		"destroy" => JobKey::Destroy(RecordId(id)),
		"assess" => JobKey::Assess(RequestId(id)),
		"erase-result" => JobKey::EraseResult(RequestId(id)),
		"fetch-result" => JobKey::FetchResult(RequestId(id)),
		_ => return None,
	})
}

fn index(transaction: &WriteTransaction) -> Result<(), JournalError> {
	let table = transaction.open_table(PLACEMENTS)?;
	for entry in table.iter()? {
		let (key_commitment, info) = entry?;
		let info: PlacementInfo = decoded("placements", info.value())?;
		placements::index(transaction, &key_commitment.value(), &info)?;
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::journal::{
		Begin, Cursor, Journal, NewInputs, NewRun, OpenJob, Output, StoredResult, jobs::META,
		results::RESULTS,
	};
	use redb::Database;
	use salus_core::{DataKey, split};
	use salus_inference::{Level, Window};
	use salus_primitives::{Cid, ModelId};
	use std::path::Path;
	use tempfile::TempDir;

	fn at_rest() -> AtRest {
		AtRest::new(&[1; 32])
	}

	fn info(at: u64, bound_to: Option<(RecordId, u32)>) -> PlacementInfo {
		PlacementInfo {
			placed_by: [2; 32],
			cid: Cid::raw([at as u8; 32]),
			size: 4,
			placed_at: at,
			bound_to,
		}
	}

	/// The commitments of the placements below.
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
			let mut jobs = transaction.open_table(before_5::JOBS).unwrap();
			let payload = vec![9u8; 32];
			for (key, row) in [
				("assess/1", (Vec::<u8>::new(), 2u8).encode()),
				("destroy/4", (payload.clone(), 0u8).encode()),
				("keep/7/1", (payload, 1u8, Some(5u32.encode())).encode()),
				("keep/8/1", (Vec::<u8>::new(), 2u8).encode()),
				("fetch-result/2", (Vec::<u8>::new(), 1u8, None::<Vec<u8>>).encode()),
			] {
				jobs.insert(key, row.as_slice()).unwrap();
			}
			let mut placements = transaction.open_table(before_5::PLACEMENTS).unwrap();
			for (byte, info) in [
				(1, info(10, Some((RecordId(7), 2)))),
				(2, info(20, Some((RecordId(7), 1)))),
				(3, info(30, None)),
			] {
				let row = info.encode();
				placements.insert(commitment(byte), row.as_slice()).unwrap();
			}
			let mut results = transaction.open_table(RESULTS).unwrap();
			// A refusal without a notice, as it was written then.
			let row = at_rest().encrypt("result", &1u64.to_le_bytes(), &[1, 0]);
			results.insert(1, row.as_slice()).unwrap();
		}
		transaction.commit().unwrap();
		// Whose share is not there is forgotten at the start, unless a record names it.
		let shares = folder.path().join("journal.redb.shares");
		std::fs::create_dir(&shares).unwrap();
		// Of what is kept, it alone shows that the keystore fits: results of that form are dropped.
		let share = at_rest().encrypt(placements::KIND, &commitment(3), b"a share");
		std::fs::write(shares.join(hex::encode(commitment(3))), share).unwrap();
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
			let woken_by = Some([9; 32]);
			let open = [
				OpenJob { key: JobKey::Keep(RecordId(7), 1), woken_by },
				OpenJob { key: JobKey::Destroy(RecordId(4)), woken_by },
				OpenJob { key: JobKey::FetchResult(RequestId(2)), woken_by: None },
			];
			assert_eq!(journal.open_jobs().unwrap(), open);

			let of_record = journal.placements_of(RecordId(7)).unwrap();
			let found: Vec<_> = of_record.iter().map(|each| each.key_commitment).collect();
			assert_eq!(found, [commitment(2), commitment(1)]);
			assert!(journal.placements_of(RecordId(8)).unwrap().is_empty());
			assert!(journal.unbound_before(30).unwrap().is_empty());
			let unbound = journal.unbound_before(31).unwrap();
			assert_eq!(unbound[0].key_commitment, commitment(3));
			assert_eq!((unbound.len(), journal.share_count().unwrap()), (1, 3));
			assert!(!journal.shares_its_document(&unbound[0]).unwrap());

			// Of another protocol.
			assert!(journal.results().unwrap().is_empty());
		}
		let journal = open(&path);
		journal.put_result(RequestId(1), &[RecordId(5)], &StoredResult::REFUSAL).unwrap();
		drop(journal);
		let journal = open(&path);
		assert_eq!(journal.result(RequestId(1)).unwrap(), Some(StoredResult::REFUSAL));
		assert_eq!(journal.results_of(RecordId(5)).unwrap(), [RequestId(1)]);
	}

	/// Makes a journal of form 4 of one of this form, with these jobs.
	fn of_form_4(path: &Path, jobs: &[(&str, Vec<u8>)]) {
		let database = Database::create(path).unwrap();
		let transaction = database.begin_write().unwrap();
		transaction.rename_table(PLACEMENTS, before_5::PLACEMENTS).unwrap();
		transaction.rename_table(UNBOUND, before_5::UNBOUND).unwrap();
		transaction.rename_multimap_table(BY_RECORD, before_5::BY_RECORD).unwrap();
		transaction.rename_multimap_table(BY_DOCUMENT, before_5::BY_DOCUMENT).unwrap();
		assert!(transaction.delete_table(JOBS).unwrap());
		{
			let mut table = transaction.open_table(before_5::JOBS).unwrap();
			for (key, row) in jobs {
				table.insert(*key, row.as_slice()).unwrap();
			}
			transaction.open_table(META).unwrap().insert("format", 4u32).unwrap();
		}
		transaction.commit().unwrap();
	}

	#[test]
	fn a_journal_of_form_4_keeps_its_shares_and_its_jobs() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("journal.redb");
		let shares =
			[1, 2].map(|byte| split(&DataKey::from_bytes([byte; 32]), 2, 3).unwrap().remove(0));
		let journal = open(&path);
		for (byte, share) in (1..).zip(&shares) {
			journal.place(&commitment(byte), share, &info(u64::from(byte), None)).unwrap();
		}
		journal.bind(&commitment(1), RecordId(7), 2).unwrap();
		journal.advance(Cursor { number: 77, hash: [7; 32] }, &[]).unwrap();
		drop(journal);
		let woken = |stage: u8| (vec![9u8; 32], stage, None::<Vec<u8>>).encode();
		of_form_4(
			&path,
			&[
				("keep/7/2", woken(1)),
				("destroy/4", (vec![9u8; 32], 0u8).encode()),
				("assess/5", woken(1)),
				("erase-result/6", woken(1)),
				("fetch-result/6", (Vec::<u8>::new(), 1u8, None::<Vec<u8>>).encode()),
			],
		);
		for _ in 0..2 {
			let journal = open(&path);
			assert_eq!(journal.cursor().unwrap().unwrap().number, 77);
			let jobs = journal.open_jobs().unwrap();
			let keys: Vec<JobKey> = jobs.iter().map(|job| job.key).collect();
			let expected = [
				JobKey::Keep(RecordId(7), 2),
				JobKey::Destroy(RecordId(4)),
				JobKey::Assess(RequestId(5)),
				JobKey::EraseResult(RequestId(6)),
				JobKey::FetchResult(RequestId(6)),
			];
			assert_eq!(keys, expected);
			let (last, woken) = jobs.split_last().unwrap();
			assert!(woken.iter().all(|job| job.woken_by == Some([9; 32])));
			assert_eq!(last.woken_by, None);
			assert_eq!(journal.begin(keys[0]).unwrap(), Begin::Begun);

			for (byte, share) in (1..).zip(&shares) {
				assert_eq!(journal.share(&commitment(byte)).unwrap(), *share);
			}
			assert_eq!(journal.placements_of(RecordId(7)).unwrap().len(), 1);
			let unbound = journal.unbound_before(Moment::MAX).unwrap();
			assert_eq!((unbound.len(), unbound[0].key_commitment), (1, commitment(2)));
			assert!(!journal.shares_its_document(&unbound[0]).unwrap());
		}
	}

	#[test]
	fn people_who_are_counted_in_a_journal_of_form_5_are_counted_on() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("journal.redb");
		let (model, name) = (ModelId(3), 3u32.to_le_bytes());
		let person = Window { people: 1, counts: vec![vec![1, 0]] };
		let counted = NewInputs { model, card: [5; 32], patient: [6; 32], person };
		let output = Output { content: [7; 32], document: Cid::raw([8; 32]) };
		let run = NewRun { output, document: &[9], inputs: Some(&counted) };
		let journal = open(&path);
		journal.put_run(RequestId(1), &[], &run).unwrap();
		journal.note_reported(model, 1, Some(Level::Large)).unwrap();
		let before = journal.inputs().unwrap();
		assert_eq!(before.len(), 1);
		drop(journal);
		let database = Database::create(&path).unwrap();
		let transaction = database.begin_write().unwrap();
		{
			let mut table = transaction.open_table(inputs::INPUTS).unwrap();
			let row = table.get(model.0).unwrap().unwrap().value().to_vec();
			let row = at_rest().decrypt(inputs::KIND, &name, &row).unwrap();
			// That no window has ended is the last byte.
			let row = at_rest().encrypt(inputs::KIND, &name, &row[..row.len() - 1]);
			table.insert(model.0, row.as_slice()).unwrap();
			transaction.open_table(META).unwrap().insert("format", 5u32).unwrap();
		}
		transaction.commit().unwrap();
		drop(database);
		for _ in 0..2 {
			let journal = open(&path);
			assert_eq!(journal.inputs().unwrap(), before);
			// Results had another shape, and were of another protocol.
			assert!(journal.results().unwrap().is_empty());
		}
	}

	#[test]
	fn a_job_that_no_release_wrote_is_told_and_not_dropped() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("journal.redb");
		for job in ["keep/7", "dance/7", "keep"] {
			drop(open(&path));
			of_form_4(&path, &[(job, (Vec::<u8>::new(), 0u8).encode())]);
			for _ in 0..2 {
				let refused = Journal::open(&path, at_rest());
				assert!(matches!(refused, Err(JournalError::Malformed { table: "jobs", .. })));
			}
			std::fs::remove_file(&path).unwrap();
		}
	}

	#[test]
	fn what_is_destroyed_after_it_is_found_by_no_index() {
		let folder = tempfile::tempdir().unwrap();
		let path = of_form_2(&folder, 2);
		let journal = open(&path);
		for byte in 1..=3 {
			assert!(journal.destroy_share(&commitment(byte)).unwrap());
		}
		assert!(journal.placements_of(RecordId(7)).unwrap().is_empty());
		assert!(journal.unbound_before(u64::MAX).unwrap().is_empty());
		assert_eq!(journal.share_count().unwrap(), 0);
		// The same key may be placed anew.
		let key = DataKey::from_bytes([3; 32]);
		let share = split(&key, 2, 3).unwrap().remove(0);
		journal.place(&commitment(3), &share, &info(40, None)).unwrap();
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
