// SPDX-License-Identifier: Apache-2.0
use super::*;

/// An access request of the clinician's, and what they had on hold before it.
fn an_access() -> (AccessId, u64) {
	let id = a_record(1);
	let before = held(CLINICIAN);
	let access = NextAccess::<Test>::get();
	assert_ok!(Records::request_access(by(CLINICIAN), id, None, Purpose::Treatment));
	assert!(held(CLINICIAN) > before);
	events();
	(access, before)
}

#[test]
fn its_reader_closes_it_at_any_time_and_gets_the_deposit_back() {
	build_and_execute(|| {
		let (access, before) = an_access();
		assert_ok!(Records::close_access(by(CLINICIAN), access));
		assert_eq!(held(CLINICIAN), before);
		assert_eq!(Records::access(access), None);
		assert_eq!(events(), [Event::AccessClosed { access }]);
		assert_eq!(Ledger::get().len(), 1, "what was entered stays");
	});
}

#[test]
fn anyone_closes_it_once_its_time_is_up_and_the_deposit_goes_to_whoever_paid() {
	build_and_execute(|| {
		let (access, before) = an_access();
		pass(HOUR - 1);
		assert_noop!(Records::close_access(by(OUTSIDER), access), Error::<Test>::NotPermitted);
		assert_noop!(Records::close_access(by(PATIENT), access), Error::<Test>::NotPermitted);
		pass(1);
		assert_ok!(Records::close_access(by(OUTSIDER), access));
		assert_eq!(held(CLINICIAN), before);
		assert_eq!(held(OUTSIDER), 0);
	});
}

#[test]
fn anyone_closes_it_once_the_record_is_erased() {
	build_and_execute(|| {
		let (access, _) = an_access();
		assert_ok!(Records::erase(by(PATIENT), RecordId(0)));
		confirm_all(RecordId(0));
		assert_ok!(Records::close_access(by(OUTSIDER), access));
		assert_eq!(held(CLINICIAN), 0);
	});
}

#[test]
fn it_is_closed_once() {
	build_and_execute(|| {
		let (access, _) = an_access();
		assert_ok!(Records::close_access(by(CLINICIAN), access));
		assert_noop!(Records::close_access(by(CLINICIAN), access), Error::<Test>::NotFound);
		assert_noop!(Records::close_access(by(CLINICIAN), AccessId(9)), Error::<Test>::NotFound);
	});
}
