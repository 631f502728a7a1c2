// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn an_accused_operator_challenges_and_is_excused() {
	build_and_execute(|| {
		let request = request_with_deviating();
		events();
		assert_ok!(call(13, Call::challenge { request }));
		assert_eq!(fault_state(request, 13), FaultState::Challenged(Fault::Deviating));
		assert_ok!(rule_call(Call::rule { request, operator: 13, uphold: false }));
		assert_eq!(fault_state(request, 13), FaultState::Excused(Fault::Deviating));
		assert_eq!(
			events(),
			[
				Event::Challenged { request, operator: 13 },
				Event::Ruled { request, operator: 13, upheld: false }
			]
		);
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert!(Penalties::get().is_empty());
	});
}

#[test]
fn an_upheld_accusation_takes_bond_once() {
	build_and_execute(|| {
		let request = request_with_deviating();
		assert_ok!(call(13, Call::challenge { request }));
		assert_ok!(rule_call(Call::rule { request, operator: 13, uphold: true }));
		assert_eq!(Penalties::get(), [13]);
		assert_eq!(fault_state(request, 13), FaultState::Penalised(Fault::Deviating));
		assert_noop!(
			rule_call(Call::rule { request, operator: 13, uphold: true }),
			Error::<Test>::NotChallenged
		);
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert_eq!(Penalties::get(), [13]);
	});
}

#[test]
fn only_the_accused_challenge_and_once() {
	build_and_execute(|| {
		let request = request_with_deviating();
		assert_noop!(call(11, Call::challenge { request }), Error::<Test>::NotAccused);
		assert_ok!(call(13, Call::challenge { request }));
		assert_noop!(call(13, Call::challenge { request }), Error::<Test>::AlreadyChallenged);
		assert_ok!(rule_call(Call::rule { request, operator: 13, uphold: false }));
		assert_noop!(call(13, Call::challenge { request }), Error::<Test>::AlreadyChallenged);
		let unknown = RequestId(9);
		assert_noop!(call(13, Call::challenge { request: unknown }), Error::<Test>::NotFound);
	});
}

#[test]
fn before_settlement_there_is_nothing_to_challenge() {
	build_and_execute(|| {
		let request = sealed_request();
		assert_noop!(call(11, Call::challenge { request }), Error::<Test>::NotAccused);
	});
}

#[test]
fn data_rule_8_the_window_shuts_by_the_chains_clock() {
	build_and_execute(|| {
		let request = request_with_deviating();
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_noop!(call(13, Call::challenge { request }), Error::<Test>::Expired);
		// One millisecond earlier it was open.
		advance_to(NOW + CHALLENGE_PERIOD - 1);
		assert_ok!(call(13, Call::challenge { request }));
	});
}

#[test]
fn only_the_authority_rules_and_only_on_challenges() {
	build_and_execute(|| {
		let request = request_with_deviating();
		let ruling = |operator| Call::rule { request, operator, uphold: true };
		assert_noop!(rule_call(ruling(13)), Error::<Test>::NotChallenged);
		assert_noop!(rule_call(ruling(11)), Error::<Test>::NotChallenged);
		assert_ok!(call(13, Call::challenge { request }));
		assert_noop!(call(CLINICIAN, ruling(13)), DispatchError::BadOrigin);
	});
}
