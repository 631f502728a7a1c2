// SPDX-License-Identifier: Apache-2.0
//! How fast custodians give shares to honest readers, alone and beside strangers who hold connections open; and how
//! fast documents come and go, beside what their hash and cipher take alone.

use anyhow::{Context, Result, ensure};
use clap::Args;
use futures::future::try_join_all;
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	calls::{participants, records, sdk},
	events::Event,
	queries::Operator,
};
use salus_core::{DataKey, EncryptionSecret, cids::cid_of, signer::Signer};
use salus_custody::{Custodian, documents, endpoint_of};
use salus_primitives::{
	AccessId, Category, Cid, Compartment, DataPeriod, Day, Purpose, UNIT, WithId,
};
use salus_worker::ipfs::{DocumentStore, Embedded, EmbeddedConfig};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpStream,
	task::JoinSet,
};

const CUSTODIANS: usize = 3;
const THRESHOLD: u8 = 2;
const ALLOWANCE: u128 = 100 * UNIT;
/// As `salus` has it.
const RETRIES: Duration = Duration::from_secs(10);
/// How often both are measured, one after the other.
const ROUNDS: usize = 3;
const MEBIBYTE: usize = 1024 * 1024;

/// What strangers send, and no more: then they wait until they are thrown out, and come again.
const HOSTILE: [&str; 4] = [
	"",
	"POST / HTTP/1.1\r\nX-Slow: ",
	"POST / HTTP/1.1\r\nHost: custodian\r\nContent-Length: 60000\r\n\r\n{",
	"PUT /uploads/00112233445566778899aabbccddeeff HTTP/1.1\r\nHost: custodian\r\nContent-Length: 67108864\r\n\r\n",
];

/// Who asks, and who holds connections.
#[derive(Args)]
pub struct Shares {
	/// Honest readers at a time.
	#[arg(long, default_value_t = 200)]
	readers: usize,
	/// Shares that each asks for.
	#[arg(long, default_value_t = 10)]
	each: usize,
	/// Hostile connections.
	#[arg(long, default_value_t = 1_000)]
	hostile: usize,
}

/// A patient with a record of their own, who may read it.
struct Reader {
	signer: Signer,
	secret: EncryptionSecret,
	access: AccessId,
	custodian: WithId<AccountId, Operator>,
}

/// A registered patient.
async fn patient(node: &NodeClient) -> Result<(Signer, EncryptionSecret)> {
	let run = node.finalized().await?.number;
	let signer = Signer::from_secret(&format!("//Bench//custody//{run}"))?;
	let alice = Signer::from_secret("//Alice")?;
	let gift = sdk::transfer_keep_alive(&signer.account(), ALLOWANCE);
	node.submit(&alice, gift).await?;
	let secret = EncryptionSecret::generate();
	let register = participants::register(secret.public());
	node.submit(&signer, register).await?;
	Ok((signer, secret))
}

async fn reader(node: &NodeClient) -> Result<Reader> {
	let (signer, secret) = patient(node).await?;
	let block = node.finalized().await?;
	let custodians = documents::choose_custodians(node, &[], CUSTODIANS, block).await?;
	let text = br#"{"resourceType":"Basic"}"#;
	let document =
		documents::prepare(node, &signer, &custodians, THRESHOLD, text, block, RETRIES).await?;
	let data = DataPeriod::on(Day::of(node.moment(block.hash).await?));
	let (account, general) = (signer.account(), Compartment::General);
	let call = records::submit(&account, Category::Condition, general, data, &document);
	let submitted = node.submit(&signer, call).await?;
	let record = submitted.events.iter().find_map(|event| match event {
		Event::Submitted { record, .. } => Some(*record),
		_ => None,
	});
	let record = record.context("no event tells the record")?;
	let call = records::request_access(record, None, Purpose::PatientRequest);
	let opened = node.submit(&signer, call).await?;
	let access = opened.events.iter().find_map(|event| match event {
		Event::AccessOpened { access, .. } => Some(*access),
		_ => None,
	});
	Ok(Reader {
		signer,
		secret,
		access: access.context("no event tells the access")?,
		custodian: custodians.into_iter().next().context("no custodian")?,
	})
}

impl Reader {
	/// Asks for the share so many times, by a connection of its own; how long each took, in milliseconds.
	async fn ask(&self, node: &NodeClient, times: usize, block: u32) -> Result<Vec<f64>> {
		let WithId { id, item } = &self.custodian;
		let custodian = Custodian::new(id, item, node.genesis_hash().0)?;
		let custodian = custodian.with_retry_budget(RETRIES);
		let mut taken = Vec::new();
		for _ in 0..times {
			let began = Instant::now();
			custodian.release(&self.signer, &self.secret, block, self.access).await?;
			taken.push(began.elapsed().as_secs_f64() * 1e3);
		}
		Ok(taken)
	}

	async fn many(&self, node: &NodeClient, options: &Shares) -> Result<Vec<f64>> {
		let block = node.finalized().await?.number;
		let asked = (0..options.readers).map(|_| self.ask(node, options.each, block));
		Ok(try_join_all(asked).await?.concat())
	}
}

/// Holds a connection to the custodian open for as long as it is let, again and again.
async fn hold(address: String, text: &'static str) {
	loop {
		if let Ok(mut stream) = TcpStream::connect(&address).await {
			// Thrown out while it sends, it comes again all the same.
			let _ = stream.write_all(text.as_bytes()).await;
			let mut response = [0; 256];
			while matches!(stream.read(&mut response).await, Ok(1..)) {}
		}
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
}

/// Measures how long shares take, alone and beside hostile connections.
pub async fn shares(node: &NodeClient, options: &Shares) -> Result<Value> {
	let reader = reader(node).await?;
	let endpoint = endpoint_of(&reader.custodian.item);
	let address = endpoint.trim_start_matches("http://").to_owned();
	// What is done only once is done before.
	reader.many(node, options).await?;
	let (mut alone, mut beside) = (Vec::new(), Vec::new());
	for round in 1..=ROUNDS {
		eprintln!("round {round} of {ROUNDS}");
		alone.extend(reader.many(node, options).await?);
		let mut hostile = JoinSet::new();
		for text in HOSTILE.iter().cycle().take(options.hostile) {
			hostile.spawn(hold(address.clone(), text));
		}
		// All have come once.
		tokio::time::sleep(Duration::from_secs(2)).await;
		beside.extend(reader.many(node, options).await?);
		hostile.shutdown().await;
	}
	Ok(json!({
		"alone": quantiles(alone),
		"beside": quantiles(beside),
	}))
}

fn quantiles(mut taken: Vec<f64>) -> Value {
	taken.sort_by(f64::total_cmp);
	let at = |part: f64| {
		let index = (taken.len().saturating_sub(1) as f64 * part) as usize;
		taken.get(index).copied().unwrap_or_default()
	};
	json!({ "shares": taken.len(), "p50": at(0.5), "p99": at(0.99), "most": at(1.0) })
}

/// How large.
#[derive(Args)]
pub struct Documents {
	/// Sizes in MiB.
	#[arg(long, value_delimiter = ',', default_values_t = [1, 16, 45, 63])]
	sizes: Vec<usize>,
}

/// Measures how long documents take to be written and read, in seconds, beside hash and cipher alone and beside a
/// bare store.
pub async fn transfer(node: &NodeClient, options: &Documents) -> Result<Value> {
	let (signer, _) = patient(node).await?;
	let folder = tempfile::tempdir()?;
	let config = EmbeddedConfig::new(folder.path(), zeroize::Zeroizing::new([9; 32]));
	let bare = Embedded::start(config).await?;
	let mut sizes = Vec::new();
	for size in &options.sizes {
		eprintln!("{size} MiB");
		let plaintext: Vec<u8> = (0..size * MEBIBYTE).map(noise).collect();
		let began = Instant::now();
		let key = DataKey::generate();
		let ciphertext = bytes::Bytes::from(salus_core::encrypt(&key, &plaintext)?);
		let cid = cid_of(&ciphertext)?;
		let floor = began.elapsed();

		let began = Instant::now();
		bare.add(ciphertext).await?;
		let bare_add = began.elapsed();
		let began = Instant::now();
		bare.get(&cid).await?;
		let bare_get = began.elapsed();

		let block = node.finalized().await?;
		let custodians = documents::choose_custodians(node, &[], CUSTODIANS, block).await?;
		let began = Instant::now();
		let (text, budget) = (plaintext.as_slice(), RETRIES);
		let document =
			documents::prepare(node, &signer, &custodians, THRESHOLD, text, block, budget).await?;
		let written = began.elapsed();
		let (cid, length) = (Cid::parse(&document.cid), document.length);
		let cid = cid.map_err(|cause| anyhow::anyhow!("{cause}"))?;
		let began = Instant::now();
		let from = &document.custodians;
		let fetched = documents::fetch_from(node, &cid, length, from, block, RETRIES).await?;
		let read = began.elapsed();
		ensure!(fetched.len() as u64 == length, "another document came");
		sizes.push(json!({
			"mebibytes": size,
			"floor": floor.as_secs_f64(),
			"bareAdd": bare_add.as_secs_f64(),
			"bareGet": bare_get.as_secs_f64(),
			"written": written.as_secs_f64(),
			"read": read.as_secs_f64(),
		}));
	}
	bare.stop().await;
	Ok(json!(sizes))
}

/// Bytes that repeat nowhere near.
fn noise(index: usize) -> u8 {
	let mixed = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
	(mixed >> 56) as u8
}
