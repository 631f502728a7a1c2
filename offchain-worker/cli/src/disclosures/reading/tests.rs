// SPDX-License-Identifier: Apache-2.0
//! Nodes that have all entries, some, none, or other ones.

use super::*;
use codec::Encode;
use salus_primitives::{AccessId, Basis, Category, Purpose, RecordId, Subject};
use serde_json::json;
use std::collections::BTreeMap;

type Index = BTreeMap<[u8; 32], StoredEntry<AccountId>>;

/// Entries on a page: few, so that a ledger has several.
const PAGE: usize = 3;

fn patient() -> AccountId {
	AccountId::new([1; 32])
}

fn entry(number: u64) -> Entry<AccountId> {
	Entry {
		number,
		at: number,
		reader: AccountId::new([2; 32]),
		access: AccessId(number),
		subject: Subject::Record { id: RecordId(1), version: 1 },
		category: Category::Condition,
		purpose: Purpose::Treatment,
		basis: Basis::OwnRecord,
	}
}

/// A ledger of so many entries, and all of them by their heads.
fn ledger(count: u64) -> (Ledger, Index) {
	let mut head = first_head(&patient());
	let mut index = Index::new();
	for number in 0..count {
		let (previous, entry) = (head, entry(number));
		head = blake2_256(&head_payload(&previous, &entry));
		index.insert(head, StoredEntry { previous, entry });
	}
	(Ledger { count, head }, index)
}

/// The entries with these numbers.
fn only(index: &Index, numbers: impl Fn(u64) -> bool) -> Index {
	let kept = index.iter().filter(|(_, stored)| numbers(stored.entry.number));
	kept.map(|(head, stored)| (*head, stored.clone())).collect()
}

/// A page as a node answers it, from its text.
fn page_of(entries: &[Entry<AccountId>], rest: Ledger, is_gap: bool) -> Page<AccountId> {
	let page = Page {
		count: 9,
		head: None,
		entries: entries.to_vec(),
		next: None,
		cursor: (rest.count > 0 && !is_gap).then_some(rest),
		gap: is_gap.then_some(Gap::Missing { number: 1, head: rest.head }),
		written: true,
	};
	serde_json::from_str(&json!(page).to_string()).unwrap()
}

/// A node with such an index.
struct Fake {
	url: &'static str,
	index: Index,
	answers: bool,
}

impl Fake {
	fn new(url: &'static str, index: Index) -> Self {
		Self { url, index, answers: true }
	}

	fn dead(url: &'static str) -> Self {
		Self { url, index: Index::new(), answers: false }
	}

	fn reached(&self) -> Result<(), ChainError> {
		match self.answers {
			true => Ok(()),
			false => Err(ChainError::Unreachable {
				url: self.url.into(),
				cause: "nobody listens".into(),
			}),
		}
	}
}

#[async_trait]
impl Keeper for Fake {
	fn url(&self) -> &str {
		self.url
	}

	async fn page(&self, _: &AccountId, from: Ledger) -> Result<Page<AccountId>, ChainError> {
		self.reached()?;
		let (mut entries, mut rest) = (Vec::new(), from);
		while entries.len() < PAGE && rest.count > 0 {
			let Some(stored) = self.index.get(&rest.head) else {
				break;
			};
			entries.push(stored.entry.clone());
			rest = Ledger { count: rest.count - 1, head: stored.previous };
		}
		if entries.is_empty() {
			return Err(ChainError::NodeRefused {
				method: "disclosures_list".into(),
				cause: "no entry hashes to it".into(),
			});
		}
		let is_gap = rest.count > 0 && !self.index.contains_key(&rest.head);
		Ok(page_of(&entries, rest, is_gap))
	}

	async fn entry(&self, head: H256) -> Result<Option<Vec<u8>>, ChainError> {
		self.reached()?;
		Ok(self.index.get(&head.0).map(Encode::encode))
	}
}

fn numbers(reading: &Reading) -> Vec<u64> {
	reading.entries().map(|entry| entry.number).collect()
}

/// How many entries each node gave.
fn given(reading: &Reading) -> Vec<(String, u64)> {
	let told = reading.nodes.iter();
	told.map(|node| (node.url.clone(), node.entries)).collect()
}

#[tokio::test]
async fn a_node_that_has_all_is_enough() {
	let (ledger, index) = ledger(7);
	let patient = patient();
	let mut reading = Reading::new(&patient, ledger);
	let nodes = [Fake::new("a", index), Fake::dead("b")];
	reading.read_on(&nodes).await.unwrap();
	assert_eq!(reading.gap(), None);
	assert_eq!(numbers(&reading), [0, 1, 2, 3, 4, 5, 6]);
	assert_eq!(given(&reading), [("a".to_owned(), 7)]);
}

#[tokio::test]
async fn what_one_lacks_another_gives() {
	let (ledger, index) = ledger(20);
	let patient = patient();
	let parts = [
		("a", only(&index, |number| number % 7 > 2)),
		("b", only(&index, |number| number % 2 == 0)),
		("c", only(&index, |number| number % 7 <= 2)),
	];
	let nodes = parts.map(|(url, index)| Fake::new(url, index));
	let mut reading = Reading::new(&patient, ledger);
	reading.read_on(&nodes).await.unwrap();
	assert_eq!(reading.gap(), None);
	assert_eq!(numbers(&reading), (0..20).collect::<Vec<_>>());
	assert_eq!(given(&reading).iter().map(|(_, some)| some).sum::<u64>(), 20);
}

#[tokio::test]
async fn what_none_has_is_a_gap_from_which_others_can_go_on() {
	let (ledger, index) = ledger(10);
	let patient = patient();
	let lacking = only(&index, |number| number != 4);
	let mut reading = Reading::new(&patient, ledger);
	reading.read_on(&[Fake::new("a", lacking)]).await.unwrap();
	let gap = reading.gap().unwrap();
	assert_eq!((gap.count, index[&gap.head].entry.number), (5, 4));
	assert_eq!(numbers(&reading), [5, 6, 7, 8, 9]);
	let told = reading.nodes();
	assert_eq!(told[0].entries, 5);
	assert!(told[0].reason.as_deref().unwrap().contains("no entry under"));

	let nodes = [Fake::new("a", Index::new()), Fake::dead("b"), Fake::new("c", index)];
	reading.read_on(&nodes).await.unwrap();
	assert_eq!(reading.gap(), None);
	assert_eq!(numbers(&reading), (0..10).collect::<Vec<_>>());
	let said = json!(reading.nodes()).to_string();
	assert!(said.contains("no node answers at b"), "{said}");
}

#[tokio::test]
async fn a_node_that_lies_is_passed_over() {
	let (ledger, index) = ledger(5);
	let patient = patient();
	let mut lies = index.clone();
	lies.values_mut().for_each(|stored| stored.entry.reader = AccountId::new([9; 32]));
	let mut reading = Reading::new(&patient, ledger);
	let nodes = [Fake::new("liar", lies), Fake::new("honest", index)];
	reading.read_on(&nodes[..1]).await.unwrap();
	assert_eq!(reading.gap(), Some(ledger));
	reading.read_on(&nodes).await.unwrap();
	assert_eq!(reading.gap(), None);
	let honest = AccountId::new([2; 32]);
	assert!(reading.entries().all(|entry| entry.reader == honest));
	assert_eq!(reading.nodes()[0].entries, 0);
}

#[tokio::test]
async fn only_the_node_that_tells_of_the_chain_must_be_reached() {
	let (ledger, _) = ledger(1);
	let patient = patient();
	let mut reading = Reading::new(&patient, ledger);
	let failure = reading.read_on(&[Fake::dead("a")]).await.unwrap_err();
	assert_eq!(failure.kind, "Unreachable");
}

#[tokio::test]
async fn another_patients_ledger_is_seen() {
	let (ledger, index) = ledger(4);
	let other = AccountId::new([3; 32]);
	let mut reading = Reading::new(&other, ledger);
	let read = reading.read_on(&[Fake::new("a", index)]).await;
	assert_eq!(read.unwrap_err().kind, "LedgerMismatch");
}

#[test]
fn a_page_with_an_entry_changed_moved_missing_or_added_is_not_taken() {
	let (ledger, index) = ledger(6);
	let newest_first: Vec<_> = (3..6).rev().map(entry).collect();
	let after = index.values().find(|stored| stored.entry.number == 3);
	let rest = Ledger { count: 3, head: after.unwrap().previous };
	let taken = |entries: &[Entry<AccountId>], rest, is_gap| {
		let page = page_of(entries, rest, is_gap);
		checked(&patient(), ledger, page).map(|(_, rest)| rest)
	};
	assert_eq!(taken(&newest_first, rest, false), Ok(rest));
	assert_eq!(taken(&newest_first, rest, true), Ok(rest));

	let mut changed = newest_first.clone();
	changed[1].purpose = Purpose::Research;
	let mut moved = newest_first.clone();
	moved.swap(0, 1);
	let mut added = newest_first.clone();
	added.insert(0, entry(6));
	for wrong in [&changed, &moved, &added] {
		assert!(taken(wrong, rest, false).is_err());
	}
	assert!(taken(&newest_first[1..], rest, false).is_err());
	assert!(taken(&newest_first[..2], rest, false).is_err());
	let all: Vec<_> = (0..7).rev().map(entry).collect();
	assert!(taken(&all, rest, false).is_err());
	// Another place to go on from than the one that the entries follow.
	assert!(taken(&newest_first, ledger, false).is_err());
}

#[test]
fn bytes_are_an_entry_only_under_the_head_that_they_hash_to() {
	let (ledger, index) = ledger(3);
	let stored = &index[&ledger.head];
	let bytes = stored.encode();
	let (entry, rest) = entry_of(&bytes, ledger).unwrap();
	assert_eq!((entry.number, rest.count), (2, 2));
	assert_eq!(rest.head, stored.previous);
	assert_eq!(entry_of(&bytes, rest), None);
	assert_eq!(entry_of(&bytes, Ledger { count: 2, ..ledger }), None);
	assert_eq!(entry_of(&bytes[1..], ledger), None);
	assert_eq!(entry_of(&[&bytes[..], &[0]].concat(), ledger), None);
	assert_eq!(entry_of(&[], ledger), None);
}
