// SPDX-License-Identifier: Apache-2.0
//! Whose turn it is, and what is given back, when others hold all that they can get.

use super::{
	custody::{Version, place, version},
	strangers::{announced, announcing, narrow, one},
	*,
};

/// So long at most is waited for what has to happen.
const SOON: Duration = Duration::from_secs(30);

async fn until(what: &str, mut happened: impl AsyncFnMut() -> bool) {
	let began = Instant::now();
	while !happened().await {
		assert!(began.elapsed() < SOON, "{what} never came");
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
}

fn get(cid: &Cid, more: &str) -> String {
	let path = cid.to_string();
	format!("GET /documents/{path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{more}\r\n")
}

fn put(ticket: &str, length: usize, more: &str, body: &str) -> String {
	let head = format!("PUT /uploads/{ticket} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
	format!("{head}{more}Content-Length: {length}\r\n\r\n{body}")
}

impl Served {
	/// Sends a request, and reads the beginning of its answer: no more than its status.
	async fn begun(&self, text: &str) -> (String, TcpStream) {
		let socket = TcpSocket::new_v4().unwrap();
		socket.set_recv_buffer_size(16 * 1024).unwrap();
		let mut stream = socket.connect(self.address).await.unwrap();
		stream.write_all(text.as_bytes()).await.unwrap();
		let mut status = [0; 12];
		stream.read_exact(&mut status).await.unwrap();
		(String::from_utf8_lossy(&status).into_owned(), stream)
	}

	/// Whether the share is in the journal.
	fn has_row(&self, version: &Version) -> bool {
		let row = self.custody.journal.placement(&version.key_commitment);
		row.unwrap().is_some()
	}
}

/// A version of a document that nobody has.
fn missing(byte: u8) -> Version {
	version(Cid::raw([byte; 32]))
}

#[tokio::test]
async fn what_nobody_signed_gives_way_to_what_somebody_did() {
	let served = Served::with(narrow()).await;
	// As when the store, or the chain's node, answers slowly.
	let all = served.state.limits.unsigned.all;
	let unsigned = &served.state.unsigned;
	let held: Vec<_> = std::iter::from_fn(|| unsigned.take(&Client::ThisMachine, all)).collect();
	assert_eq!(held.len(), all);
	let nonce = "11".repeat(32);
	let challenge = json!({ "cid": hex::encode(Cid::raw([2; 32]).as_bytes()), "keyCommitment": nonce, "nonce": nonce });
	let call =
		json!({ "jsonrpc": "2.0", "id": "1", "method": "custody_prove", "params": [challenge] });
	let call = call.to_string();
	let prove =
		format!("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{call}", call.len());
	let mut waiting = Vec::new();
	for _ in 0..20 {
		waiting.push(served.send(&prove).await);
		waiting.push(served.send("GET /ready HTTP/1.1\r\nHost: test\r\n\r\n").await);
	}
	tokio::time::sleep(Duration::from_millis(200)).await;
	announced(&served, 9).await;
	drop(held);
	assert!(served.answers().await);
}

#[test]
fn which_methods_only_take_what_is_signed_is_known_of_each() {
	let runtime = tokio::runtime::Runtime::new().unwrap();
	let served = runtime.block_on(Served::with(Limits::default()));
	let methods: Methods = Rpc(served.state.clone()).into_rpc().into();
	let call = |method: &str| json!({ "jsonrpc": "2.0", "id": "1", "method": method }).to_string();
	let (signed, unsigned): (Vec<_>, Vec<_>) =
		methods.method_names().partition(|method| methods::is_signed(&methods, &call(method)));
	assert!(signed.contains(&"custody_release") && signed.contains(&"custody_place"));
	assert_eq!(unsigned.len(), 2, "{unsigned:?}");
	for none in [call("nothing_known"), "[]".to_owned(), String::new()] {
		assert!(!methods::is_signed(&methods, &none), "{none}");
	}
	runtime.block_on(async move { drop(served) });
}

#[tokio::test]
async fn one_address_does_not_have_all_the_places_for_downloads() {
	let limits = Limits {
		downloads: Bounds { all: 4, of_an_address: 1, of_this_machine: 4 },
		..Limits::default()
	};
	let transport =
		Transport { behind_proxy: Some(ForwardedBy::XForwardedFor), ..Transport::default() };
	let served = Served::over(transport, Prekeys::default(), Arc::new(Still), limits).await;
	let (cid, _) = served.kept(8 * LEAF_LENGTH).await;
	let by = |address: &str| get(&cid, &format!("X-Forwarded-For: 198.51.100.1, {address}\r\n"));
	let (status, _held) = served.begun(&by("203.0.113.7")).await;
	assert_eq!(status, "HTTP/1.1 200");
	assert_eq!(served.begun(&by("203.0.113.7")).await.0, "HTTP/1.1 503");
	let (status, _held) = served.begun(&by("203.0.113.8")).await;
	assert_eq!(status, "HTTP/1.1 200");
	// Those whom the proxy does not name have one address's slots together, not this machine's.
	let (status, _held) = served.begun(&get(&cid, "")).await;
	assert_eq!(status, "HTTP/1.1 200");
	assert_eq!(served.begun(&by("unknown")).await.0, "HTTP/1.1 503");
}

#[tokio::test]
async fn whether_a_document_is_kept_is_looked_up_only_for_whoever_has_a_place() {
	let served = Served::with(narrow()).await;
	let asked = get(&Cid::raw([2; 32]), "");
	let held = served.state.downloads.take(&Client::ThisMachine, 1);
	assert!(held.is_some());
	assert_eq!(served.begun(&asked).await.0, "HTTP/1.1 503");
	drop(held);
	assert_eq!(served.begun(&asked).await.0, "HTTP/1.1 403");
}

/// Whoever they are signed by: a stranger signs with as many keys as they like.
#[tokio::test]
async fn one_address_does_not_have_all_the_places_for_signed_calls_and_for_uploads() {
	let bounds = Bounds { all: 2, ..one() };
	let limits = Limits { signed: bounds, uploads: bounds, ..Limits::default() };
	let transport =
		Transport { behind_proxy: Some(ForwardedBy::XForwardedFor), ..Transport::default() };
	let served = Served::over(transport, Prekeys::default(), Arc::new(Still), limits).await;
	let client = Client::Address("203.0.113.7".parse().unwrap());
	let [busy, other] =
		["203.0.113.7", "203.0.113.8"].map(|address| format!("X-Forwarded-For: {address}\r\n"));
	let held = served.state.signed.take(&client, 1);
	assert!(held.is_some());
	for (by, status) in [(&busy, "HTTP/1.1 503"), (&other, "HTTP/1.1 200")] {
		let asked = announcing(&served, &served.author, 9, by);
		let answer = served.answer_to(&asked).await;
		assert!(answer.starts_with(status), "{answer}");
	}
	drop(held);
	let ticket = announced(&served, 9).await;
	let _held = served.state.uploads.take(&client, 1);
	for (by, status) in [(&busy, "HTTP/1.1 503"), (&other, "HTTP/1.1 204")] {
		let asked = put(&ticket, 9, by, "synthetic");
		let answer = served.answer_to(&asked).await;
		assert!(answer.starts_with(status), "{answer}");
	}
}

/// How slowly a document may be taken, the connection's pace says alone.
#[tokio::test]
async fn a_reader_who_pauses_gets_the_whole_document() {
	let limits = Limits { stall: Duration::from_secs(1), ..Limits::default() };
	let served = Served::with(limits).await;
	let (cid, bytes) = served.kept(8 * LEAF_LENGTH).await;
	let (status, mut slow) = served.begun(&get(&cid, "")).await;
	assert_eq!(status, "HTTP/1.1 200");
	tokio::time::sleep(Duration::from_secs(3)).await;
	let mut rest = Vec::new();
	slow.read_to_end(&mut rest).await.unwrap();
	assert!(rest.ends_with(&bytes), "{} bytes", rest.len());
}

#[tokio::test]
async fn a_place_is_held_until_the_last_byte_has_left() {
	let limits = Limits { downloads: one(), ..Limits::default() };
	let served = Served::with(limits).await;
	// So few blocks that all of them lie in buffers at once.
	let (cid, bytes) = served.kept(3 * LEAF_LENGTH).await;
	let asked = get(&cid, "");
	let (status, mut slow) = served.begun(&asked).await;
	assert_eq!(status, "HTTP/1.1 200");
	tokio::time::sleep(Duration::from_millis(500)).await;
	assert_eq!(served.begun(&asked).await.0, "HTTP/1.1 503");
	let mut rest = Vec::new();
	slow.read_to_end(&mut rest).await.unwrap();
	assert!(rest.ends_with(&bytes));
	until("its slot", async || served.begun(&asked).await.0 == "HTTP/1.1 200").await;
	// And whoever hangs up gives it back as well.
	until("the slot of whoever hung up", async || served.begun(&asked).await.0 == "HTTP/1.1 200")
		.await;
}

#[tokio::test]
async fn an_upload_for_which_there_is_no_place_may_come_again() {
	let limits = Limits { stall: Duration::from_secs(5), ..narrow() };
	let served = Served::with(limits).await;
	let slow = announced(&served, 1_000_000).await;
	let ticket = announced(&served, 9).await;
	let _slow = served.send(&put(&slow, 1_000_000, "", "begun")).await;
	until("the slow upload", async || !served.is_tidy()).await;
	let again = put(&ticket, 9, "", "synthetic");
	let answer = served.answer_to(&again).await;
	assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
	until("its slot", async || {
		let answer = served.answer_to(&again).await;
		assert!(!answer.starts_with("HTTP/1.1 403"), "{answer}");
		answer.starts_with("HTTP/1.1 204")
	})
	.await;
}

#[tokio::test]
async fn a_placement_whose_caller_hangs_up_is_taken_back_all_the_same() {
	let served = Served::with(Limits::default()).await;
	let (missing, custodian) = (missing(8), served.custodian());
	tokio::select! {
		answer = place(&custodian, &served.author, &served, &missing, 100) => panic!("{answer:?}"),
		() = until("its row", async || served.has_row(&missing)) => {}
	}
	until("its end", async || !served.has_row(&missing)).await;
}

#[tokio::test]
async fn an_accounts_documents_are_looked_for_one_at_a_time() {
	let served = Served::with(Limits::default()).await;
	let (custodian, other) = (served.custodian(), Signer::from_secret("//Other").unwrap());
	let (first, second, others) = (missing(8), missing(9), missing(10));
	let placements = async {
		tokio::join!(
			place(&custodian, &served.author, &served, &first, 100),
			place(&custodian, &served.author, &served, &second, 100),
			place(&custodian, &other, &served, &others, 100),
		)
	};
	let seen = async {
		let one = || served.has_row(&first) || served.has_row(&second);
		until("their rows", async || one() && served.has_row(&others)).await;
		tokio::time::sleep(Duration::from_millis(500)).await;
		assert!(!(served.has_row(&first) && served.has_row(&second)));
	};
	tokio::select! {
		answers = placements => panic!("{answers:?}"),
		() = seen => {}
	}
}

/// Else an author waits for what custodian and client could have had at once: the document, brought by its author.
#[tokio::test]
async fn an_account_whose_other_document_is_looked_for_is_told_to_bring_this_one() {
	let served = Served::with(Limits::default()).await;
	let (custodian, first, second) = (served.custodian(), missing(8), missing(9));
	let told = async {
		until("the row of the first", async || served.has_row(&first)).await;
		place(&custodian, &served.author, &served, &second, 100).await
	};
	tokio::select! {
		answer = place(&custodian, &served.author, &served, &first, 100) => panic!("{answer:?}"),
		told = told => assert!(
			matches!(told, Err(CustodianError::WithoutDocument { .. })),
			"{told:?}"
		),
	}
}
