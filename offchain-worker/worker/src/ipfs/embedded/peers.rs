// SPDX-License-Identifier: Apache-2.0
//! The peers that it is told of: met, and dialled again when they were lost.

use super::super::StoreError;
use super::{Embedded, failed, parse_address};
use rust_ipfs::{
	AddPeerOpt, ConnectionLimits, DialOpts, Multiaddr, PeerCondition, PeerId, Protocol,
};
use std::time::Duration;
use tokio::time::timeout;

/// How long one attempt to connect to a peer may take.
const DIAL_DEADLINE: Duration = Duration::from_secs(5);

/// Connections that others open, at most: anybody may, and each takes a file descriptor.
const MAX_INCOMING: u32 = 256;
/// Connections beside them whose handshake is under way.
const MAX_PENDING: u32 = 64;
/// Connections of one peer. More than one: it may come again before its last one is known to be gone.
const MAX_OF_A_PEER: u32 = 4;

/// Connections that others have opened to a node at most, and a file descriptor for each.
pub const MAX_INCOMING_CONNECTIONS: u64 = (MAX_INCOMING + MAX_PENDING) as u64;

/// So many connections a node may have. Those that it opens itself are to peers that it was told of.
pub(super) fn limited(limits: ConnectionLimits) -> ConnectionLimits {
	limits
		.with_max_pending_incoming(Some(MAX_PENDING))
		.with_max_established_incoming(Some(MAX_INCOMING))
		.with_max_established_per_peer(Some(MAX_OF_A_PEER))
}

impl Embedded {
	/// Notes a peer's address and connects to it.
	pub(super) async fn meet(&self, address: &str) -> Result<(), StoreError> {
		let parsed = parse_address(address)?;
		let peer = parsed.iter().find_map(|part| match part {
			Protocol::P2p(peer) => Some(peer),
			_ => None,
		});
		let Some(peer) = peer else {
			let problem = "it does not end in /p2p/ and a peer id".to_owned();
			return Err(StoreError::NotConnected { address: address.to_owned(), problem });
		};
		// Known from now on, so that it is dialled again should it be away now or get lost.
		if let Ok(mut known) = self.known.lock() {
			known.insert(peer, parsed.clone());
		}
		let kept = AddPeerOpt::with_peer_id(peer).add_address(parsed.clone()).keepalive();
		self.node.add_peer(kept).await.map_err(|error| failed("noting a peer", error))?;
		self.dial(peer, &parsed).await
	}

	/// Dials every known peer to whom the connection was lost, all at once. Failures only show in the log:
	/// another peer may have what is wanted.
	pub(super) async fn reconnect(&self) {
		let known: Vec<(PeerId, Multiaddr)> = match self.known.lock() {
			Ok(known) => known.iter().map(|(peer, address)| (*peer, address.clone())).collect(),
			Err(_) => return,
		};
		let dials = known.into_iter().map(|(peer, address)| async move {
			if let Err(error) = self.dial(peer, &address).await {
				tracing::debug!(%peer, %error, "a known peer is away");
			}
		});
		futures::future::join_all(dials).await;
	}

	async fn dial(&self, peer: PeerId, address: &Multiaddr) -> Result<(), StoreError> {
		let failed =
			|problem: String| StoreError::NotConnected { address: address.to_string(), problem };
		if self.node.is_connected(peer).await.map_err(|error| failed(error.to_string()))? {
			return Ok(());
		}
		let options = DialOpts::peer_id(peer)
			.condition(PeerCondition::Disconnected)
			.addresses(vec![address.clone()])
			.build();
		match timeout(DIAL_DEADLINE, self.node.connect(options)).await {
			Ok(Ok(_)) => Ok(()),
			Ok(Err(error)) => Err(failed(error.to_string())),
			Err(_) => Err(failed(format!("no answer within {} seconds", DIAL_DEADLINE.as_secs()))),
		}
	}
}
