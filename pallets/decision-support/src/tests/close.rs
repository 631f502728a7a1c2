// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_balances;

#[test]
fn closing_releases_the_operators_and_half_the_deposit_and_keeps_the_receipt() {
	build_and_execute(|| {
		let request = settled_request();
		let free = || pallet_balances::Pallet::<Test>::free_balance(CLINICIAN);
		let before = free();
		advance_to(NOW + CHALLENGE_PERIOD);
		events();
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert_eq!(events(), [Event::Closed { request }]);
		assert!(!Requests::<Test>::contains_key(request));
		assert!(Receipts::<Test>::contains_key(request));
		assert!(RequestsOf::<Test>::contains_key(PATIENT, request));
		assert!(before < free() && free() < FUNDS);
		assert!(Penalties::get().is_empty());
		for operator in OPERATORS {
			assert_eq!(Duties::get()[&operator], 0);
		}
		assert_noop!(call(OUTSIDER, Call::close { request }), Error::<Test>::NotFound);
	});
}

#[test]
fn nothing_closes_before_the_window_shuts() {
	build_and_execute(|| {
		let request = sealed_request();
		let closes = || call(OUTSIDER, Call::close { request });
		assert_noop!(closes(), Error::<Test>::SealingContinues);
		for operator in OPERATORS {
			sealed(request, DIGEST, operator);
		}
		assert_noop!(closes(), Error::<Test>::SealingContinues);
		assert_ok!(call(11, settle_call(request, DIGEST)));
		advance_to(NOW + CHALLENGE_PERIOD - 1);
		assert_noop!(closes(), Error::<Test>::ChallengePeriodContinues);
	});
}

#[test]
fn a_challenge_waits_for_its_ruling() {
	build_and_execute(|| {
		let request = request_with_deviating();
		assert_ok!(call(13, Call::challenge { request }));
		advance_to(NOW + 9 * CHALLENGE_PERIOD);
		let closes = || call(OUTSIDER, Call::close { request });
		assert_noop!(closes(), Error::<Test>::ChallengePending);
		assert_eq!(Duties::get()[&13], 1);
		assert_ok!(rule_call(Call::rule { request, operator: 13, uphold: true }));
		assert_ok!(closes());
	});
}
