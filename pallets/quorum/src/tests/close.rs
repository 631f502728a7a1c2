// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_task_closes_when_all_have_revealed() {
	build_and_execute(|| {
		let (id, _) = settled();
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert!(Tasks::<Test>::get(id).is_none());
		assert_noop!(call(OUTSIDER, Call::close { task: id }), Error::<Test>::NotFound);
	});
}

#[test]
fn a_settled_task_stays_while_others_may_reveal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		for operator in &operators[..2] {
			assert_ok!(reveal(id, *operator, CONTENT));
		}
		assert_noop!(call(OUTSIDER, Call::close { task: id }), Error::<Test>::RevealingContinues);
		pass_blocks(SEAL_BLOCKS + REVEAL_BLOCKS);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		// Who did not reveal what others had agreed on is not paid.
		assert_eq!(Balances::balance(&PAYER), FUNDS - 2 * PRICE);
	});
}

#[test]
fn what_nobody_agreed_on_closes_when_all_have_revealed() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for (operator, content) in operators.iter().zip([[1; 32], [2; 32], [3; 32]]) {
			assert_ok!(seal(id, *operator, content));
		}
		for (operator, content) in operators.iter().zip([[1; 32], [2; 32], [3; 32]]) {
			assert_ok!(reveal(id, *operator, content));
		}
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Heard::get().last(), Some(&Told::Failed(id)));
		assert_eq!(Accusations::<Test>::iter().count(), 0);
		assert_eq!(Balances::balance(&PAYER), FUNDS - PRICE);
	});
}

#[test]
fn an_undrawn_task_does_not_close() {
	build_and_execute(|| {
		let id = Quorum::open(new_task()).unwrap();
		assert_noop!(call(OUTSIDER, Call::close { task: id }), Error::<Test>::NotDrawnYet);
	});
}
