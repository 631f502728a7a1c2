// SPDX-License-Identifier: Apache-2.0
//! What is kept stays whole, and is mended.

use super::*;

/// What any store must do with a document by itself.
pub(super) async fn keeps_and_erases(store: &dyn DocumentStore, length: usize) {
	let document = document(length);
	let cid = store.add(document.clone()).await.unwrap();
	assert_eq!(cid, cid_of(&document).unwrap());
	assert_eq!(store.add(document.clone()).await.unwrap(), cid, "adding again changes nothing");
	assert!(store.has(&cid).await.unwrap());
	assert_eq!(store.pins().await.unwrap().iter().filter(|pin| **pin == cid).count(), 1);
	assert_eq!(store.get(&cid).await.unwrap(), document);
	assert_eq!(put(store, &document).await, cid);
	assert!(store.is_pinned(&cid).await.unwrap(), "putting it takes no pin away");
	store.pin(&cid, Some(length as u64)).await.unwrap();
	let other = store.pin(&cid, Some(length as u64 + 1)).await.unwrap_err();
	assert!(matches!(other, StoreError::OtherSize { .. }), "{other}");
	store.collect_garbage().await.unwrap();
	assert!(store.has(&cid).await.unwrap(), "garbage collection took a pinned document");
	let blocks = if length <= LEAF_LENGTH { 1 } else { length.div_ceil(LEAF_LENGTH) + 1 };
	assert_eq!(store.erase(&cid).await.unwrap(), blocks);
	assert!(!store.has(&cid).await.unwrap());
	assert!(!store.pins().await.unwrap().contains(&cid));
	assert!(!store.is_pinned(&cid).await.unwrap());
	assert_eq!(store.erase(&cid).await.unwrap(), 0, "erasing again finds nothing");
	// And what is only unpinned, or was put and never pinned, garbage collection takes.
	store.add(document.clone()).await.unwrap();
	store.unpin(&cid).await.unwrap();
	store.unpin(&cid).await.unwrap();
	assert!(store.collect_garbage().await.unwrap() >= blocks);
	assert!(!store.has(&cid).await.unwrap());
	assert_eq!(put(store, &document).await, cid);
	assert!(!store.pins().await.unwrap().contains(&cid));
	assert!(store.collect_garbage().await.unwrap() >= blocks);
	assert!(!store.has(&cid).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_node_keeps_and_erases() {
	let (node, folder) = node(1).await;
	keeps_and_erases(&node, 1_000).await;
	keeps_and_erases(&node, LARGE).await;
	assert_eq!(block_files(folder.path()).len(), 0);
	node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_that_went_bad_on_disk_is_named_and_repaired_from_a_peer() {
	let ((node, folder), (peer, _p)) = (node(1).await, node(2).await);
	for length in [1_000, LARGE] {
		let document = document(length);
		let (cid, blocks) = dag::blocks_of(&document).unwrap();
		node.add(document.clone()).await.unwrap();
		peer.add(document.clone()).await.unwrap();
		for (bad, _) in [blocks.first().unwrap(), blocks.last().unwrap()] {
			flip_a_byte(folder.path(), bad);
			for attempt in [node.get(&cid).await.map(drop), node.pin(&cid, None).await] {
				let error = attempt.unwrap_err();
				assert!(
					matches!(error, StoreError::Corrupt { document, block } if document == cid && block == *bad),
					"{error}"
				);
			}
			introduce(&node, &peer).await;
			assert_eq!(node.repair(&cid).await.unwrap(), 1);
			assert_eq!(node.get(&cid).await.unwrap(), document);
			assert!(node.pins().await.unwrap().contains(&cid));
		}
		assert_eq!(node.repair(&cid).await.unwrap(), 0);
		// Whoever puts it again mends it, and takes no pin away.
		flip_a_byte(folder.path(), &blocks[0].0);
		put(&node, &document).await;
		assert_eq!(node.get(&cid).await.unwrap(), document);
		assert!(node.pins().await.unwrap().contains(&cid));
	}
}

/// Its good blocks may be the last ones that anybody has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repair_that_finds_no_peer_leaves_the_pin_and_the_good_blocks() {
	let folder = tempfile::tempdir().unwrap();
	let node = node_in(folder.path(), 1, Duration::from_secs(1)).await;
	let document = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&document).unwrap();
	node.add(document.clone()).await.unwrap();
	let before = block_files(folder.path()).len();
	flip_a_byte(folder.path(), &blocks[0].0);
	let error = node.repair(&cid).await.unwrap_err();
	assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
	assert!(node.is_pinned(&cid).await.unwrap());
	assert_eq!(node.collect_garbage().await.unwrap(), 0);
	assert_eq!(block_files(folder.path()).len(), before - 1);
	assert_eq!(put(&node, &document).await, cid);
	assert_eq!(node.get(&cid).await.unwrap(), document);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_went_bad_is_mended_by_adding_it_again() {
	let (node, folder) = node(1).await;
	let document = document(LARGE);
	let cid = node.add(document.clone()).await.unwrap();
	flip_a_byte(folder.path(), &cid);
	assert_eq!(node.add(document.clone()).await.unwrap(), cid);
	assert_eq!(node.get(&cid).await.unwrap(), document);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_and_peer_id_survive_a_restart_and_half_written_blocks_do_not() {
	let folder = tempfile::tempdir().unwrap();
	let deadline = Duration::from_secs(20);
	let node = node_in(folder.path(), 1, deadline).await;
	let document = document(LARGE);
	let cid = node.add(document.clone()).await.unwrap();
	let before = node.identity().await.unwrap().peer_id;
	assert_eq!(before, Embedded::peer_id_of(&[1; 32]).unwrap());
	// A second node in the same folder is refused.
	let config = EmbeddedConfig::new(folder.path(), Zeroizing::new([2; 32]));
	assert!(matches!(Embedded::start(config).await, Err(StoreError::Repository { .. })));
	node.stop().await;
	let shard = folder.path().join("blockstore/zz");
	std::fs::create_dir_all(&shard).unwrap();
	std::fs::write(shard.join("b.data.1.0.tmp"), b"half").unwrap();

	// The lock goes with the last task of the stopped node.
	let mut node = None;
	for _ in 0..50 {
		let config = EmbeddedConfig::new(folder.path(), Zeroizing::new([1; 32]));
		match Embedded::start(config).await {
			Ok(started) => {
				node = Some(started);
				break;
			}
			Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
		}
	}
	let node = node.unwrap();
	assert_eq!(node.identity().await.unwrap().peer_id, before);
	assert_eq!(node.get(&cid).await.unwrap(), document);
	assert_eq!(node.pins().await.unwrap(), [cid]);
	assert_eq!(block_files(folder.path()).len(), 5);
}
