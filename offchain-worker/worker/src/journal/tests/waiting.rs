// SPDX-License-Identifier: Apache-2.0
//! Shares of a key that is split anew wait beside those that are kept, and custody may come back to whoever gave it away.

use super::*;

const RECORD: RecordId = RecordId(7);
const MINUTE: u64 = 60 * 1_000;
const AT: u64 = 1_000 * MINUTE;

/// A share of the same key as [`share`]'s, of another split.
fn anew(byte: u8) -> Share {
	split(&DataKey::from_bytes([byte; 32]), 2, 3).unwrap().remove(0)
}

/// A journal that keeps the first share of a key for version 1 of the record.
fn kept() -> (Journal, TempDir, [u8; 32], Share) {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(AT)).unwrap();
	journal.bind(&commitment, RECORD, 1).unwrap();
	(journal, folder, commitment, share)
}

#[test]
fn a_new_share_waits_beside_the_old_one_until_it_is_bound_also_across_a_restart() {
	let (journal, folder, old, share) = kept();
	let (name, new) = ([0xaa; 32], anew(1));
	journal.place_waiting(&name, &new, &info(AT), RECORD).unwrap();
	// Once more: nothing changes.
	journal.place_waiting(&name, &new, &info(AT), RECORD).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.share(&old).unwrap(), share);
	assert_eq!(journal.share(&name).unwrap(), new);
	let bound = |journal: &Journal| {
		let of_record = journal.placements_of(RECORD).unwrap();
		of_record.iter().map(|one| (one.key_commitment, one.info.bound_to)).collect::<Vec<_>>()
	};
	assert_eq!(bound(&journal), [(name, None), (old, Some((RECORD, 1)))]);
	journal.bind(&name, RECORD, 1).unwrap();
	let both = Some((RECORD, 1));
	assert!(bound(&journal).iter().all(|(_, bound_to)| *bound_to == both));
	assert_eq!(bound(&journal).len(), 2);
	journal.erase_share(&old, AT).unwrap();
	assert_eq!(bound(&journal), [(name, both)]);
	assert_eq!(journal.share(&name).unwrap(), new);
}

#[test]
fn no_attempt_takes_the_place_of_another() {
	let (journal, _folder, _, _) = kept();
	let (first, second) = (anew(1), anew(1));
	journal.place_waiting(&[0xaa; 32], &first, &info(AT), RECORD).unwrap();
	journal.place_waiting(&[0xbb; 32], &second, &info(AT), RECORD).unwrap();
	let refused = journal.place_waiting(&[0xaa; 32], &second, &info(AT), RECORD);
	assert!(matches!(refused, Err(JournalError::AlreadyPlaced)));
	assert_eq!(journal.share(&[0xaa; 32]).unwrap(), first);
	assert_eq!(journal.share(&[0xbb; 32]).unwrap(), second);
}

#[test]
fn data_rule_6_what_waits_is_erased_with_its_record_and_does_not_come_back() {
	let (journal, folder, _, _) = kept();
	let (name, new) = ([0xaa; 32], anew(1));
	journal.place_waiting(&name, &new, &info(AT), RECORD).unwrap();
	let encrypted = journal.shares.read(&name).unwrap().unwrap();
	for placement in journal.placements_of(RECORD).unwrap() {
		journal.erase_share(&placement.key_commitment, AT).unwrap();
	}
	assert!(journal.placements_of(RECORD).unwrap().is_empty());
	assert_eq!(journal.share_count().unwrap(), 0);
	assert!(!holds(folder.path(), &encrypted));
	// Whoever recorded the request sends it again.
	let again = journal.place_waiting(&name, &new, &info(AT + MINUTE), RECORD);
	assert!(matches!(again, Err(JournalError::Destroyed)));
	assert!(journal.placements_of(RECORD).unwrap().is_empty());
}

#[test]
fn what_the_chain_did_not_name_goes_like_any_share_and_leaves_no_row() {
	let (journal, _folder, old, _) = kept();
	let (name, new) = ([0xaa; 32], anew(1));
	for _ in 0..2 {
		journal.place_waiting(&name, &new, &info(AT), RECORD).unwrap();
		let unnamed = journal.unbound_before(AT + 1).unwrap();
		assert_eq!(unnamed.len(), 1);
		assert_eq!(unnamed[0].key_commitment, name);
		// The document is the other's, too.
		assert!(journal.shares_its_document(&unnamed[0]).unwrap());
		assert!(journal.destroy_share(&name).unwrap());
		let left = journal.placements_of(RECORD).unwrap();
		assert_eq!(left.iter().map(|one| one.key_commitment).collect::<Vec<_>>(), [old]);
	}
}

#[test]
fn a_share_that_was_cut_off_waits_for_nothing_and_can_come_again() {
	for waits in [true, false] {
		let (journal, folder, old, _) = kept();
		let (name, new) = ([0xaa; 32], anew(1));
		let keep = |journal: &Journal| match waits {
			true => journal.place_waiting(&name, &new, &info(AT), RECORD),
			false => journal.take_over(&name, &new, &info(AT)),
		};
		keep(&journal).unwrap();
		drop(journal);
		// Killed after the entry, before the file.
		let file = folder.path().join("journal.redb.shares").join(hex::encode(name));
		std::fs::remove_file(file).unwrap();
		let journal = open_in(&folder);
		assert_eq!(journal.placement(&name).unwrap(), None);
		let left = journal.placements_of(RECORD).unwrap();
		assert_eq!(left.iter().map(|one| one.key_commitment).collect::<Vec<_>>(), [old]);
		keep(&journal).unwrap();
		assert_eq!(journal.share(&name).unwrap(), new);
	}
}

#[test]
fn custody_may_come_back_soon_after_it_was_given_away() {
	let (journal, _folder, commitment, share) = kept();
	journal.erase_share(&commitment, AT).unwrap();
	// A placement that somebody recorded.
	let again = journal.place(&commitment, &share, &info(AT + MINUTE));
	assert!(matches!(again, Err(JournalError::Destroyed)));
	journal.take_over(&commitment, &share, &info(AT + MINUTE)).unwrap();
	journal.bind(&commitment, RECORD, 1).unwrap();
	assert_eq!(journal.share(&commitment).unwrap(), share);
}
