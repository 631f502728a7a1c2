// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_primitives::GuardianRole::{LegalGuardian, Parent};

#[test]
fn data_rule_6_the_patient_erases_the_result_and_the_receipt_stays() {
	build_and_execute(|| {
		let request = settled();
		events();
		advance_to(NOW + 9);
		assert_ok!(call(PATIENT, Call::erase_result { request }));
		assert_eq!(events(), [Event::ResultErased { request }]);
		let receipt = DecisionSupport::receipt(request).unwrap();
		assert_eq!((receipt.result, receipt.output), (None, None));
		assert_eq!((receipt.content, receipt.erased_at), (CONTENT, Some(NOW + 9)));
		assert_noop!(call(PATIENT, Call::erase_result { request }), Error::<Test>::AlreadyErased);
	});
}

#[test]
fn data_rule_6_a_published_output_is_erased_too() {
	build_and_execute(|| {
		let model = approved(open_proposal());
		let said = output(&[42]);
		let request = settled_with(WorkClass::Research, |request| content_of(request, &said));
		let publish = Call::publish_output { request, model, salt: SALT, output: said };
		assert_ok!(call(CLINICIAN, publish));
		assert_ok!(call(PATIENT, Call::erase_result { request }));
		assert_eq!(DecisionSupport::receipt(request).unwrap().output, None);
	});
}

#[test]
fn a_legal_guardian_erases_for_the_patient_and_a_parent_does_not() {
	build_and_execute(|| {
		let request = settled();
		let erase = || call(OTHER_PATIENT, Call::erase_result { request });
		guard(PATIENT, OTHER_PATIENT, Parent, u64::MAX);
		assert_noop!(erase(), Error::<Test>::NotPermitted);
		guard(PATIENT, OTHER_PATIENT, LegalGuardian, u64::MAX);
		assert_ok!(erase());
	});
}

#[test]
fn only_the_patient_erases() {
	build_and_execute(|| {
		let request = settled();
		for other in [CLINICIAN, OTHER_PATIENT, OPERATORS[0]] {
			assert_noop!(call(other, Call::erase_result { request }), Error::<Test>::NotPermitted);
		}
		let unknown = RequestId(9);
		assert_noop!(
			call(PATIENT, Call::erase_result { request: unknown }),
			Error::<Test>::NotFound
		);
	});
}
