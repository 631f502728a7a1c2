// SPDX-License-Identifier: Apache-2.0
//! Organisations invite, whoever is invited accepts or declines, and the organisation answers for its members with a
//! deposit.

use super::*;
use crate::{
	EncryptionKeys, HoldReason, Invitations, MembershipCount,
	mock::{
		Balances, FORMER_MEMBER_DEPOSIT, INVITATION, MEMBER_DEPOSIT, build_and_execute, insurer,
		pass, somebody,
	},
};
use polkadot_sdk::frame_support::{assert_noop, traits::fungible::InspectHold};
use salus_primitives::Participants as _;

fn held() -> u64 {
	Balances::balance_on_hold(&HoldReason::Member.into(), &clinic())
}

fn invite(member: AccountId) {
	assert_ok!(Participants::invite_member(signed(clinic()), member));
}

#[test]
fn a_member_is_admitted_and_dismissed() {
	build_and_execute(|| {
		accredit_clinic();
		admit(clinic(), somebody(1));
		assert!(Participants::is_member(&clinic(), &somebody(1)));
		assert!(Participants::is_registered(&somebody(1)));
		assert_eq!(held(), MEMBER_DEPOSIT);
		assert_ok!(Participants::set_encryption_key(signed(somebody(1)), KEY));
		pass(1);
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert!(!Participants::is_registered(&somebody(1)));
		assert_eq!(held(), FORMER_MEMBER_DEPOSIT);
		// Nobody pays for the key any more, so it goes.
		assert!(!EncryptionKeys::<Test>::contains_key(somebody(1)));
	});
}

#[test]
fn nobody_is_a_member_before_accepting() {
	build_and_execute(|| {
		accredit_clinic();
		invite(somebody(1));
		assert_eq!(held(), MEMBER_DEPOSIT);
		// Neither what patients permit nor what they deny to members means whoever is only invited.
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert!(!Participants::is_enrolled(&clinic(), &somebody(1)));
		assert!(!Participants::is_registered(&somebody(1)));
		assert_eq!(MembershipCount::<Test>::get(somebody(1)), 0);
		assert_ok!(Participants::accept_invitation(signed(somebody(1)), clinic()));
		assert!(Participants::is_enrolled(&clinic(), &somebody(1)));
		assert_eq!(held(), MEMBER_DEPOSIT);
	});
}

#[test]
fn an_invitation_is_declined_or_taken_back_and_leaves_nothing() {
	build_and_execute(|| {
		accredit_clinic();
		invite(somebody(1));
		assert_ok!(Participants::leave_organisation(signed(somebody(1)), clinic()));
		invite(somebody(2));
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(2)));
		assert_eq!(held(), 0);
		for member in [somebody(1), somebody(2)] {
			assert_noop!(
				Participants::accept_invitation(signed(member.clone()), clinic()),
				error(Error::NotFound)
			);
			assert_eq!(Participants::membership(clinic(), member), Default::default());
		}
	});
}

#[test]
fn only_whoever_is_invited_accepts_and_only_that_organisation_s() {
	build_and_execute(|| {
		accredit_clinic();
		invite(somebody(1));
		for (signer, organisation) in
			[(somebody(2), clinic()), (clinic(), clinic()), (somebody(1), insurer())]
		{
			assert_noop!(
				Participants::accept_invitation(signed(signer), organisation),
				error(Error::NotFound)
			);
		}
	});
}

#[test]
fn an_invitation_expires_and_can_be_renewed_for_the_same_deposit() {
	build_and_execute(|| {
		accredit_clinic();
		invite(somebody(1));
		assert_noop!(
			Participants::invite_member(signed(clinic()), somebody(1)),
			error(Error::AlreadyInvited)
		);
		pass(INVITATION);
		assert_noop!(
			Participants::accept_invitation(signed(somebody(1)), clinic()),
			error(Error::Expired)
		);
		invite(somebody(1));
		assert_eq!(held(), MEMBER_DEPOSIT);
		assert_eq!(Participants::invitations(somebody(1)).len(), 1);
		assert_ok!(Participants::accept_invitation(signed(somebody(1)), clinic()));
		assert!(!Invitations::<Test>::contains_key(somebody(1), clinic()));
	});
}

#[test]
fn whoever_is_still_registered_keeps_the_key() {
	build_and_execute(|| {
		accredit_clinic();
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		admit(clinic(), somebody(1));
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
			0,
			0
		));
		admit(clinic(), somebody(1));
		admit(insurer(), somebody(1));
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
		assert_eq!(MembershipCount::<Test>::get(somebody(1)), 1);
		assert!(Participants::is_member(&insurer(), &somebody(1)));
	});
}

#[test]
fn a_suspended_organisation_has_no_members_and_admits_none_but_may_dismiss() {
	build_and_execute(|| {
		accredit_clinic();
		admit(clinic(), somebody(1));
		invite(somebody(2));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		assert_noop!(
			Participants::invite_member(signed(clinic()), somebody(3)),
			error(Error::OrganisationNotInForce)
		);
		assert_noop!(
			Participants::accept_invitation(signed(somebody(2)), clinic()),
			error(Error::OrganisationNotInForce)
		);
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
	});
}

#[test]
fn only_organisations_invite_each_member_once_and_dismiss_only_their_own() {
	build_and_execute(|| {
		assert_noop!(
			Participants::invite_member(signed(somebody(1)), somebody(2)),
			error(Error::OrganisationNotInForce)
		);
		accredit_clinic();
		admit(clinic(), somebody(1));
		assert_noop!(
			Participants::invite_member(signed(clinic()), somebody(1)),
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
		admit(clinic(), somebody(1));
		assert_noop!(
			Participants::leave_organisation(signed(somebody(2)), clinic()),
			Error::<Test>::NotFound
		);
		assert_ok!(Participants::leave_organisation(signed(somebody(1)), clinic()));
		assert!(!Participants::is_member(&clinic(), &somebody(1)));
		// Over within its block, so that nothing of it stays on record.
		assert_eq!(held(), 0);
	});
}
