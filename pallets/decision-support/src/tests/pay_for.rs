// SPDX-License-Identifier: Apache-2.0
//! Whoever likes pays for a receipt in the requester's place. Data rule 11.
use super::*;

fn held(account: u64) -> u64 {
	FUNDS - free(account)
}

#[test]
fn the_requester_gets_the_deposit_back_and_so_does_whoever_paid_after_them() {
	build_and_execute(|| {
		let request = settled();
		let deposit = held(CLINICIAN);
		assert!(deposit > 0);
		events();
		assert_ok!(call(SPONSOR, Call::pay_for { request }));
		assert_eq!(events(), [Event::PaidFor { request, payer: SPONSOR }]);
		assert_eq!(held(CLINICIAN), 0);
		assert!(held(SPONSOR) > deposit, "that somebody else pays is stored, too");
		assert_ok!(call(PATIENT, Call::pay_for { request }));
		assert_eq!(held(SPONSOR), 0);
		assert!(held(PATIENT) > deposit);
		assert_eq!(DecisionSupport::receipt(request).unwrap().requester, CLINICIAN);
	});
}

#[test]
fn nobody_pays_twice_or_for_nothing() {
	build_and_execute(|| {
		let request = settled();
		let pay = |who, request| call(who, Call::pay_for { request });
		assert_noop!(pay(CLINICIAN, request), Error::<Test>::AlreadyPaying);
		assert_ok!(pay(SPONSOR, request));
		assert_noop!(pay(SPONSOR, request), Error::<Test>::AlreadyPaying);
		assert_noop!(pay(SPONSOR, RequestId(9)), Error::<Test>::NotFound);
		assert!(pay(CLINICIAN, request).is_ok());
	});
}
