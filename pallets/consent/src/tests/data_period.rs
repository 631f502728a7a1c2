// SPDX-License-Identifier: Apache-2.0
use super::*;

/// 2024-01-01 and 2010-01-01.
const NEW_YEAR_2024: i32 = 19_723;
const NEW_YEAR_2010: i32 = 14_610;
/// Of two visits: 2005-03-01 and 2025-03-04.
const OLD: i32 = 12_843;
const NEW: i32 = 20_151;

fn of(first: i32, last: i32) -> Query<AccountId> {
	Query { data: DataPeriod::new(Day(first), Day(last)).unwrap(), ..question(DORA) }
}

fn with_period(
	from: Option<i32>,
	until: Option<i32>,
	terms: ProvisionTerms<AccountId>,
) -> ProvisionTerms<AccountId> {
	ProvisionTerms { data_from: from.map(Day), data_until: until.map(Day), ..terms }
}

#[test]
fn data_rule_7_a_permit_for_new_data_opens_no_record_that_holds_old_data_too() {
	build_and_execute(|| {
		let terms = permit(Actor::Account(DORA));
		grant(ALICE, with_period(Some(NEW_YEAR_2024), None, terms));
		assert_eq!(decide(&of(OLD, NEW)), Err(Refusal::NoPolicy));
		assert_eq!(decide(&of(OLD, OLD)), Err(Refusal::NoPolicy));
		assert_eq!(decide(&of(NEW, NEW)), by_provision(0));
	});
}

#[test]
fn data_rule_7_a_denial_of_old_data_shuts_a_record_that_holds_new_data_too() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		let terms = denial(Actor::Account(DORA));
		grant(ALICE, with_period(None, Some(NEW_YEAR_2010), terms));
		let denied = Err(Refusal::Denied(ProvisionId(1)));
		assert_eq!(decide(&of(OLD, NEW)), denied);
		assert_eq!(decide(&of(OLD, OLD)), denied);
		assert_eq!(decide(&of(NEW, NEW)), by_provision(0));
	});
}

#[test]
fn two_permits_do_not_add_up_to_a_longer_period() {
	build_and_execute(|| {
		let until = permit(Actor::Account(DORA));
		grant(ALICE, with_period(None, Some(100), until.clone()));
		grant(ALICE, with_period(Some(101), None, until));
		assert_eq!(decide(&of(90, 100)), by_provision(0));
		assert_eq!(decide(&of(101, 110)), by_provision(1));
		assert_eq!(decide(&of(90, 110)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn a_permits_first_and_last_day_are_in_its_period() {
	build_and_execute(|| {
		let terms = permit(Actor::Account(DORA));
		grant(ALICE, with_period(Some(100), Some(200), terms));
		for inside in [(100, 200), (100, 100), (200, 200), (150, 160)] {
			assert_eq!(decide(&of(inside.0, inside.1)), by_provision(0), "{inside:?}");
		}
		for outside in [(99, 200), (100, 201), (99, 99), (201, 201), (0, 300)] {
			assert_eq!(decide(&of(outside.0, outside.1)), Err(Refusal::NoPolicy), "{outside:?}");
		}
	});
}

#[test]
fn a_denials_first_and_last_day_are_in_its_period() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		let terms = denial(Actor::Account(DORA));
		grant(ALICE, with_period(Some(100), Some(200), terms));
		for touching in [(0, 100), (200, 300), (150, 160), (0, 300), (100, 100)] {
			assert_eq!(
				decide(&of(touching.0, touching.1)),
				Err(Refusal::Denied(ProvisionId(1))),
				"{touching:?}"
			);
		}
		for outside in [(0, 99), (201, 300)] {
			assert_eq!(decide(&of(outside.0, outside.1)), by_provision(0), "{outside:?}");
		}
	});
}

#[test]
fn data_of_before_1970_are_permitted_and_denied_like_other() {
	build_and_execute(|| {
		let terms = permit(Actor::Account(DORA));
		grant(ALICE, with_period(Some(-3_653), Some(-1), terms));
		assert_eq!(decide(&of(-3_653, -1)), by_provision(0));
		assert_eq!(decide(&of(-3_654, -1)), Err(Refusal::NoPolicy));
		assert_eq!(decide(&of(-10, 0)), Err(Refusal::NoPolicy));
		let terms = denial(Actor::Account(DORA));
		grant(ALICE, with_period(None, Some(-1_000), terms));
		assert_eq!(decide(&of(-999, -1)), by_provision(0));
		let denied = Err(Refusal::Denied(ProvisionId(1)));
		assert_eq!(decide(&of(-1_000, -1)), denied);
	});
}

#[test]
fn an_emergency_does_not_ask_how_old_data_are() {
	build_and_execute(|| {
		let terms = denial(Actor::Account(DORA));
		grant(ALICE, with_period(None, Some(NEW_YEAR_2010), terms));
		assert_ok!(break_glass(DORA, ALICE));
		let asked = Query { data: DataPeriod::on(Day(OLD)), ..emergency(DORA) };
		assert!(decide(&asked).is_ok());
	});
}
