// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};

#[test]
fn those_are_paid_whose_seals_opened_with_the_quorums_digest() {
	build_and_execute(|| {
		let (id, operators) = settled();
		for operator in operators {
			assert_eq!(Balances::balance(&operator), FUNDS + PRICE);
		}
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Balances::balance(&PAYER), FUNDS - 3 * PRICE);
	});
}

#[test]
fn each_operators_paid_seats_are_counted_and_no_others() {
	build_and_execute(|| {
		InService::set(vec![11, 12, 13]);
		settled();
		let (_, liar) = deviated();
		// Neither a refusal nor a seat of a task that failed.
		let (id, operators) = drawn(new_task());
		for operator in &operators[..2] {
			assert_ok!(call(*operator, Call::refuse { task: id }));
		}
		for operator in [11, 12, 13] {
			let seats = if operator == liar { 1 } else { 2 };
			assert_eq!(Quorum::paid_seats(&operator), seats);
		}
		assert_eq!(Quorum::paid_seats(&14), 0);
	});
}

/// Attack: a payer has its money locked once its task is open, such as by a vote, and operators work for nothing.
#[test]
fn what_a_payer_locks_meanwhile_pays_all_the_same() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		Balances::set_lock(*b"a lock  ", &PAYER, FUNDS, WithdrawReasons::all());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		for operator in &operators {
			assert_ok!(reveal(id, *operator, CONTENT));
		}
		for operator in &operators {
			assert_eq!(balance(*operator), FUNDS + PRICE);
		}
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(balance(PAYER), FUNDS - 3 * PRICE);
	});
}

#[test]
fn a_liar_is_not_paid_and_its_price_goes_back() {
	build_and_execute(|| {
		let (id, liar) = deviated();
		assert_eq!(Balances::balance(&liar), FUNDS);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Balances::balance(&PAYER), FUNDS - 2 * PRICE);
	});
}
