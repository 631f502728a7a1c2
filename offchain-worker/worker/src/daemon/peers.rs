// SPDX-License-Identifier: Apache-2.0
//! Keeps this store connected with the other operators', so that documents can be fetched from them.
//!
//! What another operator says of itself is not believed: it may name many addresses that never answer, or addresses of
//! somebody else's private network. So few are called, for a short time, and only such as this store listens on itself.
//! Nor is its endpoint asked wherever it says ([`Asker`]).

use crate::ipfs::DocumentStore;
use futures::{StreamExt, stream};
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	queries::{self, Operator},
};
use salus_custody::{Asker, Reach};
use salus_primitives::WithId;
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How often peers that are not connected are called.
const EVERY: Duration = Duration::from_secs(5);
/// How long an operator may take to say who it is, and each of its addresses to answer.
const CALL_TIMEOUT: Duration = Duration::from_secs(5);
/// Operators called at a time, and addresses of each.
const AT_ONCE: usize = 32;
pub(super) const MAX_ADDRESSES: usize = 4;

pub async fn keep(
	node: Arc<NodeClient>,
	store: Arc<dyn DocumentStore>,
	me: AccountId,
	stop: CancellationToken,
) {
	let connecting = async {
		loop {
			connect_all(&node, &store, &me).await;
			tokio::time::sleep(EVERY).await;
		}
	};
	tokio::select! {
		() = stop.cancelled() => {},
		() = connecting => {},
	}
}

async fn connect_all(node: &NodeClient, store: &Arc<dyn DocumentStore>, me: &AccountId) {
	let connected = store.peers().await.unwrap_or_default();
	let own = match store.identity().await {
		Ok(identity) => identity.addresses,
		Err(cause) => return tracing::debug!(%cause, "the store does not answer"),
	};
	let (asker, others) = operators(node, me).await;
	stream::iter(others)
		.for_each_concurrent(AT_ONCE, |operator| {
			let peer_id = String::from_utf8_lossy(&operator.item.peer_id).into_owned();
			let known = connected.contains(&peer_id);
			let (own, asker) = (&own, &asker);
			async move {
				if !known
					&& let Err(cause) = connect(node, store, asker, &operator, &peer_id, own).await
				{
					tracing::debug!(%peer_id, cause = format!("{cause:#}"), "peer not connected");
				}
			}
		})
		.await;
}

/// The other operators, and how far this one goes for them.
async fn operators(node: &NodeClient, me: &AccountId) -> (Asker, Vec<WithId<AccountId, Operator>>) {
	let asked = async {
		let block = node.finalized().await?;
		queries::operators(node, block.hash).await
	};
	let operators = asked.await.unwrap_or_else(|cause| {
		tracing::debug!(%cause, "operators not known now");
		Vec::new()
	});
	let (own, others): (Vec<_>, Vec<_>) =
		operators.into_iter().partition(|operator| operator.id == *me);
	(Asker::daemon_of(me, own.first().map(|own| &own.item)).await, others)
}

/// Asks the other operator where its store listens, and connects if it is who the chain says.
async fn connect(
	node: &NodeClient,
	store: &Arc<dyn DocumentStore>,
	asker: &Asker,
	operator: &WithId<AccountId, Operator>,
	peer_id: &str,
	own: &[String],
) -> anyhow::Result<()> {
	let custodian = asker.custodian(&operator.id, &operator.item, node.genesis_hash().0).await?;
	let identity = timeout(CALL_TIMEOUT, custodian.identity()).await??;
	anyhow::ensure!(identity.peer_id == peer_id, "it says that it is another peer than on chain");
	let addresses = identity.listen_addresses.iter();
	for address in addresses.filter(|address| may_call(address, own)).take(MAX_ADDRESSES) {
		if matches!(timeout(CALL_TIMEOUT, store.connect(address)).await, Ok(Ok(()))) {
			return Ok(());
		}
	}
	anyhow::bail!("none of its addresses answers that may be called from here")
}

/// Whether an address may be called: one that everybody reaches, or one of the kind that this store listens on.
pub(super) fn may_call(address: &str, own: &[String]) -> bool {
	match reach_of(address) {
		Some(Reach::Everywhere) => true,
		Some(reach) => own.iter().any(|own| reach_of(own) == Some(reach)),
		None => false,
	}
}

/// How far a multiaddress reaches; none if it begins with no IP address, or with one that is nobody's.
pub(super) fn reach_of(address: &str) -> Option<Reach> {
	let mut parts = address.split('/').skip(1);
	let (kind, host) = (parts.next()?, parts.next()?);
	match kind {
		"ip4" => Reach::of(IpAddr::V4(host.parse().ok()?)),
		"ip6" => Reach::of(IpAddr::V6(host.parse().ok()?)),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_operator_can_make_nobody_call_a_private_address() {
		let own = |address: &str| vec![format!("{address}/tcp/4001/p2p/12D3")];
		let everywhere = own("/ip4/203.0.114.7");
		for (address, called) in [
			("/ip4/198.51.101.1/tcp/4001", true),
			("/ip6/2001:4860::1/tcp/4001", true),
			("/ip4/127.0.0.1/tcp/22", false),
			("/ip4/10.1.2.3/tcp/22", false),
			("/ip4/192.168.0.1/tcp/80", false),
			("/ip4/169.254.169.254/tcp/80", false),
			("/ip4/100.64.0.1/tcp/80", false),
			("/ip4/0.0.0.0/tcp/80", false),
			("/ip4/255.255.255.255/tcp/80", false),
			("/ip6/::1/tcp/80", false),
			("/ip6/::ffff:127.0.0.1/tcp/80", false),
			("/ip6/fd00::1/tcp/80", false),
			("/ip6/fe80::1/tcp/80", false),
			("/dns4/localhost/tcp/80", false),
			("nonsense", false),
		] {
			assert_eq!(may_call(address, &everywhere), called, "{address}");
		}
		assert!(may_call("/ip4/127.0.0.1/tcp/1", &own("/ip4/127.0.0.1")));
		assert!(may_call("/ip4/10.0.0.9/tcp/1", &own("/ip4/192.168.1.1")));
		assert!(!may_call("/ip4/10.0.0.9/tcp/1", &own("/ip4/127.0.0.1")));
	}
}
