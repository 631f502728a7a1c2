// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn data_rule_8_was_it_valid_then() {
	build_and_execute(|| {
		let asked = question(DORA);
		pass(100);
		grant(ALICE, permit(Actor::Account(DORA)));
		pass(100);
		assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(0)));
		pass(100);
		assert_eq!(decide(&asked), Err(Refusal::NoPolicy));
		let at = |later| decide_at(&asked, START + later);
		assert_eq!(at(99), Err(Refusal::NoPolicy));
		assert_eq!(at(100), by_provision(0));
		assert_eq!(at(199), by_provision(0));
		assert_eq!(at(200), Err(Refusal::NoPolicy));
	});
}

#[test]
fn a_denial_of_then_answers_for_then() {
	build_and_execute(|| {
		let asked = question(DORA);
		grant(ALICE, denial(Actor::Account(DORA)));
		pass(10);
		grant(ALICE, permit(Actor::Account(DORA)));
		assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(0)));
		assert_eq!(decide_at(&asked, START + 9), Err(Refusal::Denied(ProvisionId(0))));
		assert_eq!(decide_at(&asked, START + 10), by_provision(1));
		assert_eq!(decide(&asked), by_provision(1));
	});
}

#[test]
fn licences_are_as_of_now() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		pass(10);
		set_licence(DORA, Licence::Suspended);
		assert_eq!(decide_at(&question(DORA), START), Err(Refusal::NotInForce));
	});
}

#[test]
fn a_case_of_then_answers_for_then() {
	build_and_execute(|| {
		let broken_by = |practitioner| {
			assert_ok!(break_glass(practitioner, ALICE));
		};
		let basis = |at| decide_at(&emergency(DORA), at).map(|permit| permit.basis);
		broken_by(DORA);
		broken_by(EMIL);
		pass(10);
		assert_ok!(review(0, ReviewOutcome::Justified));
		pass(10);
		broken_by(DORA);
		assert_eq!(basis(START - 1), Err(Refusal::NoPolicy));
		assert_eq!(basis(START + 9), Ok(Basis::BreakGlass(BreakGlassId(0))));
		assert_eq!(basis(START + 10), Err(Refusal::NoPolicy));
		assert_eq!(basis(START + 20), Ok(Basis::BreakGlass(BreakGlassId(2))));
	});
}

#[test]
fn what_is_no_longer_on_record_is_not_called_permitted() {
	build_and_execute(|| {
		MaxHistory::set(2);
		for _ in 0..3 {
			pass(10);
			let id = grant(ALICE, permit(Actor::Account(DORA)));
			pass(5);
			assert_ok!(Consent::revoke(signed(ALICE), id));
		}
		assert_eq!(Consent::known_since(&ALICE), START + 15);
		let at = |later| decide_at(&question(DORA), START + later);
		assert_eq!(at(12), Err(Refusal::NoPolicy));
		assert_eq!(at(27), by_provision(1));
		assert_eq!(at(42), by_provision(2));
	});
}

#[test]
fn a_moment_to_come_is_answered_by_what_stands_now() {
	build_and_execute(|| {
		let (from, until) = (Some(START + 10), Some(START + 20));
		grant(ALICE, ProvisionTerms { from, until, ..permit(Actor::Account(DORA)) });
		let at = |later| decide_at(&question(DORA), START + later);
		assert_eq!(at(0), Err(Refusal::NoPolicy));
		assert_eq!(at(15), by_provision_until(0, until));
		assert_eq!(at(20), Err(Refusal::NoPolicy));
	});
}
