// SPDX-License-Identifier: Apache-2.0
//! What every test of the runtime ends in: the pallets' own invariants, and those between pallets.

use crate::{
	Claims, Consent, DecisionSupport, Disclosures, Enactment, Participants, Quorum, Records,
	Runtime, RuntimeHoldReason,
};
use polkadot_sdk::{pallet_balances, sp_core::crypto::AccountId32};
use salus_primitives::quorum::{Response, Seat};
use std::collections::{BTreeMap, BTreeSet};

pub fn check() {
	Participants::do_try_state().unwrap();
	Disclosures::do_try_state().unwrap();
	Consent::do_try_state().unwrap();
	Records::do_try_state().unwrap();
	Quorum::do_try_state().unwrap();
	DecisionSupport::do_try_state().unwrap();
	Claims::do_try_state().unwrap();
	Enactment::do_try_state().unwrap();
	check_requests();
	check_duties();
	check_deposits();
}

/// Data rule 11: nothing is on hold for what is stored but what a ticket of the pallet holds, and nothing for custody but
/// what a version's fund holds. That the money of each is on hold, the pallets check.
fn check_deposits() {
	let [consent, records, quorum, decision_support, claims] = [
		Consent::deposits(),
		Records::deposits(),
		Quorum::deposits(),
		DecisionSupport::deposits(),
		Claims::deposits(),
	];
	let mut funds = BTreeMap::<AccountId32, u128>::new();
	for fund in pallet_records::CustodyFunds::<Runtime>::iter_values() {
		*funds.entry(fund.payer).or_default() += fund.held;
	}
	for (account, holds) in pallet_balances::Holds::<Runtime>::iter() {
		for hold in holds {
			let expected = match hold.id {
				RuntimeHoldReason::Consent(pallet_consent::HoldReason::Storage) => {
					consent.of(&account)
				}
				RuntimeHoldReason::Records(pallet_records::HoldReason::Storage) => {
					records.of(&account)
				}
				RuntimeHoldReason::Records(pallet_records::HoldReason::Custody) => {
					funds.get(&account).copied().unwrap_or_default()
				}
				RuntimeHoldReason::Quorum(pallet_quorum::HoldReason::Storage) => {
					quorum.of(&account)
				}
				RuntimeHoldReason::DecisionSupport(_) => decision_support.of(&account),
				RuntimeHoldReason::Claims(_) => claims.of(&account),
				_ => continue,
			};
			assert_eq!(hold.amount, expected, "{:?} of {account}", hold.id);
		}
	}
}

/// A request waits exactly as long as its task does.
fn check_requests() {
	let waiting: BTreeSet<_> = pallet_quorum::Tasks::<Runtime>::iter()
		.filter(|(_, task)| task.item.draw.as_ref().is_none_or(|draw| draw.settled.is_none()))
		.map(|(id, _)| id.0)
		.collect();
	let requests: BTreeSet<_> =
		pallet_decision_support::Requests::<Runtime>::iter_keys().map(|id| id.0).collect();
	assert_eq!(requests, waiting);
}

/// An operator may take back its bond once it has no duty: so each must be some task's, accusation's or erasure's.
fn check_duties() {
	let mut owed = BTreeMap::<AccountId32, u32>::new();
	for task in pallet_quorum::Tasks::<Runtime>::iter_values() {
		let Some(draw) = task.item.draw else { continue };
		for Seat { operator, response } in draw.seats {
			// After the quorum only who has sealed owes its reveal.
			if draw.settled.is_none() || matches!(response, Some(Response::Sealed(_))) {
				*owed.entry(operator).or_default() += 1;
			}
		}
	}
	for (_, operator, _) in pallet_quorum::Accusations::<Runtime>::iter() {
		*owed.entry(operator).or_default() += 1;
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
