// SPDX-License-Identifier: Apache-2.0
//! Blocks that the daemon has on its disk, or gets from its peers.

use super::super::dag::{self, BlockSource};
use super::super::outline::Known;
use super::super::{Cid, StoreError, from_text};
use super::Kubo;
use super::request::TRAVERSAL_DEADLINE;
use super::responses::{Removed, says_absent, says_corrupt};
use async_trait::async_trait;
use bytes::Bytes;
use futures::future::try_join_all;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Pins that are taken away for the sake of one block, at most: whoever makes them anew all the time would win.
const MAX_PINS: usize = 1_000;

/// What became of a block that was to be removed.
pub(super) enum Removal {
	/// It was there and is gone.
	Done,
	/// It was not there.
	Absent,
	/// A pin covers it.
	Kept(String),
}

impl Kubo {
	pub(super) fn not_found(&self, cid: &Cid) -> StoreError {
		StoreError::NotFound { cid: *cid, seconds: self.deadline.as_secs() }
	}

	/// The block, if it is on the daemon's disk, whatever its bytes are; `Corrupt` if the daemon sees that itself.
	async fn local(&self, cid: &Cid) -> Result<Option<Bytes>, StoreError> {
		match self.look_up("block/get", &cid.to_string()).await {
			Ok(block) => Ok(Some(block)),
			Err(StoreError::Refused { problem, .. }) if says_corrupt(&problem) => {
				Err(StoreError::Corrupt { document: *cid, block: *cid })
			}
			Err(StoreError::Refused { .. }) => Ok(None),
			Err(other) => Err(other),
		}
	}

	/// The block from the daemon's peers.
	async fn remote(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		let asked = self.ask("block/get", &[("arg", &cid.to_string())]).await;
		asked.map_err(|error| match error {
			// Whatever the daemon says, it has not got the block: it timed out, or is offline.
			StoreError::Refused { .. } => self.not_found(cid),
			other => other,
		})
	}

	/// Whether a block is on the daemon's disk, good or bad; `None` if it does not say.
	pub(super) async fn is_here(&self, cid: &Cid) -> Result<Option<bool>, StoreError> {
		match self.look_up("block/stat", &cid.to_string()).await {
			Ok(_) => Ok(Some(true)),
			Err(StoreError::Refused { problem, .. }) if says_absent(&problem) => Ok(Some(false)),
			Err(StoreError::Refused { .. }) => Ok(None),
			Err(other) => Err(other),
		}
	}

	/// The same of many, in their order.
	pub(super) async fn are_here(&self, blocks: &[Cid]) -> Result<Vec<Option<bool>>, StoreError> {
		let mut responses = Vec::with_capacity(blocks.len());
		for some in blocks.chunks(dag::CONCURRENCY) {
			let asked = some.iter().map(|block| self.is_here(block));
			responses.extend(try_join_all(asked).await?);
		}
		Ok(responses)
	}

	/// A document's blocks as far as the daemon's disk tells them.
	pub(super) async fn known_blocks(&self, root: &Cid) -> Result<Known, StoreError> {
		let mut seen = BTreeSet::new();
		let mut known = Known { blocks: Vec::new(), complete: true };
		let mut open = vec![*root];
		while let Some(cid) = open.pop() {
			if !seen.insert(cid) {
				continue;
			}
			if seen.len() > dag::MAX_BLOCKS {
				known.complete = false;
				break;
			}
			known.blocks.push(cid);
			if cid.as_bytes()[1] != Cid::DAG_PB {
				continue;
			}
			let block = match self.local(&cid).await {
				Ok(Some(block)) if dag::verify(&cid, &block) => block,
				Ok(_) | Err(StoreError::Corrupt { .. }) => {
					known.complete = false;
					continue;
				}
				Err(other) => return Err(other),
			};
			let links = dag::links_of(&block).unwrap_or_default();
			let before = open.len();
			open.extend(links.iter().filter_map(dag::from_ipld));
			known.complete &= open.len() - before == links.len();
		}
		known.blocks.reverse();
		Ok(known)
	}

	/// Removes a block from the daemon's disk, unless a pin covers it. Kubo compares whole CIDs when it protects
	/// what is pinned, but keeps blocks by hash.
	pub(super) async fn remove(&self, block: &Cid) -> Result<Removal, StoreError> {
		let text = block.to_string();
		let body = self.ask_within("block/rm", &[("arg", &text)], TRAVERSAL_DEADLINE).await?;
		// It answers 200 though it removed nothing, and says so in the body.
		let removed: Vec<Removed> = self.values("block/rm", &body)?;
		match removed.into_iter().find_map(Removed::problem) {
			None => Ok(Removal::Done),
			Some(problem) if says_absent(&problem) => Ok(Removal::Absent),
			Some(problem) if problem.contains("pinned") => Ok(Removal::Kept(problem)),
			Some(problem) => Err(self.refused("block/rm", problem)),
		}
	}

	/// Removes a block, whatever pins cover it: data rule 6 beats another's pin. Says whether it was there.
	async fn erase_block(&self, block: &Cid) -> Result<bool, StoreError> {
		for _ in 0..MAX_PINS {
			match self.remove(block).await? {
				Removal::Done => return Ok(true),
				Removal::Absent => return Ok(false),
				Removal::Kept(_) => self.uncover(block).await?,
			}
		}
		Err(self.refused("block/rm", "it is pinned again and again"))
	}

	/// Removes blocks and makes sure that they are gone. Returns how many there were.
	pub(super) async fn erase_blocks(
		&self,
		document: &Cid,
		blocks: &[Cid],
	) -> Result<usize, StoreError> {
		let mut erased = 0;
		for block in blocks {
			erased += usize::from(self.erase_block(block).await?);
		}
		let mut left = 0;
		for (block, here) in blocks.iter().zip(self.are_here(blocks).await?) {
			left += usize::from(match here {
				Some(here) => here,
				// Then it is asked to remove the block once more, and has to say that there is none.
				None => !matches!(self.remove(block).await?, Removal::Absent),
			});
		}
		match left {
			0 => Ok(erased),
			left => Err(StoreError::NotErased { cid: *document, left }),
		}
	}

	/// Drops what the daemon made of a document under a CID that nobody will ever ask to erase. Data rule 6.
	pub(super) async fn discard(&self, root: &str, pinned: bool) -> Result<(), StoreError> {
		if pinned {
			self.remove_pin(root).await?;
		}
		let known = self.known_blocks(&from_text(root)?).await?;
		for block in &known.blocks {
			self.remove(block).await?;
		}
		Ok(())
	}
}

#[async_trait]
impl BlockSource for Kubo {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		match self.local(cid).await? {
			Some(block) => Ok(block),
			None => self.remote(cid).await,
		}
	}
}

/// What is on the daemon's disk, and nothing else.
pub(super) struct Here<'a>(pub &'a Kubo);

#[async_trait]
impl BlockSource for Here<'_> {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		self.0.local(cid).await?.ok_or(StoreError::NotFound { cid: *cid, seconds: 0 })
	}
}

/// Blocks from wherever they are; notes those that the daemon keeps only since they were asked for.
pub(super) struct Passing<'a> {
	kubo: &'a Kubo,
	came: Mutex<Vec<Cid>>,
}

impl<'a> Passing<'a> {
	pub fn through(kubo: &'a Kubo) -> Self {
		Self { kubo, came: Mutex::default() }
	}

	pub fn came(self) -> Vec<Cid> {
		let came = self.came.into_inner();
		came.unwrap_or_else(PoisonError::into_inner)
	}
}

#[async_trait]
impl BlockSource for Passing<'_> {
	async fn block(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		if let Some(block) = self.kubo.local(cid).await? {
			return Ok(block);
		}
		let block = self.kubo.remote(cid).await?;
		let came = self.came.lock();
		came.unwrap_or_else(PoisonError::into_inner).push(*cid);
		Ok(block)
	}
}
