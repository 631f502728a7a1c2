// SPDX-License-Identifier: Apache-2.0
//! Organisations admit and dismiss members, and answer for them with a deposit.

use super::*;
use crate::{
	EncryptionKeys, HoldReason, MembershipCount,
	mock::{Balances, MEMBER_DEPOSIT, build_and_execute, insurer, somebody},
};
use polkadot_sdk::frame_support::{assert_noop, traits::fungible::InspectHold};
use salus_primitives::Participants as _;

fn held() -> u64 {
	Balances::balance_on_hold(&HoldReason::Member.into(), &clinic())
}

#[test]
fn a_member_is_admitted_and_dismissed() {
	build_and_execute(|| {
		accredit_clinic();
		assert_ok!(Participants::admit_member(signed(clinic()), somebody(1)));
		assert!(Participants::is_member(&clinic(), &somebody(1)));
		assert!(Participants::is_registered(&somebody(1)));
		assert_eq!(held(), MEMBER_DEPOSIT);
		assert_ok!(Participants::set_encryption_key(signed(somebody(1)), KEY));
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert!(!Participants::is_registered(&somebody(1)));
		assert_eq!(held(), 0);
		// Nobody pays for the key any more, so it goes.
		assert!(!EncryptionKeys::<Test>::contains_key(somebody(1)));
	});
}

#[test]
fn whoever_is_still_registered_keeps_the_key() {
	build_and_execute(|| {
		accredit_clinic();
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert_ok!(Participants::admit_member(signed(clinic()), somebody(1)));
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
		assert_eq!(Participants::encryption_key(&somebody(1)), Some(KEY));
	});
}

#[test]
fn a_member_of_two_organisations_stays_in_one() {
	build_and_execute(|| {
		accredit_clinic();
		assert_ok!(Participants::accredit(
			RuntimeOrigin::root(),
			insurer(),
			OrganisationKind::Insurer,
			*b"DE",
			0
		));
		assert_ok!(Participants::admit_member(signed(clinic()), somebody(1)));
		assert_ok!(Participants::admit_member(signed(insurer()), somebody(1)));
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
		assert_eq!(MembershipCount::<Test>::get(somebody(1)), 1);
		assert!(Participants::is_member(&insurer(), &somebody(1)));
	});
}

#[test]
fn a_suspended_organisation_has_no_members_and_admits_none_but_may_dismiss() {
	build_and_execute(|| {
		accredit_clinic();
		assert_ok!(Participants::admit_member(signed(clinic()), somebody(1)));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert_noop!(
			Participants::admit_member(signed(clinic()), somebody(2)),
			error(Error::OrganisationNotInForce)
		);
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
	});
}

#[test]
fn only_organisations_admit_each_member_once_and_dismiss_only_their_own() {
	build_and_execute(|| {
		assert_noop!(
			Participants::admit_member(signed(somebody(1)), somebody(2)),
			error(Error::OrganisationNotInForce)
		);
		accredit_clinic();
		assert_ok!(Participants::admit_member(signed(clinic()), somebody(1)));
		assert_noop!(
			Participants::admit_member(signed(clinic()), somebody(1)),
			error(Error::AlreadyMember)
		);
		assert_noop!(
			Participants::dismiss_member(signed(insurer()), somebody(1)),
			error(Error::NotFound)
		);
		assert_noop!(
			Participants::dismiss_member(signed(clinic()), somebody(2)),
			error(Error::NotFound)
		);
	});
}

#[test]
fn a_member_leaves_without_asking() {
	build_and_execute(|| {
		accredit_clinic();
		assert_ok!(Participants::admit_member(signed(clinic()), somebody(1)));
		assert_noop!(
			Participants::leave_organisation(signed(somebody(2)), clinic()),
			Error::<Test>::NotFound
		);
		assert_ok!(Participants::leave_organisation(signed(somebody(1)), clinic()));
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert_eq!(held(), 0);
	});
}
