// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::{frame_support::assert_err, pallet_assets};

#[test]
fn what_is_not_collected_is_given_back_first() {
	build_and_execute(|| {
		let (policy, first) = concluded(300, 100);
		assert_ok!(collect(INSURER, CLINIC));
		let second = a_claim(policy, 60);
		assert_ok!(conclude(INSURER, second, 60));
		// 60 of it are owed, 40 come from the clinic's account.
		assert_ok!(refund(CLINIC, first));
		assert_eq!((balance(CLINIC), Insurance::owed(&INSURER, &CLINIC, EUR)), (60, 0));
		let money = reserve(INSURER);
		assert_eq!((money.free, money.owed, on_hold(INSURER)), (340, 0, 340));
		assert!(matches!(stage(first), Stage::Refunded { .. }));
		// The other claim is given back out of the account alone.
		assert_ok!(refund(CLINIC, second));
		assert_eq!((balance(CLINIC), reserve(INSURER).free), (0, 400));
	});
}

#[test]
fn only_its_payee_gives_back_what_was_concluded_and_in_time() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 1_000);
		assert_noop!(refund(CLINIC, claim), Error::<Test>::NotConcluded);
		assert_ok!(conclude(INSURER, claim, 1_000));
		assert_ok!(fund(INSURER, 900));
		assert_noop!(refund(HOLDER, claim), Error::<Test>::NotThePayee);
		pass_days(REFUND);
		assert_ok!(refund(CLINIC, claim));
		assert_noop!(refund(CLINIC, claim), Error::<Test>::NotConcluded);
		let again = a_claim(policy, 0);
		assert_ok!(conclude(INSURER, again, 0));
		// Nothing was paid: nothing moves.
		assert_ok!(refund(CLINIC, again));
	});
}

#[test]
fn after_the_refund_days_a_claim_stays_paid() {
	build_and_execute(|| {
		let (_, claim) = concluded(100, 100);
		pass_days(REFUND + 1);
		assert_noop!(refund(CLINIC, claim), Error::<Test>::Expired);
	});
}

#[test]
fn whoever_has_spent_it_gives_nothing_back() {
	build_and_execute(|| {
		let (_, claim) = concluded(100, 100);
		assert_ok!(collect(INSURER, CLINIC));
		assert_ok!(Assets::transfer(RuntimeOrigin::signed(CLINIC), EUR, OUTSIDER, 1));
		assert_noop!(refund(CLINIC, claim), pallet_assets::Error::<Test>::BalanceLow);
	});
}

#[test]
fn money_comes_back_to_an_insurer_that_has_nothing_else_of_the_asset() {
	build_and_execute(|| {
		let (_, claim) = concluded(0, 100);
		assert_ok!(collect(INSURER, CLINIC));
		assert_ok!(Assets::transfer(RuntimeOrigin::signed(INSURER), EUR, OUTSIDER, FUNDS - 100));
		assert_eq!((balance(INSURER), on_hold(INSURER)), (0, 0));
		assert_ok!(refund(CLINIC, claim));
		assert_eq!((on_hold(INSURER), issued()), (100, 2 * FUNDS));
		assert_err!(withdraw(INSURER, 1), Error::<Test>::ReserveNeeded);
	});
}

#[test]
fn a_claim_is_reversed_once_it_is_given_back() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 300);
		let claim = a_claim(policy, 100);
		assert_noop!(reverse(INSURER, claim), Error::<Test>::NotRefunded);
		let held = deposits(INSURER);
		assert_ok!(bill(INSURER, claim, 100, &[1, 2, 3]));
		assert!(deposits(INSURER) > held);
		assert_noop!(reverse(INSURER, claim), Error::<Test>::NotRefunded);
		assert_ok!(refund(CLINIC, claim));
		assert_noop!(reverse(OTHER_INSURER, claim), Error::<Test>::NotTheInsurer);
		assert_ok!(reverse(INSURER, claim));
		assert_noop!(reverse(INSURER, claim), Error::<Test>::NotRefunded);
		assert_eq!(deposits(INSURER), held);
		assert_eq!(Insurance::policy(policy).unwrap().statement.sequence, 2);
		// Evidence and record are free again.
		let again = NextClaim::<Test>::get();
		assert_ok!(submit(policy, Insurance::claim(claim).unwrap().record, CLINIC, 100));
		assert_ok!(bill(INSURER, again, 100, &[3, 2, 1]));
	});
}

#[test]
fn whoever_waits_in_vain_may_waive_it_and_nobody_waits_behind_them() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let (large, small) = (a_claim(policy, u64::MAX.into()), a_claim(policy, 30));
		assert_ok!(conclude(INSURER, large, u64::MAX.into()));
		assert_ok!(conclude(INSURER, small, 30));
		assert_noop!(pay_waiting(INSURER), Error::<Test>::NothingToPay);
		assert_noop!(refund(HOLDER, large), Error::<Test>::NotThePayee);
		assert_ok!(refund(CLINIC, large));
		assert_ok!(pay_waiting(INSURER));
		assert_eq!((reserve(INSURER).waiting, reserve(INSURER).owed), (0, 30));
		assert!(matches!(stage(large), Stage::Concluded { outcome, .. } if outcome.paid == 0));
	});
}
