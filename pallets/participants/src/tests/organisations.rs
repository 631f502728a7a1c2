// SPDX-License-Identifier: Apache-2.0
//! Organisations are the authority's to accredit, suspend and reinstate.

use super::*;
use crate::{
	Organisations,
	mock::{build_and_execute, somebody},
};
use polkadot_sdk::frame_support::assert_noop;
use salus_primitives::{Licence, Participants as _};

#[test]
fn only_the_authority_accredits_and_suspends() {
	build_and_execute(|| {
		let kind = OrganisationKind::Provider;
		let bad = DispatchError::BadOrigin;
		assert_noop!(Participants::accredit(signed(clinic()), clinic(), kind, *b"DE", 9, 9), bad);
		accredit_clinic();
		assert_noop!(Participants::suspend_organisation(signed(clinic()), clinic()), bad);
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_noop!(Participants::reinstate_organisation(signed(clinic()), clinic()), bad);
	});
}

#[test]
fn suspension_takes_effect_at_once_and_ends_with_reinstatement() {
	build_and_execute(|| {
		accredit_clinic();
		assert!(Participants::is_organisation_in_force(&clinic()));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(!Participants::is_organisation_in_force(&clinic()));
		assert_noop!(
			Participants::suspend_organisation(RuntimeOrigin::root(), clinic()),
			error(Error::AlreadySuspended)
		);
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert!(Participants::is_organisation_in_force(&clinic()));
		assert_noop!(
			Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()),
			error(Error::NotSuspended)
		);
	});
}

#[test]
fn only_an_accredited_organisation_is_suspended_or_reinstated() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		let not_found = error(Error::NotFound);
		assert_noop!(Participants::suspend_organisation(root(), somebody(1)), not_found);
		assert_noop!(Participants::reinstate_organisation(root(), somebody(1)), not_found);
	});
}

#[test]
fn accrediting_anew_changes_terms_but_lifts_no_suspension_and_forgets_no_patient() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_ok!(Participants::accredit(
			RuntimeOrigin::root(),
			clinic(),
			OrganisationKind::Laboratory,
			*b"PT",
			50,
			60
		));
		let item = Organisations::<Test>::get(clinic()).unwrap();
		assert!(item.suspended);
		assert_eq!((item.patient_count, item.registrations_today.count), (1, 1));
		assert_eq!((item.kind, item.registrations_per_day), (OrganisationKind::Laboratory, 50));
		assert_eq!(item.free_calls_per_day, 60);
	});
}

#[test]
fn a_jurisdiction_is_two_capital_letters() {
	build_and_execute(|| {
		for letters in [*b"de", *b"D1", *b"D ", [0, 0], [0xc3, 0x84]] {
			assert_noop!(
				Participants::accredit(
					RuntimeOrigin::root(),
					clinic(),
					OrganisationKind::Provider,
					letters,
					1,
					1
				),
				error(Error::UnknownJurisdiction)
			);
		}
	});
}

#[test]
fn a_suspension_shows_as_a_suspended_licence_and_members_stay_enrolled() {
	build_and_execute(|| {
		accredit_clinic();
		admit(clinic(), somebody(1));
		assert_eq!(Participants::licence(&clinic()), Licence::None);
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(Participants::licence(&clinic()), Licence::Suspended);
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert!(Participants::is_enrolled(&clinic(), &somebody(1)));
	});
}
