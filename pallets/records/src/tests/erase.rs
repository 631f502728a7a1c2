// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn data_rule_6_only_id_and_time_remain() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		events();
		pass(HOUR);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(Records::record(id), None);
		assert!(Records::provenance(id).is_empty());
		assert!(Records::list(&PATIENT, None, 100).is_empty());
		assert_eq!(EarlierVersions::<Test>::iter().count(), 0);
		assert_eq!(Cids::<Test>::iter().count(), 0);
		assert_eq!(CustodyFunds::<Test>::iter().count(), 0);
		assert!(!Holders::<Test>::contains_key(id));
		assert_eq!(Records::tombstone(id), Some(Tombstone { erased_at: START + HOUR }));
		assert_eq!(events(), [Event::Erased { record: id }]);
	});
}

#[test]
fn every_author_gets_their_deposit_back() {
	build_and_execute(|| {
		let id = a_record(1);
		amend_as_colleague(OTHER_CLINICIAN, id, 2);
		let before = held(OTHER_CLINICIAN);
		assert!(held(CLINICIAN) > 0 && before > 0);
		assert_ok!(Records::erase(by(PATIENT), id));
		// A part of the latest pays for the list of those who must destroy.
		assert_eq!(held(CLINICIAN), 0);
		assert!((1..before).contains(&held(OTHER_CLINICIAN)));
		for custodian in CUSTODIANS.into_iter().take(3) {
			assert!(held(OTHER_CLINICIAN) > 0);
			assert_ok!(Records::confirm_destruction(by(custodian), id));
		}
		assert_eq!(held(OTHER_CLINICIAN), 0);
	});
}

#[test]
fn every_custodian_of_every_version_owes_destruction() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, kept_by(&[13, 14], 2), TODAY));
		assert_ok!(Records::erase(by(PATIENT), id));
		let owed = Records::destructions(id);
		let custodians: Vec<_> = owed.iter().map(|destruction| destruction.custodian).collect();
		assert_eq!(custodians, [11, 12, 13, 14]);
		assert!(owed.iter().all(|destruction| destruction.destroyed_at.is_none()));
	});
}

#[test]
fn only_the_patient_erases() {
	build_and_execute(|| {
		let id = a_record(1);
		for other in [CLINICIAN, OTHER_PATIENT, OUTSIDER, CUSTODIANS[0]] {
			let erased = Records::erase(by(other), id).map_err(|refused| refused.error);
			assert_eq!(erased, Err(Error::<Test>::NotPermitted.into()));
		}
		assert!(Records::record(id).is_some());
	});
}

#[test]
fn an_open_request_opens_nothing_any_more() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::request_access(by(CLINICIAN), id, None, Purpose::Treatment));
		assert_ok!(Records::erase(by(PATIENT), id));
		let access = Records::access(AccessId(0)).unwrap();
		assert_eq!(access.state, AccessState::Erased);
		assert_eq!(access.version, None);
	});
}

#[test]
fn a_record_is_erased_once() {
	build_and_execute(|| {
		let id = a_record(1);
		let erase = |id| Records::erase(by(PATIENT), id).map_err(|refused| refused.error);
		assert_eq!(erase(RecordId(7)), Err(Error::<Test>::NotFound.into()));
		assert_ok!(erase(id));
		assert_eq!(erase(id), Err(Error::<Test>::Erased.into()));
	});
}

#[test]
fn other_records_of_the_patient_stay() {
	build_and_execute(|| {
		let (first, second) = (a_record(1), a_record(2));
		assert_ok!(Records::erase(by(PATIENT), first));
		let left: Vec<_> =
			Records::list(&PATIENT, None, 100).into_iter().map(|info| info.id).collect();
		assert_eq!(left, [second]);
	});
}

#[test]
fn the_fee_is_for_what_there_was() {
	build_and_execute(|| {
		let id = a_record(1);
		let paid = Records::erase(by(PATIENT), id).unwrap().actual_weight;
		assert_eq!(paid, Some(<() as WeightInfo>::erase(1, 3)));
	});
}
