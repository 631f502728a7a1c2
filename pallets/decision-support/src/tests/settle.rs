// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_quorum_makes_a_receipt() {
	build_and_execute(|| {
		let request = sealed_request();
		for operator in OPERATORS {
			sealed(request, DIGEST, operator);
		}
		events();
		assert_ok!(call(12, settle_call(request, DIGEST)));
		assert_eq!(events(), [Event::Settled { request, digest: DIGEST, agreeing: 3, drawn: 3 }]);
		let stored = Requests::<Test>::get(request).unwrap().item;
		assert_eq!(stored.state, RequestState::Settled { challenge_until: NOW + CHALLENGE_PERIOD });
		let receipt = Receipts::<Test>::get(request).unwrap().item;
		assert_eq!((receipt.digest, receipt.agreeing, receipt.drawn), (DIGEST, 3, 3));
		assert_eq!((receipt.patient, receipt.requester), (PATIENT, CLINICIAN));
		assert_eq!(receipt.settled_by, 12);
		assert_eq!((receipt.result, receipt.output), (Some(Cid::raw([9; 32])), None));
		assert_eq!(receipt.records, stored.records);
		assert_eq!((receipt.settled_at, receipt.verdict), (NOW, None));
		assert_eq!(Models::<Test>::get(receipt.model).unwrap().item.settled, 1);
	});
}

#[test]
fn nobody_settles_while_others_may_seal() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		let settles = || call(11, settle_call(request, DIGEST));
		assert_noop!(settles(), Error::<Test>::SealingContinues);
		advance_to(NOW + SEAL_PERIOD - 1);
		assert_noop!(settles(), Error::<Test>::SealingContinues);
		advance_to(NOW + SEAL_PERIOD);
		assert_ok!(settles());
	});
}

#[test]
fn a_digest_needs_a_quorum() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, OTHER_DIGEST, 12);
		advance_to(NOW + SEAL_PERIOD);
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::NoQuorum);
		assert_noop!(call(12, settle_call(request, OTHER_DIGEST)), Error::<Test>::NoQuorum);
	});
}

#[test]
fn only_an_operator_that_sealed_the_digest_settles_with_it() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		advance_to(NOW + SEAL_PERIOD);
		// 13 has not sealed at all.
		assert_noop!(call(13, settle_call(request, DIGEST)), Error::<Test>::SealDiffers);
		assert_noop!(call(11, settle_call(request, OTHER_DIGEST)), Error::<Test>::SealDiffers);
	});
}

#[test]
fn a_request_settles_once() {
	build_and_execute(|| {
		let request = settled_request();
		assert_noop!(call(12, settle_call(request, DIGEST)), Error::<Test>::AlreadySettled);
		assert_noop!(call(12, settle_call(RequestId(9), DIGEST)), Error::<Test>::NotFound);
	});
}

#[test]
fn settling_late_is_possible_until_somebody_declares_failure() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		advance_to(NOW + 9 * SEAL_PERIOD);
		assert_ok!(call(12, settle_call(request, DIGEST)));
	});
}

#[test]
fn data_rule_3_the_result_is_a_cid_of_the_one_form() {
	build_and_execute(|| {
		let request = sealed_request();
		for operator in OPERATORS {
			sealed(request, DIGEST, operator);
		}
		let result = cid_bytes()[2..].to_vec().try_into().unwrap();
		assert_noop!(
			call(11, Call::settle { request, digest: DIGEST, result }),
			Error::<Test>::CidVersionZero
		);
	});
}

#[test]
fn an_open_output_is_not_settled_as_a_sealed_one() {
	build_and_execute(|| {
		let request = requested(approved(proposal(Output::Open)));
		for operator in OPERATORS {
			sealed(request, DIGEST, operator);
		}
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::OutputIsOpen);
	});
}
