// SPDX-License-Identifier: Apache-2.0
//! What clients ask is answered as of now.

use super::*;
use crate::{
	AllowanceLeft,
	mock::{
		BYTES, CALLS_PER_DAY, DAY, ITEMS, READING, START, WAY_OUT, WORK_LIMIT, build_and_execute,
		pass, somebody,
	},
};
use salus_primitives::{Licence, Profession};

#[test]
fn an_unregistered_account_has_no_role() {
	build_and_execute(|| {
		let nobody = Participants::who_is(somebody(1));
		assert!(nobody.patient.is_none());
		assert!(nobody.organisation.is_none());
		assert!(nobody.practitioner.is_none());
		assert!(nobody.operator.is_none());
		assert!(nobody.encryption_key.is_none());
		assert_eq!(nobody.licence, Licence::None);
		assert!(!nobody.in_service && !nobody.is_registered());
		assert_eq!(nobody.membership_count, 0);
	});
}

#[test]
fn a_patient_sees_what_is_left_today() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
		assert_eq!(call(&patient(), FreeCall::WayOut), Ok(None));
		let known = || Participants::who_is(patient());
		assert_eq!(known().patient.unwrap().sponsors.as_slice(), [clinic()]);
		let own = AllowanceLeft {
			way_out: WAY_OUT,
			reading: READING,
			guardian: WAY_OUT,
			..Default::default()
		};
		let (items, bytes, work) = (ITEMS, BYTES, WORK_LIMIT);
		let left = AllowanceLeft { calls: CALLS_PER_DAY, items, bytes, work, ..own };
		let today = AllowanceLeft { way_out: WAY_OUT - 1, calls: CALLS_PER_DAY - 1, ..left };
		assert_eq!(known().allowance, today);
		pass(DAY);
		assert_eq!(known().allowance, left);
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		assert!(known().patient.unwrap().sponsors.is_empty());
		assert_eq!(known().allowance, own);
	});
}

#[test]
fn an_organisation_s_counts_are_of_today_and_its_suspension_shows() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
		let known = || {
			let known = Participants::who_is(clinic());
			let calls = known.organisation.unwrap().calls_today.on(Participants::today());
			(known.registrations_left, calls)
		};
		assert_eq!(known(), (QUOTA - 1, 1));
		pass(DAY);
		assert_eq!(known(), (QUOTA, 0));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(Participants::who_is(clinic()).organisation.unwrap().suspended);
		assert_eq!(known().0, 0);
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
		let known = || Participants::who_is(somebody(1));
		let expires_at = START + DAY;
		assert_eq!(known().practitioner.unwrap().expires_at, expires_at);
		let in_force = Licence::InForce { profession: Profession::Nurse, expires_at };
		assert_eq!(known().licence, in_force);
		pass(DAY);
		assert_eq!(known().licence, Licence::Expired);
	});
}
