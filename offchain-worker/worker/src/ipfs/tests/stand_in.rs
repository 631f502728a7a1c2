// SPDX-License-Identifier: Apache-2.0
//! A daemon that answers as Kubo does, in memory: blocks by their hash, pins by their CID, a traversal of all that is
//! pinned before a block is removed, and a lookup at its peer unless it is told to stay offline.

use super::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// By multihash.
pub(super) type Blocks = BTreeMap<Vec<u8>, Bytes>;

#[derive(Default)]
pub(super) struct State {
	/// On its disk.
	pub blocks: Blocks,
	/// On its peer's.
	pub of_peer: Blocks,
	/// Recursive ones.
	pub pins: BTreeSet<Cid>,
	/// Blocks that stay though it says that it removed them.
	pub stubborn: BTreeSet<Vec<u8>>,
	/// Whether it cuts what is added as somebody else set it to.
	pub cuts_otherwise: bool,
	/// What it was asked: operation and query.
	pub asked: Vec<String>,
}

pub(super) struct StandIn {
	pub kubo: Kubo,
	state: Arc<Mutex<State>>,
}

pub(super) fn hash(cid: &Cid) -> Vec<u8> {
	cid.as_bytes()[2..].to_vec()
}

pub(super) fn by_hash(blocks: impl IntoIterator<Item = dag::Block>) -> Blocks {
	let blocks = blocks.into_iter();
	blocks.map(|(cid, bytes)| (hash(&cid), bytes)).collect()
}

impl StandIn {
	pub async fn start() -> Self {
		let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
		let endpoint = format!("http://{}", listener.local_addr().unwrap());
		let state = Arc::<Mutex<State>>::default();
		let serving = state.clone();
		tokio::spawn(async move {
			while let Ok((stream, _)) = listener.accept().await {
				tokio::spawn(serve(stream, serving.clone()));
			}
		});
		Self { kubo: Kubo::with_deadline(&endpoint, Duration::from_secs(10)).unwrap(), state }
	}

	pub fn state(&self) -> MutexGuard<'_, State> {
		self.state.lock().unwrap()
	}

	/// Whether it was ever asked for this.
	pub fn was_asked(&self, what: &str) -> bool {
		self.state().asked.iter().any(|asked| asked.contains(what))
	}
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
	let mut request: Vec<u8> = Vec::new();
	let head = loop {
		let head = request.windows(4).position(|four| four == b"\r\n\r\n");
		if let Some(head) = head {
			break head + 4;
		}
		if stream.read_buf(&mut request).await.unwrap_or_default() == 0 {
			return;
		}
	};
	let text = String::from_utf8_lossy(&request[..head]).into_owned();
	let length = text.lines().find_map(|line| {
		let (name, value) = line.split_once(':')?;
		let is_length = name.eq_ignore_ascii_case("content-length");
		is_length.then(|| value.trim().parse::<usize>().unwrap())
	});
	let length = length.unwrap_or_default();
	while request.len() < head + length {
		stream.read_buf(&mut request).await.unwrap();
	}
	let target = text.split(' ').nth(1).unwrap();
	let url = reqwest::Url::parse(&format!("http://daemon{target}")).unwrap();
	let operation = url.path().strip_prefix("/api/v0/").unwrap();
	let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
	let answered = {
		let mut state = state.lock().unwrap();
		state.asked.push(format!("{operation}?{}", url.query().unwrap()));
		state.answer(operation, &query, &request[head..])
	};
	let (status, body) = match answered {
		Ok(body) => ("200 OK", body),
		Err(message) => {
			let problem = json!({ "Message": message, "Code": 0, "Type": "error" });
			("500 Internal Server Error", problem.to_string().into_bytes())
		}
	};
	let head =
		format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
	stream.write_all(&[head.as_bytes(), &body].concat()).await.ok();
}

impl State {
	fn answer(
		&mut self,
		operation: &str,
		query: &BTreeMap<String, String>,
		body: &[u8],
	) -> Result<Vec<u8>, String> {
		let set = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
		let offline = set("offline") == "true";
		let cid = from_text(set("arg"));
		let cid = || cid.as_ref().map_err(ToString::to_string);
		match operation {
			"block/get" => self.block(cid()?, offline).map(|block| block.to_vec()),
			"block/stat" => {
				let block = self.block(cid()?, offline)?;
				Ok(lines([json!({ "Key": set("arg"), "Size": block.len() })]))
			}
			"block/rm" => Ok(lines([self.remove(cid()?)])),
			"pin/ls" if set("arg").is_empty() => {
				let listed = self.pins(set("type")).into_iter();
				Ok(lines(listed.map(|(cid, kind)| json!({ "Cid": cid.to_string(), "Type": kind }))))
			}
			"pin/ls" => {
				let kind = self.kind_of_pin(cid()?);
				let wanted = set("type");
				match kind.filter(|kind| wanted == "all" || kind == wanted) {
					Some(kind) => Ok(lines([json!({ "Keys": { set("arg"): { "Type": kind } } })])),
					None => Err(format!("path '/ipfs/{}' is not pinned", set("arg"))),
				}
			}
			"pin/add" => {
				let root = *cid()?;
				for block in self.under(&root) {
					self.block(&block, false)?;
				}
				self.pins.insert(root);
				Ok(lines([json!({ "Pins": [root.to_string()] })]))
			}
			"pin/rm" => match self.pins.remove(cid()?) {
				true => Ok(lines([json!({ "Pins": [set("arg")] })])),
				false => Err("not pinned or pinned indirectly".to_owned()),
			},
			"add" => {
				let root = self.add(&content(body));
				if set("pin") == "true" {
					self.pins.insert(root);
				}
				Ok(lines([json!({ "Name": "document", "Hash": root.to_string(), "Size": "0" })]))
			}
			"repo/gc" => {
				let kept: BTreeSet<Vec<u8>> =
					self.pins("all").iter().map(|(cid, _)| hash(cid)).collect();
				let before = self.blocks.len();
				self.blocks.retain(|hash, _| kept.contains(hash));
				let removed = before - self.blocks.len();
				let key = json!({ "Key": { "/": Cid::raw([0; 32]).to_string() } });
				Ok(lines(vec![key; removed]))
			}
			_ => Err(format!("{operation} is not what a client should ask a large daemon")),
		}
	}

	fn block(&mut self, cid: &Cid, offline: bool) -> Result<Bytes, String> {
		if let Some(block) = self.blocks.get(&hash(cid)) {
			return Ok(block.clone());
		}
		if offline {
			let text = cid.to_string();
			return Err(format!(
				"block was not found locally (offline): ipld: could not find {text}"
			));
		}
		let block = self.of_peer.get(&hash(cid)).cloned();
		let block = block.ok_or("context deadline exceeded")?;
		self.blocks.insert(hash(cid), block.clone());
		Ok(block)
	}

	fn remove(&mut self, cid: &Cid) -> serde_json::Value {
		let text = cid.to_string();
		let error = match self.kind_of_pin(cid) {
			Some(kind) => match kind.strip_prefix("indirect through ") {
				Some(root) => format!("pinned via {root}"),
				None => format!("pinned: {kind}"),
			},
			None if !self.blocks.contains_key(&hash(cid)) => format!("ipld: could not find {text}"),
			None => {
				if !self.stubborn.contains(&hash(cid)) {
					self.blocks.remove(&hash(cid));
				}
				return json!({ "Hash": text });
			}
		};
		json!({ "Hash": text, "Error": error })
	}

	/// A root and what is below it, as far as it is here.
	fn under(&self, root: &Cid) -> Vec<Cid> {
		let mut found = vec![*root];
		let mut index = 0;
		while let Some(cid) = found.get(index) {
			let block = self.blocks.get(&hash(cid)).filter(|_| cid.as_bytes()[1] == Cid::DAG_PB);
			let links = block.and_then(|block| dag::links_of(block)).unwrap_or_default();
			found.extend(links.iter().filter_map(dag::from_ipld));
			index += 1;
		}
		found
	}

	fn kind_of_pin(&self, cid: &Cid) -> Option<String> {
		if self.pins.contains(cid) {
			return Some("recursive".to_owned());
		}
		let root = self.pins.iter().find(|root| self.under(root).contains(cid))?;
		Some(format!("indirect through {root}"))
	}

	fn pins(&self, kind: &str) -> Vec<(Cid, &'static str)> {
		let mut pins = Vec::new();
		for root in &self.pins {
			pins.push((*root, "recursive"));
			if kind == "all" {
				let below = self.under(root).into_iter().skip(1);
				pins.extend(below.map(|cid| (cid, "indirect")));
			}
		}
		pins
	}

	fn add(&mut self, document: &Bytes) -> Cid {
		let (root, mut blocks) = dag::blocks_of(document).unwrap();
		if !self.cuts_otherwise {
			self.blocks.extend(by_hash(blocks));
			return root;
		}
		// The same blocks under a root that says it otherwise.
		blocks.truncate(blocks.len().saturating_sub(1).max(1));
		let root = dag::tests::branch(&blocks, 7);
		let cid = root.0;
		self.blocks.extend(by_hash(blocks.into_iter().chain([root])));
		cid
	}
}

/// The content of a multipart body's only part.
fn content(body: &[u8]) -> Bytes {
	let boundary = body.split(|byte| *byte == b'\r').next().unwrap();
	let begin = body.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
	let end = [b"\r\n".as_slice(), boundary].concat();
	let end = body.windows(end.len()).rposition(|window| window == end).unwrap();
	Bytes::copy_from_slice(&body[begin..end])
}

fn lines(values: impl IntoIterator<Item = serde_json::Value>) -> Vec<u8> {
	let values = values.into_iter();
	values.flat_map(|value| format!("{value}\n").into_bytes()).collect()
}
