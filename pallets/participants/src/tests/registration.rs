// SPDX-License-Identifier: Apache-2.0
//! Whoever has money registers alone, once.

use super::*;
use crate::{
	HoldReason, Patients,
	mock::{BASIC_DEPOSIT, Balances, PATIENT_DEPOSIT, build_and_execute, somebody},
};
use polkadot_sdk::{
	frame_support::{assert_noop, traits::fungible::InspectHold},
	sp_runtime::TokenError,
};
use salus_primitives::Participants as _;

#[test]
fn a_patient_with_money_pays_the_deposit_and_for_what_every_patient_may_store() {
	build_and_execute(|| {
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		let held = Patients::<Test>::get(somebody(1)).unwrap();
		assert!(held.item.sponsors.is_empty());
		assert_eq!(held.ticket.depositor, somebody(1));
		assert_eq!(
			Balances::balance_on_hold(&HoldReason::Patient.into(), &somebody(1)),
			PATIENT_DEPOSIT + BASIC_DEPOSIT
		);
		assert_eq!(Participants::encryption_key(&somebody(1)), Some(KEY));
		assert!(Participants::is_patient(&somebody(1)));
	});
}

#[test]
fn without_money_or_sponsor_nobody_is_registered() {
	build_and_execute(|| {
		assert_noop!(Participants::register(signed(patient()), KEY), TokenError::FundsUnavailable);
	});
}

#[test]
fn a_patient_registers_once() {
	build_and_execute(|| {
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert_noop!(
			Participants::register(signed(somebody(1)), KEY),
			error(Error::AlreadyRegistered)
		);
	});
}

#[test]
fn a_weak_key_is_refused() {
	build_and_execute(|| {
		assert_noop!(Participants::register(signed(somebody(1)), [0; 32]), error(Error::WeakKey));
	});
}
