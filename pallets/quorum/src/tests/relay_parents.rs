// SPDX-License-Identifier: Apache-2.0
//! The relay blocks on which blocks build: a draw's randomness is of one that did not exist when the task was opened.

use super::*;
use polkadot_sdk::frame_support::traits::Hooks;

fn is_drawn(id: TaskId) -> bool {
	Tasks::<Test>::get(id).unwrap().item.draw.is_some()
}

/// Attack: whoever owns adjacent slots builds several blocks on relay blocks that are there, and so knows the
/// randomness of the last when opening a task in the first.
#[test]
fn blocks_on_the_relay_parent_of_the_opening_or_on_the_next_draw_nothing() {
	build_and_execute(|| {
		let id = Quorum::open(new_task()).unwrap();
		RelayStep::set(0);
		pass_blocks(10);
		assert!(!is_drawn(id));
		RelayStep::set(1);
		// The last block on the opening's relay parent, and one on the next.
		pass_blocks(2);
		assert!(!is_drawn(id));
		pass_blocks(1);
		assert!(is_drawn(id));
	});
}

#[test]
fn however_many_relay_blocks_lie_between_two_blocks_pass() {
	build_and_execute(|| {
		RelayStep::set(5);
		let id = Quorum::open(new_task()).unwrap();
		pass_blocks(2);
		assert!(!is_drawn(id));
		pass_blocks(1);
		assert!(is_drawn(id));
	});
}

#[test]
fn those_that_are_due_do_not_wait_for_later_ones() {
	build_and_execute(|| {
		let first = Quorum::open(new_task()).unwrap();
		pass_blocks(1);
		let second = Quorum::open(new_task()).unwrap();
		pass_blocks(2);
		assert_eq!((is_drawn(first), is_drawn(second)), (true, false));
		pass_blocks(1);
		assert!(is_drawn(second));
	});
}

#[test]
fn a_relay_block_is_of_one_block_and_without_it_nothing_opens() {
	build_and_execute(|| {
		assert_eq!(RelayParent::<Test>::get().unwrap().number, 1);
		let block = System::block_number();
		Quorum::on_finalize(block);
		assert_eq!(RelayParent::<Test>::get(), None);
		// As from a scheduled call, which the chain dispatches before the inherent.
		System::set_block_number(block + 1);
		Quorum::on_initialize(block + 1);
		assert_noop!(Quorum::open(new_task()), Error::<Test>::RelayBlockUnknown);
		Quorum::note_relay_block(2, None);
		assert_ok!(Quorum::open(new_task()));
	});
}
