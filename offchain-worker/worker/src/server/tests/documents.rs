// SPDX-License-Identifier: Apache-2.0
//! Documents come and go as they are, and nothing else does.

use super::*;

#[tokio::test]
async fn a_document_goes_and_comes_as_it_is() {
	for length in [0, 1, LEAF_LENGTH, LEAF_LENGTH + 1, 5 * LEAF_LENGTH + 7] {
		let served = Served::with(Limits::default()).await;
		let (cid, bytes) = served.kept(length).await;
		assert_eq!(served.custodian().get(&cid).await.unwrap(), bytes, "{length}");
		assert!(served.is_tidy());
	}
}

#[tokio::test]
async fn what_is_not_kept_here_is_given_to_nobody() {
	let served = Served::with(Limits::default()).await;
	let bytes = document(10);
	let cid = cid_of(&bytes).unwrap();
	served.put(&cid, &bytes).await.unwrap();
	// Uploaded, but nobody placed a share for it.
	let refused = served.custodian().get(&cid).await.unwrap_err();
	assert!(matches!(refused, CustodianError::Refused { .. }), "{refused}");
}

#[tokio::test]
async fn other_bytes_than_announced_are_refused_and_not_kept() {
	let served = Served::with(Limits::default()).await;
	let bytes = document(2 * LEAF_LENGTH);
	let cid = cid_of(&document(2 * LEAF_LENGTH + 1)).unwrap();
	let refused = served.put(&cid, &bytes).await.unwrap_err();
	assert!(matches!(refused, CustodianError::Refused { .. }), "{refused}");
	let stored = served.custody.store.has(&cid_of(&bytes).unwrap()).await;
	assert!(!stored.unwrap());
	assert!(served.is_tidy());
}

#[tokio::test]
async fn a_damaged_document_is_called_damaged_whichever_block_it_is() {
	let served = Served::with(Limits::default()).await;
	for (length, damaged) in [(10, 0), (3 * LEAF_LENGTH, 2)] {
		let (cid, bytes) = served.kept(length).await;
		let start = damaged * LEAF_LENGTH;
		let block = cid_of(&bytes.slice(start..length.min(start + LEAF_LENGTH))).unwrap();
		flip_a_byte(served.folder.path(), &block);
		let refused = served.custodian().get(&cid).await.unwrap_err();
		assert!(matches!(refused, CustodianError::Corrupt { .. }), "{refused}");
	}
}

pub(super) fn flip_a_byte(folder: &std::path::Path, block: &Cid) {
	let name = format!("{block}.data");
	let shards = std::fs::read_dir(folder.join("ipfs/blockstore")).unwrap();
	let file =
		shards.map(|shard| shard.unwrap().path().join(&name)).find(|file| file.exists()).unwrap();
	let mut bytes = std::fs::read(&file).unwrap();
	bytes[0] ^= 1;
	std::fs::write(file, bytes).unwrap();
}

#[tokio::test]
async fn an_account_stores_only_so_much_an_hour() {
	let served =
		Served::with(Limits { bytes_of_an_account: 3 * 64 * 1024, ..Limits::default() }).await;
	let put = async |length| {
		let bytes = document(length);
		served.put(&cid_of(&bytes).unwrap(), &bytes).await
	};
	for length in [1, 2, 3] {
		put(length).await.unwrap();
	}
	let refused = put(4).await.unwrap_err().to_string();
	assert!(refused.contains("within an hour"), "{refused}");
}

#[tokio::test]
async fn it_is_ready_once_it_has_made_up_for_what_it_missed() {
	let served = Served::with(Limits::default()).await;
	let ask = "GET /ready HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
	let answer = served.answer_to(ask).await;
	assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
	let cursor = crate::journal::Cursor { number: BLOCK, hash: [2; 32] };
	served.custody.journal.advance(cursor, &[]).unwrap();
	let answer = served.answer_to(ask).await;
	assert!(answer.contains("did not see"), "{answer}");
	served.custody.reconciled.store(true, Ordering::Relaxed);
	let answer = served.answer_to(ask).await;
	assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
	assert!(answer.contains("500"), "{answer}");
}
