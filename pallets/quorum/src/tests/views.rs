// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn clients_see_a_task_who_works_on_it_and_what_it_is_paid() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_eq!(Quorum::task(id).unwrap().draw.unwrap().seats.len(), 3);
		assert_eq!(Quorum::open_tasks(&operators[0]), [id]);
		assert_eq!(Quorum::operator_state(&operators[0]), OperatorState::default());
		assert!(Quorum::accusations(id).is_empty());
		assert_ok!(rule_call(Call::set_price { class: WorkClass::Payment, price: 20 }));
		let prices: Vec<_> =
			Quorum::prices().into_iter().map(|price| (price.class, price.amount)).collect();
		let [clinical, payment, research] =
			[WorkClass::Clinical, WorkClass::Payment, WorkClass::Research];
		assert_eq!(prices, [(clinical, PRICE), (payment, 20), (research, PRICE)]);
		assert_eq!(Quorum::price(payment, Tier { seats: 5, quorum: 3 }), 100);
	});
}

#[test]
fn an_accusation_is_seen_after_its_task_is_closed() {
	build_and_execute(|| {
		let (id, operator) = deviated();
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Quorum::task(id), None);
		let accused = Quorum::accusations(id);
		assert_eq!(accused.len(), 1);
		assert_eq!((accused[0].id, accused[0].item.fault), (operator, Fault::Deviation));
	});
}
