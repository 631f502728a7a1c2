// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_assets;

#[test]
fn money_in_reserve_lies_on_hold_in_the_insurers_own_account() {
	build_and_execute(|| {
		assert_noop!(fund(INSURER, 500), Error::<Test>::NoReserve);
		a_plan(INSURER);
		assert_ok!(fund(INSURER, 500));
		assert_eq!((balance(INSURER), on_hold(INSURER)), (FUNDS - 500, 500));
		assert_eq!(reserve(INSURER).free, 500);
		// Its account in the asset stays: the minimum balance is not for the reserve.
		assert_noop!(fund(INSURER, FUNDS - 500), TokenError::FundsUnavailable);
		assert_ok!(fund(INSURER, FUNDS - 501));
		assert_eq!((balance(INSURER), issued()), (1, 2 * FUNDS));
	});
}

#[test]
fn what_policies_need_is_not_withdrawn() {
	build_and_execute(|| {
		a_policy(INSURER, 50);
		assert_noop!(withdraw(INSURER, 51), Error::<Test>::ReserveNeeded);
		assert_ok!(withdraw(INSURER, 50));
		assert_noop!(withdraw(INSURER, 1), Error::<Test>::ReserveNeeded);
		assert_eq!(on_hold(INSURER), PER_POLICY);
	});
}

#[test]
fn claims_that_wait_are_paid_the_oldest_first_and_so_many_at_once() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claims: Vec<_> = [150, 30, 20, 10].map(|paid| (a_claim(policy, paid), paid)).into();
		for (claim, paid) in &claims {
			assert_ok!(conclude(INSURER, *claim, *paid));
		}
		// 100 would pay each of the others, but they came later.
		assert_eq!((reserve(INSURER).free, reserve(INSURER).waiting), (100, 4));
		assert_noop!(pay_waiting(INSURER), Error::<Test>::NothingToPay);
		assert_ok!(fund(INSURER, 110));
		let waits = |claim| matches!(stage(claim), Stage::Waiting { .. });
		assert_eq!([0, 1, 2, 3].map(|index| waits(claims[index].0)), [false, false, false, true]);
		assert_eq!((reserve(INSURER).free, reserve(INSURER).owed), (10, 200));
		assert_ok!(pay_waiting(INSURER));
		assert_eq!((reserve(INSURER).waiting, reserve(INSURER).owed), (0, 210));
		assert_noop!(pay_waiting(INSURER), Error::<Test>::NothingToPay);
	});
}

#[test]
fn anyone_has_a_payee_collect_everything_at_no_fee() {
	build_and_execute(|| {
		let (policy, _) = concluded(300, 120);
		let second = a_claim(policy, 80);
		assert_ok!(conclude(INSURER, second, 80));
		let done =
			Insurance::collect(RuntimeOrigin::signed(OUTSIDER), INSURER, CLINIC, EUR).unwrap();
		assert_eq!(done.pays_fee, polkadot_sdk::frame_support::dispatch::Pays::No);
		assert_eq!((balance(CLINIC), on_hold(INSURER)), (200, 200));
		assert_noop!(collect(INSURER, CLINIC), Error::<Test>::NothingOwed);
		assert_noop!(collect(OTHER_INSURER, CLINIC), Error::<Test>::NoReserve);
	});
}

#[test]
fn nobody_collects_or_funds_while_the_asset_is_frozen_and_nothing_is_lost() {
	build_and_execute(|| {
		let (policy, _) = concluded(300, 120);
		let authority = || RuntimeOrigin::signed(AUTHORITY);
		assert_ok!(Assets::freeze_asset(authority(), EUR));
		let not_live = pallet_assets::Error::<Test>::AssetNotLive;
		assert_noop!(collect(INSURER, CLINIC), not_live);
		assert_noop!(fund(INSURER, 1), TokenError::FundsUnavailable);
		// Judging goes on.
		let second = a_claim(policy, 80);
		assert_ok!(conclude(INSURER, second, 80));
		assert_ok!(Assets::thaw_asset(authority(), EUR));
		assert_ok!(collect(INSURER, CLINIC));
		assert_eq!(balance(CLINIC), 200);
	});
}
