// SPDX-License-Identifier: Apache-2.0
//! Operators are run by organisations that the authority accredited for it.

use super::*;
use crate::{
	EncryptionKeys, Organisations,
	mock::{DAY, MAX_OF_ORGANISATION, OPERATOR_BOND, build_and_execute, pass, somebody},
};
use polkadot_sdk::{frame_support::assert_noop, sp_runtime::DispatchResult};
use salus_primitives::Operators as _;

fn join(operator: AccountId, organisation: AccountId) -> DispatchResult {
	Participants::become_operator(
		signed(operator),
		organisation,
		b"https://custody.example:9000".to_vec().try_into().unwrap(),
		PEER_ID.to_vec().try_into().unwrap(),
		KEY,
		OPERATOR_BOND,
	)
}

fn operator_count() -> u32 {
	Organisations::<Test>::get(clinic()).unwrap().operator_count
}

#[test]
fn an_organisation_and_its_members_become_operators() {
	build_and_execute(|| {
		accredit_operators(clinic());
		admit(clinic(), somebody(1));
		for operator in [clinic(), somebody(1)] {
			assert_ok!(join(operator.clone(), clinic()));
			assert_eq!(Participants::organisation(&operator), Some(clinic()));
		}
		assert_eq!(operator_count(), 2);
		assert_eq!(Participants::organisation(&somebody(2)), None);
	});
}

#[test]
fn one_organisation_runs_only_so_many() {
	build_and_execute(|| {
		accredit_operators(clinic());
		for number in 1..=MAX_OF_ORGANISATION as u8 + 1 {
			admit(clinic(), somebody(number));
		}
		for number in 1..=MAX_OF_ORGANISATION as u8 {
			assert_ok!(join(somebody(number), clinic()));
		}
		let next = somebody(MAX_OF_ORGANISATION as u8 + 1);
		assert_noop!(join(next.clone(), clinic()), error(Error::TooManyOfOrganisation));
		// Whoever is leaving counts until its bond is back.
		assert_ok!(Participants::leave_service(signed(somebody(1))));
		pass(7 * DAY);
		assert_noop!(join(next.clone(), clinic()), error(Error::TooManyOfOrganisation));
		assert_ok!(Participants::withdraw_bond(signed(somebody(1))));
		assert_eq!(operator_count(), MAX_OF_ORGANISATION - 1);
		assert_ok!(join(next, clinic()));
	});
}

#[test]
fn only_an_accredited_organisation_in_force_runs_operators() {
	build_and_execute(|| {
		let own = || join(clinic(), clinic());
		assert_noop!(own(), error(Error::OrganisationNotInForce));
		accredit_clinic();
		assert_noop!(own(), error(Error::NotOfThisKind));
		accredit_operators(clinic());
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_noop!(own(), error(Error::OrganisationNotInForce));
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_ok!(own());
	});
}

#[test]
fn nobody_becomes_an_operator_of_an_organisation_that_is_not_theirs() {
	build_and_execute(|| {
		accredit_operators(clinic());
		assert_noop!(join(somebody(1), clinic()), error(Error::NotAMember));
		admit(clinic(), somebody(1));
		assert_ok!(Participants::leave_organisation(signed(somebody(1)), clinic()));
		assert_noop!(join(somebody(1), clinic()), error(Error::NotAMember));
	});
}

#[test]
fn an_operator_has_no_organisation_while_that_is_not_in_force() {
	build_and_execute(|| {
		accredit_operators(clinic());
		assert_ok!(join(clinic(), clinic()));
		let of = || Participants::organisation(&clinic());
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(of(), None);
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(of(), Some(clinic()));
		accredit_clinic();
		assert_eq!(of(), None);
		// What it is changes, and what it runs is still counted.
		assert_eq!(operator_count(), 1);
	});
}

#[test]
fn a_dismissed_member_has_no_organisation_and_may_still_go() {
	build_and_execute(|| {
		accredit_operators(clinic());
		admit(clinic(), somebody(1));
		assert_ok!(join(somebody(1), clinic()));
		assert_ok!(Participants::dismiss_member(signed(clinic()), somebody(1)));
		assert_eq!(Participants::organisation(&somebody(1)), None);
		assert!(Participants::is_in_service(&somebody(1)));
		assert_ok!(Participants::leave_service(signed(somebody(1))));
		pass(7 * DAY);
		assert_ok!(Participants::withdraw_bond(signed(somebody(1))));
		assert_eq!(operator_count(), 0);
		// With its last role.
		assert!(!EncryptionKeys::<Test>::contains_key(somebody(1)));
	});
}
