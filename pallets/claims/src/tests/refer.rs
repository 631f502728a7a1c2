// SPDX-License-Identifier: Apache-2.0
use super::*;

fn refer(insurer: u64, claim: ClaimId) -> polkadot_sdk::sp_runtime::DispatchResult {
	call(insurer, Call::refer { claim })
}

fn deny_care(who: u64, claim: ClaimId) -> polkadot_sdk::sp_runtime::DispatchResult {
	call(who, Call::deny_care { claim })
}

/// A claim that a clinic submits for itself.
fn a_clinics_claim(policy: PolicyId) -> ClaimId {
	let id = NextClaim::<Test>::get();
	let evidence = commitment(&(0..MAX_PIECES).collect::<Vec<_>>());
	let record = record(HOLDER, Category::Claim);
	assert_ok!(submit_with(CLINIC, policy, record, CLINIC, 50, evidence));
	id
}

fn tally() -> InsurerTally {
	Insurance::insurer_tally(&INSURER)
}

#[test]
fn a_claim_is_referred_once_with_a_new_deadline() {
	build_and_execute(|| {
		let claim = a_claim(a_policy(INSURER, 100), 50);
		assert_noop!(refer(OTHER_INSURER, claim), Error::<Test>::NotTheInsurer);
		assert_noop!(refer(INSURER, ClaimId(9)), Error::<Test>::UnknownClaim);
		pass_days(DECIDE_DAYS - 1);
		assert_ok!(refer(INSURER, claim));
		let Stage::Submitted { decide_until } = stage(claim) else { panic!("it is submitted") };
		assert_eq!(decide_until.moment, Timestamp::get() + u64::from(REFER_DAYS) * DAY);
		assert_noop!(refer(INSURER, claim), Error::<Test>::AlreadyReferred);
		pass_days(REFER_DAYS - 1);
		assert_ok!(conclude(INSURER, claim, 50));
		assert_eq!(tally(), InsurerTally { concluded: 1, referred: 1, ..Default::default() });
		assert_noop!(refer(INSURER, claim), Error::<Test>::AlreadyConcluded);
	});
}

#[test]
fn who_is_late_refers_nothing_and_is_counted() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let (late, referred) = (a_claim(policy, 50), a_claim(policy, 50));
		assert_ok!(refer(INSURER, referred));
		pass_days(DECIDE_DAYS);
		assert_noop!(refer(INSURER, late), Error::<Test>::Expired);
		assert_ok!(conclude(INSURER, late, 50));
		assert_ok!(conclude(INSURER, referred, 50));
		assert_eq!(tally(), InsurerTally { concluded: 2, late: 1, referred: 1, care_denied: 0 });
	});
}

#[test]
fn only_the_holder_denies_care_and_not_what_the_holder_is_paid() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 200);
		let claim = a_clinics_claim(policy);
		for who in [INSURER, CLINIC, OTHER_HOLDER, OUTSIDER] {
			assert_noop!(deny_care(who, claim), Error::<Test>::NotTheHolder);
		}
		assert_ok!(deny_care(HOLDER, claim));
		assert_eq!(events().last(), Some(&Event::CareDenied { claim }));
		assert_noop!(deny_care(HOLDER, claim), Error::<Test>::AlreadyDenied);
		assert_eq!(tally().care_denied, 1);
		// It decides nothing: that is the insurer's.
		assert_ok!(conclude(INSURER, claim, 50));
		let own = NextClaim::<Test>::get();
		assert_ok!(submit(policy, record(HOLDER, Category::Claim), HOLDER, 50));
		assert_noop!(deny_care(HOLDER, own), Error::<Test>::OwnClaim);
		// Nor what the holder submitted, whoever is paid: so nobody brings a clinic into disrepute alone.
		let submitted = a_claim(policy, 50);
		assert_noop!(deny_care(HOLDER, submitted), Error::<Test>::OwnClaim);
	});
}

#[test]
fn care_is_denied_after_it_was_paid_and_not_once_it_was_given_back() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 300);
		let [paid, returned] = [(), ()].map(|()| a_clinics_claim(policy));
		assert_ok!(conclude(INSURER, paid, 50));
		assert_ok!(deny_care(HOLDER, paid));
		assert_ok!(conclude(INSURER, returned, 50));
		assert_ok!(refund(CLINIC, returned));
		assert_noop!(deny_care(HOLDER, returned), Error::<Test>::AlreadyDenied);
	});
}

#[test]
fn an_insurer_without_plans_keeps_its_tally() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 50);
		assert_ok!(conclude(INSURER, claim, 0));
		let plan = Insurance::policy(policy).unwrap().plan;
		pass_days(365 + FILING + 1);
		assert_ok!(close_claim(claim));
		assert_ok!(call(OUTSIDER, Call::close_policy { policy }));
		assert_ok!(call(INSURER, Call::close_plan { plan }));
		assert_ok!(withdraw(INSURER, PER_POLICY));
		assert_ok!(call(INSURER, Call::remove_plan { plan }));
		assert_eq!(Insurance::plan(plan), None);
		assert_eq!(tally().concluded, 1);
	});
}
