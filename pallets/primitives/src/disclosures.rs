// SPDX-License-Identifier: Apache-2.0
//! The ledger of who was granted access: entry, key in the off-chain index, and hash chain.

#[cfg(feature = "serde")]
use crate::json;
use crate::{AccessId, Basis, Category, Moment, Purpose, RecordId, VersionNumber};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// A patient's ledger of disclosures: how many entries, and the hash that binds them all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Ledger {
	/// How many entries.
	pub count: u64,
	/// The hash that the last entry produced.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	#[cfg_attr(feature = "serde", serde(deserialize_with = "json::read_hash"))]
	pub head: [u8; 32],
}

/// What was disclosed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Subject {
	/// A version of a record.
	#[codec(index = 0)]
	Record {
		/// Which record.
		id: RecordId,
		/// Which version of it.
		version: VersionNumber,
	},
}

/// One disclosure: who was granted access to what, when, why, and on which basis.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Entry<AccountId> {
	/// Position in the patient's ledger, from 0.
	pub number: u64,
	/// When.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	#[cfg_attr(feature = "serde", serde(deserialize_with = "json::read_moment"))]
	pub at: Moment,
	/// Who was granted access.
	pub reader: AccountId,
	/// The access request that granted it.
	pub access: AccessId,
	/// To what.
	pub subject: Subject,
	/// What kind of document.
	pub category: Category,
	/// Why.
	pub purpose: Purpose,
	/// On which basis.
	pub basis: Basis,
}

/// What the off-chain index keeps under the head that an entry produces.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode)]
pub struct StoredEntry<AccountId> {
	/// The head before the entry: where to look for the entry before it.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub previous: [u8; 32],
	/// The entry.
	pub entry: Entry<AccountId>,
}

/// Why a ledger could not be read to its first entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode)]
pub enum Gap {
	/// The index lacks the entry. Another node may have it: a node that joined by warp sync has only
	/// what came after.
	Missing {
		/// The entry's position in the ledger.
		number: u64,
		/// The head that it produced.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
		#[cfg_attr(feature = "serde", serde(deserialize_with = "json::read_hash"))]
		head: [u8; 32],
	},
	/// What the index holds there is not what produced this head.
	Wrong {
		/// The entry's position in the ledger.
		number: u64,
		/// The head that it should have produced.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
		#[cfg_attr(feature = "serde", serde(deserialize_with = "json::read_hash"))]
		head: [u8; 32],
	},
	/// No entry is left to read, but the head is not the first head of this patient: the ledger is
	/// another patient's, or its count and head do not belong together.
	OtherStart {
		/// The head that is left.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
		#[cfg_attr(feature = "serde", serde(deserialize_with = "json::read_hash"))]
		head: [u8; 32],
	},
}

impl fmt::Display for Gap {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Missing { number, .. } => {
				write!(f, "entry {number} is not in this node's index; ask another node")
			}
			Self::Wrong { number, .. } => {
				write!(f, "entry {number} in this node's index is not the one that the chain binds")
			}
			Self::OtherStart { .. } => {
				f.write_str("count and head are not of this patient's ledger")
			}
		}
	}
}

/// A page of a ledger, as a node reads it from its index, newest entry first.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Page<AccountId> {
	/// How many entries the ledger has.
	pub count: u64,
	/// The hash that binds them all; none if nothing was ever disclosed.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_hex"))]
	#[cfg_attr(feature = "serde", serde(deserialize_with = "json::read_maybe_hash"))]
	pub head: Option<[u8; 32]>,
	/// The page's entries.
	pub entries: Vec<Entry<AccountId>>,
	/// Before which number the next page starts, for clients that know no cursors.
	pub next: Option<u64>,
	/// What is left to read: where the next page starts.
	pub cursor: Option<Ledger>,
	/// Why the page ended early, if it did.
	pub gap: Option<Gap>,
	/// Whether the node writes its index as blocks come in.
	pub written: bool,
}

/// What is hashed to the head of an empty ledger: of the patient, so that ledgers can't be swapped.
pub fn first_head_payload<AccountId: Encode>(patient: &AccountId) -> Vec<u8> {
	(crate::DISCLOSURES_DOMAIN, patient).encode()
}

/// What is hashed to the head that an entry produces.
pub fn head_payload<AccountId: Encode>(previous: &[u8; 32], entry: &Entry<AccountId>) -> Vec<u8> {
	(previous, entry).encode()
}

/// The key in the off-chain index. By head, not by number: so it is right on every fork.
pub fn entry_key(head: &[u8; 32]) -> Vec<u8> {
	[crate::DISCLOSURES_DOMAIN, b"/", head.as_slice()].concat()
}

/// What records and decision support tell the ledger.
pub trait DisclosureLedger<AccountId> {
	/// Enters that these readers were granted access. The ledger gives number and moment. Returns `false`, and
	/// enters nothing, when the count has run out.
	#[must_use]
	fn enter(
		patient: &AccountId,
		readers: &[AccountId],
		access: AccessId,
		subject: Subject,
		category: Category,
		purpose: Purpose,
		basis: Basis,
	) -> bool;
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Entries are hashed and kept for ever: what else can be disclosed takes another index.
	#[test]
	fn a_record_is_the_first_kind_of_subject() {
		let subject = Subject::Record { id: RecordId(7), version: 2 };
		assert_eq!(subject.encode(), [0, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0]);
		assert!(Subject::decode(&mut &[1; 13][..]).is_err());
	}
}
