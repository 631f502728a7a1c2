// SPDX-License-Identifier: Apache-2.0
//! What somebody may try, one test each. The README's table names them.

use super::*;

/// A policy at each of two insurers, each with so much money for claims.
fn two_policies(money: u128) -> [PolicyId; 2] {
	[INSURER, OTHER_INSURER].map(|insurer| a_policy(insurer, money))
}

#[test]
fn a_statement_that_was_replaced_concludes_and_reverses_nothing() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let (first, second) = (a_claim(policy, 50), a_claim(policy, 50));
		let from = |claim, sequence| {
			let (statement, outcome) = (pointer(1), pointer(2));
			Call::conclude { claim, sequence, statement, paid: 0, outcome, evidence: None }
		};
		assert_ok!(call(INSURER, from(first, 0)));
		// Both were judged from the same statement; the second loses the race, and nothing else.
		assert_noop!(call(INSURER, from(second, 0)), Error::<Test>::StaleStatement);
		assert_noop!(call(INSURER, from(second, 2)), Error::<Test>::StaleStatement);
		let stale = Call::reverse { claim: first, sequence: 0, statement: pointer(3) };
		assert_noop!(call(INSURER, stale), Error::<Test>::StaleStatement);
		assert_ok!(call(INSURER, from(second, 1)));
	});
}

#[test]
fn a_claim_is_concluded_once() {
	build_and_execute(|| {
		let (_, claim) = concluded(300, 100);
		assert_noop!(conclude(INSURER, claim, 100), Error::<Test>::AlreadyConcluded);
		assert_ok!(refund(CLINIC, claim));
		assert_noop!(conclude(INSURER, claim, 100), Error::<Test>::AlreadyConcluded);
		assert_ok!(reverse(INSURER, claim));
		assert_noop!(conclude(INSURER, claim, 100), Error::<Test>::AlreadyConcluded);
	});
}

#[test]
fn evidence_is_billed_at_one_insurer_alone() {
	build_and_execute(|| {
		let claims = two_policies(100).map(|policy| a_claim(policy, 100));
		assert_ok!(bill(INSURER, claims[0], 100, &[1, 2]));
		let again = bill(OTHER_INSURER, claims[1], 100, &[3, 2]);
		assert_eq!(again, Err(Error::<Test>::BilledBefore.into()));
		// Nothing of what was refused is billed.
		assert!(!Insurance::is_billed(&[3; 32]));
		assert_ok!(bill(OTHER_INSURER, claims[1], 100, &[3]));
	});
}

#[test]
fn nobody_bills_what_they_learn_from_a_conclusion_that_waits_in_the_pool() {
	build_and_execute(|| {
		let [policy, others] = two_policies(100);
		let claim = a_claim_with(policy, 100, commitment(&[1]));
		// Another insurer sees the nullifier in the pool. No claim of its own is committed to it.
		let committed = a_claim_with(others, 100, commitment(&[2]));
		let stolen = Some(shown(&[1], &[1]));
		let by = |claim| conclude_with(OTHER_INSURER, claim, 0, stolen.clone());
		assert_noop!(by(committed), Error::<Test>::OtherEvidence);
		// Nor does one that is submitted now bill it in the same block.
		let late = NextClaim::<Test>::get();
		let (record, evidence) = (record(HOLDER, Category::Claim), commitment(&[1]));
		let submit = Call::submit { policy: others, record, payee: CLINIC, ceiling: 100, evidence };
		assert_ok!(call(HOLDER, submit));
		assert_noop!(by(late), Error::<Test>::TooSoon);
		assert_ok!(conclude_with(INSURER, claim, 100, Some(shown(&[1], &[1]))));
		pass_days(1);
		assert_noop!(by(late), Error::<Test>::BilledBefore);
	});
}

#[test]
fn only_the_policys_insurer_concludes() {
	build_and_execute(|| {
		let [policy, _] = two_policies(100);
		let claim = a_claim(policy, 100);
		// So nobody else bills another's evidence in advance: a submission names none.
		for who in [OTHER_INSURER, CLINIC, HOLDER, OUTSIDER] {
			assert_noop!(bill(who, claim, 0, &[1]), Error::<Test>::NotTheInsurer);
		}
	});
}

#[test]
fn no_more_is_paid_than_was_claimed() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 500);
		let claim = a_claim(policy, 100);
		assert_noop!(conclude(INSURER, claim, 101), Error::<Test>::AboveCeiling);
		assert_ok!(conclude(INSURER, claim, 100));
	});
}

#[test]
fn nothing_is_withdrawn_and_no_policy_issued_while_claims_wait() {
	build_and_execute(|| {
		let (policy, _) = concluded(50, 200);
		let plan = Insurance::policy(policy).unwrap().plan;
		assert_noop!(withdraw(INSURER, 1), Error::<Test>::ClaimsWaiting);
		let issued = issue(INSURER, plan, HOLDER);
		assert_eq!(issued, Err(Error::<Test>::ClaimsWaiting.into()));
		// Nor under another plan in the same asset.
		let other = a_plan(INSURER);
		assert_eq!(issue(INSURER, other, HOLDER), issued);
	});
}

#[test]
fn no_policy_is_issued_without_its_reserve() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_ok!(fund(INSURER, 2 * PER_POLICY - 1));
		assert_ok!(issue(INSURER, plan, HOLDER));
		let second = issue(INSURER, plan, OTHER_HOLDER);
		assert_eq!(second, Err(Error::<Test>::ReserveNeeded.into()));
		assert_ok!(fund(INSURER, 1));
		assert_ok!(issue(INSURER, plan, OTHER_HOLDER));
	});
}

#[test]
fn an_insurer_spends_nothing_of_its_reserve() {
	build_and_execute(|| {
		a_policy(INSURER, 100);
		let all = Assets::transfer(RuntimeOrigin::signed(INSURER), EUR, OUTSIDER, FUNDS - 100);
		assert!(all.is_err());
		assert_eq!(on_hold(INSURER), 200);
	});
}

#[test]
fn a_payee_that_is_blocked_keeps_nobody_else_from_collecting() {
	build_and_execute(|| {
		let (policy, claim) = concluded(300, 100);
		mint(EUR, CLINIC, 1);
		let authority = || RuntimeOrigin::signed(AUTHORITY);
		assert_ok!(Assets::block(authority(), EUR, CLINIC));
		let record = record(HOLDER, Category::Claim);
		let other = NextClaim::<Test>::get();
		assert_ok!(submit(policy, record, OTHER_CLINIC, 70));
		assert_ok!(conclude(INSURER, other, 70));
		assert_noop!(collect(INSURER, CLINIC), TokenError::CannotCreate);
		assert_ok!(collect(INSURER, OTHER_CLINIC));
		assert_eq!((balance(OTHER_CLINIC), reserve(INSURER).owed), (70, 100));
		// What it is owed waits for it.
		assert_ok!(Assets::thaw(authority(), EUR, CLINIC));
		assert_ok!(collect(INSURER, CLINIC));
		assert_eq!(balance(CLINIC), 101);
		assert!(matches!(stage(claim), Stage::Concluded { .. }));
	});
}

#[test]
fn nothing_is_collected_twice_nor_after_it_was_given_back() {
	build_and_execute(|| {
		let (_, claim) = concluded(100, 100);
		assert_ok!(refund(CLINIC, claim));
		assert_noop!(collect(INSURER, CLINIC), Error::<Test>::NothingOwed);
		assert_noop!(refund(CLINIC, claim), Error::<Test>::NotConcluded);
		assert_eq!((balance(CLINIC), reserve(INSURER).free), (0, 200));
	});
}

#[test]
fn a_suspended_insurer_still_answers_for_its_claims() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 150);
		Insurers::set([].into());
		let after = a_claim(policy, 10);
		assert_ok!(conclude(INSURER, claim, 150));
		assert_ok!(fund(INSURER, 60));
		assert_ok!(conclude(INSURER, after, 10));
		assert_ok!(collect(INSURER, CLINIC));
		assert_eq!(balance(CLINIC), 160);
	});
}

#[test]
fn a_suspended_payee_still_gets_what_it_is_owed() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim(policy, 100);
		Organisations::set([].into());
		assert_ok!(conclude(INSURER, claim, 100));
		assert_ok!(collect(INSURER, CLINIC));
		assert_eq!(balance(CLINIC), 100);
	});
}

#[test]
fn a_plan_is_not_revised_backwards() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		let revise = |valid_from| revise(INSURER, plan, valid_from, terms(FILING));
		assert_ok!(revise(day(60)));
		assert_noop!(revise(day(60)), Error::<Test>::NotLater);
		assert_noop!(revise(day(59)), Error::<Test>::NotLater);
		assert_noop!(revise(day(-60)), Error::<Test>::NoticeTooShort);
		assert_ok!(revise(day(61)));
	});
}

#[test]
fn a_claim_that_was_closed_frees_its_record_and_not_its_evidence() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 300);
		let claim = a_claim(policy, 100);
		let record = Insurance::claim(claim).unwrap().record;
		assert_ok!(bill(INSURER, claim, 100, &[1]));
		assert_ok!(collect(INSURER, CLINIC));
		pass_days(KEEP);
		assert_ok!(close_claim(claim));
		let again = NextClaim::<Test>::get();
		assert_ok!(submit(policy, record, CLINIC, 100));
		assert_noop!(bill(INSURER, again, 100, &[1]), Error::<Test>::BilledBefore);
	});
}

/// Data rule 8.
#[test]
fn a_pause_of_the_chain_takes_no_time_from_a_claim_that_is_not_judged() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim(policy, 100);
		let now = Timestamp::get();
		Timestamp::set_timestamp(now + 300 * salus_primitives::DAY);
		assert_noop!(close_claim(claim), Error::<Test>::ClaimKept);
		assert_ok!(conclude(INSURER, claim, 100));
	});
}

#[test]
fn an_insurer_does_not_withdraw_first_and_judge_afterwards() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 500);
		let claim = a_claim(policy, 500);
		assert_noop!(withdraw(INSURER, 1), Error::<Test>::ClaimsOpen);
		assert_ok!(conclude(INSURER, claim, 400));
		assert_ok!(withdraw(INSURER, 100));
	});
}

#[test]
fn no_policy_is_sold_for_days_without_terms_or_out_of_reach() {
	build_and_execute(|| {
		let plan = NextPlan::<Test>::get();
		assert_noop!(
			publish(INSURER, new_plan(), day(1_101), terms(FILING)),
			Error::<Test>::TooFarAhead
		);
		assert_ok!(publish(INSURER, new_plan(), day(10), terms(FILING)));
		assert_ok!(fund(INSURER, PER_POLICY));
		assert_noop!(issue(INSURER, plan, HOLDER), Error::<Test>::TooFarBack);
		let record = record(HOLDER, Category::Claim);
		let far = (day(1_101), day(1_200));
		let issue = |(from, until)| {
			call(INSURER, Call::issue { plan, holder: HOLDER, from, until, record })
		};
		assert_noop!(issue(far), Error::<Test>::TooFarAhead);
		assert_ok!(issue((day(10), day(20))));
	});
}

#[test]
fn nobody_claims_more_than_the_rules_can_come_to() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let record = record(HOLDER, Category::Claim);
		let most = u128::from(u64::MAX);
		assert_noop!(submit(policy, record, CLINIC, most + 1), Error::<Test>::CeilingTooHigh);
		assert_ok!(submit(policy, record, CLINIC, most));
	});
}
