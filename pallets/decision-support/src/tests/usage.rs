// SPDX-License-Identifier: Apache-2.0
use super::*;

/// Of the same organisation as the first operator.
const COLLEAGUE: u64 = 14;

/// As if each operator had been paid for so many seats. Each is of an organisation of its own, but the first, which has
/// two.
fn paid(seats: u32) {
	InService::mutate(|operators| operators.push(COLLEAGUE));
	accredit(COLLEAGUE, 111);
	for operator in OPERATORS {
		accredit(operator, operator + 100);
	}
	for operator in InService::get() {
		PaidSeats::mutate(|table| table.insert(operator, seats));
	}
}

fn report(who: u64, counts: &[(ModelId, u32)]) -> Result<(), DispatchError> {
	call(who, Call::report_usage { counts: counts.to_vec().try_into().unwrap() })
}

fn tally(operator: u64) -> (u32, u32) {
	let UsageTally { paid_seats, reported } = DecisionSupport::usage_tally(&operator);
	(paid_seats, reported)
}

#[test]
fn runs_are_added_up_for_each_model_and_operator() {
	build_and_execute(|| {
		paid(1_000);
		let (model, other) = (approved(proposal()), approved(open_proposal()));
		events();
		assert_ok!(report(11, &[(model, 100), (other, 250)]));
		assert_ok!(report(11, &[(model, 130)]));
		assert_ok!(report(12, &[(model, 100)]));
		let told = |operator, counts: &[(ModelId, u32)]| Event::<Test>::UsageReported {
			operator,
			counts: counts.to_vec().try_into().unwrap(),
		};
		assert_eq!(
			events(),
			[
				told(11, &[(model, 100), (other, 250)]),
				told(11, &[(model, 130)]),
				told(12, &[(model, 100)]),
			]
		);
		let runs = |model, operator: u64| UsageReports::<Test>::get(model, operator).unwrap().runs;
		assert_eq!([runs(model, 11), runs(other, 11), runs(model, 12)], [230, 250, 100]);
		assert_eq!([11, 12, 13].map(tally), [(1_000, 480), (1_000, 100), (1_000, 0)]);
	});
}

#[test]
fn data_rule_15_nothing_between_1_and_99_is_reported() {
	build_and_execute(|| {
		paid(1_000);
		let (model, other) = (approved(proposal()), approved(proposal()));
		assert_noop!(report(11, &[]), Error::<Test>::TooFew);
		for few in [0, 1, 99] {
			assert_noop!(report(11, &[(model, few)]), Error::<Test>::TooFew);
			// Nor beside many, nor after many.
			assert_noop!(report(11, &[(other, 500), (model, few)]), Error::<Test>::TooFew);
		}
		assert_ok!(report(11, &[(model, 100)]));
		assert_noop!(report(11, &[(model, 1)]), Error::<Test>::TooFew);
	});
}

#[test]
fn nobody_reports_more_runs_than_seats_that_they_were_paid_for() {
	build_and_execute(|| {
		let (model, other) = (approved(proposal()), approved(proposal()));
		paid(0);
		assert_noop!(report(11, &[(model, 100)]), Error::<Test>::MoreThanPaidSeats);
		PaidSeats::mutate(|table| table.insert(11, 350));
		for many in [351, u32::MAX] {
			assert_noop!(report(11, &[(model, many)]), Error::<Test>::MoreThanPaidSeats);
		}
		let both = report(11, &[(model, 251), (other, 100)]);
		assert_noop!(both, Error::<Test>::MoreThanPaidSeats);
		let all = report(11, &[(model, u32::MAX), (other, u32::MAX)]);
		assert_noop!(all, Error::<Test>::MoreThanPaidSeats);
		assert_ok!(report(11, &[(model, 100), (other, 100)]));
		assert_noop!(report(11, &[(model, 151)]), Error::<Test>::MoreThanPaidSeats);
		assert_ok!(report(11, &[(model, 150)]));
		assert_noop!(report(11, &[(other, 100)]), Error::<Test>::MoreThanPaidSeats);
		// Another's seats are not its own.
		assert_noop!(report(12, &[(other, 100)]), Error::<Test>::MoreThanPaidSeats);
		PaidSeats::mutate(|table| table.insert(11, 450));
		assert_ok!(report(11, &[(other, 100)]));
		assert_eq!(tally(11), (450, 450));
	});
}

#[test]
fn usage_is_told_once_operators_of_three_organisations_have_reported_it() {
	build_and_execute(|| {
		paid(1_000);
		let (model, other) = (approved(proposal()), approved(proposal()));
		let told =
			|model| DecisionSupport::model_usage(model).map(|usage| (usage.operators, usage.runs));
		// Two operators of one organisation are one word, however often they give it.
		for operator in [11, COLLEAGUE, 12, COLLEAGUE, 12] {
			assert_ok!(report(operator, &[(model, 100)]));
			assert_eq!(told(model), None, "{operator}");
		}
		assert_ok!(report(13, &[(other, 100)]));
		assert_eq!((told(model), told(other)), (None, None), "of another model");
		assert_ok!(report(13, &[(model, 300)]));
		assert_eq!((told(model), told(other)), (Some((4, 800)), None));
		assert_eq!(told(ModelId(9)), None);
	});
}

#[test]
fn an_operator_counts_for_the_organisation_that_it_is_of_now() {
	build_and_execute(|| {
		paid(1_000);
		let model = approved(proposal());
		for operator in OPERATORS {
			assert_ok!(report(operator, &[(model, 100)]));
		}
		assert!(DecisionSupport::model_usage(model).is_some());
		accredit(12, 111);
		assert_ok!(report(12, &[(model, 100)]));
		assert_eq!(DecisionSupport::model_usage(model), None);
		accredit(COLLEAGUE, 112);
		assert_ok!(report(COLLEAGUE, &[(model, 100)]));
		let usage = Usage { operators: 4, runs: 500 };
		assert_eq!(DecisionSupport::model_usage(model), Some(usage));
	});
}

#[test]
fn only_operators_in_service_whose_organisation_is_in_force_report() {
	build_and_execute(|| {
		paid(1_000);
		let model = approved(proposal());
		let refused = |who| {
			assert_noop!(report(who, &[(model, 100)]), Error::<Test>::NotPermitted);
		};
		for who in [PATIENT, CLINICIAN, OUTSIDER] {
			refused(who);
		}
		Organisations::mutate(|organisations| organisations.remove(&12));
		refused(12);
		leave_service(11);
		refused(11);
		assert_ok!(report(13, &[(model, 100)]));
	});
}

#[test]
fn only_a_model_that_was_once_approved_was_run_and_each_is_named_once() {
	build_and_execute(|| {
		paid(1_000);
		let (model, proposed) = (approved(proposal()), propose(proposal()));
		let not_approved = report(11, &[(model, 100), (proposed, 100)]);
		assert_noop!(not_approved, Error::<Test>::ModelNotApproved);
		assert_noop!(report(11, &[(model, 100), (ModelId(9), 100)]), Error::<Test>::NotFound);
		let twice = report(11, &[(model, 100), (model, 100)]);
		assert_noop!(twice, Error::<Test>::RepeatedModel);
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_ok!(report(11, &[(model, 100)]));
	});
}

#[test]
fn the_first_report_on_each_model_is_paid_for_and_what_is_struck_stays_used_up() {
	build_and_execute(|| {
		paid(300);
		let (model, other) = (approved(proposal()), approved(proposal()));
		let before = free(11);
		assert_ok!(report(11, &[(model, 100)]));
		let deposit = before - free(11);
		assert!(deposit > 0);
		assert_ok!(report(11, &[(model, 100)]));
		assert_eq!(free(11), before - deposit);
		assert_ok!(report(11, &[(other, 100)]));
		assert_eq!(free(11), before - 2 * deposit);
		for operator in [12, 13] {
			assert_ok!(report(operator, &[(model, 100)]));
		}
		assert!(DecisionSupport::model_usage(model).is_some());

		let strike = || rule_call(Call::strike_report { model, reporter: 11 });
		events();
		assert_ok!(strike());
		assert_eq!(events(), [Event::ReportStruck { model, reporter: 11 }]);
		assert_noop!(strike(), Error::<Test>::NotFound);
		assert_eq!(free(11), before - deposit);
		assert_eq!(DecisionSupport::model_usage(model), None);
		assert_eq!(tally(11), (300, 300));
		assert_noop!(report(11, &[(model, 100)]), Error::<Test>::MoreThanPaidSeats);
		PaidSeats::mutate(|table| table.insert(11, 400));
		assert_ok!(report(11, &[(model, 100)]));
		let usage = Usage { operators: 3, runs: 300 };
		assert_eq!(DecisionSupport::model_usage(model), Some(usage));
	});
}
