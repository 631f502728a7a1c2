// SPDX-License-Identifier: Apache-2.0
//! The connection to a node, made anew once it has closed. jsonrpsee's client does not do it by itself, and
//! substrate-api-client's own has neither that nor futures that can cross threads. What comes back may be another node: of
//! another chain it is refused, and the runtime is learnt anew.

use super::{NodeClient, by_version, learn};
use crate::{ChainError, H256};
use jsonrpsee::{
	core::client::{ClientT, IdKind},
	rpc_params,
	ws_client::{PingConfig, WsClient, WsClientBuilder},
};
use std::{sync::Arc, time::Duration};

/// Largest answer taken from a node: the metadata and a block fit well.
const MAX_RESPONSE_BYTES: u32 = 32 * 1024 * 1024;

impl NodeClient {
	/// A live socket: the one in use, or a new one if that has closed.
	pub(super) async fn socket(&self) -> Result<Arc<WsClient>, ChainError> {
		let current = self.socket.read().await.clone();
		if current.is_connected() {
			return Ok(current);
		}
		let mut slot = self.socket.write().await;
		if !slot.is_connected() {
			let fresh = Arc::new(open(&self.url).await?);
			if genesis_of(&fresh, &self.url).await? != self.genesis_hash {
				return Err(ChainError::OtherChain { url: self.url.clone() });
			}
			*self.runtimes.write().await = by_version(learn(&fresh, &self.url, None).await?);
			*slot = fresh;
		}
		Ok(slot.clone())
	}
}

pub(super) async fn open(url: &str) -> Result<WsClient, ChainError> {
	WsClientBuilder::default()
		.connection_timeout(Duration::from_secs(10))
		.request_timeout(Duration::from_secs(60))
		.id_format(IdKind::String) // Numbers as ids don't survive serde_json's arbitrary precision.
		.max_response_size(MAX_RESPONSE_BYTES)
		.max_request_size(MAX_RESPONSE_BYTES)
		// A connection that died in silence is found out, and made anew.
		.enable_ws_ping(PingConfig::new())
		.build(url)
		.await
		.map_err(|cause| ChainError::Unreachable { url: url.to_owned(), cause: cause.to_string() })
}

pub(super) async fn genesis_of(socket: &WsClient, url: &str) -> Result<H256, ChainError> {
	socket
		.request("chain_getBlockHash", rpc_params![0])
		.await
		.map_err(|cause| ChainError::Unreachable { url: url.to_owned(), cause: cause.to_string() })
}
