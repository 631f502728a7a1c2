// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn whoever_was_not_drawn_neither_seals_nor_settles_nor_challenges() {
	build_and_execute(|| {
		let request = sealed_request();
		// In service, but not drawn for this request.
		InService::mutate(|operators| operators.push(14));
		assert_noop!(call(14, seal_call(request, DIGEST, 14)), Error::<Test>::NotDrawn);
		assert_noop!(
			call(CLINICIAN, seal_call(request, DIGEST, CLINICIAN)),
			Error::<Test>::NotDrawn
		);
		for operator in OPERATORS {
			sealed(request, DIGEST, operator);
		}
		assert_noop!(call(14, settle_call(request, DIGEST)), Error::<Test>::NotDrawn);
		assert_ok!(call(11, settle_call(request, DIGEST)));
		assert_noop!(call(14, Call::challenge { request }), Error::<Test>::NotDrawn);
		assert_noop!(
			rule_call(Call::rule { request, operator: 14, uphold: true }),
			Error::<Test>::NotDrawn
		);
	});
}
