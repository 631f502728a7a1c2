//! Both stores against the same expectations. The embedded node runs for real, on disk and over TCP on
//! 127.0.0.1. Kubo's client runs against the daemon that `scripts/library/js-ipfs` starts.

use super::dag::tests::document;
use super::*;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zeroize::Zeroizing;

const LARGE: usize = 3 * LEAF_LENGTH + 1_234;

/// A node that was just stopped gives up its repository's lock a little later.
async fn node_in(folder: &Path, number: u8, deadline: Duration) -> Embedded {
	let mut config = EmbeddedConfig::new(folder, Zeroizing::new([number; 32]));
	config.deadline = deadline;
	let patience = Instant::now() + Duration::from_secs(10);
	loop {
		match Embedded::start(config.clone()).await {
			Err(StoreError::Repository { .. }) if Instant::now() < patience => {
				tokio::task::yield_now().await;
			}
			started => return started.unwrap(),
		}
	}
}

async fn node(number: u8) -> (Embedded, TempDir) {
	let folder = tempfile::tempdir().unwrap();
	(
		node_in(folder.path(), number, Duration::from_secs(20)).await,
		folder,
	)
}

async fn introduce(one: &dyn DocumentStore, other: &dyn DocumentStore) {
	let address = other.identity().await.unwrap().addresses.remove(0);
	one.connect(&address).await.unwrap();
}

/// All block files of a repository.
fn block_files(folder: &Path) -> Vec<std::path::PathBuf> {
	let mut files = Vec::new();
	for shard in std::fs::read_dir(folder.join("blockstore")).unwrap() {
		for file in std::fs::read_dir(shard.unwrap().path()).unwrap() {
			files.push(file.unwrap().path());
		}
	}
	files
}

/// Whether any file below the folder holds these bytes.
fn holds(folder: &Path, canary: &[u8]) -> bool {
	std::fs::read_dir(folder).unwrap().any(|entry| {
		let path = entry.unwrap().path();
		if path.is_dir() {
			return holds(&path, canary);
		}
		let bytes = std::fs::read(path).unwrap_or_default();
		bytes.windows(canary.len()).any(|window| window == canary)
	})
}

fn flip_a_byte(folder: &Path, cid: &Cid) {
	let name = format!("{}.data", to_text(cid));
	let file = block_files(folder)
		.into_iter()
		.find(|file| file.ends_with(&name))
		.unwrap();
	let mut bytes = std::fs::read(&file).unwrap();
	let middle = bytes.len() / 2;
	bytes[middle] ^= 1;
	std::fs::write(file, bytes).unwrap();
}

/// What any store must do with a document by itself.
async fn keeps_and_erases(store: &dyn DocumentStore, length: usize) {
	let document = document(length);
	let cid = store.add(document.clone()).await.unwrap();
	assert_eq!(cid, cid_of(&document).unwrap());
	assert_eq!(
		store.add(document.clone()).await.unwrap(),
		cid,
		"adding again changes nothing"
	);
	assert!(store.has(&cid).await.unwrap());
	assert_eq!(
		store
			.pins()
			.await
			.unwrap()
			.iter()
			.filter(|pin| **pin == cid)
			.count(),
		1
	);
	assert_eq!(store.get(&cid).await.unwrap(), document);
	assert_eq!(store.put(document.clone()).await.unwrap(), cid);
	assert!(
		store.pins().await.unwrap().contains(&cid),
		"putting it takes no pin away"
	);
	store.pin(&cid, Some(length as u64)).await.unwrap();
	let other = store.pin(&cid, Some(length as u64 + 1)).await.unwrap_err();
	assert!(matches!(other, StoreError::OtherSize { .. }), "{other}");
	store.collect_garbage().await.unwrap();
	assert!(
		store.has(&cid).await.unwrap(),
		"garbage collection took a pinned document"
	);
	let blocks = if length <= LEAF_LENGTH {
		1
	} else {
		length.div_ceil(LEAF_LENGTH) + 1
	};
	assert_eq!(store.erase(&cid).await.unwrap(), blocks);
	assert!(!store.has(&cid).await.unwrap());
	assert!(!store.pins().await.unwrap().contains(&cid));
	assert_eq!(
		store.erase(&cid).await.unwrap(),
		0,
		"erasing again finds nothing"
	);
	// And what is only unpinned, or was put and never pinned, garbage collection takes.
	store.add(document.clone()).await.unwrap();
	store.unpin(&cid).await.unwrap();
	store.unpin(&cid).await.unwrap();
	assert!(store.collect_garbage().await.unwrap() >= blocks);
	assert!(!store.has(&cid).await.unwrap());
	assert_eq!(store.put(document).await.unwrap(), cid);
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
async fn documents_travel_by_bitswap_and_readers_leave_no_copy() {
	let ((writer, _w), (custodian, c), (reader, r)) = (node(1).await, node(2).await, node(3).await);
	introduce(&custodian, &writer).await;
	introduce(&reader, &custodian).await;
	for length in [4_096, LARGE] {
		let document = document(length);
		let cid = writer.add(document.clone()).await.unwrap();
		custodian.pin(&cid, None).await.unwrap();
		assert!(custodian.has(&cid).await.unwrap());
		// The reader knows only the custodian.
		assert_eq!(reader.get(&cid).await.unwrap(), document);
		assert!(!reader.has(&cid).await.unwrap());
		assert_eq!(block_files(r.path()).len(), 0);
	}
	assert!(custodian.peers().await.unwrap().len() == 2);
	assert!(block_files(c.path()).len() == 1 + 5);
	for node in [writer, custodian, reader] {
		node.stop().await;
	}
}

/// Needs the patch of pollable-map: without it a peer that comes back gets nothing any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_restarts_gets_documents_and_gives_them() {
	let (staying, _s) = node(1).await;
	let folder = tempfile::tempdir().unwrap();
	let deadline = Duration::from_secs(20);
	for round in 0..3 {
		let restarted = node_in(folder.path(), 2, deadline).await;
		introduce(&restarted, &staying).await;
		let (wanted, given) = (document(1_000 + round), document(2_000 + round));
		let cid = staying.add(wanted.clone()).await.unwrap();
		assert_eq!(restarted.get(&cid).await.unwrap(), wanted, "round {round}");
		let cid = restarted.add(given.clone()).await.unwrap();
		assert_eq!(staying.get(&cid).await.unwrap(), given, "round {round}");
		restarted.stop().await;
	}
	staying.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_document_is_named_within_the_deadline() {
	let (other, _o) = node(1).await;
	let folder = tempfile::tempdir().unwrap();
	let node = node_in(folder.path(), 2, Duration::from_secs(2)).await;
	introduce(&node, &other).await;
	let cid = cid_of(&document(77)).unwrap();
	for pin in [false, true] {
		let started = Instant::now();
		let error = if pin {
			node.pin(&cid, None).await
		} else {
			node.get(&cid).await.map(drop)
		};
		let error = error.unwrap_err();
		assert!(
			started.elapsed() < Duration::from_secs(4),
			"{:?}",
			started.elapsed()
		);
		assert!(matches!(error, StoreError::NotFound { cid: named, seconds: 2 } if named == cid));
		assert!(error.to_string().contains(&to_text(&cid)), "{error}");
	}
	assert!(!node.pins().await.unwrap().contains(&cid));
}

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
	assert_eq!(
		block_files(folder.path()).len(),
		1,
		"another document's block went too"
	);
	assert!(node.has(&kept).await.unwrap());
	node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_that_went_bad_on_disk_is_named_and_repaired_from_a_peer() {
	let ((node, folder), (peer, _p)) = (node(1).await, node(2).await);
	for length in [1_000, LARGE] {
		let document = document(length);
		let (cid, blocks) = super::dag::blocks_of(&document).unwrap();
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
		node.put(document.clone()).await.unwrap();
		assert_eq!(node.get(&cid).await.unwrap(), document);
		assert!(node.pins().await.unwrap().contains(&cid));
	}
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
	assert!(matches!(
		Embedded::start(config).await,
		Err(StoreError::Repository { .. })
	));
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_was_lost_is_found_again() {
	let folder = tempfile::tempdir().unwrap();
	let (reader, _r) = node(1).await;
	let deadline = Duration::from_secs(20);
	let peer = node_in(folder.path(), 2, deadline).await;
	let document = document(500);
	let cid = peer.add(document.clone()).await.unwrap();
	let address = peer.identity().await.unwrap().addresses.remove(0);
	reader.connect(&address).await.unwrap();
	peer.stop().await;

	let listen = address.split("/p2p/").next().unwrap().to_owned();
	let mut again = None;
	for _ in 0..50 {
		let mut config = EmbeddedConfig::new(folder.path(), Zeroizing::new([2; 32]));
		config.listen = vec![listen.clone()];
		match Embedded::start(config).await {
			Ok(started) => {
				again = Some(started);
				break;
			}
			Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
		}
	}
	let _again = again.unwrap();
	assert_eq!(reader.get(&cid).await.unwrap(), document);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_addresses_and_absent_peers_are_named() {
	let (node, _f) = node(1).await;
	let absent = format!(
		"/ip4/127.0.0.1/tcp/1/p2p/{}",
		Embedded::peer_id_of(&[9; 32]).unwrap()
	);
	for address in ["", "nonsense", "/ip4/127.0.0.1/tcp/1", absent.as_str()] {
		let error = node.connect(address).await.unwrap_err();
		assert!(matches!(error, StoreError::NotConnected { .. }), "{error}");
	}
	assert!(node.peers().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_daemon_that_is_down_is_named() {
	// A port that was free a moment ago.
	let port = std::net::TcpListener::bind("127.0.0.1:0")
		.unwrap()
		.local_addr()
		.unwrap()
		.port();
	let endpoint = format!("http://127.0.0.1:{port}");
	let kubo = Kubo::with_deadline(&endpoint, Duration::from_secs(2)).unwrap();
	let error = kubo.get(&cid_of(&document(1)).unwrap()).await.unwrap_err();
	assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
	assert!(error.to_string().contains(&endpoint), "{error}");
	for bad in ["", "127.0.0.1:5001", "ftp://127.0.0.1"] {
		assert!(
			matches!(Kubo::new(bad), Err(StoreError::Unreachable { .. })),
			"{bad}"
		);
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
			asked
				.send(line.lines().next().unwrap_or_default().to_owned())
				.ok();
			if answer.is_empty() {
				// Never answers.
				tokio::time::sleep(Duration::from_secs(3_600)).await;
			}
			let head = format!(
				"HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
				answer.len()
			);
			stream
				.write_all(&[head.as_bytes(), answer].concat())
				.await
				.ok();
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
	assert!(
		matches!(error, StoreError::Corrupt { document, .. } if document == cid),
		"{error}"
	);

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
		let error = Kubo::new(&endpoint)
			.unwrap()
			.repair(&cid)
			.await
			.unwrap_err();
		assert!(error.to_string().contains(end), "{error}");
	}
}

#[tokio::test]
async fn every_request_has_a_deadline() {
	let (endpoint, mut requests) = liar(b"").await;
	let kubo = Kubo::with_deadline(&endpoint, Duration::from_secs(1)).unwrap();
	let started = Instant::now();
	let error = kubo
		.get(&cid_of(&document(100)).unwrap())
		.await
		.unwrap_err();
	assert!(
		matches!(error, StoreError::NotFound { seconds: 1, .. }),
		"{error}"
	);
	assert!(started.elapsed() < Duration::from_secs(5));
	let line = requests.recv().await.unwrap();
	assert!(
		line.contains("timeout=1000ms") && line.contains("cid-base=base32"),
		"{line}"
	);
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
