// SPDX-License-Identifier: Apache-2.0
//! Two forks fill one index, and each ledger still reads as its own fork wrote it.

use super::*;
use crate::{ledger_reader::verify, mock::START, mock::Timestamp};

#[test]
fn each_fork_s_ledger_is_read_from_the_same_index() {
	let mut index = Index::new();
	// The same history up to the fork.
	let mut forks = [new_test_ext(), new_test_ext()];
	for fork in &mut forks {
		run(fork, &mut index, || assert!(enter(PATIENT, &[10], 1)));
	}
	let [left, right] = &mut forks;
	run(left, &mut index, || {
		assert!(enter(PATIENT, &[20], 2));
		assert!(enter(PATIENT, &[21], 3));
	});
	run(right, &mut index, || assert!(enter(PATIENT, &[30], 2)));

	let read = |fork: &mut TestExternalities| {
		let ledger = fork.execute_with(|| ledger(PATIENT));
		verify(&PATIENT, ledger, look_up(&index))
			.unwrap()
			.iter()
			.map(|entry| entry.reader)
			.collect::<Vec<_>>()
	};
	assert_eq!(read(left), [10, 20, 21]);
	assert_eq!(read(right), [10, 30]);
	// The shared entry is stored once, the others once each.
	assert_eq!(index.len(), 4);
}

#[test]
fn the_same_entry_in_another_block_of_another_fork_is_another() {
	let mut index = Index::new();
	let (mut left, mut right) = (new_test_ext(), new_test_ext());
	run(&mut left, &mut index, || assert!(enter(PATIENT, &[10], 1)));
	run(&mut right, &mut index, || {
		Timestamp::set_timestamp(START + 1);
		assert!(enter(PATIENT, &[10], 1));
	});
	assert_ne!(
		left.execute_with(|| ledger(PATIENT)).head,
		right.execute_with(|| ledger(PATIENT)).head
	);
	assert_eq!(index.len(), 2);
}

#[test]
fn what_only_the_index_knows_is_in_no_ledger() {
	let mut index = Index::new();
	let (mut left, mut right) = (new_test_ext(), new_test_ext());
	run(&mut left, &mut index, || assert!(enter(PATIENT, &[10], 1)));
	// This fork lost; on the one that won nothing was disclosed.
	run(&mut right, &mut index, || {});
	assert_eq!(right.execute_with(|| Ledgers::<Test>::get(PATIENT)), None);
}
