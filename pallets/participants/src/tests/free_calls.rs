// SPDX-License-Identifier: Apache-2.0
//! A patient's free calls: the patient's own first, then a sponsor's, so many a day; and what becomes of one that fails.
//! Data rule 10.

use super::*;
use crate::{
	Event, FreeWeightUsed, Organisations,
	mock::{
		CALL_WEIGHT, CALLS_PER_DAY, DAY, FAILED, HOUR, RuntimeEvent, System, WAY_OUT,
		build_and_execute, insurer, next_block, pass, somebody,
	},
};

fn use_up() {
	next_block();
	for left in (1..=CALLS_PER_DAY).rev() {
		assert_eq!(Participants::sponsored_calls_left(&patient()), left);
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
	}
	assert_eq!(Participants::sponsored_calls_left(&patient()), 0);
	assert_eq!(call(&patient(), FreeCall::Sponsored), Err(NoFreeCall::NoneLeft));
}

/// Takes a free call for the patient, which then fails.
fn fail(kind: FreeCall) -> Result<(), NoFreeCall> {
	let taken = Participants::take_call(&patient(), kind, CALL_WEIGHT)?;
	Participants::call_ended(&patient(), taken, true, Weight::zero());
	Ok(())
}

#[test]
fn the_sponsor_s_calls_are_used_up_and_come_back_with_the_day() {
	build_and_execute(|| {
		register_sponsored_patient();
		use_up();
		pass(DAY - 1);
		assert_eq!(Participants::sponsored_calls_left(&patient()), 0);
		pass(1);
		use_up();
	});
}

#[test]
fn what_was_not_used_yesterday_is_not_added() {
	build_and_execute(|| {
		register_sponsored_patient();
		pass(3 * DAY + HOUR);
		use_up();
	});
}

#[test]
fn one_s_own_calls_come_first_and_then_the_sponsor_s() {
	build_and_execute(|| {
		register_sponsored_patient();
		let all = WAY_OUT + CALLS_PER_DAY;
		assert_eq!(Participants::free_calls_left(&patient(), FreeCall::WayOut), all);
		for _ in 0..WAY_OUT {
			assert_eq!(call(&patient(), FreeCall::WayOut), Ok(None));
		}
		for _ in 0..CALLS_PER_DAY {
			assert_eq!(call(&patient(), FreeCall::WayOut), Ok(Some(clinic())));
		}
		assert_eq!(Participants::free_calls_left(&patient(), FreeCall::WayOut), 0);
		assert_eq!(call(&patient(), FreeCall::WayOut), Err(NoFreeCall::NoneLeft));
	});
}

#[test]
fn who_registered_alone_has_the_own_calls_and_no_sponsor_s() {
	build_and_execute(|| {
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert_eq!(call(&somebody(1), FreeCall::WayOut), Ok(None));
		assert_eq!(call(&somebody(1), FreeCall::Reading), Ok(None));
		assert_eq!(call(&somebody(1), FreeCall::Sponsored), Err(NoFreeCall::NoneLeft));
	});
}

#[test]
fn nobody_but_a_patient_has_free_calls() {
	build_and_execute(|| {
		register_sponsored_patient();
		for account in [clinic(), somebody(2)] {
			for kind in FreeCall::ALL {
				assert_eq!(Participants::free_calls_left(&account, *kind), 0);
				assert_eq!(call(&account, *kind), Err(NoFreeCall::NoneLeft));
			}
		}
	});
}

#[test]
fn reinstatement_brings_back_only_the_rest() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(Participants::sponsored_calls_left(&patient()), 0);
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(Participants::sponsored_calls_left(&patient()), CALLS_PER_DAY - 1);
	});
}

#[test]
fn with_two_sponsors_the_second_pays_when_the_first_does_not_and_the_day_is_no_longer() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		super::sponsors::sponsor_by_signature(insurer());
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		for _ in 1..CALLS_PER_DAY {
			assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(insurer())));
		}
		assert_eq!(call(&patient(), FreeCall::Sponsored), Err(NoFreeCall::NoneLeft));
	});
}

#[test]
fn a_call_tells_who_paid_and_for_whom() {
	build_and_execute(|| {
		register_sponsored_patient();
		System::reset_events();
		let taken = Participants::take_call(&patient(), FreeCall::Guardian, CALL_WEIGHT).unwrap();
		Participants::call_ended(&somebody(3), taken, false, Weight::zero());
		let (signer, patient, kind) = (somebody(3), patient(), FreeCall::Guardian);
		let told = Event::FreeCallUsed { signer, patient, kind, sponsor: None };
		System::assert_last_event(RuntimeEvent::Participants(told));
	});
}

// A mistake is given back; whoever fails again and again only means to take room.
#[test]
fn a_call_that_fails_comes_back_a_few_times_a_day_and_then_counts() {
	build_and_execute(|| {
		register_sponsored_patient();
		for _ in 0..FAILED {
			assert_eq!(fail(FreeCall::WayOut), Ok(()));
			assert_eq!(Participants::own_calls_left(&patient(), FreeCall::WayOut), WAY_OUT);
		}
		assert_eq!(fail(FreeCall::WayOut), Ok(()));
		assert_eq!(Participants::own_calls_left(&patient(), FreeCall::WayOut), WAY_OUT - 1);
		pass(DAY);
		assert_eq!(fail(FreeCall::WayOut), Ok(()));
		assert_eq!(Participants::own_calls_left(&patient(), FreeCall::WayOut), WAY_OUT);
	});
}

#[test]
fn a_sponsor_s_failed_calls_are_counted_apart_and_count_against_its_cap() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_eq!(fail(FreeCall::Sponsored), Ok(()));
		assert_eq!(Participants::sponsored_calls_left(&patient()), CALLS_PER_DAY);
		let item = Organisations::<Test>::get(clinic()).unwrap();
		assert_eq!((item.calls_today.count, item.failed_today.count), (1, 1));
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
		let item = Organisations::<Test>::get(clinic()).unwrap();
		assert_eq!((item.calls_today.count, item.failed_today.count), (2, 1));
	});
}

#[test]
fn what_a_call_did_not_weigh_the_block_has_back() {
	build_and_execute(|| {
		register_sponsored_patient();
		let rest = Weight::from_parts(400, 4);
		for kind in [FreeCall::WayOut, FreeCall::Sponsored] {
			let taken = Participants::take_call(&patient(), kind, CALL_WEIGHT).unwrap();
			Participants::call_ended(&patient(), taken, false, rest);
		}
		let used = FreeWeightUsed::<Test>::get();
		assert_eq!((used.own, used.sponsored), (CALL_WEIGHT - rest, CALL_WEIGHT - rest));
		// Never more than was taken.
		let taken = Participants::take_call(&patient(), FreeCall::WayOut, CALL_WEIGHT).unwrap();
		Participants::call_ended(&patient(), taken, false, CALL_WEIGHT.saturating_mul(9));
		assert_eq!(FreeWeightUsed::<Test>::get(), used);
	});
}
