// SPDX-License-Identifier: Apache-2.0
//! Blocks on this disk, and from peers where they are not on it.

use super::super::claims::Claim;
use super::super::dag::{self, Block, BlockSource, Traversal};
use super::super::{Cid, StoreError, outline};
use super::{Embedded, failed, start};
use async_trait::async_trait;
use bytes::Bytes;
use std::time::Duration;
use tokio::pin;
use tokio::time::timeout;

/// How long a block may keep the next one waiting: one that nobody has must not stop all others.
const BLOCK_TURN: Duration = Duration::from_secs(3);
/// The same of a document's root: whoever names a CID may have made it up, and nothing below a root is asked for before
/// that came. It is waited for beyond its turn, beside others.
const ROOT_TURN: Duration = Duration::from_secs(1);

impl Embedded {
	pub(super) fn not_found(&self, cid: &Cid) -> StoreError {
		StoreError::NotFound { cid: *cid, seconds: self.deadline.as_secs() }
	}

	/// The block, if it is on this disk; `Corrupt` if it is and has gone bad.
	pub(super) async fn local(&self, cid: &Cid) -> Result<Option<Bytes>, StoreError> {
		match self.node.repo().get_block_now(dag::to_ipld(cid)).await {
			Ok(block) => Ok(block.map(|block| block.into_inner().1)),
			Err(error) => match error.downcast_ref::<std::io::Error>() {
				// What the library says of a block whose hash is not its CID's.
				Some(error) if error.kind() == std::io::ErrorKind::InvalidData => {
					Err(StoreError::Corrupt { document: *cid, block: *cid })
				}
				_ => Err(failed("reading a block", error)),
			},
		}
	}

	/// Whether a block is on this disk, good or bad.
	pub(super) async fn is_here(&self, cid: &Cid) -> Result<bool, StoreError> {
		let here = self.node.repo().contains(dag::to_ipld(cid)).await;
		here.map_err(|error| failed("looking for a block", error))
	}

	/// How many of the blocks are on this disk.
	pub(super) async fn count_here(&self, blocks: &[Cid]) -> Result<usize, StoreError> {
		let mut count = 0;
		for block in blocks {
			count += usize::from(self.is_here(block).await?);
		}
		Ok(count)
	}

	/// Those of the blocks that are on this disk and went bad.
	pub(super) async fn bad_blocks(&self, blocks: &[Cid]) -> Vec<Cid> {
		let mut bad = Vec::new();
		for block in blocks {
			if let Err(StoreError::Corrupt { .. }) = self.local(block).await {
				bad.push(*block);
			}
		}
		bad
	}

	/// Removes those of the blocks that went bad on disk: they would not be overwritten. Returns which.
	///
	/// The library removes no block that a pin covers. Without its pin a document's good blocks would go with the next
	/// collection of garbage, and they may be the last ones: so the pin stays, and the file goes.
	pub(super) async fn drop_corrupt(&self, blocks: &[Cid]) -> Result<Vec<Cid>, StoreError> {
		let bad = self.bad_blocks(blocks).await;
		for block in &bad {
			let file = start::file_of(&self.path, block);
			match tokio::fs::remove_file(file).await {
				Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
					return Err(failed("removing a bad block", error));
				}
				_ => {}
			}
			// Were it elsewhere than thought, it would be met again and again.
			if self.is_here(block).await? {
				return Err(failed("removing a bad block", block.to_string()));
			}
		}
		Ok(bad)
	}

	/// Writes blocks whose hashes were checked.
	pub(in crate::ipfs) async fn put_blocks(&self, blocks: Vec<Block>) -> Result<(), StoreError> {
		let blocks = blocks
			.into_iter()
			.map(|(cid, bytes)| rust_ipfs::Block::new_unchecked(dag::to_ipld(&cid), bytes))
			.collect();
		let written = self.node.repo().put_blocks(blocks).await;
		written
			.map(drop)
			.map_err(|error| failed("writing blocks (is there room on the disk?)", error))
	}

	/// Reads a document within the deadline. Blocks that come from peers are on this disk afterwards.
	pub(super) async fn traverse(&self, cid: &Cid, most: usize) -> Result<Traversal, StoreError> {
		let reading = async {
			dag::fetch(&Root(self), *cid, *cid).await?;
			dag::read(self, cid, most).await
		};
		timeout(self.deadline, reading).await.map_err(|_| self.not_found(cid))?
	}

	/// Fetches a document that may be kept, and claims its blocks until it is pinned.
	pub(super) async fn fetch_to_keep(
		&self,
		cid: &Cid,
		size: Option<u64>,
	) -> Result<Claim<'_>, StoreError> {
		let outline = outline::of(&Root(self), cid).await?;
		outline.check_size(size)?;
		let blocks = outline.blocks();
		let claim = self.claims.claim(cid, &blocks)?;
		self.refuse_shared(cid, &blocks).await?;
		outline.fetch(self).await?;
		Ok(claim)
	}

	/// Removes every block that no pin covers. Returns how many there were.
	pub(super) async fn collect(&self) -> Result<usize, StoreError> {
		let removed = self.node.gc().await;
		removed.map(|blocks| blocks.len()).map_err(|error| failed("collecting garbage", error))
	}

	/// Asks peers for a block, and waits until the deadline. The turn ends when it came, or after `most`.
	async fn ask<Turn: Send>(
		&self,
		cid: &Cid,
		turn: Turn,
		most: Duration,
	) -> Result<Bytes, StoreError> {
		let wanted = self.node.get_block(dag::to_ipld(cid)).timeout(self.deadline).into_future();
		pin!(wanted);
		let came = match timeout(most, &mut wanted).await {
			Ok(came) => came,
			Err(_) => {
				drop(turn);
				wanted.await
			}
		};
		came.map(|block| block.into_inner().1).map_err(|_| self.not_found(cid))
	}
}

#[async_trait]
impl BlockSource for Embedded {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		if let Some(block) = self.local(cid).await? {
			return Ok(block);
		}
		let turn = self.asking.acquire().await;
		self.ask(cid, turn, BLOCK_TURN).await
	}
}

/// A document's root. One root at a time waits among the blocks that are asked for: however many are named that nobody
/// has, they hold up the parts of documents that somebody gives by one turn for each round of those.
pub(super) struct Root<'a>(pub &'a Embedded);

#[async_trait]
impl BlockSource for Root<'_> {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		let store = self.0;
		if let Some(block) = store.local(cid).await? {
			return Ok(block);
		}
		let among_roots = store.roots.acquire().await;
		let turn = (among_roots, store.asking.acquire().await);
		store.ask(cid, turn, ROOT_TURN).await
	}
}

/// What is on this disk, and nothing else.
pub(super) struct Here<'a>(pub &'a Embedded);

#[async_trait]
impl BlockSource for Here<'_> {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		self.0.local(cid).await?.ok_or(StoreError::NotFound { cid: *cid, seconds: 0 })
	}
}
