//! What is asked and answered, as JSON.

use polkadot_sdk::*;

use crate::rpc::{json, json::Word};
use pallet_disclosures::{Ledger, ledger_reader::Gap};
use salus_primitives::{Category, Entry, Purpose, StoredEntry};
use salus_runtime::AccountId;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;
use sp_core::{Bytes, H256};

/// A ledger, as the chain keeps it; or, as a cursor, what is left of one to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
	pub(super) count: u64,
	pub(super) head: H256,
}

impl From<Ledger> for Head {
	fn from(ledger: Ledger) -> Self {
		Self { count: ledger.count, head: json::hash(ledger.head) }
	}
}

impl From<Head> for Ledger {
	fn from(head: Head) -> Self {
		Self { count: head.count, head: head.head.0 }
	}
}

/// Before which entry a page starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Before {
	/// The one of this number.
	Number(u64),
	/// Where another page ended.
	Cursor(Head),
}

impl<'de> Deserialize<'de> for Before {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		// By way of a value: an untagged enum need not hold numbers under serde_json's arbitrary precision.
		let given = Value::deserialize(deserializer)?;
		if let Some(number) = given.as_u64() {
			return Ok(Self::Number(number));
		}
		serde_json::from_value(given).map(Self::Cursor).map_err(|cause| {
			D::Error::custom(format!(
				"before is an entry's number, or a page's cursor {{\"count\", \"head\"}}: {cause}"
			))
		})
	}
}

/// A page of a ledger.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Page {
	pub(super) count: u64,
	pub(super) head: Option<H256>,
	pub(super) entries: Vec<Disclosure>,
	pub(super) next: Option<u64>,
	pub(super) cursor: Option<Head>,
	pub(super) gap: Option<Lacks>,
	pub(super) written: bool,
}

/// One disclosure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Disclosure {
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

/// An entry as the index keeps it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Stored {
	head: H256,
	previous: H256,
	entry: Disclosure,
	bytes: Bytes,
}

impl Stored {
	/// With the bytes that hash to the head, so that whoever takes it need not know this JSON.
	pub fn new(head: H256, stored: StoredEntry<AccountId>, bytes: Vec<u8>) -> Self {
		Self {
			head,
			previous: json::hash(stored.previous),
			entry: stored.entry.into(),
			bytes: Bytes(bytes),
		}
	}
}

/// What this node lacks.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Lacks {
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
		Self { kind, number, head: json::hash(head), message: gap.to_string() }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::ledger;
	use serde_json::json;

	#[test]
	fn before_is_a_number_or_a_cursor() {
		let (ledger, _) = ledger(3);
		let cursor = Head::from(ledger);
		for (given, expected) in
			[(json!(7), Before::Number(7)), (json!(cursor), Before::Cursor(cursor))]
		{
			// As it comes, in text.
			let given = given.to_string();
			assert_eq!(serde_json::from_str::<Before>(&given).unwrap(), expected);
		}
		assert_eq!(Ledger::from(cursor), ledger);
	}

	#[test]
	fn what_is_neither_is_refused_with_what_would_be_right() {
		for given in [
			json!(-1),
			json!(1.5),
			json!("7"),
			json!({ "count": 7 }),
			json!({ "count": 7, "head": "0x11" }),
			json!({ "count": 7, "head": format!("0x{}", "11".repeat(32)), "more": 1 }),
		] {
			let error = serde_json::from_str::<Before>(&given.to_string()).unwrap_err();
			assert!(error.to_string().contains("cursor"), "{given}: {error}");
		}
	}

	#[test]
	fn the_bytes_of_an_entry_hash_to_its_head() {
		let (ledger, index) = ledger(2);
		let bytes = index[&pallet_disclosures::off_chain_index::key(&ledger.head)].clone();
		assert_eq!(sp_io::hashing::blake2_256(&bytes), ledger.head);
		let stored = pallet_disclosures::off_chain_index::read(&bytes).unwrap();
		let written = json!(Stored::new(H256(ledger.head), stored, bytes));
		assert_eq!(written["entry"]["number"], 1);
		// `previous` is the first of what was encoded.
		let previous = written["previous"].as_str().unwrap();
		assert!(written["bytes"].as_str().unwrap().starts_with(previous));
	}
}
