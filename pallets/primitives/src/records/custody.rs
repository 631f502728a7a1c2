// SPDX-License-Identifier: Apache-2.0
//! What custody is paid, and how a custodian proves that it still keeps its share: by a hash chain that is made from
//! the share, and revealed from its end.

use super::MAX_CUSTODIANS;
#[cfg(feature = "serde")]
use crate::json;
use crate::{Moment, RecordId, VersionNumber};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// How many proofs a share has besides its anchor, in which they end: nineteen years of weekly claims.
pub const RETENTION_STEPS: u32 = 1024;

/// The most versions that one call claims for.
pub const MAX_CLAIMS: u32 = 64;

const RETENTION_DOMAIN: &[u8] = b"salus/custody/retention/v1";
const RETENTION_STEP_DOMAIN: &[u8] = b"salus/custody/retention-step/v1";

/// By custodian, in their order: where the chain of proofs that it keeps its share ends.
pub type Anchors = BoundedVec<[u8; 32], ConstU32<MAX_CUSTODIANS>>;

/// What is hashed to a share's first proof. Each of the [`RETENTION_STEPS`] after it is made from the one before; the
/// last is the anchor.
pub fn retention_payload(share: &[u8]) -> Vec<u8> {
	(RETENTION_DOMAIN, share).encode()
}

/// What is hashed to the proof that follows this one. The chain hashes what a custodian reveals, and compares it with
/// the last that it has seen.
pub fn retention_step_payload(proof: &[u8; 32]) -> Vec<u8> {
	(RETENTION_STEP_DOMAIN, proof).encode()
}

/// What a custodian claims for one version.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct CustodyClaim {
	/// Of which record.
	pub record: RecordId,
	/// Of which version.
	pub version: VersionNumber,
	/// The proof before the last that the chain has seen.
	pub proof: [u8; 32],
}

/// What a custodian claims in one call.
pub type CustodyClaims = BoundedVec<CustodyClaim, ConstU32<MAX_CLAIMS>>;

/// What a custodian has proved of its share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Retention {
	/// The last proof that the chain has seen: at first the anchor.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub proof: [u8; 32],
	/// Up to when it was paid, as far as the fund reached.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub paid_until: Moment,
}

/// What is held to pay the custodians of one version.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(
	feature = "serde",
	serde(bound(serialize = "AccountId: Serialize, Balance: core::fmt::Display"))
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct CustodyFund<AccountId, Balance> {
	/// Whose money it is.
	pub payer: AccountId,
	/// What a share is paid for a day.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub price: Balance,
	/// What is left.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub held: Balance,
	/// In the order of the version's custodians.
	pub retentions: BoundedVec<Retention, ConstU32<MAX_CUSTODIANS>>,
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Custodians and whoever splits a key put these bytes together themselves.
	#[test]
	fn a_shares_first_proof_and_each_step_have_these_bytes() {
		// The lengths of domain and share, by SCALE's compact form.
		let first: [&[u8]; 4] = [&[26 << 2], b"salus/custody/retention/v1", &[3 << 2], &[1, 2, 3]];
		assert_eq!(retention_payload(&[1, 2, 3]), first.concat());
		let step: [&[u8]; 3] = [&[31 << 2], b"salus/custody/retention-step/v1", &[9; 32]];
		assert_eq!(retention_step_payload(&[9; 32]), step.concat());
	}
}
