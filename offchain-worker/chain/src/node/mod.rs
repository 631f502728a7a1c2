// SPDX-License-Identifier: Apache-2.0
//! A chain client over a node's WebSocket, which reconnects by itself.

mod bodies;
mod nonces;
mod search;
mod socket;
mod state;
mod status;
mod submit;

pub use submit::Composer;

use nonces::Nonces;
use socket::{genesis_of, open};

use super::{
	AccountId, BlockRef, ChainClient, ChainError, H256, Included,
	calls::Call,
	event_records::{self, EventRecord},
	events::{Event, decode_events},
	queries::Balance,
	session::Proxy,
};
use async_trait::async_trait;
use codec::Decode;
use jsonrpsee::{
	core::client::{ClientT, Error as RpcError, Subscription, SubscriptionClientT},
	core::params::ArrayParams,
	rpc_params,
	types::ErrorObjectOwned,
	ws_client::WsClient,
};
use salus_core::signer::Signer;
use salus_primitives::{Cid, ClaimId, Moment, RecordId, quorum::TaskId};
use serde::de::{DeserializeOwned, IgnoredAny};
use sp_core::{Bytes, storage::StorageKey};
use std::{collections::BTreeMap, sync::Arc};
use substrate_api_client::{
	ac_node_api::{Metadata, MetadataError, error::DispatchError},
	ac_primitives::RuntimeVersion,
	storage_key,
};
use tokio::sync::{Mutex, RwLock};

/// What is known of one version of the chain's runtime.
struct Runtime {
	metadata: Metadata,
	version: RuntimeVersion,
}

/// A connection to one node.
pub struct NodeClient {
	url: String,
	socket: RwLock<Arc<WsClient>>,
	genesis_hash: H256,
	/// Those met so far, by version: an upgrade adds one.
	runtimes: RwLock<BTreeMap<u32, Arc<Runtime>>>,
	/// One extrinsic at a time until the pool has it, so that nonces follow each other.
	sending: Mutex<Nonces>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
	number: String,
	parent_hash: H256,
}

impl Header {
	fn number(&self) -> Result<u32, ChainError> {
		u32::from_str_radix(self.number.trim_start_matches("0x"), 16)
			.map_err(|cause| ChainError::Mismatch(format!("a block number: {cause}")))
	}
}

impl NodeClient {
	/// Connects and learns the node's runtime.
	pub async fn connect(url: &str) -> Result<Self, ChainError> {
		let socket = Arc::new(open(url).await?);
		let genesis_hash = genesis_of(&socket, url).await?;
		let runtime = learn(&socket, url, None).await?;
		Ok(Self {
			url: url.to_owned(),
			socket: RwLock::new(socket),
			genesis_hash,
			runtimes: RwLock::new(by_version(runtime)),
			sending: Mutex::default(),
		})
	}

	/// The address connected to.
	pub fn url(&self) -> &str {
		&self.url
	}

	fn unreachable(&self, cause: impl ToString) -> ChainError {
		ChainError::Unreachable { url: self.url.clone(), cause: cause.to_string() }
	}

	/// Calls any of the node's RPC methods.
	pub async fn request<Response: DeserializeOwned>(
		&self,
		method: &str,
		parameters: ArrayParams,
	) -> Result<Response, ChainError> {
		self.socket().await?.request(method, parameters).await.map_err(|cause| match cause {
			RpcError::Call(refusal) => {
				ChainError::NodeRefused { method: method.to_owned(), cause: message_of(&refusal) }
			}
			other => self.unreachable(format!("{method}: {other}")),
		})
	}

	/// How long a call is in bytes, as a body's motion must say.
	pub async fn call_length(&self, call: &Call) -> Result<u32, ChainError> {
		let length = self.call_bytes(call).await?.len();
		u32::try_from(length).map_err(|_| ChainError::Mismatch("a call is too long".into()))
	}

	/// A call's bytes, as its hash is made of.
	pub async fn call_bytes(&self, call: &Call) -> Result<Vec<u8>, ChainError> {
		call.encode_for(&self.runtime().await?.metadata)
	}

	/// What an encoded dispatch error of a call means.
	pub async fn explain(&self, call: &str, error: &[u8]) -> Result<ChainError, ChainError> {
		let runtime = self.runtime().await?;
		let cause = DispatchError::decode_from(error, &runtime.metadata)
			.map_err(|cause| ChainError::Mismatch(format!("{cause:?}")))?;
		Ok(submit::refused(call.to_owned(), cause))
	}

	/// What an account owns and may spend, in the smallest unit.
	pub async fn free_balance(&self, account: &AccountId, block: H256) -> Result<u128, ChainError> {
		let account_bytes: &[u8; 32] = account.as_ref();
		let mut key = storage_key("System", "Account").0;
		key.extend(sp_core::blake2_128(account_bytes));
		key.extend(account_bytes);
		let Some(bytes) = self.storage(StorageKey(key), block).await? else {
			return Ok(0);
		};
		// Nonce, consumers, providers and sufficients come first.
		let (_, free) = <([u32; 4], u128)>::decode(&mut bytes.as_slice())
			.map_err(|cause| ChainError::Mismatch(format!("an account: {cause}")))?;
		Ok(free)
	}

	/// How many extrinsics of a block failed.
	pub async fn failures(&self, block: H256) -> Result<usize, ChainError> {
		let runtime = self.maker_of(block).await?;
		let bytes = self.encoded_events(block).await?;
		let records = event_records::read(&runtime.metadata, &bytes)?;
		let failed = |record: &&EventRecord| record.failure(&runtime.metadata).is_some();
		Ok(records.iter().filter(failed).count())
	}

	/// Tells of every newly finalized head; ends when the connection does.
	pub async fn finalized_heads(&self) -> Result<Subscription<IgnoredAny>, ChainError> {
		self.socket()
			.await?
			.subscribe(
				"chain_subscribeFinalizedHeads",
				rpc_params![],
				"chain_unsubscribeFinalizedHeads",
			)
			.await
			.map_err(|cause| self.unreachable(cause))
	}

	/// The runtime that the next extrinsic is for: the best block's.
	async fn runtime(&self) -> Result<Arc<Runtime>, ChainError> {
		self.runtime_after(None).await
	}

	/// The runtime that made a block, and so its events: an upgrade is in the state already that the last
	/// block of the old runtime leaves.
	async fn maker_of(&self, block: H256) -> Result<Arc<Runtime>, ChainError> {
		let before = match block {
			genesis if genesis == self.genesis_hash => genesis,
			later => self.header(later).await?.parent_hash,
		};
		self.runtime_after(Some(before)).await
	}

	/// The runtime in the state that a block leaves, or that the best block leaves.
	async fn runtime_after(&self, block: Option<H256>) -> Result<Arc<Runtime>, ChainError> {
		let version: RuntimeVersion =
			self.request("state_getRuntimeVersion", rpc_params![block]).await?;
		let version = version.spec_version;
		if let Some(known) = self.runtimes.read().await.get(&version) {
			return Ok(known.clone());
		}
		let learned = Arc::new(learn(&*self.socket().await?, &self.url, block).await?);
		let mut runtimes = self.runtimes.write().await;
		runtimes.insert(learned.version.spec_version, learned.clone());
		Ok(learned)
	}

	async fn storage(&self, key: StorageKey, block: H256) -> Result<Option<Vec<u8>>, ChainError> {
		let value: Option<Bytes> =
			self.request("state_getStorage", rpc_params![key, block]).await?;
		Ok(value.map(|bytes| bytes.0))
	}

	async fn header(&self, hash: H256) -> Result<Header, ChainError> {
		self.request("chain_getHeader", rpc_params![hash]).await
	}

	async fn number_of(&self, hash: H256) -> Result<u32, ChainError> {
		self.header(hash).await?.number()
	}

	async fn encoded_events(&self, block: H256) -> Result<Vec<u8>, ChainError> {
		let found = self.storage(storage_key("System", "Events"), block).await?;
		Ok(found.unwrap_or_default())
	}
}

/// A node's refusal in its own words.
fn message_of(refusal: &ErrorObjectOwned) -> String {
	match refusal.data() {
		Some(data) => format!("{}: {}", refusal.message(), data.get().trim_matches('"')),
		None => refusal.message().to_owned(),
	}
}

fn by_version(runtime: Runtime) -> BTreeMap<u32, Arc<Runtime>> {
	BTreeMap::from([(runtime.version.spec_version, Arc::new(runtime))])
}

/// Asks for the runtime in the state that a block leaves, or that the best block leaves.
async fn learn(socket: &WsClient, url: &str, block: Option<H256>) -> Result<Runtime, ChainError> {
	let unreachable =
		|cause: RpcError| ChainError::Unreachable { url: url.to_owned(), cause: cause.to_string() };
	let bytes: Bytes =
		socket.request("state_getMetadata", rpc_params![block]).await.map_err(unreachable)?;
	let version: RuntimeVersion =
		socket.request("state_getRuntimeVersion", rpc_params![block]).await.map_err(unreachable)?;
	let metadata = read_metadata(&bytes.0)?;
	Ok(Runtime { metadata, version })
}

/// A runtime's metadata, from what a node answers.
pub(crate) fn read_metadata(bytes: &[u8]) -> Result<Metadata, ChainError> {
	let mismatch = |cause: String| ChainError::Mismatch(format!("its metadata: {cause}"));
	let prefixed = frame_metadata::RuntimeMetadataPrefixed::decode(&mut &*bytes)
		.map_err(|cause| mismatch(cause.to_string()))?;
	Metadata::try_from(prefixed).map_err(|cause| mismatch(format!("{cause:?}")))
}

/// A block's events, from what a node has stored of them.
pub(crate) fn read_events(metadata: &Metadata, bytes: &[u8]) -> Result<Vec<Event>, ChainError> {
	decode_events(&event_records::read(metadata, bytes)?)
}

/// A block's number, from a node's answer.
pub(crate) fn read_header(json: &[u8]) -> Result<u32, ChainError> {
	let header: Header = serde_json::from_slice(json)
		.map_err(|cause| ChainError::Mismatch(format!("a header: {cause}")))?;
	header.number()
}

#[async_trait]
impl ChainClient for NodeClient {
	fn genesis_hash(&self) -> H256 {
		self.genesis_hash
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		let hash = self.request("chain_getFinalizedHead", rpc_params![]).await?;
		Ok(BlockRef { number: self.number_of(hash).await?, hash })
	}

	async fn block_hash(&self, number: u32) -> Result<Option<H256>, ChainError> {
		if number > self.finalized().await?.number {
			return Ok(None);
		}
		self.request("chain_getBlockHash", rpc_params![number]).await
	}

	async fn events(&self, block: H256) -> Result<Vec<Event>, ChainError> {
		let runtime = self.maker_of(block).await?;
		let bytes = self.encoded_events(block).await?;
		read_events(&runtime.metadata, &bytes)
	}

	async fn moment(&self, block: H256) -> Result<Moment, ChainError> {
		let bytes = self.storage(storage_key("Timestamp", "Now"), block).await?.unwrap_or_default();
		if bytes.is_empty() {
			return Ok(0);
		}
		Moment::decode(&mut bytes.as_slice())
			.map_err(|cause| ChainError::Mismatch(format!("the clock: {cause}")))
	}

	async fn ask_raw(
		&self,
		method: &str,
		arguments: Vec<u8>,
		block: H256,
	) -> Result<Vec<u8>, ChainError> {
		let response: Bytes =
			self.request("state_call", rpc_params![method, Bytes(arguments), block]).await?;
		Ok(response.0)
	}

	async fn session_keys(
		&self,
		account: &AccountId,
		block: H256,
	) -> Result<Vec<AccountId>, ChainError> {
		let proxies = self.proxies(account, block).await?;
		let believed = proxies.into_iter().filter(Proxy::is_believed);
		Ok(believed.map(|proxy| proxy.delegate).collect())
	}

	async fn records_of(&self, cid: &Cid, block: H256) -> Result<Vec<RecordId>, ChainError> {
		self.stored_records_of(cid, block).await
	}

	async fn records(&self, block: H256) -> Result<Vec<RecordId>, ChainError> {
		self.ids("Records", "Records", block).await
	}

	async fn claims(&self, block: H256) -> Result<Vec<ClaimId>, ChainError> {
		self.ids("Claims", "Claims", block).await
	}

	async fn destructions_owed(&self, block: H256) -> Result<Vec<RecordId>, ChainError> {
		self.ids("Records", "Destructions", block).await
	}

	async fn accused_tasks(&self, block: H256) -> Result<Vec<TaskId>, ChainError> {
		self.ids("Quorum", "Accusations", block).await
	}

	async fn best_number(&self) -> Result<u32, ChainError> {
		let best: Header = self.request("chain_getHeader", rpc_params![]).await?;
		best.number()
	}

	async fn is_syncing(&self) -> Result<bool, ChainError> {
		#[derive(serde::Deserialize)]
		#[serde(rename_all = "camelCase")]
		struct Health {
			is_syncing: bool,
		}
		let health: Health = self.request("system_health", rpc_params![]).await?;
		Ok(health.is_syncing)
	}

	async fn fee(&self, signer: &Signer, call: &Call, block: H256) -> Result<Balance, ChainError> {
		self.fee_of(signer, call, block).await
	}

	async fn submit(&self, signer: &Signer, call: Call) -> Result<Included, ChainError> {
		self.submit_signed(signer, &call).await
	}
}

impl From<MetadataError> for ChainError {
	fn from(cause: MetadataError) -> Self {
		Self::Mismatch(format!("{cause:?}"))
	}
}
