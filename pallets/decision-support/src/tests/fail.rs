// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_balances;

const FAILED_AT: u64 = NOW + 2 * SEAL_PERIOD;

#[test]
fn without_a_quorum_a_request_fails_and_the_missing_are_accused() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		advance_to(FAILED_AT - 1);
		assert_noop!(call(OUTSIDER, Call::fail { request }), Error::<Test>::SettlingContinues);
		advance_to(FAILED_AT);
		events();
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		let mut told = events();
		assert_eq!(told.remove(0), Event::Failed { request });
		assert_eq!(told.len(), 2);
		for operator in [12, 13] {
			assert!(told.contains(&Event::Accused { request, operator, fault: Fault::Missing }));
			assert!(!OpenRequests::<Test>::contains_key(operator));
		}
		let stored = Requests::<Test>::get(request).unwrap().item;
		assert_eq!(
			stored.state,
			RequestState::Failed { challenge_until: FAILED_AT + CHALLENGE_PERIOD }
		);
		assert_eq!(Models::<Test>::get(stored.model).unwrap().item.failed, 1);
		assert!(!Receipts::<Test>::contains_key(request));
		assert!(!RequestsOf::<Test>::contains_key(PATIENT, request));

		advance_to(FAILED_AT + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		let mut penalties = Penalties::get();
		penalties.sort_unstable();
		assert_eq!(penalties, [12, 13]);
		// Without a receipt the whole deposit is given back.
		assert_eq!(pallet_balances::Pallet::<Test>::free_balance(CLINICIAN), FUNDS);
	});
}

#[test]
fn disagreement_alone_accuses_nobody() {
	build_and_execute(|| {
		let request = sealed_request();
		for (operator, digest) in [(11, DIGEST), (12, OTHER_DIGEST), (13, [1; 32])] {
			sealed(request, digest, operator);
		}
		advance_to(FAILED_AT);
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		for operator in OPERATORS {
			assert_eq!(fault_state(request, operator), FaultState::Clear);
		}
	});
}

#[test]
fn a_failed_request_is_neither_sealed_nor_settled_nor_failed_again() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		advance_to(FAILED_AT);
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		assert_noop!(call(13, seal_call(request, DIGEST, 13)), Error::<Test>::AlreadySettled);
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::AlreadySettled);
		assert_noop!(call(OUTSIDER, Call::fail { request }), Error::<Test>::AlreadySettled);
	});
}

#[test]
fn a_settled_request_does_not_fail() {
	build_and_execute(|| {
		let request = settled_request();
		advance_to(FAILED_AT);
		assert_noop!(call(OUTSIDER, Call::fail { request }), Error::<Test>::AlreadySettled);
		let unknown = RequestId(9);
		assert_noop!(call(OUTSIDER, Call::fail { request: unknown }), Error::<Test>::NotFound);
	});
}

#[test]
fn the_missing_may_challenge_a_failure_too() {
	build_and_execute(|| {
		let request = sealed_request();
		advance_to(FAILED_AT);
		assert_ok!(call(OUTSIDER, Call::fail { request }));
		assert_ok!(call(11, Call::challenge { request }));
		assert_ok!(rule_call(Call::rule { request, operator: 11, uphold: false }));
		advance_to(FAILED_AT + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert!(!Penalties::get().contains(&11));
		assert_eq!(Penalties::get().len(), 2);
	});
}
