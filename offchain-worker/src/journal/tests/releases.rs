//! What was released is told for ever, a row for each reader and access request.

use super::*;
use crate::journal::releases::RELEASES;
use salus_primitives::AccessId;
use std::{
	sync::{Arc, mpsc},
	time::Duration,
};

const RECORD: RecordId = RecordId(7);
const PATIENT: [u8; 32] = [5; 32];

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
fn who_comes_again_is_counted_and_not_listed_again() {
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
fn who_comes_twice_in_a_block_has_nothing_written() {
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
	journal.deposit(&commitment, &share, &info(10)).unwrap();
	journal.bind_deposit(&commitment, RECORD, 2).unwrap();
	assert_eq!(journal.patient_of_releases(RECORD).unwrap(), None);
	journal.note_release(&new(1, 3, 10)).unwrap();
	assert!(journal.destroy_share(&commitment).unwrap());
	drop(journal);
	let journal = open_in(&folder);
	assert!(journal.deposits_of(RECORD).unwrap().is_empty());
	assert_eq!(all(&journal, RECORD).len(), 1);
	assert_eq!(journal.patient_of_releases(RECORD).unwrap(), Some(PATIENT));
	assert_eq!(journal.patient_of_releases(RecordId(8)).unwrap(), None);
}

#[test]
fn a_journal_from_before_there_were_releases_gets_the_table() {
	let (journal, folder) = journal();
	journal.advance(cursor(5), &[job("a")]).unwrap();
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
	journal.spoil_release(RECORD, AccessId(1), [3; 32]).unwrap();
	let refused = journal.note_release(&new(1, 3, 20));
	let unreadable =
		|result: &JournalError| matches!(result, JournalError::Malformed { table: "releases", .. });
	assert!(unreadable(&refused.unwrap_err()));
	assert!(unreadable(&journal.releases(RECORD, None, 1).unwrap_err()));
	// Others go on.
	journal.note_release(&new(2, 3, 20)).unwrap();
}
