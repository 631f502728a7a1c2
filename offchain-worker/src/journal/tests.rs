use super::*;
use crate::crypto::{AtRest, DataKey, Share, split};
use salus_primitives::{Cid, RecordId, RequestId};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use tempfile::TempDir;

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
	Cursor {
		number,
		hash: [number as u8; 32],
	}
}

fn job(key: &str) -> NewJob {
	NewJob {
		key: key.to_owned(),
		payload: key.as_bytes().to_vec(),
	}
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
	assert!(matches!(
		error,
		JournalError::CursorBackwards { at: 5, to: 4 }
	));
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.cursor().unwrap(), Some(cursor(5)));
	let open: Vec<String> = journal
		.open_jobs()
		.unwrap()
		.into_iter()
		.map(|job| job.key)
		.collect();
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
	assert!(matches!(
		journal.save("a", &8u32),
		Err(JournalError::NoSuchJob(_))
	));
	// Found again in a block: still done.
	journal.advance(cursor(2), &[job("a")]).unwrap();
	assert_eq!(journal.begin::<u32>("a").unwrap(), Begin::AlreadyDone);
	assert!(journal.open_jobs().unwrap().is_empty());
	assert!(matches!(
		journal.save("never", &1u32),
		Err(JournalError::NoSuchJob(_))
	));
}

#[test]
fn a_state_of_another_type_is_named_not_misread() {
	let (journal, _folder) = journal();
	journal.begin::<u64>("a").unwrap();
	journal.save("a", &1u64).unwrap();
	assert!(matches!(
		journal.begin::<u8>("a"),
		Err(JournalError::Malformed { table: "jobs", .. })
	));
}

#[test]
fn shares_come_back_sealed_at_rest() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	assert!(matches!(
		journal.share(&commitment),
		Err(JournalError::NoSuchDeposit)
	));
	journal.deposit(&commitment, &share, &info(10)).unwrap();
	journal.deposit(&commitment, &share, &info(10)).unwrap();
	let (_, other) = self::share(2);
	assert!(matches!(
		journal.deposit(&commitment, &other, &info(10)),
		Err(JournalError::AlreadyDeposited)
	));
	assert!(
		!holds(folder.path(), &share.bytes),
		"a share lies open on disk"
	);
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.share(&commitment).unwrap(), share);
	drop(journal);
	let path = folder.path().join("journal.redb");
	let stranger = Journal::open(path, AtRest::new(&[9; 32])).unwrap();
	assert!(matches!(
		stranger.share(&commitment),
		Err(JournalError::AtRest(_))
	));
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
	assert_eq!(
		journal.unbound_before(21).unwrap()[0].key_commitment,
		second.0
	);
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
	assert!(
		!holds(folder.path(), &sealed),
		"even the sealed share is to be gone"
	);
	assert!(matches!(
		journal.share(&commitment),
		Err(JournalError::NoSuchDeposit)
	));
}

#[test]
fn what_a_killed_process_left_between_file_and_entry_is_put_right() {
	let (journal, folder) = journal();
	let (kept, orphan) = (share(1), share(2));
	journal.deposit(&kept.0, &kept.1, &info(10)).unwrap();
	// Killed after the file, before the entry; and in the middle of a file.
	journal
		.shares
		.write(&orphan.0, b"sealed share of nobody")
		.unwrap();
	let half = folder.path().join("journal.redb.shares").join("ab.new");
	std::fs::write(&half, b"half a share").unwrap();
	// Killed while destroying: the file is gone, the entry is not.
	let destroyed = share(3);
	journal
		.deposit(&destroyed.0, &destroyed.1, &info(10))
		.unwrap();
	journal.shares.destroy(&destroyed.0).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert!(!half.exists());
	// Whose it is, the chain tells.
	assert_eq!(journal.set_aside().unwrap(), [orphan.0]);
	assert!(journal.adopt(&orphan.0, &info(10)).is_err(), "no share");
	assert!(journal.destroy_set_aside(&orphan.0).unwrap());
	assert!(!holds(folder.path(), b"sealed share of nobody"));
	assert_eq!(journal.share(&kept.0).unwrap(), kept.1);
	assert!(matches!(
		journal.share(&destroyed.0),
		Err(JournalError::NoSuchDeposit)
	));
	assert!(
		journal.destroy_share(&destroyed.0).unwrap(),
		"destroying again finishes it"
	);
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
	let refusal = StoredResult::Refusal {
		notice: Some(Cid::raw([4; 32])),
	};
	for kept in [refusal, result] {
		journal.put_result(RequestId(1), &kept).unwrap();
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
	let (_journal, folder) = journal();
	let second = Journal::open(folder.path().join("journal.redb"), at_rest());
	assert!(matches!(second, Err(JournalError::InUse(_))));
}

const CHILD: &str = "SALUS_TEST_JOURNAL_OF_CHILD";

/// The child of the test below: works until it is killed, and says what it has finished.
#[test]
fn child_that_is_killed() {
	let Ok(path) = std::env::var(CHILD) else {
		return;
	};
	let journal = Journal::open(&path, at_rest()).unwrap();
	let start = journal.cursor().unwrap().map_or(0, |cursor| cursor.number);
	for number in start + 1.. {
		let key = format!("job/{number:08}");
		journal.advance(cursor(number), &[job(&key)]).unwrap();
		println!("advanced {number}");
		journal.begin::<u32>(&key).unwrap();
		journal.save(&key, &number).unwrap();
		let (commitment, share) = share(number as u8);
		journal
			.deposit(&commitment, &share, &info(number.into()))
			.unwrap();
		println!("saved {number}");
		if number % 2 == 0 {
			journal.destroy_share(&commitment).unwrap();
			journal.done(&key).unwrap();
			println!("done {number}");
		}
	}
}

#[test]
fn nothing_said_is_lost_when_the_process_is_killed() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("journal.redb");
	let (mut advanced, mut saved, mut done) = (0u32, 0u32, 0u32);
	for round in 0..8u64 {
		let mut child = Command::new(std::env::current_exe().unwrap())
			.args([
				"--exact",
				"journal::tests::child_that_is_killed",
				"--nocapture",
				"--test-threads=1",
			])
			.env(CHILD, &path)
			.stdout(Stdio::piped())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		let lines = BufReader::new(child.stdout.take().unwrap()).lines();
		// Killed at a different step each round, with SIGKILL, mostly within a write.
		let mut left = 3 + round * 4;
		for line in lines {
			let Ok(line) = line else { break };
			let mut words = line.split_whitespace();
			let (Some(word), Some(Ok(number))) =
				(words.next(), words.next().map(str::parse::<u32>))
			else {
				continue;
			};
			match word {
				"advanced" => advanced = number,
				"saved" => saved = number,
				"done" => done = number,
				_ => continue,
			}
			left = left.saturating_sub(1);
			if left == 0 {
				std::thread::sleep(std::time::Duration::from_micros(round * 700));
				child.kill().unwrap();
			}
		}
		child.wait().unwrap();

		let journal = Journal::open(&path, at_rest()).unwrap();
		let at = journal.cursor().unwrap().unwrap().number;
		assert!(
			at >= advanced,
			"round {round}: the cursor went from {advanced} back to {at}"
		);
		let open = journal.open_jobs().unwrap();
		let mut under_way = Vec::new();
		for number in 1..=at {
			let key = format!("job/{number:08}");
			match journal.begin::<u32>(&key).unwrap() {
				Begin::AlreadyDone => {
					assert_eq!(number % 2, 0);
					assert!(open.iter().all(|job| job.key != key));
					continue;
				}
				Begin::Resumed(Some(state)) => assert_eq!(state, number),
				// Only what was under way when the process was killed.
				Begin::Resumed(None) | Begin::Begun => {
					assert!(number > saved, "job {number} was lost")
				}
			}
			assert!(
				number > done || number % 2 == 1,
				"job {number} was done and is not"
			);
			under_way.push((key, number));
		}
		// Every deposit that is listed can be read, unless its destruction was under way.
		for deposit in journal.deposits().unwrap() {
			let number = deposit.info.deposited_at as u32;
			match journal.share(&deposit.key_commitment) {
				Ok(_) => {}
				Err(JournalError::NoSuchDeposit) => {
					assert!(number.is_multiple_of(2) && number > done)
				}
				Err(error) => panic!("share {number}: {error}"),
			}
		}
		// What was under way is finished here, so that the next round starts from order.
		for (key, number) in under_way {
			journal.save(&key, &number).unwrap();
			if number % 2 == 0 {
				journal.destroy_share(&share(number as u8).0).unwrap();
				journal.done(&key).unwrap();
			}
		}
	}
	assert!(advanced > 8, "the child did too little to prove anything");
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
	let bound = DepositInfo {
		bound_to: Some((RecordId(7), 1)),
		..info(20)
	};
	// Anybody may copy a commitment into a record of their own.
	let strangers = DepositInfo {
		depositor: [9; 32],
		..bound.clone()
	};
	let other_document = DepositInfo {
		cid: Cid::raw([9; 32]),
		..bound.clone()
	};
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
