// SPDX-License-Identifier: Apache-2.0
use super::*;

fn verdict_call(request: RequestId, verdict: Verdict, reason: VerdictReason) -> Call<Test> {
	Call::give_verdict { request, verdict, reason }
}

#[test]
fn verdicts_are_counted_for_each_model() {
	build_and_execute(|| {
		let cases = [
			(Verdict::Accept, VerdictReason::AgreesWithJudgement, (1, 0, 0)),
			(Verdict::Modify, VerdictReason::PatientContext, (0, 1, 0)),
			(Verdict::Reject, VerdictReason::InputWrong, (0, 0, 1)),
		];
		for (verdict, reason, (accepted, modified, rejected)) in cases {
			let request = settled_request();
			events();
			assert_ok!(call(CLINICIAN, verdict_call(request, verdict, reason)));
			assert_eq!(events(), [Event::VerdictGiven { request, verdict, reason }]);
			let receipt = Receipts::<Test>::get(request).unwrap().item;
			assert_eq!(receipt.verdict, Some(GivenVerdict { verdict, reason, given_at: NOW }));
			let counted = Models::<Test>::get(receipt.model).unwrap().item.verdicts;
			assert_eq!(counted, Verdicts { accepted, modified, rejected });
		}
	});
}

#[test]
fn a_verdict_is_given_once_also_after_closing() {
	build_and_execute(|| {
		let request = settled_request();
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		let gives = || verdict_call(request, Verdict::Reject, VerdictReason::ModelLimit);
		assert_ok!(call(CLINICIAN, gives()));
		assert_noop!(call(CLINICIAN, gives()), Error::<Test>::AlreadyJudged);
	});
}

#[test]
fn only_the_requester_judges() {
	build_and_execute(|| {
		let request = settled_request();
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
		let request = settled_request();
		for licence in [Licence::None, Licence::Expired, Licence::Suspended] {
			Licences::mutate(|licences| licences.insert(CLINICIAN, licence));
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
		let request = settled_request();
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
		let request = sealed_request();
		assert_noop!(
			call(CLINICIAN, verdict_call(request, Verdict::Accept, VerdictReason::Other)),
			Error::<Test>::NotFound
		);
	});
}
