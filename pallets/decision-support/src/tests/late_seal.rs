// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn data_rule_8_a_seal_is_in_time_until_the_moment_itself() {
	build_and_execute(|| {
		let request = sealed_request();
		advance_to(NOW + SEAL_PERIOD - 1);
		sealed(request, DIGEST, 11);
		advance_to(NOW + SEAL_PERIOD);
		assert_noop!(call(12, seal_call(request, DIGEST, 12)), Error::<Test>::Expired);
	});
}

#[test]
fn an_operator_that_seals_too_late_is_missing() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 13);
		advance_to(NOW + SEAL_PERIOD);
		assert_noop!(call(12, seal_call(request, DIGEST, 12)), Error::<Test>::Expired);
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_eq!(fault_state(request, 12), FaultState::Accused(Fault::Missing));
	});
}
