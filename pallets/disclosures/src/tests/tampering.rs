// SPDX-License-Identifier: Apache-2.0
//! Whoever keeps the index can remove, add, reorder or change nothing unnoticed.

use super::*;
use crate::{
	Gap,
	ledger_reader::{first_head, next_head, verify},
	mock::OTHER_PATIENT,
};
use codec::{Decode, Encode};
use proptest::prelude::*;
use salus_primitives::{Entry, StoredEntry};

fn stored(bytes: &[u8]) -> StoredEntry<AccountId> {
	StoredEntry::decode(&mut &*bytes).unwrap()
}

/// The keys of a ledger's entries, oldest first.
fn keys(ledger: Ledger, index: &Index) -> Vec<Vec<u8>> {
	let mut keys = Vec::new();
	let mut head = ledger.head;
	for _ in 0..ledger.count {
		let key = off_chain_index::key(&head);
		head = stored(&index[&key]).previous;
		keys.push(key);
	}
	keys.reverse();
	keys
}

#[test]
fn an_entry_removed_is_missed() {
	let (ledger, index) = ledger_of(4);
	for (number, key) in keys(ledger, &index).into_iter().enumerate() {
		let mut index = index.clone();
		index.remove(&key);
		let gap = verify(&PATIENT, ledger, look_up(&index)).unwrap_err();
		assert!(matches!(gap, Gap::Missing { number: missed, .. } if missed == number as u64));
	}
}

#[test]
fn an_entry_cut_out_with_its_neighbours_joined_is_seen() {
	let (ledger, mut index) = ledger_of(4);
	let keys = keys(ledger, &index);
	// Entry 3 now claims to follow entry 1.
	let before = stored(&index[&keys[2]]).previous;
	let mut last = stored(&index[&keys[3]]);
	last.previous = before;
	index.insert(keys[3].clone(), last.encode());
	let gap = verify(&PATIENT, ledger, look_up(&index));
	assert_eq!(gap, Err(Gap::Wrong { number: 3, head: ledger.head }));
}

#[test]
fn an_entry_added_under_its_own_head_is_in_no_ledger() {
	let (ledger, mut index) = ledger_of(2);
	let before = verify(&PATIENT, ledger, look_up(&index)).unwrap();
	let entry = Entry { number: 2, reader: 99, ..before[1].clone() };
	let head = next_head(&ledger.head, &entry);
	let forged = StoredEntry { previous: ledger.head, entry };
	index.insert(off_chain_index::key(&head), forged.encode());
	assert_eq!(verify(&PATIENT, ledger, look_up(&index)), Ok(before));
}

#[test]
fn entries_swapped_are_seen() {
	let (ledger, index) = ledger_of(4);
	let keys = keys(ledger, &index);
	for left in 0..keys.len() {
		for right in left + 1..keys.len() {
			let mut index = index.clone();
			let (a, b) = (index[&keys[left]].clone(), index[&keys[right]].clone());
			index.insert(keys[left].clone(), b);
			index.insert(keys[right].clone(), a);
			let gap = verify(&PATIENT, ledger, look_up(&index)).unwrap_err();
			assert!(matches!(gap, Gap::Wrong { number, .. } if number == right as u64));
		}
	}
}

#[test]
fn bytes_to_spare_are_seen() {
	let (ledger, mut index) = ledger_of(1);
	index.values_mut().for_each(|bytes| bytes.push(0));
	let gap = verify(&PATIENT, ledger, look_up(&index));
	assert_eq!(gap, Err(Gap::Wrong { number: 0, head: ledger.head }));
}

#[test]
fn one_patient_s_ledger_is_not_another_s() {
	let (ledger, index) = ledger_of(2);
	let gap = verify(&OTHER_PATIENT, ledger, look_up(&index));
	assert_eq!(gap, Err(Gap::OtherStart { head: first_head(&PATIENT) }));
}

#[test]
fn a_count_too_small_or_too_great_is_seen() {
	let (ledger, index) = ledger_of(3);
	for count in [0, 1, 2, 4, u64::MAX] {
		let forged = Ledger { count, ..ledger };
		assert!(verify(&PATIENT, forged, look_up(&index)).is_err(), "a count of {count}");
	}
}

/// What a keeper of the index may do to it.
#[derive(Clone, Debug)]
enum Deed {
	Remove(prop::sample::Index),
	Flip(prop::sample::Index, prop::sample::Index, u8),
	Cut(prop::sample::Index, prop::sample::Index),
	Swap(prop::sample::Index, prop::sample::Index),
	Copy(prop::sample::Index, prop::sample::Index),
	Add(Vec<u8>, Vec<u8>),
}

fn deed() -> impl Strategy<Value = Deed> {
	let at = any::<prop::sample::Index>;
	prop_oneof![
		at().prop_map(Deed::Remove),
		(at(), at(), 0u8..8).prop_map(|(entry, byte, bit)| Deed::Flip(entry, byte, bit)),
		(at(), at()).prop_map(|(entry, byte)| Deed::Cut(entry, byte)),
		(at(), at()).prop_map(|(a, b)| Deed::Swap(a, b)),
		(at(), at()).prop_map(|(a, b)| Deed::Copy(a, b)),
		(any::<Vec<u8>>(), any::<Vec<u8>>()).prop_map(|(key, bytes)| Deed::Add(key, bytes)),
	]
}

fn spoil(index: &mut Index, keys: &[Vec<u8>], deed: &Deed) {
	match deed {
		Deed::Remove(entry) => {
			index.remove(entry.get(keys));
		}
		Deed::Flip(entry, byte, bit) => {
			if let Some(bytes) = index.get_mut(entry.get(keys)).filter(|bytes| !bytes.is_empty()) {
				let index = byte.index(bytes.len());
				bytes[index] ^= 1 << bit;
			}
		}
		Deed::Cut(entry, byte) => {
			if let Some(bytes) = index.get_mut(entry.get(keys)).filter(|bytes| !bytes.is_empty()) {
				bytes.truncate(byte.index(bytes.len()));
			}
		}
		Deed::Swap(left, right) => {
			let (left, right) = (left.get(keys), right.get(keys));
			if let (Some(a), Some(b)) = (index.get(left).cloned(), index.get(right).cloned()) {
				index.insert(left.clone(), b);
				index.insert(right.clone(), a);
			}
		}
		Deed::Copy(from, to) => {
			if let Some(bytes) = index.get(from.get(keys)).cloned() {
				index.insert(to.get(keys).clone(), bytes);
			}
		}
		Deed::Add(key, bytes) => {
			index.insert(key.clone(), bytes.clone());
		}
	}
}

proptest! {
	#[test]
	fn whatever_is_done_to_the_index_a_reader_gets_the_truth_or_a_gap(
		count in 1u64..8,
		deeds in prop::collection::vec(deed(), 0..6),
	) {
		let (ledger, mut index) = ledger_of(count);
		let truth = verify(&PATIENT, ledger, look_up(&index)).unwrap();
		prop_assert_eq!(truth.len() as u64, count);
		let keys = keys(ledger, &index);
		let before = index.clone();
		for deed in &deeds {
			spoil(&mut index, &keys, deed);
		}
		let is_whole = index == before;
		match verify(&PATIENT, ledger, look_up(&index)) {
			Ok(entries) => prop_assert_eq!(entries, truth),
			Err(_) => prop_assert!(!is_whole),
		}
	}
}
