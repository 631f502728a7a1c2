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
//! - peers that were lost are dialled again before anything is asked of them;
//! - blocks are asked of peers one after the other: of the streams that a Kubo peer opens beside each other to
//!   answer, rust-ipfs 0.16 keeps one, and the blocks on the others are lost.

mod peers;
mod pins;
mod start;

use super::dag::{self, BlockSource, Walk};
use super::{Beginning, Cid, DEFAULT_DEADLINE, DocumentStore, Identity, StoreError};
use async_trait::async_trait;
use bytes::Bytes;
use futures::TryStreamExt;
use rust_ipfs::builder::DefaultIpfsBuilder;
use rust_ipfs::{Block, Ipfs, Keypair, Multiaddr, PeerId, PinMode};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tokio::pin;
use tokio::sync::{RwLock, Semaphore};
use tokio::time::timeout;
use zeroize::Zeroizing;

/// How long a block may keep the next one waiting: one that nobody has must not stop all others.
const BLOCK_TURN: Duration = Duration::from_secs(3);
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
	/// Taken by who asks peers for a block.
	asking: Semaphore,
}

impl Embedded {
	/// The peer id that a seed gives, without a node running.
	pub fn peer_id_of(seed: &[u8; 32]) -> Result<String, StoreError> {
		Ok(keypair_of(seed)?.public().to_peer_id().to_string())
	}

	/// Starts the node and waits until it listens.
	pub async fn start(config: EmbeddedConfig) -> Result<Self, StoreError> {
		let unusable = |problem: String| StoreError::Repository {
			path: config.path.clone(),
			problem,
		};
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

	fn not_found(&self, cid: &Cid) -> StoreError {
		StoreError::NotFound {
			cid: *cid,
			seconds: self.deadline.as_secs(),
		}
	}

	/// The block, if it is on this disk; `Corrupt` if it is and has gone bad.
	async fn local(&self, cid: &Cid) -> Result<Option<Bytes>, StoreError> {
		match self.node.repo().get_block_now(dag::to_ipld(cid)).await {
			Ok(block) => Ok(block.map(|block| block.into_inner().1)),
			Err(error) => match error.downcast_ref::<std::io::Error>() {
				// What the library says of a block whose hash is not its CID's.
				Some(error) if error.kind() == std::io::ErrorKind::InvalidData => {
					Err(StoreError::Corrupt {
						document: *cid,
						block: *cid,
					})
				}
				_ => Err(failed("reading a block", error)),
			},
		}
	}

	/// Writes a document's blocks. Also says whether it was pinned and is so no more, since a block of it had gone bad.
	async fn write(&self, document: &Bytes) -> Result<(Cid, bool), StoreError> {
		let (cid, blocks) = dag::blocks_of(document)?;
		let mut lost_its_pin = false;
		// One that went bad on disk would not be overwritten: it has to go first.
		for (block, _) in &blocks {
			if let Err(StoreError::Corrupt { .. }) = self.local(block).await {
				lost_its_pin |= self.is_pinned(&cid).await?;
				self.unpin_here(&cid).await?;
				self.remove_unpinned(&[*block]).await?;
			}
		}
		let blocks = blocks
			.into_iter()
			.map(|(cid, bytes)| Block::new_unchecked(dag::to_ipld(&cid), bytes))
			.collect();
		self.node
			.repo()
			.put_blocks(blocks)
			.await
			.map_err(|error| failed("writing blocks (is there room on the disk?)", error))?;
		Ok((cid, lost_its_pin))
	}

	/// Reads a document within the deadline. Blocks that come from peers are on this disk afterwards.
	async fn walk(&self, cid: &Cid, most: usize) -> Result<Walk, StoreError> {
		timeout(self.deadline, dag::read(self, cid, most))
			.await
			.map_err(|_| self.not_found(cid))?
	}
}

#[async_trait]
impl BlockSource for Embedded {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		if let Some(block) = self.local(cid).await? {
			return Ok(block);
		}
		let turn = self.asking.acquire().await;
		let wanted = self
			.node
			.get_block(dag::to_ipld(cid))
			.timeout(self.deadline)
			.into_future();
		pin!(wanted);
		let came = match timeout(BLOCK_TURN, &mut wanted).await {
			Ok(came) => came,
			Err(_) => {
				drop(turn);
				wanted.await
			}
		};
		came.map(|block| block.into_inner().1)
			.map_err(|_| self.not_found(cid))
	}
}

#[async_trait]
impl DocumentStore for Embedded {
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError> {
		let _kept = self.removal.read().await;
		let (cid, _) = self.write(&document).await?;
		self.pin_here(&cid).await?;
		Ok(cid)
	}

	async fn put(&self, document: Bytes) -> Result<Cid, StoreError> {
		let _kept = self.removal.read().await;
		let (cid, lost_its_pin) = self.write(&document).await?;
		if lost_its_pin {
			self.pin_here(&cid).await?;
		}
		Ok(cid)
	}

	async fn read(&self, cid: &Cid, most: usize) -> Result<Beginning, StoreError> {
		if !self.has(cid).await? {
			self.reconnect().await;
		}
		let walk = {
			let _kept = self.removal.read().await;
			self.walk(cid, most).await
		};
		// A reader leaves no copy behind, whether or not it got the whole. When a document is just
		// being pinned, that is left to the garbage collection.
		if !self.is_pinned(cid).await?
			&& let Ok(_removing) = self.removal.try_write()
		{
			let blocks = self.known_blocks(cid).await?;
			self.remove_unpinned(&blocks).await?;
		}
		let walk = walk?;
		Ok(Beginning {
			bytes: walk.document.freeze(),
			whole: walk.whole,
		})
	}

	async fn pin(&self, cid: &Cid, size: Option<u64>) -> Result<(), StoreError> {
		if !self.has(cid).await? {
			self.reconnect().await;
		}
		let _kept = self.removal.read().await;
		let walk = self.walk(cid, dag::most(size)).await?;
		dag::of_size(&walk, cid, size)?;
		self.pin_here(cid).await
	}

	async fn unpin(&self, cid: &Cid) -> Result<(), StoreError> {
		let _removing = self.removal.write().await;
		self.unpin_here(cid).await
	}

	async fn erase(&self, cid: &Cid) -> Result<usize, StoreError> {
		let _removing = self.removal.write().await;
		let blocks = self.known_blocks(cid).await?;
		// A document that shares a block would keep it; none does, since every version has its own key.
		self.unpin_here(cid).await?;
		// Leaves before the root, so that an interrupted erasure still knows what is left of it.
		let removed = self.remove_unpinned(&blocks).await?;
		let mut left = 0;
		for block in &blocks {
			let there = self.node.repo().contains(dag::to_ipld(block)).await;
			if there.map_err(|error| failed("looking for a block", error))?
				&& !self.is_pinned(block).await?
			{
				left += 1;
			}
		}
		if left > 0 {
			return Err(StoreError::NotErased { cid: *cid, left });
		}
		Ok(removed)
	}

	async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
		for block in self.known_blocks(cid).await? {
			let there = self.node.repo().contains(dag::to_ipld(&block)).await;
			if !there.map_err(|error| failed("looking for a block", error))? {
				return Ok(false);
			}
		}
		Ok(true)
	}

	async fn repair(&self, cid: &Cid) -> Result<usize, StoreError> {
		self.reconnect().await;
		let mut repaired = 0;
		// A bad root hides its leaves: as often as something is bad, it goes and comes anew.
		loop {
			let mut bad = Vec::new();
			for block in self.known_blocks(cid).await? {
				if let Err(StoreError::Corrupt { .. }) = self.local(&block).await {
					bad.push(block);
				}
			}
			if bad.is_empty() {
				self.pin(cid, None).await?;
				return Ok(repaired);
			}
			let _removing = self.removal.write().await;
			self.unpin_here(cid).await?;
			let removed = self.remove_unpinned(&bad).await?;
			if removed == 0 {
				return Err(StoreError::Corrupt {
					document: *cid,
					block: bad[0],
				});
			}
			repaired += removed;
			drop(_removing);
			let _kept = self.removal.read().await;
			self.walk(cid, dag::MAX_DOCUMENT_LENGTH)
				.await
				.map(drop)
				.or_else(|error| match error {
					StoreError::Corrupt { .. } => Ok(()),
					other => Err(other),
				})?;
		}
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
		let removed = self.node.gc().await;
		removed
			.map(|blocks| blocks.len())
			.map_err(|error| failed("collecting garbage", error))
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
	StoreError::Node {
		operation,
		problem: problem.to_string(),
	}
}

fn parse_address(address: &str) -> Result<Multiaddr, StoreError> {
	address.parse().map_err(|error| StoreError::NotConnected {
		address: address.to_owned(),
		problem: format!("no multiaddress: {error}"),
	})
}
