// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_adjudication::{Caps, MAX_BENEFITS};

#[test]
fn an_insurer_in_force_publishes_a_plan_in_an_asset_that_exists() {
	build_and_execute(|| {
		let id = a_plan(INSURER);
		let plan = Insurance::plan(id).unwrap();
		assert_eq!((plan.insurer, plan.versions, plan.filing_limit), (INSURER, 1, FILING));
		assert_eq!(Insurance::plan_versions(id)[0].terms, terms(FILING));
		assert_eq!(events(), [Event::PlanPublished { plan: id, insurer: INSURER }]);
		let publish = |insurer, plan| publish(insurer, plan, today(), terms(FILING));
		assert_noop!(publish(CLINIC, new_plan()), Error::<Test>::NotAnInsurer);
		let unknown = NewPlan { asset: 2, ..new_plan() };
		assert_noop!(publish(INSURER, unknown), Error::<Test>::UnknownAsset);
		let unknown = NewPlan { currency: Currency(*b"eur"), ..new_plan() };
		assert_noop!(publish(INSURER, unknown), Error::<Test>::UnknownCurrency);
		Insurers::set([].into());
		assert_noop!(publish(INSURER, new_plan()), Error::<Test>::NotAnInsurer);
	});
}

#[test]
fn terms_are_of_known_rules_and_consistent_and_not_too_long() {
	build_and_execute(|| {
		let publish = |terms| publish(INSURER, new_plan(), today(), terms);
		let unknown = Terms { rules: RULES_VERSION + 1, ..terms(FILING) };
		assert_noop!(publish(unknown), Error::<Test>::UnknownRules);
		let twice = vec![benefit(1), benefit(1)].try_into().unwrap();
		let inconsistent = Terms { benefits: twice, ..terms(FILING) };
		assert_noop!(publish(inconsistent), Error::<Test>::InconsistentTerms);
		let late = terms(MAX_FILING + 1);
		assert_noop!(publish(late), Error::<Test>::FilingLimitTooLong);
		let mut many: Vec<_> = (1..=MAX_BENEFITS).map(|id| benefit(id as u16)).collect();
		for benefit in &mut many {
			// More than a hundred bytes each.
			let most = salus_adjudication::Amount(u64::MAX);
			benefit.in_network.price = most;
			benefit.in_network.adult.copayment = most;
			benefit.in_network.child.copayment = most;
			benefit.out_of_network = Some(benefit.in_network);
			benefit.limits.line = Some(most);
			benefit.limits.day = Some(most);
			benefit.limits.year = Some(most);
		}
		let long = Terms { benefits: many.try_into().unwrap(), ..terms(FILING) };
		assert_noop!(publish(long), Error::<Test>::TermsTooLong);
		assert_ok!(publish(Terms { maximum: Caps::default(), ..terms(MAX_FILING) }));
	});
}

#[test]
fn the_first_version_needs_no_notice_but_is_not_of_the_past() {
	build_and_execute(|| {
		let publish = |valid_from| publish(INSURER, new_plan(), valid_from, terms(FILING));
		assert_noop!(publish(day(-1)), Error::<Test>::InThePast);
		assert_ok!(publish(today()));
		assert_ok!(publish(day(400)));
	});
}

#[test]
fn a_revision_comes_with_notice_and_changes_no_version() {
	build_and_execute(|| {
		let id = a_plan(INSURER);
		let revise = |valid_from, filing| revise(INSURER, id, valid_from, terms(filing));
		assert_noop!(revise(day(29), 20), Error::<Test>::NoticeTooShort);
		assert_ok!(revise(day(30), 20));
		let versions = Insurance::plan_versions(id);
		assert_eq!(versions[0].terms, terms(FILING));
		assert_eq!(versions[1], Version { valid_from: day(30), terms: terms(20) });
		// It only grows.
		assert_eq!(Insurance::plan(id).unwrap().filing_limit, FILING);
		assert_ok!(revise(day(31), MAX_FILING));
		assert_eq!(Insurance::plan(id).unwrap().filing_limit, MAX_FILING);
	});
}

#[test]
fn only_its_insurer_in_force_revises_an_open_plan() {
	build_and_execute(|| {
		let id = a_plan(INSURER);
		let revise = |insurer, id| revise(insurer, id, day(30), terms(FILING));
		assert_noop!(revise(INSURER, PlanId(9)), Error::<Test>::UnknownPlan);
		assert_noop!(revise(OTHER_INSURER, id), Error::<Test>::NotTheInsurer);
		Insurers::set([OTHER_INSURER].into());
		assert_noop!(revise(INSURER, id), Error::<Test>::NotAnInsurer);
		// Closing is never refused.
		assert_ok!(call(INSURER, Call::close_plan { plan: id }));
		Insurers::set([INSURER].into());
		assert_noop!(revise(INSURER, id), Error::<Test>::PlanClosed);
		assert_noop!(call(INSURER, Call::close_plan { plan: id }), Error::<Test>::PlanClosed);
	});
}

#[test]
fn data_rule_11_a_plan_has_sixteen_versions_at_most() {
	build_and_execute(|| {
		let id = a_plan(INSURER);
		for version in 1..MAX_VERSIONS {
			assert_ok!(revise(INSURER, id, day(30 + version as i32), terms(FILING)));
		}
		let one_more = revise(INSURER, id, day(100), terms(FILING));
		assert_noop!(one_more, Error::<Test>::TooManyVersions);
	});
}

#[test]
fn a_closed_plan_without_policies_network_and_money_is_removed() {
	build_and_execute(|| {
		let id = a_plan(INSURER);
		let remove = || call(INSURER, Call::remove_plan { plan: id });
		assert_noop!(remove(), Error::<Test>::PlanOpen);
		let (plan, organisation) = (id, CLINIC);
		assert_ok!(call(INSURER, Call::admit { plan, organisation, from: today() }));
		assert_ok!(fund(INSURER, PER_POLICY));
		assert_ok!(issue(INSURER, id, HOLDER));
		assert_ok!(call(INSURER, Call::close_plan { plan }));
		assert_noop!(remove(), Error::<Test>::PoliciesLeft);
		pass_days(365 + FILING + 1);
		assert_ok!(call(OUTSIDER, Call::close_policy { policy: PolicyId(0) }));
		assert_noop!(remove(), Error::<Test>::NetworkLeft);
		assert_ok!(call(INSURER, Call::remove_admission { plan, organisation }));
		assert_noop!(remove(), Error::<Test>::FundsLeft);
		assert_ok!(withdraw(INSURER, PER_POLICY));
		assert_noop!(
			call(OTHER_INSURER, Call::remove_plan { plan: id }),
			Error::<Test>::NotTheInsurer
		);
		assert_ok!(remove());
		assert_eq!((deposits(INSURER), Insurance::reserve(&INSURER, EUR)), (0, None));
	});
}
