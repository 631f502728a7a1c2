// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_task_is_open_and_nobody_is_drawn_yet() {
	build_and_execute(|| {
		let id = Quorum::open(new_task()).unwrap();
		assert_eq!(events(), [Event::Opened { task: id }]);
		let task = Tasks::<Test>::get(id).unwrap().item;
		assert_eq!((task.held, task.price, task.draw), (3 * PRICE, PRICE, None));
		assert_eq!(Heard::get(), []);
	});
}

#[test]
fn a_tier_in_which_two_digests_could_win_is_refused() {
	build_and_execute(|| {
		for (seats, quorum) in [(4, 2), (3, 4), (9, 5), (0, 0)] {
			let tier = Tier { seats, quorum };
			assert_noop!(
				Quorum::open(NewTask { tier, ..new_task() }),
				Error::<Test>::TierOutOfRange
			);
		}
	});
}

#[test]
fn whoever_can_t_pay_opens_nothing() {
	build_and_execute(|| {
		let poor = 900;
		// As in a call: what is refused changes nothing.
		let refused = polkadot_sdk::frame_support::storage::with_storage_layer(|| {
			Quorum::open(NewTask { payer: poor, ..new_task() })
		});
		assert_eq!(refused.unwrap_err(), DispatchError::Token(TokenError::FundsUnavailable));
	});
}

#[test]
fn too_few_operators_open_nothing() {
	build_and_execute(|| {
		InService::set(vec![11, 12]);
		assert_noop!(Quorum::open(new_task()), Error::<Test>::TooFewOperators);
	});
}

#[test]
fn the_queue_for_the_draw_is_bounded() {
	build_and_execute(|| {
		for _ in 0..40 {
			assert_ok!(Quorum::open(new_task()));
		}
		// In a call, what a refusal did is undone; here it is by hand.
		assert_noop!(Quorum::open(new_task()), Error::<Test>::TooManyUndrawn);
		pass_blocks(3);
		assert_eq!(Undrawn::<Test>::get().len(), 36);
		assert_ok!(Quorum::open(new_task()));
	});
}

#[test]
fn an_open_task_keeps_its_price() {
	build_and_execute(|| {
		let id = Quorum::open(new_task()).unwrap();
		let (class, price) = (WorkClass::Clinical, 500);
		assert_ok!(rule_call(Call::set_price { class, price }));
		assert_eq!(Tasks::<Test>::get(id).unwrap().item.price, PRICE);
		let next = Quorum::open(new_task()).unwrap();
		assert_eq!(Tasks::<Test>::get(next).unwrap().item.price, price);
		let payment = NewTask { class: WorkClass::Payment, ..new_task() };
		let other = Quorum::open(payment).unwrap();
		assert_eq!(Tasks::<Test>::get(other).unwrap().item.price, PRICE);
	});
}

#[test]
fn only_the_authority_sets_prices_and_only_within_bounds() {
	build_and_execute(|| {
		let class = WorkClass::Research;
		assert_noop!(
			call(PAYER, Call::set_price { class, price: PRICE }),
			DispatchError::BadOrigin
		);
		for price in [PRICE - 1, 1_001] {
			let refused = rule_call(Call::set_price { class, price });
			assert_noop!(refused, Error::<Test>::PriceOutOfRange);
		}
	});
}
