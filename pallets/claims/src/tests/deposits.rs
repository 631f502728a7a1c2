// SPDX-License-Identifier: Apache-2.0
//! Everything stored is paid for, and given back. Data rule 11.

use super::*;

#[test]
fn data_rule_11_the_insurer_pays_for_plans_policies_and_evidence_and_whoever_files_for_a_claim() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let before = deposits(INSURER);
		let claim = NextClaim::<Test>::get();
		let record = record(HOLDER, Category::Claim);
		assert_ok!(submit_with(CLINIC, policy, record, CLINIC, 100, commitment(&[1])));
		assert!(deposits(CLINIC) > 0);
		assert_eq!((deposits(HOLDER), deposits(INSURER)), (0, before));
		assert_ok!(conclude_with(INSURER, claim, 0, Some(shown(&[1], &[1]))));
		let one = deposits(INSURER) - before;
		let second = a_claim(policy, 100);
		assert!(deposits(HOLDER) > 0);
		assert_ok!(bill(INSURER, second, 0, &[2, 3]));
		assert!(deposits(INSURER) - before - one > one, "two pieces cost more than one");
	});
}

#[test]
fn data_rule_11_whoever_cannot_pay_stores_nothing() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let everything = Balances::free_balance(HOLDER) - 1;
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(HOLDER),
			OUTSIDER,
			everything
		));
		let record = record(HOLDER, Category::Claim);
		assert_noop!(submit(policy, record, CLINIC, 100), TokenError::FundsUnavailable);
	});
}

#[test]
fn data_rule_11_all_deposits_go_back_in_the_end() {
	build_and_execute(|| {
		let (policy, claim) = concluded(100, 100);
		let plan = Insurance::policy(policy).unwrap().plan;
		assert_ok!(collect(INSURER, CLINIC));
		assert_ok!(revise(INSURER, plan, day(30), terms(10)));
		pass_days(365 + FILING + 1);
		assert_ok!(close_claim(claim));
		assert_ok!(call(OUTSIDER, Call::close_policy { policy }));
		assert_ok!(call(INSURER, Call::close_plan { plan }));
		assert_ok!(withdraw(INSURER, PER_POLICY));
		assert_ok!(call(INSURER, Call::remove_plan { plan }));
		assert_eq!([INSURER, HOLDER, CLINIC].map(deposits), [0; 3]);
		assert_eq!(PlanVersions::<Test>::iter().count(), 0);
	});
}
