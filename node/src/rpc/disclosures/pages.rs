// SPDX-License-Identifier: Apache-2.0
//! Reading a ledger's entries, by head and page by page. Knows no node: whoever reads brings a function
//! that looks a key up in an index.

use polkadot_sdk::*;

use super::forms::Before;
use pallet_disclosures::{
	ledger_reader::{Reading, next_head, read_ledger},
	off_chain_index,
};
use salus_primitives::{
	StoredEntry,
	disclosures::{Gap, Ledger},
};
use salus_runtime::AccountId;
use sp_core::H256;
use std::fmt;

/// How many newer entries a page may lie behind when it is asked for by number: each is read and
/// checked on the way, for one request.
const MAX_SKIP: u64 = 1_000;

/// Why a page is not given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
	/// The number lies further behind the newest entry than one request may read.
	TooFar {
		/// Before which entry.
		before: u64,
		/// How many entries the ledger has.
		ledger: u64,
	},
	/// The ledger has no such position as the cursor's.
	OtherLedger {
		/// How many entries the cursor leaves.
		cursor: u64,
		/// How many entries the ledger has.
		ledger: u64,
	},
	/// No entry here hashes to the cursor's head.
	NoEntry {
		/// The number that the entry would have.
		number: u64,
		/// The cursor's head.
		head: H256,
	},
	/// The cursor leads to the beginning of another patient's ledger.
	OtherPatient,
}

impl Refused {
	/// A cursor that is not a position of a ledger of so many entries.
	pub fn other_ledger(cursor: Ledger, ledger: u64) -> Self {
		Self::OtherLedger { cursor: cursor.count, ledger }
	}
}

impl fmt::Display for Refused {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::TooFar { before, ledger } => write!(
				f,
				"before is {before}; by number, a page may lie at most {MAX_SKIP} entries behind the \
				 newest of {ledger}: give the cursor of the page before it"
			),
			Self::OtherLedger { cursor, ledger } => write!(
				f,
				"the cursor of {cursor} entries is not a position of the patient's ledger, which has \
				 {ledger} as of this block"
			),
			Self::NoEntry { number, head } => write!(
				f,
				"no entry {number} in this node's index hashes to {head:?}: the cursor is made up, or \
				 the node lacks the entry; ask another node"
			),
			Self::OtherPatient => f.write_str("the cursor is of another patient's ledger"),
		}
	}
}

/// Reads a page of at most `count` entries of the patient's ledger on the chain.
pub fn read(
	patient: &AccountId,
	ledger: Ledger,
	before: Option<Before>,
	count: u32,
	mut lookup: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Result<Reading<AccountId>, Refused> {
	match before {
		None => Ok(read_ledger(patient, ledger, count.into(), lookup)),
		Some(Before::Number(before)) => {
			let skip = ledger.count.saturating_sub(before);
			if skip > MAX_SKIP {
				let ledger = ledger.count;
				return Err(Refused::TooFar { before, ledger });
			}
			let skipped = read_ledger(patient, ledger, skip, &mut lookup);
			if skipped.gap.is_some() {
				return Ok(Reading { entries: Vec::new(), ..skipped });
			}
			Ok(read_ledger(patient, skipped.rest, count.into(), lookup))
		}
		Some(Before::Cursor(cursor)) => from_cursor(patient, ledger, cursor, count, lookup),
	}
}

/// Reads on from where another page ended. Nothing newer is read: that the cursor's head is bound by
/// the ledger's is for the reader to know, who had it from the page before.
fn from_cursor(
	patient: &AccountId,
	ledger: Ledger,
	cursor: Ledger,
	count: u32,
	lookup: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Result<Reading<AccountId>, Refused> {
	if cursor == ledger {
		return Ok(read_ledger(patient, ledger, count.into(), lookup));
	}
	if !(1..ledger.count).contains(&cursor.count) {
		return Err(Refused::other_ledger(cursor, ledger.count));
	}
	let found = read_ledger(patient, cursor, count.into(), lookup);
	match found.gap {
		Some(Gap::OtherStart { .. }) => Err(Refused::OtherPatient),
		Some(Gap::Missing { number, head } | Gap::Wrong { number, head })
			if found.entries.is_empty() =>
		{
			let head = H256(head);
			Err(Refused::NoEntry { number, head })
		}
		_ => Ok(found),
	}
}

/// What lies under a head did not produce it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Corrupt;

/// An entry, and the bytes that it was read from.
type WithBytes = (StoredEntry<AccountId>, Vec<u8>);

/// The entry that produced a head, and the bytes that the index holds of it; `None` if it holds nothing
/// there.
pub fn entry(
	head: &[u8; 32],
	lookup: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
) -> Result<Option<WithBytes>, Corrupt> {
	let Some(bytes) = lookup(&off_chain_index::key(head)) else {
		return Ok(None);
	};
	let stored = off_chain_index::read::<AccountId>(&bytes)
		.filter(|stored| next_head(&stored.previous, &stored.entry) == *head)
		.ok_or(Corrupt)?;
	Ok(Some((stored, bytes)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::{Index, OTHER_PATIENT, PATIENT, ledger, ledger_of};
	use pallet_disclosures::off_chain_index::key;

	/// A page as a client gets it, and how many lookups it took.
	fn read_of(
		index: &Index,
		ledger: Ledger,
		before: Option<Before>,
		count: u32,
	) -> (Result<Reading<AccountId>, Refused>, usize) {
		let mut lookups = 0;
		let found = read(&PATIENT, ledger, before, count, |key| {
			lookups += 1;
			index.get(key).cloned()
		});
		(found, lookups)
	}

	fn cursor(ledger: Ledger) -> Option<Before> {
		Some(Before::Cursor(ledger))
	}

	/// A page by number, that must be given.
	fn by_number(index: &Index, ledger: Ledger, before: u64, count: u32) -> Reading<AccountId> {
		read_of(index, ledger, Some(Before::Number(before)), count).0.unwrap()
	}

	fn numbers(found: &Reading<AccountId>) -> Vec<u64> {
		found.entries.iter().map(|entry| entry.number).collect()
	}

	#[test]
	fn pages_follow_one_another_by_cursor_and_each_costs_its_own_length() {
		let (ledger, index) = ledger(2_005);
		let (mut before, mut left, mut seen) = (None, ledger.count, 0);
		while left > 0 {
			let (found, lookups) = read_of(&index, ledger, before, 100);
			let found = found.unwrap();
			assert_eq!(found.gap, None);
			assert_eq!(numbers(&found).first(), Some(&(left - 1)));
			assert_eq!(lookups, found.entries.len());
			seen += found.entries.len() as u64;
			left = found.rest.count;
			before = cursor(found.rest);
		}
		assert_eq!(seen, ledger.count);
	}

	#[test]
	fn pages_follow_one_another_by_number_so_far_as_one_request_may_read() {
		let (ledger, index) = ledger(MAX_SKIP + 7);
		let mut before = ledger.count;
		while before > 7 {
			let found = by_number(&index, ledger, before, 100);
			assert_eq!(numbers(&found).first(), Some(&(before - 1)));
			before = found.rest.count.max(7);
		}
		let found = by_number(&index, ledger, 7, 100);
		assert_eq!(numbers(&found), [6, 5, 4, 3, 2, 1, 0]);

		let (refused, lookups) = read_of(&index, ledger, Some(Before::Number(6)), 100);
		let refused = refused.unwrap_err();
		assert!(matches!(refused, Refused::TooFar { before: 6, .. }));
		assert!(refused.to_string().contains("cursor"), "{refused}");
		assert_eq!(lookups, 0);
	}

	#[test]
	fn a_cursor_that_is_not_a_position_of_the_ledger_is_refused() {
		let (ledger, index) = ledger(5);
		let position = read_of(&index, ledger, None, 2).0.unwrap().rest;
		let head = [7; 32];
		let other = Refused::other_ledger;
		for (wrong, expected) in [
			(Ledger { count: 0, ..position }, other(Ledger { count: 0, ..position }, 5)),
			(Ledger { count: 6, ..position }, other(Ledger { count: 6, ..position }, 5)),
			// At the newest entry, but not the chain's own head.
			(Ledger { count: 5, head }, other(Ledger { count: 5, head }, 5)),
			(Ledger { count: 3, head }, Refused::NoEntry { number: 2, head: H256(head) }),
			// A true head, with the count of another position.
			(
				Ledger { count: 4, ..position },
				Refused::NoEntry { number: 3, head: H256(position.head) },
			),
		] {
			let (refused, _) = read_of(&index, ledger, cursor(wrong), 100);
			assert_eq!(refused, Err(expected), "{wrong:?}");
		}
		assert!(read_of(&index, ledger, cursor(position), 100).0.is_ok());
		assert!(read_of(&index, ledger, cursor(ledger), 100).0.is_ok());
	}

	#[test]
	fn a_cursor_of_another_patient_ends_in_a_refusal() {
		let (ledger, mut index) = ledger(5);
		let (others, others_index) = ledger_of(&OTHER_PATIENT, 4);
		index.extend(others_index);
		let (refused, _) = read_of(&index, ledger, cursor(others), 100);
		assert_eq!(refused, Err(Refused::OtherPatient));
	}

	#[test]
	fn a_page_beyond_a_gap_is_empty_and_says_so() {
		let (ledger, mut index) = ledger(10);
		let rest = by_number(&index, ledger, 6, 1).rest;
		index.remove(&key(&rest.head));
		let missing = Some(Gap::Missing { number: 4, head: rest.head });

		let found = by_number(&index, ledger, 10, 100);
		assert_eq!(numbers(&found), [9, 8, 7, 6, 5]);
		assert_eq!(found.gap, missing);
		let found = by_number(&index, ledger, 3, 100);
		assert!(found.entries.is_empty());
		assert_eq!(found.gap, missing);

		let (refused, _) = read_of(&index, ledger, cursor(rest), 100);
		assert!(matches!(refused, Err(Refused::NoEntry { number: 4, .. })));
	}

	#[test]
	fn a_gap_at_the_chains_own_head_is_told_as_one() {
		let (ledger, _) = ledger(3);
		for before in [None, cursor(ledger)] {
			let found = read_of(&Index::new(), ledger, before, 100).0.unwrap();
			assert!(matches!(found.gap, Some(Gap::Missing { number: 2, .. })));
		}
	}

	#[test]
	fn a_changed_entry_is_never_shown() {
		let (ledger, mut index) = ledger(3);
		let stored = index.get_mut(&key(&ledger.head)).unwrap();
		*stored.last_mut().unwrap() ^= 1;
		let found = by_number(&index, ledger, 3, 100);
		assert!(found.entries.is_empty());
		assert!(matches!(found.gap, Some(Gap::Wrong { number: 2, .. })));
	}

	#[test]
	fn an_entry_is_given_by_its_head_only_if_it_hashes_to_it() {
		let (ledger, mut index) = ledger(3);
		let (stored, bytes) = entry(&ledger.head, |key| index.get(key).cloned()).unwrap().unwrap();
		assert_eq!(stored.entry.number, 2);
		assert_eq!(sp_io::hashing::blake2_256(&bytes), ledger.head);
		let earlier = entry(&stored.previous, |key| index.get(key).cloned());
		assert_eq!(earlier.unwrap().unwrap().0.entry.number, 1);

		assert_eq!(entry(&[7; 32], |key| index.get(key).cloned()), Ok(None));
		// Another entry, true in itself, at this one's position.
		let other = index[&key(&stored.previous)].clone();
		index.insert(key(&ledger.head), other);
		assert_eq!(entry(&ledger.head, |key| index.get(key).cloned()), Err(Corrupt));
	}

	#[test]
	fn refusals_say_what_to_do() {
		let head = H256(ledger(1).0.head);
		let refused = Refused::NoEntry { number: 0, head };
		assert!(refused.to_string().contains(&format!("{head:?}")));
		assert!(refused.to_string().contains("ask another node"));
	}
}
