// SPDX-License-Identifier: Apache-2.0
//! Tickets for uploads: a stranger's bytes are not read before a signed request announced them.

use super::quota::Charged;
use jsonrpsee::core::RpcResult;
use rand::{RngCore, rngs::OsRng};
use salus_chain::AccountId;
use salus_primitives::Cid;
use std::{
	collections::HashMap,
	sync::{Mutex, PoisonError},
	time::{Duration, Instant},
};

/// How long an upload may wait for its beginning.
const VALID: Duration = Duration::from_secs(60);
const MAX_TICKETS: usize = 10_000;
const MAX_OF_AN_ACCOUNT: usize = 16;

/// Who may upload what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Ticket {
	pub caller: AccountId,
	pub cid: Cid,
	pub size: u64,
	/// What was counted for it.
	pub charged: Charged,
}

/// The tickets that were given and not used.
#[derive(Default)]
pub(super) struct Tickets(Mutex<HashMap<[u8; 16], (Instant, Ticket)>>);

impl Tickets {
	/// Gives a ticket, in hex: good once, within a minute. None if the account, or everybody, has too many.
	pub fn give(&self, ticket: Ticket) -> Option<String> {
		self.give_at(ticket, Instant::now())
	}

	fn give_at(&self, ticket: Ticket, now: Instant) -> Option<String> {
		let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		let of_the_account = given.values().filter(|(_, other)| other.caller == ticket.caller);
		if given.len() >= MAX_TICKETS || of_the_account.count() >= MAX_OF_AN_ACCOUNT {
			return None;
		}
		let mut name = [0; 16];
		OsRng.fill_bytes(&mut name);
		given.insert(name, (now + VALID, ticket));
		Some(hex::encode(name))
	}

	/// Takes a ticket, once `slots` gives what its upload needs: with none it stays good. None if it is not good.
	pub fn take<Needed>(
		&self,
		name: &str,
		slots: impl FnOnce(&Ticket) -> RpcResult<Needed>,
	) -> Option<RpcResult<(Ticket, Needed)>> {
		self.take_at(name, slots, Instant::now())
	}

	fn take_at<Needed>(
		&self,
		name: &str,
		slots: impl FnOnce(&Ticket) -> RpcResult<Needed>,
		now: Instant,
	) -> Option<RpcResult<(Ticket, Needed)>> {
		let mut bytes = [0; 16];
		hex::decode_to_slice(name, &mut bytes).ok()?;
		let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		let (_, ticket) = given.get(&bytes).filter(|(until, _)| now < *until)?;
		let needed = match slots(ticket) {
			Ok(needed) => needed,
			Err(refusal) => return Some(Err(refusal)),
		};
		let (_, ticket) = given.remove(&bytes)?;
		Some(Ok((ticket, needed)))
	}

	/// Removes the tickets that are too old, and gives them.
	pub fn expired(&self) -> Vec<Ticket> {
		self.expired_at(Instant::now())
	}

	fn expired_at(&self, now: Instant) -> Vec<Ticket> {
		let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		let expired = given.extract_if(|_, (until, _)| now >= *until);
		expired.map(|(_, (_, ticket))| ticket).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::server::{quota::Quota, refusal::unavailable};

	fn ticket(byte: u8) -> Ticket {
		let caller = AccountId::new([byte; 32]);
		let charged = Quota::new(100, 1).charge(&caller, 3).unwrap();
		Ticket { caller, cid: Cid::raw([2; 32]), size: 3, charged }
	}

	#[test]
	fn a_ticket_is_good_once_and_for_a_minute() {
		let tickets = Tickets::default();
		let taken = |name: &str, at| {
			let taken = tickets.take_at(name, |_| Ok(()), at)?;
			Some(taken.unwrap().0)
		};
		let ticket = ticket(1);
		let now = Instant::now();
		let name = tickets.give_at(ticket.clone(), now).unwrap();
		assert_eq!(taken(&name, now + VALID / 2), Some(ticket.clone()));
		assert_eq!(taken(&name, now), None);
		let late = tickets.give_at(ticket.clone(), now).unwrap();
		assert_eq!(taken(&late, now + VALID), None);
		assert_eq!(taken("none", now), None);
		// It was not used: what was counted for it can be given back.
		assert_eq!(tickets.expired_at(now + VALID), [ticket]);
		assert!(tickets.expired_at(now + VALID).is_empty());
	}

	#[test]
	fn a_ticket_whose_upload_has_no_place_stays_good() {
		let tickets = Tickets::default();
		let name = tickets.give(ticket(1)).unwrap();
		let none = tickets.take(&name, |_| Err::<(), _>(unavailable("no slot")));
		assert!(none.unwrap().is_err());
		assert!(tickets.take(&name, |_| Ok(())).unwrap().is_ok());
	}

	#[test]
	fn an_account_has_so_many_tickets_and_others_get_theirs() {
		let tickets = Tickets::default();
		let now = Instant::now();
		for _ in 0..MAX_OF_AN_ACCOUNT {
			assert!(tickets.give_at(ticket(1), now).is_some());
		}
		assert!(tickets.give_at(ticket(1), now).is_none());
		assert!(tickets.give_at(ticket(2), now).is_some());
		tickets.expired_at(now + VALID);
		assert!(tickets.give_at(ticket(1), now + VALID).is_some());
	}
}
