// SPDX-License-Identifier: Apache-2.0
//! The chain stands still for longer than every period: it costs nobody anything. Data rule 8.

use super::*;

const LONG: u64 = 1_000 * BLOCK_TIME * SEAL_BLOCKS as u64;

#[test]
fn while_operators_seal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(seal(id, operators[0], CONTENT));
		pause(LONG);
		assert_noop!(call(OUTSIDER, Call::close { task: id }), Error::<Test>::RevealingContinues);
		for operator in &operators[1..] {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		for operator in &operators {
			assert_ok!(reveal(id, *operator, CONTENT));
		}
		assert_eq!(Accusations::<Test>::iter().count(), 0);
	});
}

#[test]
fn while_operators_reveal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		pause(LONG);
		for operator in &operators {
			assert_ok!(reveal(id, *operator, CONTENT));
		}
		assert_eq!(Accusations::<Test>::iter().count(), 0);
	});
}

#[test]
fn while_the_accused_may_challenge_and_the_authority_rule() {
	build_and_execute(|| {
		let (task, operator) = deviated();
		pause(LONG);
		let end = Call::end_accusation { task, operator };
		assert_noop!(call(OUTSIDER, end.clone()), Error::<Test>::ChallengePeriodContinues);
		assert_ok!(call(operator, Call::challenge { task }));
		pause(LONG);
		assert_noop!(call(OUTSIDER, end), Error::<Test>::RulingPeriodContinues);
		assert_ok!(rule_call(Call::rule { task, operator, uphold: false }));
	});
}
