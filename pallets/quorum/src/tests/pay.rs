// SPDX-License-Identifier: Apache-2.0
use super::*;

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
fn a_liar_is_not_paid_and_its_price_goes_back() {
	build_and_execute(|| {
		let (id, liar) = deviated();
		assert_eq!(Balances::balance(&liar), FUNDS);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Balances::balance(&PAYER), FUNDS - 2 * PRICE);
	});
}
