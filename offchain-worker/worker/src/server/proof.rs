// SPDX-License-Identifier: Apache-2.0
//! Proofs of custody. Anybody may ask, any number of times, so what an answer costs is small whoever asks: a row and a
//! small file are read, one signature is made, and the store is asked whether it has the document only if that is one of
//! ours. No document is read for it, no peer and not the chain's node is asked, and few are made at a time, as of all that
//! nobody signed (`Server::call`).

use super::{
	State,
	refusal::{parse_cid, parse_hash, refuse, store_failed, unavailable},
};
use crate::{findings::is_lost, journal::JournalError};
use jsonrpsee::{core::RpcResult, types::ErrorObjectOwned};
use salus_core::protocol::{
	Challenge, DocumentState, Kept, Proof, ProofSubject, ShareState, share_digest,
};
use salus_primitives::Cid;

impl State {
	pub(super) async fn prove(&self, challenge: &Challenge) -> RpcResult<Proof> {
		let custody = &self.custody;
		let cid = parse_cid(&challenge.cid)?;
		let share_name = parse_hash(&challenge.key_commitment)?;
		let nonce = parse_hash(&challenge.nonce)?;
		let kept = self.kept(&cid, &share_name, &nonce).await?;
		let subject = ProofSubject {
			genesis_hash: &custody.chain.genesis_hash().0,
			custodian: &custody.signer.account(),
			cid: &cid,
			share_name: &share_name,
			nonce: &nonce,
		};
		Ok(Proof::sign(kept, subject, &custody.signer))
	}

	async fn kept(&self, cid: &Cid, share_name: &[u8; 32], nonce: &[u8; 32]) -> RpcResult<Kept> {
		let custody = &self.custody;
		let seen = custody.journal.cursor().map_err(refuse)?;
		let block = seen.map_or(0, |seen| seen.number);
		let placement = custody.journal.placement(share_name);
		// A commitment stands on the chain for all to copy: it counts only together with its document.
		let placement = placement.map_err(unreadable)?.filter(|placement| placement.cid == *cid);
		if placement.is_none() {
			return Ok(Kept {
				block,
				share: ShareState::Unknown,
				document: DocumentState::Missing,
				digest: None,
			});
		}
		let (share, digest) = match custody.journal.share(share_name) {
			Ok(share) => (ShareState::Kept, Some(share_digest(nonce, &share))),
			Err(cause) if is_lost(&cause) => (ShareState::Lost, None),
			Err(cause) => return Err(unreadable(cause)),
		};
		let document = match custody.findings.document(share_name) {
			DocumentState::Whole => match custody.store.has(cid).await.map_err(store_failed)? {
				true => DocumentState::Whole,
				false => DocumentState::Missing,
			},
			found => found,
		};
		Ok(Kept { block, share, document, digest })
	}
}

/// What can't be read now is not called lost.
pub(super) fn unreadable(cause: JournalError) -> ErrorObjectOwned {
	tracing::error!(%cause, "what is kept can't be read");
	unavailable("its disk does not give what is kept")
}
