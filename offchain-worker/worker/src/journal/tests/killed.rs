// SPDX-License-Identifier: Apache-2.0
//! What is left when the process is killed in the middle.

use super::*;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

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
		let key = job(number.into());
		journal.advance(cursor(number), &[key]).unwrap();
		println!("advanced {number}");
		journal.begin(key).unwrap();
		let (commitment, share) = share(number as u8);
		journal.place(&commitment, &share, &info(number.into())).unwrap();
		println!("kept {number}");
		if number % 2 == 0 {
			journal.destroy_share(&commitment).unwrap();
			journal.done(key).unwrap();
			println!("done {number}");
		}
	}
}

#[test]
fn nothing_said_is_lost_when_the_process_is_killed() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("journal.redb");
	let (mut advanced, mut done) = (0u32, 0u32);
	let mut kept = BTreeSet::new();
	for round in 0..8u64 {
		let mut child = Command::new(std::env::current_exe().unwrap())
			.args([
				"--exact",
				"journal::tests::killed::child_that_is_killed",
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
				"kept" => {
					kept.insert(number);
				}
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
		assert!(at >= advanced, "round {round}: the cursor went from {advanced} back to {at}");
		let open = journal.open_jobs().unwrap();
		let mut under_way = Vec::new();
		for number in 1..=at {
			let key = job(number.into());
			if open.iter().all(|open| open.key != key) {
				// Done, and without a row.
				assert_eq!(number % 2, 0, "job {number} was lost");
				continue;
			}
			assert_eq!(journal.begin(key).unwrap(), Begin::Begun, "job {number} is open and done");
			assert!(number > done || number % 2 == 1, "job {number} was done and is not");
			under_way.push((key, number));
		}
		// Every placement that is listed can be read, unless its destruction was under way.
		for placement in journal.placements().unwrap() {
			let number = placement.info.placed_at as u32;
			match journal.share(&placement.key_commitment) {
				Ok(_) => {}
				Err(JournalError::NotPlaced) => {
					assert!(number.is_multiple_of(2) && number > done)
				}
				Err(error) => panic!("share {number}: {error}"),
			}
		}
		// Nor is any missing that it reported as kept.
		for number in kept.iter().filter(|number| *number % 2 == 1) {
			assert!(journal.share(&share(*number as u8).0).is_ok(), "share {number} was lost");
		}
		// What was under way is finished here, so that the next round starts from order.
		for (key, number) in under_way {
			if number % 2 == 0 {
				journal.destroy_share(&share(number as u8).0).unwrap();
				journal.done(key).unwrap();
			}
		}
	}
	assert!(advanced > 8, "the child did too little to prove anything");
}

#[test]
fn a_placement_that_was_cut_off_can_be_made_again_and_a_records_lost_share_is_not_forgotten() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	let file = folder.path().join("journal.redb.shares").join(hex::encode(commitment));
	journal.place(&commitment, &share, &info(10)).unwrap();
	drop(journal);
	std::fs::remove_file(&file).unwrap();
	let journal = open_in(&folder);
	assert_eq!(journal.placement(&commitment).unwrap(), None);
	assert_eq!(journal.share_count().unwrap(), 0);
	journal.place(&commitment, &share, &info(11)).unwrap();
	assert_eq!(journal.share(&commitment).unwrap(), share);

	journal.bind(&commitment, RecordId(7), 1).unwrap();
	drop(journal);
	std::fs::remove_file(&file).unwrap();
	let journal = open_in(&folder);
	assert_eq!(journal.placements_of(RecordId(7)).unwrap().len(), 1);
}
