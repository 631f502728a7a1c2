// SPDX-License-Identifier: Apache-2.0
//! The embedded node's bitswap against genuine Kubo, which `scripts/library/kubo_bitswap.py` runs as a library.

use super::dag::tests::document;
use super::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
	io::{BufRead, BufReader, Write},
	process::{Child, ChildStdin, ChildStdout, Command, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// A whole document of ours, of one block and of several; and one that Kubo keeps in one block.
const SMALL: usize = 2_345;
const LARGE: usize = 3 * LEAF_LENGTH + 1_234;
const OF_KUBO: usize = 200_000;

/// Kubo in a process of its own, killed when dropped: it heeds no other signal.
struct Genuine {
	process: Child,
	asks: ChildStdin,
	answers: BufReader<ChildStdout>,
	address: String,
	folder: TempDir,
}

impl Genuine {
	/// `None` where Kubo is not installed.
	fn start() -> Option<Self> {
		let Some(python) = std::env::var_os("SALUS_KUBO_PYTHON") else {
			println!(
				"skipped: SALUS_KUBO_PYTHON is unset; it is what scripts/library/kubo-bitswap prints"
			);
			return None;
		};
		let folder = tempfile::tempdir().unwrap();
		let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/library/kubo_bitswap.py");
		let mut process = Command::new(python)
			.arg(script)
			.arg(folder.path())
			.stdin(Stdio::piped())
			.stdout(Stdio::piped())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		let asks = process.stdin.take().unwrap();
		let answers = BufReader::new(process.stdout.take().unwrap());
		let mut genuine = Self { process, asks, answers, address: String::new(), folder };
		genuine.address = text(&genuine.answer(), "address");
		Some(genuine)
	}

	fn ask(&mut self, question: &Value) -> Value {
		writeln!(self.asks, "{question}").unwrap();
		self.answer()
	}

	/// The script answers each question within a bound of its own.
	fn answer(&mut self) -> Value {
		let mut line = String::new();
		tokio::task::block_in_place(|| self.answers.read_line(&mut line)).unwrap();
		serde_json::from_str(&line).unwrap()
	}

	/// Adds a document, and gives its CIDv0 as the CIDv1 of the same block.
	fn add(&mut self, document: &Bytes) -> Cid {
		let path = self.folder.path().join("to-add");
		std::fs::write(&path, document).unwrap();
		let added = self.ask(&json!({ "add": path }));
		let old = cid::Cid::try_from(text(&added, "cid").as_str()).unwrap();
		assert_eq!(old.version(), cid::Version::V0);
		dag::from_ipld(&cid::Cid::new_v1(Cid::DAG_PB.into(), *old.hash())).unwrap()
	}

	fn fetch(&mut self, cid: &Cid, from: &str, seconds: u64) -> Value {
		self.ask(&json!({ "fetch": cid.to_string(), "from": from, "seconds": seconds }))
	}
}

impl Drop for Genuine {
	fn drop(&mut self) {
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

fn text(answer: &Value, member: &str) -> String {
	answer[member].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn node(deadline: u64) -> (Embedded, TempDir) {
	let folder = tempfile::tempdir().unwrap();
	let mut config = EmbeddedConfig::new(folder.path(), Zeroizing::new([9; 32]));
	config.deadline = Duration::from_secs(deadline);
	(Embedded::start(config).await.unwrap(), folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn genuine_kubo_and_the_embedded_node_exchange_documents_by_bitswap() {
	let Some(mut kubo) = Genuine::start() else {
		return;
	};
	let (node, _folder) = node(20).await;
	node.connect(&kubo.address).await.unwrap();

	let theirs = document(OF_KUBO);
	let cid = kubo.add(&theirs);
	assert_eq!(node.get(&cid).await.unwrap(), theirs, "from Kubo");

	let ours = node.identity().await.unwrap().addresses.remove(0);
	for length in [SMALL, LARGE, 16 * LEAF_LENGTH] {
		let document = document(length);
		let cid = node.add(document.clone()).await.unwrap();
		let fetched = kubo.fetch(&cid, &ours, 30);
		assert_eq!(fetched["length"], length, "{fetched}");
		assert_eq!(text(&fetched, "sha256"), hex::encode(Sha256::digest(&document)));
		// And back: now only Kubo has it. It opens a stream for each block that it sends.
		assert!(node.erase(&cid).await.unwrap() > 0);
		assert!(!node.has(&cid).await.unwrap());
		assert_eq!(node.get(&cid).await.unwrap(), document, "back from Kubo: {length} bytes");
	}
	node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_genuine_kubo_has_not_got_is_named_within_the_deadline() {
	let Some(mut kubo) = Genuine::start() else {
		return;
	};
	let (node, _folder) = node(2).await;
	node.connect(&kubo.address).await.unwrap();
	let missing = cid_of(&document(77)).unwrap();
	let started = Instant::now();
	let error = node.get(&missing).await.unwrap_err();
	assert!(started.elapsed() < Duration::from_secs(4));
	assert!(matches!(error, StoreError::NotFound { cid, seconds: 2 } if cid == missing));
	assert!(error.to_string().contains(&missing.to_string()), "{error}");

	// Its own links of several blocks are CIDv0: no document that the chain takes. Data rule 3.
	let several = kubo.add(&document(LARGE));
	let error = node.get(&several).await.unwrap_err();
	assert!(matches!(error, StoreError::NotADocument { .. }), "{error}");
	node.stop().await;
}
