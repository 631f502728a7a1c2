// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn an_operator_that_did_not_seal_is_accused_and_loses_bond_after_the_window() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		sealed(request, DIGEST, 12);
		let settled_at = NOW + SEAL_PERIOD;
		advance_to(settled_at);
		events();
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_eq!(
			events(),
			[
				Event::Settled { request, digest: DIGEST, agreeing: 2, drawn: 3 },
				Event::Accused { request, operator: 13, fault: Fault::Missing }
			]
		);
		// It has nothing to seal any more.
		assert!(!OpenRequests::<Test>::contains_key(13));
		assert!(Penalties::get().is_empty());
		advance_to(settled_at + CHALLENGE_PERIOD);
		assert_ok!(call(OUTSIDER, Call::close { request }));
		assert_eq!(Penalties::get(), [13]);
	});
}
