// SPDX-License-Identifier: Apache-2.0
//! What an index finds is what a search of everything would find.

use super::*;

fn of_record(journal: &Journal, record: u64) -> Vec<[u8; 32]> {
	let placements = journal.placements_of(RecordId(record)).unwrap();
	placements.iter().map(|each| each.key_commitment).collect()
}

#[test]
fn placements_are_found_by_record_in_the_order_of_versions() {
	let (journal, folder) = journal();
	let shares = [1, 2, 3, 4].map(share);
	for (commitment, share) in &shares {
		journal.place(commitment, share, &info(10)).unwrap();
	}
	let of = |index: usize| shares[index].0;
	for (index, record, version) in [(0, 7, 2), (1, 7, 1), (2, 8, 1)] {
		journal.bind(&of(index), RecordId(record), version).unwrap();
	}
	assert_eq!(of_record(&journal, 7), [of(1), of(0)]);
	assert_eq!(of_record(&journal, 8), [of(2)]);
	assert!(of_record(&journal, 9).is_empty());
	// One that is bound waits for no record any more.
	assert_eq!(journal.unbound_before(11).unwrap().len(), 1);
	assert_eq!(journal.share_count().unwrap(), 4);
	journal.destroy_share(&of(0)).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(of_record(&journal, 7), [of(1)]);
	assert_eq!(journal.share_count().unwrap(), 3);
	// A refused binding moves nothing.
	assert!(journal.bind(&of(1), RecordId(8), 1).is_err());
	assert_eq!(of_record(&journal, 7), [of(1)]);
	assert_eq!(of_record(&journal, 8), [of(2)]);
}

#[test]
fn unbound_placements_are_found_by_age_and_once_each() {
	let (journal, _folder) = journal();
	for (byte, at) in [(1, 30), (2, 10), (3, 20), (4, 20)] {
		let (commitment, share) = share(byte);
		journal.place(&commitment, &share, &info(at)).unwrap();
	}
	for (moment, count) in [(0, 0), (10, 0), (11, 1), (20, 1), (21, 3), (31, 4)] {
		let found = journal.unbound_before(moment).unwrap();
		assert_eq!(found.len(), count, "before {moment}");
		assert!(found.iter().all(|each| each.info.placed_at < moment));
	}
}

#[test]
fn a_document_with_two_placements_is_known() {
	let (journal, _folder) = journal();
	let (one, other) = (share(1), share(2));
	journal.place(&one.0, &one.1, &info(10)).unwrap();
	let first = journal.placements().unwrap().remove(0);
	assert!(!journal.shares_its_document(&first).unwrap());
	journal.place(&other.0, &other.1, &info(10)).unwrap();
	assert!(journal.shares_its_document(&first).unwrap());
	journal.destroy_share(&other.0).unwrap();
	assert!(!journal.shares_its_document(&first).unwrap());
}

#[test]
fn data_rule_6_results_are_found_by_each_record_that_they_were_made_of() {
	let (journal, folder) = journal();
	let refusal = StoredResult::REFUSAL;
	let put = |request, records: &[u64]| {
		let records: Vec<_> = records.iter().copied().map(RecordId).collect();
		journal.put_result(RequestId(request), &records, &refusal).unwrap();
	};
	put(1, &[7, 8]);
	put(2, &[8]);
	put(3, &[9]);
	// In the place of an earlier one.
	put(3, &[7]);
	// Changed, it is of the same; what is gone does not come back.
	journal.note_lost(RequestId(1), true).unwrap();
	journal.note_lost(RequestId(4), true).unwrap();
	assert!(journal.result(RequestId(1)).unwrap().is_some_and(|result| result.lost));
	assert_eq!(journal.result(RequestId(4)).unwrap(), None);
	let of = |journal: &Journal, record| journal.results_of(RecordId(record)).unwrap();
	assert_eq!(of(&journal, 7), [RequestId(1), RequestId(3)]);
	assert_eq!(of(&journal, 8), [RequestId(1), RequestId(2)]);
	assert!(of(&journal, 9).is_empty());
	let made_of = journal.records_of_result(RequestId(1)).unwrap();
	assert_eq!(made_of, [7, 8].map(RecordId));
	journal.forget_result(RequestId(1)).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(of(&journal, 7), [RequestId(3)]);
	assert_eq!(of(&journal, 8), [RequestId(2)]);
}
