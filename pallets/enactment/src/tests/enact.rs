// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::Call;
use polkadot_sdk::{frame_support::dispatch::Pays, sp_runtime::traits::Dispatchable};

#[test]
fn it_is_made_once() {
	build_and_execute(|| {
		agree(&root_call());
		pass_blocks(DELAY_BLOCKS);
		assert_ok!(enact(&root_call()));
		assert_noop!(enact(&root_call()), Error::<Test>::NotFound);
		assert_eq!(events().last(), Some(&Event::Enacted { call_hash: hash(&root_call()) }));
	});
}

/// Attack: another call is handed in than was agreed to.
#[test]
fn no_other_call_is_made() {
	build_and_execute(|| {
		agree(&urgent());
		pass_blocks(DELAY_BLOCKS);
		assert_noop!(enact(&root_call()), Error::<Test>::NotFound);
		assert!(!was_made());
	});
}

/// Attack: the call is handed in when it must fail, so that the agreement is gone.
#[test]
fn a_call_that_fails_stays_agreed_to() {
	build_and_execute(|| {
		agree(&failing());
		pass_blocks(DELAY_BLOCKS);
		assert_noop!(enact(&failing()), DispatchError::BadOrigin);
		assert!(Agreements::<Test>::contains_key(hash(&failing())));
	});
}

/// Root itself hands nothing in: one agreement carries no other.
#[test]
fn an_enacted_call_enacts_none() {
	build_and_execute(|| {
		let inner = Box::new(root_call());
		let outer: RuntimeCall = Call::<Test>::enact { call: inner }.into();
		agree(&root_call());
		agree(&outer);
		pass_blocks(DELAY_BLOCKS);
		assert_noop!(enact(&outer), DispatchError::BadOrigin);
		assert!(!was_made());
	});
}

/// Whoever does what everybody needs does not pay for it.
#[test]
fn whoever_hands_it_in_pays_nothing() {
	build_and_execute(|| {
		agree(&root_call());
		pass_blocks(DELAY_BLOCKS);
		let call: RuntimeCall = Call::<Test>::enact { call: Box::new(root_call()) }.into();
		let done = call.dispatch(RuntimeOrigin::signed(ANYBODY)).unwrap();
		assert_eq!(done.pays_fee, Pays::No);
	});
}
