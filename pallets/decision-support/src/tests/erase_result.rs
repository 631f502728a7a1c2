// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn data_rule_6_the_patient_erases_the_result_and_the_receipt_stays() {
	build_and_execute(|| {
		let request = settled_request();
		events();
		assert_ok!(call(PATIENT, Call::erase_result { request }));
		assert_eq!(events(), [Event::ResultErased { request }]);
		let receipt = Receipts::<Test>::get(request).unwrap().item;
		assert_eq!((receipt.result, receipt.output), (None, None));
		assert_eq!(receipt.digest, DIGEST);
		assert_noop!(call(PATIENT, Call::erase_result { request }), Error::<Test>::AlreadyErased);
	});
}

#[test]
fn data_rule_6_an_open_output_is_erased_too() {
	build_and_execute(|| {
		let request = requested(approved(proposal(Output::Open)));
		let said = output(&[42]);
		for operator in OPERATORS {
			sealed(request, open_digest(request, &said), operator);
		}
		assert_ok!(call(11, Call::settle_open { request, salt: SALT, output: said }));
		assert_ok!(call(PATIENT, Call::erase_result { request }));
		assert_eq!(Receipts::<Test>::get(request).unwrap().item.output, None);
	});
}

#[test]
fn only_the_patient_erases() {
	build_and_execute(|| {
		let request = settled_request();
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
