// SPDX-License-Identifier: Apache-2.0
//! What a custodian signs that it released of a record: whom it gave its share to, when, and under which access
//! request. It tells the record's patient alone, a page at a time, and each page is signed as a whole.
//!
//! The signature is sr25519, by the custodian's account or by its session key that the page then names, over the SCALE
//! encoding of these, one after the other:
//!
//! | what | type |
//! |---|---|
//! | `salus/custody-releases/v1` | bytes, with their length |
//! | hash of the chain's block 0; the custodian's account | 32 bytes each |
//! | the record | u64 |
//! | the patient's account | 32 bytes |
//! | the last finalized block | u32 |
//! | the row after which the page was asked for | option of a cursor: access u64, reader 32 bytes |
//! | the rows | vector of: access u64, reader 32 bytes, version u32, first and last moment u64, block u32, count of blocks u32 |
//! | the row after which the next page begins | option of a cursor |
//!
//! # What it is worth
//!
//! It is a custodian's word about itself. Nothing left out of a page, added to it or moved in it passes for what was
//! signed; but a custodian that hands out a share and writes no row signs a ledger without it, and only the traces of
//! whoever got the share contradict that. What it does sign it can't deny later: a release for which the chain has no
//! entry is evidence against the custodian, for everybody; by a session key, together with the chain's state at the page's
//! block, which lists it. That a share was released does not mean that the document
//! was read: that takes as many shares as the version's threshold.

use super::proof;
use crate::{AccountId, signer::Sign};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use salus_primitives::{Moment, RecordId, VersionNumber};
use serde::{Deserialize, Serialize};

/// Rows of a page at most: in JSON they take less than half of the largest message.
pub const MAX_RELEASES: usize = 100;

const DOMAIN: &[u8] = b"salus/custody-releases/v1";

/// Asks what was released of a record.
#[derive(Clone, Debug, Serialize, Deserialize, Encode)]
#[serde(rename_all = "camelCase")]
pub struct Releases {
	pub record: u64,
	/// The row after which the page begins; none for the first page.
	pub after: Option<ReleaseCursor>,
}

/// A row's position among those of its record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, Encode)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseCursor {
	/// The access request.
	pub access: u64,
	/// The reader, SS58.
	pub reader: AccountId,
}

/// What was released to one reader under one access request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Encode)]
#[serde(rename_all = "camelCase")]
pub struct Released {
	/// The access request.
	pub access: u64,
	/// The reader, SS58.
	pub reader: AccountId,
	/// Which version's share.
	pub version: VersionNumber,
	/// When for the first time: milliseconds of the on-chain clock.
	pub first_at: Moment,
	/// When for the last time.
	pub last_at: Moment,
	/// Number of the finalized block that allowed it the last time.
	pub block: u32,
	/// In how many blocks: however often in one, it counts once.
	pub block_count: u32,
}

impl Released {
	/// Its position.
	pub fn cursor(&self) -> ReleaseCursor {
		ReleaseCursor { access: self.access, reader: self.reader.clone() }
	}
}

/// A page of what a custodian released of a record, signed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasesPage {
	/// Number of the last finalized block that the custodian knows.
	pub block: u32,
	/// By access request and reader.
	pub releases: Vec<Released>,
	/// The row after which the next page begins; none if this is the last one. Before another page a page is full.
	pub next: Option<ReleaseCursor>,
	/// The custodian's sr25519 signature, hex.
	pub signature: String,
	/// The session key that made it, SS58; none if the account's own key did.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub session_key: Option<AccountId>,
}

/// Who was asked, by whom, and about what.
#[derive(Clone, Copy)]
pub struct ReleasesSubject<'a> {
	/// The chain.
	pub genesis_hash: &'a [u8; 32],

	pub custodian: &'a AccountId,

	pub record: RecordId,

	pub patient: &'a AccountId,
	/// The row after which the page was asked for.
	pub after: Option<&'a ReleaseCursor>,
}

/// Why a page is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReleasesError {
	/// Another account, chain, record, patient, cursor or other rows were signed for, or nothing.
	#[error("its signature does not fit what it was asked about and what it answers")]
	Signature,
	/// Signed, and no page of a ledger all the same.
	#[error(
		"its rows are out of order, contradict themselves or lead nowhere, or it is not full and another follows"
	)]
	Contradiction,
}

impl ReleasesPage {
	/// Signs a page.
	pub fn sign(
		block: u32,
		releases: Vec<Released>,
		next: Option<ReleaseCursor>,
		subject: ReleasesSubject<'_>,
		signer: &impl Sign,
	) -> Self {
		let session_key = signer.session_key();
		let mut page = Self { block, releases, next, signature: String::new(), session_key };
		page.signature = hex::encode(signer.sign(&page.payload(subject)));
		page
	}

	/// Whether it is the custodian's word on just this, by itself or by one of its `session_keys`. Each page that passes
	/// begins after the one before it, so reading page by page comes to an end.
	pub fn verify(
		&self,
		subject: ReleasesSubject<'_>,
		session_keys: &[AccountId],
	) -> Result<(), ReleasesError> {
		let by = proof::SignedBy { session_key: self.session_key.as_ref(), session_keys };
		proof::verify(subject.custodian, by, &self.payload(subject), &self.signature)
			.map_err(|_| ReleasesError::Signature)?;
		let mut before = subject.after.cloned();
		for row in &self.releases {
			let cursor = row.cursor();
			let is_in_order = before.is_none_or(|before| before < cursor);
			let makes_sense =
				row.block_count > 0 && row.first_at <= row.last_at && row.block <= self.block;
			if !is_in_order || !makes_sense {
				return Err(ReleasesError::Contradiction);
			}
			before = Some(cursor);
		}
		let last = self.releases.last().map(Released::cursor);
		let is_full = self.releases.len() == MAX_RELEASES;
		// Else whoever has little to say could say it in any number of pages.
		let leads_on = self.next.is_none() || (is_full && self.next == last);
		if self.releases.len() > MAX_RELEASES || !leads_on {
			return Err(ReleasesError::Contradiction);
		}
		Ok(())
	}

	fn payload(&self, subject: ReleasesSubject<'_>) -> Vec<u8> {
		(
			DOMAIN,
			subject.genesis_hash,
			subject.custodian,
			subject.record,
			subject.patient,
			self.block,
			subject.after,
			&self.releases,
			&self.next,
		)
			.encode()
	}
}

#[cfg(test)]
mod tests;
