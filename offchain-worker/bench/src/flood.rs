//! Sends many signed extrinsics at once and waits until all stand in finalized blocks.

use anyhow::{Context, Result, bail, ensure};
use futures::future::try_join_all;
use jsonrpsee::{
	core::{
		client::{ClientT, IdKind},
		params::BatchRequestBuilder,
	},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use offchain_worker::chain::{ChainClient, NodeClient, events::Event};
use serde::{Deserialize, Serialize};
use sp_core::{Bytes, blake2_256};
use std::{
	collections::HashSet,
	time::{Duration, Instant},
};

/// Connections that send beside each other, so that the network is no limit.
const CONNECTIONS: usize = 4;
/// Extrinsics in one message, as many as the node takes.
const BATCH: usize = 100;
/// How long none of them may come into a block before they are given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What became of them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Taken {
	/// How many were sent.
	pub calls: usize,
	/// How many of those the chain refused when they ran.
	pub failed: usize,
	/// From the first sent to the last seen in a finalized block.
	pub seconds: f64,
	/// Over how many blocks they were spread.
	pub blocks: u32,
	/// Calls by seconds.
	pub per_second: f64,
}

/// Connections to one node.
pub struct Flood<'a> {
	node: &'a NodeClient,
	sockets: Vec<WsClient>,
}

#[derive(Deserialize)]
struct SignedBlock {
	block: Block,
}

#[derive(Deserialize)]
struct Block {
	extrinsics: Vec<Bytes>,
}

impl<'a> Flood<'a> {
	/// Connects.
	pub async fn connect(url: &str, node: &'a NodeClient) -> Result<Self> {
		let connect = || {
			WsClientBuilder::default()
				.id_format(IdKind::String)
				.request_timeout(PATIENCE)
				.max_concurrent_requests(CONNECTIONS * BATCH)
				.build(url)
		};
		let sockets = try_join_all((0..CONNECTIONS).map(|_| connect())).await?;
		Ok(Self { node, sockets })
	}

	/// Sends them in their order, and waits for all.
	pub async fn send(&self, extrinsics: &[Vec<u8>]) -> Result<Taken> {
		let pending: HashSet<[u8; 32]> = extrinsics.iter().map(|bytes| blake2_256(bytes)).collect();
		ensure!(
			pending.len() == extrinsics.len(),
			"two extrinsics are the same"
		);
		let first = self.node.finalized().await?.number;
		let began = Instant::now();
		let (_, (last, failed)) =
			tokio::try_join!(self.submit(extrinsics), self.wait_for(pending, first))?;
		let seconds = began.elapsed().as_secs_f64();
		Ok(Taken {
			calls: extrinsics.len(),
			failed,
			seconds,
			blocks: last - first,
			per_second: extrinsics.len() as f64 / seconds,
		})
	}

	/// Sends them and waits only until the pool has taken them.
	///
	/// Each connection takes the next message that is not sent yet, so nonces come nearly in order.
	pub async fn submit(&self, extrinsics: &[Vec<u8>]) -> Result<()> {
		let messages = std::sync::Mutex::new(extrinsics.chunks(BATCH));
		let next = || {
			messages
				.lock()
				.ok()
				.and_then(|mut messages| messages.next())
		};
		let senders = self.sockets.iter().map(async |socket| -> Result<()> {
			while let Some(message) = next() {
				let mut batch = BatchRequestBuilder::new();
				for extrinsic in message {
					batch.insert(
						"author_submitExtrinsic",
						rpc_params![format!("0x{}", hex::encode(extrinsic))],
					)?;
				}
				for answer in socket.batch_request::<String>(batch).await? {
					if let Err(refusal) = answer {
						bail!("the pool refused an extrinsic: {refusal:?}");
					}
				}
			}
			Ok(())
		});
		try_join_all(senders).await?;
		Ok(())
	}

	/// Returns the last block that holds any of them, and how many failed.
	async fn wait_for(&self, mut pending: HashSet<[u8; 32]>, first: u32) -> Result<(u32, usize)> {
		let mut heads = self.node.finalized_heads().await?;
		let (mut seen, mut failed) = (first, 0);
		let (mut waiting, mut progress) = (pending.len(), Instant::now());
		loop {
			tokio::time::timeout(PATIENCE, heads.next())
				.await
				.context("the node finalizes nothing any more")?
				.context("the node closed the connection")??;
			// Heads may skip numbers.
			let head = self.node.finalized().await?.number;
			for number in seen + 1..=head {
				let hash = self
					.node
					.block_hash(number)
					.await?
					.context("a finalized block is gone")?;
				let block: SignedBlock = self
					.node
					.request("chain_getBlock", rpc_params![hash])
					.await?;
				for extrinsic in &block.block.extrinsics {
					pending.remove(&blake2_256(extrinsic));
				}
				failed += self.node.failures(hash).await?;
				if pending.is_empty() {
					return Ok((number, failed));
				}
			}
			seen = head;
			if pending.len() < waiting {
				(waiting, progress) = (pending.len(), Instant::now());
			}
			ensure!(
				progress.elapsed() < PATIENCE,
				"{waiting} extrinsics that the pool took came into no block for {} s",
				PATIENCE.as_secs()
			);
		}
	}
}

/// What the finalized blocks after that one say.
pub async fn events_since(node: &NodeClient, block: u32) -> Result<Vec<Event>> {
	let mut events = Vec::new();
	for number in block + 1..=node.finalized().await?.number {
		let hash = node
			.block_hash(number)
			.await?
			.context("a finalized block is gone")?;
		events.extend(node.events(hash).await?);
	}
	Ok(events)
}
