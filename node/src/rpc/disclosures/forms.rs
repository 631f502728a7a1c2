// SPDX-License-Identifier: Apache-2.0
//! What is asked and answered, as JSON.

use polkadot_sdk::*;

use salus_primitives::{StoredEntry, disclosures::Ledger};
use salus_runtime::AccountId;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;
use sp_core::{Bytes, H256};

/// Before which entry a page starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Before {
	/// The one of this number.
	Number(u64),
	/// Where another page ended.
	Cursor(Ledger),
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

/// An entry as the index keeps it, with the bytes that hash to the head, so that whoever takes it need not
/// know this JSON.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Stored {
	pub(super) head: H256,
	#[serde(flatten)]
	pub(super) stored: StoredEntry<AccountId>,
	pub(super) bytes: Bytes,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::ledger;
	use serde_json::json;
	use sp_core::crypto::Ss58Codec;

	#[test]
	fn before_is_a_number_or_a_cursor() {
		let (ledger, _) = ledger(3);
		for (given, expected) in
			[(json!(7), Before::Number(7)), (json!(ledger), Before::Cursor(ledger))]
		{
			// As it comes, in text.
			let given = given.to_string();
			assert_eq!(serde_json::from_str::<Before>(&given).unwrap(), expected);
		}
	}

	#[test]
	fn anything_else_is_refused_with_what_would_be_right() {
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
		let written = json!(Stored { head: H256(ledger.head), stored, bytes: Bytes(bytes) });
		assert_eq!(written["entry"]["number"], 1);
		// `previous` is the first of what was encoded.
		let previous = written["previous"].as_str().unwrap();
		assert!(written["bytes"].as_str().unwrap().starts_with(previous));
	}

	#[test]
	fn an_account_is_written_as_ss58_with_the_chains_prefix() {
		let account = AccountId::new([7; 32]);
		let version = salus_runtime::configs::system::SS58Prefix::get().into();
		let expected = account.to_ss58check_with_version(version);
		assert_eq!(json!(account), expected);
	}
}
