// SPDX-License-Identifier: Apache-2.0
//! An index with holes, and other nodes, honest and not.

use polkadot_sdk::*;

use super::*;
use crate::fixtures::{Index, OTHER_PATIENT, PATIENT, ledger, ledger_of};
use pallet_disclosures::{ledger_reader::verify, off_chain_index::key};
use sp_core::offchain::storage::InMemOffchainStorage;

/// Another node's index, and how often it was asked.
struct Other {
	index: Index,
	asked: usize,
}

impl Other {
	fn with(index: Index) -> Self {
		Self { index, asked: 0 }
	}
}

impl Source for Other {
	async fn entry(&mut self, head: H256) -> Result<Option<Vec<u8>>, String> {
		self.asked += 1;
		Ok(self.index.get(&key(&head.0)).cloned())
	}
}

/// A node that can't be reached.
struct Nobody;

impl Source for Nobody {
	async fn entry(&mut self, _: H256) -> Result<Option<Vec<u8>>, String> {
		Err("nobody answers".to_owned())
	}
}

fn storage(index: &Index) -> InMemOffchainStorage {
	let mut storage = InMemOffchainStorage::default();
	for (key, bytes) in index {
		storage.set(STORAGE_PREFIX, key, bytes);
	}
	storage
}

fn summary() -> Summary {
	Summary::new(7, Hash::repeat_byte(1))
}

fn repaired(
	patient: &AccountId,
	ledger: Ledger,
	storage: &mut InMemOffchainStorage,
	source: &mut impl Source,
	summary: &mut Summary,
) -> Result<(), String> {
	tokio::runtime::Builder::new_current_thread()
		.build()
		.unwrap()
		.block_on(repair_ledger(patient, ledger, storage, source, summary))
}

fn counts(summary: &Summary) -> [u64; 4] {
	let Summary { entries, here, fetched, missing, .. } = *summary;
	[entries, here, fetched, missing]
}

/// The heads of a ledger's entries, oldest first.
fn heads(ledger: Ledger, index: &Index) -> Vec<[u8; 32]> {
	let mut rest = ledger;
	let mut heads = Vec::new();
	while rest.count > 0 {
		heads.push(rest.head);
		rest = read_ledger(&PATIENT, rest, 1, |key| index.get(key).cloned()).rest;
	}
	heads.reverse();
	heads
}

fn is_whole(ledger: Ledger, storage: &InMemOffchainStorage) -> bool {
	verify(&PATIENT, ledger, |key| storage.get(STORAGE_PREFIX, key)).is_ok()
}

#[test]
fn an_empty_index_is_filled_from_another() {
	let (ledger, index) = ledger(AT_ONCE + 5);
	let (mut storage, mut summary) = (InMemOffchainStorage::default(), summary());
	let mut other = Other::with(index);
	repaired(&PATIENT, ledger, &mut storage, &mut other, &mut summary).unwrap();
	assert_eq!(counts(&summary), [ledger.count, 0, ledger.count, 0]);
	assert!(is_whole(ledger, &storage));
	assert_eq!(summary.trouble(), None);
}

#[test]
fn only_what_is_missing_or_wrong_is_asked_for() {
	let (ledger, index) = ledger(2 * AT_ONCE + 5);
	let heads = heads(ledger, &index);
	let mut storage = storage(&index);
	for lost in [0, 3, 4, 1_000, heads.len() - 1] {
		storage.remove(STORAGE_PREFIX, &key(&heads[lost]));
	}
	// True in itself, but at another's position; and what is not an entry.
	storage.set(STORAGE_PREFIX, &key(&heads[7]), &index[&key(&heads[8])]);
	storage.set(STORAGE_PREFIX, &key(&heads[9]), b"nonsense");
	let (mut other, mut summary) = (Other::with(index), summary());
	repaired(&PATIENT, ledger, &mut storage, &mut other, &mut summary).unwrap();
	assert_eq!(counts(&summary), [ledger.count, ledger.count - 7, 7, 0]);
	assert_eq!(other.asked, 7);
	assert!(is_whole(ledger, &storage));
}

#[test]
fn a_whole_ledger_needs_no_other_node() {
	let (ledger, index) = ledger(3);
	let (mut storage, mut summary) = (storage(&index), summary());
	repaired(&PATIENT, ledger, &mut storage, &mut Nobody, &mut summary).unwrap();
	assert_eq!(counts(&summary), [3, 3, 0, 0]);
}

#[test]
fn what_the_other_lacks_too_is_counted_and_a_third_can_go_on() {
	let (ledger, index) = ledger(10);
	let mut lacking = index.clone();
	lacking.remove(&key(&heads(ledger, &index)[3]));
	let (mut storage, mut first) = (InMemOffchainStorage::default(), summary());
	let mut other = Other::with(lacking);
	repaired(&PATIENT, ledger, &mut storage, &mut other, &mut first).unwrap();
	assert_eq!(counts(&first), [10, 0, 6, 4]);
	assert!(first.trouble().unwrap().contains("4 entries"));
	let told = serde_json::to_value(&first).unwrap();
	assert_eq!(told["gaps"][0]["count"], 4);
	assert_eq!(told["gaps"][0]["patient"], PATIENT.to_string());

	let mut second = summary();
	let mut third = Other::with(index);
	repaired(&PATIENT, ledger, &mut storage, &mut third, &mut second).unwrap();
	assert_eq!(counts(&second), [10, 6, 4, 0]);
	assert!(is_whole(ledger, &storage));
}

#[test]
fn nothing_is_taken_that_does_not_hash_to_the_head() {
	let (ledger, index) = ledger(3);
	let (_, others) = ledger_of(&OTHER_PATIENT, 3);
	let newest = index[&key(&ledger.head)].clone();
	for lie in [
		Vec::new(),
		[newest.as_slice(), &[0]].concat(),
		newest.split_last().unwrap().1.to_vec(),
		others.into_values().next().unwrap(),
	] {
		let mut lying = index.clone();
		lying.insert(key(&ledger.head), lie);
		let (mut storage, mut summary) = (InMemOffchainStorage::default(), summary());
		let mut liar = Other::with(lying);
		repaired(&PATIENT, ledger, &mut storage, &mut liar, &mut summary).unwrap();
		assert_eq!(counts(&summary), [3, 0, 0, 3]);
		assert_eq!(storage.iter().count(), 0);
	}
}

#[test]
fn a_node_that_cannot_be_reached_stops_it_and_what_was_counted_stays() {
	let (ledger, index) = ledger(3);
	let mut storage = storage(&index);
	storage.remove(STORAGE_PREFIX, &key(&heads(ledger, &index)[1]));
	let mut summary = summary();
	let ended = repaired(&PATIENT, ledger, &mut storage, &mut Nobody, &mut summary);
	assert_eq!(ended, Err("nobody answers".to_owned()));
	assert_eq!(counts(&summary), [3, 1, 0, 0]);
	summary.failure = ended.err();
	assert!(summary.trouble().unwrap().starts_with("nobody answers"));
}

#[test]
fn a_patients_account_is_the_end_of_a_ledgers_key() {
	let mut stored = Ledgers::<Runtime>::hashed_key_for(&PATIENT);
	assert_eq!(stored.len(), KEY_LENGTH);
	assert_eq!(patient_in(&stored), Some(PATIENT));
	stored.push(0);
	assert_eq!(patient_in(&stored), None);
	assert_eq!(patient_in(&[]), None);
}
