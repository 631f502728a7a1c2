// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_chain_for_development_waits_less() {
	chain(true).execute_with(|| {
		agree(&root_call());
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
		pass_blocks(DEVELOPMENT_BLOCKS);
		assert_ok!(enact(&root_call()));
		Enactment::do_try_state().unwrap();
	});
}

#[test]
fn a_chain_for_development_starts_with_any_seats() {
	Seats::set(vec![3, 1]);
	chain(true).execute_with(|| assert!(crate::Development::<Test>::get()));
}

#[test]
#[should_panic(expected = "too few seats")]
fn no_other_chain_starts_with_fewer_than_five_seats_of_a_body() {
	Seats::set(vec![5, 4]);
	chain(false);
}

#[test]
fn five_seats_of_each_body_suffice() {
	Seats::set(vec![5, 5]);
	chain(false).execute_with(|| assert!(!crate::Development::<Test>::get()));
}
