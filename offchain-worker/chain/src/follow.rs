// SPDX-License-Identifier: Apache-2.0
//! Follows the finalized chain, block by block, with none left out.
//!
//! Heads that a node announces may skip numbers, and a connection may break: so an announcement only
//! wakes the follower, and blocks are counted by number from the cursor on.

use super::{BlockRef, ChainClient, ChainError, NodeClient, backoff::Backoff};
use jsonrpsee::core::client::Subscription;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};

/// Between attempts to reach the node.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
// A node that is back has to be seen soon: an operator that misses its time to reveal pays for it.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How long to wait for an announcement before polling all the same.
const POLL_ANYWAY: Duration = Duration::from_secs(6);

/// After how long without a finalized block, where the node has later ones, it is time to say so. Behind a
/// relay chain a block is final after half a minute, and another follows every few seconds.
const STANDSTILL: Duration = Duration::from_secs(60);

/// The node no longer has a block that comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Forgotten {
	pub number: u32,
}

/// Yields finalized blocks in order, each once, from a number on.
pub struct Follower {
	chain: Arc<NodeClient>,
	next: u32,
	heads: Option<Subscription<serde::de::IgnoredAny>>,
	/// When the last block came.
	came: Instant,
	/// Whether the log says already that nothing becomes final.
	stands_still: bool,
}

impl Follower {
	/// Starts with block `next`.
	pub fn new(chain: Arc<NodeClient>, next: u32) -> Self {
		Self { chain, next, heads: None, came: Instant::now(), stands_still: false }
	}

	/// Leaves out the blocks up to this one.
	pub fn go_on_after(&mut self, block: BlockRef) {
		self.next = self.next.max(block.number.saturating_add(1));
	}

	/// The next finalized block: waits for it, and through outages of the node, with growing pauses.
	pub async fn next_block(&mut self) -> Result<BlockRef, Forgotten> {
		let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
		loop {
			match self.poll().await {
				Ok(Polled::Forgotten) => return Err(Forgotten { number: self.next }),
				Ok(Polled::Block(block)) => {
					self.next = block.number.saturating_add(1);
					self.came = Instant::now();
					if std::mem::take(&mut self.stands_still) {
						tracing::info!(block = block.number, "blocks become final again");
					}
					return Ok(block);
				}
				Ok(Polled::NotYet) => {
					backoff.reset();
					self.notice_standstill().await;
					self.wait_for_head().await;
				}
				Err(cause) => {
					self.heads = None;
					let pause = backoff.next_pause();
					tracing::warn!(%cause, seconds = pause.as_secs_f32(), "chain out of reach, trying again");
					tokio::time::sleep(pause).await;
				}
			}
		}
	}

	async fn poll(&self) -> Result<Polled, ChainError> {
		let finalized = self.chain.finalized().await?.number;
		let number = self.next;
		Ok(match self.chain.block_hash(number).await? {
			Some(hash) => Polled::Block(BlockRef { number, hash }),
			// A node that was synchronised from a late state has no blocks of before.
			None if number <= finalized => Polled::Forgotten,
			None => Polled::NotYet,
		})
	}

	/// Says so, once, if the node has later blocks than the last final one, and has made none final for long. A
	/// node without later blocks may have nothing to do.
	async fn notice_standstill(&mut self) {
		if self.stands_still || self.came.elapsed() < STANDSTILL {
			return;
		}
		let best = self.chain.best_number().await.unwrap_or_default();
		if best >= self.next {
			self.stands_still = true;
			tracing::warn!(
				node = self.chain.url(),
				best,
				"nothing becomes final: the relay chain stands still, or the node is cut off; later blocks are worked through once they are final"
			);
		}
	}

	async fn wait_for_head(&mut self) {
		if self.heads.is_none() {
			self.heads = self.chain.finalized_heads().await.ok();
		}
		if let Some(heads) = &mut self.heads {
			let announced = tokio::time::timeout(POLL_ANYWAY, heads.next()).await;
			if !matches!(announced, Err(_) | Ok(Some(Ok(_)))) {
				self.heads = None;
			}
		} else {
			tokio::time::sleep(Duration::from_secs(1)).await;
		}
	}
}

enum Polled {
	Block(BlockRef),
	NotYet,
	Forgotten,
}
