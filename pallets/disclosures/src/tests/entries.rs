// SPDX-License-Identifier: Apache-2.0
//! Entries are made in order, one a reader, all or none.

use super::*;
use crate::{
	Event, Gap,
	ledger_reader::{Reading, first_head, read_ledger, verify},
	mock::{OTHER_PATIENT, START, System, Timestamp, build_and_execute},
};
use codec::Encode;
use salus_primitives::StoredEntry;

#[test]
fn a_patient_without_disclosures_has_no_ledger() {
	build_and_execute(|| {
		assert_eq!(Ledgers::<Test>::get(PATIENT), None);
		assert!(enter(PATIENT, &[], 1));
		assert_eq!(Ledgers::<Test>::get(PATIENT), None);
	});
}

#[test]
fn entries_are_read_back_in_order_and_whole() {
	let mut fork = new_test_ext();
	let mut index = Index::new();
	run(&mut fork, &mut index, || {
		assert!(enter(PATIENT, &[10], 1));
		Timestamp::set_timestamp(START + 5);
		assert!(enter(PATIENT, &[11, 12], 2));
		assert!(enter(OTHER_PATIENT, &[10], 3));
	});
	let ledger = fork.execute_with(|| ledger(PATIENT));
	assert_eq!(ledger.count, 3);
	let entries = verify(&PATIENT, ledger, look_up(&index)).unwrap();
	let seen = entries
		.iter()
		.map(|entry| (entry.number, entry.at, entry.reader, entry.access.0))
		.collect::<Vec<_>>();
	assert_eq!(seen, [(0, START, 10, 1), (1, START + 5, 11, 2), (2, START + 5, 12, 2)]);
	let first = entries.first().unwrap();
	assert_eq!(first.subject, SUBJECT);
	assert_eq!(first.category, Category::Condition);
	assert_eq!((first.purpose, first.basis), (Purpose::Treatment, Basis::OwnRecord));
}

#[test]
fn a_ledger_is_rebuilt_from_its_events_alone() {
	let (ledger, index) = ledger_of(5);
	let mut fork = new_test_ext();
	let events = fork.execute_with(|| {
		for access in 0..5 {
			assert!(enter(PATIENT, &[10 + access], access));
		}
		System::read_events_for_pallet::<Event<Test>>()
	});
	let mut rebuilt = Index::new();
	for event in events {
		let Event::Entered { patient, entry, previous, head } = event;
		assert_eq!(patient, PATIENT);
		let stored = StoredEntry { previous, entry };
		rebuilt.insert(off_chain_index::key(&head), stored.encode());
	}
	assert_eq!(rebuilt, index);
	assert_eq!(rebuilt.len() as u64, ledger.count);
}

#[test]
fn when_the_count_runs_out_nobody_is_entered() {
	build_and_execute(|| {
		let full = Ledger { count: u64::MAX - 1, head: [1; 32] };
		Ledgers::<Test>::insert(PATIENT, full);
		assert!(!enter(PATIENT, &[10, 11], 1));
		assert_eq!(ledger(PATIENT), full);
		assert!(enter(PATIENT, &[10], 1));
		assert!(!enter(PATIENT, &[10], 1));
	});
}

#[test]
fn a_ledger_is_read_page_by_page() {
	let (ledger, index) = ledger_of(5);
	let mut from = ledger;
	let mut numbers = Vec::new();
	for length in [2, 2, 1] {
		let page = read_ledger(&PATIENT, from, 2, look_up(&index));
		assert_eq!((page.entries.len(), page.gap), (length, None));
		numbers.extend(page.entries.iter().map(|entry| entry.number));
		from = page.rest;
	}
	assert_eq!(numbers, [4, 3, 2, 1, 0]);
	assert_eq!(from, Ledger { count: 0, head: first_head(&PATIENT) });
}

#[test]
fn reading_no_entries_reads_nothing() {
	let (ledger, index) = ledger_of(1);
	let nothing = Reading { entries: Vec::new(), rest: ledger, gap: None };
	assert_eq!(read_ledger(&PATIENT, ledger, 0, look_up(&index)), nothing);
}

#[test]
fn what_a_node_lacks_is_named_and_what_it_has_is_given() {
	let (ledger, mut index) = ledger_of(5);
	// A node that joined by warp sync after the third entry.
	let third = read_ledger(&PATIENT, ledger, 2, look_up(&index)).rest;
	index.remove(&off_chain_index::key(&third.head));
	let found = read_ledger(&PATIENT, ledger, u64::MAX, look_up(&index));
	assert_eq!(found.entries.len(), 2);
	assert_eq!(found.rest, third);
	assert_eq!(found.gap, Some(Gap::Missing { number: 2, head: third.head }));
}
