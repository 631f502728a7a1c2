// SPDX-License-Identifier: Apache-2.0
//! What every test of the runtime ends in: the pallets' own invariants, and those between pallets.

use crate::{Consent, DecisionSupport, Disclosures, Participants, Records, Runtime};
use polkadot_sdk::sp_core::crypto::AccountId32;
use std::collections::BTreeMap;

pub fn check() {
	Participants::do_try_state().unwrap();
	Disclosures::do_try_state().unwrap();
	Consent::do_try_state().unwrap();
	Records::do_try_state().unwrap();
	DecisionSupport::do_try_state().unwrap();
	check_duties();
}

/// An operator may take back its bond once it has no duty: so each must be some request's or erasure's.
fn check_duties() {
	let mut owed = BTreeMap::<AccountId32, u32>::new();
	for request in pallet_decision_support::Requests::<Runtime>::iter_values() {
		for drawn in request.item.drawn {
			*owed.entry(drawn.operator).or_default() += 1;
		}
	}
	for destructions in pallet_records::Destructions::<Runtime>::iter_values() {
		for destruction in destructions {
			if destruction.bound && destruction.destroyed_at.is_none() {
				*owed.entry(destruction.custodian).or_default() += 1;
			}
		}
	}
	for (operator, item) in pallet_participants::Operators::<Runtime>::iter() {
		let owed = owed.remove(&operator).unwrap_or_default();
		assert_eq!(item.duties, owed, "duties of {operator}");
	}
	assert!(owed.is_empty(), "duties of no operator: {owed:?}");
}
