// SPDX-License-Identifier: Apache-2.0
//! Operators answer with a bond: in service while it is enough, paid back when nothing is owed.

use super::*;
use crate::{
	Event, HoldReason, Operators,
	mock::{
		ABSENCE_PENALTY, Balances, DAY, HOUR, MAX_OPERATORS, MONEY, OPERATOR_BOND, PENALTY, START,
		System, pass, somebody,
	},
};
use polkadot_sdk::{
	frame_support::{
		assert_noop,
		pallet_prelude::DispatchResult,
		traits::fungible::{Inspect, InspectHold},
	},
	sp_runtime::TokenError,
};
use salus_primitives::{Operators as _, quorum::Fault};

/// Runs a test in which everybody is an organisation that runs operators.
fn build_and_execute(test: impl FnOnce()) {
	crate::mock::build_and_execute(|| {
		for number in 1..=9 {
			accredit_operators(somebody(number));
		}
		test();
	});
}

fn penalise(number: u8) {
	Participants::penalise(&somebody(number), Fault::Deviation);
}

fn join_at(number: u8, endpoint: &[u8], peer_id: &[u8], bond: u64) -> DispatchResult {
	Participants::become_operator(
		signed(somebody(number)),
		somebody(number),
		endpoint.to_vec().try_into().unwrap(),
		peer_id.to_vec().try_into().unwrap(),
		KEY,
		bond,
	)
}

fn join(number: u8) -> DispatchResult {
	join_at(number, b"https://custody.example:9000", PEER_ID, OPERATOR_BOND)
}

fn held(number: u8) -> u64 {
	Balances::balance_on_hold(&HoldReason::OperatorBond.into(), &somebody(number))
}

fn is_in_service(number: u8) -> bool {
	Participants::is_in_service(&somebody(number))
}

#[test]
fn an_operator_joins_with_its_bond() {
	build_and_execute(|| {
		assert_ok!(join(1));
		assert!(is_in_service(1));
		assert_eq!(held(1), OPERATOR_BOND);
		assert_eq!(Participants::in_service(), [somebody(1)]);
		assert_noop!(join(1), error(Error::AlreadyOperator));
	});
}

#[test]
fn a_bond_below_the_least_or_beyond_the_purse_is_refused() {
	build_and_execute(|| {
		let endpoint = b"http://127.0.0.1:9000";
		assert_noop!(join_at(1, endpoint, PEER_ID, OPERATOR_BOND - 1), error(Error::BondTooLow));
		assert_noop!(join_at(1, endpoint, PEER_ID, MONEY + 1), TokenError::FundsUnavailable);
		assert_ok!(join_at(1, endpoint, PEER_ID, OPERATOR_BOND + 1));
	});
}

#[test]
fn endpoints_and_peer_ids_are_checked() {
	build_and_execute(|| {
		for endpoint in [
			"",
			"https://",
			"custody.example",
			"ftp://custody.example",
			"https:///path",
			"https://custody example",
			"https://custody.example\n",
			"https://küstody.example",
			"HTTPS://custody.example",
		] {
			assert_noop!(
				join_at(1, endpoint.as_bytes(), PEER_ID, OPERATOR_BOND),
				error(Error::BadEndpoint)
			);
		}
		for peer_id in ["", "12D3 KooW", "12D3/KooW", "12D3KöoW"] {
			assert_noop!(
				join_at(1, b"https://[::1]:9000", peer_id.as_bytes(), OPERATOR_BOND),
				error(Error::BadPeerId)
			);
		}
		assert_ok!(join_at(1, b"https://[::1]:9000", PEER_ID, OPERATOR_BOND));
	});
}

#[test]
fn weak_keys_are_refused() {
	build_and_execute(|| {
		assert_noop!(
			Participants::become_operator(
				signed(somebody(1)),
				somebody(1),
				b"https://a".to_vec().try_into().unwrap(),
				PEER_ID.to_vec().try_into().unwrap(),
				[0; 32],
				OPERATOR_BOND
			),
			error(Error::WeakKey)
		);
	});
}

#[test]
fn the_number_of_operators_is_bounded_and_their_order_stable() {
	build_and_execute(|| {
		for number in 1..=MAX_OPERATORS as u8 {
			assert_ok!(join(number));
		}
		assert_noop!(join(4), error(Error::TooManyOperators));
		assert_ok!(Participants::leave_service(signed(somebody(1))));
		assert_ok!(join(4));
		assert_eq!(Participants::in_service(), [somebody(2), somebody(3), somebody(4)]);
	});
}

#[test]
fn the_endpoint_can_be_changed_by_operators_only() {
	build_and_execute(|| {
		assert_ok!(join(1));
		let update = |number: u8, endpoint: &[u8]| {
			Participants::update_endpoint(
				signed(somebody(number)),
				endpoint.to_vec().try_into().unwrap(),
				PEER_ID.to_vec().try_into().unwrap(),
			)
		};
		assert_ok!(update(1, b"https://moved.example"));
		let item = Operators::<Test>::get(somebody(1)).unwrap();
		assert_eq!(item.endpoint.as_slice(), b"https://moved.example");
		assert_noop!(update(1, b"moved"), error(Error::BadEndpoint));
		assert_noop!(update(2, b"https://moved.example"), error(Error::NotFound));
	});
}

#[test]
fn the_bond_comes_back_after_the_period_and_not_before() {
	build_and_execute(|| {
		assert_ok!(join(1));
		let origin = || signed(somebody(1));
		assert_noop!(Participants::withdraw_bond(origin()), error(Error::NotLeaving));
		assert_ok!(Participants::leave_service(origin()));
		assert!(!is_in_service(1));
		assert_noop!(Participants::leave_service(origin()), error(Error::AlreadyLeaving));
		assert_noop!(Participants::withdraw_bond(origin()), error(Error::StillUnbonding));
		pass(7 * DAY - 1);
		assert_noop!(Participants::withdraw_bond(origin()), error(Error::StillUnbonding));
		pass(1);
		assert_ok!(Participants::withdraw_bond(origin()));
		assert_eq!(Balances::balance(&somebody(1)), MONEY);
		assert_noop!(Participants::withdraw_bond(origin()), error(Error::NotFound));
		assert_noop!(Participants::leave_service(origin()), error(Error::NotFound));
		assert_ok!(join(1));
	});
}

#[test]
fn duties_keep_the_bond() {
	build_and_execute(|| {
		assert_ok!(join(1));
		Participants::add_duty(&somebody(1));
		Participants::add_duty(&somebody(1));
		assert_ok!(Participants::leave_service(signed(somebody(1))));
		pass(30 * DAY);
		for _ in 0..2 {
			assert_noop!(
				Participants::withdraw_bond(signed(somebody(1))),
				error(Error::DutiesOpen)
			);
			Participants::end_duty(&somebody(1));
		}
		assert_ok!(Participants::withdraw_bond(signed(somebody(1))));
		// An account that is not an operator has no duties.
		Participants::add_duty(&somebody(1));
		Participants::end_duty(&somebody(1));
		assert!(!Operators::<Test>::contains_key(somebody(1)));
	});
}

#[test]
fn a_penalty_is_taken_and_below_the_least_bond_the_operator_is_out() {
	build_and_execute(|| {
		let spare = PENALTY;
		assert_ok!(join_at(1, b"https://a", PEER_ID, OPERATOR_BOND + spare));
		let issued = Balances::total_issuance();
		penalise(1);
		assert!(is_in_service(1));
		assert_eq!((held(1), Balances::total_issuance()), (OPERATOR_BOND, issued - PENALTY));
		penalise(1);
		assert!(!is_in_service(1));
		assert_eq!(held(1), OPERATOR_BOND - PENALTY);
		System::assert_last_event(
			Event::OperatorPenalised { operator: somebody(1), amount: PENALTY, in_service: false }
				.into(),
		);
	});
}

#[test]
fn an_absence_costs_less_than_a_deviation() {
	build_and_execute(|| {
		assert_ok!(join(1));
		Participants::penalise(&somebody(1), Fault::Absence);
		assert_eq!(held(1), OPERATOR_BOND - ABSENCE_PENALTY);
		penalise(1);
		assert_eq!(held(1), OPERATOR_BOND - ABSENCE_PENALTY - PENALTY);
	});
}

#[test]
fn penalties_reach_leaving_operators_and_take_no_more_than_there_is() {
	build_and_execute(|| {
		assert_ok!(join(1));
		assert_ok!(Participants::leave_service(signed(somebody(1))));
		for _ in 0..OPERATOR_BOND / PENALTY + 1 {
			penalise(1);
		}
		assert_eq!(held(1), 0);
		pass(7 * DAY);
		assert_ok!(Participants::withdraw_bond(signed(somebody(1))));
		assert_eq!(Balances::balance(&somebody(1)), MONEY - OPERATOR_BOND);
		penalise(1);
	});
}

#[test]
fn an_operator_that_tops_up_its_bond_is_back_in_service() {
	build_and_execute(|| {
		assert_ok!(join(1));
		penalise(1);
		let origin = || signed(somebody(1));
		assert_ok!(Participants::add_bond(origin(), PENALTY - 1));
		assert!(!is_in_service(1));
		assert_ok!(Participants::add_bond(origin(), 1));
		assert!(is_in_service(1));
		assert_ok!(Participants::add_bond(origin(), 1));
		assert_eq!(Participants::in_service(), [somebody(1)]);
		assert_eq!(held(1), OPERATOR_BOND + 1);
		assert_noop!(Participants::add_bond(signed(somebody(2)), 1), error(Error::NotFound));
		assert_ok!(Participants::leave_service(origin()));
		assert_noop!(Participants::add_bond(origin(), 1), error(Error::AlreadyLeaving));
	});
}

#[test]
fn a_place_lost_may_be_taken() {
	build_and_execute(|| {
		for number in 1..=MAX_OPERATORS as u8 {
			assert_ok!(join(number));
		}
		penalise(1);
		assert_ok!(Participants::suspend_operator(RuntimeOrigin::root(), somebody(2)));
		assert_ok!(join(4));
		assert_ok!(join(5));
		assert_noop!(
			Participants::add_bond(signed(somebody(1)), PENALTY),
			error(Error::TooManyOperators)
		);
		assert_noop!(
			Participants::reinstate_operator(RuntimeOrigin::root(), somebody(2)),
			error(Error::TooManyOperators)
		);
	});
}

#[test]
fn suspension_takes_effect_at_once_and_keeps_the_bond() {
	build_and_execute(|| {
		assert_ok!(join(1));
		let root = RuntimeOrigin::root;
		assert_ok!(Participants::suspend_operator(root(), somebody(1)));
		assert!(!is_in_service(1));
		assert_noop!(
			Participants::suspend_operator(root(), somebody(1)),
			error(Error::AlreadySuspended)
		);
		assert_ok!(Participants::leave_service(signed(somebody(1))));
		pass(7 * DAY);
		assert_noop!(Participants::withdraw_bond(signed(somebody(1))), error(Error::Suspended));
		// Reinstated while leaving: not in service, but free to go.
		assert_ok!(Participants::reinstate_operator(root(), somebody(1)));
		assert!(!is_in_service(1));
		assert_ok!(Participants::withdraw_bond(signed(somebody(1))));
	});
}

#[test]
fn reinstatement_brings_fit_operators_back_into_service() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		for number in [1, 2] {
			assert_ok!(join(number));
			assert_ok!(Participants::suspend_operator(root(), somebody(number)));
		}
		penalise(2);
		for number in [1, 2] {
			assert_ok!(Participants::reinstate_operator(root(), somebody(number)));
		}
		assert_eq!(Participants::in_service(), [somebody(1)]);
		assert_noop!(
			Participants::reinstate_operator(root(), somebody(1)),
			error(Error::NotSuspended)
		);
		assert_noop!(Participants::reinstate_operator(root(), somebody(3)), error(Error::NotFound));
		assert_noop!(Participants::suspend_operator(root(), somebody(3)), error(Error::NotFound));
	});
}

#[test]
fn a_suspended_operator_can_t_buy_itself_back() {
	build_and_execute(|| {
		assert_ok!(join(1));
		assert_ok!(Participants::suspend_operator(RuntimeOrigin::root(), somebody(1)));
		assert_ok!(Participants::add_bond(signed(somebody(1)), OPERATOR_BOND));
		assert!(!is_in_service(1));
		assert_noop!(join(1), error(Error::AlreadyOperator));
	});
}

#[test]
fn only_the_authority_suspends() {
	build_and_execute(|| {
		assert_ok!(join(1));
		let origin = || signed(somebody(2));
		let bad = DispatchError::BadOrigin;
		assert_noop!(Participants::suspend_operator(origin(), somebody(1)), bad);
		assert_noop!(Participants::reinstate_operator(origin(), somebody(1)), bad);
	});
}

#[test]
fn clients_see_who_is_in_service() {
	build_and_execute(|| {
		pass(HOUR);
		assert_ok!(join(1));
		assert_ok!(join(2));
		assert_ok!(Participants::leave_service(signed(somebody(2))));
		let operators = Participants::operators();
		assert_eq!(operators.len(), 1);
		assert_eq!(operators[0].id, somebody(1));
		assert_eq!(operators[0].item.endpoint.as_slice(), b"https://custody.example:9000");
		assert_eq!(operators[0].item.since, START + HOUR);
		// Whoever left can still be found: it may hold shares.
		let former = Participants::who_is(somebody(2));
		assert!(!former.in_service);
		assert_eq!(former.operator.unwrap().leaving_until, Some(START + HOUR + 7 * DAY));
	});
}
