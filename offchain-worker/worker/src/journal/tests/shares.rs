// SPDX-License-Identifier: Apache-2.0
//! The files of shares: what failed is tried again to its end, and nothing of a destroyed share is left.

use super::*;
use std::{fs, sync::mpsc, thread::scope, time::Duration};

/// A journal that keeps a share, and the share's file.
fn kept() -> (Journal, TempDir, [u8; 32], PathBuf) {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(10)).unwrap();
	let file = journal.shares.path().join(hex::encode(commitment));
	(journal, folder, commitment, file)
}

#[test]
fn data_rule_6_a_destruction_that_failed_in_the_middle_is_finished_by_the_next() {
	let (journal, folder, commitment, file) = kept();
	let encrypted = fs::read(&file).unwrap();
	let doomed = file.with_extension("doomed");
	// The first try came so far.
	fs::rename(&file, &doomed).unwrap();
	assert!(journal.shares.destroy(&commitment).unwrap());
	assert!(!doomed.exists() && !holds(folder.path(), &encrypted));
	assert!(!journal.shares.destroy(&commitment).unwrap());
	// As long as it can't be finished, no try says that there was nothing.
	fs::create_dir(&file).unwrap();
	for _ in 0..2 {
		assert!(journal.shares.destroy(&commitment).is_err());
	}
}

#[test]
fn data_rule_6_what_an_earlier_try_left_is_not_replaced_by_a_name_alone() {
	let (journal, _folder, commitment, file) = kept();
	let doomed = file.with_extension("doomed");
	fs::write(&doomed, b"sealed earlier").unwrap();
	let mut left = fs::File::open(&doomed).unwrap();
	assert!(journal.destroy_share(&commitment).unwrap());
	let mut bytes = Vec::new();
	std::io::Read::read_to_end(&mut left, &mut bytes).unwrap();
	assert_eq!(bytes, [0; 14]);
	assert!(!doomed.exists());
}

#[test]
fn data_rule_6_an_erasure_takes_what_a_failed_write_left() {
	let (journal, folder, commitment, file) = kept();
	let new = file.with_extension("new");
	fs::write(&new, b"sealed anew").unwrap();
	assert!(journal.destroy_share(&commitment).unwrap());
	assert!(!new.exists() && !holds(folder.path(), b"sealed anew"));
	// And of one that is set aside.
	fs::write(&new, b"sealed anew").unwrap();
	fs::write(file.with_extension("aside"), b"sealed").unwrap();
	assert!(journal.destroy_set_aside(&commitment).unwrap());
	assert_eq!(fs::read_dir(journal.shares.path()).unwrap().count(), 0);
}

#[test]
fn a_write_that_fails_leaves_nothing_of_it() {
	let (journal, _folder) = journal();
	let (commitment, share) = share(1);
	let file = journal.shares.path().join(hex::encode(commitment));
	fs::create_dir(&file).unwrap();
	assert!(journal.place(&commitment, &share, &info(10)).is_err());
	assert!(!file.with_extension("new").exists());
	fs::remove_dir(&file).unwrap();
	journal.place(&commitment, &share, &info(10)).unwrap();
	assert_eq!(journal.share(&commitment).unwrap(), share);
}

#[test]
fn whoever_reads_a_share_waits_for_no_other_that_is_written() {
	let (journal, _folder, commitment, _) = kept();
	let aside = share(2);
	let aside_file = journal.shares.path().join(hex::encode(aside.0));
	fs::write(aside_file.with_extension("aside"), b"sealed").unwrap();
	scope(|threads| {
		let (journal, aside) = (&journal, &aside.0);
		let reencrypted = journal.shares.reencrypt(&commitment, |encrypted| {
			let (done, is_done) = mpsc::channel();
			threads.spawn(move || {
				journal.share(&commitment).unwrap();
				journal.shares.read_set_aside(aside).unwrap();
				// Nobody listens any more once the test has failed.
				let _ = done.send(());
			});
			is_done.recv_timeout(Duration::from_secs(10)).unwrap();
			Some(encrypted.to_vec())
		});
		reencrypted.unwrap();
	});
}
