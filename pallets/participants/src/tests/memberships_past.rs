// SPDX-License-Identifier: Apache-2.0
//! From when to when somebody was a member can be asked, and is paid for. Data rules 8 and 11.

use super::*;
use crate::{
	HoldReason,
	mock::{
		Balances, DAY, FORMER_MEMBER_DEPOSIT, MEMBER_DEPOSIT, START, build_and_execute, pass,
		somebody,
	},
};
use polkadot_sdk::frame_support::traits::fungible::InspectHold;
use salus_primitives::participants::{MAX_MEMBERSHIP_PERIODS, MembershipPeriod};

fn held() -> u64 {
	Balances::balance_on_hold(&HoldReason::Member.into(), &clinic())
}

/// A member for a day, and then not for a day.
fn come_and_go() {
	admit(clinic(), somebody(1));
	pass(DAY);
	assert_ok!(Participants::leave_organisation(signed(somebody(1)), clinic()));
	pass(DAY);
}

fn was_member(at: Moment) -> Option<bool> {
	Participants::was_member_of(clinic(), somebody(1), at)
}

#[test]
fn data_rule_8_a_membership_that_is_over_can_be_asked_for() {
	build_and_execute(|| {
		accredit_clinic();
		pass(DAY);
		come_and_go();
		admit(clinic(), somebody(1));
		let history = Participants::membership(clinic(), somebody(1));
		assert_eq!(history.since, Some(START + 3 * DAY));
		let period = MembershipPeriod { since: START + DAY, until: START + 2 * DAY };
		assert_eq!(history.past, [period]);
		for (at, was) in [
			(START, false),
			(START + DAY, true),
			(START + 2 * DAY - 1, true),
			(START + 2 * DAY, false),
			(START + 3 * DAY, true),
		] {
			assert_eq!(was_member(at), Some(was), "{at}");
			let (clinic, member) = (clinic(), somebody(1));
			let enrolled = <Participants as salus_primitives::Participants<_>>::was_enrolled;
			assert_eq!(enrolled(&clinic, &member, at), was, "{at}");
		}
	});
}

#[test]
fn what_was_forgotten_is_not_answered() {
	build_and_execute(|| {
		accredit_clinic();
		for _ in 0..=MAX_MEMBERSHIP_PERIODS {
			come_and_go();
		}
		let past = Participants::membership(clinic(), somebody(1)).past;
		assert_eq!(past.len(), MAX_MEMBERSHIP_PERIODS as usize);
		// The first day is the one that gave way.
		assert_eq!(was_member(START), None);
		assert_eq!(was_member(START + DAY), Some(false));
		assert_eq!(was_member(START + 2 * DAY), Some(true));
	});
}

#[test]
fn a_former_member_costs_a_part_of_the_deposit_once() {
	build_and_execute(|| {
		accredit_clinic();
		for _ in 0..3 {
			come_and_go();
			assert_eq!(held(), FORMER_MEMBER_DEPOSIT);
		}
		admit(clinic(), somebody(1));
		assert_eq!(held(), FORMER_MEMBER_DEPOSIT + MEMBER_DEPOSIT);
	});
}
