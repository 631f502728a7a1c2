// SPDX-License-Identifier: Apache-2.0
use super::*;

const OUTCOMES: Outcomes =
	Outcomes { true_positive: 50, false_positive: 0, true_negative: 50, false_negative: 0 };
const VERDICTS: Verdicts = Verdicts { accepted: 89, modified: 11, rejected: 0 };
const OTHER_CLINICIAN: u64 = 5;

fn strike(model: ModelId, reporter: u64) -> Call<Test> {
	Call::strike_report { model, reporter }
}

fn report(who: u64, model: ModelId) {
	assert_ok!(call(who, Call::report_outcomes { model, outcomes: OUTCOMES }));
	assert_ok!(call(who, Call::report_verdicts { model, verdicts: VERDICTS }));
}

/// A model of which two clinicians with a hundred receipts each have reported.
fn reported() -> ModelId {
	Readers::mutate(|readers| readers.push(OTHER_CLINICIAN));
	license(OTHER_CLINICIAN);
	for who in [CLINICIAN, OTHER_CLINICIAN] {
		for _ in 0..100 {
			let id = RequestId(Tasks::get().len() as u64);
			assert_ok!(call(who, request_call(JOB, &INPUTS)));
			agree(id, CONTENT, None);
		}
	}
	let model = approved(proposal());
	report(CLINICIAN, model);
	report(OTHER_CLINICIAN, model);
	model
}

#[test]
fn what_the_authority_strikes_is_out_of_the_counts_and_the_deposit_is_back() {
	build_and_execute(|| {
		let model = reported();
		let before = free(CLINICIAN);
		events();
		assert_ok!(rule_call(strike(model, CLINICIAN)));
		assert_eq!(events(), [Event::ReportStruck { model, reporter: CLINICIAN }]);
		let told = DecisionSupport::model(model).unwrap();
		assert_eq!((told.outcomes, told.verdicts), (OUTCOMES, VERDICTS));
		assert!(free(CLINICIAN) > before);
		assert!(!Reports::<Test>::contains_key(model, CLINICIAN));
		assert_noop!(rule_call(strike(model, CLINICIAN)), Error::<Test>::NotFound);
	});
}

#[test]
fn receipts_that_were_struck_stay_used_up() {
	build_and_execute(|| {
		let model = reported();
		assert_ok!(rule_call(strike(model, CLINICIAN)));
		let again = call(CLINICIAN, Call::report_outcomes { model, outcomes: OUTCOMES });
		assert_noop!(again, Error::<Test>::MoreThanReceipts);
		for _ in 0..100 {
			settled();
		}
		assert_ok!(call(CLINICIAN, Call::report_outcomes { model, outcomes: OUTCOMES }));
	});
}

#[test]
fn only_the_authority_strikes() {
	build_and_execute(|| {
		let model = reported();
		for who in [CLINICIAN, OTHER_CLINICIAN, PATIENT] {
			assert_noop!(call(who, strike(model, CLINICIAN)), DispatchError::BadOrigin);
		}
		for (model, reporter) in [(ModelId(9), CLINICIAN), (model, PATIENT)] {
			assert_noop!(rule_call(strike(model, reporter)), Error::<Test>::NotFound);
		}
	});
}
