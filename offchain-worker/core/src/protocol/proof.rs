// SPDX-License-Identifier: Apache-2.0
//! What a custodian signs for: that it took a share (a receipt), and that it still keeps it (a proof).
//!
//! Both name the chain, the custodian, the document and the share, so that neither is good for another. A proof also
//! names a nonce that whoever asks has drawn: an old one can't be shown again. It is asked for unsigned, since document
//! and key commitment stand on the chain for all to read.
//!
//! # What a proof is worth
//!
//! Its digest is `blake2_256(domain ‖ nonce ‖ share)`.
//!
//! - **A custodian that lost its share can still say that it keeps it**, with any digest: as long as no shares are
//!   joined nobody knows better. It signs the lie, though. Whoever reads the version later has t shares, and can check
//!   the digests of those t ([`Proven::is_of`]); and since t shares determine the polynomial, of every other, too.
//! - It can't answer with an earlier digest (the nonce is new), nor with another custodian's: that share is another.
//!   It may have the share kept by somebody else: that can't be told from outside, and does no harm to a reader.
//! - **A digest gives nothing of the share away.** Whoever holds t-1 other shares knows nothing of this one: its 32
//!   values are as random as the key, 256 bits, whatever nonce was chosen and however often. A guess can be compared
//!   with a digest, but the key's commitment on the chain always allowed that.
//! - Of the document it says what the last scrub found and whether its blocks are here, not that they were read for it:
//!   nobody may have a custodian read through 64 MiB by asking. Whoever doubts fetches the document.
//! - Nobody can have a custodian sign something else by asking: what is signed begins with a domain of its own, and is
//!   no extrinsic of this chain.

use crate::{
	AccountId, Share,
	signer::{self, Sign},
};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use salus_primitives::Cid;
use serde::{Deserialize, Serialize};
use sp_core::blake2_256;
use zeroize::Zeroizing;

const PROOF_DOMAIN: &[u8] = b"salus/custody-proof/v1";
const RECEIPT_DOMAIN: &[u8] = b"salus/custody-receipt/v1";
const DIGEST_DOMAIN: &[u8] = b"salus/custody-digest/v1";

/// Asks whether a version's share and document are kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
	/// Binary CID of the ciphertext, hex.
	pub cid: String,
	/// What the share is called, hex: the data key's commitment, or what
	/// [`Sharing::share_name`](crate::Sharing::share_name) gives once the key was split anew.
	pub key_commitment: String,
	/// 32 bytes drawn by whoever asks, hex: each time others.
	pub nonce: String,
}

/// Whether a share is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ShareState {
	/// It is here and opens.
	Kept,
	/// It was here, and is gone or does not open any more.
	Lost,
	/// None is in keeping for this key and document.
	Unknown,
}

/// Whether a document is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DocumentState {
	/// All of it is here, and nothing bad was found in it.
	Whole,
	/// All of it is here, and a part of it is bad.
	Damaged,
	/// A part of it or all of it is not here; or its share is unknown here.
	Missing,
}

/// What a custodian says of a version that it is to keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
	/// The last block that it has worked through.
	pub block: u32,

	pub share: ShareState,
	/// Its copy of the document.
	pub document: DocumentState,
	/// Of nonce and share; none without a share.
	pub digest: Option<[u8; 32]>,
}

/// The same, signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
	/// Number of the last block that the custodian has worked through.
	pub block: u32,

	pub share: ShareState,
	pub document: DocumentState,
	/// Of nonce and share, hex; none without a share.
	pub digest: Option<String>,
	/// The custodian's sr25519 signature, hex.
	pub signature: String,
	/// The session key that made it, SS58; none if the account's own key did.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub session_key: Option<AccountId>,
}

/// A custodian's word that it took a share and its document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
	/// Number of the finalized block as of which it did.
	pub block: u32,
	/// The custodian's sr25519 signature, hex.
	pub signature: String,
	/// The session key that made it, SS58; none if the account's own key did.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub session_key: Option<AccountId>,
}

/// A proof that was verified, with the nonce that it answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proven {
	/// What the custodian says.
	pub kept: Kept,
	/// The nonce that was drawn.
	pub nonce: [u8; 32],
}

impl Proven {
	/// Whether this share is the one that the custodian claims to keep.
	pub fn is_of(&self, share: &Share) -> bool {
		self.kept.digest == Some(share_digest(&self.nonce, share))
	}
}

/// Why a signed word of a custodian's is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProofError {
	/// Another account, chain, nonce, share or document was signed for, or nothing.
	#[error("its signature does not fit what it was asked about and what it answers")]
	Signature,
	/// A digest without a share, or a share without one.
	#[error("it answers a digest without a share, or a share without a digest")]
	Contradiction,
	/// A digest that is none.
	#[error("its digest is not 64 hex digits")]
	Digest,
}

/// Of whom it was asked, and about what.
#[derive(Clone, Copy)]
pub struct ProofSubject<'a> {
	/// The chain.
	pub genesis_hash: &'a [u8; 32],
	/// The custodian.
	pub custodian: &'a AccountId,
	/// The document.
	pub cid: &'a Cid,
	/// What the share is called.
	pub share_name: &'a [u8; 32],

	pub nonce: &'a [u8; 32],
}

/// What was placed with whom, and by whom.
#[derive(Clone, Copy)]
pub struct ReceiptSubject<'a> {
	/// The chain.
	pub genesis_hash: &'a [u8; 32],
	/// The custodian.
	pub custodian: &'a AccountId,
	/// Who placed it.
	pub placed_by: &'a AccountId,
	/// The document.
	pub cid: &'a Cid,
	/// Bytes of the document's ciphertext.
	pub size: u64,
	/// What the share is called.
	pub share_name: &'a [u8; 32],
}

/// What shows under a nonce that a share is at hand.
pub fn share_digest(nonce: &[u8; 32], share: &Share) -> [u8; 32] {
	let share = share.to_bytes();
	let bytes = Zeroizing::new([DIGEST_DOMAIN, nonce, share.as_slice()].concat());
	blake2_256(&bytes)
}

impl Proof {
	/// Signs what is kept.
	pub fn sign(kept: Kept, subject: ProofSubject<'_>, signer: &impl Sign) -> Self {
		Self {
			block: kept.block,
			share: kept.share,
			document: kept.document,
			digest: kept.digest.map(hex::encode),
			signature: hex::encode(signer.sign(&proof_payload(&kept, subject))),
			session_key: signer.session_key(),
		}
	}

	/// What the custodian says, if it is its word on just this, signed by itself or by one of its `session_keys`.
	pub fn verify(
		&self,
		subject: ProofSubject<'_>,
		session_keys: &[AccountId],
	) -> Result<Kept, ProofError> {
		let digest = self.digest.as_deref().map(parse_digest).transpose()?;
		let kept = Kept { block: self.block, share: self.share, document: self.document, digest };
		let by = SignedBy { session_key: self.session_key.as_ref(), session_keys };
		verify(subject.custodian, by, &proof_payload(&kept, subject), &self.signature)?;
		if digest.is_some() != (kept.share == ShareState::Kept) {
			return Err(ProofError::Contradiction);
		}
		Ok(kept)
	}
}

impl Receipt {
	/// Signs for a share.
	pub fn sign(block: u32, subject: ReceiptSubject<'_>, signer: &impl Sign) -> Self {
		let signature = hex::encode(signer.sign(&receipt_payload(block, subject)));
		Self { block, signature, session_key: signer.session_key() }
	}

	/// Whether the custodian signed for just this, itself or by one of its `session_keys`.
	pub fn verify(
		&self,
		subject: ReceiptSubject<'_>,
		session_keys: &[AccountId],
	) -> Result<(), ProofError> {
		let payload = receipt_payload(self.block, subject);
		let by = SignedBy { session_key: self.session_key.as_ref(), session_keys };
		verify(subject.custodian, by, &payload, &self.signature)
	}
}

fn parse_digest(text: &str) -> Result<[u8; 32], ProofError> {
	let mut digest = [0; 32];
	hex::decode_to_slice(text, &mut digest).map_err(|_| ProofError::Digest)?;
	Ok(digest)
}

/// By which key an answer says that it is signed, and which ones finalized state lists for the custodian.
#[derive(Clone, Copy)]
pub(super) struct SignedBy<'a> {
	pub session_key: Option<&'a AccountId>,
	pub session_keys: &'a [AccountId],
}

pub(super) fn verify(
	custodian: &AccountId,
	by: SignedBy<'_>,
	payload: &[u8],
	signature: &str,
) -> Result<(), ProofError> {
	let mut bytes = [0; 64];
	hex::decode_to_slice(signature, &mut bytes).map_err(|_| ProofError::Signature)?;
	match signer::verify_for(custodian, by.session_key, by.session_keys, payload, &bytes) {
		true => Ok(()),
		false => Err(ProofError::Signature),
	}
}

fn proof_payload(kept: &Kept, subject: ProofSubject<'_>) -> Vec<u8> {
	(
		PROOF_DOMAIN,
		subject.genesis_hash,
		subject.custodian,
		subject.cid,
		subject.share_name,
		subject.nonce,
		kept.block,
		kept.share,
		kept.document,
		kept.digest,
	)
		.encode()
}

fn receipt_payload(block: u32, subject: ReceiptSubject<'_>) -> Vec<u8> {
	(
		RECEIPT_DOMAIN,
		subject.genesis_hash,
		subject.custodian,
		subject.placed_by,
		subject.cid,
		subject.size,
		subject.share_name,
		block,
	)
		.encode()
}

#[cfg(test)]
mod tests;
