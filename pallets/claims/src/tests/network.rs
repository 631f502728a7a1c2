// SPDX-License-Identifier: Apache-2.0
use super::*;

fn admit(plan: PlanId, from: Day) -> polkadot_sdk::sp_runtime::DispatchResult {
	call(INSURER, Call::admit { plan, organisation: CLINIC, from })
}

fn exclude(plan: PlanId, until: Day) -> polkadot_sdk::sp_runtime::DispatchResult {
	call(INSURER, Call::exclude { plan, organisation: CLINIC, until })
}

#[test]
fn an_organisation_in_force_is_admitted_as_far_back_as_the_plan_allows() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_noop!(admit(plan, day(-31)), Error::<Test>::TooFarBack);
		let nobody = Call::admit { plan, organisation: OUTSIDER, from: today() };
		assert_noop!(call(INSURER, nobody), Error::<Test>::NotAnOrganisation);
		let by_another = Call::admit { plan, organisation: CLINIC, from: today() };
		assert_noop!(call(OTHER_INSURER, by_another), Error::<Test>::NotTheInsurer);
		assert_ok!(admit(plan, day(-30)));
		let admission = Admission { from: day(-30), until: None };
		assert_eq!(Insurance::admission(plan, &CLINIC), Some(admission));
		assert_noop!(admit(plan, today()), Error::<Test>::AlreadyAdmitted);
	});
}

#[test]
fn nobody_is_excluded_for_the_past() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_noop!(exclude(plan, day(5)), Error::<Test>::NotAdmitted);
		assert_ok!(admit(plan, today()));
		assert_noop!(exclude(plan, day(-1)), Error::<Test>::InThePast);
		assert_ok!(exclude(plan, day(5)));
		assert_noop!(exclude(plan, day(6)), Error::<Test>::NotEarlier);
		assert_ok!(exclude(plan, day(4)));
	});
}

#[test]
fn whoever_was_excluded_comes_back_from_a_later_day_on() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		assert_ok!(admit(plan, today()));
		assert_ok!(exclude(plan, day(5)));
		let held = deposits(INSURER);
		assert_noop!(admit(plan, day(5)), Error::<Test>::AlreadyAdmitted);
		// The days before are not lost: neither on the next day, nor by a gap while claims can go by them.
		assert_noop!(admit(plan, day(7)), Error::<Test>::AdmissionNeeded);
		let since = today();
		assert_ok!(admit(plan, day(6)));
		assert_eq!(Insurance::admission(plan, &CLINIC).unwrap().from, since);
		assert_ok!(exclude(plan, day(6)));
		pass_days(6 + FILING + 1);
		assert_ok!(admit(plan, today()));
		assert_eq!(Insurance::admission(plan, &CLINIC).unwrap().from, today());
		assert_eq!(deposits(INSURER), held);
		assert_eq!(Insurance::plan(plan).unwrap().network, 1);
	});
}

#[test]
fn an_admission_stays_while_a_claim_can_go_by_it() {
	build_and_execute(|| {
		let plan = a_plan(INSURER);
		let remove = || call(INSURER, Call::remove_admission { plan, organisation: CLINIC });
		assert_noop!(remove(), Error::<Test>::NotAdmitted);
		let held = deposits(INSURER);
		assert_ok!(admit(plan, today()));
		assert_noop!(remove(), Error::<Test>::AdmissionNeeded);
		assert_ok!(exclude(plan, today()));
		pass_days(FILING);
		assert_noop!(remove(), Error::<Test>::AdmissionNeeded);
		pass_days(1);
		assert_ok!(remove());
		assert_eq!(deposits(INSURER), held);
	});
}
