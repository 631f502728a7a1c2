// SPDX-License-Identifier: Apache-2.0
//! Kubo's client: against daemons that lie or are silent, against one in memory that answers as Kubo does, and against
//! a real one.

use super::forms::cut_otherwise;
use super::keeping::keeps_and_erases;
use super::stand_in::{StandIn, by_hash, hash};
use super::streaming::{leaves_of, takes_files_and_opens_documents};
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_keeps_and_erases_and_is_never_asked_for_all_its_blocks() {
	let daemon = StandIn::start().await;
	keeps_and_erases(&daemon.kubo, 999).await;
	keeps_and_erases(&daemon.kubo, LARGE + 1).await;
	takes_files_and_opens_documents(&daemon.kubo).await;
	assert!(daemon.state().blocks.is_empty());
	assert!(!daemon.was_asked("refs/local"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_erasing_beats_pins_that_others_made() {
	let daemon = StandIn::start().await;
	let record = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&record).unwrap();
	daemon.kubo.add(record.clone()).await.unwrap();
	// By hand: a document that shares a leaf, a root over the record's root, and a leaf alone.
	let (sharing, more) = dag::blocks_of(&sharing_a_leaf_with(&record)).unwrap();
	let over = dag::tests::branch(&[blocks.last().cloned().unwrap(), blocks[1].clone()], 9);
	let alone = blocks[2].0;
	{
		let mut state = daemon.state();
		state.blocks.extend(by_hash(more.into_iter().chain([over.clone()])));
		state.pins.extend([sharing, over.0, alone]);
	}
	assert_eq!(daemon.kubo.erase(&cid).await.unwrap(), 5);
	{
		let state = daemon.state();
		assert!(blocks.iter().all(|(cid, _)| !state.blocks.contains_key(&hash(cid))));
		assert!(state.pins.is_empty());
	}
	// What shared it is damaged, and says so.
	let opened = daemon.kubo.open(&sharing).await.map(drop).unwrap_err();
	assert!(matches!(opened, StoreError::NotFound { cid, .. } if cid == sharing));
	let repaired = daemon.kubo.repair(&sharing).await.unwrap_err();
	assert!(matches!(repaired, StoreError::NotFound { cid, .. } if cid == sharing));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_only_what_is_gone_is_called_erased() {
	let daemon = StandIn::start().await;
	let (cid, blocks) = dag::blocks_of(&document(LARGE)).unwrap();
	daemon.kubo.add(document(LARGE)).await.unwrap();
	daemon.state().stubborn.insert(hash(&blocks[1].0));
	// As often as it is tried.
	for _ in 0..2 {
		let error = daemon.kubo.erase(&cid).await.unwrap_err();
		assert!(matches!(error, StoreError::NotErased { left: 1, .. }), "{error}");
	}
	daemon.state().stubborn.clear();
	assert_eq!(daemon.kubo.erase(&cid).await.unwrap(), 2);
	assert!(daemon.state().blocks.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_leaves_of_a_root_that_cannot_be_read_are_collected() {
	let daemon = StandIn::start().await;
	let (cid, _) = dag::blocks_of(&document(LARGE)).unwrap();
	for root in [None, Some(Bytes::from_static(b"gone bad"))] {
		daemon.kubo.add(document(LARGE)).await.unwrap();
		{
			let mut state = daemon.state();
			state.blocks.remove(&hash(&cid));
			state.blocks.extend(root.map(|root| (hash(&cid), root)));
		}
		daemon.kubo.erase(&cid).await.unwrap();
		let state = daemon.state();
		assert!(state.blocks.is_empty() && state.pins.is_empty());
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_shares_a_block_under_any_codec_is_not_kept() {
	let daemon = StandIn::start().await;
	let record = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&record).unwrap();
	daemon.kubo.add(record.clone()).await.unwrap();
	let root = blocks.last().unwrap().1.clone();
	for copy in [sharing_a_leaf_with(&record), record.slice(..LEAF_LENGTH), root] {
		let copy = put(&daemon.kubo, &copy).await;
		let refused = daemon.kubo.pin(&copy, None).await.unwrap_err();
		assert!(matches!(refused, StoreError::SharesBlock { cid, .. } if cid == copy), "{refused}");
	}
	daemon.kubo.pin(&cid, None).await.unwrap();
	assert_eq!(daemon.kubo.pins().await.unwrap(), [cid]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_is_new_here_is_kept_without_reading_all_pins() {
	let daemon = StandIn::start().await;
	let (cid, blocks) = dag::blocks_of(&document(LARGE)).unwrap();
	daemon.state().of_peer = by_hash(blocks);
	daemon.kubo.pin(&cid, Some(LARGE as u64)).await.unwrap();
	assert!(daemon.kubo.is_pinned(&cid).await.unwrap());
	daemon.kubo.pin(&cid, Some(LARGE as u64)).await.unwrap();
	assert!(!daemon.was_asked("type=all"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_leaves_no_copy_in_the_daemon_and_takes_nothing_away() {
	let daemon = StandIn::start().await;
	let record = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&record).unwrap();
	daemon.state().of_peer = by_hash(blocks);
	assert_eq!(daemon.kubo.get(&cid).await.unwrap(), record);
	assert!(daemon.state().blocks.is_empty());
	put(&daemon.kubo, &record).await;
	assert_eq!(daemon.kubo.get(&cid).await.unwrap(), record);
	assert_eq!(daemon.state().blocks.len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_file_that_is_cut_otherwise_is_read_and_not_called_corrupt() {
	let daemon = StandIn::start().await;
	let (whole, blocks) = cut_otherwise();
	let root = blocks.last().unwrap().0;
	daemon.state().of_peer = by_hash(blocks);
	assert_eq!(daemon.kubo.get(&root).await.unwrap(), whole);
	for refused in [
		daemon.kubo.pin(&root, None).await.unwrap_err(),
		daemon.kubo.repair(&root).await.unwrap_err(),
	] {
		assert!(matches!(refused, StoreError::OtherForm { .. }), "{refused}");
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leaf_that_went_bad_is_named_and_repaired_from_a_peer() {
	let daemon = StandIn::start().await;
	let record = document(LARGE);
	let (cid, blocks) = dag::blocks_of(&record).unwrap();
	daemon.kubo.add(record.clone()).await.unwrap();
	let bad = blocks[1].0;
	daemon.state().blocks.insert(hash(&bad), Bytes::from_static(b"gone bad"));
	let (_, leaves, error) = leaves_of(&daemon.kubo, &cid).await;
	assert_eq!(leaves.len(), 1);
	assert!(
		matches!(error, Some(StoreError::Corrupt { document, block }) if document == cid && block == bad)
	);
	daemon.state().of_peer = by_hash(blocks);
	assert_eq!(daemon.kubo.repair(&cid).await.unwrap(), 1);
	assert!(daemon.kubo.is_pinned(&cid).await.unwrap());
	assert!(leaves_of(&daemon.kubo, &cid).await.1.concat() == record);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_that_cuts_otherwise_is_named_and_keeps_nothing_of_it() {
	let daemon = StandIn::start().await;
	daemon.state().cuts_otherwise = true;
	let error = daemon.kubo.add(document(LARGE)).await.unwrap_err();
	assert!(matches!(error, StoreError::Disagrees { .. }), "{error}");
	let state = daemon.state();
	assert!(state.blocks.is_empty() && state.pins.is_empty());
}

#[tokio::test]
async fn a_daemon_that_is_down_is_named() {
	// A port that was free a moment ago.
	let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
	let endpoint = format!("http://127.0.0.1:{port}");
	let kubo = Kubo::with_deadline(&endpoint, Duration::from_secs(2)).unwrap();
	let error = kubo.get(&cid_of(&document(1)).unwrap()).await.unwrap_err();
	assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
	assert!(error.to_string().contains(&endpoint), "{error}");
	for bad in ["", "127.0.0.1:5001", "ftp://127.0.0.1"] {
		assert!(matches!(Kubo::new(bad), Err(StoreError::Unreachable { .. })), "{bad}");
	}
}

/// Answers every request with what the test says, and keeps what was asked.
async fn liar(answer: &'static [u8]) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
	use tokio::io::{AsyncReadExt, AsyncWriteExt};
	let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
	let endpoint = format!("http://{}", listener.local_addr().unwrap());
	let (asked, requests) = tokio::sync::mpsc::unbounded_channel();
	tokio::spawn(async move {
		while let Ok((mut stream, _)) = listener.accept().await {
			// All of the request, until it pauses: closing with some of it unread would reset the
			// connection before the answer is read.
			let (mut buffer, mut part) = (Vec::new(), vec![0; 65_536]);
			let pause = Duration::from_millis(200);
			while let Ok(Ok(length @ 1..)) =
				tokio::time::timeout(pause, stream.read(&mut part)).await
			{
				buffer.extend_from_slice(&part[..length]);
			}
			let line = String::from_utf8_lossy(&buffer);
			asked.send(line.lines().next().unwrap_or_default().to_owned()).ok();
			if answer.is_empty() {
				// Never answers.
				tokio::time::sleep(Duration::from_secs(3_600)).await;
			}
			let head = format!(
				"HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
				answer.len()
			);
			stream.write_all(&[head.as_bytes(), answer].concat()).await.ok();
		}
	});
	(endpoint, requests)
}

#[tokio::test]
async fn a_daemon_that_lies_is_not_believed() {
	let (endpoint, _) = liar(b"not the block").await;
	let kubo = Kubo::new(&endpoint).unwrap();
	let cid = cid_of(&document(100)).unwrap();
	let error = kubo.get(&cid).await.unwrap_err();
	assert!(matches!(error, StoreError::Corrupt { document, .. } if document == cid), "{error}");

	let (endpoint, _) =
		liar(b"{\"Hash\":\"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku\"}").await;
	let kubo = Kubo::new(&endpoint).unwrap();
	let error = kubo.add(document(100)).await.unwrap_err();
	assert!(matches!(error, StoreError::Disagrees { .. }), "{error}");
}

/// Kubo answers with status 200 that it keeps a pinned block; and a block may come back as bad as it was.
#[tokio::test]
async fn a_repair_that_mends_nothing_has_an_end() {
	let cid = cid_of(&document(100)).unwrap();
	for (answer, end) in [
		(
			b"{\"Keys\":{},\"Error\":\"pinned: recursive\"}".as_slice(),
			"refused block/rm: pinned: recursive",
		),
		(b"{\"Keys\":{}}", "is corrupt"),
	] {
		let (endpoint, _) = liar(answer).await;
		let error = Kubo::new(&endpoint).unwrap().repair(&cid).await.unwrap_err();
		assert!(error.to_string().contains(end), "{error}");
	}
}

#[tokio::test]
async fn every_request_has_a_deadline() {
	let (endpoint, mut requests) = liar(b"").await;
	let kubo = Kubo::with_deadline(&endpoint, Duration::from_secs(1)).unwrap();
	let started = Instant::now();
	let error = kubo.get(&cid_of(&document(100)).unwrap()).await.unwrap_err();
	assert!(matches!(error, StoreError::NotFound { seconds: 1, .. }), "{error}");
	assert!(started.elapsed() < Duration::from_secs(5));
	let line = requests.recv().await.unwrap();
	assert!(line.contains("timeout=1000ms") && line.contains("cid-base=base32"), "{line}");
}

/// The daemon of `scripts/library/js-ipfs`, or of any Kubo that listens on 127.0.0.1.
fn daemon() -> Option<Kubo> {
	match std::env::var("SALUS_KUBO_RPC") {
		Ok(endpoint) => Some(Kubo::with_deadline(&endpoint, Duration::from_secs(20)).unwrap()),
		Err(_) => {
			println!(
				"skipped: SALUS_KUBO_RPC is unset; start a daemon with scripts/library/js-ipfs"
			);
			None
		}
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_daemon_keeps_and_erases() {
	let Some(kubo) = daemon() else { return };
	keeps_and_erases(&kubo, 999).await;
	keeps_and_erases(&kubo, LARGE + 1).await;
	takes_files_and_opens_documents(&kubo).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_daemon_has_a_deadline() {
	if daemon().is_none() {
		return;
	}
	let endpoint = std::env::var("SALUS_KUBO_RPC").unwrap();
	let kubo = Kubo::with_deadline(&endpoint, Duration::from_secs(2)).unwrap();
	let started = Instant::now();
	let cid = cid_of(&document(12_345)).unwrap();
	let error = kubo.get(&cid).await.unwrap_err();
	assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
	assert!(started.elapsed() < Duration::from_secs(6));
}
