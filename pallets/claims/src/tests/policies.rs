// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::sp_runtime::DispatchResult;

fn issue_for(plan: PlanId, from: Day, until: Day) -> DispatchResult {
	let record = record(HOLDER, Category::Claim);
	call(INSURER, Call::issue { plan, holder: HOLDER, from, until, record })
}

fn end(who: u64, policy: PolicyId, until: Day) -> DispatchResult {
	call(who, Call::end_policy { policy, until })
}

#[test]
fn a_policy_begins_as_far_back_as_its_plan_allows_and_never_ends_in_the_past() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_ok!(fund(INSURER, 1_000));
		pass_days(40);
		let issue = |from, until| issue_for(plan, from, until);
		assert_noop!(issue(day(-31), day(10)), Error::<Test>::TooFarBack);
		assert_noop!(issue(day(-30), day(-1)), Error::<Test>::InThePast);
		assert_noop!(issue(day(5), day(4)), Error::<Test>::EndsBeforeItBegins);
		assert_noop!(issue(today(), day(1_101)), Error::<Test>::PolicyTooLong);
		assert_ok!(issue(day(-30), today()));
		assert_ok!(issue(today(), day(1_100)));
	});
}

#[test]
fn a_policy_is_a_patients_and_stands_in_a_record_of_theirs() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_ok!(fund(INSURER, 1_000));
		let issue = |holder, record| {
			let (from, until) = (today(), day(10));
			call(INSURER, Call::issue { plan, holder, from, until, record })
		};
		let good = record(HOLDER, Category::Claim);
		assert_noop!(issue(OUTSIDER, good), Error::<Test>::NotAPatient);
		assert_noop!(issue(OTHER_HOLDER, good), Error::<Test>::OtherPatient);
		assert_noop!(issue(HOLDER, RecordId(9)), Error::<Test>::UnknownRecord);
		let note = record(HOLDER, Category::DocumentReference);
		assert_noop!(issue(HOLDER, note), Error::<Test>::OtherCategory);
		assert_ok!(issue(HOLDER, good));
	});
}

#[test]
fn only_the_plans_insurer_in_force_issues_under_an_open_plan() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_ok!(fund(INSURER, 1_000));
		assert_noop!(issue(OTHER_INSURER, plan, HOLDER), Error::<Test>::NotTheInsurer);
		assert_ok!(call(INSURER, Call::close_plan { plan }));
		assert_noop!(issue(INSURER, plan, HOLDER), Error::<Test>::PlanClosed);
		Insurers::set([].into());
		assert_noop!(issue(INSURER, plan, HOLDER), Error::<Test>::NotAnInsurer);
	});
}

#[test]
fn the_holder_ends_a_policy_at_once_and_the_insurer_with_notice() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		assert_noop!(end(OUTSIDER, policy, day(40)), Error::<Test>::NotTheHolder);
		assert_noop!(end(INSURER, policy, day(29)), Error::<Test>::NoticeTooShort);
		assert_ok!(end(INSURER, policy, day(30)));
		assert_noop!(end(INSURER, policy, day(31)), Error::<Test>::NotEarlier);
		assert_noop!(end(HOLDER, policy, day(-1)), Error::<Test>::InThePast);
		assert_noop!(end(HOLDER, policy, day(30)), Error::<Test>::NotEarlier);
		assert_ok!(end(HOLDER, policy, today()));
	});
}

#[test]
fn a_policy_that_has_not_begun_ends_no_earlier_than_it_begins() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_ok!(fund(INSURER, PER_POLICY));
		assert_ok!(issue_for(plan, day(5), day(50)));
		let policy = PolicyId(0);
		assert_noop!(end(HOLDER, policy, day(4)), Error::<Test>::EndsBeforeItBegins);
		assert_ok!(end(HOLDER, policy, day(5)));
	});
}
