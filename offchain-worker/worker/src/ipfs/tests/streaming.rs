// SPDX-License-Identifier: Apache-2.0
//! Documents from files, and leaf by leaf.

use super::*;
use futures::StreamExt;

/// What comes of a document before it ends or fails.
pub(super) async fn leaves_of(
	store: &dyn DocumentStore,
	cid: &Cid,
) -> (u64, Vec<Bytes>, Option<StoreError>) {
	let mut reading = store.open(cid).await.unwrap();
	let mut leaves = Vec::new();
	while let Some(leaf) = reading.bytes.next().await {
		match leaf {
			Ok(leaf) => leaves.push(leaf),
			Err(error) => {
				assert!(reading.bytes.next().await.is_none(), "something follows an error");
				return (reading.size, leaves, Some(error));
			}
		}
	}
	(reading.size, leaves, None)
}

/// What any store must do with a document in a file.
pub(super) async fn takes_files_and_opens_documents(store: &dyn DocumentStore) {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("document");
	for length in [1, LEAF_LENGTH, LARGE + 2] {
		let document = document(length);
		std::fs::write(&path, &document).unwrap();
		let cid = cid_of(&document).unwrap();
		let other = cid_of(&Bytes::from_static(b"another")).unwrap();
		let refused = store.put_file(&path, &other).await.unwrap_err();
		assert!(
			matches!(refused, StoreError::OtherDocument { stated, found } if stated == other && found == cid),
			"{refused}"
		);
		assert!(!store.has(&cid).await.unwrap(), "it was stored all the same");

		store.put_file(&path, &cid).await.unwrap();
		assert!(!store.is_pinned(&cid).await.unwrap());
		let (size, leaves, error) = leaves_of(store, &cid).await;
		assert!(error.is_none(), "{error:?}");
		assert_eq!(size, length as u64);
		assert_eq!(leaves.len(), length.div_ceil(LEAF_LENGTH));
		assert!(leaves.concat() == document);
		// Again, over what is there and kept.
		store.pin(&cid, Some(length as u64)).await.unwrap();
		store.put_file(&path, &cid).await.unwrap();
		assert!(store.is_pinned(&cid).await.unwrap());
		store.erase(&cid).await.unwrap();
		let opened = store.open(&cid).await.map(drop).unwrap_err();
		assert!(matches!(opened, StoreError::NotFound { .. }), "{opened}");
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_node_takes_files_and_opens_documents() {
	let (node, folder) = node(1).await;
	takes_files_and_opens_documents(&node).await;
	assert_eq!(block_files(folder.path()).len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leaf_that_went_bad_ends_the_reading_and_is_named() {
	let (node, folder) = node(1).await;
	let document = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&document).unwrap();
	node.add(document.clone()).await.unwrap();
	let bad = blocks[2].0;
	flip_a_byte(folder.path(), &bad);
	let (size, leaves, error) = leaves_of(&node, &cid).await;
	assert_eq!(size, LARGE as u64);
	assert!(leaves.concat() == document[..2 * LEAF_LENGTH]);
	assert!(
		matches!(error, Some(StoreError::Corrupt { document, block }) if document == cid && block == bad)
	);
	// Whoever puts it again mends it, and takes no pin away.
	let path = folder.path().join("again");
	std::fs::write(&path, &document).unwrap();
	node.put_file(&path, &cid).await.unwrap();
	assert!(node.is_pinned(&cid).await.unwrap());
	assert!(leaves_of(&node, &cid).await.1.concat() == document);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_lacks_a_leaf_here_is_not_opened_nor_fetched() {
	let ((node, folder), (peer, _p)) = (node(1).await, node(2).await);
	introduce(&node, &peer).await;
	let document = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&document).unwrap();
	put(&node, &document).await;
	peer.add(document).await.unwrap();
	let name = format!("{}.data", blocks[1].0);
	let files = block_files(folder.path());
	let file = files.iter().find(|file| file.ends_with(&name)).unwrap();
	std::fs::remove_file(file).unwrap();
	let opened = node.open(&cid).await.map(drop).unwrap_err();
	assert!(matches!(opened, StoreError::NotFound { .. }), "{opened}");
	assert_eq!(block_files(folder.path()).len(), 4);
}
