// SPDX-License-Identifier: Apache-2.0
use super::*;

fn verdict_call(request: RequestId, verdict: Verdict, reason: VerdictReason) -> Call<Test> {
	Call::give_verdict { request, verdict, reason }
}

#[test]
fn a_verdict_stands_in_the_receipt_and_counts_for_no_model() {
	build_and_execute(|| {
		let model = approved(proposal());
		for (verdict, reason) in [
			(Verdict::Accept, VerdictReason::AgreesWithJudgement),
			(Verdict::Modify, VerdictReason::PatientContext),
			(Verdict::Reject, VerdictReason::InputWrong),
		] {
			let request = settled();
			events();
			assert_ok!(call(CLINICIAN, verdict_call(request, verdict, reason)));
			assert_eq!(events(), [Event::VerdictGiven { request, verdict, reason }]);
			let receipt = DecisionSupport::receipt(request).unwrap();
			assert_eq!(receipt.verdict, Some(GivenVerdict { verdict, reason, given_at: NOW }));
		}
		assert_eq!(DecisionSupport::model(model).unwrap().verdicts, Verdicts::default());
	});
}

#[test]
fn a_verdict_is_given_once() {
	build_and_execute(|| {
		let request = settled();
		let gives = || verdict_call(request, Verdict::Reject, VerdictReason::ModelLimit);
		assert_ok!(call(CLINICIAN, gives()));
		assert_noop!(call(CLINICIAN, gives()), Error::<Test>::AlreadyJudged);
	});
}

#[test]
fn only_the_requester_judges() {
	build_and_execute(|| {
		let request = settled();
		license(OUTSIDER);
		for other in [OUTSIDER, PATIENT, OPERATORS[0]] {
			assert_noop!(
				call(other, verdict_call(request, Verdict::Accept, VerdictReason::Other)),
				Error::<Test>::NotPermitted
			);
		}
	});
}

#[test]
fn only_a_licence_in_force_judges() {
	build_and_execute(|| {
		let request = settled();
		for licence in [Licence::None, Licence::Expired, Licence::Suspended] {
			set_licence(CLINICIAN, licence);
			assert_noop!(
				call(CLINICIAN, verdict_call(request, Verdict::Accept, VerdictReason::Other)),
				Error::<Test>::NotInForce
			);
		}
	});
}

#[test]
fn agreement_is_a_reason_to_accept_only() {
	build_and_execute(|| {
		let request = settled();
		let agrees = VerdictReason::AgreesWithJudgement;
		for verdict in [Verdict::Modify, Verdict::Reject] {
			assert_noop!(
				call(CLINICIAN, verdict_call(request, verdict, agrees)),
				Error::<Test>::ReasonMismatch
			);
		}
		assert_ok!(call(CLINICIAN, verdict_call(request, Verdict::Accept, agrees)));
	});
}

#[test]
fn without_a_receipt_there_is_nothing_to_judge() {
	build_and_execute(|| {
		let request = requested(WorkClass::Clinical);
		assert_noop!(
			call(CLINICIAN, verdict_call(request, Verdict::Accept, VerdictReason::Other)),
			Error::<Test>::NotFound
		);
	});
}
