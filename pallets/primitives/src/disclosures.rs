//! The ledger of who was let in: entry, key in the off-chain index, and hash chain.

use crate::{AccessId, Basis, Category, Moment, Purpose, RecordId, VersionNumber};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// One disclosure: who was let in to what, when, why, and on which basis.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Entry<AccountId> {
	/// Place in the patient's ledger, from 0.
	pub number: u64,
	/// When.
	pub at: Moment,
	/// Who was let in.
	pub reader: AccountId,
	/// The access request that let them in.
	pub access: AccessId,
	/// To which record.
	pub record: RecordId,
	/// To which version of it.
	pub version: VersionNumber,
	/// What kind of document.
	pub category: Category,
	/// Why.
	pub purpose: Purpose,
	/// On which basis.
	pub basis: Basis,
}

/// What the off-chain index keeps under the head that an entry produces.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct StoredEntry<AccountId> {
	/// The head before the entry: where to look for the entry before it.
	pub previous: [u8; 32],
	/// The entry.
	pub entry: Entry<AccountId>,
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
	/// Enters that these readers were let in. The ledger gives number and moment. Returns `false`, and
	/// enters nothing, when the count has run out.
	#[must_use]
	fn enter(
		patient: &AccountId,
		readers: &[AccountId],
		access: AccessId,
		record: (RecordId, VersionNumber),
		category: Category,
		purpose: Purpose,
		basis: Basis,
	) -> bool;
}
