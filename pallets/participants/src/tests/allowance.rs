// SPDX-License-Identifier: Apache-2.0
//! A patient's feeless calls: as many a day as the runtime says, while the patient has a sponsor.
//! Data rule 10.

use super::*;
use crate::{
	Organisations,
	mock::{CALLS_PER_DAY, DAY, HOUR, build_and_execute, insurer, pass, somebody},
};
use polkadot_sdk::frame_support::assert_noop;
use salus_primitives::DailyAllowance;

fn use_up() {
	for left in (1..=CALLS_PER_DAY).rev() {
		assert_eq!(Participants::calls_left_of(&patient()), left);
		assert!(Participants::use_call(&patient()));
	}
	assert!(!Participants::has_call(&patient()));
	assert!(!Participants::use_call(&patient()));
}

#[test]
fn the_allowance_is_used_up_and_comes_back_with_the_day() {
	build_and_execute(|| {
		register_sponsored_patient();
		use_up();
		pass(DAY - 1);
		assert!(!Participants::has_call(&patient()));
		pass(1);
		use_up();
	});
}

#[test]
fn what_was_not_used_yesterday_is_not_added() {
	build_and_execute(|| {
		register_sponsored_patient();
		pass(3 * DAY + HOUR);
		use_up();
	});
}

#[test]
fn nobody_else_has_an_allowance() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		for account in [clinic(), somebody(1), somebody(2)] {
			assert!(!Participants::has_call(&account));
			assert!(!Participants::use_call(&account));
		}
	});
}

#[test]
fn suspension_ends_it_at_once_and_reinstatement_brings_back_only_the_rest() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert!(Participants::use_call(&patient()));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(!Participants::has_call(&patient()));
		assert!(!Participants::use_call(&patient()));
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(Participants::calls_left_of(&patient()), CALLS_PER_DAY - 1);
	});
}

#[test]
fn the_end_of_sponsorship_ends_it_and_only_the_sponsor_may_end_it() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_noop!(
			Participants::end_sponsorship(signed(insurer()), patient()),
			error(Error::NotPermitted)
		);
		assert_noop!(
			Participants::end_sponsorship(signed(patient()), patient()),
			error(Error::NotPermitted)
		);
		assert_noop!(
			Participants::end_sponsorship(signed(clinic()), somebody(1)),
			error(Error::NotFound)
		);
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		assert!(!Participants::has_call(&patient()));
		assert_eq!(Organisations::<Test>::get(clinic()).unwrap().patient_count, 0);
		assert_noop!(
			Participants::end_sponsorship(signed(clinic()), patient()),
			error(Error::NotPermitted)
		);
	});
}

#[test]
fn calls_of_patients_are_counted_at_their_sponsor() {
	build_and_execute(|| {
		register_sponsored_patient();
		use_up();
		let calls = Organisations::<Test>::get(clinic()).unwrap().calls_today;
		assert_eq!(calls.count, CALLS_PER_DAY);
		pass(DAY);
		assert!(Participants::use_call(&patient()));
		assert_eq!(Organisations::<Test>::get(clinic()).unwrap().calls_today.count, 1);
	});
}
