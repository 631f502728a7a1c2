// SPDX-License-Identifier: Apache-2.0
//! Who asks, and as of which block they are answered.

use super::{
	Custody, calling,
	refusal::{chain_failed, refuse, unavailable},
};
use crate::journal::Cursor;
use jsonrpsee::core::RpcResult;
use salus_chain::{AccountId, BlockRef, queries};
use salus_core::protocol::{Bound, Signed, SignedError};

impl Custody {
	/// Who signed, and the finalized block that decides.
	pub(super) async fn caller<Body: codec::Encode>(
		&self,
		request: &Signed<Body>,
		method: &str,
	) -> RpcResult<(AccountId, BlockRef)> {
		let caller = self.signer_of(request, method)?;
		calling::keep_connection();
		let block = self.block_for(request).await?;
		self.check_session_key(request, &caller, block).await?;
		Ok((caller, block))
	}

	fn signer_of<Body: codec::Encode>(
		&self,
		request: &Signed<Body>,
		method: &str,
	) -> RpcResult<AccountId> {
		let genesis_hash = self.chain.genesis_hash().0;
		let custodian = self.signer.account();
		let bound = Bound { genesis_hash: &genesis_hash, custodian: &custodian, method };
		// Before the node is asked: it need not work for whoever signs nothing.
		request.signer(bound).map_err(refuse)
	}

	/// Refuses what a session key signed that the block's state does not list for the caller. The node is asked only if
	/// one signed.
	pub(super) async fn check_session_key<Body: codec::Encode>(
		&self,
		request: &Signed<Body>,
		caller: &AccountId,
		block: BlockRef,
	) -> RpcResult<()> {
		let listed = match request.session_key {
			Some(_) => self.chain.session_keys(caller, block.hash).await.map_err(chain_failed)?,
			None => Vec::new(),
		};
		request.check_session_key(caller, &listed).map_err(refuse)
	}

	/// The finalized block that decides, if the request was signed lately before it.
	async fn block_for<Body: codec::Encode>(&self, request: &Signed<Body>) -> RpcResult<BlockRef> {
		let block = self.finalized().await?;
		request.check_freshness(block.number).map_err(|cause| match cause {
			SignedError::Ahead { .. } => unavailable(cause),
			other => refuse(other),
		})?;
		Ok(block)
	}

	/// A caller whom the chain knows: others may not make a custodian store anything.
	pub(super) async fn registered_caller<Body: codec::Encode>(
		&self,
		request: &Signed<Body>,
		method: &str,
	) -> RpcResult<(AccountId, BlockRef)> {
		let caller = self.signer_of(request, method)?;
		let block = self.block_for(request).await?;
		self.check_session_key(request, &caller, block).await?;
		let who = queries::who_is(&*self.chain, &caller, block.hash).await.map_err(chain_failed)?;
		if !who.is_registered() {
			return Err(refuse("the caller is not registered on chain"));
		}
		// Only now: a key of one's own is drawn in no time.
		calling::keep_connection();
		Ok((caller, block))
	}

	/// The last finalized block, if the node that tells it is not behind what was seen.
	pub(super) async fn finalized(&self) -> RpcResult<BlockRef> {
		// What was seen first: it may have grown when the node has answered.
		let seen = self.journal.cursor().map_err(refuse)?;
		let block = self.chain.finalized().await.map_err(chain_failed)?;
		behind(block, seen).map_or(Ok(block), |reason| Err(unavailable(reason)))
	}
}

/// Why a node is not believed: blocks that this custodian has worked through may have ended what it still allows.
fn behind(finalized: BlockRef, seen: Option<Cursor>) -> Option<String> {
	let seen = seen.filter(|seen| seen.number > finalized.number)?;
	Some(format!(
		"its node is at block {}, and it has seen block {}: ask another, or again once the node has caught up",
		finalized.number, seen.number
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_node_that_is_behind_what_was_seen_is_not_believed() {
		let at = |number| BlockRef { number, hash: salus_chain::H256([0; 32]) };
		let seen = |number| Some(Cursor { number, hash: [0; 32] });
		assert_eq!(behind(at(7), None), None);
		assert_eq!(behind(at(7), seen(7)), None);
		assert_eq!(behind(at(8), seen(7)), None);
		assert!(behind(at(6), seen(7)).unwrap().contains("block 6"));
	}
}
