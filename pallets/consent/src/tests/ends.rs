// SPDX-License-Identifier: Apache-2.0
//! A permit carries its end. Data rule 5.

use super::*;

fn ends_at(query: &Query<AccountId>) -> Option<Moment> {
	decide(query).expect("it is permitted").ends_at
}

fn license_until(account: AccountId, expires_at: Moment) {
	let profession = Profession::Physician;
	set_licence(account, Licence::InForce { profession, expires_at });
}

#[test]
fn data_rule_5_a_permit_ends_with_the_earliest_of_until_erase_at_and_licence() {
	for (until, erase_at, licence, expected) in [
		(None, None, None, None),
		(Some(10), None, None, Some(10)),
		(None, Some(10), None, Some(10)),
		(None, None, Some(10), Some(10)),
		(Some(10), Some(20), Some(30), Some(10)),
		(Some(20), Some(10), Some(30), Some(10)),
		(Some(30), Some(20), Some(10), Some(10)),
	] {
		build_and_execute(|| {
			let later = |end: Option<Moment>| end.map(|end| START + end);
			let (until, erase_at) = (later(until), later(erase_at));
			grant(ALICE, ProvisionTerms { until, erase_at, ..permit(Actor::Account(DORA)) });
			if let Some(expires_at) = later(licence) {
				license_until(DORA, expires_at);
			}
			assert_eq!(ends_at(&question(DORA)), later(expected));
			assert_eq!(decide_at(&question(DORA), START).unwrap().ends_at, later(expected));
		});
	}
}

#[test]
fn a_reader_without_a_licence_has_none_to_lose() {
	build_and_execute(|| {
		let until = Some(START + 10);
		grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(OTTO)) });
		assert_eq!(ends_at(&question(OTTO)), until);
	});
}

#[test]
fn operators_end_with_the_provision_and_not_with_the_askers_licence() {
	build_and_execute(|| {
		license_until(DORA, START + 5);
		let until = Some(START + 10);
		grant(ALICE, ProvisionTerms { until, ..permit(Actor::ANY_DECISION_SUPPORT) });
		let reader = asked_by(DORA, WorkClass::Clinical);
		assert_eq!(ends_at(&Query { reader, ..question(DORA) }), until);
	});
}

#[test]
fn data_rule_5_break_glass_ends_with_the_case_or_the_licence() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(10);
		assert_eq!(ends_at(&emergency(DORA)), Some(START + HOUR));
		license_until(DORA, START + HOUR / 2);
		assert_eq!(ends_at(&emergency(DORA)), Some(START + HOUR / 2));
	});
}

#[test]
fn revoking_later_does_not_change_what_a_permit_said_then() {
	build_and_execute(|| {
		let until = Some(START + 100);
		let id = grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		pass(10);
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert_eq!(decide_at(&question(DORA), START), by_provision_until(0, until));
	});
}
