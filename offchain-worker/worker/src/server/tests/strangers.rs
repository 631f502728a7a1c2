// SPDX-License-Identifier: Apache-2.0
//! Attacks of callers whom nobody knows: each was seen to shut custodians, or could.

use super::*;

/// Few enough that a test fills them.
pub(super) fn narrow() -> Limits {
	let mut limits = Limits {
		stall: Duration::from_secs(1),
		downloads: one(),
		uploads: one(),
		..Limits::default()
	};
	limits.connections.open = 8;
	limits.connections.pace.stall = Duration::from_secs(1);
	limits
}

/// One slot, whoever takes it.
pub(super) fn one() -> Bounds {
	Bounds { all: 1, of_an_address: 1, of_this_machine: 1 }
}

const ENDLESS: &str = "POST / HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{";

#[tokio::test]
async fn bodies_that_never_end_shut_nobody_out() {
	let served = Served::with(narrow()).await;
	let mut held = Vec::new();
	for _ in 0..40 {
		held.push(served.send(ENDLESS).await);
	}
	for _ in 0..10 {
		assert!(served.answers().await);
	}
}

#[tokio::test]
async fn heads_that_never_end_and_silence_shut_nobody_out() {
	let served = Served::with(narrow()).await;
	let mut held = Vec::new();
	for _ in 0..20 {
		held.push(served.send("POST / HTTP/1.1\r\nX-Slow: ").await);
		held.push(served.send("").await);
	}
	assert!(served.answers().await);
}

#[tokio::test]
async fn a_body_has_to_come_in_time() {
	let mut limits = narrow();
	limits.body = Duration::from_millis(50);
	let served = Served::with(limits).await;
	let answer = served.answer_to(ENDLESS).await;
	assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_large_body_is_not_read() {
	let served = Served::with(narrow()).await;
	// Nothing of it is ever sent.
	let mut stream =
		served.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100000000\r\n\r\n").await;
	let mut answer = [0; 12];
	stream.read_exact(&mut answer).await.unwrap();
	assert_eq!(&answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn an_upload_that_nobody_announced_is_not_read() {
	let served = Served::with(narrow()).await;
	for ticket in ["", "00", "00112233445566778899aabbccddeeff"] {
		let asked = format!(
			"PUT /uploads/{ticket} HTTP/1.1\r\nHost: test\r\nContent-Length: 67108864\r\n\r\n"
		);
		let mut stream = served.send(&asked).await;
		let mut answer = [0; 12];
		stream.read_exact(&mut answer).await.unwrap();
		assert_eq!(&answer, b"HTTP/1.1 403", "{ticket}");
	}
	assert!(served.is_tidy());
}

/// The request by which an account announces a document.
pub(super) fn announcing(served: &Served, author: &Signer, size: u64, more: &str) -> String {
	let upload = salus_core::protocol::Upload {
		cid: hex::encode(cid_of(&Bytes::from_static(b"synthetic")).unwrap().as_bytes()),
		size,
	};
	let custodian = served.custody.signer.account();
	let bound = salus_core::protocol::Bound {
		genesis_hash: &GENESIS,
		custodian: &custodian,
		method: "documents_announce",
	};
	let signed = salus_core::protocol::Signed::new(upload, BLOCK, bound, author);
	let call =
		json!({ "jsonrpc": "2.0", "id": "1", "method": "documents_announce", "params": [signed] });
	let call = call.to_string();
	let head = "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n";
	format!("{head}{more}Content-Length: {}\r\n\r\n{call}", call.len())
}

/// Announces a document as its author does.
pub(super) async fn announced(served: &Served, size: u64) -> String {
	let asked = announcing(served, &served.author, size, "");
	let answer = served.answer_to(&asked).await;
	let (_, body) = answer.split_once("\r\n\r\n").unwrap();
	let body: serde_json::Value = serde_json::from_str(body).unwrap();
	body["result"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_upload_that_stalls_ends_and_leaves_nothing() {
	let served = Served::with(narrow()).await;
	let ticket = announced(&served, 1_000_000).await;
	let asked = format!(
		"PUT /uploads/{ticket} HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\nbegun"
	);
	let answer = served.answer_to(&asked).await;
	assert!(answer.contains("too slowly"), "{answer}");
	assert!(served.is_tidy());
	// Its slot is free again.
	served.kept(10).await;
	// A ticket is good once.
	let answer = served.answer_to(&asked.replace("begun", "")).await;
	assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[tokio::test]
async fn more_bytes_than_announced_are_not_taken() {
	let served = Served::with(narrow()).await;
	let ticket = announced(&served, 4).await;
	let answer = served
		.answer_to(&format!(
			"PUT /uploads/{ticket} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 5\r\n\r\nabcde"
		))
		.await;
	assert!(answer.contains("another size"), "{answer}");
	assert!(served.is_tidy());
}

#[tokio::test]
async fn a_reader_who_takes_nothing_gives_way_to_the_next() {
	let served = Served::with(narrow()).await;
	let (cid, bytes) = served.kept(16 * LEAF_LENGTH).await;
	let path = cid.to_string();
	let asked = format!("GET /documents/{path} HTTP/1.1\r\nHost: test\r\n\r\n");
	let _takes_nothing = served.send(&asked).await;
	let began = Instant::now();
	loop {
		match served.custodian().get(&cid).await {
			Ok(got) => break assert_eq!(got, bytes),
			Err(cause) => {
				assert!(cause.passes() && began.elapsed() < Duration::from_secs(20), "{cause}")
			}
		}
	}
}

/// A chain whose node never tells what is finalized.
struct Silent;

#[async_trait::async_trait]
impl StandIn for Silent {
	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		std::future::pending().await
	}
}

stands_in!(Silent);

/// A key of one's own is drawn in no time, and signs whatever one likes.
#[tokio::test]
async fn keys_that_nobody_registered_hold_no_connection_against_others() {
	let served = Served::on(Arc::new(Silent), narrow()).await;
	let mut held = Vec::new();
	for number in 0..20 {
		let thrown_away = Signer::from_secret(&format!("//{number}")).unwrap();
		let asked = announcing(&served, &thrown_away, 9, "");
		held.push(served.send(&asked).await);
	}
	tokio::time::sleep(Duration::from_millis(500)).await;
	let path = Cid::raw([2; 32]).to_string();
	let asked =
		format!("GET /documents/{path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
	let answer = served.answer_to(&asked).await;
	assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}
