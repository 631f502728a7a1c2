// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn the_authority_excuses_and_the_deposit_goes_back() {
	build_and_execute(|| {
		let (task, operator) = deviated();
		assert_ok!(call(operator, Call::challenge { task }));
		assert_eq!(Balances::balance(&operator), FUNDS - DEPOSIT);
		assert_ok!(rule_call(Call::rule { task, operator, uphold: false }));
		assert_eq!(Balances::balance(&operator), FUNDS);
		assert_eq!(Penalties::get(), []);
		assert_eq!(Duties::get()[&operator], 0);
	});
}

#[test]
fn an_upheld_accusation_costs_bond_and_deposit() {
	build_and_execute(|| {
		let (task, operator) = deviated();
		assert_ok!(call(operator, Call::challenge { task }));
		assert_ok!(rule_call(Call::rule { task, operator, uphold: true }));
		assert_eq!(balance(operator), FUNDS - DEPOSIT);
		assert_eq!(Penalties::get(), [(operator, Fault::Deviation)]);
	});
}

#[test]
fn when_the_authority_does_not_rule_in_time_the_operator_is_excused() {
	build_and_execute(|| {
		let (task, operator) = deviated();
		assert_ok!(call(operator, Call::challenge { task }));
		let end = Call::end_accusation { task, operator };
		assert_noop!(call(OUTSIDER, end.clone()), Error::<Test>::RulingPeriodContinues);
		pass_blocks(RULING_BLOCKS);
		let late = rule_call(Call::rule { task, operator, uphold: true });
		assert_noop!(late, Error::<Test>::Expired);
		assert_ok!(call(OUTSIDER, end));
		assert_eq!(Balances::balance(&operator), FUNDS);
		assert_eq!(Penalties::get(), []);
	});
}

/// Attack: an accused operator challenges so that nobody gets their money. Nobody else waits for the ruling.
#[test]
fn a_challenge_keeps_nobody_else_waiting() {
	build_and_execute(|| {
		let (task, operator) = deviated();
		assert_ok!(call(operator, Call::challenge { task }));
		assert_ok!(call(OUTSIDER, Call::close { task }));
		assert_eq!(Balances::balance(&PAYER), FUNDS - 2 * PRICE);
		let waiting = Duties::get().into_iter().filter(|(_, duties)| *duties > 0);
		assert_eq!(waiting.map(|(operator, _)| operator).collect::<Vec<_>>(), [operator]);
	});
}

#[test]
fn only_the_accused_challenges_once_and_in_time() {
	build_and_execute(|| {
		let (task, operator) = deviated();
		assert_noop!(call(OUTSIDER, Call::challenge { task }), Error::<Test>::NotAccused);
		let early = rule_call(Call::rule { task, operator, uphold: true });
		assert_noop!(early, Error::<Test>::NotChallenged);
		let not_theirs = call(operator, Call::rule { task, operator, uphold: false });
		assert_noop!(not_theirs, DispatchError::BadOrigin);
		assert_ok!(call(operator, Call::challenge { task }));
		assert_noop!(call(operator, Call::challenge { task }), Error::<Test>::AlreadyChallenged);
		let (task, operator) = deviated();
		pass_blocks(CHALLENGE_BLOCKS);
		assert_noop!(call(operator, Call::challenge { task }), Error::<Test>::Expired);
	});
}
