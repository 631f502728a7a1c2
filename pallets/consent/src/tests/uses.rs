// SPDX-License-Identifier: Apache-2.0
use super::*;

fn limited(uses: u32) -> ProvisionTerms<AccountId> {
	ProvisionTerms { uses: Some(uses), ..permit(Actor::Account(DORA)) }
}

#[test]
fn asking_takes_no_use() {
	build_and_execute(|| {
		grant(ALICE, limited(1));
		for _ in 0..5 {
			assert_eq!(decide(&question(DORA)), by_provision(0));
		}
	});
}

#[test]
fn the_last_use_ends_a_permit() {
	build_and_execute(|| {
		grant(ALICE, limited(2));
		assert_eq!(decide_and_use(&question(DORA)), by_provision(0));
		assert_eq!(Consent::provisions(&ALICE)[0].uses_left, Some(1));
		pass(10);
		assert_eq!(decide_and_use(&question(DORA)), by_provision(0));
		System::assert_last_event(
			Event::<Test>::UsedUp { patient: ALICE, provision: ProvisionId(0) }.into(),
		);
		assert_eq!(decide_and_use(&question(DORA)), Err(Refusal::NoPolicy));
		assert_eq!(Consent::provisions(&ALICE), []);
		let ended = Consent::history(&ALICE, ProvisionId(0), 1).remove(0);
		assert_eq!((ended.used_up_at, ended.uses_left), (Some(START + 10), Some(0)));
		assert_eq!(decide_at(&question(DORA), START + 9), by_provision(0));
	});
}

#[test]
fn a_refusal_takes_no_use() {
	build_and_execute(|| {
		grant(ALICE, limited(1));
		set_licence(DORA, Licence::Suspended);
		assert_eq!(decide_and_use(&question(DORA)), Err(Refusal::NotInForce));
		assert_eq!(decide_and_use(&question(EMIL)), Err(Refusal::NoPolicy));
		license(DORA);
		assert_eq!(decide_and_use(&question(DORA)), by_provision(0));
	});
}

#[test]
fn an_unlimited_permit_is_used_before_a_limited_one() {
	build_and_execute(|| {
		grant(ALICE, limited(1));
		grant(ALICE, permit(Actor::Account(DORA)));
		assert_eq!(decide_and_use(&question(DORA)), by_provision(1));
		assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(1)));
		assert_eq!(decide_and_use(&question(DORA)), by_provision(0));
	});
}

#[test]
fn the_older_of_two_equals_is_used_first() {
	build_and_execute(|| {
		grant(ALICE, limited(1));
		grant(ALICE, limited(1));
		assert_eq!(decide_and_use(&question(DORA)), by_provision(0));
		assert_eq!(decide_and_use(&question(DORA)), by_provision(1));
		assert_eq!(decide_and_use(&question(DORA)), Err(Refusal::NoPolicy));
	});
}
