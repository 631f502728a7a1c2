// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_drawn_operator_seals() {
	build_and_execute(|| {
		let request = sealed_request();
		events();
		sealed(request, DIGEST, 12);
		assert_eq!(events(), [Event::Sealed { request, operator: 12 }]);
		let stored = Requests::<Test>::get(request).unwrap().item;
		for drawn in stored.drawn {
			let expected = (drawn.operator == 12).then(|| Response::Seal(seal_of(DIGEST, 12)));
			assert_eq!(drawn.response, expected);
		}
		assert!(!OpenRequests::<Test>::contains_key(12));
		assert_eq!(OpenRequests::<Test>::get(11).into_inner(), [request]);
	});
}

#[test]
fn an_unknown_request_is_not_sealed() {
	build_and_execute(|| {
		let unknown = RequestId(7);
		assert_noop!(call(11, seal_call(unknown, DIGEST, 11)), Error::<Test>::NotFound);
	});
}

#[test]
fn a_settled_request_is_sealed_no_more() {
	build_and_execute(|| {
		let request = settled_request();
		let seals = || call(11, seal_call(request, DIGEST, 11));
		assert_noop!(seals(), Error::<Test>::AlreadySettled);
		advance_to(NOW + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert_noop!(seals(), Error::<Test>::AlreadySettled);
	});
}
