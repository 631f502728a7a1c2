// SPDX-License-Identifier: Apache-2.0
//! What an operator keeps, for whoever means to leave or to learn what was lost.
use super::*;

fn kept(record: u64, versions: &[VersionNumber]) -> KeptRecord {
	KeptRecord { record: RecordId(record), versions: versions.to_vec() }
}

/// All pages, in the order of ids.
fn all(operator: AccountId, count: u32) -> Vec<KeptRecord> {
	let (mut all, mut after) = (Vec::new(), None);
	loop {
		let KeptPage { kept, next } = Records::kept_by(&operator, after, count);
		assert!(kept.len() <= count.max(1) as usize);
		all.extend(kept);
		if next.is_none() {
			break;
		}
		after = next;
	}
	all.sort_unstable_by_key(|kept| kept.record);
	all
}

#[test]
fn it_is_told_by_record_and_version_until_the_version_is_handed_over_or_erased() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, kept_by(&[13, 14], 2), TODAY));
		a_record(3);
		assert_eq!(all(11, 100), [kept(0, &[1]), kept(1, &[1])]);
		assert_eq!(all(13, 100), [kept(0, &[1, 2]), kept(1, &[1])]);
		assert_eq!(all(14, 100), [kept(0, &[2])]);
		assert_eq!(all(18, 100), []);
		assert_ok!(Records::hand_over(by(13), id, 2, 0, 18));
		assert_eq!(all(13, 100), [kept(0, &[1]), kept(1, &[1])]);
		assert_eq!(all(18, 100), [kept(0, &[2])]);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(all(13, 100), [kept(1, &[1])]);
	});
}

#[test]
fn pages_show_each_record_once_however_long_they_are() {
	build_and_execute(|| {
		for seed in 0..7 {
			assert_ok!(submit_as(PATIENT, document(seed)));
		}
		let expected: Vec<_> = (0..7).map(|record| kept(record, &[1])).collect();
		for count in [0, 1, 3, 7, 8, u32::MAX] {
			assert_eq!(all(12, count), expected, "{count}");
		}
	});
}

#[test]
fn data_rule_11_a_page_looks_through_so_many_records_and_no_more() {
	build_and_execute(|| {
		let most = MOST_LOOKED_THROUGH;
		// Written past the call: a thousand and one times it takes its time.
		let id = a_record(1);
		let stored = crate::Records::<Test>::get(id).unwrap();
		for number in 1..=u64::from(most) {
			crate::Records::<Test>::insert(RecordId(number), stored.clone());
		}
		let first = Records::kept_by(&18, None, 100);
		assert!(first.kept.is_empty() && first.next.is_some());
		assert_eq!(Records::kept_by(&18, first.next, 100), KeptPage { kept: vec![], next: None });
		assert_eq!(Records::kept_by(&11, None, u32::MAX).kept.len(), 100);
		(1..=u64::from(most)).for_each(|number| crate::Records::<Test>::remove(RecordId(number)));
	});
}
