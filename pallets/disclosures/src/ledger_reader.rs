// SPDX-License-Identifier: Apache-2.0
//! Reads a ledger from the head on the chain back to the first entry, and checks each entry on the way.
//!
//! Knows neither chain nor node: whoever reads brings a function that looks a key up in some index. The
//! node's own index will do, or another node's, or a stranger's: whatever comes is checked.

use crate::{Gap, Ledger, off_chain_index};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use polkadot_sdk::sp_io::hashing::blake2_256;
use salus_primitives::{Entry, first_head_payload, head_payload};

/// The head of a patient's ledger before any entry.
pub fn first_head<AccountId: Encode>(patient: &AccountId) -> [u8; 32] {
	blake2_256(&first_head_payload(patient))
}

/// The head that an entry produces.
pub fn next_head<AccountId: Encode>(previous: &[u8; 32], entry: &Entry<AccountId>) -> [u8; 32] {
	blake2_256(&head_payload(previous, entry))
}

/// A part of a ledger, as far back as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading<AccountId> {
	/// The entries, newest first, each bound by the head that the reading started from.
	pub entries: Vec<Entry<AccountId>>,
	/// What is left to read: where the next reading starts. Its count is 0 when nothing is left.
	pub rest: Ledger,
	/// Why the reading ended early, if it did.
	pub gap: Option<Gap>,
}

/// Reads back from `from`, at most `limit` entries far.
///
/// `from` is the ledger on the chain, or the `rest` of an earlier reading. `lookup` gives the bytes that an
/// index holds under a key of [`off_chain_index::key`].
pub fn read_ledger<AccountId: Encode + Decode>(
	patient: &AccountId,
	from: Ledger,
	limit: u64,
	mut lookup: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Reading<AccountId> {
	let mut entries = Vec::new();
	let mut rest = from;
	let mut left = limit;
	let gap = loop {
		let Some(number) = rest.count.checked_sub(1) else {
			// At the start the head must be the patient's own, or a forged count could hide entries.
			let is_start = rest.head == first_head(patient);
			break (!is_start).then_some(Gap::OtherStart { head: rest.head });
		};
		if left == 0 {
			break None;
		}
		left = left.saturating_sub(1);
		let head = rest.head;
		let Some(bytes) = lookup(&off_chain_index::key(&head)) else {
			break Some(Gap::Missing { number, head });
		};
		let right = off_chain_index::read::<AccountId>(&bytes).filter(|stored| {
			stored.entry.number == number && next_head(&stored.previous, &stored.entry) == head
		});
		let Some(stored) = right else {
			break Some(Gap::Wrong { number, head });
		};
		rest = Ledger { count: number, head: stored.previous };
		entries.push(stored.entry);
	};
	Reading { entries, rest, gap }
}

/// Reads the whole ledger, oldest first, or says what is missing or wrong.
pub fn verify<AccountId: Encode + Decode>(
	patient: &AccountId,
	ledger: Ledger,
	lookup: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Result<Vec<Entry<AccountId>>, Gap> {
	let Reading { mut entries, gap, .. } = read_ledger(patient, ledger, u64::MAX, lookup);
	match gap {
		Some(gap) => Err(gap),
		None => {
			entries.reverse();
			Ok(entries)
		}
	}
}
