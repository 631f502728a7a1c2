// SPDX-License-Identifier: Apache-2.0
//! The embedded node: `rust-ipfs` in this process.
//!
//! It speaks TCP with Noise and bitswap, to the peers that it is told of and to nobody else: no
//! bootstrap, no DHT, no mDNS, no relay, no gateway. Its repository is a folder:
//!
//! ```text
//! blockstore/<two letters>/<cid>.data     one file a block
//! datastore/pins/…                        one file a pin
//! repo_lock                               held while the node runs
//! ```
//!
//! What this file adds to the library, because records of patients need it:
//! - a block that went bad on disk is named as corrupt (the library would ask peers and then wait in vain,
//!   since it does not overwrite the bad file);
//! - [`Embedded::erase`] knows a document's blocks even if its root went bad, from the pin, and looks
//!   afterwards whether they are gone;
//! - half-written files of a killed process are swept when the node starts;
//! - strangers get so many connections and no more: each takes one of the process's file descriptors;
//! - peers that were lost are dialled again before anything is asked of them;
//! - blocks are asked of peers one after the other: of the streams that a Kubo peer opens beside each other to
//!   answer, rust-ipfs 0.16 keeps one, and the blocks on the others are lost;
//! - a document keeps its pin while a bad block of it is replaced.

mod blocks;
mod peers;
mod pins;
mod start;

pub use self::peers::MAX_INCOMING_CONNECTIONS;

use self::blocks::Here;
use super::claims::Claims;
use super::file::{self, Leaves};
use super::{
	Beginning, Cid, DEFAULT_DEADLINE, DocumentStore, Identity, MAX_DOCUMENT_LENGTH, Reading,
	StoreError, dag, outline,
};
use async_trait::async_trait;
use bytes::Bytes;
use futures::TryStreamExt;
use rust_ipfs::builder::DefaultIpfsBuilder;
use rust_ipfs::{Ipfs, Keypair, Multiaddr, PeerId, PinMode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::{RwLock, Semaphore};
use tokio::time::timeout;
use zeroize::Zeroizing;

/// Connections that are not in use are kept this long, in seconds: operators stay connected.
const IDLE_SECONDS: u64 = 24 * 60 * 60;

/// How an embedded node runs.
#[derive(Clone)]
pub struct EmbeddedConfig {
	/// The folder of its repository.
	pub path: PathBuf,
	/// The Ed25519 seed of its peer id: a secret of the keystore.
	pub seed: Zeroizing<[u8; 32]>,
	/// Multiaddresses to listen on. By default a free port on 127.0.0.1.
	pub listen: Vec<String>,
	/// How long one operation may take.
	pub deadline: Duration,
}

impl EmbeddedConfig {
	/// With the defaults.
	pub fn new(path: impl Into<PathBuf>, seed: Zeroizing<[u8; 32]>) -> Self {
		Self {
			path: path.into(),
			seed,
			listen: vec!["/ip4/127.0.0.1/tcp/0".to_owned()],
			deadline: DEFAULT_DEADLINE,
		}
	}
}

/// The peer id that a seed gives: what an operator registers on chain before the node ever runs.
pub(super) fn keypair_of(seed: &[u8; 32]) -> Result<Keypair, StoreError> {
	let copy = Zeroizing::new(*seed);
	Keypair::ed25519_from_bytes(copy).map_err(|error| failed("making the peer id", error))
}

/// An embedded IPFS node.
pub struct Embedded {
	node: Ipfs,
	path: PathBuf,
	deadline: Duration,
	/// Where peers were last reached.
	known: Mutex<BTreeMap<PeerId, Multiaddr>>,
	/// Taken for writing by what removes blocks, for reading by what adds and needs them.
	removal: RwLock<()>,
	/// Taken by whoever asks peers for a block.
	asking: Semaphore,
	/// Taken before that by whoever asks for a document's root.
	roots: Semaphore,
	/// Blocks of documents that are just being pinned.
	claims: Claims,
}

impl Embedded {
	/// The peer id that a seed gives, without a node running.
	pub fn peer_id_of(seed: &[u8; 32]) -> Result<String, StoreError> {
		Ok(keypair_of(seed)?.public().to_peer_id().to_string())
	}

	/// Starts the node and waits until it listens.
	pub async fn start(config: EmbeddedConfig) -> Result<Self, StoreError> {
		let unusable =
			|problem: String| StoreError::Repository { path: config.path.clone(), problem };
		std::fs::create_dir_all(&config.path).map_err(|error| unusable(error.to_string()))?;
		let keypair = keypair_of(&config.seed)?;
		let mut listen = Vec::new();
		for address in &config.listen {
			listen.push(parse_address(address)?);
		}
		let node = DefaultIpfsBuilder::with_keypair(&keypair)
			.map_err(|error| failed("taking its peer id", error))?
			.enable_tcp()
			.with_identify(Default::default())
			.with_ping(Default::default())
			.with_bitswap()
			.set_idle_connection_timeout(IDLE_SECONDS)
			.set_connection_limits(peers::limited)
			.set_path(&config.path)
			.start()
			.await
			.map_err(|error| unusable(error.to_string()))?;
		if let Err(error) = start::prepare(&node, &config, listen).await {
			// Else its tasks would go on in the background, and keep the repository's lock.
			node.exit_daemon().await;
			return Err(error);
		}
		Ok(Self {
			node,
			path: config.path,
			deadline: config.deadline,
			known: Mutex::default(),
			removal: RwLock::default(),
			asking: Semaphore::new(1),
			roots: Semaphore::new(1),
			claims: Claims::default(),
		})
	}

	/// Stops the node and gives up its lock.
	pub async fn stop(self) {
		self.node.exit_daemon().await;
	}

	/// The folder of the repository.
	pub fn path(&self) -> &Path {
		&self.path
	}
}

#[async_trait]
impl DocumentStore for Embedded {
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError> {
		let _kept = self.removal.read().await;
		let (cid, blocks) = dag::blocks_of(&document)?;
		let named: Vec<Cid> = blocks.iter().map(|(cid, _)| *cid).collect();
		self.drop_corrupt(&named).await?;
		self.put_blocks(blocks).await?;
		self.pin_here(&cid).await?;
		Ok(cid)
	}

	async fn put_file(&self, path: &Path, cid: &Cid) -> Result<(), StoreError> {
		let outline = file::expect(path, cid).await?;
		let mut source = Leaves::open(path).await?;
		let _kept = self.removal.read().await;
		self.drop_corrupt(&outline.blocks()).await?;
		for leaf in &outline.leaves {
			let bytes = source.read().await?.unwrap_or_default();
			if !dag::verify(&leaf.cid, &bytes) {
				return Err(file::failed(path, "it changed while it was read"));
			}
			self.put_blocks(vec![(leaf.cid, bytes)]).await?;
		}
		self.put_blocks(outline.branch().into_iter().collect()).await
	}

	async fn open(&self, cid: &Cid) -> Result<Reading<'_>, StoreError> {
		let outline = outline::of(&Here(self), cid).await?;
		for block in outline.blocks() {
			if !self.is_here(&block).await? {
				return Err(StoreError::NotFound { cid: *cid, seconds: 0 });
			}
		}
		Ok(outline.read_from(Here(self)))
	}

	async fn read(&self, cid: &Cid, most: usize) -> Result<Beginning, StoreError> {
		if !self.has(cid).await? {
			self.reconnect().await;
		}
		let traversal = {
			let _kept = self.removal.read().await;
			self.traverse(cid, most).await
		};
		// A reader leaves no copy behind, whether or not it got the whole. When a document is just
		// being pinned, that is left to the garbage collection.
		if !self.is_covered(cid).await?
			&& let Ok(_removing) = self.removal.try_write()
		{
			let known = self.known_blocks(cid).await?;
			self.remove_uncovered(&known.blocks).await?;
		}
		let traversal = traversal?;
		Ok(Beginning { bytes: traversal.document.freeze(), whole: traversal.whole })
	}

	async fn pin(&self, cid: &Cid, size: Option<u64>) -> Result<(), StoreError> {
		if !self.has(cid).await? {
			self.reconnect().await;
		}
		let keeping = async {
			// Within the deadline too: what removes blocks may take long.
			let kept = self.removal.read().await;
			let claim = self.fetch_to_keep(cid, size).await?;
			Ok::<_, StoreError>((kept, claim))
		};
		let (_kept, _claim) =
			timeout(self.deadline, keeping).await.map_err(|_| self.not_found(cid))??;
		self.pin_here(cid).await
	}

	async fn unpin(&self, cid: &Cid) -> Result<(), StoreError> {
		let _removing = self.removal.write().await;
		self.unpin_here(cid).await
	}

	async fn erase(&self, cid: &Cid) -> Result<usize, StoreError> {
		let _removing = self.removal.write().await;
		let known = self.known_blocks(cid).await?;
		self.unpin_here(cid).await?;
		if !known.complete {
			self.collect().await?;
		}
		let mut removed = 0;
		// Leaves before the root, so that an erasure that did not come to its end still knows what is left of it.
		for part in known.parts() {
			removed += self.erase_blocks(part).await?;
			let left = self.count_here(part).await?;
			if left > 0 {
				return Err(StoreError::NotErased { cid: *cid, left });
			}
		}
		Ok(removed)
	}

	async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
		let known = self.known_blocks(cid).await?;
		let here = self.count_here(&known.blocks).await?;
		Ok(here == known.blocks.len())
	}

	async fn repair(&self, cid: &Cid) -> Result<usize, StoreError> {
		self.reconnect().await;
		let mut repaired = BTreeSet::new();
		// A bad root hides its leaves: as often as something is bad, it goes and comes anew.
		loop {
			let kept = self.removal.read().await;
			let known = self.known_blocks(cid).await?;
			let bad = self.drop_corrupt(&known.blocks).await?;
			if bad.is_empty() {
				drop(kept);
				self.pin(cid, None).await?;
				return Ok(repaired.len());
			}
			// Each once: one that comes back as bad as it was can't be repaired here.
			for block in bad {
				if !repaired.insert(block) {
					return Err(StoreError::Corrupt { document: *cid, block });
				}
			}
			self.traverse(cid, MAX_DOCUMENT_LENGTH).await.map(drop).or_else(
				|error| match error {
					StoreError::Corrupt { .. } => Ok(()),
					other => Err(other),
				},
			)?;
		}
	}

	async fn is_pinned(&self, cid: &Cid) -> Result<bool, StoreError> {
		self.is_root(cid).await
	}

	fn is_ours_alone(&self) -> bool {
		true
	}

	async fn pins(&self) -> Result<Vec<Cid>, StoreError> {
		let pins = self.node.repo().list_pins(PinMode::Recursive).await;
		let mut cids: Vec<Cid> = pins
			.try_filter_map(|(cid, _)| std::future::ready(Ok(dag::from_ipld(&cid))))
			.try_collect()
			.await
			.map_err(|error| failed("listing pins", error))?;
		cids.sort_unstable();
		Ok(cids)
	}

	async fn collect_garbage(&self) -> Result<usize, StoreError> {
		let _removing = self.removal.write().await;
		self.collect().await
	}

	async fn peers(&self) -> Result<Vec<String>, StoreError> {
		let mut peers: Vec<String> = self
			.node
			.connected()
			.await
			.map_err(|error| failed("listing peers", error))?
			.iter()
			.map(PeerId::to_string)
			.collect();
		peers.sort_unstable();
		Ok(peers)
	}

	async fn connect(&self, address: &str) -> Result<(), StoreError> {
		self.meet(address).await
	}

	async fn identity(&self) -> Result<Identity, StoreError> {
		let peer_id = self.node.keypair().public().to_peer_id();
		let listening = self.node.listening_addresses().await;
		let addresses = listening.map_err(|error| failed("listing addresses", error))?;
		Ok(Identity {
			peer_id: peer_id.to_string(),
			addresses: addresses
				.into_iter()
				.filter_map(|address| address.with_p2p(peer_id).ok())
				.map(|address| address.to_string())
				.collect(),
		})
	}
}

fn failed(operation: &'static str, problem: impl ToString) -> StoreError {
	StoreError::Node { operation, problem: problem.to_string() }
}

fn parse_address(address: &str) -> Result<Multiaddr, StoreError> {
	address.parse().map_err(|error| StoreError::NotConnected {
		address: address.to_owned(),
		problem: format!("no multiaddress: {error}"),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// A placement waits for it, and whoever places has to hear of its end.
	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_pin_waits_no_longer_than_its_deadline_for_what_removes_blocks() {
		let folder = tempfile::tempdir().unwrap();
		let mut config = EmbeddedConfig::new(folder.path(), Zeroizing::new([1; 32]));
		config.deadline = Duration::from_secs(2);
		let node = Embedded::start(config).await.unwrap();
		let removing = node.removal.write().await;
		let cid = Cid::raw([2; 32]);
		let pinned = timeout(Duration::from_secs(60), node.pin(&cid, None)).await;
		let missing = pinned.unwrap().unwrap_err();
		assert!(matches!(missing, StoreError::NotFound { .. }), "{missing}");
		drop(removing);
		node.stop().await;
	}
}
