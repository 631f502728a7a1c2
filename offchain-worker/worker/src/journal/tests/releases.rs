// SPDX-License-Identifier: Apache-2.0
//! What was released is told for ever, a row for each reader and access request.

use super::*;
use crate::journal::{
	jobs::META,
	releases::{OPEN_RELEASES, RELEASES, name},
};
use codec::Encode;
use redb::ReadableTableMetadata;
use salus_primitives::AccessId;
use sp_core::blake2_256;
use std::{
	sync::{Arc, mpsc},
	time::Duration,
};

const RECORD: RecordId = RecordId(7);
const PATIENT: [u8; 32] = [5; 32];
/// What accounts are made of that nothing else on the disk is like.
const ACCOUNTS: [&[u8]; 3] = [b"patient", b"reader", b"other"];

fn new(access: u64, reader: u8, at: u64) -> NewRelease {
	NewRelease {
		record: RECORD,
		version: 2,
		patient: PATIENT,
		access: AccessId(access),
		reader: [reader; 32],
		at,
		block: at as u32,
	}
}

fn all(journal: &Journal, record: RecordId) -> Vec<Release> {
	journal.releases(record, None, usize::MAX).unwrap()
}

#[test]
fn whoever_comes_again_is_counted_and_not_listed_again() {
	let (journal, folder) = journal();
	// What comes twice in a block, or after a later one, tells nothing new.
	for at in [10, 10, 30, 20, 30] {
		journal.note_release(&new(1, 3, at)).unwrap();
	}
	drop(journal);
	let journal = open_in(&folder);
	let release = Release {
		access: AccessId(1),
		reader: [3; 32],
		version: 2,
		patient: PATIENT,
		first_at: 10,
		last_at: 30,
		block: 30,
		block_count: 2,
	};
	assert_eq!(all(&journal, RECORD), [release]);
}

/// Else whoever replays a signed request has the disk written each time.
#[test]
fn whoever_comes_twice_in_a_block_has_nothing_written() {
	let (journal, _folder) = journal();
	let journal = Arc::new(journal);
	journal.note_release(&new(1, 3, 10)).unwrap();
	// Nobody else writes while this one is open.
	let held = journal.database.begin_write().unwrap();
	let (noted, done) = mpsc::channel();
	for at in [10, 9] {
		let (journal, noted) = (journal.clone(), noted.clone());
		std::thread::spawn(move || noted.send(journal.note_release(&new(1, 3, at)).is_ok()));
	}
	for _ in 0..2 {
		assert_eq!(done.recv_timeout(Duration::from_secs(10)), Ok(true));
	}
	drop(held);
	assert_eq!(all(&journal, RECORD)[0].block_count, 1);
}

#[test]
fn a_records_releases_come_by_access_and_reader_in_pages() {
	let (journal, _folder) = journal();
	for (access, reader) in [(300, 1), (2, 9), (2, 4), (u64::MAX, 255), (1, 9)] {
		journal.note_release(&new(access, reader, 10)).unwrap();
	}
	for record in [6, 8] {
		let other = NewRelease { record: RecordId(record), ..new(5, 1, 10) };
		journal.note_release(&other).unwrap();
	}
	let in_order: [(u64, u8); 5] = [(1, 9), (2, 4), (2, 9), (300, 1), (u64::MAX, 255)];
	for most in 1..=6 {
		let (mut paged, mut after) = (Vec::new(), None);
		loop {
			let page = journal.releases(RECORD, after, most).unwrap();
			assert!(page.len() <= most);
			let Some(last) = page.last() else {
				break;
			};
			after = Some((last.access, last.reader));
			paged.extend(page.iter().map(|each| (each.access.0, each.reader[0])));
		}
		assert_eq!(paged, in_order, "pages of {most}");
	}
	assert_eq!(all(&journal, RecordId(6)).len(), 1);
	assert!(all(&journal, RecordId(9)).is_empty());
}

#[test]
fn an_erased_record_leaves_its_releases_and_whose_it_was() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(10)).unwrap();
	journal.bind(&commitment, RECORD, 2).unwrap();
	assert_eq!(journal.patient_of_releases(RECORD).unwrap(), None);
	journal.note_release(&new(1, 3, 10)).unwrap();
	assert!(journal.destroy_share(&commitment).unwrap());
	drop(journal);
	let journal = open_in(&folder);
	assert!(journal.placements_of(RECORD).unwrap().is_empty());
	assert_eq!(all(&journal, RECORD).len(), 1);
	assert_eq!(journal.patient_of_releases(RECORD).unwrap(), Some(PATIENT));
	assert_eq!(journal.patient_of_releases(RecordId(8)).unwrap(), None);
}

#[test]
fn a_journal_from_before_there_were_releases_gets_the_table() {
	let (journal, folder) = journal();
	journal.advance(cursor(5), &[job(1)]).unwrap();
	drop(journal);
	let database = Database::create(folder.path().join("journal.redb")).unwrap();
	let transaction = database.begin_write().unwrap();
	assert!(transaction.delete_table(RELEASES).unwrap());
	transaction.commit().unwrap();
	drop(database);
	let journal = open_in(&folder);
	assert!(all(&journal, RECORD).is_empty());
	journal.note_release(&new(1, 3, 10)).unwrap();
	assert_eq!(all(&journal, RECORD).len(), 1);
	assert_eq!(journal.cursor().unwrap(), Some(cursor(5)));
}

#[test]
fn a_row_that_cannot_be_read_is_not_counted_on() {
	let (journal, _folder) = journal();
	journal.note_release(&new(1, 3, 10)).unwrap();
	journal.spoil_release(RECORD, AccessId(1)).unwrap();
	let refused = journal.note_release(&new(1, 3, 20));
	let unreadable = |result: &JournalError| matches!(result, JournalError::AtRest(_));
	assert!(unreadable(&refused.unwrap_err()));
	assert!(unreadable(&journal.releases(RECORD, None, 1).unwrap_err()));
	// Others go on.
	journal.note_release(&new(2, 3, 20)).unwrap();
}

/// Data rules 4 and 6.
#[test]
fn data_rule_6_an_erased_record_leaves_neither_patient_nor_reader_open_on_the_disk() {
	let (journal, folder) = journal();
	let [patient, reader, other] = ACCOUNTS.map(blake2_256);
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(10)).unwrap();
	journal.bind(&commitment, RECORD, 2).unwrap();
	for (reader, at) in [(reader, 10), (other, 10), (reader, 30)] {
		let release = NewRelease { patient, reader, ..new(1, 0, at) };
		journal.note_release(&release).unwrap();
	}
	assert!(journal.destroy_share(&commitment).unwrap());
	// The control: what lies open is found.
	let open = blake2_256(b"open");
	journal.advance(Cursor { number: 1, hash: open }, &[]).unwrap();
	drop(journal);
	assert!(holds(folder.path(), &open));
	for account in [patient, reader, other] {
		assert!(!holds(folder.path(), &account));
	}
	let told = all(&open_in(&folder), RECORD);
	assert!(told.iter().all(|row| row.patient == patient));
	let readers: BTreeSet<[u8; 32]> = told.iter().map(|row| row.reader).collect();
	assert_eq!(readers, BTreeSet::from([reader, other]));
}

/// Else whoever writes to the disk passes one record's rows for another's.
#[test]
fn rows_open_only_for_their_record_and_access_request() {
	let (journal, _folder) = journal();
	journal.note_release(&new(1, 3, 10)).unwrap();
	let moved = journal.write(|transaction| {
		let mut table = transaction.open_table(RELEASES)?;
		let rows = table.get((RECORD.0, 1u64))?.map(|rows| rows.value().to_vec()).unwrap();
		table.insert((RECORD.0, 2u64), rows.as_slice())?;
		table.insert((8u64, 1u64), rows.as_slice())?;
		Ok(())
	});
	moved.unwrap();
	for (record, after) in [(RECORD, Some((AccessId(1), [u8::MAX; 32]))), (RecordId(8), None)] {
		let refused = journal.releases(record, after, 1);
		assert!(matches!(refused, Err(JournalError::AtRest(_))));
	}
	assert_eq!(journal.releases(RECORD, None, 1).unwrap().len(), 1);
}

/// Rows as form 3 had them: access request, reader, when last, in how many blocks.
const OF_FORM_3: [(u64, u8, u64, u32); 4] =
	[(1, 9, 30, 2), (2, 4, 40, 1), (2, 8, 50, 3), (6, 1, 60, 1)];

/// Makes a journal one of form 3, with its releases.
fn of_form_3(folder: &TempDir, patient: [u8; 32]) {
	let database = Database::create(folder.path().join("journal.redb")).unwrap();
	let transaction = database.begin_write().unwrap();
	assert!(transaction.delete_table(RELEASES).unwrap());
	{
		let mut open = transaction.open_table(OPEN_RELEASES).unwrap();
		for (access, reader, last_at, block_count) in OF_FORM_3 {
			let row = (2u32, patient, 10u64, last_at, last_at as u32, block_count).encode();
			open.insert((RECORD.0, access, [reader; 32]), row.as_slice()).unwrap();
		}
		transaction.open_table(META).unwrap().insert("format", 3u32).unwrap();
	}
	transaction.commit().unwrap();
}

#[test]
fn the_releases_of_a_journal_of_form_3_are_encrypted_when_it_is_opened() {
	let (journal, folder) = journal();
	drop(journal);
	let patient = blake2_256(b"patient");
	of_form_3(&folder, patient);
	assert!(holds(folder.path(), &patient), "it does not lie open before");
	// Another's keystore changes nothing.
	let stranger = Journal::open(folder.path().join("journal.redb"), AtRest::new(&[9; 32]));
	assert!(matches!(stranger, Err(JournalError::OtherKeystore(_))));
	// And opened a second time, as it is now.
	for _ in 0..2 {
		let journal = open_in(&folder);
		let told = all(&journal, RECORD);
		let rows = told.iter().map(|row| {
			assert_eq!((row.version, row.patient, row.first_at), (2, patient, 10));
			assert_eq!(u64::from(row.block), row.last_at);
			(row.access.0, row.reader[0], row.last_at, row.block_count)
		});
		assert_eq!(rows.collect::<Vec<_>>(), OF_FORM_3);
		let entries = journal.read(|transaction| {
			assert!(
				transaction.open_table(OPEN_RELEASES).is_err(),
				"the open table is still there"
			);
			let table = transaction.open_table(RELEASES)?;
			for entry in table.iter()? {
				let (key, bytes) = entry?;
				assert!(at_rest().decrypt("release", &name(key.value()), bytes.value()).is_ok());
			}
			Ok(table.len()?)
		});
		assert_eq!(entries.unwrap(), 3, "one for each access request");
	}
	// It is counted on from there.
	let journal = open_in(&folder);
	journal.note_release(&NewRelease { patient, ..new(2, 8, 70) }).unwrap();
	let told = journal.releases(RECORD, Some((AccessId(2), [4; 32])), 1).unwrap();
	assert_eq!((told[0].reader, told[0].last_at, told[0].block_count), ([8; 32], 70, 4));
}
