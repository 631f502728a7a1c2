use super::*;
use salus_core::{DataKey, Share, split};
use salus_keystore::AtRest;
use salus_primitives::{Cid, RecordId, RequestId};
use tempfile::TempDir;

mod destroyed;
mod indexes;
mod killed;
mod probes;
mod releases;
mod reseal;
mod shares;

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

fn job(key: &str) -> NewJob {
	NewJob { key: key.to_owned(), payload: key.as_bytes().to_vec() }
}

fn share(byte: u8) -> ([u8; 32], Share) {
	let key = DataKey::from_bytes([byte; 32]);
	(key.commitment(), split(&key, 2, 3).unwrap().remove(0))
}

fn info(at: u64) -> DepositInfo {
	DepositInfo {
		depositor: [2; 32],
		cid: Cid::raw([3; 32]),
		size: 4,
		deposited_at: at,
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
	journal.advance(cursor(5), &[job("a"), job("b")]).unwrap();
	// Worked through twice: nothing is queued twice.
	journal.advance(cursor(5), &[job("a")]).unwrap();
	let error = journal.advance(cursor(4), &[job("c")]).unwrap_err();
	assert!(matches!(error, JournalError::CursorBackwards { at: 5, to: 4 }));
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.cursor().unwrap(), Some(cursor(5)));
	let open: Vec<String> = journal.open_jobs().unwrap().into_iter().map(|job| job.key).collect();
	assert_eq!(open, ["a", "b"]);
}

#[test]
fn a_job_is_begun_resumed_and_done_once() {
	let (journal, folder) = journal();
	journal.advance(cursor(1), &[job("a")]).unwrap();
	assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::Begun);
	assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::Resumed(None));
	journal.save("a", &7u32).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::Resumed(Some(7)));
	let open = journal.open_jobs().unwrap();
	assert_eq!(open[0].payload, b"a");
	journal.done("a").unwrap();
	assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::AlreadyDone);
	assert!(matches!(journal.save("a", &8u32), Err(JournalError::NoSuchJob(_))));
	// Found again in the same block: still done.
	journal.advance(cursor(1), &[job("a"), job("b")]).unwrap();
	assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::AlreadyDone);
	let open = journal.open_jobs().unwrap();
	assert_eq!((open.len(), open[0].key.as_str()), (1, "b"));
	assert!(matches!(journal.save("never", &1u32), Err(JournalError::NoSuchJob(_))));
}

#[test]
fn a_job_that_is_done_leaves_no_row_and_is_remembered_until_the_cursor_moves() {
	let (journal, folder) = journal();
	for number in 1..=20 {
		journal.advance(cursor(number), &[job("a")]).unwrap();
		assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::Begun);
		journal.done("a").unwrap();
		assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::AlreadyDone);
		assert!(journal.open_jobs().unwrap().is_empty());
	}
	// Begun without a block, as by the chain's state, and done: the next block clears that, too.
	journal.begin::<u32>("b").unwrap();
	journal.done("b").unwrap();
	journal.advance(cursor(21), &[]).unwrap();
	assert_eq!(journal.begin::<u32>("b").unwrap(), Begin::Begun);
	journal.done("b").unwrap();
	// What a start is for, the chain's state says.
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.begin::<u32>("b").unwrap(), Begin::Begun);
}

#[test]
fn a_state_of_another_type_is_named_not_misread() {
	let (journal, _folder) = journal();
	journal.begin::<u64>("a").unwrap();
	journal.save("a", &1u64).unwrap();
	assert!(matches!(journal.begin::<u8>("a"), Err(JournalError::Malformed { table: "jobs", .. })));
}

#[test]
fn shares_come_back_sealed_at_rest() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	assert!(matches!(journal.share(&commitment), Err(JournalError::NoSuchDeposit)));
	journal.deposit(&commitment, &share, &info(10)).unwrap();
	journal.deposit(&commitment, &share, &info(10)).unwrap();
	let (_, other) = self::share(2);
	assert!(matches!(
		journal.deposit(&commitment, &other, &info(10)),
		Err(JournalError::AlreadyDeposited)
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
fn deposits_are_bound_once_and_unbound_ones_are_found() {
	let (journal, _folder) = journal();
	let (first, second) = (share(1), share(2));
	journal.deposit(&first.0, &first.1, &info(10)).unwrap();
	journal.deposit(&second.0, &second.1, &info(20)).unwrap();
	journal.bind_deposit(&first.0, RecordId(7), 1).unwrap();
	journal.bind_deposit(&first.0, RecordId(7), 1).unwrap();
	let error = journal.bind_deposit(&first.0, RecordId(8), 1).unwrap_err();
	assert!(matches!(error, JournalError::BoundElsewhere));
	let error = journal.bind_deposit(&[0; 32], RecordId(8), 1).unwrap_err();
	assert!(matches!(error, JournalError::NoSuchDeposit));
	let of_record = journal.deposits_of(RecordId(7)).unwrap();
	assert_eq!(of_record.len(), 1);
	assert_eq!(of_record[0].key_commitment, first.0);
	assert!(journal.unbound_before(20).unwrap().is_empty());
	assert_eq!(journal.unbound_before(21).unwrap()[0].key_commitment, second.0);
}

#[test]
fn data_rule_6_a_destroyed_share_is_nowhere_on_disk() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.deposit(&commitment, &share, &info(10)).unwrap();
	let sealed = journal.shares.read(&commitment).unwrap().unwrap();
	assert!(holds(folder.path(), &sealed));
	assert!(journal.destroy_share(&commitment).unwrap());
	assert!(!journal.destroy_share(&commitment).unwrap());
	assert!(!holds(folder.path(), &sealed), "even the sealed share is to be gone");
	assert!(matches!(journal.share(&commitment), Err(JournalError::NoSuchDeposit)));
}

#[test]
fn what_a_killed_process_left_between_file_and_entry_is_put_right() {
	let (journal, folder) = journal();
	let (kept, orphan) = (share(1), share(2));
	journal.deposit(&kept.0, &kept.1, &info(10)).unwrap();
	// Killed after the file, before the entry; and in the middle of a file.
	journal.shares.write(&orphan.0, || b"sealed share of nobody".to_vec()).unwrap();
	let half = folder.path().join("journal.redb.shares").join("ab.new");
	std::fs::write(&half, b"half a share").unwrap();
	// Killed while destroying: the file is gone, the entry is not.
	let destroyed = share(3);
	journal.deposit(&destroyed.0, &destroyed.1, &info(10)).unwrap();
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
	assert!(!holds(folder.path(), b"sealed share of nobody"));
	assert_eq!(journal.share(&kept.0).unwrap(), kept.1);
	assert!(matches!(journal.share(&destroyed.0), Err(JournalError::NoSuchDeposit)));
	assert!(!journal.destroy_share(&destroyed.0).unwrap(), "the start has finished it");
}

#[test]
fn results_come_back_sealed_at_rest() {
	let (journal, folder) = journal();
	let result = StoredResult::Output {
		digest: [1; 32],
		salt: [0xc4; 32],
		output: b"canary-output".to_vec(),
		document: Cid::raw([3; 32]),
	};
	let refusal = StoredResult::Refusal { notice: Some(Cid::raw([4; 32])) };
	for kept in [refusal, result] {
		journal.put_result(RequestId(1), &[RecordId(7)], &kept).unwrap();
		assert_eq!(journal.result(RequestId(1)).unwrap(), Some(kept));
	}
	assert_eq!(journal.result(RequestId(2)).unwrap(), None);
	assert_eq!(journal.results().unwrap(), [RequestId(1)]);
	assert!(!holds(folder.path(), b"canary-output") && !holds(folder.path(), &[0xc4; 32]));
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
	journal.deposit(&commitment, &share, &info(10)).unwrap();
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
		journal.deposit(commitment, share, &info(10)).unwrap();
	}
	drop(journal);
	std::fs::remove_file(folder.path().join("journal.redb")).unwrap();
	let journal = open_in(&folder);
	assert!(journal.deposits().unwrap().is_empty());
	let mut aside = journal.set_aside().unwrap();
	aside.sort_unstable();
	let mut both = [lost.0, found.0];
	both.sort_unstable();
	assert_eq!(aside, both);
	// Started again before anything was judged.
	drop(journal);
	let journal = open_in(&folder);
	let bound = DepositInfo { bound_to: Some((RecordId(7), 1)), ..info(20) };
	// Anybody may copy a commitment into a record of their own.
	let strangers = DepositInfo { depositor: [9; 32], ..bound.clone() };
	let other_document = DepositInfo { cid: Cid::raw([9; 32]), ..bound.clone() };
	for copied in [strangers, other_document] {
		let refused = journal.adopt(&found.0, &copied);
		assert!(matches!(refused, Err(JournalError::NoSuchDeposit)));
	}
	journal.adopt(&found.0, &bound).unwrap();
	assert_eq!(journal.share(&found.0).unwrap(), found.1);
	assert_eq!(journal.deposits_of(RecordId(7)).unwrap().len(), 1);
	assert_eq!(journal.set_aside().unwrap(), [lost.0]);
	assert!(journal.destroy_set_aside(&lost.0).unwrap());
	assert!(!journal.destroy_set_aside(&lost.0).unwrap());
	drop(journal);
	let journal = open_in(&folder);
	assert!(journal.set_aside().unwrap().is_empty());
	assert_eq!(journal.share(&found.0).unwrap(), found.1);
}
