// SPDX-License-Identifier: Apache-2.0
use super::*;

/// Attack: an upgrade without delay.
#[test]
fn what_both_agreed_to_waits_for_the_delay() {
	build_and_execute(|| {
		agree(&root_call());
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
		pass_blocks(DELAY_BLOCKS - 1);
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
		assert!(!was_made());
		pass_blocks(1);
		assert_ok!(enact(&root_call()));
		assert!(was_made());
	});
}

/// The delay begins with the second agreement, however long the first waited.
#[test]
fn the_first_agreement_starts_no_delay() {
	build_and_execute(|| {
		assert_ok!(approve(BOARD, &root_call()));
		pass_blocks(DELAY_BLOCKS);
		assert_ok!(approve(COMMITTEE, &root_call()));
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
	});
}

/// Attack: the chain stands still while the clock goes on. Data rule 8.
#[test]
fn a_pause_of_the_chain_shortens_no_delay() {
	build_and_execute(|| {
		agree(&root_call());
		Timestamp::set_timestamp(Timestamp::get() + BLOCK_TIME * u64::from(DELAY_BLOCKS));
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
	});
}

/// Nor do blocks alone, should they come faster than in time.
#[test]
fn blocks_alone_end_no_delay() {
	build_and_execute(|| {
		agree(&root_call());
		System::set_block_number(System::block_number() + u64::from(DELAY_BLOCKS));
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
	});
}

#[test]
fn what_needs_no_delay_needs_both_bodies_all_the_same() {
	build_and_execute(|| {
		assert_ok!(approve(BOARD, &urgent()));
		assert_noop!(enact(&urgent()), Error::<Test>::NotAgreed);
		assert_ok!(approve(COMMITTEE, &urgent()));
		assert_ok!(enact(&urgent()));
		// Once.
		assert_noop!(enact(&urgent()), Error::<Test>::NotFound);
	});
}
