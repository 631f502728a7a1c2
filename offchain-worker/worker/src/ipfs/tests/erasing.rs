// SPDX-License-Identifier: Apache-2.0
//! Data rule 6: what is erased is gone, whatever else had a part of it.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_erasing_leaves_nothing_on_disk() {
	let (node, folder) = node(1).await;
	let mut text = document(LARGE).to_vec();
	let canary = b"canary-of-the-erased-record";
	text[LEAF_LENGTH + 5..][..canary.len()].copy_from_slice(canary);
	let kept = node.add(document(10)).await.unwrap();
	let cid = node.add(text.into()).await.unwrap();
	assert!(holds(folder.path(), canary));
	assert_eq!(block_files(folder.path()).len(), 6);
	node.erase(&cid).await.unwrap();
	assert!(!holds(folder.path(), canary));
	assert_eq!(block_files(folder.path()).len(), 1, "another document's block went too");
	assert!(node.has(&kept).await.unwrap());
	node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_whose_root_went_bad_is_still_wholly_erased() {
	let (node, folder) = node(1).await;
	let cid = node.add(document(LARGE)).await.unwrap();
	flip_a_byte(folder.path(), &cid);
	assert_eq!(node.erase(&cid).await.unwrap(), 5);
	assert_eq!(block_files(folder.path()).len(), 0);
	assert!(node.pins().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_what_nobody_knows_any_more_is_collected() {
	let (node, folder) = node(1).await;
	let cid = put(&node, &document(LARGE)).await;
	flip_a_byte(folder.path(), &cid);
	node.erase(&cid).await.unwrap();
	assert_eq!(block_files(folder.path()).len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_a_leaf_that_another_document_shares_goes_too() {
	let folder = tempfile::tempdir().unwrap();
	let node = node_in(folder.path(), 1, Duration::from_secs(2)).await;
	let record = document(LARGE);
	let cid = node.add(record.clone()).await.unwrap();
	// `pin` would refuse it.
	let other = sharing_a_leaf_with(&record);
	let sharing = node.add(other).await.unwrap();
	let alone = node.add(record.slice(..LEAF_LENGTH)).await.unwrap();
	assert_eq!(node.erase(&cid).await.unwrap(), 5);
	assert!(!node.has(&cid).await.unwrap());
	assert!(!holds(folder.path(), &record[1_000..1_064]));

	// The others are damaged, and say so.
	for damaged in [sharing, alone] {
		assert!(!node.is_pinned(&damaged).await.unwrap());
		assert!(!node.has(&damaged).await.unwrap());
		let opened = node.open(&damaged).await.map(drop).unwrap_err();
		assert!(matches!(opened, StoreError::NotFound { cid, .. } if cid == damaged));
		let repaired = node.repair(&damaged).await.unwrap_err();
		assert!(matches!(repaired, StoreError::NotFound { cid, .. } if cid == damaged));
		node.erase(&damaged).await.unwrap();
	}
	assert_eq!(block_files(folder.path()).len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_a_copy_of_anothers_leaf_is_not_kept_so_that_erasing_it_destroys_nothing() {
	let (node, _f) = node(1).await;
	let record = document(LARGE);
	let cid = node.add(record.clone()).await.unwrap();
	for copy in [sharing_a_leaf_with(&record), record.slice(..LEAF_LENGTH)] {
		let copy = put(&node, &copy).await;
		let refused = node.pin(&copy, None).await.unwrap_err();
		assert!(matches!(refused, StoreError::SharesBlock { cid, .. } if cid == copy), "{refused}");
		assert!(!node.is_pinned(&copy).await.unwrap());
	}
	node.collect_garbage().await.unwrap();
	assert_eq!(node.get(&cid).await.unwrap(), record);
	node.pin(&cid, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_documents_that_share_a_leaf_and_come_at_once_one_is_kept() {
	let (node, _f) = node(1).await;
	let record = document(LARGE);
	let one = put(&node, &record).await;
	let other = put(&node, &sharing_a_leaf_with(&record)).await;
	let (first, second) = tokio::join!(node.pin(&one, None), node.pin(&other, None));
	let kept = [first, second].into_iter().filter(Result::is_ok).count();
	assert_eq!(kept, 1);
	assert_eq!(node.pins().await.unwrap().len(), 1);
}
