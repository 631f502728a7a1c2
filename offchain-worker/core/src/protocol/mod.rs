// SPDX-License-Identifier: Apache-2.0
//! What custodians and readers say to each other: JSON-RPC for what is small, HTTP for documents.
//!
//! Ciphertext may be asked for by anyone: it stands on IPFS. Whatever touches a share is signed by the
//! caller's account, bound to this chain, this custodian, this method and a recent finalized block, and
//! decided by finalized state. Data rule 5: no key without a logged request. What a custodian keeps it signs for in turn
//! (`proof.rs`), and what it released it tells the record's patient, signed (`releases.rs`).
//!
//! An operator signs by its account's key, or by a session key that `sessionKey` names beside the signature. Either side
//! believes that one only if finalized state lists it for the account (the crate `salus-chain`, `session.rs`).
//!
//! A share travels encrypted to its recipient's key on the chain, and over that to a key that is soon gone: released, to
//! one that the reader drew for the request ([`Release::reply_key`]), and handed over likewise to one of the successor's
//! ([`TakeOver::reply_key`]); placed, to one that the custodian draws every hour and signs ([`PlacementKey`]). So a
//! recording opens with no secret that anybody keeps (`transport.rs`).
//!
//! | request | answer |
//! |---|---|
//! | `POST /` | JSON-RPC: `CustodyApi`, at most [`MAX_MESSAGE_BYTES`] |
//! | `PUT /uploads/TICKET` | stores the ciphertext that `documents_announce` gave the ticket for: 204 |
//! | `GET /documents/CID` | the ciphertext, or the card of a model that is run here, by its CID in base32 |
//! | `GET /ready` | 200 if the custodian can do what it is there for, else 503, with the reason |
//!
//! Whatever is refused outside JSON-RPC has the form `{"code": …, "message": …}`, with JSON-RPC's codes.

mod codes;
mod prekey;
mod proof;
mod releases;
mod signed;

pub use codes::{CORRUPT, KEY_GONE, REFUSED, UNAVAILABLE, WITHOUT_DOCUMENT};
pub use prekey::{PLACEMENT_KEY_BLOCKS, PlacementKey, PlacementKeyError};
pub use proof::{
	Challenge, DocumentState, Kept, Proof, ProofError, ProofSubject, Proven, Receipt,
	ReceiptSubject, ShareState, share_digest,
};
pub use releases::{
	MAX_RELEASES, ReleaseCursor, Released, Releases, ReleasesError, ReleasesPage, ReleasesSubject,
};
pub use signed::{Bound, FRESHNESS_BLOCKS, Signed, SignedError};

use alloc::{string::String, vec::Vec};
use salus_primitives::{AccessId, RecordId};
use serde::{Deserialize, Serialize};

/// Largest JSON-RPC message in bytes, either way: many times what any needs.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// Who a custodian is and where its IPFS node listens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
	/// Account, SS58.
	pub account: String,
	/// X25519 key to which placed shares are encrypted, hex. Must equal the one on chain.
	pub encryption_key: String,
	/// The key of the hour, to which placed shares are encrypted over that. None while the custodian's node does not
	/// answer: it takes no shares then.
	pub placement_key: Option<PlacementKey>,
	/// IPFS peer id.
	pub peer_id: String,
	/// IPFS addresses that other custodians may dial.
	pub listen_addresses: Vec<String>,
	/// The program's version.
	pub version: String,
}

/// A share on its way to a custodian. The document itself must be on IPFS already.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Placement {
	/// Binary CID of the ciphertext, hex.
	pub cid: String,
	/// Size of the ciphertext in bytes.
	pub size: u64,
	/// The data key's commitment, hex: what the record on chain will name.
	pub key_commitment: String,
	/// The custodian's placement key that was used, hex.
	pub placement_key: String,
	/// The share, encrypted by HPKE to the custodian's key on chain and that to its placement key, hex.
	pub encrypted_share: String,
}

/// Asks for a share under an access request that the chain granted.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Release {
	/// The access request.
	pub access: u64,
	/// X25519 public key that the reader drew for this request, hex. Whoever draws it keeps its secret nowhere.
	pub reply_key: String,
}

/// A share of a version's key that is split anew, on its way to a custodian. What its document is the chain says.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Reshare {
	pub record: u64,

	pub version: u32,
	/// What was drawn for the sharing, hex: what the chain will name.
	pub sharing: String,
	/// The custodian's placement key that was used, hex.
	pub placement_key: String,
	/// The share, encrypted by HPKE to the custodian's key on chain and that to its placement key, hex.
	pub encrypted_share: String,
}

/// Asks a custodian that has left a version for the share that the caller is to keep in its place.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct TakeOver {
	pub record: u64,

	pub version: u32,
	/// X25519 public key that the successor drew for this request, hex. Whoever draws it keeps its secret nowhere.
	pub reply_key: String,
}

/// Asks to destroy what is kept of an erased record now, rather than when the custodian gets to it.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Destroy {
	/// The erased record.
	pub record: u64,
}

/// Announces a ciphertext that will follow as bytes.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Upload {
	/// Binary CID that the bytes must have, hex.
	pub cid: String,
	/// How many bytes.
	pub size: u64,
}

/// A share, encrypted by HPKE to the key on chain of whoever asked, and that to the key of the request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasedShare {
	/// The encrypted share, hex.
	pub encrypted_share: String,
}

impl Release {
	/// The access request's id.
	pub fn id(&self) -> AccessId {
		AccessId(self.access)
	}
}

impl Reshare {
	/// The record's id.
	pub fn id(&self) -> RecordId {
		RecordId(self.record)
	}
}

impl TakeOver {
	/// The record's id.
	pub fn id(&self) -> RecordId {
		RecordId(self.record)
	}
}

impl Destroy {
	/// The record's id.
	pub fn id(&self) -> RecordId {
		RecordId(self.record)
	}
}
