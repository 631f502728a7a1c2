// SPDX-License-Identifier: Apache-2.0
//! The part of a placement that writes. It comes to its end though its caller hang up meanwhile: else what it had
//! written would stay for an hour, with nothing to show for it.

use super::{
	State,
	methods::LEAST_CHARGE,
	placing::Turn,
	quota::{Charged, UnderWay},
	refusal::{chain_failed, refuse, store_failed, unavailable},
	slots::Slot,
};
use crate::{
	custody_rules::{drop_share, is_same_placement},
	journal::{Placement, PlacementInfo},
};
use jsonrpsee::core::RpcResult;
use salus_chain::{AccountId, queries};
use salus_core::{
	Share,
	protocol::{Receipt, ReceiptSubject},
};
use salus_primitives::{RecordId, VersionNumber};
use std::sync::Arc;

/// A placement that may be written.
pub(super) struct Accepted {
	pub state: Arc<State>,
	pub placed_by: AccountId,
	pub share_name: [u8; 32],
	pub share: Share,
	pub info: PlacementInfo,
	/// Whether a placement for this key was here before: it stays, whatever becomes of this one.
	pub is_known: bool,
	/// What was charged for a document that has to be fetched.
	pub charged: Option<Charged>,
	/// The finalized block that decided.
	pub block: u32,
	/// The version for which it waits beside the share that is kept of it; none of one that is not on the chain yet.
	pub waits_for: Option<(RecordId, VersionNumber)>,
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
		let (share_name, info) = (&self.share_name, &self.info);
		// Before the document: should this process be killed in between, the placement can be repeated, and expires
		// with all that belongs to it. A pin that nothing names would stay for ever.
		let placed = match self.waits_for {
			None => custody.journal.place(share_name, &self.share, info),
			Some((record, _)) => {
				custody.journal.place_waiting(share_name, &self.share, info, record)
			}
		};
		placed.map_err(refuse)?;
		let pinned = custody.store.pin(&info.cid, Some(info.size)).await.map_err(store_failed);
		let kept = match pinned {
			Ok(()) => self.still_awaited().await,
			Err(cause) => Err(cause),
		};
		if let Err(cause) = kept {
			if !self.is_known {
				self.take_back().await?;
			}
			return Err(cause);
		}
		if let Some(charged) = self.charged {
			// Now that it came, it counts as what it is.
			let more = charged.bytes.saturating_sub(info.size.max(LEAST_CHARGE));
			let quota = &self.state.quota;
			quota.refund(&self.placed_by, charged.part(more));
		}
		let kept = custody.journal.placement(share_name);
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
			share_name,
		};
		Ok(Receipt::sign(self.block, subject, &custody.signer))
	}

	/// Refuses a share for a version that was erased while it was written: the erasure may not have seen it. Data rule 6.
	async fn still_awaited(&self) -> RpcResult<()> {
		let Some((record, number)) = self.waits_for else {
			return Ok(());
		};
		let custody = &self.state.custody;
		let block = custody.finalized().await?;
		let version = queries::version(&*custody.chain, record, number, block.hash).await;
		match version.map_err(chain_failed)? {
			Some(version) if version.cid == self.info.cid => Ok(()),
			_ => Err(refuse("the version is gone")),
		}
	}

	/// Undoes what was written. The document of a version that is on the chain is another share's, too, if it was here.
	async fn take_back(&self) -> RpcResult<()> {
		let (custody, info) = (&self.state.custody, self.info.clone());
		if self.waits_for.is_none() {
			return custody.journal.destroy_share(&self.share_name).map(drop).map_err(refuse);
		}
		let placement = Placement { key_commitment: self.share_name, info };
		drop_share(custody, &placement, None).await.map_err(refuse)
	}
}
