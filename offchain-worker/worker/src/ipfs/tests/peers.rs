// SPDX-License-Identifier: Apache-2.0
//! Documents from peers, and peers that come and go.

use super::*;
use tokio::{io::AsyncReadExt, net::TcpStream, time::timeout};

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
	let deadline = Duration::from_secs(60);
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
		let error = if pin { node.pin(&cid, None).await } else { node.get(&cid).await.map(drop) };
		let error = error.unwrap_err();
		assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
		assert!(matches!(error, StoreError::NotFound { cid: named, seconds: 2 } if named == cid));
		assert!(error.to_string().contains(&cid.to_string()), "{error}");
	}
	assert!(!node.pins().await.unwrap().contains(&cid));
}

/// A stranger's placements name any number of CIDs, and each kept all others waiting for three seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_that_nobody_has_hold_up_no_other_for_long() {
	let ((peer, _p), folder) = (node(1).await, tempfile::tempdir().unwrap());
	let node = node_in(folder.path(), 2, Duration::from_secs(90)).await;
	introduce(&node, &peer).await;
	let cid = peer.add(document(LARGE)).await.unwrap();
	// At three seconds each they held it up for longer than is waited here.
	let missing: Vec<Cid> = (0..16).map(|more| cid_of(&document(100 + more)).unwrap()).collect();
	let strangers = futures::future::join_all(missing.iter().map(|cid| node.pin(cid, None)));
	let honest = async {
		tokio::time::sleep(Duration::from_millis(100)).await;
		let began = Instant::now();
		node.pin(&cid, None).await.unwrap();
		began.elapsed()
	};
	tokio::select! {
		took = honest => assert!(took < Duration::from_secs(36), "{took:?}"),
		_ = strangers => panic!("what nobody has was found, or given up too early"),
	}
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
	for _ in 0..150 {
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
	let absent = format!("/ip4/127.0.0.1/tcp/1/p2p/{}", Embedded::peer_id_of(&[9; 32]).unwrap());
	for address in ["", "nonsense", "/ip4/127.0.0.1/tcp/1", absent.as_str()] {
		let error = node.connect(address).await.unwrap_err();
		assert!(matches!(error, StoreError::NotConnected { .. }), "{error}");
	}
	assert!(node.peers().await.unwrap().is_empty());
}

/// Each takes a file descriptor of the worker: without them it takes no share and gives no document.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_who_never_shake_hands_get_so_many_connections_and_no_more() {
	const STRANGERS: usize = 100;
	let ((node, _n), (peer, _p)) = (node(1).await, node(2).await);
	let address = node.identity().await.unwrap().addresses.remove(0);
	let port = address.split('/').nth(4).unwrap();
	let mut held = Vec::new();
	for _ in 0..STRANGERS {
		let stranger = TcpStream::connect(format!("127.0.0.1:{port}")).await;
		held.push(stranger.unwrap());
	}
	// A handshake that does not come ends after ten seconds: who is left before that was one too many.
	let left = held.iter_mut().map(|stranger| async move {
		let ended = timeout(Duration::from_secs(5), stranger.read(&mut [0])).await;
		ended.is_ok()
	});
	let left = futures::future::join_all(left).await;
	let left = left.into_iter().filter(|left| *left).count();
	assert!((1..STRANGERS).contains(&left), "{left}");
	drop(held);
	let began = Instant::now();
	while peer.connect(&address).await.is_err() {
		assert!(began.elapsed() < Duration::from_secs(60));
	}
}
