// SPDX-License-Identifier: Apache-2.0
use super::*;

fn contested(id: RecordId) -> Option<ContestReason> {
	Records::record(id).unwrap().contested
}

#[test]
fn contesting_marks_the_record_and_deletes_nothing() {
	build_and_execute(|| {
		let id = a_record(1);
		let before = Records::provenance(id);
		events();
		assert_ok!(Records::contest(by(PATIENT), id, ContestReason::Inaccurate));
		assert_eq!(contested(id), Some(ContestReason::Inaccurate));
		assert_eq!(Records::provenance(id), before);
		assert_ok!(Records::contest(by(PATIENT), id, ContestReason::NotMine));
		assert_eq!(contested(id), Some(ContestReason::NotMine));
		let event = Event::Contested { record: id };
		assert_eq!(events(), [event.clone(), event]);
	});
}

#[test]
fn an_amendment_does_not_end_it_only_the_patient_does() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::contest(by(PATIENT), id, ContestReason::Incomplete));
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		assert_eq!(contested(id), Some(ContestReason::Incomplete));
		events();
		assert_ok!(Records::withdraw_contest(by(PATIENT), id));
		assert_eq!(contested(id), None);
		assert_eq!(events(), [Event::ContestWithdrawn { record: id }]);
	});
}

#[test]
fn only_the_patient_contests() {
	build_and_execute(|| {
		let id = a_record(1);
		for other in [CLINICIAN, OTHER_PATIENT, OUTSIDER] {
			assert_noop!(
				Records::contest(by(other), id, ContestReason::Other),
				Error::<Test>::NotPermitted
			);
			assert_noop!(Records::withdraw_contest(by(other), id), Error::<Test>::NotPermitted);
		}
	});
}

#[test]
fn a_record_that_is_missing_or_not_contested_is_refused() {
	build_and_execute(|| {
		let id = a_record(1);
		let contest = |id| Records::contest(by(PATIENT), id, ContestReason::Other);
		let withdraw = |id| Records::withdraw_contest(by(PATIENT), id);
		assert_noop!(withdraw(id), Error::<Test>::NotContested);
		assert_noop!(contest(RecordId(9)), Error::<Test>::NotFound);
		assert_noop!(withdraw(RecordId(9)), Error::<Test>::NotFound);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(contest(id), Error::<Test>::Erased);
		assert_noop!(withdraw(id), Error::<Test>::Erased);
	});
}
