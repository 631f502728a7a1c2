// SPDX-License-Identifier: Apache-2.0
//! What a patient asks for about themselves, the sponsor pays for: so much within 30 days. Data rule 10.

use super::*;
use crate::{
	Event, WORK_PERIOD, WorkLimits, WorkWindows,
	mock::{
		Balances, DAY, MONEY, RuntimeEvent, START, System, WORK_LIMIT, build_and_execute, insurer,
		pass, somebody,
	},
};
use polkadot_sdk::frame_support::{
	assert_noop,
	traits::{fungible::Mutate, tokens::Preservation},
};
use salus_primitives::participants::{
	Sponsored::{self, By, LimitReached},
	WorkSponsor,
};

fn take(amount: u64) -> Sponsored<AccountId> {
	Participants::take(&patient(), amount)
}

fn left() -> u64 {
	Participants::who_is(patient()).allowance.work
}

fn set_limit(limit: u64) {
	assert_ok!(Participants::set_work_limit(signed(clinic()), limit));
}

#[test]
fn until_a_sponsor_sets_a_limit_the_default_holds() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_eq!((left(), Participants::work_limit(clinic())), (WORK_LIMIT, Some(WORK_LIMIT)));
		assert_eq!(take(WORK_LIMIT - 1), By(clinic()));
		assert_eq!(left(), 1);
		assert_eq!(take(2), LimitReached);
		// What was refused used up nothing.
		assert_eq!(take(1), By(clinic()));
		assert_eq!((left(), take(1)), (0, LimitReached));
	});
}

#[test]
fn a_sponsor_raises_and_lowers_its_limit_at_any_time() {
	build_and_execute(|| {
		register_sponsored_patient();
		System::reset_events();
		set_limit(50);
		let (organisation, limit) = (clinic(), 50);
		let set = RuntimeEvent::Participants(Event::WorkLimitSet { organisation, limit });
		System::assert_last_event(set);
		assert_eq!(take(50), By(clinic()));
		set_limit(60);
		assert_eq!(left(), 10);
		// Below what was asked for already: nothing is left, and nothing is owed.
		set_limit(20);
		assert_eq!((left(), take(1)), (0, LimitReached));
		assert_eq!(take(0), LimitReached);
		set_limit(0);
		pass(WORK_PERIOD);
		assert_eq!((left(), take(1)), (0, LimitReached));
	});
}

#[test]
fn thirty_days_begin_with_the_first_request_and_the_limit_is_whole_again_after_them() {
	build_and_execute(|| {
		register_sponsored_patient();
		pass(5 * DAY);
		assert_eq!(take(WORK_LIMIT - 10), By(clinic()));
		pass(29 * DAY);
		assert_eq!(take(10), By(clinic()));
		assert_eq!(WorkWindows::<Test>::get(patient()).unwrap().since, START + 5 * DAY);
		pass(DAY - 1);
		assert_eq!((left(), take(1)), (0, LimitReached));
		pass(1);
		assert_eq!(left(), WORK_LIMIT);
		assert_eq!(take(1), By(clinic()));
		assert_eq!(WorkWindows::<Test>::get(patient()).unwrap().since, START + 35 * DAY);
		assert_eq!(left(), WORK_LIMIT - 1);
	});
}

#[test]
fn each_patient_has_a_limit_of_its_own() {
	build_and_execute(|| {
		register_sponsored_patient();
		let other = crate::mock::other_patient();
		let registration = registration_of(other.clone(), DAY);
		let signature = sign(Sr25519Keyring::Charlie, &payload(&registration));
		assert_ok!(submit(&registration, &signature));
		assert_eq!(take(WORK_LIMIT), By(clinic()));
		assert_eq!(Participants::take(&other, WORK_LIMIT), By(clinic()));
	});
}

#[test]
fn without_a_sponsor_in_force_a_patient_pays_alone_and_nothing_is_counted() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		for account in [clinic(), somebody(1), somebody(2)] {
			assert_eq!(Participants::take(&account, 1), Sponsored::None);
			assert_eq!(Participants::who_is(account).allowance.work, 0);
		}
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!((left(), take(1)), (0, Sponsored::None));
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(left(), WORK_LIMIT);
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		assert_eq!((left(), take(1)), (0, Sponsored::None));
		assert_eq!(WorkWindows::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_sponsor_without_money_pays_for_nothing_and_uses_up_nothing() {
	build_and_execute(|| {
		register_sponsored_patient();
		set_limit(2 * MONEY);
		assert_eq!(take(MONEY), LimitReached);
		assert_eq!(left(), 2 * MONEY);
		assert_ok!(Balances::transfer(&clinic(), &insurer(), MONEY / 2, Preservation::Preserve));
		assert_eq!(take(MONEY / 2), LimitReached);
		assert_eq!(take(MONEY / 4), By(clinic()));
	});
}

#[test]
fn a_second_sponsor_pays_when_the_first_does_not_and_limits_do_not_add_up() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		super::sponsors::sponsor_by_signature(insurer());
		set_limit(50);
		assert_eq!(left(), WORK_LIMIT);
		assert_eq!(take(50), By(clinic()));
		assert_eq!(take(50), By(insurer()));
		assert_eq!(left(), WORK_LIMIT - 100);
		assert_eq!(take(WORK_LIMIT - 99), LimitReached);
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), insurer()));
		assert_eq!((left(), take(1)), (0, LimitReached));
	});
}

#[test]
fn a_sum_beyond_counting_is_beyond_every_limit() {
	build_and_execute(|| {
		register_sponsored_patient();
		set_limit(u64::MAX);
		assert_eq!(take(1), By(clinic()));
		assert_eq!(take(u64::MAX), LimitReached);
		assert_eq!(left(), u64::MAX - 1);
	});
}

#[test]
fn only_an_organisation_in_force_sets_a_limit() {
	build_and_execute(|| {
		register_sponsored_patient();
		let not_in_force = error(Error::OrganisationNotInForce);
		for account in [patient(), insurer(), somebody(1)] {
			assert_noop!(Participants::set_work_limit(signed(account), 1), not_in_force);
		}
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_noop!(Participants::set_work_limit(signed(clinic()), 1), not_in_force);
		assert_eq!(WorkLimits::<Test>::iter().count(), 0);
		assert_eq!(Participants::work_limit(insurer()), None);
	});
}
