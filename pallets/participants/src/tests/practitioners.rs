// SPDX-License-Identifier: Apache-2.0
//! A licence is in force from the authority's word to its expiry or suspension.

use super::*;
use crate::{
	Practitioners,
	mock::{DAY, HOUR, START, build_and_execute, pass, somebody},
};
use polkadot_sdk::frame_support::assert_noop;
use salus_primitives::{Licence, Licensing, Participants as _, Profession};

fn license(expires_at: Moment) {
	assert_ok!(Participants::license(
		RuntimeOrigin::root(),
		somebody(1),
		Profession::Physician,
		*b"DE",
		expires_at
	));
}

fn licence() -> Licence {
	Participants::licence(&somebody(1))
}

fn is_in_force() -> bool {
	matches!(licence(), Licence::InForce { .. })
}

#[test]
fn data_rule_8_a_licence_ends_with_its_expiry() {
	build_and_execute(|| {
		assert_eq!(licence(), Licence::None);
		license(START + DAY);
		pass(DAY - 1);
		assert_eq!(
			licence(),
			Licence::InForce { profession: Profession::Physician, expires_at: START + DAY }
		);
		pass(1);
		assert_eq!(licence(), Licence::Expired);
	});
}

#[test]
fn renewal_keeps_the_first_day() {
	build_and_execute(|| {
		license(START + HOUR);
		pass(DAY);
		license(START + 2 * DAY);
		assert!(is_in_force());
		assert_eq!(Practitioners::<Test>::get(somebody(1)).unwrap().licensed_at, START);
	});
}

#[test]
fn a_licence_that_ends_before_it_begins_is_refused() {
	build_and_execute(|| {
		assert_noop!(
			Participants::license(
				RuntimeOrigin::root(),
				somebody(1),
				Profession::Nurse,
				*b"DE",
				START
			),
			error(Error::Expired)
		);
	});
}

#[test]
fn suspension_takes_effect_at_once_and_renewal_does_not_lift_it() {
	build_and_execute(|| {
		license(START + DAY);
		assert_ok!(Participants::suspend_practitioner(RuntimeOrigin::root(), somebody(1)));
		assert_eq!(licence(), Licence::Suspended);
		license(START + 2 * DAY);
		assert_eq!(licence(), Licence::Suspended);
		assert_noop!(
			Participants::suspend_practitioner(RuntimeOrigin::root(), somebody(1)),
			error(Error::AlreadySuspended)
		);
		assert_ok!(Participants::reinstate_practitioner(RuntimeOrigin::root(), somebody(1)));
		assert!(is_in_force());
		assert_noop!(
			Participants::reinstate_practitioner(RuntimeOrigin::root(), somebody(1)),
			error(Error::NotSuspended)
		);
	});
}

/// What the review of a broken glass does.
#[test]
fn another_pallet_suspends_a_licence_until_the_authority_reinstates_it() {
	build_and_execute(|| {
		let suspend = || <Participants as Licensing<_>>::suspend(&somebody(1));
		// Nobody has licensed them: nothing is stored.
		suspend();
		assert_eq!(licence(), Licence::None);
		license(START + DAY);
		suspend();
		assert_eq!(licence(), Licence::Suspended);
		suspend();
		assert_ok!(Participants::reinstate_practitioner(RuntimeOrigin::root(), somebody(1)));
		assert!(is_in_force());
	});
}

#[test]
fn only_the_authority_licenses() {
	build_and_execute(|| {
		let profession = Profession::Physician;
		let one = somebody(1);
		let bad = DispatchError::BadOrigin;
		assert_noop!(
			Participants::license(signed(one.clone()), one.clone(), profession, *b"DE", u64::MAX),
			bad
		);
		license(START + DAY);
		assert_noop!(Participants::suspend_practitioner(signed(one.clone()), one.clone()), bad);
		assert_noop!(Participants::reinstate_practitioner(signed(one.clone()), one), bad);
		assert_noop!(
			Participants::suspend_practitioner(RuntimeOrigin::root(), somebody(2)),
			error(Error::NotFound)
		);
	});
}

#[test]
fn a_jurisdiction_is_two_capital_letters() {
	build_and_execute(|| {
		assert_noop!(
			Participants::license(
				RuntimeOrigin::root(),
				somebody(1),
				Profession::Nurse,
				*b"xx",
				u64::MAX
			),
			error(Error::UnknownJurisdiction)
		);
	});
}
