// SPDX-License-Identifier: Apache-2.0
//! The part of a placement that writes. It comes to its end though its caller hang up meanwhile: else what it had
//! written would stay for an hour, with nothing to show for it.

use super::{
	State,
	methods::LEAST_CHARGE,
	placing::Turn,
	quota::{Charged, UnderWay},
	refusal::{refuse, store_failed, unavailable},
	slots::Slot,
};
use crate::{custody_rules::is_same_placement, journal::PlacementInfo};
use jsonrpsee::core::RpcResult;
use salus_chain::AccountId;
use salus_core::{
	Share,
	protocol::{Receipt, ReceiptSubject},
};
use std::sync::Arc;

/// A placement that may be written.
pub(super) struct Accepted {
	pub state: Arc<State>,
	pub placed_by: AccountId,
	pub key_commitment: [u8; 32],
	pub share: Share,
	pub info: PlacementInfo,
	/// Whether a placement for this key was here before: it stays, whatever becomes of this one.
	pub is_known: bool,
	/// What was charged for a document that has to be fetched.
	pub charged: Option<Charged>,
	/// The finalized block that decided.
	pub block: u32,
	pub _turn: Turn,
	pub _under_way: UnderWay,
	pub _fetch: Option<Slot<AccountId>>,
}

impl Accepted {
	/// Writes it, and signs for it.
	pub async fn store(self) -> RpcResult<Receipt> {
		let written = tokio::spawn(self.write()).await;
		written.unwrap_or_else(|cause| {
			tracing::error!(%cause, "a placement broke off");
			Err(unavailable("it could not finish the placement: ask again"))
		})
	}

	async fn write(self) -> RpcResult<Receipt> {
		let custody = &self.state.custody;
		let (key_commitment, info) = (&self.key_commitment, &self.info);
		// Before the document: should this process be killed in between, the placement can be repeated, and expires
		// with all that belongs to it. A pin that nothing names would stay for ever.
		custody.journal.place(key_commitment, &self.share, info).map_err(refuse)?;
		if let Err(cause) = custody.store.pin(&info.cid, Some(info.size)).await {
			if !self.is_known {
				let destroyed = custody.journal.destroy_share(key_commitment);
				destroyed.map_err(refuse)?;
			}
			return Err(store_failed(cause));
		}
		if let Some(charged) = self.charged {
			// Now that it came, it counts as what it is.
			let more = charged.bytes.saturating_sub(info.size.max(LEAST_CHARGE));
			let quota = &self.state.quota;
			quota.refund(&self.placed_by, charged.part(more));
		}
		let kept = custody.journal.placement(key_commitment);
		// The same share may lie here by another's hand, and stays theirs: it is signed for only to them.
		if !kept.map_err(refuse)?.is_some_and(|kept| is_same_placement(&kept, info)) {
			return Err(refuse("another has placed this share already"));
		}
		let subject = ReceiptSubject {
			genesis_hash: &custody.chain.genesis_hash().0,
			custodian: &custody.signer.account(),
			placed_by: &self.placed_by,
			cid: &info.cid,
			size: info.size,
			key_commitment,
		};
		Ok(Receipt::sign(self.block, subject, &custody.signer))
	}
}
