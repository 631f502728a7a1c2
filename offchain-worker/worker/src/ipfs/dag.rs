// SPDX-License-Identifier: Apache-2.0
//! Documents as blocks: made here, and believed only when every block has the hash that its CID says.

pub(super) use salus_core::cids::{from_ipld, hash_of, to_ipld, verify};

use super::{
	Cid, LEAF_LENGTH, MAX_DOCUMENT_LENGTH, StoreError,
	outline::{Leaf, Outline},
};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream, StreamExt};
use salus_core::unixfs;
use std::collections::{BTreeMap, BTreeSet};

/// Most blocks that one document may be made of: others may use smaller leaves, not dust.
pub(super) const MAX_BLOCKS: usize = 4_096;
/// Levels of branches above a leaf: even the smallest leaves of other programs need three for the largest document.
const MAX_DEPTH: usize = 4;
/// Bytes of the largest block: what bitswap carries in one message.
pub(super) const MAX_BLOCK_LENGTH: usize = 2 * 1024 * 1024;
/// Blocks that are asked for at the same time. With the three limits above it bounds what one read holds in memory.
pub(super) const CONCURRENCY: usize = 16;

/// A block and its CID.
pub(super) type Block = (Cid, Bytes);

/// A document's CID and its blocks, the root last.
pub(super) fn blocks_of(document: &Bytes) -> Result<(Cid, Vec<Block>), StoreError> {
	if document.len() > MAX_DOCUMENT_LENGTH {
		return Err(StoreError::TooLarge);
	}
	let mut blocks: Vec<Block> = (0..document.len().max(1))
		.step_by(LEAF_LENGTH)
		.map(|start| {
			let leaf = document.slice(start..document.len().min(start + LEAF_LENGTH));
			(hash_of(Cid::RAW, &leaf), leaf)
		})
		.collect();
	let leaves = blocks.iter().map(|(cid, leaf)| Leaf { cid: *cid, length: leaf.len() });
	let outline = Outline::over(leaves.collect());
	blocks.extend(outline.branch());
	// The same leaf may occur twice; its block is one.
	let mut seen = BTreeSet::new();
	blocks.retain(|(cid, _)| seen.insert(*cid));
	Ok((outline.cid, blocks))
}

/// Where blocks come from. What it gives is verified by whoever asks.
#[async_trait]
pub(super) trait BlockSource: Sync {
	/// The block's bytes, whatever they are.
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError>;
}

/// What became of a traversal of a document's blocks.
pub(super) struct Traversal {
	/// The document's bytes, or its first.
	pub document: BytesMut,
	/// Every block that was met, the root first.
	pub blocks: Vec<Cid>,
	/// Whether the document ended within the limit.
	pub whole: bool,
}

/// Reads a document from its root to its end, each block verified before it is used, or until it has more than
/// `most` bytes: of such a document the first `most`. The bytes that came are counted, never those that a branch
/// states.
pub(super) async fn read(
	source: &dyn BlockSource,
	root: &Cid,
	most: usize,
) -> Result<Traversal, StoreError> {
	let mut traversal = Traversal { document: BytesMut::new(), blocks: vec![*root], whole: true };
	// Nothing is fetched ahead that can't be needed any more.
	let ahead = most.div_ceil(LEAF_LENGTH).clamp(1, CONCURRENCY);
	let refused =
		|problem: &str| StoreError::NotADocument { cid: *root, problem: problem.to_owned() };
	// Depth first, in the order of the file: of each level some blocks are fetched ahead.
	let mut levels = vec![fetch_in_order(source, *root, vec![*root], ahead)];
	while let Some(level) = levels.last_mut() {
		let Some(fetched) = level.next().await else {
			levels.pop();
			continue;
		};
		let (cid, block) = fetched?;
		if block.len() > MAX_BLOCK_LENGTH {
			return Err(refused("it has too large a block"));
		}
		if cid.as_bytes()[1] == Cid::RAW {
			traversal.extend(&block, most);
		} else {
			let file = unixfs::read(&block).map_err(refused)?;
			if file.links.is_empty() {
				traversal.extend(file.content, most);
			} else {
				let links: Option<Vec<Cid>> = file.links.iter().map(from_ipld).collect();
				let links = links.ok_or_else(|| refused("it links to CIDs of another form"))?;
				// Before the links are kept: each level holds its own until its end.
				if traversal.blocks.len().saturating_add(links.len()) > MAX_BLOCKS {
					return Err(refused("it has too many blocks"));
				}
				traversal.blocks.extend(&links);
				if levels.len() > MAX_DEPTH {
					return Err(refused("its blocks are nested too deep"));
				}
				levels.push(fetch_in_order(source, *root, links, ahead));
			}
		}
		if !traversal.whole {
			break;
		}
	}
	Ok(traversal)
}

impl Traversal {
	/// Takes the next bytes, as far as there may be so many.
	fn extend(&mut self, content: &[u8], most: usize) {
		let room = most.saturating_sub(self.document.len());
		self.whole = content.len() <= room;
		let taken = content.get(..room).unwrap_or(content);
		self.document.extend_from_slice(taken);
	}
}

/// Reads a document of blocks that are at hand, whatever they are: the last is the root.
pub(crate) async fn read_blocks(blocks: Vec<Bytes>) -> Result<BytesMut, StoreError> {
	struct AtHand(BTreeMap<Cid, Bytes>);

	#[async_trait]
	impl BlockSource for AtHand {
		async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
			let block = self.0.get(cid).cloned();
			block.ok_or(StoreError::NotFound { cid: *cid, seconds: 0 })
		}
	}

	let root = hash_of(Cid::DAG_PB, blocks.last().map_or(&[][..], |root| root.as_ref()));
	let named = blocks.into_iter().flat_map(|block| {
		[Cid::RAW, Cid::DAG_PB].map(|codec| (hash_of(codec, &block), block.clone()))
	});
	let traversal = read(&AtHand(named.collect()), &root, MAX_DOCUMENT_LENGTH).await?;
	Ok(traversal.document)
}

fn fetch_in_order<'a>(
	source: &'a dyn BlockSource,
	root: Cid,
	cids: Vec<Cid>,
	ahead: usize,
) -> BoxStream<'a, Result<Block, StoreError>> {
	stream::iter(cids).map(move |cid| fetch(source, root, cid)).buffered(ahead).boxed()
}

/// Fetches a block of a document, and verifies it.
pub(super) async fn fetch(
	source: &dyn BlockSource,
	root: Cid,
	cid: Cid,
) -> Result<Block, StoreError> {
	match source.block(&cid).await {
		Ok(block) if verify(&cid, &block) => Ok((cid, block)),
		// The store may itself have seen that the block is corrupt, but not whose it is.
		Ok(_) | Err(StoreError::Corrupt { .. }) => {
			Err(StoreError::Corrupt { document: root, block: cid })
		}
		Err(StoreError::NotFound { seconds, .. }) => {
			Err(StoreError::NotFound { cid: root, seconds })
		}
		Err(other) => Err(other),
	}
}

/// The links of a dag-pb file that has any.
pub(super) fn links_of(block: &[u8]) -> Option<Vec<cid::Cid>> {
	let file = unixfs::read(block).ok()?;
	(!file.links.is_empty()).then_some(file.links)
}

#[cfg(test)]
pub(super) mod tests;
