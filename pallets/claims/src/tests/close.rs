// SPDX-License-Identifier: Apache-2.0
use super::*;

fn close_policy(policy: PolicyId) -> polkadot_sdk::sp_runtime::DispatchResult {
	call(OUTSIDER, Call::close_policy { policy })
}

#[test]
fn a_concluded_claim_is_kept_for_a_time_and_until_its_payee_has_collected() {
	build_and_execute(|| {
		let (policy, claim) = concluded(100, 100);
		pass_days(KEEP - 1);
		assert_noop!(close_claim(claim), Error::<Test>::ClaimKept);
		pass_days(1);
		assert_noop!(close_claim(claim), Error::<Test>::NotCollected);
		assert_ok!(collect(INSURER, CLINIC));
		assert_ok!(close_claim(claim));
		assert_eq!((deposits(HOLDER), Insurance::policy(policy).unwrap().claims), (0, 0));
		assert_noop!(close_claim(claim), Error::<Test>::UnknownClaim);
	});
}

#[test]
fn a_claim_that_nobody_judged_is_closed_after_its_deadline_and_the_keeping() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim(policy, 100);
		pass_days(DECIDE_DAYS + KEEP - 1);
		assert_noop!(close_claim(claim), Error::<Test>::ClaimKept);
		pass_days(1);
		// Its insurer can't remove what proves that it was filed in time.
		for other in [INSURER, OUTSIDER] {
			let close = Call::close_claim { claim };
			assert_noop!(call(other, close), Error::<Test>::NotTheClaimant);
		}
		assert_ok!(close_claim(claim));
		assert_eq!(Insurance::policy(policy).unwrap().open_claims, 0);
		assert_eq!(reserve(INSURER).open, 0);
	});
}

#[test]
fn a_claim_that_waits_for_money_is_kept_for_ever() {
	build_and_execute(|| {
		let (_, claim) = concluded(0, 1_000);
		pass_days(1_000);
		assert_noop!(close_claim(claim), Error::<Test>::ClaimKept);
	});
}

#[test]
fn closing_a_reversed_claim_leaves_the_one_that_took_its_record() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim(policy, 100);
		let record = Insurance::claim(claim).unwrap().record;
		assert_ok!(conclude(INSURER, claim, 0));
		assert_ok!(reverse(INSURER, claim));
		assert_ok!(submit(policy, record, CLINIC, 100));
		pass_days(KEEP);
		assert_ok!(close_claim(claim));
		assert_noop!(submit(policy, record, CLINIC, 100), Error::<Test>::AlreadyClaimed);
	});
}

#[test]
fn a_policy_is_closed_after_its_filing_limit_and_its_last_claim() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		pass_days(365 + FILING);
		let claim = a_claim(policy, 50);
		assert_noop!(close_policy(policy), Error::<Test>::FilingContinues);
		pass_days(1);
		assert_noop!(close_policy(policy), Error::<Test>::ClaimsLeft);
		assert_ok!(conclude(INSURER, claim, 50));
		assert_ok!(collect(INSURER, CLINIC));
		pass_days(KEEP);
		assert_ok!(close_claim(claim));
		assert_eq!(reserve(INSURER).required, PER_POLICY);
		assert_ok!(close_policy(policy));
		assert_eq!(reserve(INSURER).required, 0);
		assert_ok!(withdraw(INSURER, 50));
	});
}
