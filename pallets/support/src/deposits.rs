// SPDX-License-Identifier: Apache-2.0
//! The closed circle of deposits: what tickets hold of an account's money is what is on hold of it. Data rule 11.

use crate::Payment;
use alloc::collections::BTreeMap;
use polkadot_sdk::sp_runtime::TryRuntimeError;

/// How much money of each account is held by tickets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deposits<AccountId>(BTreeMap<AccountId, u128>);

impl<AccountId> Default for Deposits<AccountId> {
	fn default() -> Self {
		Self(BTreeMap::new())
	}
}

impl<AccountId: Ord> Deposits<AccountId> {
	/// Counts a ticket that this account paid for.
	pub fn add<Ticket: Payment<AccountId>>(&mut self, payer: AccountId, ticket: &Ticket) {
		let sum = self.0.entry(payer).or_default();
		*sum = sum.saturating_add(ticket.held());
	}

	/// How much tickets hold of this account's money.
	pub fn of(&self, account: &AccountId) -> u128 {
		self.0.get(account).copied().unwrap_or_default()
	}

	/// Checks that as much is on hold of each payer as its tickets hold.
	pub fn check<Ticket: Payment<AccountId>>(&self) -> Result<(), TryRuntimeError> {
		if self.0.iter().any(|(payer, sum)| Ticket::on_hold(payer) != *sum) {
			return Err("what is on hold of an account is not what its tickets hold".into());
		}
		Ok(())
	}
}
