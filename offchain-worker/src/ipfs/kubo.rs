//! Another daemon, by Kubo's RPC (<https://docs.ipfs.tech/reference/kubo/rpc/>).
//!
//! Every request is a POST with `timeout=` for the daemon and a deadline of our own a little later. What
//! is read is read block by block and verified here; what is added must get the CID computed here.
//!
//! Kubo's RPC gives whoever reaches it full power over the daemon: keep it on 127.0.0.1.

use super::dag::{self, BlockSource, Walk};
use super::{
	Beginning, Cid, DEFAULT_DEADLINE, DocumentStore, Identity, LEAF_LENGTH, StoreError, to_text,
};
use async_trait::async_trait;
use bytes::Bytes;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeSet;
use std::time::Duration;

/// What our own deadline adds to the daemon's, so that its answer to a timeout still arrives.
const GRACE: Duration = Duration::from_secs(2);
/// Links a branch may have: all defaults agree for a document of at most 128 leaves, this makes it sure.
const MAX_LINKS: &str = "174";

/// A client of Kubo's RPC.
pub struct Kubo {
	client: Client,
	endpoint: String,
	deadline: Duration,
}

#[derive(Deserialize)]
struct Added {
	#[serde(rename = "Hash")]
	hash: String,
}

#[derive(Deserialize)]
struct Problem {
	#[serde(rename = "Message")]
	message: String,
}

#[derive(Deserialize)]
struct Pins {
	#[serde(rename = "Keys", default)]
	keys: std::collections::BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Peers {
	#[serde(rename = "Peers", default)]
	peers: Option<Vec<Peer>>,
}

#[derive(Deserialize)]
struct Peer {
	#[serde(rename = "Peer")]
	peer: String,
}

#[derive(Deserialize)]
struct Id {
	#[serde(rename = "ID")]
	id: String,
	#[serde(rename = "Addresses", default)]
	addresses: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Reference {
	#[serde(rename = "Ref", default)]
	reference: String,
}

#[derive(Deserialize)]
struct Removed {
	#[serde(rename = "Error", default)]
	error: Option<String>,
}

impl Removed {
	/// Why it was not removed; that it was not there is none.
	fn problem(self) -> Option<String> {
		self.error
			.filter(|error| !error.is_empty() && !error.contains("not found"))
	}
}

impl Kubo {
	/// By the RPC's address, such as `http://127.0.0.1:5001`.
	pub fn new(endpoint: &str) -> Result<Self, StoreError> {
		Self::with_deadline(endpoint, DEFAULT_DEADLINE)
	}

	/// With a deadline of one's own for each request.
	pub fn with_deadline(endpoint: &str, deadline: Duration) -> Result<Self, StoreError> {
		let endpoint = endpoint.trim_end_matches('/').to_owned();
		let unusable = |problem: String| StoreError::Unreachable {
			endpoint: endpoint.clone(),
			problem,
		};
		let parsed = reqwest::Url::parse(&endpoint).map_err(|error| unusable(error.to_string()))?;
		if parsed.scheme() != "http" && parsed.scheme() != "https" {
			return Err(unusable(
				"its address begins with neither http:// nor https://".to_owned(),
			));
		}
		// Never through a proxy: documents go to this daemon and nowhere else.
		let client = Client::builder()
			.no_proxy()
			.connect_timeout(deadline)
			.build()
			.map_err(|error| unusable(error.to_string()))?;
		Ok(Self {
			client,
			endpoint,
			deadline,
		})
	}

	fn unreachable(&self, problem: impl ToString) -> StoreError {
		StoreError::Unreachable {
			endpoint: self.endpoint.clone(),
			problem: problem.to_string(),
		}
	}

	fn refused(&self, operation: &'static str, problem: impl ToString) -> StoreError {
		StoreError::Refused {
			endpoint: self.endpoint.clone(),
			operation,
			problem: problem.to_string(),
		}
	}

	fn not_found(&self, cid: &Cid) -> StoreError {
		StoreError::NotFound {
			cid: *cid,
			seconds: self.deadline.as_secs(),
		}
	}

	/// Sends one request and gives the answer's body, or why there is none.
	async fn ask(
		&self,
		operation: &'static str,
		parameters: &[(&str, &str)],
		form: Option<Form>,
	) -> Result<Bytes, StoreError> {
		let timeout = format!("{}ms", self.deadline.as_millis().max(1));
		let request = self
			.client
			.post(format!("{}/api/v0/{operation}", self.endpoint))
			.query(&[("timeout", timeout.as_str()), ("cid-base", "base32")])
			.query(parameters)
			.timeout(self.deadline + GRACE);
		let request = match form {
			Some(form) => request.multipart(form),
			None => request,
		};
		let answer = request
			.send()
			.await
			.map_err(|error| self.lost(operation, &error))?;
		let done = answer.status().is_success();
		let body = self.body(operation, answer).await?;
		if done {
			return Ok(body);
		}
		let said = match serde_json::from_slice::<Problem>(&body) {
			Ok(problem) => problem.message,
			Err(_) => String::from_utf8_lossy(&body).trim().to_owned(),
		};
		Err(self.refused(operation, said))
	}

	async fn body(
		&self,
		operation: &'static str,
		mut answer: Response,
	) -> Result<Bytes, StoreError> {
		let mut body = bytes::BytesMut::new();
		while let Some(part) = answer
			.chunk()
			.await
			.map_err(|error| self.lost(operation, &error))?
		{
			// Nothing that we ask has an answer larger than a document and some words.
			if body.len() + part.len() > dag::MAX_DOCUMENT_LENGTH {
				return Err(self.refused(operation, "its answer has no end"));
			}
			body.extend_from_slice(&part);
		}
		Ok(body.freeze())
	}

	fn lost(&self, operation: &'static str, error: &reqwest::Error) -> StoreError {
		if error.is_timeout() && !error.is_connect() {
			return self.refused(operation, "timeout");
		}
		// reqwest says only "error sending request": the cause is below.
		let mut cause: &dyn std::error::Error = error;
		while let Some(below) = cause.source() {
			cause = below;
		}
		self.unreachable(cause)
	}

	/// An answer of one or more JSON values.
	fn values<T: DeserializeOwned>(
		&self,
		operation: &'static str,
		body: &[u8],
	) -> Result<Vec<T>, StoreError> {
		values(body)
			.map_err(|error| self.refused(operation, format!("its answer can't be read: {error}")))
	}

	fn value<T: DeserializeOwned>(
		&self,
		operation: &'static str,
		body: &[u8],
	) -> Result<T, StoreError> {
		let mut values = self.values(operation, body)?;
		values
			.pop()
			.ok_or_else(|| self.refused(operation, "its answer is empty"))
	}

	/// Multihashes of all blocks on the daemon's disk. Stores keep blocks by hash, whatever the codec.
	async fn local_hashes(&self) -> Result<BTreeSet<Vec<u8>>, StoreError> {
		let body = self.ask("refs/local", &[], None).await?;
		let references: Vec<Reference> = self.values("refs/local", &body)?;
		Ok(references
			.iter()
			.filter_map(|reference| cid::Cid::try_from(reference.reference.as_str()).ok())
			.map(|cid| cid.hash().to_bytes())
			.collect())
	}

	/// A document's blocks that are on the daemon's disk, the root last.
	async fn local_blocks(&self, root: &Cid) -> Result<Vec<Cid>, StoreError> {
		let local = self.local_hashes().await?;
		let here = |cid: &Cid| local.contains(&cid.as_bytes()[2..]);
		let mut blocks = Vec::new();
		let mut open = vec![*root];
		while let Some(cid) = open.pop() {
			if !here(&cid) || blocks.contains(&cid) {
				continue;
			}
			blocks.push(cid);
			if cid.as_bytes()[1] == Cid::DAG_PB
				&& let Ok(block) = self.block(&cid).await
			{
				let links = dag::links_of(&block).unwrap_or_default();
				open.extend(links.iter().filter_map(dag::from_ipld));
			}
		}
		blocks.reverse();
		Ok(blocks)
	}

	/// Those blocks that no pinned document has. The daemon compares whole CIDs when it protects what is
	/// pinned, but keeps blocks by hash: by another codec's CID a document could take another's block along.
	async fn unpinned(&self, mut blocks: Vec<Cid>) -> Result<Vec<Cid>, StoreError> {
		let pinned: BTreeSet<Vec<u8>> = self
			.pinned("all")
			.await?
			.iter()
			.map(|cid| cid.as_bytes()[2..].to_vec())
			.collect();
		blocks.retain(|block| !pinned.contains(&block.as_bytes()[2..]));
		Ok(blocks)
	}

	/// What is pinned: `recursive` for documents, `all` for each of their blocks.
	async fn pinned(&self, kind: &str) -> Result<Vec<Cid>, StoreError> {
		let body = self.ask("pin/ls", &[("type", kind)], None).await?;
		// js-ipfs streams one object a pin where Kubo gives one object for all.
		let answers: Vec<Pins> = self.values("pin/ls", &body)?;
		let mut cids: Vec<Cid> = answers
			.iter()
			.flat_map(|answer| answer.keys.keys())
			.filter_map(|text| super::from_text(text).ok())
			.collect();
		cids.sort_unstable();
		cids.dedup();
		Ok(cids)
	}

	/// Adds a document, and pins it or leaves its pin as it is.
	async fn write(&self, document: Bytes, pinned: bool) -> Result<Cid, StoreError> {
		let ours = dag::cid_of(&document)?;
		let chunker = format!("size-{LEAF_LENGTH}");
		let parameters = [
			("cid-version", "1"),
			("raw-leaves", "true"),
			("hash", "sha2-256"),
			("chunker", chunker.as_str()),
			("max-file-links", MAX_LINKS),
			("pin", if pinned { "true" } else { "false" }),
			("wrap-with-directory", "false"),
		];
		let length = document.len() as u64;
		let part = Part::stream_with_length(document, length)
			.file_name("document")
			// js-ipfs takes no part without a type.
			.mime_str("application/octet-stream")
			.map_err(|error| self.refused("add", error))?;
		let body = self
			.ask("add", &parameters, Some(Form::new().part("file", part)))
			.await?;
		let theirs = self.value::<Added>("add", &body)?.hash;
		if theirs == to_text(&ours) {
			return Ok(ours);
		}
		// Left pinned it would stay for ever, and nobody would know it.
		let wrong = [("arg", theirs.as_str()), ("recursive", "true")];
		if pinned && let Err(error) = self.ask("pin/rm", &wrong, None).await {
			tracing::warn!(cid = theirs, %error, "a document under a wrong CID stays pinned");
		}
		Err(StoreError::Disagrees {
			endpoint: self.endpoint.clone(),
			theirs,
			ours,
		})
	}

	/// Reads a document within the deadline.
	async fn walk(&self, cid: &Cid, most: usize) -> Result<Walk, StoreError> {
		tokio::time::timeout(self.deadline + GRACE, dag::read(self, cid, most))
			.await
			.map_err(|_| self.not_found(cid))?
	}

	async fn remove_blocks(&self, blocks: &[Cid]) -> Result<(), StoreError> {
		for block in blocks {
			let parameters = [("arg", to_text(block)), ("force", "true".to_owned())];
			let parameters = parameters
				.each_ref()
				.map(|(name, value)| (*name, value.as_str()));
			let body = self.ask("block/rm", &parameters, None).await?;
			// It answers 200 though it removed nothing: what is pinned it keeps, and says so in the body.
			let removed: Vec<Removed> = self.values("block/rm", &body)?;
			let problem = removed.into_iter().find_map(|removed| removed.problem());
			if let Some(problem) = problem {
				return Err(self.refused("block/rm", problem));
			}
		}
		Ok(())
	}
}

/// Whether bytes are an answer of the daemon, to any of what it is asked.
pub(crate) fn reads_answer(body: &[u8]) -> bool {
	fn reads<T: DeserializeOwned>(body: &[u8]) -> bool {
		values::<T>(body).is_ok()
	}
	let readers = [
		reads::<Added>,
		reads::<Problem>,
		reads::<Pins>,
		reads::<Peers>,
		reads::<Id>,
		reads::<Reference>,
		reads::<Removed>,
	];
	// Each one, and not only up to the first that understands it.
	readers.map(|reads| reads(body)).contains(&true)
}

fn values<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<Vec<T>> {
	serde_json::Deserializer::from_slice(body)
		.into_iter()
		.collect()
}

#[async_trait]
impl BlockSource for Kubo {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		let asked = self.ask("block/get", &[("arg", &to_text(cid))], None).await;
		asked.map_err(|error| match error {
			// Whatever the daemon says, it has not got the block: it timed out, or is offline.
			StoreError::Refused { .. } => self.not_found(cid),
			other => other,
		})
	}
}

#[async_trait]
impl DocumentStore for Kubo {
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError> {
		self.write(document, true).await
	}

	async fn put(&self, document: Bytes) -> Result<Cid, StoreError> {
		self.write(document, false).await
	}

	async fn read(&self, cid: &Cid, most: usize) -> Result<Beginning, StoreError> {
		let walk = self.walk(cid, most).await?;
		// The daemon keeps what it fetched; a reader leaves no copy behind.
		if !self.pins().await?.contains(cid) {
			let unpinned = self.unpinned(walk.blocks).await?;
			self.remove_blocks(&unpinned).await?;
		}
		Ok(Beginning {
			bytes: walk.document.freeze(),
			whole: walk.whole,
		})
	}

	async fn pin(&self, cid: &Cid, size: Option<u64>) -> Result<(), StoreError> {
		// Read first: only what is whole and true is worth keeping.
		let walk = self.walk(cid, dag::most(size)).await?;
		dag::of_size(&walk, cid, size)?;
		let parameters = [("arg", &*to_text(cid)), ("recursive", "true")];
		self.ask("pin/add", &parameters, None).await.map(drop)
	}

	async fn unpin(&self, cid: &Cid) -> Result<(), StoreError> {
		if !self.pins().await?.contains(cid) {
			return Ok(());
		}
		let parameters = [("arg", &*to_text(cid)), ("recursive", "true")];
		self.ask("pin/rm", &parameters, None).await.map(drop)
	}

	async fn erase(&self, cid: &Cid) -> Result<usize, StoreError> {
		let blocks = self.local_blocks(cid).await?;
		self.unpin(cid).await?;
		let blocks = self.unpinned(blocks).await?;
		self.remove_blocks(&blocks).await?;
		let local = self.local_hashes().await?;
		let left = blocks
			.iter()
			.filter(|block| local.contains(&block.as_bytes()[2..]))
			.count();
		if left > 0 {
			return Err(StoreError::NotErased { cid: *cid, left });
		}
		Ok(blocks.len())
	}

	async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
		let local = self.local_hashes().await?;
		let mut open = vec![*cid];
		// Each once: links that lead to the same blocks again and again would have no end.
		let mut seen = BTreeSet::new();
		while let Some(cid) = open.pop() {
			if !seen.insert(cid) {
				continue;
			}
			if !local.contains(&cid.as_bytes()[2..]) {
				return Ok(false);
			}
			if cid.as_bytes()[1] == Cid::DAG_PB {
				let block = self.block(&cid).await?;
				open.extend(
					dag::links_of(&block)
						.unwrap_or_default()
						.iter()
						.filter_map(dag::from_ipld),
				);
			}
		}
		Ok(true)
	}

	async fn repair(&self, cid: &Cid) -> Result<usize, StoreError> {
		let mut removed = BTreeSet::new();
		loop {
			match self.get(cid).await {
				Ok(_) => break,
				// Each once: one that comes back as bad as it was can't be repaired here.
				Err(StoreError::Corrupt { block, .. }) if removed.insert(block) => {
					// It removes nothing that is pinned.
					self.unpin(cid).await?;
					self.remove_blocks(&[block]).await?;
				}
				Err(error) => return Err(error),
			}
		}
		self.pin(cid, None).await?;
		Ok(removed.len())
	}

	async fn pins(&self) -> Result<Vec<Cid>, StoreError> {
		self.pinned("recursive").await
	}

	async fn collect_garbage(&self) -> Result<usize, StoreError> {
		let body = self.ask("repo/gc", &[], None).await?;
		Ok(self.values::<IgnoredAny>("repo/gc", &body)?.len())
	}

	async fn peers(&self) -> Result<Vec<String>, StoreError> {
		let body = self.ask("swarm/peers", &[], None).await?;
		let peers: Peers = self.value("swarm/peers", &body)?;
		let mut peers: Vec<String> = peers
			.peers
			.unwrap_or_default()
			.into_iter()
			.map(|peer| peer.peer)
			.collect();
		peers.sort_unstable();
		peers.dedup();
		Ok(peers)
	}

	async fn connect(&self, address: &str) -> Result<(), StoreError> {
		match self.ask("swarm/connect", &[("arg", address)], None).await {
			Ok(_) => Ok(()),
			Err(StoreError::Refused { problem, .. }) => Err(StoreError::NotConnected {
				address: address.to_owned(),
				problem,
			}),
			Err(other) => Err(other),
		}
	}

	async fn identity(&self) -> Result<Identity, StoreError> {
		let body = self.ask("id", &[], None).await?;
		let id: Id = self.value("id", &body)?;
		Ok(Identity {
			peer_id: id.id,
			addresses: id.addresses.unwrap_or_default(),
		})
	}
}
