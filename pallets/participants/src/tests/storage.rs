// SPDX-License-Identifier: Apache-2.0
//! A patient's own affairs are paid for by the allowance while there is some, and by money held otherwise; it is whole
//! again each year. Data rules 10 and 11.

use super::*;
use crate::{
	Allowances, StoragePart, Ticket, YEAR,
	mock::{
		BASIC_BYTES, BASIC_ITEMS, BYTES, Balances, ITEMS, ItemReason, Paid, build_and_execute,
		pass, somebody,
	},
};
use polkadot_sdk::{
	frame_support::traits::{
		Consideration, Footprint,
		fungible::{InspectHold, Mutate},
	},
	sp_runtime::TokenError,
};
use salus_pallet_support::Payment;

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
	let used = Allowances::<Test>::get(account).storage.sponsored;
	(used.items, used.bytes)
}

#[test]
fn a_patient_s_first_items_are_paid_for_and_freed_again() {
	build_and_execute(|| {
		register_sponsored_patient();
		let paid = Paid::new_own(&patient(), item(100)).unwrap();
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
			assert!(is_allowance(&Paid::new_own(&patient(), item(1)).unwrap()));
		}
		assert_eq!(
			Paid::new_own(&patient(), item(1)).err(),
			Some(TokenError::FundsUnavailable.into())
		);
		Balances::mint_into(&patient(), 1_000).unwrap();
		let paid = Paid::new_own(&patient(), item(9)).unwrap();
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
		assert!(!is_allowance(&Paid::new_own(&patient(), item(whole + 1)).unwrap()));
		assert!(is_allowance(&Paid::new_own(&patient(), item(whole)).unwrap()));
		assert!(!is_allowance(&Paid::new_own(&patient(), item(1)).unwrap()));
	});
}

#[test]
fn a_footprint_beyond_counting_is_not_an_allowance() {
	build_and_execute(|| {
		register_sponsored_patient();
		// 2^32 cut to 32 bits would be nothing.
		let huge = Footprint { count: 1 << 32, size: 1 << 32 };
		assert!(Paid::new_own(&patient(), huge).is_err());
		assert_eq!(used(&patient()), (0, 0));
	});
}

#[test]
fn a_patient_who_pays_alone_has_no_sponsor_s_allowance() {
	build_and_execute(|| {
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert!(!is_allowance(&Paid::new_own(&somebody(1), item(1)).unwrap()));
		assert!(!is_allowance(&Paid::new_own(&somebody(2), item(0)).unwrap()));
		assert!(!Allowances::<Test>::contains_key(somebody(1)));
	});
}

#[test]
fn after_suspension_nothing_new_but_the_old_stays_and_may_shrink_and_go() {
	build_and_execute(|| {
		register_sponsored_patient();
		let first = Paid::new_own(&patient(), item(100)).unwrap();
		let second = Paid::new_own(&patient(), item(100)).unwrap();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(Paid::new_own(&patient(), item(1)).is_err());
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
		let paid = Paid::new_own(&patient(), item(100)).unwrap();
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
		let free = Paid::new_own(&patient(), item(5)).unwrap();
		let dear = Paid::new(&somebody(1), item(5)).unwrap();
		for ticket in [free, dear] {
			let bytes = ticket.encode();
			assert!(bytes.len() <= Paid::max_encoded_len());
			assert_eq!(Paid::decode(&mut bytes.as_slice()), Ok(ticket));
		}
	});
}

#[test]
fn what_every_patient_has_is_used_before_the_sponsor_s_and_for_nothing_else() {
	build_and_execute(|| {
		register_sponsored_patient();
		let parts = |paid: &Paid| match paid.ticket {
			Ticket::Allowance { part, .. } => Some(part),
			Ticket::Fallback(_) => None,
		};
		for _ in 0..BASIC_ITEMS {
			let paid = Paid::new_basic(&patient(), item(1)).unwrap();
			assert_eq!(parts(&paid), Some(StoragePart::Basic));
		}
		assert_eq!(used(&patient()), (0, 0));
		let paid = Paid::new_basic(&patient(), item(1)).unwrap();
		assert_eq!(parts(&paid), Some(StoragePart::Sponsored));
		let paid = Paid::new_own(&patient(), item(1)).unwrap();
		assert_eq!(parts(&paid), Some(StoragePart::Sponsored));
		// A thing of others' is never paid by it.
		assert!(Paid::new(&patient(), item(0)).is_err());
	});
}

#[test]
fn without_a_sponsor_the_basic_part_is_left_and_no_more() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		let whole = BASIC_BYTES as usize;
		assert!(Paid::new_own(&patient(), item(1)).is_err());
		assert!(Paid::new_basic(&patient(), item(whole + 1)).is_err());
		let paid = Paid::new_basic(&patient(), item(whole)).unwrap();
		assert!(Paid::new_basic(&patient(), item(1)).is_err());
		paid.drop(&patient()).unwrap();
		assert!(is_allowance(&Paid::new_basic(&patient(), item(whole)).unwrap()));
	});
}

#[test]
fn the_allowance_renews_yearly_and_what_it_paid_for_stays_paid_for() {
	build_and_execute(|| {
		register_sponsored_patient();
		let last_year = Paid::new_own(&patient(), item(BYTES as usize)).unwrap();
		pass(YEAR - 1);
		assert!(Paid::new_own(&patient(), item(1)).is_err());
		pass(1);
		let this_year = Paid::new_own(&patient(), item(BYTES as usize)).unwrap();
		assert!(is_allowance(&this_year));
		// What goes of last year's makes no room in this one.
		last_year.drop(&patient()).unwrap();
		assert_eq!(used(&patient()), (1, BYTES));
		assert!(Paid::new_own(&patient(), item(1)).is_err());
		this_year.drop(&patient()).unwrap();
		assert_eq!(used(&patient()), (0, 0));
	});
}

#[test]
fn what_another_year_paid_for_may_grow_at_this_year_s_expense() {
	build_and_execute(|| {
		register_sponsored_patient();
		let paid = Paid::new_own(&patient(), item(10)).unwrap();
		pass(3 * YEAR);
		let paid = paid.update(&patient(), item(5)).unwrap();
		assert_eq!(
			Participants::storage_left_of(&patient(), StoragePart::Sponsored),
			(ITEMS, BYTES)
		);
		let paid = paid.update(&patient(), item(20)).unwrap();
		assert_eq!(used(&patient()), (1, 20));
		assert!(is_allowance(&paid));
	});
}
