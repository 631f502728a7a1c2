// SPDX-License-Identifier: Apache-2.0
//! Keystore and journal of different times are refused, whichever is the older.

use super::super::probes::PROBES;
use super::*;

const BEFORE: [u8; 32] = [1; 32];
const NOW: [u8; 32] = [2; 32];

fn both() -> AtRest {
	AtRest::rotating(&NOW, Some(&BEFORE))
}

fn opened(folder: &TempDir, at_rest: AtRest) -> Result<Journal, JournalError> {
	Journal::open(folder.path().join("journal.redb"), at_rest)
}

/// Refused, with what to do, and left as it is.
fn is_refused(folder: &TempDir, key: [u8; 32]) -> bool {
	(0..2).all(|_| match opened(folder, AtRest::new(&key)) {
		Err(refused @ JournalError::OtherKeystore(_)) => {
			let told = refused.to_string();
			assert!(told.contains("from the same backup"), "{told}");
			true
		}
		Err(other) => panic!("{other}"),
		Ok(_) => false,
	})
}

/// A journal with a share, by the key of before.
fn kept() -> TempDir {
	let (journal, folder) = journal();
	let (commitment, share) = share(1);
	journal.place(&commitment, &share, &info(10)).unwrap();
	folder
}

#[test]
fn a_keystore_of_another_time_is_refused_by_a_journal_that_keeps_something_or_nothing() {
	let (journal, empty) = journal();
	drop(journal);
	for folder in [kept(), empty] {
		assert!(is_refused(&folder, NOW));
		assert!(!is_refused(&folder, BEFORE));
		// A start in the middle of a rotation has both keys.
		opened(&folder, both()).unwrap();
	}
}

#[test]
fn after_each_portion_of_a_rotation_neither_key_alone_is_enough_until_its_end() {
	for portions in 1.. {
		let folder = kept();
		let journal = opened(&folder, both()).unwrap();
		let mut pass = Reencryption::default();
		for _ in 0..portions {
			pass = journal.reencrypt(pass).unwrap();
		}
		drop(journal);
		assert!(is_refused(&folder, BEFORE), "after {portions} portions");
		let is_done = pass.is_done();
		assert_eq!(is_refused(&folder, NOW), !is_done, "after {portions} portions");
		let journal = opened(&folder, both()).unwrap();
		assert!(journal.share(&share(1).0).is_ok());
		if is_done {
			break;
		}
		assert!(portions < 20, "it never ends");
	}
}

#[test]
fn while_a_share_can_not_be_encrypted_anew_the_old_key_is_needed() {
	let folder = kept();
	let journal = opened(&folder, both()).unwrap();
	let file = journal.shares.path().join(hex::encode(share(1).0));
	std::fs::remove_file(&file).unwrap();
	std::fs::create_dir(&file).unwrap();
	let mut pass = Reencryption::default();
	while !pass.is_done() {
		pass = journal.reencrypt(pass).unwrap();
	}
	assert_eq!(pass.failed_count, 1);
	drop(journal);
	assert!(is_refused(&folder, NOW) && is_refused(&folder, BEFORE));
}

#[test]
fn a_journal_without_probes_gets_them_if_anything_in_it_opens() {
	let without = |at_rest: AtRest| {
		let folder = kept();
		let journal = opened(&folder, at_rest).unwrap();
		let result = StoredResult::REFUSAL;
		let records = [RecordId(7)];
		journal.put_result(RequestId(1), &records, &result).unwrap();
		let dropped = journal.write(|transaction| {
			transaction.delete_table(PROBES)?;
			Ok(())
		});
		dropped.unwrap();
		folder
	};
	let folder = without(at_rest());
	assert!(is_refused(&folder, NOW));
	opened(&folder, at_rest()).unwrap();
	assert!(is_refused(&folder, NOW));
	// A share that is damaged keeps nobody out.
	let folder = without(at_rest());
	let file = folder.path().join("journal.redb.shares").join(hex::encode(share(1).0));
	std::fs::write(file, b"damaged").unwrap();
	opened(&folder, at_rest()).unwrap();
	// Nor does an empty journal.
	let (journal, folder) = journal();
	let dropped = journal.write(|transaction| {
		transaction.delete_table(PROBES)?;
		Ok(())
	});
	dropped.unwrap();
	drop(journal);
	opened(&folder, AtRest::new(&NOW)).unwrap();
	assert!(is_refused(&folder, BEFORE));
}

#[test]
fn the_keys_may_be_brought_up_to_date_once_no_other_process_has_the_journal() {
	let folder = kept();
	let at_rest = AtRest::new(&NOW);
	let path = folder.path().join("journal.redb");
	let journal = Journal::open_when(&path, at_rest.clone(), || {
		let refused = opened(&folder, both());
		assert!(matches!(refused, Err(JournalError::InUse(_))));
		at_rest.follow(&AtRest::new(&BEFORE));
		Ok::<_, JournalError>(())
	});
	assert!(journal.unwrap().share(&share(1).0).is_ok());
	let failed = Journal::open_when(&path, AtRest::new(&BEFORE), || Err(JournalError::NotPlaced));
	assert!(matches!(failed, Err(JournalError::NotPlaced)));
}
