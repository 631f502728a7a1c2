// SPDX-License-Identifier: Apache-2.0
//! A patient's ledger and a node's index, as tests of several modules need them.

use codec::Encode;
use pallet_disclosures::{
	Ledger,
	ledger_reader::{first_head, next_head},
	off_chain_index::key,
};
use salus_primitives::{AccessId, Basis, Category, Entry, Purpose, RecordId, StoredEntry, Subject};
use salus_runtime::AccountId;
use std::collections::HashMap;

pub type Index = HashMap<Vec<u8>, Vec<u8>>;

pub const PATIENT: AccountId = AccountId::new([7; 32]);
pub const OTHER_PATIENT: AccountId = AccountId::new([8; 32]);

/// A ledger of so many entries, and an index that has them all.
pub fn ledger(count: u64) -> (Ledger, Index) {
	ledger_of(&PATIENT, count)
}

/// The same of another patient.
pub fn ledger_of(patient: &AccountId, count: u64) -> (Ledger, Index) {
	let mut index = Index::new();
	let mut head = first_head(patient);
	for number in 0..count {
		let entry = Entry {
			number,
			at: 1_000 + number,
			reader: AccountId::new([9; 32]),
			access: AccessId(number),
			subject: Subject::Record { id: RecordId(1), version: 1 },
			category: Category::Condition,
			purpose: Purpose::Treatment,
			basis: Basis::OwnRecord,
		};
		let next = next_head(&head, &entry);
		let previous = head;
		index.insert(key(&next), StoredEntry { previous, entry }.encode());
		head = next;
	}
	(Ledger { count, head }, index)
}
