// SPDX-License-Identifier: Apache-2.0
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
use salus_chain::{AccountId, ChainClient, NodeClient, events::Event};
use serde::{Deserialize, Serialize};
use sp_core::{Bytes, blake2_256};
use std::{
	collections::HashSet,
	time::{Duration, Instant},
};

/// Connections that send beside each other, so that the network does not limit them.
const CONNECTIONS: usize = 4;
/// Extrinsics in one message, as many as the node takes.
const BATCH: usize = 100;
/// How long none of them may come into a block before they are given up.
const STALL_LIMIT: Duration = Duration::from_secs(60);

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

/// An extrinsic, and whose: what one account signs must arrive in the order of its nonces.
pub struct Signed {
	/// Who signed it.
	pub signer: AccountId,
	/// As it goes over the wire.
	pub bytes: Vec<u8>,
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
				.request_timeout(STALL_LIMIT)
				.max_concurrent_requests(CONNECTIONS * BATCH)
				.build(url)
		};
		let sockets = try_join_all((0..CONNECTIONS).map(|_| connect())).await?;
		Ok(Self { node, sockets })
	}

	/// Sends them in their order, and waits for all.
	pub async fn send(&self, extrinsics: &[Signed]) -> Result<Taken> {
		let pending: HashSet<[u8; 32]> =
			extrinsics.iter().map(|extrinsic| blake2_256(&extrinsic.bytes)).collect();
		ensure!(pending.len() == extrinsics.len(), "two extrinsics are the same");
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

	/// Sends them and waits only until the pool has taken them: all of one account over one connection.
	pub async fn submit(&self, extrinsics: &[Signed]) -> Result<()> {
		let senders = self.sockets.iter().enumerate().map(async |(number, socket)| -> Result<()> {
			let own: Vec<_> = extrinsics
				.iter()
				.filter(|extrinsic| connection_of(&extrinsic.signer) == number)
				.collect();
			for message in own.chunks(BATCH) {
				let mut batch = BatchRequestBuilder::new();
				for extrinsic in message {
					batch.insert(
						"author_submitExtrinsic",
						rpc_params![format!("0x{}", hex::encode(&extrinsic.bytes))],
					)?;
				}
				for response in socket.batch_request::<String>(batch).await? {
					if let Err(refusal) = response {
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
			tokio::time::timeout(STALL_LIMIT, heads.next())
				.await
				.context("the node finalizes nothing any more")?
				.context("the node closed the connection")??;
			// Heads may skip numbers.
			let head = self.node.finalized().await?.number;
			for number in seen + 1..=head {
				let hash =
					self.node.block_hash(number).await?.context("a finalized block is gone")?;
				let block: SignedBlock =
					self.node.request("chain_getBlock", rpc_params![hash]).await?;
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
				progress.elapsed() < STALL_LIMIT,
				"{waiting} extrinsics that the pool took came into no block for {} s",
				STALL_LIMIT.as_secs()
			);
		}
	}
}

/// Which connection an account's extrinsics go over; accounts are as good as random.
fn connection_of(account: &AccountId) -> usize {
	let bytes: &[u8] = account.as_ref();
	usize::from(bytes.first().copied().unwrap_or_default()) % CONNECTIONS
}

/// What the finalized blocks after that one say.
pub async fn events_since(node: &NodeClient, block: u32) -> Result<Vec<Event>> {
	let mut events = Vec::new();
	for number in block + 1..=node.finalized().await?.number {
		let hash = node.block_hash(number).await?.context("a finalized block is gone")?;
		events.extend(node.events(hash).await?);
	}
	Ok(events)
}
