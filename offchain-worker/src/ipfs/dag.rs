//! Documents as blocks: made here, and believed only when every block has the hash that its CID says.

use super::{Cid, StoreError, unixfs};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use cid::multihash::Multihash;
use futures::stream::{self, BoxStream, StreamExt};
use multihash_codetable::Code;
use rust_unixfs::file::adder::{FileBranchLink, build_file_from_leaves};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Bytes of every leaf but the last. 64 MiB make 128 leaves, so that one root suffices in every
/// implementation's default width (174 or more), and a block fits every bitswap's message (2 MiB).
pub const LEAF_LENGTH: usize = 512 * 1024;
/// Bytes of the largest document: the limit on chain.
pub const MAX_DOCUMENT_LENGTH: usize = 64 * 1024 * 1024;

/// Most blocks that one document may be made of: others may use smaller leaves, not dust.
const MAX_BLOCKS: usize = 4_096;
/// Levels of branches above a leaf: even the smallest leaves of other programs need three for the largest document.
const MAX_DEPTH: usize = 4;
/// Bytes of the largest block: what bitswap carries in one message.
const MAX_BLOCK_LENGTH: usize = 2 * 1024 * 1024;
/// Blocks that are asked for at the same time. With the three limits above it bounds what one read holds in memory.
const CONCURRENCY: usize = 16;
const SHA2_256: u64 = 0x12;

/// A block and its CID.
pub(super) type Block = (Cid, Bytes);

/// The CID that bytes must have.
fn hash_of(codec: u8, bytes: &[u8]) -> Cid {
	let raw = Cid::raw(Sha256::digest(bytes).into());
	if codec == Cid::RAW {
		raw
	} else {
		with_codec(&raw, codec)
	}
}

fn with_codec(cid: &Cid, codec: u8) -> Cid {
	let mut bytes = *cid.as_bytes();
	bytes[1] = codec;
	Cid::parse(&bytes).unwrap_or(*cid)
}

/// Whether these bytes are the CID's.
pub(super) fn verify(cid: &Cid, bytes: &[u8]) -> bool {
	hash_of(cid.as_bytes()[1], bytes) == *cid
}

/// In the type that IPFS crates use.
pub(super) fn to_ipld(cid: &Cid) -> cid::Cid {
	let bytes = cid.as_bytes();
	let hash = Multihash::wrap(SHA2_256, &bytes[4..]).expect("32 bytes fit into 64");
	cid::Cid::new_v1(bytes[1].into(), hash)
}

/// From the type that IPFS crates use; `None` for CIDs that are not ours.
pub(super) fn from_ipld(cid: &cid::Cid) -> Option<Cid> {
	Cid::parse(&cid.to_bytes()).ok()
}

/// The CID that a document gets in every store.
pub fn cid_of(document: &Bytes) -> Result<Cid, StoreError> {
	blocks_of(document).map(|(cid, _)| cid)
}

/// Whether a walk found a document that is whole and, if its size was stated, of that size.
pub(super) fn of_size(walk: &Walk, cid: &Cid, size: Option<u64>) -> Result<(), StoreError> {
	match size {
		Some(stated) if !walk.whole || walk.document.len() as u64 != stated => {
			Err(StoreError::OtherSize { cid: *cid, stated })
		}
		None if !walk.whole => Err(StoreError::TooLarge),
		_ => Ok(()),
	}
}

/// How many bytes have to be read to know whether a document has this size.
pub(super) fn most(size: Option<u64>) -> usize {
	size.and_then(|size| usize::try_from(size).ok())
		.map_or(MAX_DOCUMENT_LENGTH, |size| size.min(MAX_DOCUMENT_LENGTH))
}

/// A document's CID and its blocks, the root last.
pub(super) fn blocks_of(document: &Bytes) -> Result<(Cid, Vec<Block>), StoreError> {
	if document.len() > MAX_DOCUMENT_LENGTH {
		return Err(StoreError::TooLarge);
	}
	if document.len() <= LEAF_LENGTH {
		let cid = hash_of(Cid::RAW, document);
		return Ok((cid, vec![(cid, document.clone())]));
	}
	let mut blocks: Vec<Block> = (0..document.len())
		.step_by(LEAF_LENGTH)
		.map(|start| {
			let leaf = document.slice(start..document.len().min(start + LEAF_LENGTH));
			(hash_of(Cid::RAW, &leaf), leaf)
		})
		.collect();
	let links: Vec<FileBranchLink> = blocks
		.iter()
		.map(|(cid, leaf)| FileBranchLink {
			cid: to_ipld(cid),
			blocksize: leaf.len() as u64,
			tsize: leaf.len() as u64,
		})
		.collect();
	let (_, _, branches) = build_file_from_leaves(&links, cid::Version::V1, Code::Sha2_256);
	blocks.extend(
		branches
			.into_iter()
			.map(|(_, branch)| (hash_of(Cid::DAG_PB, &branch), branch.into())),
	);
	let root = blocks
		.last()
		.map(|(cid, _)| *cid)
		.ok_or(StoreError::TooLarge)?;
	// The same leaf may occur twice; its block is one.
	let mut seen = std::collections::BTreeSet::new();
	blocks.retain(|(cid, _)| seen.insert(*cid));
	Ok((root, blocks))
}

/// Where blocks come from. What it gives is verified by who asks.
#[async_trait]
pub(super) trait BlockSource: Sync {
	/// The block's bytes, whatever they are.
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError>;
}

/// What became of a walk over a document's blocks.
pub(super) struct Walk {
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
) -> Result<Walk, StoreError> {
	let mut walk = Walk {
		document: BytesMut::new(),
		blocks: vec![*root],
		whole: true,
	};
	// Nothing is fetched ahead that can't be needed any more.
	let ahead = most.div_ceil(LEAF_LENGTH).clamp(1, CONCURRENCY);
	let refused = |problem: &str| StoreError::NotADocument {
		cid: *root,
		problem: problem.to_owned(),
	};
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
			walk.extend(&block, most);
		} else {
			let file = unixfs::read(&block).map_err(refused)?;
			if file.links.is_empty() {
				walk.extend(file.content, most);
			} else {
				let links: Option<Vec<Cid>> = file.links.iter().map(from_ipld).collect();
				let links = links.ok_or_else(|| refused("it links to CIDs of another form"))?;
				// Before the links are kept: each level holds its own until its end.
				if walk.blocks.len().saturating_add(links.len()) > MAX_BLOCKS {
					return Err(refused("it has too many blocks"));
				}
				walk.blocks.extend(&links);
				if levels.len() > MAX_DEPTH {
					return Err(refused("its blocks are nested too deep"));
				}
				levels.push(fetch_in_order(source, *root, links, ahead));
			}
		}
		if !walk.whole {
			break;
		}
	}
	Ok(walk)
}

impl Walk {
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
			block.ok_or(StoreError::NotFound {
				cid: *cid,
				seconds: 0,
			})
		}
	}

	let root = hash_of(
		Cid::DAG_PB,
		blocks.last().map_or(&[][..], |root| root.as_ref()),
	);
	let named = blocks.into_iter().flat_map(|block| {
		[Cid::RAW, Cid::DAG_PB].map(|codec| (hash_of(codec, &block), block.clone()))
	});
	let walk = read(&AtHand(named.collect()), &root, MAX_DOCUMENT_LENGTH).await?;
	Ok(walk.document)
}

fn fetch_in_order<'a>(
	source: &'a dyn BlockSource,
	root: Cid,
	cids: Vec<Cid>,
	ahead: usize,
) -> BoxStream<'a, Result<Block, StoreError>> {
	stream::iter(cids)
		.map(move |cid| fetch(source, root, cid))
		.buffered(ahead)
		.boxed()
}

async fn fetch(source: &dyn BlockSource, root: Cid, cid: Cid) -> Result<Block, StoreError> {
	match source.block(&cid).await {
		Ok(block) if verify(&cid, &block) => Ok((cid, block)),
		// The store may itself have seen that the block is corrupt, but not whose it is.
		Ok(_) | Err(StoreError::Corrupt { .. }) => Err(StoreError::Corrupt {
			document: root,
			block: cid,
		}),
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
pub(super) mod tests {
	use super::*;

	/// Blocks in memory.
	pub struct Memory(pub BTreeMap<Cid, Bytes>);

	#[async_trait]
	impl BlockSource for Memory {
		async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
			self.0.get(cid).cloned().ok_or(StoreError::NotFound {
				cid: *cid,
				seconds: 0,
			})
		}
	}

	/// Bytes that compress badly and repeat nowhere.
	pub fn document(length: usize) -> Bytes {
		let mut state = length as u64 + 1;
		(0..length)
			.map(|_| {
				state = state
					.wrapping_mul(6_364_136_223_846_793_005)
					.wrapping_add(1_442_695_040_888_963_407);
				(state >> 56) as u8
			})
			.collect()
	}

	#[tokio::test]
	async fn documents_of_every_form_come_back() {
		for length in [0, 1, LEAF_LENGTH, LEAF_LENGTH + 1, 3 * LEAF_LENGTH + 7] {
			let document = document(length);
			let (cid, blocks) = blocks_of(&document).unwrap();
			let count = if length <= LEAF_LENGTH {
				1
			} else {
				length.div_ceil(LEAF_LENGTH) + 1
			};
			assert_eq!(blocks.len(), count);
			assert_eq!(cid.as_bytes()[1] == Cid::RAW, count == 1);
			let walk = read(&Memory(blocks.into_iter().collect()), &cid, length)
				.await
				.unwrap();
			assert!(walk.whole);
			assert_eq!(walk.document, document, "length {length}");
			assert_eq!(walk.blocks.len(), count);
		}
	}

	#[tokio::test]
	async fn no_more_is_read_than_asked_for() {
		let document = document(5 * LEAF_LENGTH + 7);
		let (cid, blocks) = blocks_of(&document).unwrap();
		let root = blocks.last().cloned().unwrap();
		for most in [0, 1, LEAF_LENGTH - 1, LEAF_LENGTH, document.len() - 1] {
			// Of the leaves only those that the answer needs are there, and the next.
			let needed = blocks.iter().take(most / LEAF_LENGTH + 1).cloned();
			let source = Memory(needed.chain([root.clone()]).collect());
			let walk = read(&source, &cid, most).await.unwrap();
			assert!(!walk.whole, "{most}");
			assert_eq!(walk.document, document.slice(..most), "{most}");
		}
	}

	/// A branch over these blocks, whatever they are.
	fn branch(children: &[Block], stated: u64) -> Block {
		let links: Vec<FileBranchLink> = children
			.iter()
			.map(|(cid, _)| FileBranchLink {
				cid: to_ipld(cid),
				blocksize: stated,
				tsize: stated,
			})
			.collect();
		let (_, _, mut branches) = build_file_from_leaves(&links, cid::Version::V1, Code::Sha2_256);
		let (_, bytes) = branches.pop().unwrap();
		(hash_of(Cid::DAG_PB, &bytes), bytes.into())
	}

	#[tokio::test]
	async fn bytes_are_counted_not_what_a_branch_states() {
		let leaf = blocks_of(&document(LEAF_LENGTH)).unwrap().1.remove(0);
		let root = branch(&[leaf.clone(), leaf.clone()], 1);
		let source = Memory([leaf, root.clone()].into());
		let walk = read(&source, &root.0, 2 * LEAF_LENGTH).await.unwrap();
		assert_eq!((walk.whole, walk.document.len()), (true, 2 * LEAF_LENGTH));
		assert!(!read(&source, &root.0, 2).await.unwrap().whole);
	}

	#[tokio::test]
	async fn branches_above_branches_and_blocks_beyond_measure_are_refused() {
		let refused = |walk: Result<Walk, StoreError>, what: &str| match walk {
			Err(StoreError::NotADocument { problem, .. }) => assert!(problem.contains(what)),
			_ => panic!("{what}: read"),
		};
		let (_, mut blocks) = blocks_of(&document(1)).unwrap();
		for depth in 1..=MAX_DEPTH + 1 {
			let over = blocks.last().cloned().unwrap();
			let root = branch(&[over.clone(), over], 1);
			let top = root.0;
			blocks.push(root);
			let walk = read(&Memory(blocks.iter().cloned().collect()), &top, 1 << 20).await;
			match depth <= MAX_DEPTH {
				true => assert_eq!(walk.unwrap().document.len(), 1 << depth),
				false => refused(walk, "nested too deep"),
			}
		}
		let large = Bytes::from(vec![7; MAX_BLOCK_LENGTH + 1]);
		let cid = hash_of(Cid::RAW, &large);
		let source = Memory([(cid, large)].into());
		refused(
			read(&source, &cid, MAX_DOCUMENT_LENGTH).await,
			"too large a block",
		);
	}

	#[tokio::test]
	async fn a_document_that_repeats_itself_comes_back() {
		let document = Bytes::from(vec![7; 4 * LEAF_LENGTH]);
		let (cid, blocks) = blocks_of(&document).unwrap();
		assert_eq!(blocks.len(), 2, "four equal leaves are one block");
		assert_eq!(
			read(
				&Memory(blocks.into_iter().collect()),
				&cid,
				MAX_DOCUMENT_LENGTH
			)
			.await
			.unwrap()
			.document,
			document
		);
	}

	#[tokio::test]
	async fn every_altered_block_is_named() {
		let (root, blocks) = blocks_of(&document(3 * LEAF_LENGTH)).unwrap();
		for (bad, _) in &blocks {
			let mut altered: BTreeMap<Cid, Bytes> = blocks.iter().cloned().collect();
			let mut bytes = altered[bad].to_vec();
			bytes[10] ^= 1;
			altered.insert(*bad, bytes.into());
			match read(&Memory(altered), &root, MAX_DOCUMENT_LENGTH).await {
				Err(StoreError::Corrupt { document, block }) => {
					assert_eq!((document, block), (root, *bad));
				}
				_ => panic!("an altered block was let through"),
			}
		}
	}

	#[tokio::test]
	async fn a_missing_leaf_is_not_found() {
		let (root, mut blocks) = blocks_of(&document(3 * LEAF_LENGTH)).unwrap();
		blocks.remove(1);
		let read = read(
			&Memory(blocks.into_iter().collect()),
			&root,
			MAX_DOCUMENT_LENGTH,
		)
		.await;
		assert!(matches!(read, Err(StoreError::NotFound { cid, .. }) if cid == root));
	}

	/// A file that has these blocks as its parts, each of one byte.
	fn of_bytes(links: &[Cid]) -> Block {
		let mut block = Vec::new();
		let mut file = vec![8, 2, 24, 1];
		for cid in links {
			block.extend([0x12, 42, 0x0a, 36]);
			block.extend(cid.as_bytes());
			block.extend([0x12, 0, 0x18, 1]);
			file.extend([32, 1]);
		}
		block.push(0x0a);
		let mut length = file.len();
		while length > 127 {
			block.push(length as u8 | 128);
			length >>= 7;
		}
		block.push(length as u8);
		block.extend(file);
		(hash_of(Cid::DAG_PB, &block), block.into())
	}

	#[tokio::test]
	async fn links_that_are_too_many_or_too_deep_are_refused_before_they_are_followed() {
		let leaf = (hash_of(Cid::RAW, b"x"), Bytes::from_static(b"x"));
		let problem = async |blocks: Vec<Block>, root: Cid| {
			let memory = Memory(blocks.into_iter().collect());
			let read = read(&memory, &root, MAX_DOCUMENT_LENGTH).await;
			match read.map(|walk| walk.document.len()) {
				Err(StoreError::NotADocument { problem, .. }) => problem,
				other => panic!("{other:?}"),
			}
		};
		let wide = of_bytes(&vec![leaf.0; MAX_BLOCKS]);
		let root = wide.0;
		let said = problem(vec![leaf.clone(), wide], root).await;
		assert!(said.contains("too many blocks"), "{said}");

		let mut blocks = vec![leaf];
		for _ in 0..=MAX_DEPTH {
			let below = blocks[blocks.len() - 1].0;
			blocks.push(of_bytes(&[below]));
		}
		let root = blocks[blocks.len() - 1].0;
		let said = problem(blocks.clone(), root).await;
		assert!(said.contains("too deep"), "{said}");
		let root = blocks[blocks.len() - 2].0;
		let walk = read(
			&Memory(blocks.into_iter().collect()),
			&root,
			MAX_DOCUMENT_LENGTH,
		)
		.await;
		assert_eq!(walk.unwrap().document, b"x".as_slice());
	}

	#[test]
	fn the_largest_document_has_one_root_and_a_larger_one_is_refused() {
		let (_, blocks) = blocks_of(&Bytes::from(vec![1; MAX_DOCUMENT_LENGTH])).unwrap();
		assert_eq!(blocks.len(), 2);
		let many = MAX_DOCUMENT_LENGTH / LEAF_LENGTH;
		assert!(many <= 174);
		let error = blocks_of(&Bytes::from(vec![1; MAX_DOCUMENT_LENGTH + 1])).unwrap_err();
		assert!(matches!(error, StoreError::TooLarge));
	}

	#[test]
	fn cids_have_the_published_form() {
		// The well-known CID of an empty raw block.
		let empty = cid_of(&Bytes::new()).unwrap();
		let text = super::super::to_text(&empty);
		assert_eq!(
			text,
			"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
		);
		assert_eq!(super::super::from_text(&text).unwrap(), empty);
		for bad in [
			"",
			"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn",
			"bafy",
			"not a cid",
		] {
			assert!(super::super::from_text(bad).is_err(), "{bad}");
		}
	}
}
