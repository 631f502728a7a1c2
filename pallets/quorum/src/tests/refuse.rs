// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn the_refusal_that_leaves_no_quorum_ends_the_task() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(call(operators[0], Call::refuse { task: id }));
		assert!(Tasks::<Test>::contains_key(id));
		assert_ok!(call(operators[1], Call::refuse { task: id }));
		assert!(!Tasks::<Test>::contains_key(id));
		assert_eq!(Heard::get().last(), Some(&Told::Failed(id)));
		assert_eq!(Accusations::<Test>::iter().count(), 0);
		// One seat's price is spent, and nothing is held any more.
		assert_eq!(balance(PAYER), FUNDS - PRICE);
		assert_eq!(Balances::balance(&PAYER), FUNDS - PRICE);
	});
}

/// Refuses what two others do, and returns the operator that refused.
fn refused_alone(who: Option<u64>) -> u64 {
	let (id, operators) = drawn(new_task());
	let who = who.unwrap_or(operators[2]);
	for operator in &operators {
		if *operator == who {
			assert_ok!(call(*operator, Call::refuse { task: id }));
		} else {
			assert_ok!(seal(id, *operator, CONTENT));
		}
	}
	for operator in operators.iter().filter(|operator| **operator != who) {
		assert_ok!(reveal(id, *operator, CONTENT));
	}
	assert_ok!(call(OUTSIDER, Call::close { task: id }));
	who
}

#[test]
fn many_refusals_against_quorums_take_an_operator_out_and_cost_nothing() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		for times in 1..=3 {
			refused_alone(Some(11));
			assert_eq!(OperatorStates::<Test>::get(11).refusals, times);
		}
		assert_eq!(OperatorStates::<Test>::get(11).out, Some(Cause::Refusals));
		assert!(events().contains(&Event::Out { operator: 11, cause: Cause::Refusals }));
		assert_eq!(Penalties::get(), []);
		assert_eq!(Accusations::<Test>::iter().count(), 0);
		InService::set((11..=14).collect());
		let (_, operators) = drawn(new_task());
		assert!(!operators.contains(&11));
		assert_ok!(call(11, Call::return_to_draw {}));
		assert_eq!(OperatorStates::<Test>::get(11).out, None);
		assert_noop!(call(11, Call::return_to_draw {}), Error::<Test>::NotOut);
	});
}

/// Attack: an operator refuses as often as it may, says that it is back, and begins anew.
#[test]
fn whoever_is_back_after_refusals_is_out_with_the_next_until_others_agree() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		for _ in 0..3 {
			refused_alone(Some(11));
		}
		for _ in 0..3 {
			assert_ok!(call(11, Call::return_to_draw {}));
			assert_eq!(OperatorStates::<Test>::get(11).refusals, 2);
			refused_alone(Some(11));
			assert_eq!(OperatorStates::<Test>::get(11).out, Some(Cause::Refusals));
		}
		assert_ok!(call(11, Call::return_to_draw {}));
		settled();
		assert_eq!(OperatorStates::<Test>::get(11).refusals, 1);
		refused_alone(Some(11));
		assert_eq!(OperatorStates::<Test>::get(11).out, None);
	});
}

/// Nor does an absence make them forgotten.
#[test]
fn whoever_is_back_after_an_absence_has_its_refusals_still() {
	build_and_execute(|| {
		let absent = |refusals| OperatorState { out: Some(Cause::Absent), back_since: 0, refusals };
		for (before, after) in [(0, 0), (1, 1), (2, 2), (5, 2)] {
			OperatorStates::<Test>::insert(11, absent(before));
			assert_ok!(call(11, Call::return_to_draw {}));
			assert_eq!(OperatorStates::<Test>::get(11).refusals, after);
		}
	});
}

#[test]
fn a_result_that_others_agree_with_makes_up_for_a_refusal() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		refused_alone(Some(11));
		refused_alone(Some(12));
		assert_eq!(OperatorStates::<Test>::get(11).refusals, 0);
		assert_eq!(OperatorStates::<Test>::get(12).refusals, 1);
	});
}
