// SPDX-License-Identifier: Apache-2.0
//! Which blocks belong to a document, and what is pinned.

use super::super::outline::Known;
use super::super::{Cid, StoreError, dag};
use super::{Embedded, failed};
use futures::{StreamExt, TryStreamExt};
use rust_ipfs::{PinKind, PinMode, repo::PinStore};
use std::collections::BTreeSet;

impl Embedded {
	/// A document's blocks as far as this disk knows them: by its links, and by its pin should a branch be
	/// unreadable.
	pub(super) async fn known_blocks(&self, root: &Cid) -> Result<Known, StoreError> {
		let mut seen = BTreeSet::from([*root]);
		let mut known = Known { blocks: Vec::new(), complete: true };
		let mut open = vec![*root];
		while let Some(cid) = open.pop() {
			if cid.as_bytes()[1] != Cid::DAG_PB {
				continue;
			}
			let Ok(Some(block)) = self.local(&cid).await else {
				known.complete = false;
				continue;
			};
			for link in dag::links_of(&block).unwrap_or_default() {
				match dag::from_ipld(&link) {
					Some(link) if seen.insert(link) => {
						known.blocks.push(link);
						open.push(link);
					}
					Some(_) => {}
					// Not a CID that documents have.
					None => known.complete = false,
				}
			}
		}
		if !known.complete && self.is_root(root).await? {
			for cid in self.pinned_below(root).await? {
				if seen.insert(cid) {
					known.blocks.push(cid);
				}
			}
			known.complete = true;
		}
		known.blocks.push(*root);
		Ok(known)
	}

	/// Blocks that are kept for the sake of a document. It looks through all that are kept for any.
	async fn pinned_below(&self, root: &Cid) -> Result<Vec<Cid>, StoreError> {
		let pins = self.node.repo().list_pins(PinMode::Indirect).await;
		let cids: Vec<cid::Cid> = pins
			.map_ok(|(cid, _)| cid)
			.try_collect()
			.await
			.map_err(|error| failed("listing pins", error))?;
		if cids.is_empty() {
			return Ok(Vec::new());
		}
		let found = self
			.node
			.repo()
			.query_pins(cids, PinMode::Indirect)
			.await
			.map_err(|error| failed("listing pins", error))?;
		let root = dag::to_ipld(root);
		Ok(found
			.iter()
			.filter(|(_, kind)| matches!(kind, PinKind::IndirectFrom(owner) if *owner == root))
			.filter_map(|(cid, _)| dag::from_ipld(cid))
			.collect())
	}

	/// Whether a pin covers the block: one of its own, or one of a document that it is a part of.
	pub(super) async fn is_covered(&self, cid: &Cid) -> Result<bool, StoreError> {
		self.node
			.is_pinned(dag::to_ipld(cid))
			.await
			.map_err(|error| failed("looking up a pin", error))
	}

	/// Whether the block has a pin of its own.
	pub(super) async fn is_root(&self, cid: &Cid) -> Result<bool, StoreError> {
		let kind = self.kind_of_pin(cid).await?;
		Ok(kind.is_some_and(|kind| !matches!(kind, PinKind::IndirectFrom(_))))
	}

	/// What covers a block. Its own pin before another's.
	async fn kind_of_pin(&self, cid: &Cid) -> Result<Option<PinKind<cid::Cid>>, StoreError> {
		// The library calls it an error to ask after what is not pinned.
		if !self.is_covered(cid).await? {
			return Ok(None);
		}
		let asked = vec![dag::to_ipld(cid)];
		let found = self.node.repo().query_pins(asked, None::<PinMode>).await;
		let mut found = found.map_err(|error| failed("looking up a pin", error))?;
		Ok(found.pop().map(|(_, kind)| kind))
	}

	/// Refuses a document that has a block of another that is kept. One that is kept itself passed before.
	pub(super) async fn refuse_shared(&self, cid: &Cid, blocks: &[Cid]) -> Result<(), StoreError> {
		if self.is_root(cid).await? {
			return Ok(());
		}
		for block in blocks {
			if self.is_covered(block).await? {
				return Err(StoreError::SharesBlock { cid: *cid, block: *block });
			}
		}
		Ok(())
	}

	/// Pins a document all of whose blocks are here.
	pub(super) async fn pin_here(&self, cid: &Cid) -> Result<(), StoreError> {
		let pin = self.node.insert_pin(dag::to_ipld(cid)).recursive().local();
		pin.await.map_err(|error| failed("pinning", error))
	}

	/// Takes the document's own pin away if there is one, though the root be unreadable.
	pub(super) async fn unpin_here(&self, cid: &Cid) -> Result<(), StoreError> {
		match self.is_root(cid).await? {
			true => self.remove_pin(&dag::to_ipld(cid)).await,
			false => Ok(()),
		}
	}

	async fn remove_pin(&self, root: &cid::Cid) -> Result<(), StoreError> {
		let store = self.node.repo().data_store();
		store
			.remove_recursive_pin(root, futures::stream::empty().boxed())
			.await
			.map_err(|error| failed("unpinning", error))
	}

	/// Removes blocks, in order, whatever pins cover them: data rule 6 beats another's pin. Returns how many there
	/// were.
	pub(super) async fn erase_blocks(&self, blocks: &[Cid]) -> Result<usize, StoreError> {
		for block in blocks {
			while let Some(kind) = self.kind_of_pin(block).await? {
				let root = match kind {
					PinKind::IndirectFrom(root) => root,
					_ => dag::to_ipld(block),
				};
				tracing::warn!(%root, "a pin goes that covers a block of an erased document");
				self.remove_pin(&root).await?;
			}
		}
		self.remove_uncovered(blocks).await
	}

	/// Removes those of the blocks that are here and that no pin covers, in order. Returns how many there were.
	pub(super) async fn remove_uncovered(&self, blocks: &[Cid]) -> Result<usize, StoreError> {
		let mut removed = 0;
		for block in blocks {
			if self.is_covered(block).await? {
				continue;
			}
			let gone = self
				.node
				.remove_block(dag::to_ipld(block), false)
				.await
				.map_err(|error| failed("removing a block", error))?;
			removed += gone.len();
		}
		Ok(removed)
	}
}
