// SPDX-License-Identifier: Apache-2.0
//! Salus's own form of a document. It follows from the root alone: what the leaves are, and how long each is.

pub(super) use salus_core::cids::Leaf;

use super::{
	Cid, LEAF_LENGTH, MAX_DOCUMENT_LENGTH, Reading, StoreError,
	dag::{self, Block, BlockSource},
};
use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use salus_core::{cids::branch_over, unixfs};
use std::collections::BTreeSet;

/// A document's leaves, in their order, and what stands above them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outline {
	/// The document.
	pub cid: Cid,
	/// A document of one block is its own leaf.
	pub leaves: Vec<Leaf>,
	/// The block above several leaves.
	branch: Option<Bytes>,
}

impl Outline {
	/// Of the document that has these leaves.
	pub fn over(mut leaves: Vec<Leaf>) -> Self {
		if leaves.is_empty() {
			leaves.push(Leaf::of(&[]));
		}
		let (cid, branch) = match leaves.as_slice() {
			[only] => (only.cid, None),
			several => {
				let (cid, branch) = branch_over(several);
				(cid, Some(Bytes::from(branch)))
			}
		};
		Self { cid, leaves, branch }
	}

	/// As a document's root tells it, whose hash was checked.
	pub fn read(cid: &Cid, root: &[u8]) -> Result<Self, StoreError> {
		if cid.as_bytes()[1] == Cid::RAW {
			if root.len() > LEAF_LENGTH {
				return Err(other_form(cid, "its one block is longer than a leaf"));
			}
			return Ok(Self::over(vec![Leaf { cid: *cid, length: root.len() }]));
		}
		let file = unixfs::read(root).map_err(|problem| StoreError::NotADocument {
			cid: *cid,
			problem: problem.to_owned(),
		})?;
		let size = file.sizes.iter().copied().fold(0, u64::saturating_add);
		if size > MAX_DOCUMENT_LENGTH as u64 {
			return Err(StoreError::TooLarge);
		}
		let links = file.links.iter().zip(&file.sizes);
		let leaves: Option<Vec<Leaf>> = links
			.map(|(link, length)| {
				let cid = dag::from_ipld(link).filter(|cid| cid.as_bytes()[1] == Cid::RAW)?;
				let length = usize::try_from(*length).ok()?;
				Some(Leaf { cid, length })
			})
			.collect();
		let leaves = leaves.ok_or_else(|| other_form(cid, "its parts are not raw blocks"))?;
		if !cut_as_ours(&leaves) {
			return Err(other_form(cid, "it is cut otherwise than into leaves of 512 KiB"));
		}
		let outline = Self::over(leaves);
		match outline.cid == *cid {
			true => Ok(outline),
			false => Err(other_form(cid, "its root says more than what its leaves are")),
		}
	}

	/// How many bytes the document has.
	pub fn size(&self) -> u64 {
		self.leaves.iter().map(|leaf| leaf.length as u64).sum()
	}

	/// Refuses a document of another size than was stated, if one was.
	pub fn check_size(&self, stated: Option<u64>) -> Result<(), StoreError> {
		match stated {
			Some(stated) if stated != self.size() => {
				Err(StoreError::OtherSize { cid: self.cid, stated })
			}
			_ => Ok(()),
		}
	}

	/// The document's blocks, each once, the root last.
	pub fn blocks(&self) -> Vec<Cid> {
		let mut seen = BTreeSet::new();
		let leaves = self.leaves.iter().map(|leaf| leaf.cid);
		leaves.chain([self.cid]).filter(|cid| seen.insert(*cid)).collect()
	}

	/// The block above the leaves, if there are several.
	pub fn branch(&self) -> Option<Block> {
		self.branch.clone().map(|branch| (self.cid, branch))
	}

	/// Fetches every leaf, and verifies it.
	pub async fn fetch(&self, source: &dyn BlockSource) -> Result<(), StoreError> {
		let mut leaves = fetch_leaves(source, self.cid, self.leaves.clone());
		while leaves.try_next().await?.is_some() {}
		Ok(())
	}

	/// Gives the document's bytes leaf by leaf.
	pub fn read_from<'a, Source>(self, source: Source) -> Reading<'a>
	where
		Source: BlockSource + Send + 'a,
	{
		let size = self.size();
		let unread = Unread { source, root: self.cid, leaves: self.leaves.into_iter() };
		Reading { size, bytes: stream::try_unfold(unread, Unread::read_leaf).boxed() }
	}
}

/// A document's blocks as far as a disk tells them, whether or not they are there and sound.
pub(super) struct Known {
	/// Each once, the root last.
	pub blocks: Vec<Cid>,
	/// Whether these are all. Else a block is missing or bad that would tell of more.
	pub complete: bool,
}

impl Known {
	/// What stands below the root; then the root.
	pub fn parts(&self) -> [&[Cid]; 2] {
		let below = self.blocks.len().saturating_sub(1);
		let (below, root) = self.blocks.split_at(below);
		[below, root]
	}
}

/// What is not read yet of a document.
struct Unread<Source> {
	source: Source,
	root: Cid,
	leaves: std::vec::IntoIter<Leaf>,
}

impl<Source: BlockSource + Send> Unread<Source> {
	async fn read_leaf(mut self) -> Result<Option<(Bytes, Self)>, StoreError> {
		let Some(leaf) = self.leaves.next() else {
			return Ok(None);
		};
		let bytes = fetch_leaf(&self.source, self.root, leaf).await?;
		Ok(Some((bytes, self)))
	}
}

/// What a document's root, wherever it comes from, says of it.
pub(super) async fn of(source: &dyn BlockSource, cid: &Cid) -> Result<Outline, StoreError> {
	let (_, root) = dag::fetch(source, *cid, *cid).await?;
	Outline::read(cid, &root)
}

/// Whether all leaves but the last are full, and that one is not empty.
fn cut_as_ours(leaves: &[Leaf]) -> bool {
	let Some((last, full)) = leaves.split_last() else {
		return false;
	};
	!full.is_empty()
		&& full.iter().all(|leaf| leaf.length == LEAF_LENGTH)
		&& (1..=LEAF_LENGTH).contains(&last.length)
}

fn fetch_leaves(
	source: &dyn BlockSource,
	root: Cid,
	leaves: Vec<Leaf>,
) -> BoxStream<'_, Result<Bytes, StoreError>> {
	stream::iter(leaves)
		.map(move |leaf| fetch_leaf(source, root, leaf))
		.buffered(dag::CONCURRENCY)
		.boxed()
}

async fn fetch_leaf(source: &dyn BlockSource, root: Cid, leaf: Leaf) -> Result<Bytes, StoreError> {
	let (_, bytes) = dag::fetch(source, root, leaf.cid).await?;
	match bytes.len() == leaf.length {
		true => Ok(bytes),
		false => Err(other_form(&root, "a leaf has another length than its root says")),
	}
}

fn other_form(cid: &Cid, problem: &str) -> StoreError {
	StoreError::OtherForm { cid: *cid, problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ipfs::dag::tests::{Memory, branch, document};
	use multihash_codetable::Code;
	use rust_unixfs::file::adder::{FileBranchLink, build_file_from_leaves};

	fn read(root: &Block) -> Result<Outline, StoreError> {
		Outline::read(&root.0, &root.1)
	}

	fn refused_as_other(root: &Block) {
		let refused = read(root).unwrap_err();
		assert!(matches!(refused, StoreError::OtherForm { .. }), "{refused}");
	}

	#[test]
	fn a_root_tells_all_of_a_document_of_our_form() {
		for length in [0, 1, LEAF_LENGTH, LEAF_LENGTH + 1, 2 * LEAF_LENGTH, MAX_DOCUMENT_LENGTH] {
			let document = document(length);
			let (cid, blocks) = dag::blocks_of(&document).unwrap();
			let outline = read(blocks.last().unwrap()).unwrap();
			assert_eq!(outline.cid, cid);
			assert_eq!(outline.size(), length as u64);
			let named: Vec<Cid> = blocks.iter().map(|(cid, _)| *cid).collect();
			assert_eq!(outline.blocks(), named);
			assert!(outline.check_size(Some(length as u64)).is_ok());
			assert!(outline.check_size(None).is_ok());
			assert!(outline.check_size(Some(length as u64 + 1)).is_err());
		}
	}

	#[test]
	fn other_leaves_roots_as_parts_and_roots_that_say_more_are_another_form() {
		let whole = document(3 * LEAF_LENGTH);
		let (_, mut blocks) = dag::blocks_of(&whole).unwrap();
		let root = blocks.pop().unwrap();
		// Smaller leaves, larger ones, and one alone.
		let cut = |bytes: &Bytes| dag::blocks_of(bytes).unwrap().1.remove(0);
		let small = [cut(&whole.slice(..1_000)), cut(&whole.slice(1_000..2_000))];
		refused_as_other(&branch(&small, 1_000));
		refused_as_other(&branch(&blocks, 2 * LEAF_LENGTH as u64));
		let long = document(LEAF_LENGTH + 1);
		refused_as_other(&(dag::hash_of(Cid::RAW, &long), long));
		// Another document's root as a part.
		let parts = [blocks[0].clone(), root];
		refused_as_other(&branch(&parts, LEAF_LENGTH as u64));
		// A number of which no reader takes notice makes another CID of the same document.
		let links: Vec<FileBranchLink> = blocks
			.iter()
			.map(|(cid, leaf)| FileBranchLink {
				cid: dag::to_ipld(cid),
				blocksize: leaf.len() as u64,
				tsize: leaf.len() as u64 + 1,
			})
			.collect();
		let (.., mut branches) = build_file_from_leaves(&links, cid::Version::V1, Code::Sha2_256);
		let (_, bytes) = branches.pop().unwrap();
		let root = (dag::hash_of(Cid::DAG_PB, &bytes), bytes.into());
		refused_as_other(&root);
	}

	#[tokio::test]
	async fn a_leaf_of_another_length_than_the_root_says_ends_the_reading() {
		let (full, short) = (document(LEAF_LENGTH), document(7));
		let lying = Leaf { length: LEAF_LENGTH, ..Leaf::of(&short) };
		let outline = Outline::over(vec![Leaf::of(&full), lying, Leaf::of(&full)]);
		let leaves = [&full, &short].map(|leaf| (Leaf::of(leaf).cid, leaf.clone()));
		let source = Memory(leaves.into());
		let refused = outline.fetch(&source).await.unwrap_err();
		assert!(matches!(refused, StoreError::OtherForm { .. }), "{refused}");
		let reading = outline.read_from(source);
		assert_eq!(reading.size, 3 * LEAF_LENGTH as u64);
		let parts: Vec<_> = reading.bytes.collect().await;
		assert_eq!(parts.len(), 2);
		assert_eq!(parts[0].as_ref().unwrap(), &full);
		assert!(matches!(parts[1], Err(StoreError::OtherForm { .. })));
	}
}
