// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_core::{DataKey, Share, split};
use salus_keystore::AtRest;
use salus_primitives::{Cid, RecordId, RequestId};
use tempfile::TempDir;

mod destroyed;
mod indexes;
mod killed;
mod probes;
mod reencrypt;
mod releases;
mod shares;
mod waiting;

fn at_rest() -> AtRest {
	AtRest::new(&[1; 32])
}

fn open_in(folder: &TempDir) -> Journal {
	Journal::open(folder.path().join("journal.redb"), at_rest()).unwrap()
}

fn journal() -> (Journal, TempDir) {
	let folder = tempfile::tempdir().unwrap();
	(open_in(&folder), folder)
}

fn cursor(number: u32) -> Cursor {
	Cursor { number, hash: [number as u8; 32] }
}

fn job(request: u64) -> JobKey {
	JobKey::Assess(RequestId(request))
}

fn share(byte: u8) -> ([u8; 32], Share) {
	let key = DataKey::from_bytes([byte; 32]);
	(key.commitment(), split(&key, 2, 3).unwrap().remove(0))
}

fn info(at: u64) -> PlacementInfo {
	PlacementInfo {
		placed_by: [2; 32],
		cid: Cid::raw([3; 32]),
		size: 4,
		placed_at: at,
		bound_to: None,
	}
}

/// Whether any file below the folder holds these bytes.
fn holds(folder: &Path, canary: &[u8]) -> bool {
	std::fs::read_dir(folder).unwrap().any(|entry| {
		let path = entry.unwrap().path();
		if path.is_dir() {
			return holds(&path, canary);
		}
		let bytes = std::fs::read(path).unwrap();
		bytes.windows(canary.len()).any(|window| window == canary)
	})
}

#[test]
fn the_cursor_and_its_jobs_move_together_and_never_back() {
	let (journal, folder) = journal();
	assert_eq!(journal.cursor().unwrap(), None);
	journal.advance(cursor(5), &[job(1), job(2)]).unwrap();
	// Worked through twice: nothing is noted twice.
	journal.advance(cursor(5), &[job(1)]).unwrap();
	let error = journal.advance(cursor(4), &[job(3)]).unwrap_err();
	assert!(matches!(error, JournalError::CursorBackwards { at: 5, to: 4 }));
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.cursor().unwrap(), Some(cursor(5)));
	let woken_by = Some(cursor(5).hash);
	let open = [1, 2].map(|number| OpenJob { key: job(number), woken_by });
	assert_eq!(journal.open_jobs().unwrap(), open);
}

#[test]
fn a_job_is_begun_until_it_is_done_once() {
	let (journal, folder) = journal();
	journal.advance(cursor(1), &[job(1)]).unwrap();
	assert_eq!(journal.begin(job(1)).unwrap(), Begin::Begun);
	// One that no block brought is noted, too.
	assert_eq!(journal.begin(job(2)).unwrap(), Begin::Begun);
	drop(journal);
	let journal = open_in(&folder);
	let open = [
		OpenJob { key: job(1), woken_by: Some(cursor(1).hash) },
		OpenJob { key: job(2), woken_by: None },
	];
	assert_eq!(journal.open_jobs().unwrap(), open);
	assert_eq!(journal.begin(job(1)).unwrap(), Begin::Begun);
	assert_eq!(journal.open_jobs().unwrap(), open, "beginning again changed it");
	journal.done(job(1)).unwrap();
	assert_eq!(journal.begin(job(1)).unwrap(), Begin::AlreadyDone);
	// Found again in the same block: still done.
	journal.advance(cursor(1), &[job(1), job(3)]).unwrap();
	assert_eq!(journal.begin(job(1)).unwrap(), Begin::AlreadyDone);
	let open: Vec<JobKey> = journal.open_jobs().unwrap().iter().map(|open| open.key).collect();
	assert_eq!(open, [job(2), job(3)]);
}

#[test]
fn a_job_that_is_done_leaves_no_row_and_is_remembered_until_the_cursor_moves() {
	let (journal, folder) = journal();
	for number in 1..=20 {
		journal.advance(cursor(number), &[job(1)]).unwrap();
		assert_eq!(journal.begin(job(1)).unwrap(), Begin::Begun);
		journal.done(job(1)).unwrap();
		assert_eq!(journal.begin(job(1)).unwrap(), Begin::AlreadyDone);
		assert!(journal.open_jobs().unwrap().is_empty());
	}
	// Begun without a block, as by the chain's state, and done: the next block clears that, too.
	journal.begin(job(2)).unwrap();
	journal.done(job(2)).unwrap();
	journal.advance(cursor(21), &[]).unwrap();
	assert_eq!(journal.begin(job(2)).unwrap(), Begin::Begun);
	journal.done(job(2)).unwrap();
	// What a start is for, the chain's state says.
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.begin(job(2)).unwrap(), Begin::Begun);
}

#[test]
fn shares_come_back_encrypted_at_rest() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	assert!(matches!(journal.share(&commitment), Err(JournalError::NotPlaced)));
	journal.place(&commitment, &share, &info(10)).unwrap();
	journal.place(&commitment, &share, &info(10)).unwrap();
	let (_, other) = self::share(2);
	assert!(matches!(
		journal.place(&commitment, &other, &info(10)),
		Err(JournalError::AlreadyPlaced)
	));
	assert!(!holds(folder.path(), &share.bytes), "a share lies open on disk");
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.share(&commitment).unwrap(), share);
	drop(journal);
	let path = folder.path().join("journal.redb");
	let stranger = Journal::open(path, AtRest::new(&[9; 32]));
	assert!(matches!(stranger, Err(JournalError::OtherKeystore(_))));
}

#[test]
fn placements_are_bound_once_and_unbound_ones_are_found() {
	let (journal, _folder) = journal();
	let (first, second) = (share(1), share(2));
	journal.place(&first.0, &first.1, &info(10)).unwrap();
	journal.place(&second.0, &second.1, &info(20)).unwrap();
	journal.bind(&first.0, RecordId(7), 1).unwrap();
	journal.bind(&first.0, RecordId(7), 1).unwrap();
	let error = journal.bind(&first.0, RecordId(8), 1).unwrap_err();
	assert!(matches!(error, JournalError::BoundElsewhere));
	let error = journal.bind(&[0; 32], RecordId(8), 1).unwrap_err();
	assert!(matches!(error, JournalError::NotPlaced));
	let of_record = journal.placements_of(RecordId(7)).unwrap();
	assert_eq!(of_record.len(), 1);
	assert_eq!(of_record[0].key_commitment, first.0);
	assert!(journal.unbound_before(20).unwrap().is_empty());
	assert_eq!(journal.unbound_before(21).unwrap()[0].key_commitment, second.0);
}

#[test]
fn data_rule_6_a_destroyed_share_is_nowhere_on_disk() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(10)).unwrap();
	let encrypted = journal.shares.read(&commitment).unwrap().unwrap();
	assert!(holds(folder.path(), &encrypted));
	assert!(journal.destroy_share(&commitment).unwrap());
	assert!(!journal.destroy_share(&commitment).unwrap());
	assert!(!holds(folder.path(), &encrypted), "even the encrypted share is to be gone");
	assert!(matches!(journal.share(&commitment), Err(JournalError::NotPlaced)));
}

#[test]
fn what_a_killed_process_left_between_file_and_entry_is_put_right() {
	let (journal, folder) = journal();
	let (kept, orphan) = (share(1), share(2));
	journal.place(&kept.0, &kept.1, &info(10)).unwrap();
	// Killed after the file, before the entry; and in the middle of a file.
	journal.shares.write(&orphan.0, || b"encrypted share of nobody".to_vec()).unwrap();
	let half = folder.path().join("journal.redb.shares").join("ab.new");
	std::fs::write(&half, b"half a share").unwrap();
	// Killed while destroying: the file is gone, the entry is not.
	let destroyed = share(3);
	journal.place(&destroyed.0, &destroyed.1, &info(10)).unwrap();
	journal.shares.destroy(&destroyed.0).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert!(!half.exists());
	// Whose it is, the chain tells.
	assert_eq!(journal.set_aside().unwrap(), [orphan.0]);
	assert!(journal.is_set_aside(&orphan.0).unwrap());
	assert!(journal.adopt(&orphan.0, &info(10)).is_err(), "no share");
	assert!(journal.destroy_set_aside(&orphan.0).unwrap());
	assert!(!journal.is_set_aside(&orphan.0).unwrap());
	assert!(!holds(folder.path(), b"encrypted share of nobody"));
	assert_eq!(journal.share(&kept.0).unwrap(), kept.1);
	assert!(matches!(journal.share(&destroyed.0), Err(JournalError::NotPlaced)));
	assert!(!journal.destroy_share(&destroyed.0).unwrap(), "the start has finished it");
}

#[test]
fn results_come_back_encrypted_at_rest() {
	let (journal, folder) = journal();
	let result = StoredResult::of(Output { content: [0xc4; 32], document: Cid::raw([0xc3; 32]) });
	for kept in [StoredResult::REFUSAL, result] {
		journal.put_result(RequestId(1), &[RecordId(7)], &kept).unwrap();
		assert_eq!(journal.result(RequestId(1)).unwrap(), Some(kept));
	}
	assert_eq!(journal.result(RequestId(2)).unwrap(), None);
	assert_eq!(journal.results().unwrap(), [RequestId(1)]);
	assert!(!holds(folder.path(), &[0xc3; 32]) && !holds(folder.path(), &[0xc4; 32]));
	assert!(journal.forget_result(RequestId(1)).unwrap());
	assert!(!journal.forget_result(RequestId(1)).unwrap());
}

#[test]
fn one_process_at_a_time() {
	let (journal, folder) = journal();
	let again = || Journal::open(folder.path().join("journal.redb"), at_rest());
	assert!(matches!(again(), Err(JournalError::InUse(_))));
	// Closed, it is still kept from others: its files are read as they lie.
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(10)).unwrap();
	let closed = journal.close().unwrap();
	assert!(matches!(again(), Err(JournalError::InUse(_))));
	let files = closed.files().unwrap();
	let of_share = folder.path().join("journal.redb.shares");
	let of_share = of_share.join(hex::encode(commitment));
	assert_eq!(files, [folder.path().join("journal.redb"), of_share]);
	drop(closed);
	assert_eq!(again().unwrap().share(&commitment).unwrap(), share);
}

#[test]
fn shares_outlive_the_loss_of_their_journal() {
	let (journal, folder) = journal();
	let (lost, found) = (share(1), share(2));
	for (commitment, share) in [&lost, &found] {
		journal.place(commitment, share, &info(10)).unwrap();
	}
	drop(journal);
	std::fs::remove_file(folder.path().join("journal.redb")).unwrap();
	let journal = open_in(&folder);
	assert!(journal.placements().unwrap().is_empty());
	let mut aside = journal.set_aside().unwrap();
	aside.sort_unstable();
	let mut both = [lost.0, found.0];
	both.sort_unstable();
	assert_eq!(aside, both);
	// Started again before anything was judged.
	drop(journal);
	let journal = open_in(&folder);
	let bound = PlacementInfo { bound_to: Some((RecordId(7), 1)), ..info(20) };
	// Anybody may copy a commitment into a record of their own.
	let strangers = PlacementInfo { placed_by: [9; 32], ..bound.clone() };
	let other_document = PlacementInfo { cid: Cid::raw([9; 32]), ..bound.clone() };
	for copied in [strangers, other_document] {
		let refused = journal.adopt(&found.0, &copied);
		assert!(matches!(refused, Err(JournalError::NotPlaced)));
	}
	journal.adopt(&found.0, &bound).unwrap();
	assert_eq!(journal.share(&found.0).unwrap(), found.1);
	assert_eq!(journal.placements_of(RecordId(7)).unwrap().len(), 1);
	assert_eq!(journal.set_aside().unwrap(), [lost.0]);
	assert!(journal.destroy_set_aside(&lost.0).unwrap());
	assert!(!journal.destroy_set_aside(&lost.0).unwrap());
	drop(journal);
	let journal = open_in(&folder);
	assert!(journal.set_aside().unwrap().is_empty());
	assert_eq!(journal.share(&found.0).unwrap(), found.1);
}
