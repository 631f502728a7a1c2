// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::Call;
use polkadot_sdk::sp_core::H256;

#[test]
fn either_body_stops_what_both_agreed_to() {
	for body in [BOARD, COMMITTEE] {
		build_and_execute(|| {
			agree(&root_call());
			pass_blocks(DELAY_BLOCKS);
			assert_ok!(withdraw(body, &root_call()));
			assert_noop!(enact(&root_call()), Error::<Test>::NotFound);
			assert_noop!(withdraw(body, &root_call()), Error::<Test>::NotFound);
			assert!(!was_made());
		});
	}
}

/// Attack: one body fills the list, so that nothing else can be agreed to.
#[test]
fn a_full_list_is_emptied_by_the_other_body() {
	build_and_execute(|| {
		let fill =
			|number: u32| Call::<Test>::approve { call_hash: H256::from_low_u64_be(number.into()) };
		for number in 0..MAX_AGREEMENTS {
			assert_ok!(sign(BOARD, fill(number)));
		}
		assert_noop!(approve(COMMITTEE, &root_call()), Error::<Test>::TooManyAgreements);
		let call_hash = H256::from_low_u64_be(0);
		assert_ok!(sign(COMMITTEE, Call::withdraw { call_hash }));
		assert_ok!(approve(COMMITTEE, &root_call()));
		assert_noop!(sign(BOARD, fill(0)), Error::<Test>::TooManyAgreements);
		// The second agreement takes no further place.
		assert_ok!(approve(BOARD, &root_call()));
	});
}
