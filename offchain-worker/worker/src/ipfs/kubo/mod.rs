// SPDX-License-Identifier: Apache-2.0
//! Another daemon, by Kubo's RPC (<https://docs.ipfs.tech/reference/kubo/rpc/>).
//!
//! Every request is a POST with `timeout=` for the daemon and a deadline of our own a little later. What
//! is read is read block by block and verified here; what is added must get the CID computed here.
//!
//! Such a daemon may keep millions of blocks, and others' too. So nothing asks it for all of them, and what may be a
//! long list (its pins, when a document comes of which it has blocks already; what it collected) is read value by
//! value. `request.rs` is how it is asked, `responses.rs` what it responds, `blocks.rs` and `pins.rs` what it has and
//! keeps.
//!
//! Kubo's RPC gives whoever reaches it full power over the daemon: keep it on 127.0.0.1.

mod blocks;
mod pins;
mod request;
mod responses;

pub(crate) use self::responses::reads_response;

use self::blocks::{Here, Passing, Removal};
use self::request::GRACE;
use self::responses::{Added, Id, Peers, Pin, Removed};
use super::claims::Claims;
use super::file::{self, Leaves};
use super::{
	Beginning, Cid, DEFAULT_DEADLINE, DocumentStore, Identity, LEAF_LENGTH, Reading, StoreError,
	cid_of, dag, from_text, outline,
};
use async_trait::async_trait;
use bytes::Bytes;
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Client};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// Links a branch may have: all defaults agree for a document of at most 128 leaves, this makes it sure.
const MAX_LINKS: &str = "174";

/// A client of Kubo's RPC.
pub struct Kubo {
	client: Client,
	endpoint: String,
	deadline: Duration,
	/// Blocks of documents that are just being pinned.
	claims: Claims,
}

impl Kubo {
	/// By the RPC's address, such as `http://127.0.0.1:5001`.
	pub fn new(endpoint: &str) -> Result<Self, StoreError> {
		Self::with_deadline(endpoint, DEFAULT_DEADLINE)
	}

	/// With a deadline of one's own for each request.
	pub fn with_deadline(endpoint: &str, deadline: Duration) -> Result<Self, StoreError> {
		let endpoint = endpoint.trim_end_matches('/').to_owned();
		let unusable =
			|problem: String| StoreError::Unreachable { endpoint: endpoint.clone(), problem };
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
		Ok(Self { client, endpoint, deadline, claims: Claims::default() })
	}

	/// Adds a document that has this CID, and pins it or leaves its pin as it is.
	async fn write(&self, document: Part, ours: Cid, pinned: bool) -> Result<Cid, StoreError> {
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
		let part = document
			.file_name("document")
			// js-ipfs takes no part without a type.
			.mime_str("application/octet-stream")
			.map_err(|error| self.refused("add", error))?;
		let form = Form::new().part("file", part);
		let body = self.upload("add", &parameters, form).await?;
		let theirs = self.value::<Added>("add", &body)?.hash;
		if theirs == ours.to_string() {
			return Ok(ours);
		}
		if let Err(error) = self.discard(&theirs, pinned).await {
			tracing::warn!(cid = theirs, %error, "a document under a wrong CID stays on disk");
		}
		Err(StoreError::Disagrees { endpoint: self.endpoint.clone(), theirs, ours })
	}

	/// What is to be had of a document within the deadline.
	async fn in_time<T>(
		&self,
		cid: &Cid,
		work: impl Future<Output = Result<T, StoreError>> + Send,
	) -> Result<T, StoreError> {
		timeout(self.deadline + GRACE, work).await.map_err(|_| self.not_found(cid))?
	}

	/// Removes what came only to be read, as far as nobody keeps it now.
	async fn leave_no_copy(&self, cid: &Cid, came: &[Cid]) -> Result<(), StoreError> {
		if came.is_empty() || self.is_root(cid).await? {
			return Ok(());
		}
		for block in came {
			self.remove(block).await?;
		}
		Ok(())
	}
}

#[async_trait]
impl DocumentStore for Kubo {
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError> {
		let ours = cid_of(&document)?;
		let length = document.len() as u64;
		let part = Part::stream_with_length(document, length);
		self.write(part, ours, true).await
	}

	async fn put_file(&self, path: &Path, cid: &Cid) -> Result<(), StoreError> {
		let outline = file::expect(path, cid).await?;
		let leaves = Leaves::open(path).await?.into_stream();
		let part = Part::stream_with_length(Body::wrap_stream(leaves), outline.size());
		self.write(part, *cid, false).await.map(drop)
	}

	async fn open(&self, cid: &Cid) -> Result<Reading<'_>, StoreError> {
		let outline = outline::of(&Here(self), cid).await?;
		let here = self.are_here(&outline.blocks()).await?;
		if here.iter().any(|here| *here != Some(true)) {
			return Err(StoreError::NotFound { cid: *cid, seconds: 0 });
		}
		Ok(outline.read_from(Here(self)))
	}

	async fn read(&self, cid: &Cid, most: usize) -> Result<Beginning, StoreError> {
		let passing = Passing::through(self);
		let traversal = self.in_time(cid, dag::read(&passing, cid, most)).await;
		// The daemon keeps what it fetched; a reader leaves no copy behind, whether or not it got the whole.
		let left = self.leave_no_copy(cid, &passing.came()).await;
		let traversal = traversal?;
		left?;
		Ok(Beginning { bytes: traversal.document.freeze(), whole: traversal.whole })
	}

	async fn pin(&self, cid: &Cid, size: Option<u64>) -> Result<(), StoreError> {
		let _root = self.claims.claim(cid, &[*cid])?;
		let root_was_here = self.is_here(cid).await?;
		// Read first: only what is whole and true is worth keeping.
		let outline = self.in_time(cid, outline::of(self, cid)).await?;
		outline.check_size(size)?;
		let blocks = outline.blocks();
		let _claim = self.claims.claim(cid, &blocks)?;
		self.refuse_shared(cid, &blocks, root_was_here).await?;
		self.in_time(cid, outline.fetch(self)).await?;
		let text = cid.to_string();
		let parameters = [("arg", text.as_str()), ("recursive", "true")];
		self.ask("pin/add", &parameters).await.map(drop)
	}

	async fn unpin(&self, cid: &Cid) -> Result<(), StoreError> {
		match self.is_root(cid).await? {
			true => self.remove_pin(&cid.to_string()).await,
			false => Ok(()),
		}
	}

	async fn erase(&self, cid: &Cid) -> Result<usize, StoreError> {
		let known = self.known_blocks(cid).await?;
		self.unpin(cid).await?;
		if !known.complete {
			self.collect_garbage().await?;
		}
		let mut erased = 0;
		// Leaves before the root, so that an erasure that did not come to its end still knows what is left of it.
		for part in known.parts() {
			erased += self.erase_blocks(cid, part).await?;
		}
		Ok(erased)
	}

	async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
		let known = self.known_blocks(cid).await?;
		if !known.complete {
			return Ok(false);
		}
		let here = self.are_here(&known.blocks).await?;
		Ok(here.iter().all(|here| *here == Some(true)))
	}

	async fn repair(&self, cid: &Cid) -> Result<usize, StoreError> {
		let mut removed = BTreeSet::new();
		loop {
			match self.pin(cid, None).await {
				Ok(()) => return Ok(removed.len()),
				// Each once: one that comes back as bad as it was can't be repaired here.
				Err(StoreError::Corrupt { block, .. }) if removed.insert(block) => {
					// It removes nothing that is pinned.
					self.unpin(cid).await?;
					if let Removal::Kept(problem) = self.remove(&block).await? {
						return Err(self.refused("block/rm", problem));
					}
				}
				Err(error) => return Err(error),
			}
		}
	}

	async fn is_pinned(&self, cid: &Cid) -> Result<bool, StoreError> {
		self.is_root(cid).await
	}

	async fn pins(&self) -> Result<Vec<Cid>, StoreError> {
		let mut cids = BTreeSet::new();
		let parameters = [("type", "recursive"), ("stream", "true")];
		let listed = self.list("pin/ls", &parameters, |pin: Pin| {
			cids.extend(from_text(&pin.cid).ok());
			true
		});
		listed.await?;
		Ok(cids.into_iter().collect())
	}

	async fn collect_garbage(&self) -> Result<usize, StoreError> {
		let (mut removed, mut problem) = (0, None);
		let parameters = [("stream-errors", "true")];
		let collected = self.list("repo/gc", &parameters, |block: Removed| {
			match block.problem() {
				Some(why) => problem = Some(why),
				None => removed += 1,
			}
			true
		});
		collected.await?;
		match problem {
			Some(problem) => Err(self.refused("repo/gc", problem)),
			None => Ok(removed),
		}
	}

	async fn peers(&self) -> Result<Vec<String>, StoreError> {
		let body = self.ask("swarm/peers", &[]).await?;
		let peers: Peers = self.value("swarm/peers", &body)?;
		let mut peers: Vec<String> =
			peers.peers.unwrap_or_default().into_iter().map(|peer| peer.peer).collect();
		peers.sort_unstable();
		peers.dedup();
		Ok(peers)
	}

	async fn connect(&self, address: &str) -> Result<(), StoreError> {
		match self.ask("swarm/connect", &[("arg", address)]).await {
			Ok(_) => Ok(()),
			Err(StoreError::Refused { problem, .. }) => {
				Err(StoreError::NotConnected { address: address.to_owned(), problem })
			}
			Err(other) => Err(other),
		}
	}

	async fn identity(&self) -> Result<Identity, StoreError> {
		let body = self.ask("id", &[]).await?;
		let id: Id = self.value("id", &body)?;
		Ok(Identity { peer_id: id.id, addresses: id.addresses.unwrap_or_default() })
	}
}
