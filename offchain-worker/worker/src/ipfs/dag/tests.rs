// SPDX-License-Identifier: Apache-2.0
use super::*;
use multihash_codetable::Code;
use rust_unixfs::file::adder::{FileBranchLink, build_file_from_leaves};

/// Blocks in memory.
pub struct Memory(pub BTreeMap<Cid, Bytes>);

#[async_trait]
impl BlockSource for Memory {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		self.0.get(cid).cloned().ok_or(StoreError::NotFound { cid: *cid, seconds: 0 })
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
		let count = if length <= LEAF_LENGTH { 1 } else { length.div_ceil(LEAF_LENGTH) + 1 };
		assert_eq!(blocks.len(), count);
		assert_eq!(cid.as_bytes()[1] == Cid::RAW, count == 1);
		let traversal = read(&Memory(blocks.into_iter().collect()), &cid, length).await.unwrap();
		assert!(traversal.whole);
		assert_eq!(traversal.document, document, "length {length}");
		assert_eq!(traversal.blocks.len(), count);
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
		let traversal = read(&source, &cid, most).await.unwrap();
		assert!(!traversal.whole, "{most}");
		assert_eq!(traversal.document, document.slice(..most), "{most}");
	}
}

/// A branch over these blocks, whatever they are.
pub(in crate::ipfs) fn branch(children: &[Block], stated: u64) -> Block {
	let links: Vec<FileBranchLink> = children
		.iter()
		.map(|(cid, _)| FileBranchLink { cid: to_ipld(cid), blocksize: stated, tsize: stated })
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
	let traversal = read(&source, &root.0, 2 * LEAF_LENGTH).await.unwrap();
	assert_eq!((traversal.whole, traversal.document.len()), (true, 2 * LEAF_LENGTH));
	assert!(!read(&source, &root.0, 2).await.unwrap().whole);
}

#[tokio::test]
async fn branches_above_branches_and_blocks_beyond_measure_are_refused() {
	let refused = |traversal: Result<Traversal, StoreError>, what: &str| match traversal {
		Err(StoreError::NotADocument { problem, .. }) => assert!(problem.contains(what)),
		_ => panic!("{what}: read"),
	};
	let (_, mut blocks) = blocks_of(&document(1)).unwrap();
	for depth in 1..=MAX_DEPTH + 1 {
		let over = blocks.last().cloned().unwrap();
		let root = branch(&[over.clone(), over], 1);
		let top = root.0;
		blocks.push(root);
		let traversal = read(&Memory(blocks.iter().cloned().collect()), &top, 1 << 20).await;
		match depth <= MAX_DEPTH {
			true => assert_eq!(traversal.unwrap().document.len(), 1 << depth),
			false => refused(traversal, "nested too deep"),
		}
	}
	let large = Bytes::from(vec![7; MAX_BLOCK_LENGTH + 1]);
	let cid = hash_of(Cid::RAW, &large);
	let source = Memory([(cid, large)].into());
	refused(read(&source, &cid, MAX_DOCUMENT_LENGTH).await, "too large a block");
}

#[tokio::test]
async fn a_document_that_repeats_itself_comes_back() {
	let document = Bytes::from(vec![7; 4 * LEAF_LENGTH]);
	let (cid, blocks) = blocks_of(&document).unwrap();
	assert_eq!(blocks.len(), 2, "four equal leaves are one block");
	assert_eq!(
		read(&Memory(blocks.into_iter().collect()), &cid, MAX_DOCUMENT_LENGTH)
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
	let read = read(&Memory(blocks.into_iter().collect()), &root, MAX_DOCUMENT_LENGTH).await;
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
		match read.map(|traversal| traversal.document.len()) {
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
	let traversal = read(&Memory(blocks.into_iter().collect()), &root, MAX_DOCUMENT_LENGTH).await;
	assert_eq!(traversal.unwrap().document, b"x".as_slice());
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
