//! Follows the finalized chain, block by block, with none left out.
//!
//! Heads that a node announces may skip numbers, and a connection may break: so an announcement only
//! wakes the follower, and blocks are counted by number from the cursor on.

use super::{BlockRef, ChainClient, ChainError, NodeClient};
use backon::{BackoffBuilder, ExponentialBuilder};
use jsonrpsee::core::client::Subscription;
use std::{sync::Arc, time::Duration};

/// How long to wait for an announcement before looking all the same.
const LOOK_ANYWAY: Duration = Duration::from_secs(6);

/// Yields finalized blocks in order, each once, from a number on.
pub struct Follower {
	chain: Arc<NodeClient>,
	next: u32,
	heads: Option<Subscription<serde_json::Value>>,
}

impl Follower {
	/// Starts with block `next`.
	pub fn new(chain: Arc<NodeClient>, next: u32) -> Self {
		Self {
			chain,
			next,
			heads: None,
		}
	}

	/// The next finalized block: waits for it, and through outages of the node, with growing pauses.
	pub async fn next_block(&mut self) -> BlockRef {
		let mut pauses = pauses();
		loop {
			match self.look().await {
				Ok(Some(block)) => {
					self.next = block.number.saturating_add(1);
					return block;
				}
				Ok(None) => {
					pauses = self::pauses();
					self.wait_for_head().await;
				}
				Err(cause) => {
					self.heads = None;
					let pause = pauses.next().unwrap_or(MAX_PAUSE);
					tracing::warn!(%cause, seconds = pause.as_secs_f32(), "chain out of reach, trying again");
					tokio::time::sleep(pause).await;
				}
			}
		}
	}

	async fn look(&self) -> Result<Option<BlockRef>, ChainError> {
		let hash = self.chain.block_hash(self.next).await?;
		Ok(hash.map(|hash| BlockRef {
			number: self.next,
			hash,
		}))
	}

	async fn wait_for_head(&mut self) {
		if self.heads.is_none() {
			self.heads = self.chain.finalized_heads().await.ok();
		}
		if let Some(heads) = &mut self.heads {
			let announced = tokio::time::timeout(LOOK_ANYWAY, heads.next()).await;
			if !matches!(announced, Err(_) | Ok(Some(Ok(_)))) {
				self.heads = None;
			}
		} else {
			tokio::time::sleep(Duration::from_secs(1)).await;
		}
	}
}

const MAX_PAUSE: Duration = Duration::from_secs(30);

fn pauses() -> impl Iterator<Item = Duration> {
	ExponentialBuilder::default()
		.with_min_delay(Duration::from_millis(200))
		.with_max_delay(MAX_PAUSE)
		.with_jitter()
		.without_max_times()
		.build()
}
