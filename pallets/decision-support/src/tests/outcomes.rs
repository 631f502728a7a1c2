// SPDX-License-Identifier: Apache-2.0
use super::*;

fn outcomes(counts: [u32; 4]) -> Outcomes {
	let [true_positive, false_positive, true_negative, false_negative] = counts;
	Outcomes { true_positive, false_positive, true_negative, false_negative }
}

fn report(model: ModelId, counts: [u32; 4]) -> Call<Test> {
	Call::report_outcomes { model, outcomes: outcomes(counts) }
}

fn model_with_receipts(count: u32) -> ModelId {
	let model = approved(proposal(Output::Sealed));
	for _ in 0..count {
		let request = requested(model);
		for operator in OPERATORS {
			sealed(request, DIGEST, operator);
		}
		assert_ok!(call(OPERATORS[0], settle_call(request, DIGEST)));
	}
	model
}

#[test]
fn outcomes_are_added_up_for_each_model() {
	build_and_execute(|| {
		let model = model_with_receipts(230);
		events();
		assert_ok!(call(CLINICIAN, report(model, [40, 20, 40, 0])));
		assert_ok!(call(CLINICIAN, report(model, [11, 0, 108, 11])));
		let told = |counts| Event::<Test>::OutcomesReported {
			model,
			reporter: CLINICIAN,
			outcomes: outcomes(counts),
		};
		assert_eq!(events(), [told([40, 20, 40, 0]), told([11, 0, 108, 11])]);
		assert_eq!(
			DecisionSupport::model(model).unwrap().model.outcomes,
			outcomes([51, 20, 148, 11])
		);
	});
}

#[test]
fn only_a_licence_in_force_reports_outcomes() {
	build_and_execute(|| {
		let model = model_with_receipts(100);
		for other in [PATIENT, OUTSIDER, OPERATORS[0]] {
			assert_noop!(call(other, report(model, [50, 0, 50, 0])), Error::<Test>::NotInForce);
		}
		for licence in [Licence::None, Licence::Expired, Licence::Suspended] {
			Licences::mutate(|licences| licences.insert(CLINICIAN, licence));
			assert_noop!(call(CLINICIAN, report(model, [50, 0, 50, 0])), Error::<Test>::NotInForce);
		}
		// Not only the requester, who may be one of many in a clinic.
		license(PATIENT);
		assert_ok!(call(PATIENT, report(model, [50, 0, 50, 0])));
	});
}

#[test]
fn data_rule_1_outcomes_are_so_many_that_none_is_anybodys() {
	build_and_execute(|| {
		let model = model_with_receipts(120);
		for few in [[0; 4], [1, 0, 0, 0], [50, 0, 49, 0], [25, 25, 25, 24]] {
			assert_noop!(call(CLINICIAN, report(model, few)), Error::<Test>::TooFewOutcomes);
		}
		for index in 0..4 {
			for small in [1, 10] {
				let mut counts = [35; 4];
				counts[index] = small;
				assert_noop!(call(CLINICIAN, report(model, counts)), Error::<Test>::SmallCount);
			}
		}
		for of_one_kind in [[120, 0, 0, 0], [60, 0, 0, 60], [0, 60, 60, 0]] {
			assert_noop!(
				call(CLINICIAN, report(model, of_one_kind)),
				Error::<Test>::OneOutcomeOnly
			);
		}
		assert_ok!(call(CLINICIAN, report(model, [0, 11, 0, 89])));
	});
}

#[test]
fn a_model_has_no_more_outcomes_than_receipts() {
	build_and_execute(|| {
		let model = model_with_receipts(210);
		let too_many = DispatchError::from(Error::<Test>::MoreOutcomesThanReceipts);
		assert_noop!(call(CLINICIAN, report(model, [100, 0, 111, 0])), too_many);
		assert_noop!(call(CLINICIAN, report(model, [u32::MAX; 4])), too_many);
		assert_ok!(call(CLINICIAN, report(model, [50, 0, 50, 0])));
		assert_noop!(call(CLINICIAN, report(model, [11, 0, 100, 0])), too_many);
		assert_noop!(call(CLINICIAN, report(model, [u32::MAX, 0, 11, 0])), too_many);
		assert_ok!(call(CLINICIAN, report(model, [11, 0, 99, 0])));
		let proposed = propose(proposal(Output::Sealed));
		assert_noop!(call(CLINICIAN, report(proposed, [50, 0, 50, 0])), too_many);
		assert_noop!(call(CLINICIAN, report(ModelId(9), [50, 0, 50, 0])), Error::<Test>::NotFound);
	});
}

#[test]
fn a_suspended_model_is_still_judged_by_its_outcomes() {
	build_and_execute(|| {
		let model = model_with_receipts(100);
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_ok!(call(CLINICIAN, report(model, [20, 20, 60, 0])));
	});
}
