// SPDX-License-Identifier: Apache-2.0
//! Only Salus's own form is kept; a sound file in another form is not called corrupt.

use super::*;
use crate::ipfs::{
	dag::{Block, tests::branch},
	outline::{Leaf, Outline},
};

/// A document's only block.
fn block(bytes: &Bytes) -> Block {
	dag::blocks_of(bytes).unwrap().1.remove(0)
}

/// Neither kept nor opened, and called what it is.
async fn refused_as_of_another_form(store: &dyn DocumentStore, root: &Cid) {
	for refused in [
		store.pin(root, None).await.unwrap_err(),
		store.repair(root).await.unwrap_err(),
		store.open(root).await.map(drop).unwrap_err(),
	] {
		assert!(matches!(refused, StoreError::OtherForm { cid, .. } if cid == *root), "{refused}");
		assert!(refused.to_string().contains("`salus`"), "{refused}");
	}
	assert!(!store.is_pinned(root).await.unwrap());
}

/// A file of leaves of 1,000 bytes: its bytes and its blocks, the root last.
pub(super) fn cut_otherwise() -> (Bytes, Vec<Block>) {
	let whole = document(3_000);
	let leaves = [0, 1_000, 2_000].map(|start| block(&whole.slice(start..start + 1_000)));
	let root = branch(&leaves, 1_000);
	(whole, leaves.into_iter().chain([root]).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_file_that_is_cut_otherwise_is_read_and_neither_kept_nor_called_corrupt() {
	let (node, _f) = node(1).await;
	let (whole, blocks) = cut_otherwise();
	let root = blocks.last().unwrap().0;
	node.put_blocks(blocks).await.unwrap();
	refused_as_of_another_form(&node, &root).await;
	assert_eq!(node.get(&root).await.unwrap(), whole);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_root_over_another_documents_root_or_blocks_is_not_kept() {
	let (node, folder) = node(1).await;
	let record = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&record).unwrap();
	node.add(record.clone()).await.unwrap();
	let root = blocks.last().cloned().unwrap();
	let own = block(&document(50));
	for (parts, stated) in [
		(vec![root.clone(), own.clone()], LEAF_LENGTH),
		(vec![blocks[0].clone(), root, own.clone()], LEAF_LENGTH),
		// Its leaves, without the form of a document.
		(vec![blocks[0].clone(), blocks[1].clone()], 1_000),
	] {
		let over = branch(&parts, stated as u64);
		node.put_blocks(vec![own.clone(), over.clone()]).await.unwrap();
		refused_as_of_another_form(&node, &over.0).await;
	}
	assert_eq!(node.erase(&cid).await.unwrap(), 5);
	assert!(!holds(folder.path(), &record[1_000..1_064]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_root_that_lies_about_a_leafs_length_is_not_kept() {
	let (node, _f) = node(1).await;
	let (full, short) = (document(LEAF_LENGTH), document(70));
	let lying = Leaf { length: LEAF_LENGTH, ..Leaf::of(&short) };
	let outline = Outline::over(vec![lying, Leaf::of(&full)]);
	let blocks = [block(&full), block(&short)].into_iter();
	node.put_blocks(blocks.chain(outline.branch()).collect()).await.unwrap();
	let refused = node.pin(&outline.cid, None).await.unwrap_err();
	assert!(matches!(refused, StoreError::OtherForm { .. }), "{refused}");
	assert!(!node.is_pinned(&outline.cid).await.unwrap());
}
