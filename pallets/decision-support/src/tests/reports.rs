// SPDX-License-Identifier: Apache-2.0
use super::*;

fn outcomes(counts: [u32; 4]) -> Outcomes {
	let [true_positive, false_positive, true_negative, false_negative] = counts;
	Outcomes { true_positive, false_positive, true_negative, false_negative }
}

fn verdicts(counts: [u32; 3]) -> Verdicts {
	let [accepted, modified, rejected] = counts;
	Verdicts { accepted, modified, rejected }
}

fn report_outcomes(who: u64, model: ModelId, counts: [u32; 4]) -> Result<(), DispatchError> {
	call(who, Call::report_outcomes { model, outcomes: outcomes(counts) })
}

fn report_verdicts(who: u64, model: ModelId, counts: [u32; 3]) -> Result<(), DispatchError> {
	call(who, Call::report_verdicts { model, verdicts: verdicts(counts) })
}

/// A model, and a clinician with so many receipts.
fn model_and_receipts(count: u32) -> ModelId {
	for _ in 0..count {
		settled();
	}
	approved(proposal())
}

#[test]
fn reports_are_added_up_for_each_model() {
	build_and_execute(|| {
		let model = model_and_receipts(230);
		events();
		assert_ok!(report_outcomes(CLINICIAN, model, [40, 20, 40, 0]));
		assert_ok!(report_outcomes(CLINICIAN, model, [11, 0, 108, 11]));
		assert_ok!(report_verdicts(CLINICIAN, model, [50, 50, 0]));
		assert_ok!(report_verdicts(CLINICIAN, model, [100, 0, 11]));
		let reporter = CLINICIAN;
		let of_outcomes = |counts| {
			let outcomes = outcomes(counts);
			Event::<Test>::OutcomesReported { model, reporter, outcomes }
		};
		let of_verdicts = |counts| {
			let verdicts = verdicts(counts);
			Event::<Test>::VerdictsReported { model, reporter, verdicts }
		};
		assert_eq!(
			events(),
			[
				of_outcomes([40, 20, 40, 0]),
				of_outcomes([11, 0, 108, 11]),
				of_verdicts([50, 50, 0]),
				of_verdicts([100, 0, 11]),
			]
		);
		let told = DecisionSupport::model(model).unwrap();
		assert_eq!(told.outcomes, outcomes([51, 20, 148, 11]));
		assert_eq!(told.verdicts, verdicts([150, 50, 11]));
		assert_eq!(
			Tallies::<Test>::get(CLINICIAN),
			Tally { receipts: 230, verdicts: 211, outcomes: 230 }
		);
	});
}

#[test]
fn the_first_report_on_a_model_is_paid_for() {
	build_and_execute(|| {
		let (model, other) = (model_and_receipts(300), approved(proposal()));
		let before = free(CLINICIAN);
		assert_ok!(report_outcomes(CLINICIAN, model, [50, 0, 50, 0]));
		let deposit = before - free(CLINICIAN);
		assert!(deposit > 0);
		assert_ok!(report_outcomes(CLINICIAN, model, [50, 0, 50, 0]));
		assert_ok!(report_verdicts(CLINICIAN, model, [100, 0, 0]));
		assert_eq!(free(CLINICIAN), before - deposit);
		assert_ok!(report_verdicts(CLINICIAN, other, [100, 0, 0]));
		assert_eq!(free(CLINICIAN), before - 2 * deposit);
	});
}

#[test]
fn only_a_licence_in_force_reports() {
	build_and_execute(|| {
		let model = model_and_receipts(100);
		let refused = |who| {
			let not_in_force = DispatchError::from(Error::<Test>::NotInForce);
			assert_noop!(report_outcomes(who, model, [50, 0, 50, 0]), not_in_force);
			assert_noop!(report_verdicts(who, model, [50, 50, 0]), not_in_force);
		};
		for other in [PATIENT, OUTSIDER, OPERATORS[0]] {
			refused(other);
		}
		for licence in [Licence::None, Licence::Expired, Licence::Suspended] {
			set_licence(CLINICIAN, licence);
			refused(CLINICIAN);
		}
	});
}

#[test]
fn data_rule_1_reports_are_of_so_many_that_none_is_anybodys() {
	build_and_execute(|| {
		let model = model_and_receipts(120);
		for few in [[0; 4], [1, 0, 0, 0], [50, 0, 49, 0], [25, 25, 25, 24]] {
			assert_noop!(report_outcomes(CLINICIAN, model, few), Error::<Test>::TooFew);
		}
		for few in [[0; 3], [1, 0, 0], [50, 0, 49], [99, 0, 0]] {
			assert_noop!(report_verdicts(CLINICIAN, model, few), Error::<Test>::TooFew);
		}
		for small in [1, 10] {
			for index in 0..4 {
				let mut counts = [35; 4];
				counts[index] = small;
				let refused = report_outcomes(CLINICIAN, model, counts);
				assert_noop!(refused, Error::<Test>::SmallCount);
			}
			for index in 0..3 {
				let mut counts = [55; 3];
				counts[index] = small;
				let refused = report_verdicts(CLINICIAN, model, counts);
				assert_noop!(refused, Error::<Test>::SmallCount);
			}
		}
		for of_one_kind in [[120, 0, 0, 0], [60, 0, 0, 60], [0, 60, 60, 0]] {
			let refused = report_outcomes(CLINICIAN, model, of_one_kind);
			assert_noop!(refused, Error::<Test>::OneOutcomeOnly);
		}
		assert_ok!(report_outcomes(CLINICIAN, model, [0, 11, 0, 89]));
		assert_ok!(report_verdicts(CLINICIAN, model, [0, 11, 89]));
	});
}

#[test]
fn nobody_reports_more_than_their_own_receipts_over_all_models() {
	build_and_execute(|| {
		let (model, other) = (model_and_receipts(210), approved(proposal()));
		let too_many = DispatchError::from(Error::<Test>::MoreThanReceipts);
		assert_noop!(report_outcomes(CLINICIAN, model, [100, 0, 111, 0]), too_many);
		assert_noop!(report_outcomes(CLINICIAN, model, [u32::MAX; 4]), too_many);
		assert_ok!(report_outcomes(CLINICIAN, model, [50, 0, 50, 0]));
		assert_noop!(report_outcomes(CLINICIAN, other, [11, 0, 100, 0]), too_many);
		assert_noop!(report_outcomes(CLINICIAN, model, [u32::MAX, 0, 11, 0]), too_many);
		assert_ok!(report_outcomes(CLINICIAN, other, [11, 0, 99, 0]));

		assert_ok!(report_verdicts(CLINICIAN, model, [100, 0, 0]));
		assert_noop!(report_verdicts(CLINICIAN, other, [100, 11, 0]), too_many);
		assert_noop!(report_verdicts(CLINICIAN, other, [u32::MAX; 3]), too_many);
		assert_ok!(report_verdicts(CLINICIAN, other, [99, 11, 0]));
		assert_noop!(report_verdicts(CLINICIAN, model, [100, 0, 0]), too_many);

		// Others' receipts are not theirs.
		license(PATIENT);
		assert_noop!(report_outcomes(PATIENT, model, [50, 0, 50, 0]), too_many);
	});
}

#[test]
fn only_a_model_that_was_once_approved_has_results() {
	build_and_execute(|| {
		let approved = model_and_receipts(100);
		let model = propose(proposal());
		let report = |model| report_outcomes(CLINICIAN, model, [50, 0, 50, 0]);
		assert_noop!(report(model), Error::<Test>::ModelNotApproved);
		assert_noop!(report(ModelId(9)), Error::<Test>::NotFound);
		assert_noop!(
			report_verdicts(CLINICIAN, model, [100, 0, 0]),
			Error::<Test>::ModelNotApproved
		);
		assert_ok!(rule_call(Call::suspend_model { model: approved }));
		assert_ok!(report(approved));
	});
}
