// SPDX-License-Identifier: Apache-2.0
use super::*;

fn report(model: ModelId, drift: Option<Drift>) -> Call<Test> {
	Call::report_drift { model, drift }
}

fn counts(model: ModelId) -> (u32, u32) {
	let DriftCounts { moderate, large } = DecisionSupport::model(model).unwrap().drift;
	(moderate, large)
}

#[test]
fn each_operator_counts_once_for_each_model() {
	build_and_execute(|| {
		let model = approved(proposal());
		let other = approved(open_proposal());
		events();
		assert_ok!(call(11, report(model, Some(Drift::Moderate))));
		assert_ok!(call(12, report(model, Some(Drift::Large))));
		assert_ok!(call(13, report(model, Some(Drift::Large))));
		assert_ok!(call(11, report(other, Some(Drift::Large))));
		assert_eq!(counts(model), (1, 2));
		assert_eq!(counts(other), (0, 1));
		let told = |model, operator, drift| Event::<Test>::DriftReported {
			model,
			operator,
			drift: Some(drift),
		};
		assert_eq!(
			events(),
			[
				told(model, 11, Drift::Moderate),
				told(model, 12, Drift::Large),
				told(model, 13, Drift::Large),
				told(other, 11, Drift::Large),
			]
		);
	});
}

#[test]
fn a_new_report_replaces_the_former_one_and_its_deposit_stays() {
	build_and_execute(|| {
		let model = approved(proposal());
		let before = free(11);
		assert_ok!(call(11, report(model, Some(Drift::Moderate))));
		let left = free(11);
		assert!(left < before);
		advance_to(NOW + 5);
		assert_ok!(call(11, report(model, Some(Drift::Large))));
		assert_eq!(counts(model), (0, 1));
		assert_eq!(free(11), left);
		let stored = DriftReports::<Test>::get(model, OPERATORS[0]).unwrap();
		assert_eq!((stored.drift, stored.reported_at), (Drift::Large, NOW + 5));
		assert_ok!(call(11, report(model, Some(Drift::Large))));
		assert_eq!(counts(model), (0, 1));
	});
}

#[test]
fn taken_back_it_counts_no_more_and_the_deposit_is_given_back() {
	build_and_execute(|| {
		let model = approved(proposal());
		let before = free(12);
		for operator in OPERATORS {
			assert_ok!(call(operator, report(model, Some(Drift::Moderate))));
		}
		events();
		assert_ok!(call(12, report(model, None)));
		assert_eq!(events(), [Event::DriftReported { model, operator: 12, drift: None }]);
		assert_eq!(counts(model), (2, 0));
		assert_eq!(free(12), before);
		assert_noop!(call(12, report(model, None)), Error::<Test>::NotFound);
		assert_noop!(call(OUTSIDER, report(model, None)), Error::<Test>::NotFound);
	});
}

#[test]
fn only_operators_in_service_report() {
	build_and_execute(|| {
		let model = approved(proposal());
		for other in [PATIENT, CLINICIAN, OUTSIDER] {
			assert_noop!(
				call(other, report(model, Some(Drift::Large))),
				Error::<Test>::NotPermitted
			);
		}
	});
}

#[test]
fn whoever_has_left_service_takes_a_report_back_and_makes_none() {
	build_and_execute(|| {
		let model = approved(proposal());
		let before = free(11);
		assert_ok!(call(11, report(model, Some(Drift::Moderate))));
		leave_service(11);
		assert_eq!(counts(model), (1, 0));
		assert_noop!(call(11, report(model, Some(Drift::Large))), Error::<Test>::NotPermitted);
		assert_ok!(call(11, report(model, None)));
		assert_eq!(counts(model), (0, 0));
		assert_eq!(free(11), before);
	});
}

#[test]
fn only_a_model_that_was_once_approved_drifts() {
	build_and_execute(|| {
		let model = propose(proposal());
		let large = Some(Drift::Large);
		assert_noop!(call(11, report(model, large)), Error::<Test>::ModelNotApproved);
		assert_noop!(call(11, report(ModelId(9), large)), Error::<Test>::NotFound);
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_ok!(call(11, report(model, large)));
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_ok!(call(12, report(model, large)));
		assert_ok!(call(11, report(model, None)));
		assert_eq!(counts(model), (0, 1));
	});
}
