// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_revoked_permit_grants_no_access_from_the_same_moment() {
	build_and_execute(|| {
		let id = grant(ALICE, permit(Actor::Account(DORA)));
		assert_eq!(decide(&question(DORA)), by_provision(0));
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
		let revoked = Event::<Test>::Revoked { patient: ALICE, provision: id, ended: vec![] };
		System::assert_last_event(revoked.into());
	});
}

#[test]
fn a_revoked_denial_leaves_permits_in_force() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		let id = grant(ALICE, denial(Actor::Account(DORA)));
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert_eq!(decide(&question(DORA)), by_provision(0));
	});
}

#[test]
fn only_ones_own_and_only_once() {
	build_and_execute(|| {
		let id = grant(ALICE, permit(Actor::Account(DORA)));
		assert_noop!(Consent::revoke(signed(BOB), id), Error::<Test>::NotFound);
		assert_noop!(Consent::revoke(signed(DORA), id), Error::<Test>::NotFound);
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert_noop!(Consent::revoke(signed(ALICE), id), Error::<Test>::NotFound);
	});
}

#[test]
fn revoking_never_fails_for_want_of_room_or_registration() {
	build_and_execute(|| {
		MaxHistory::set(1);
		for _ in 0..3 {
			grant(ALICE, permit(Actor::Account(DORA)));
		}
		Patients::set(Default::default());
		for id in 0..3 {
			assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(id)));
		}
	});
}
