// SPDX-License-Identifier: Apache-2.0
//! What was erased does not come back by a request that somebody recorded. Data rule 6.

use super::*;
use crate::journal::destroyed::count;

const MINUTE: u64 = 60 * 1_000;
const ERASED_AT: u64 = 1_000 * MINUTE;

fn at(minutes: u64) -> PlacementInfo {
	info(ERASED_AT + minutes * MINUTE)
}

#[test]
fn data_rule_6_an_erased_key_is_refused_for_two_hours_also_after_a_restart() {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &at(0)).unwrap();
	journal.bind(&commitment, RecordId(7), 1).unwrap();
	assert!(journal.erase_share(&commitment, ERASED_AT).unwrap());
	assert!(journal.placements_of(RecordId(7)).unwrap().is_empty());
	drop(journal);
	let journal = open_in(&folder);
	for minutes in [0, 60, 119] {
		let again = journal.place(&commitment, &share, &at(minutes));
		assert!(matches!(again, Err(JournalError::Destroyed)), "{again:?}");
		assert!(journal.placement(&commitment).unwrap().is_none());
	}
	journal.place(&commitment, &share, &at(120)).unwrap();
	assert!(journal.share(&commitment).unwrap() == share);
}

#[test]
fn what_no_record_named_may_come_again_and_so_may_every_other_key() {
	let (journal, _folder) = journal();
	let (expired, share) = share(1);
	journal.place(&expired, &share, &at(0)).unwrap();
	assert!(journal.destroy_share(&expired).unwrap());
	journal.place(&expired, &share, &at(1)).unwrap();
	let (erased, _) = super::share(2);
	// It was destroyed before, as when a job begins again.
	assert!(!journal.erase_share(&erased, ERASED_AT).unwrap());
	let (other, share) = super::share(3);
	journal.place(&other, &share, &at(1)).unwrap();
}

#[test]
fn keys_that_are_refused_no_more_are_forgotten_some_at_a_time() {
	let (journal, _folder) = journal();
	let erase = |byte: u8, minutes: u64| {
		let at = ERASED_AT + minutes * MINUTE;
		journal.erase_share(&[byte; 32], at).unwrap();
		let [keys, times] = journal.read(count).unwrap();
		assert_eq!(keys, times);
		keys
	};
	for byte in 1..=20 {
		erase(byte, u64::from(byte % 3));
	}
	// Again, later: one row.
	assert_eq!(erase(20, 100), 20);
	assert_eq!(erase(21, 110), 21);
	// 16 of the 19 are gone, then the others; those of later stay.
	assert_eq!(erase(22, 150), 6);
	assert_eq!(erase(23, 151), 4);
	assert_eq!(erase(24, 152), 5);
}
