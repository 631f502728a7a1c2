//! `disclosures_*`: who was let in to what, when, why and on which basis.
//!
//! The chain keeps a count and a hash for each patient; the entries lie in the node's off-chain index.
//! They are read by walking back from the hash on the chain, and each is checked against it, so an
//! answer shows nothing that the chain does not bind, and says what this node lacks.

use polkadot_sdk::*;

use super::{Context, bad_request, json, json::Word, no_answer, page};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_disclosures::{
	Ledger,
	runtime_api::DisclosuresApi,
	walk::{Gap, Walk, walk},
};
use salus_primitives::{Category, Entry, Purpose};
use salus_runtime::{AccountId, Hash};
use serde::Serialize;
use sp_core::{
	H256,
	offchain::{OffchainStorage, STORAGE_PREFIX},
};

/// How many newer entries a page may lie behind: each is read and checked on the way.
const MAX_SKIP: u64 = 100_000;
/// How many of those are held in memory at a time.
const SKIP_AT_ONCE: u64 = 1_000;

/// Who was let in.
#[rpc(server, namespace = "disclosures")]
pub trait Disclosures {
	/// How many entries the patient's ledger has, and the hash that binds them all, as on the chain;
	/// `null` if nothing was ever disclosed.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "disclosures_head",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"count": 12,
	///   "head": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73"}}
	/// ```
	#[method(name = "head", blocking)]
	fn head(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Option<Head>>;

	/// The entries of the patient's ledger, newest first: the newest, or those whose number is below
	/// `before`; at most `count` (20 if not given, never more than 100). Give `next` as `before` for
	/// the page after; it is `null` when there is none.
	///
	/// Every entry shown is bound by the hash on the chain. If this node lacks one, `gap` says which:
	/// `missing` (its index has nothing under `head`: ask another node), `wrong` (its index holds
	/// something that the chain does not bind), or `otherStart` (the ledger does not begin with this
	/// patient). `written` says whether this node writes its index as blocks come in; if not, it will
	/// lack every entry from now on.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "disclosures_list",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", null, 1]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "count": 12, "head": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "entries": [{
	///     "number": 11, "at": 1795500000000,
	///     "reader": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "access": 12, "record": 7,
	///     "version": 2, "category": "Observation-laboratory", "purpose": "TREAT",
	///     "basis": {"kind": "provision", "provision": 3}}],
	///   "next": 11, "gap": null, "written": true}}
	/// ```
	#[method(name = "list", blocking)]
	fn list(
		&self,
		patient: AccountId,
		before: Option<u64>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page>;
}

/// A ledger, as the chain keeps it.
#[derive(Clone, Serialize)]
pub struct Head {
	count: u64,
	head: H256,
}

/// A page of a ledger.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Page {
	count: u64,
	head: Option<H256>,
	entries: Vec<Disclosure>,
	next: Option<u64>,
	gap: Option<Lacks>,
	written: bool,
}

/// One disclosure.
#[derive(Clone, PartialEq, Debug, Serialize)]
struct Disclosure {
	number: u64,
	at: u64,
	reader: AccountId,
	access: u64,
	record: u64,
	version: u32,
	category: Word<Category>,
	purpose: Word<Purpose>,
	basis: json::Basis,
}

impl From<Entry<AccountId>> for Disclosure {
	fn from(entry: Entry<AccountId>) -> Self {
		Self {
			number: entry.number,
			at: entry.at,
			reader: entry.reader,
			access: entry.access.0,
			record: entry.record.0,
			version: entry.version,
			category: Word(entry.category),
			purpose: Word(entry.purpose),
			basis: entry.basis.into(),
		}
	}
}

/// What this node lacks.
#[derive(Clone, PartialEq, Debug, Serialize)]
struct Lacks {
	kind: &'static str,
	number: Option<u64>,
	head: H256,
	message: String,
}

impl From<Gap> for Lacks {
	fn from(gap: Gap) -> Self {
		let (kind, number, head) = match gap {
			Gap::Missing { number, head } => ("missing", Some(number), head),
			Gap::Wrong { number, head } => ("wrong", Some(number), head),
			Gap::OtherStart { head } => ("otherStart", None, head),
		};
		Self {
			kind,
			number,
			head: json::hash(head),
			message: gap.to_string(),
		}
	}
}

/// Walks back to the entries below `before` and reads at most `count` of them.
fn read(
	patient: &AccountId,
	ledger: Ledger,
	before: u64,
	count: u32,
	mut lookup: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Walk<AccountId> {
	let mut from = ledger;
	while let Some(skip) = from.count.checked_sub(before).filter(|skip| *skip > 0) {
		let skipped = walk(patient, from, skip.min(SKIP_AT_ONCE), &mut lookup);
		from = skipped.rest;
		if skipped.gap.is_some() {
			return Walk {
				entries: Vec::new(),
				..skipped
			};
		}
	}
	walk(patient, from, count.into(), lookup)
}

/// Answers from the runtime and the off-chain index.
pub struct Answers(pub Context);

impl Answers {
	fn ledger(&self, patient: &AccountId, at: Option<Hash>) -> RpcResult<Option<Ledger>> {
		self.0
			.ask(at, |api, block| api.ledger(block, patient.clone()))
	}
}

impl DisclosuresServer for Answers {
	fn head(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Option<Head>> {
		let ledger = self.ledger(&patient, at)?;
		Ok(ledger.map(|ledger| Head {
			count: ledger.count,
			head: json::hash(ledger.head),
		}))
	}

	fn list(
		&self,
		patient: AccountId,
		before: Option<u64>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page> {
		let count = page(count)?;
		let written = self.0.writes_index;
		let Some(ledger) = self.ledger(&patient, at)? else {
			return Ok(Page {
				count: 0,
				head: None,
				entries: Vec::new(),
				next: None,
				gap: None,
				written,
			});
		};
		let before = before.unwrap_or(ledger.count);
		if ledger.count.saturating_sub(before) > MAX_SKIP {
			return Err(bad_request(format!(
				"before is {before}; a page may lie at most {MAX_SKIP} entries behind the newest, \
				 {}: ask as of an older block",
				ledger.count
			)));
		}
		let index = self
			.0
			.index
			.as_ref()
			.ok_or_else(|| no_answer("the node has no off-chain index"))?;
		let found = read(&patient, ledger, before, count, |key| {
			index.get(STORAGE_PREFIX, key)
		});
		let is_more = found.rest.count > 0 && found.gap.is_none();
		Ok(Page {
			count: ledger.count,
			head: Some(json::hash(ledger.head)),
			entries: found.entries.into_iter().map(Disclosure::from).collect(),
			next: is_more.then_some(found.rest.count),
			gap: found.gap.map(Lacks::from),
			written,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use pallet_disclosures::{
		off_chain_index::key,
		walk::{first_head, next_head},
	};
	use salus_primitives::{AccessId, Basis, RecordId, StoredEntry};
	use std::collections::HashMap;

	type Index = HashMap<Vec<u8>, Vec<u8>>;

	const PATIENT: AccountId = AccountId::new([7; 32]);

	/// A ledger of so many entries, and an index that has them all.
	fn ledger(count: u64) -> (Ledger, Index) {
		let mut index = Index::new();
		let mut head = first_head(&PATIENT);
		for number in 0..count {
			let entry = Entry {
				number,
				at: 1_000 + number,
				reader: AccountId::new([9; 32]),
				access: AccessId(number),
				record: RecordId(1),
				version: 1,
				category: Category::Condition,
				purpose: Purpose::Treatment,
				basis: Basis::OwnRecord,
			};
			let next = next_head(&head, &entry);
			index.insert(
				key(&next),
				StoredEntry {
					previous: head,
					entry,
				}
				.encode(),
			);
			head = next;
		}
		(Ledger { count, head }, index)
	}

	fn numbers(found: &Walk<AccountId>) -> Vec<u64> {
		found.entries.iter().map(|entry| entry.number).collect()
	}

	#[test]
	fn pages_follow_one_another_to_the_start() {
		let (ledger, index) = ledger(2_005);
		let mut before = ledger.count;
		let mut seen = 0;
		while before > 0 {
			let found = read(&PATIENT, ledger, before, 100, |key| index.get(key).cloned());
			assert_eq!(found.gap, None);
			assert_eq!(numbers(&found).first(), Some(&(before - 1)));
			seen += found.entries.len() as u64;
			before = found.rest.count;
		}
		assert_eq!(seen, ledger.count);
	}

	#[test]
	fn a_page_beyond_a_gap_is_empty_and_says_so() {
		let (ledger, mut index) = ledger(10);
		let whole = read(&PATIENT, ledger, 6, 1, |key| index.get(key).cloned());
		let head_of_4 = whole.rest.head;
		index.remove(&key(&head_of_4));

		let found = read(&PATIENT, ledger, 10, 100, |key| index.get(key).cloned());
		assert_eq!(numbers(&found), [9, 8, 7, 6, 5]);
		assert_eq!(
			found.gap,
			Some(Gap::Missing {
				number: 4,
				head: head_of_4
			})
		);

		let found = read(&PATIENT, ledger, 3, 100, |key| index.get(key).cloned());
		assert!(found.entries.is_empty());
		assert_eq!(
			found.gap,
			Some(Gap::Missing {
				number: 4,
				head: head_of_4
			})
		);
	}

	#[test]
	fn a_changed_entry_is_never_shown() {
		let (ledger, mut index) = ledger(3);
		let stored = index.get_mut(&key(&ledger.head)).unwrap();
		*stored.last_mut().unwrap() ^= 1;
		let found = read(&PATIENT, ledger, 3, 100, |key| index.get(key).cloned());
		assert!(found.entries.is_empty());
		assert!(matches!(found.gap, Some(Gap::Wrong { number: 2, .. })));
	}
}
