// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_copied_seal_does_not_open_for_the_copier() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		assert_ok!(call(13, Call::seal { request, seal: seal_of(DIGEST, 11) }));
		assert_noop!(call(13, settle_call(request, DIGEST)), Error::<Test>::SealDiffers);
		assert_ok!(call(12, settle_call(request, DIGEST)));
		assert_eq!(fault_state(request, 13), FaultState::Accused(Fault::Deviating));
		assert_eq!(Receipts::<Test>::get(request).unwrap().item.agreeing, 2);
	});
}

#[test]
fn a_copier_who_is_faster_shuts_nobody_out() {
	build_and_execute(|| {
		let request = sealed_request();
		assert_ok!(call(13, Call::seal { request, seal: seal_of(DIGEST, 11) }));
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_eq!(fault_state(request, 11), FaultState::Clear);
		assert_eq!(fault_state(request, 13), FaultState::Accused(Fault::Deviating));
	});
}

#[test]
fn copies_make_no_quorum() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		for copier in [12, 13] {
			assert_ok!(call(copier, Call::seal { request, seal: seal_of(DIGEST, 11) }));
		}
		assert_noop!(call(11, settle_call(request, DIGEST)), Error::<Test>::NoQuorum);
	});
}

#[test]
fn a_seal_of_another_request_opens_with_its_own_digest_only() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Open));
		let (first, second) = (requested(model), requested(model));
		let said = output(&[10]);
		// The request stands in the digest, so the same output gives another one.
		let (digest, other) = (open_digest(first, &said), open_digest(second, &said));
		assert_ne!(digest, other);
		for operator in OPERATORS {
			sealed(second, digest, operator);
		}
		assert_noop!(
			call(11, Call::settle_open { request: second, salt: SALT, output: said }),
			Error::<Test>::SealDiffers
		);
	});
}
