// SPDX-License-Identifier: Apache-2.0
use super::*;

/// Two operators agree on every task, the third is away.
fn settle_without(ids: &[TaskId], away: u64) {
	seal_without(ids, away);
	pass_blocks(SEAL_BLOCKS);
	reveal_without(ids, away);
}

fn seal_without(ids: &[TaskId], away: u64) {
	for id in ids {
		for operator in seats(*id).into_iter().filter(|operator| *operator != away) {
			assert_ok!(seal(*id, operator, CONTENT));
		}
	}
}

fn reveal_without(ids: &[TaskId], away: u64) {
	for id in ids {
		for operator in seats(*id).into_iter().filter(|operator| *operator != away) {
			assert_ok!(reveal(*id, operator, CONTENT));
		}
	}
}

fn penalties() -> usize {
	Penalties::get().len()
}

#[test]
fn one_outage_costs_once_however_many_tasks_it_is_in() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		let ids: Vec<_> = (0..10).map(|_| Quorum::open(new_task()).unwrap()).collect();
		pass_blocks(5);
		settle_without(&ids, 11);
		assert_eq!(OperatorStates::<Test>::get(11).out, Some(Cause::Absent));
		assert_eq!(Accusations::<Test>::iter().count(), 1);
		pass_blocks(CHALLENGE_BLOCKS);
		let (task, operator, _) = Accusations::<Test>::iter().next().unwrap();
		assert_ok!(call(OUTSIDER, Call::end_accusation { task, operator }));
		assert_eq!(Penalties::get(), [(11, Fault::Absence)]);
		// Nothing to draw from until it says that it is back.
		InService::set((11..=14).collect());
		assert!(!drawn(new_task()).1.contains(&11));
		assert_ok!(call(11, Call::return_to_draw {}));
		InService::set(vec![11, 12, 13]);
		assert!(drawn(new_task()).1.contains(&11));
	});
}

#[test]
fn what_was_drawn_before_it_came_back_is_of_the_same_outage() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		let (first, _) = drawn(new_task());
		let (second, _) = drawn(new_task());
		seal_without(&[first, second], 11);
		pass_blocks(SEAL_BLOCKS);
		reveal_without(&[first], 11);
		assert_ok!(call(11, Call::return_to_draw {}));
		reveal_without(&[second], 11);
		assert_eq!(OperatorStates::<Test>::get(11).out, None);
		assert_eq!(Accusations::<Test>::iter().count(), 1);
		// A new one costs again.
		let (third, _) = drawn(new_task());
		settle_without(&[third], 11);
		assert_eq!(Accusations::<Test>::iter().count(), 2);
		assert_eq!(penalties(), 0);
	});
}

#[test]
fn who_is_out_by_refusals_answers_for_absence_too() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		OperatorStates::<Test>::insert(11, OperatorState { out: None, back_since: 0, refusals: 2 });
		let (refused, _) = drawn(new_task());
		let (missed, _) = drawn(new_task());
		for operator in [12, 13] {
			assert_ok!(seal(refused, operator, CONTENT));
			assert_ok!(seal(missed, operator, CONTENT));
		}
		assert_ok!(call(11, Call::refuse { task: refused }));
		for operator in [12, 13] {
			assert_ok!(reveal(refused, operator, CONTENT));
		}
		assert_eq!(OperatorStates::<Test>::get(11).out, Some(Cause::Refusals));
		// Its return does not make its absence one of an earlier outage.
		assert_ok!(call(11, Call::return_to_draw {}));
		pass_blocks(SEAL_BLOCKS);
		for operator in [12, 13] {
			assert_ok!(reveal(missed, operator, CONTENT));
		}
		assert_eq!(Accusations::<Test>::get(missed, 11).unwrap().fault, Fault::Absence);
	});
}

#[test]
fn to_withhold_reveals_of_what_is_settled_is_one_outage_too() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		let ids: Vec<_> = (0..4).map(|_| Quorum::open(new_task()).unwrap()).collect();
		pass_blocks(3);
		for id in &ids {
			assert_ok!(seal(*id, 11, CONTENT));
		}
		seal_without(&ids, 11);
		reveal_without(&ids, 11);
		pass_blocks(SEAL_BLOCKS + REVEAL_BLOCKS);
		for id in &ids {
			assert_ok!(call(OUTSIDER, Call::close { task: *id }));
		}
		assert_eq!(Accusations::<Test>::iter().count(), 1);
		assert_eq!(Accusations::<Test>::get(ids[0], 11).unwrap().fault, Fault::Absence);
		assert_eq!(Duties::get()[&11], 1);
	});
}

/// Finality lags, or a document can't be had by anybody: the cause is none of them.
#[test]
fn when_nobody_responded_at_all_nobody_is_absent() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		pass_blocks(SEAL_BLOCKS + REVEAL_BLOCKS);
		events();
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(
			events(),
			[Event::Failed { task: id }, Event::Closed { task: id, returned: 3 * PRICE }]
		);
		assert_eq!(Accusations::<Test>::iter().count(), 0);
		for operator in operators {
			assert_eq!(OperatorStates::<Test>::get(operator), OperatorState::default());
			assert_eq!(Duties::get()[&operator], 0);
		}
		// One that responds, by a refusal even, shows that it could be done: then the others were absent.
		let (id, operators) = drawn(new_task());
		assert_ok!(call(operators[0], Call::refuse { task: id }));
		pass_blocks(SEAL_BLOCKS + REVEAL_BLOCKS);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Accusations::<Test>::iter_prefix(id).count(), 2);
	});
}

#[test]
fn without_a_quorum_only_those_are_absent_who_did_nothing_or_half() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(seal(id, operators[0], CONTENT));
		assert_ok!(seal(id, operators[1], OTHER_CONTENT));
		pass_blocks(SEAL_BLOCKS);
		assert_ok!(reveal(id, operators[0], CONTENT));
		assert_ok!(reveal(id, operators[1], OTHER_CONTENT));
		assert_noop!(call(OUTSIDER, Call::close { task: id }), Error::<Test>::RevealingContinues);
		pass_blocks(REVEAL_BLOCKS);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		// Two that differ, and nobody can say which is right.
		let accused: Vec<_> = Accusations::<Test>::iter_prefix(id).collect();
		assert_eq!(accused.len(), 1);
		assert_eq!((accused[0].0, accused[0].1.fault), (operators[2], Fault::Absence));
	});
}
