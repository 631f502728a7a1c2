// SPDX-License-Identifier: Apache-2.0
//! Whom a task is drawn from: enough of them, and the same whatever is called until the draw.

use super::*;
use polkadot_sdk::frame_support::BoundedVec;

fn make_busy(operators: &[u64]) {
	Busy::<Test>::put(BoundedVec::truncate_from(operators.to_vec()));
}

fn take_out(operators: &[u64]) {
	for operator in operators {
		let state = OperatorState { out: Some(Cause::Absent), ..Default::default() };
		OperatorStates::<Test>::insert(operator, state);
	}
}

/// What opening a task comes to, of six operators, while these are busy, out, and excluded.
fn open_without(busy: &[u64], out: &[u64], excluded: &[u64]) -> Result<(), DispatchError> {
	new_test_ext().execute_with(|| {
		InService::set((11..=16).collect());
		make_busy(busy);
		take_out(out);
		let excluded = excluded.to_vec().try_into().unwrap();
		Quorum::open(NewTask { excluded, ..new_task() }).map(|_| ())
	})
}

/// Attack: whoever has two operators of six keeps the others busy, or out, or from being drawn.
#[test]
fn when_more_than_half_of_the_organisations_can_t_be_drawn_nothing_opens() {
	let refused: Result<(), DispatchError> = Err(Error::<Test>::OperatorsBusy.into());
	assert_ok!(open_without(&[], &[], &[]));
	assert_ok!(open_without(&[11, 12, 13], &[], &[]));
	assert_eq!(open_without(&[11, 12, 13, 14], &[], &[]), refused);
	assert_ok!(open_without(&[], &[11, 12, 13], &[]));
	assert_eq!(open_without(&[], &[11, 12, 13, 14], &[]), refused);
	assert_eq!(open_without(&[11, 12], &[13, 14], &[]), refused);
	// Excluded by themselves, or by their organisations.
	assert_ok!(open_without(&[11], &[12], &[113]));
	assert_eq!(open_without(&[11], &[12], &[113, 14]), refused);
}

#[test]
fn organisations_count_and_not_operators() {
	build_and_execute(|| {
		// Seven operators of one owner, and three others.
		for operator in 11..=17 {
			accredit(operator, 500);
		}
		take_out(&[18]);
		assert_opens(Ok(()));
		take_out(&[19]);
		assert_opens(Err(Error::<Test>::TooFewOperators.into()));
		take_out(&[20]);
		assert_opens(Err(Error::<Test>::OperatorsBusy.into()));
		// Whom nobody accredited is of no organisation: of one that is free, all are.
		Organisations::mutate(|organisations| organisations.retain(|operator, _| *operator <= 17));
		assert_opens(Err(Error::<Test>::TooFewOperators.into()));
	});
}

/// Whether a task of three seats opens, in a block of its own.
fn assert_opens(expected: Result<(), DispatchError>) {
	pass_blocks(1);
	assert_eq!(Quorum::open(new_task()).map(|_| ()), expected);
}

/// Who is drawn of ten operators, the last of whom is out when the task is opened, if all this is called in the block of
/// the draw, whose builder knows the randomness.
fn drawn_after(seed: u64, calls: impl FnOnce()) -> Vec<u64> {
	new_test_ext().execute_with(|| {
		Seed::set(Some(seed));
		take_out(&[20]);
		let id = Quorum::open(new_task()).unwrap();
		pass_blocks(2);
		calls();
		pass_blocks(1);
		Quorum::do_try_state().unwrap();
		seats(id)
	})
}

/// Attack: whoever builds the block of the draw puts calls in, of operators of their own, until the draw suits.
#[test]
fn nobody_joins_the_draw_of_a_task_that_is_open() {
	for seed in 0..50 {
		let undisturbed = drawn_after(seed, || {});
		assert!(!undisturbed.contains(&20));
		let returned = drawn_after(seed, || {
			assert_ok!(call(20, Call::return_to_draw {}));
		});
		assert_eq!(returned, undisturbed);
		let joined = drawn_after(seed, || {
			accredit(21, 121);
			InService::mutate(|operators| operators.insert(0, 21));
		});
		assert_eq!(joined, undisturbed);
	}
}

/// Nor does an operator get out of a draw by an absence that somebody has closed meanwhile, or has not.
#[test]
fn whoever_goes_out_meanwhile_is_still_drawn() {
	for seed in 0..50 {
		let undisturbed = drawn_after(seed, || {});
		assert_eq!(drawn_after(seed, || take_out(&[11, 12])), undisturbed);
	}
}

#[test]
fn whoever_leaves_service_or_has_no_room_any_more_is_not_drawn() {
	for seed in 0..50 {
		let left = drawn_after(seed, || leave_service(11));
		assert!(!left.contains(&11), "{left:?}");
	}
	build_and_execute(|| {
		InService::set(vec![11, 12, 13, 14]);
		let id = Quorum::open(new_task()).unwrap();
		pass_blocks(2);
		make_busy(&[12]);
		pass_blocks(1);
		let mut operators = seats(id);
		operators.sort_unstable();
		assert_eq!(operators, [11, 13, 14]);
		let passed_over = |event: &Event<Test>| matches!(event, Event::Drawn { busy: 1, .. });
		assert!(events().iter().any(passed_over));
		Busy::<Test>::kill();
	});
}

/// Attack: a requester fills the others' lists once the own task is open.
#[test]
fn when_more_than_half_can_t_be_drawn_any_more_the_task_ends_and_all_goes_back() {
	build_and_execute(|| {
		let id = Quorum::open(new_task()).unwrap();
		make_busy(&[11, 12, 13, 14, 15, 16]);
		pass_blocks(3);
		assert!(Tasks::<Test>::get(id).is_none());
		assert_eq!(Heard::get(), [Told::Failed(id)]);
		assert_eq!(Balances::balance(&PAYER), FUNDS);
		Busy::<Test>::kill();
	});
}

#[test]
fn a_pool_is_kept_until_the_last_task_of_its_block_is_drawn() {
	build_and_execute(|| {
		let ids: Vec<_> = (0..6).map(|_| Quorum::open(new_task()).unwrap()).collect();
		pass_blocks(1);
		let later = Quorum::open(new_task()).unwrap();
		let pools = || Pools::<Test>::iter_keys().count();
		assert_eq!(pools(), 2);
		pass_blocks(2);
		// Four of the first block's six.
		assert_eq!(pools(), 2);
		pass_blocks(1);
		assert_eq!(pools(), 0);
		for id in ids.into_iter().chain([later]) {
			assert_eq!(seats(id).len(), 3);
		}
	});
}
