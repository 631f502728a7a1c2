//! Which blocks belong to a document, and what is pinned.

use super::super::{Cid, StoreError, dag};
use super::{Embedded, failed};
use futures::{StreamExt, TryStreamExt};
use rust_ipfs::{PinKind, PinMode, repo::PinStore};
use std::collections::BTreeSet;

impl Embedded {
	/// A document's blocks as far as this disk knows them, the root last, whether or not they are here or
	/// whole: by its links, and by its pin should the root be unreadable.
	pub(super) async fn known_blocks(&self, root: &Cid) -> Result<Vec<Cid>, StoreError> {
		let mut seen = BTreeSet::from([*root]);
		let mut blocks = Vec::new();
		let mut open = vec![*root];
		while let Some(cid) = open.pop() {
			if cid.as_bytes()[1] != Cid::DAG_PB {
				continue;
			}
			let Ok(Some(block)) = self.local(&cid).await else {
				continue;
			};
			for link in dag::links_of(&block).unwrap_or_default() {
				if let Some(link) = dag::from_ipld(&link).filter(|link| seen.insert(*link)) {
					blocks.push(link);
					open.push(link);
				}
			}
		}
		for (cid, owner) in self.indirect_pins().await? {
			if owner == *root && seen.insert(cid) {
				blocks.push(cid);
			}
		}
		blocks.push(*root);
		Ok(blocks)
	}

	/// Blocks that are kept for the sake of a document, and which.
	pub(super) async fn indirect_pins(&self) -> Result<Vec<(Cid, Cid)>, StoreError> {
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
		Ok(found
			.iter()
			.filter_map(|(cid, kind)| match kind {
				PinKind::IndirectFrom(owner) => {
					Some((dag::from_ipld(cid)?, dag::from_ipld(owner)?))
				}
				_ => None,
			})
			.collect())
	}

	pub(super) async fn is_pinned(&self, cid: &Cid) -> Result<bool, StoreError> {
		self.node
			.is_pinned(dag::to_ipld(cid))
			.await
			.map_err(|error| failed("looking up a pin", error))
	}

	/// Pins a document all of whose blocks are here.
	pub(super) async fn pin_here(&self, cid: &Cid) -> Result<(), StoreError> {
		let pin = self.node.insert_pin(dag::to_ipld(cid)).recursive().local();
		pin.await.map_err(|error| failed("pinning", error))
	}

	/// Takes the pin away if there is one, though the root be unreadable.
	pub(super) async fn unpin_here(&self, cid: &Cid) -> Result<(), StoreError> {
		let root = dag::to_ipld(cid);
		let recursive = self.node.repo().list_pins(PinMode::Recursive).await;
		let pinned: Vec<cid::Cid> = recursive
			.map_ok(|(cid, _)| cid)
			.try_collect()
			.await
			.map_err(|error| failed("listing pins", error))?;
		if !pinned.contains(&root) {
			return Ok(());
		}
		let store = self.node.repo().data_store();
		store
			.remove_recursive_pin(&root, futures::stream::empty().boxed())
			.await
			.map_err(|error| failed("unpinning", error))
	}

	/// Removes those of the blocks that are here and not pinned, in order. Returns how many there were.
	pub(super) async fn remove_unpinned(&self, blocks: &[Cid]) -> Result<usize, StoreError> {
		let mut removed = 0;
		for block in blocks {
			if self.is_pinned(block).await? {
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
