// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_balances;

fn refuse_call(request: RequestId) -> Call<Test> {
	Call::refuse { request, notice: Some(cid_bytes()) }
}

fn refused(request: RequestId, operator: u64) {
	assert_ok!(call(operator, refuse_call(request)));
}

#[test]
fn a_drawn_operator_refuses_and_owes_nothing_more() {
	build_and_execute(|| {
		let request = sealed_request();
		events();
		refused(request, 12);
		assert_eq!(events(), [Event::Refused { request, operator: 12 }]);
		let stored = Requests::<Test>::get(request).unwrap().item;
		for drawn in stored.drawn {
			let expected =
				(drawn.operator == 12).then(|| Response::Refusal(Some(Cid::raw([9; 32]))));
			assert_eq!(drawn.response, expected);
		}
		assert!(!OpenRequests::<Test>::contains_key(12));
	});
}

#[test]
fn a_response_is_given_once() {
	build_and_execute(|| {
		let request = sealed_request();
		refused(request, 11);
		sealed(request, DIGEST, 12);
		for (operator, again) in [
			(11, refuse_call(request)),
			(11, seal_call(request, DIGEST, 11)),
			(12, refuse_call(request)),
		] {
			assert_noop!(call(operator, again), Error::<Test>::AlreadyResponded);
		}
	});
}

#[test]
fn whoever_was_not_drawn_or_is_late_cannot_refuse() {
	build_and_execute(|| {
		let request = sealed_request();
		assert_noop!(call(CLINICIAN, refuse_call(request)), Error::<Test>::NotDrawn);
		assert_noop!(call(11, refuse_call(RequestId(9))), Error::<Test>::NotFound);
		advance_to(NOW + SEAL_PERIOD);
		assert_noop!(call(11, refuse_call(request)), Error::<Test>::Expired);
	});
}

#[test]
fn data_rule_3_the_notice_is_a_cid_of_the_one_form() {
	build_and_execute(|| {
		let request = sealed_request();
		let notice = Some(cid_bytes()[..20].to_vec().try_into().unwrap());
		assert_noop!(call(11, Call::refuse { request, notice }), Error::<Test>::CidWrongLength);
	});
}

#[test]
fn once_refusals_leave_no_quorum_the_request_fails_at_once_and_nobody_pays() {
	build_and_execute(|| {
		let request = sealed_request();
		refused(request, 11);
		assert_noop!(call(OUTSIDER, Call::fail { request }), Error::<Test>::SettlingContinues);
		refused(request, 13);
		// The third has neither sealed nor refused, but still had time to.
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		for operator in OPERATORS {
			assert_eq!(fault_state(request, operator), FaultState::Clear);
			assert!(!OpenRequests::<Test>::contains_key(operator));
		}
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert!(Penalties::get().is_empty());
		assert_eq!(pallet_balances::Pallet::<Test>::free_balance(CLINICIAN), FUNDS);
	});
}

#[test]
fn after_the_time_to_seal_the_missing_are_accused_beside_refusals() {
	build_and_execute(|| {
		let request = sealed_request();
		refused(request, 11);
		refused(request, 12);
		advance_to(NOW + SEAL_PERIOD);
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		assert_eq!(fault_state(request, 11), FaultState::Clear);
		assert_eq!(fault_state(request, 13), FaultState::Accused(Fault::Missing));
	});
}

#[test]
fn whoever_refuses_what_a_quorum_ran_deviates() {
	build_and_execute(|| {
		let request = sealed_request();
		refused(request, 13);
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		// All have answered: nobody need wait.
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_eq!(fault_state(request, 13), FaultState::Accused(Fault::Deviating));
	});
}

#[test]
fn a_refusal_settles_nothing() {
	build_and_execute(|| {
		let request = sealed_request();
		for operator in OPERATORS {
			refused(request, operator);
		}
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::SealDiffers);
	});
}

#[test]
fn without_a_key_there_is_a_refusal_without_a_notice() {
	build_and_execute(|| {
		let request = sealed_request();
		let notice = None;
		assert_ok!(call(11, Call::refuse { request, notice }));
		let stored = Requests::<Test>::get(request).unwrap().item;
		let responses = stored.drawn.iter().filter_map(|drawn| drawn.response);
		assert_eq!(responses.collect::<Vec<_>>(), [Response::Refusal(None)]);
	});
}

#[test]
fn whoever_erases_in_mid_request_costs_no_operator_its_bond() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		RecordsOfPatients::mutate(|records| records.clear());
		advance_to(NOW + SEAL_PERIOD);
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_eq!(fault_state(request, 13), FaultState::Clear);
	});
	build_and_execute(|| {
		let request = sealed_request();
		refused(request, 12);
		RecordsOfPatients::mutate(|records| records.clear());
		advance_to(NOW + 9 * SEAL_PERIOD);
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		for operator in OPERATORS {
			assert_eq!(fault_state(request, operator), FaultState::Clear);
		}
	});
}

#[test]
fn an_erasure_excuses_no_seal_that_differs() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		sealed(request, OTHER_DIGEST, 13);
		RecordsOfPatients::mutate(|records| records.clear());
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_eq!(fault_state(request, 13), FaultState::Accused(Fault::Deviating));
	});
}

#[test]
fn a_permit_that_ends_before_operators_could_seal_is_refused() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		AccessEnds::set(NOW + SEAL_PERIOD - 1);
		assert_noop!(call(CLINICIAN, request_call(model, &[1])), DispatchError::Other("expired"));
		AccessEnds::set(NOW + SEAL_PERIOD);
		assert_ok!(call(CLINICIAN, request_call(model, &[1])));
	});
}
