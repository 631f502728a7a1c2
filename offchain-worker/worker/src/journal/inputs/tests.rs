// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::journal::{NewRun, Output, StoredResult};
use salus_primitives::{Cid, RecordId, RequestId};
use tempfile::TempDir;

const MODEL: ModelId = ModelId(7);

fn open_in(folder: &TempDir) -> Journal {
	Journal::open(folder.path().join("journal.redb"), AtRest::new(&[1; 32])).unwrap()
}

fn inputs(patient: u8, card: u8, counts: [u32; 2]) -> NewInputs {
	NewInputs {
		model: MODEL,
		card: [card; 32],
		patient: [patient; 32],
		person: Window { people: 1, counts: vec![counts.to_vec()] },
	}
}

fn output() -> Output {
	Output { content: [3; 32], document: Cid::raw([4; 32]) }
}

/// Keeps a result, and counts its inputs.
fn put(journal: &Journal, request: u64, inputs: &NewInputs) {
	let run = NewRun { output: output(), document: b"encrypted", inputs: Some(inputs) };
	journal.put_run(RequestId(request), &[RecordId(3)], &run).unwrap();
}

fn only(journal: &Journal) -> Inputs {
	let mut all = journal.inputs().unwrap();
	let (model, inputs) = all.pop().unwrap();
	assert_eq!((model, all.len()), (MODEL, 0));
	inputs
}

#[test]
fn a_person_counts_once_and_comes_back() {
	let folder = tempfile::tempdir().unwrap();
	let mut journal = open_in(&folder);
	assert!(journal.inputs().unwrap().is_empty());
	// Request, patient, bins. The fourth is a request tried again, the fifth the first patient's next request.
	let asked = [(1, 1, [1, 0]), (2, 2, [0, 1]), (3, 3, [0, 1]), (1, 1, [1, 0]), (4, 1, [0, 1])];
	for (request, patient, counts) in asked {
		put(&journal, request, &inputs(patient, 5, counts));
		drop(journal);
		journal = open_in(&folder);
	}
	journal.note_reported(MODEL, 2, Some(Level::Large)).unwrap();
	journal.note_reported(ModelId(8), 9, Some(Level::Large)).unwrap();
	let kept = only(&journal);
	assert_eq!((kept.card, kept.people.hashes.len()), ([5; 32], 3));
	let expected = Window { people: 3, counts: vec![vec![1, 2]] };
	assert_eq!(kept.window, expected);
	assert_eq!((kept.counted, kept.decided), (3, 2));
	assert_eq!(kept.reported, Some(Level::Large));
	// Every request has its result, counted or not.
	assert_eq!(journal.results().unwrap(), [1, 2, 3, 4].map(RequestId));
}

#[test]
fn whom_the_window_has_forgotten_counts_again() {
	let mut people = People::of_new_window();
	let account = |number: u32| -> [u8; 32] { blake2_256(&number.to_le_bytes()) };
	for number in 0..1_000 {
		assert!(people.add(&account(number)));
	}
	people.keep(500);
	assert_eq!(people.hashes.len(), 500);
	assert!(people.add(&account(499)), "the older half is forgotten");
	assert!(!people.add(&account(500)), "the newer half is not");
}

#[test]
fn nothing_links_the_people_of_two_windows() {
	let (mut one, mut other) = (People::of_new_window(), People::of_new_window());
	assert!(one.add(&[7; 32]) && other.add(&[7; 32]));
	assert_ne!(one.hashes, other.hashes);
}

#[test]
fn another_card_is_counted_anew_and_what_was_reported_is_remembered() {
	let folder = tempfile::tempdir().unwrap();
	let journal = open_in(&folder);
	let count = |request, patient, card| put(&journal, request, &inputs(patient, card, [1, 0]));
	count(1, 1, 5);
	count(2, 2, 5);
	journal.end_window(MODEL, 70).unwrap();
	let before = only(&journal).people;
	journal.note_reported(MODEL, 2, Some(Level::Moderate)).unwrap();
	// By the other card the first patient counts again.
	count(3, 1, 6);
	let kept = only(&journal);
	assert_eq!((kept.card, kept.window), ([6; 32], inputs(1, 6, [1, 0]).person));
	assert_ne!(kept.people.key, before.key);
	assert_eq!(kept.ended, None, "it ended by the other's references");
	assert_eq!((kept.counted, kept.decided), (3, 2));
	assert_eq!(kept.reported, Some(Level::Moderate));
}

#[test]
fn data_rule_4_nothing_but_counts_is_kept_and_that_encrypted() {
	let folder = tempfile::tempdir().unwrap();
	let journal = open_in(&folder);
	put(&journal, 1, &inputs(0xa7, 0xc4, [1, 0]));
	let encrypted = journal
		.read(|transaction| {
			let table = transaction.open_table(INPUTS)?;
			Ok(table.get(MODEL.0)?.map(|entry| entry.value().to_vec()))
		})
		.unwrap()
		.unwrap();
	let opened = journal.at_rest.decrypt(KIND, &MODEL.0.to_le_bytes(), &encrypted).unwrap();
	// The card; one person; one feature with two bins; a key and one hash; one counted, none decided on, nothing
	// reported, no window that has ended.
	let mut expected = vec![0xc4; 32];
	expected.extend([1, 0, 0, 0]);
	expected.extend([1 << 2, 2 << 2, 1, 0, 0, 0, 0, 0, 0, 0]);
	expected.extend(only(&journal).people.encode());
	expected.extend([1, 0, 0, 0, 0, 0, 0, 0]);
	expected.extend([0; 10]);
	assert_eq!(*opened, expected);
	assert!(!opened.windows(4).any(|window| window == [0xa7; 4]));
	let file = std::fs::read(folder.path().join("journal.redb")).unwrap();
	assert!(!file.windows(32).any(|window| window == [0xc4; 32]));
}

#[test]
fn counts_that_can_not_be_read_keep_no_result_from_its_place() {
	let folder = tempfile::tempdir().unwrap();
	let count = |journal: &Journal, request| put(journal, request, &inputs(1, 5, [1, 0]));
	let journal = open_in(&folder);
	count(&journal, 1);
	// As if the disk had altered them.
	journal.at_rest.follow(&AtRest::new(&[2; 32]));
	assert!(matches!(journal.inputs(), Err(JournalError::AtRest(_))));
	count(&journal, 2);
	assert_eq!(journal.result(RequestId(2)).unwrap(), Some(StoredResult::of(output())));
	assert_eq!(only(&journal).counted, 1);
}

#[test]
fn a_window_that_has_ended_is_changed_by_nobody_who_comes_later() {
	let folder = tempfile::tempdir().unwrap();
	let journal = open_in(&folder);
	// Of a model that nobody asked.
	journal.end_window(MODEL, 70).unwrap();
	assert!(journal.inputs().unwrap().is_empty());
	put(&journal, 1, &inputs(1, 5, [1, 0]));
	assert_eq!(only(&journal).ended, None);
	journal.end_window(MODEL, 80).unwrap();
	put(&journal, 2, &inputs(2, 5, [0, 1]));
	drop(journal);
	let journal = open_in(&folder);
	let kept = only(&journal);
	let of_one = Window { people: 1, counts: vec![vec![1, 0]] };
	assert_eq!(kept.ended, Some(Ended { window: of_one, counted: 1, at: 80 }));
	assert_eq!((kept.window.people, kept.counted), (2, 2));
	// What was reported changes nothing of it, either.
	journal.note_reported(MODEL, 1, Some(Level::Large)).unwrap();
	assert_eq!(only(&journal).ended, kept.ended);
	journal.end_window(MODEL, 90).unwrap();
	let ended = only(&journal).ended.unwrap();
	assert_eq!((ended.window, ended.counted, ended.at), (kept.window, 2, 90));
}

#[test]
fn the_time_of_reports_is_drawn_once_by_each_operator() {
	let folder = tempfile::tempdir().unwrap();
	let journal = open_in(&folder);
	let time = journal.report_time().unwrap();
	assert_eq!(journal.report_time().unwrap(), time);
	drop(journal);
	assert_eq!(open_in(&folder).report_time().unwrap(), time);
	let others = (0..4).map(|_| {
		let folder = tempfile::tempdir().unwrap();
		open_in(&folder).report_time().unwrap()
	});
	assert!(others.into_iter().any(|other| other != time), "all report at the same time");
}
