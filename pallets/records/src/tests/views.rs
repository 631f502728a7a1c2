// SPDX-License-Identifier: Apache-2.0
use super::*;
use std::collections::BTreeSet;

#[test]
fn pages_follow_one_another_and_show_each_record_once() {
	build_and_execute(|| {
		for seed in 0..7 {
			assert_ok!(submit_as(PATIENT, document(seed)));
		}
		let mut seen = Vec::new();
		let mut start = None;
		loop {
			let page = Records::list(&PATIENT, start, 3);
			assert!(page.len() <= 3);
			let Some(last) = page.last() else { break };
			start = Some(last.id);
			seen.extend(page.into_iter().map(|info| info.id));
		}
		assert_eq!(seen.len(), 7);
		assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 7);
		assert!(Records::list(&OTHER_PATIENT, None, 100).is_empty());
	});
}

#[test]
fn a_page_follows_one_whose_last_record_was_erased() {
	build_and_execute(|| {
		for seed in 0..4 {
			assert_ok!(submit_as(PATIENT, document(seed)));
		}
		let page = Records::list(&PATIENT, None, 2);
		let rest = Records::list(&PATIENT, Some(page[1].id), 100);
		assert_ok!(Records::erase(by(PATIENT), page[1].id));
		assert_eq!(Records::list(&PATIENT, Some(page[1].id), 100), rest);
	});
}

#[test]
fn a_page_has_at_most_100_records() {
	build_and_execute(|| {
		for seed in 0..101 {
			assert_ok!(submit_as(PATIENT, document(seed)));
		}
		assert_eq!(Records::list(&PATIENT, None, u32::MAX).len(), 100);
		assert!(Records::list(&PATIENT, None, 0).is_empty());
	});
}

#[test]
fn an_access_answers_all_that_a_custodian_checks() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::request_access(by(CLINICIAN), id, None, Purpose::Treatment));
		let checked = Records::access(AccessId(0)).unwrap();
		assert_eq!(checked.state, AccessState::Open);
		assert_eq!(checked.version, Records::version(id, 1));
		assert_eq!(checked.access.patient, PATIENT);
		assert_eq!(checked.access.purpose, Purpose::Treatment);
		assert_eq!(Records::access(AccessId(1)), None);
	});
}

#[test]
fn a_missing_record_has_no_answer() {
	build_and_execute(|| {
		let id = RecordId(0);
		assert_eq!(Records::record(id), None);
		assert_eq!(Records::version(id, 1), None);
		assert!(Records::provenance(id).is_empty());
		assert!(Records::destructions(id).is_empty());
		assert_eq!(Records::tombstone(id), None);
	});
}
