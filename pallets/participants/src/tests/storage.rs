// SPDX-License-Identifier: Apache-2.0
//! Storage is paid for by the allowance while there is some, and by money held otherwise. Data rules 10
//! and 11.

use super::*;
use crate::{
	Allowances, Ticket,
	mock::{BYTES, Balances, ITEMS, ItemReason, Paid, build_and_execute, somebody},
};
use polkadot_sdk::{
	frame_support::traits::{
		Consideration, Footprint,
		fungible::{InspectHold, Mutate},
	},
	sp_runtime::TokenError,
};

fn item(bytes: usize) -> Footprint {
	Footprint::from_parts(1, bytes)
}

fn is_allowance(paid: &Paid) -> bool {
	matches!(paid.ticket, Ticket::Allowance { .. })
}

fn held(account: &AccountId) -> u64 {
	Balances::balance_on_hold(&ItemReason::get(), account)
}

fn used(account: &AccountId) -> (u32, u32) {
	let used = Allowances::<Test>::get(account);
	(used.items, used.bytes)
}

#[test]
fn a_patient_s_first_items_are_paid_for_and_freed_again() {
	build_and_execute(|| {
		register_sponsored_patient();
		let paid = Paid::new(&patient(), item(100)).unwrap();
		assert!(is_allowance(&paid));
		assert_eq!(used(&patient()), (1, 100));
		paid.drop(&patient()).unwrap();
		assert_eq!(used(&patient()), (0, 0));
	});
}

#[test]
fn when_the_items_are_used_up_money_is_held() {
	build_and_execute(|| {
		register_sponsored_patient();
		for _ in 0..ITEMS {
			assert!(is_allowance(&Paid::new(&patient(), item(1)).unwrap()));
		}
		assert_eq!(Paid::new(&patient(), item(1)).err(), Some(TokenError::FundsUnavailable.into()));
		Balances::mint_into(&patient(), 1_000).unwrap();
		let paid = Paid::new(&patient(), item(9)).unwrap();
		assert!(!is_allowance(&paid));
		// One, and one a byte.
		assert_eq!(held(&patient()), 10);
		assert_eq!(used(&patient()), (ITEMS, ITEMS));
		paid.drop(&patient()).unwrap();
		assert_eq!(held(&patient()), 0);
		assert_eq!(used(&patient()), (ITEMS, ITEMS));
	});
}

#[test]
fn when_the_bytes_are_used_up_money_is_held() {
	build_and_execute(|| {
		register_sponsored_patient();
		Balances::mint_into(&patient(), 10_000).unwrap();
		let whole = BYTES as usize;
		assert!(!is_allowance(&Paid::new(&patient(), item(whole + 1)).unwrap()));
		assert!(is_allowance(&Paid::new(&patient(), item(whole)).unwrap()));
		assert!(!is_allowance(&Paid::new(&patient(), item(1)).unwrap()));
	});
}

#[test]
fn a_footprint_beyond_counting_is_not_an_allowance() {
	build_and_execute(|| {
		register_sponsored_patient();
		// 2^32 cut to 32 bits would be nothing.
		let huge = Footprint { count: 1 << 32, size: 1 << 32 };
		assert!(Paid::new(&patient(), huge).is_err());
		assert_eq!(used(&patient()), (0, 0));
	});
}

#[test]
fn a_patient_who_pays_alone_has_no_allowance() {
	build_and_execute(|| {
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert!(!is_allowance(&Paid::new(&somebody(1), item(1)).unwrap()));
		assert!(!is_allowance(&Paid::new(&somebody(2), item(0)).unwrap()));
		assert!(!Allowances::<Test>::contains_key(somebody(1)));
	});
}

#[test]
fn after_suspension_nothing_new_but_the_old_stays_and_may_shrink_and_go() {
	build_and_execute(|| {
		register_sponsored_patient();
		let first = Paid::new(&patient(), item(100)).unwrap();
		let second = Paid::new(&patient(), item(100)).unwrap();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(Paid::new(&patient(), item(1)).is_err());
		let first = first.update(&patient(), item(40)).unwrap();
		assert_eq!(used(&patient()), (2, 140));
		assert!(first.clone().update(&patient(), item(41)).is_err());
		second.drop(&patient()).unwrap();
		Balances::mint_into(&patient(), 1_000).unwrap();
	});
}

#[test]
fn growth_is_booked_and_growth_beyond_the_allowance_moves_to_money() {
	build_and_execute(|| {
		register_sponsored_patient();
		Balances::mint_into(&patient(), 10_000).unwrap();
		let paid = Paid::new(&patient(), item(100)).unwrap();
		let paid = paid.update(&patient(), item(BYTES as usize)).unwrap();
		assert_eq!(used(&patient()), (1, BYTES));
		let paid = paid.update(&patient(), item(BYTES as usize + 1)).unwrap();
		assert!(!is_allowance(&paid));
		assert_eq!((used(&patient()), held(&patient())), ((0, 0), BYTES as u64 + 2));
		// What money pays for, money goes on paying for.
		let paid = paid.update(&patient(), item(9)).unwrap();
		assert!(!is_allowance(&paid));
		assert_eq!(held(&patient()), 10);
		paid.drop(&patient()).unwrap();
	});
}

#[test]
fn tickets_can_be_stored() {
	use codec::{Decode, Encode, MaxEncodedLen};
	build_and_execute(|| {
		register_sponsored_patient();
		let free = Paid::new(&patient(), item(5)).unwrap();
		let dear = Paid::new(&somebody(1), item(5)).unwrap();
		for ticket in [free, dear] {
			let bytes = ticket.encode();
			assert!(bytes.len() <= Paid::max_encoded_len());
			assert_eq!(Paid::decode(&mut bytes.as_slice()), Ok(ticket));
		}
	});
}
