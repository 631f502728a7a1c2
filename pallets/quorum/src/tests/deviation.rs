// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn another_digest_than_the_quorums_costs_bond() {
	build_and_execute(|| {
		let (id, liar) = deviated();
		assert_eq!(Accusations::<Test>::get(id, liar).unwrap().fault, Fault::Deviation);
		// The bond stays until then.
		assert_eq!(Duties::get()[&liar], 1);
		let end = Call::end_accusation { task: id, operator: liar };
		assert_noop!(call(OUTSIDER, end.clone()), Error::<Test>::ChallengePeriodContinues);
		pass_blocks(CHALLENGE_BLOCKS);
		assert_ok!(call(OUTSIDER, end.clone()));
		assert_eq!(Penalties::get(), [(liar, Fault::Deviation)]);
		assert_eq!(Duties::get()[&liar], 0);
		assert_noop!(call(OUTSIDER, end), Error::<Test>::NotAccused);
		assert_eq!(balance(liar), FUNDS);
	});
}

#[test]
fn a_deviation_revealed_after_the_quorum_costs_the_same() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators[..2] {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		assert_ok!(seal(id, operators[2], OTHER_CONTENT));
		for operator in &operators[..2] {
			assert_ok!(reveal(id, *operator, CONTENT));
		}
		assert_eq!(Accusations::<Test>::iter().count(), 0);
		assert_ok!(reveal(id, operators[2], OTHER_CONTENT));
		assert_eq!(Accusations::<Test>::get(id, operators[2]).unwrap().fault, Fault::Deviation);
	});
}
