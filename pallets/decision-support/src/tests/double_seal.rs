// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_second_seal_is_refused_even_when_it_is_the_same() {
	build_and_execute(|| {
		let request = sealed_request();
		sealed(request, DIGEST, 11);
		for digest in [DIGEST, OTHER_DIGEST] {
			assert_noop!(call(11, seal_call(request, digest, 11)), Error::<Test>::AlreadyResponded);
		}
	});
}
