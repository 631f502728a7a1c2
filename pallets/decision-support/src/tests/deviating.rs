// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn an_operator_that_sealed_otherwise_is_accused_and_loses_bond_after_the_window() {
	build_and_execute(|| {
		let request = request_with_deviating();
		let accused = Event::Accused { request, operator: 13, fault: Fault::Deviating };
		assert!(events().contains(&accused));
		assert_eq!(fault_state(request, 13), FaultState::Accused(Fault::Deviating));
		assert_eq!(fault_state(request, 11), FaultState::Clear);
		assert_eq!(Receipts::<Test>::get(request).unwrap().item.agreeing, 2);
		// Nothing is taken before the operator had time to answer.
		assert!(Penalties::get().is_empty());
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert_eq!(Penalties::get(), [13]);
		assert!(events().contains(&Event::Penalised { request, operator: 13 }));
	});
}

#[test]
fn a_deviating_operator_cannot_settle_with_its_own_seal() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		sealed(request, OTHER_DIGEST, 13);
		assert_noop!(call(13, settle_call(request, OTHER_DIGEST)), Error::<Test>::NoQuorum);
	});
}
