//! What clients ask is answered as of now.

use super::*;
use crate::mock::{BYTES, CALLS_PER_DAY, DAY, ITEMS, START, build_and_execute, pass, somebody};
use salus_primitives::{DailyAllowance, Profession};

#[test]
fn of_nobody_nothing_is_known() {
	build_and_execute(|| {
		let nobody = Participants::who_is(somebody(1));
		assert!(nobody.patient.is_none());
		assert!(nobody.organisation.is_none());
		assert!(nobody.practitioner.is_none());
		assert!(nobody.operator.is_none());
		assert!(nobody.encryption_key.is_none());
		assert_eq!(nobody.membership_count, 0);
	});
}

#[test]
fn a_patient_sees_what_is_left_today() {
	build_and_execute(|| {
		register_patient_by_voucher();
		assert!(Participants::use_call(&patient()));
		let known = Participants::who_is(patient()).patient.unwrap();
		assert_eq!(known.organisation, Some(clinic()));
		assert_eq!(known.calls_left, CALLS_PER_DAY - 1);
		assert_eq!((known.items_left, known.bytes_left), (ITEMS, BYTES));
		assert!(Participants::is_registered_patient(patient()));
		pass(DAY);
		let known = Participants::who_is(patient()).patient.unwrap();
		assert_eq!(known.calls_left, CALLS_PER_DAY);
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		let known = Participants::who_is(patient()).patient.unwrap();
		assert_eq!((known.calls_left, known.items_left, known.bytes_left), (0, 0, 0));
	});
}

#[test]
fn an_organisation_s_counts_are_of_today_and_its_suspension_shows() {
	build_and_execute(|| {
		register_patient_by_voucher();
		assert!(Participants::use_call(&patient()));
		let known = || Participants::who_is(clinic()).organisation.unwrap();
		assert_eq!((known().vouchers_left, known().calls_today), (QUOTA - 1, 1));
		pass(DAY);
		assert_eq!((known().vouchers_left, known().calls_today), (QUOTA, 0));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(known().suspended);
		assert_eq!(known().vouchers_left, 0);
	});
}

#[test]
fn a_licence_is_shown_as_it_stands_now() {
	build_and_execute(|| {
		assert_ok!(Participants::license(
			RuntimeOrigin::root(),
			somebody(1),
			Profession::Nurse,
			*b"DE",
			START + DAY
		));
		let known = || Participants::who_is(somebody(1)).practitioner.unwrap();
		assert!(known().in_force);
		pass(DAY);
		assert!(!known().in_force);
	});
}
