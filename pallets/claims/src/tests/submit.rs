// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::sp_runtime::DispatchResult;

fn submit_as(who: u64, policy: PolicyId, record: RecordId, payee: u64) -> DispatchResult {
	call(who, Call::submit { policy, record, payee, ceiling: 50, evidence: [7; 32] })
}

#[test]
fn the_holder_or_an_organisation_that_is_to_be_paid_submits() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let record = || record(HOLDER, Category::Claim);
		assert_ok!(submit_as(HOLDER, policy, record(), HOLDER));
		assert_ok!(submit_as(HOLDER, policy, record(), CLINIC));
		assert_ok!(submit_as(CLINIC, policy, record(), CLINIC));
		let other = submit_as(OTHER_CLINIC, policy, record(), CLINIC);
		assert_eq!(other, Err(Error::<Test>::NotTheClaimant.into()));
		let bad = Err(Error::<Test>::BadPayee.into());
		assert_eq!(submit_as(HOLDER, policy, record(), OUTSIDER), bad);
		assert_eq!(submit_as(OUTSIDER, policy, record(), OUTSIDER), bad);
		// An insurer does not bill itself.
		assert_eq!(submit_as(HOLDER, policy, record(), INSURER), bad);
		Organisations::set([OTHER_CLINIC].into());
		assert_eq!(submit_as(CLINIC, policy, record(), CLINIC), bad);
	});
}

#[test]
fn a_claim_stands_in_a_record_of_the_holders_of_its_category() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let of_another = record(OTHER_HOLDER, Category::Claim);
		assert_noop!(submit(policy, of_another, CLINIC, 50), Error::<Test>::OtherPatient);
		let note = record(HOLDER, Category::Encounter);
		assert_noop!(submit(policy, note, CLINIC, 50), Error::<Test>::OtherCategory);
		let own = Insurance::policy(policy).unwrap().record;
		assert_noop!(submit(policy, own, CLINIC, 50), Error::<Test>::OtherCategory);
		assert_noop!(submit(policy, RecordId(99), CLINIC, 50), Error::<Test>::UnknownRecord);
		assert_noop!(submit(PolicyId(9), own, CLINIC, 50), Error::<Test>::UnknownPolicy);
	});
}

#[test]
fn a_claim_comes_until_the_filing_limit_after_the_policys_end() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		pass_days(365 + FILING);
		a_claim(policy, 50);
		pass_days(1);
		let late = record(HOLDER, Category::Claim);
		assert_noop!(submit(policy, late, CLINIC, 50), Error::<Test>::FiledTooLate);
	});
}

#[test]
fn a_version_of_a_record_is_claimed_once_for_a_policy() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 500);
		let record = record(HOLDER, Category::Claim);
		let claim = NextClaim::<Test>::get();
		assert_ok!(submit(policy, record, CLINIC, 50));
		assert_noop!(submit(policy, record, CLINIC, 50), Error::<Test>::AlreadyClaimed);
		assert_ok!(conclude(INSURER, claim, 0));
		assert_noop!(submit(policy, record, CLINIC, 50), Error::<Test>::AlreadyClaimed);
		// Another version is another claim; and so is the same once the first counts for nothing.
		amend(record);
		assert_ok!(submit(policy, record, CLINIC, 50));
		Known::mutate(|known| known.get_mut(&record).unwrap().version = 1);
		assert_ok!(reverse(INSURER, claim));
		assert_ok!(submit(policy, record, CLINIC, 50));
	});
}

#[test]
fn data_rule_11_so_many_claims_are_open_at_most_and_those_that_wait_for_money_are_not() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claims: Vec<_> = (0..MAX_OPEN).map(|_| a_claim(policy, 1_000)).collect();
		let next = record(HOLDER, Category::Claim);
		assert_noop!(submit(policy, next, CLINIC, 50), Error::<Test>::TooManyOpen);
		assert_ok!(conclude(INSURER, claims[0], 1_000));
		assert!(matches!(stage(claims[0]), Stage::Waiting { .. }));
		assert_ok!(submit(policy, next, CLINIC, 50));
	});
}
