// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn one_bodys_agreement_waits_for_the_other_only_so_long() {
	build_and_execute(|| {
		assert_ok!(approve(BOARD, &root_call()));
		pass_blocks(LIFETIME_BLOCKS);
		// The first one of a new agreement.
		assert_ok!(approve(COMMITTEE, &root_call()));
		let agreement = Agreements::<Test>::get(hash(&root_call())).unwrap();
		assert_eq!((agreement.first, agreement.from), (Body::TechnicalCommittee, None));
	});
}

/// Attack: an old agreement is kept for a better day.
#[test]
fn what_both_agreed_to_is_made_in_time_or_not_at_all() {
	build_and_execute(|| {
		agree(&root_call());
		pass_blocks(DELAY_BLOCKS + LIFETIME_BLOCKS - 1);
		agree(&urgent());
		pass_blocks(1);
		assert_noop!(enact(&root_call()), Error::<Test>::Lapsed);
		// Anew, with the whole delay.
		agree(&root_call());
		assert_noop!(enact(&root_call()), Error::<Test>::DelayContinues);
		pass_blocks(DELAY_BLOCKS);
		assert_ok!(enact(&root_call()));
	});
}

/// A pause of the chain costs nobody: an agreement lapses only once blocks have passed, too. Data rule 8.
#[test]
fn a_pause_of_the_chain_lapses_nothing() {
	build_and_execute(|| {
		agree(&root_call());
		pass_blocks(DELAY_BLOCKS);
		Timestamp::set_timestamp(Timestamp::get() + BLOCK_TIME * u64::from(LIFETIME_BLOCKS));
		assert_ok!(enact(&root_call()));
	});
}
