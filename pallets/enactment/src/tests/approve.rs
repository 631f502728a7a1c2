// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn both_bodies_agree_in_either_order() {
	for (first, second) in [(BOARD, COMMITTEE), (COMMITTEE, BOARD)] {
		build_and_execute(|| {
			assert_ok!(approve(first, &root_call()));
			assert_eq!(Agreements::<Test>::get(hash(&root_call())).unwrap().from, None);
			assert_ok!(approve(second, &root_call()));
			pass_blocks(DELAY_BLOCKS);
			assert_ok!(enact(&root_call()));
			assert!(was_made());
		});
	}
}

#[test]
fn the_second_agreement_tells_everybody_from_when_on() {
	build_and_execute(|| {
		agree(&root_call());
		let (call_hash, start) = (hash(&root_call()), 1);
		let from = Deadline {
			moment: NOW + BLOCK_TIME * u64::from(DELAY_BLOCKS),
			block: start + DELAY_BLOCKS,
		};
		let expected = [
			Event::Approved { call_hash, body: Body::MedicalBoard },
			Event::Approved { call_hash, body: Body::TechnicalCommittee },
			Event::Agreed { call_hash, from },
		];
		assert_eq!(events(), expected);
	});
}

/// Attack: root by one body.
#[test]
fn one_body_alone_never_makes_a_call() {
	for body in [BOARD, COMMITTEE] {
		build_and_execute(|| {
			assert_ok!(approve(body, &root_call()));
			assert_noop!(approve(body, &root_call()), Error::<Test>::AlreadyApproved);
			for _ in 0..3 {
				assert_noop!(enact(&root_call()), Error::<Test>::NotAgreed);
				pass_blocks(DELAY_BLOCKS / 3);
			}
			assert_noop!(enact(&root_call()), Error::<Test>::NotAgreed);
			assert!(!was_made());
		});
	}
}

#[test]
fn nobody_else_agrees_or_withdraws() {
	build_and_execute(|| {
		assert_noop!(approve(ANYBODY, &root_call()), DispatchError::BadOrigin);
		assert_ok!(approve(BOARD, &root_call()));
		assert_noop!(approve(ANYBODY, &root_call()), DispatchError::BadOrigin);
		assert_noop!(withdraw(ANYBODY, &root_call()), DispatchError::BadOrigin);
	});
}

#[test]
fn what_both_agreed_to_is_not_agreed_to_again() {
	build_and_execute(|| {
		agree(&root_call());
		pass_blocks(DELAY_BLOCKS - 1);
		// Else a body could put the delay's end off, or the lapse.
		for body in [BOARD, COMMITTEE] {
			assert_noop!(approve(body, &root_call()), Error::<Test>::AlreadyApproved);
		}
	});
}
