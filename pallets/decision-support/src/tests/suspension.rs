// SPDX-License-Identifier: Apache-2.0
use super::*;

fn suspended_in_mid_request() -> (ModelId, RequestId) {
	let model = approved(proposal(Output::Sealed));
	let request = requested(model);
	sealed(request, DIGEST, 11);
	sealed(request, DIGEST, 12);
	assert_ok!(rule_call(Call::suspend_model { model }));
	(model, request)
}

#[test]
fn a_model_suspended_in_mid_request_settles_nothing() {
	build_and_execute(|| {
		let (_, request) = suspended_in_mid_request();
		sealed(request, DIGEST, 13);
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::ModelSuspended);
		advance_to(NOW + SEAL_PERIOD);
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::ModelSuspended);
	});
}

#[test]
fn an_open_model_suspended_in_mid_request_settles_nothing() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Open));
		let request = requested(model);
		let said = output(&[1]);
		for operator in OPERATORS {
			sealed(request, open_digest(request, &said), operator);
		}
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_noop!(
			call(11, Call::settle_open { request, salt: SALT, output: said }),
			Error::<Test>::ModelSuspended
		);
	});
}

#[test]
fn its_request_fails_at_once_and_nobody_is_accused() {
	build_and_execute(|| {
		let (_, request) = suspended_in_mid_request();
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		for operator in OPERATORS {
			assert_eq!(fault_state(request, operator), FaultState::Clear);
		}
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert!(Penalties::get().is_empty());
	});
}

#[test]
fn approved_again_it_settles_what_is_still_open() {
	build_and_execute(|| {
		let (model, request) = suspended_in_mid_request();
		assert_ok!(rule_call(Call::approve_model { model }));
		sealed(request, DIGEST, 13);
		assert_ok!(call(11, settle_call(request, DIGEST)));
	});
}

#[test]
fn receipts_of_a_suspended_model_stay_and_close() {
	build_and_execute(|| {
		let request = request_with_deviating();
		let model = Requests::<Test>::get(request).unwrap().item.model;
		assert_ok!(rule_call(Call::suspend_model { model }));
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert_eq!(Penalties::get(), [13]);
		assert!(Receipts::<Test>::contains_key(request));
	});
}

#[test]
fn an_open_request_says_whether_its_model_was_suspended() {
	build_and_execute(|| {
		let (model, request) = suspended_in_mid_request();
		let suspended = || DecisionSupport::open_request(request).unwrap().suspended;
		assert!(suspended());
		assert_ok!(rule_call(Call::approve_model { model }));
		assert!(!suspended());
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert!(suspended());
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		assert!(!suspended(), "it has failed already");
	});
}

#[test]
fn a_settled_request_does_not_say_that_its_model_was_suspended() {
	build_and_execute(|| {
		let request = settled_request();
		let model = Requests::<Test>::get(request).unwrap().item.model;
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert!(!DecisionSupport::open_request(request).unwrap().suspended);
	});
}
