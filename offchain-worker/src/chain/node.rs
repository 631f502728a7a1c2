//! A chain client over a node's WebSocket, which reconnects by itself.

use super::{
	AccountId, BlockRef, ChainClient, ChainError, H256, Included,
	calls::Call,
	events::{Event, decode_events},
	signer::Signer,
};
use async_trait::async_trait;
use codec::{Decode, Encode};
use jsonrpsee::{
	core::client::{ClientT, Error as RpcError, IdKind, Subscription, SubscriptionClientT},
	core::params::ArrayParams,
	rpc_params,
	types::ErrorObjectOwned,
	ws_client::{PingConfig, WsClient, WsClientBuilder},
};
use salus_primitives::Moment;
use serde::de::DeserializeOwned;
use sp_core::{Bytes, blake2_256, storage::StorageKey};
use sp_runtime::generic::Era;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_api_client::{
	Api,
	ac_node_api::{Events, Metadata, MetadataError, Phase, error::DispatchError},
	ac_primitives::{
		DefaultRuntimeConfig, ExtrinsicSigner, GenericAdditionalParams, RuntimeVersion,
	},
	storage_key,
};
use tokio::sync::{Mutex, RwLock};

/// How long an extrinsic is waited for.
const INCLUSION_DEADLINE: Duration = Duration::from_secs(90);
/// Blocks for which a signed extrinsic stays valid.
const MORTALITY: u64 = 64;
/// Largest answer taken from a node: the metadata and a block fit well.
const MAX_RESPONSE_BYTES: u32 = 32 * 1024 * 1024;

type Composer = Api<DefaultRuntimeConfig, ()>;

/// What is known of the node's runtime: renewed when the runtime is upgraded.
struct Runtime {
	metadata: Metadata,
	version: RuntimeVersion,
}

/// A connection to one node.
pub struct NodeClient {
	url: String,
	socket: RwLock<Arc<WsClient>>,
	genesis_hash: H256,
	runtime: RwLock<Arc<Runtime>>,
	/// One extrinsic at a time until the pool has it, so that nonces follow each other.
	sending: Mutex<()>,
}

#[derive(serde::Deserialize)]
struct Header {
	number: String,
}

#[derive(serde::Deserialize)]
struct SignedBlock {
	block: Block,
}

#[derive(serde::Deserialize)]
struct Block {
	extrinsics: Vec<Bytes>,
}

impl NodeClient {
	/// Connects and learns the node's runtime.
	pub async fn connect(url: &str) -> Result<Self, ChainError> {
		let socket = Arc::new(open(url).await?);
		let genesis_hash = genesis_of(&socket, url).await?;
		let runtime = Arc::new(learn(&socket, url).await?);
		Ok(Self {
			url: url.to_owned(),
			socket: RwLock::new(socket),
			genesis_hash,
			runtime: RwLock::new(runtime),
			sending: Mutex::new(()),
		})
	}

	/// The address connected to.
	pub fn url(&self) -> &str {
		&self.url
	}

	/// A live socket: the one in use, or a new one if that has closed.
	async fn socket(&self) -> Result<Arc<WsClient>, ChainError> {
		let current = self.socket.read().await.clone();
		if current.is_connected() {
			return Ok(current);
		}
		let mut slot = self.socket.write().await;
		if !slot.is_connected() {
			let fresh = Arc::new(open(&self.url).await?);
			if genesis_of(&fresh, &self.url).await? != self.genesis_hash {
				return Err(ChainError::OtherChain {
					url: self.url.clone(),
				});
			}
			*self.runtime.write().await = Arc::new(learn(&fresh, &self.url).await?);
			*slot = fresh;
		}
		Ok(slot.clone())
	}

	fn unreachable(&self, cause: impl ToString) -> ChainError {
		ChainError::Unreachable {
			url: self.url.clone(),
			cause: cause.to_string(),
		}
	}

	/// Calls any of the node's RPC methods.
	pub async fn request<Answer: DeserializeOwned>(
		&self,
		method: &str,
		parameters: ArrayParams,
	) -> Result<Answer, ChainError> {
		self.socket()
			.await?
			.request(method, parameters)
			.await
			.map_err(|cause| match cause {
				RpcError::Call(refusal) => ChainError::NodeRefused {
					method: method.to_owned(),
					cause: said(&refusal),
				},
				other => self.unreachable(format!("{method}: {other}")),
			})
	}

	/// How long a call is in bytes, as a council's motion must say.
	pub async fn call_length(&self, call: &Call) -> Result<u32, ChainError> {
		let length = call.encode_for(&self.runtime().await?.metadata)?.len();
		u32::try_from(length).map_err(|_| ChainError::Mismatch("a call is too long".into()))
	}

	/// What an encoded dispatch error of a call means.
	pub async fn explain(&self, call: &str, error: &[u8]) -> Result<ChainError, ChainError> {
		let runtime = self.runtime().await?;
		let cause = DispatchError::decode_from(error, &runtime.metadata)
			.map_err(|cause| ChainError::Mismatch(format!("{cause:?}")))?;
		Ok(refused(call.to_owned(), cause))
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

	/// Tells of every newly finalized head; ends when the connection does.
	pub async fn finalized_heads(&self) -> Result<Subscription<serde_json::Value>, ChainError> {
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

	/// Relearns the runtime if the node has another version than the one known.
	async fn runtime(&self) -> Result<Arc<Runtime>, ChainError> {
		let version: RuntimeVersion = self
			.request("state_getRuntimeVersion", rpc_params![])
			.await?;
		let known = self.runtime.read().await.clone();
		if known.version.spec_version == version.spec_version {
			return Ok(known);
		}
		let learned = Arc::new(learn(&*self.socket().await?, &self.url).await?);
		*self.runtime.write().await = learned.clone();
		Ok(learned)
	}

	async fn storage(&self, key: StorageKey, block: H256) -> Result<Option<Vec<u8>>, ChainError> {
		let value: Option<Bytes> = self
			.request("state_getStorage", rpc_params![key, block])
			.await?;
		Ok(value.map(|bytes| bytes.0))
	}

	async fn number_of(&self, hash: H256) -> Result<u32, ChainError> {
		let header: Header = self.request("chain_getHeader", rpc_params![hash]).await?;
		u32::from_str_radix(header.number.trim_start_matches("0x"), 16)
			.map_err(|cause| ChainError::Mismatch(format!("a block number: {cause}")))
	}

	async fn raw_events(&self, runtime: &Runtime, block: H256) -> Result<Events<H256>, ChainError> {
		let bytes = self
			.storage(storage_key("System", "Events"), block)
			.await?
			.unwrap_or_default();
		Ok(Events::new(runtime.metadata.clone(), block, bytes))
	}

	/// Sends an encoded extrinsic; the pool has taken it when this returns.
	async fn send(&self, call: &Call, extrinsic: Vec<u8>) -> Result<Sent, ChainError> {
		let statuses = self
			.socket()
			.await?
			.subscribe(
				"author_submitAndWatchExtrinsic",
				rpc_params![Bytes(extrinsic.clone())],
				"author_unwatchExtrinsic",
			)
			.await
			.map_err(|cause| match cause {
				RpcError::Call(refusal) => not_accepted(call, said(&refusal)),
				other => self.unreachable(other),
			})?;
		Ok(Sent {
			extrinsic,
			statuses,
		})
	}

	/// Waits until what was sent stands in a finalized block and succeeded.
	async fn finalised(
		&self,
		runtime: &Runtime,
		call: &Call,
		mut sent: Sent,
	) -> Result<Included, ChainError> {
		let undecided = || ChainError::Undecided {
			call: call.name(),
			seconds: INCLUSION_DEADLINE.as_secs(),
		};
		let deadline = Instant::now() + INCLUSION_DEADLINE;
		let block_hash = loop {
			let left = deadline.saturating_duration_since(Instant::now());
			let status = tokio::time::timeout(left, sent.statuses.next())
				.await
				.map_err(|_| undecided())?
				.ok_or_else(undecided)?
				.map_err(|cause| ChainError::Mismatch(cause.to_string()))?;
			match finality(&status) {
				Finality::Waiting => {}
				Finality::In(hash) => break hash,
				Finality::Never(cause) => return Err(not_accepted(call, cause)),
			}
		};
		self.outcome(runtime, call, &sent.extrinsic, block_hash)
			.await
	}

	/// What an extrinsic in a block did: its events, or the chain's refusal.
	async fn outcome(
		&self,
		runtime: &Runtime,
		call: &Call,
		extrinsic: &[u8],
		hash: H256,
	) -> Result<Included, ChainError> {
		let block: SignedBlock = self.request("chain_getBlock", rpc_params![hash]).await?;
		let sought = blake2_256(extrinsic);
		let index = block
			.block
			.extrinsics
			.iter()
			.position(|candidate| blake2_256(&candidate.0) == sought)
			.ok_or_else(|| ChainError::Mismatch("the block lacks the extrinsic".into()))?;
		let events = self.raw_events(runtime, hash).await?;
		for event in events.iter() {
			let event = event.map_err(|cause| ChainError::Mismatch(format!("{cause:?}")))?;
			let here = matches!(event.phase(), Phase::ApplyExtrinsic(at) if at as usize == index);
			if here && let Some(cause) = event.get_associated_dispatch_error() {
				return Err(refused(call.name(), cause));
			}
		}
		let number = self.number_of(hash).await?;
		let events = decode_events(&events, Some(index))?;
		Ok(Included {
			block: BlockRef { number, hash },
			events,
		})
	}
}

/// An extrinsic on its way.
struct Sent {
	extrinsic: Vec<u8>,
	statuses: Subscription<serde_json::Value>,
}

fn not_accepted(call: &Call, cause: String) -> ChainError {
	ChainError::NotAccepted {
		call: call.name(),
		cause,
	}
}

async fn open(url: &str) -> Result<WsClient, ChainError> {
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
		.map_err(|cause| ChainError::Unreachable {
			url: url.to_owned(),
			cause: cause.to_string(),
		})
}

async fn genesis_of(socket: &WsClient, url: &str) -> Result<H256, ChainError> {
	socket
		.request("chain_getBlockHash", rpc_params![0])
		.await
		.map_err(|cause| ChainError::Unreachable {
			url: url.to_owned(),
			cause: cause.to_string(),
		})
}

/// A node's refusal in its own words.
fn said(refusal: &ErrorObjectOwned) -> String {
	match refusal.data() {
		Some(data) => format!("{}: {}", refusal.message(), data.get().trim_matches('"')),
		None => refusal.message().to_owned(),
	}
}

async fn learn(socket: &WsClient, url: &str) -> Result<Runtime, ChainError> {
	let unreachable = |cause: RpcError| ChainError::Unreachable {
		url: url.to_owned(),
		cause: cause.to_string(),
	};
	let mismatch = |cause: String| ChainError::Mismatch(format!("its metadata: {cause}"));
	let bytes: Bytes = socket
		.request("state_getMetadata", rpc_params![])
		.await
		.map_err(unreachable)?;
	let version: RuntimeVersion = socket
		.request("state_getRuntimeVersion", rpc_params![])
		.await
		.map_err(unreachable)?;
	let prefixed = frame_metadata::RuntimeMetadataPrefixed::decode(&mut bytes.0.as_slice())
		.map_err(|cause| mismatch(cause.to_string()))?;
	let metadata = Metadata::try_from(prefixed).map_err(|cause| mismatch(format!("{cause:?}")))?;
	Ok(Runtime { metadata, version })
}

/// Where an extrinsic stands, by the status that a node reports.
enum Finality {
	Waiting,
	In(H256),
	Never(String),
}

fn finality(status: &serde_json::Value) -> Finality {
	if let Some(hash) = status.get("finalized").and_then(|hash| hash.as_str()) {
		return match hash.parse() {
			Ok(hash) => Finality::In(hash),
			Err(_) => Finality::Never(format!("the node reports a malformed hash {hash}")),
		};
	}
	for end in ["usurped", "finalityTimeout"] {
		if status.get(end).is_some() {
			return Finality::Never(end.to_owned());
		}
	}
	match status.as_str() {
		Some(end @ ("dropped" | "invalid")) => Finality::Never(end.to_owned()),
		_ => Finality::Waiting,
	}
}

fn refused(call: String, cause: DispatchError) -> ChainError {
	match cause {
		DispatchError::Module(module) => ChainError::Refused {
			call,
			pallet: module.pallet,
			error: module.error,
			description: module.description.join(" ").trim().to_owned(),
		},
		DispatchError::BadOrigin => ChainError::Refused {
			call,
			pallet: "System".into(),
			error: "BadOrigin".into(),
			description: "this account may not make the call".into(),
		},
		DispatchError::Token(fault) => ChainError::Refused {
			call,
			pallet: "Token".into(),
			error: format!("{fault:?}"),
			description: "the account has too few tokens for its fee, deposit or bond".into(),
		},
		other => ChainError::Refused {
			call,
			pallet: "System".into(),
			error: format!("{other:?}"),
			description: "the runtime's own refusal".into(),
		},
	}
}

#[async_trait]
impl ChainClient for NodeClient {
	fn genesis_hash(&self) -> H256 {
		self.genesis_hash
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		let hash = self
			.request("chain_getFinalizedHead", rpc_params![])
			.await?;
		Ok(BlockRef {
			number: self.number_of(hash).await?,
			hash,
		})
	}

	async fn block_hash(&self, number: u32) -> Result<Option<H256>, ChainError> {
		if number > self.finalized().await?.number {
			return Ok(None);
		}
		self.request("chain_getBlockHash", rpc_params![number])
			.await
	}

	async fn events(&self, block: H256) -> Result<Vec<Event>, ChainError> {
		let runtime = self.runtime().await?;
		decode_events(&self.raw_events(&runtime, block).await?, None)
	}

	async fn moment(&self, block: H256) -> Result<Moment, ChainError> {
		let bytes = self
			.storage(storage_key("Timestamp", "Now"), block)
			.await?
			.unwrap_or_default();
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
		let answer: Bytes = self
			.request("state_call", rpc_params![method, Bytes(arguments), block])
			.await?;
		Ok(answer.0)
	}

	async fn submit(&self, signer: &Signer, call: Call) -> Result<Included, ChainError> {
		// Not held while waiting for finality: an operator with many requests has much to post in time.
		let one_at_a_time = self.sending.lock().await;
		let runtime = self.runtime().await?;
		let encoded = call.encode_for(&runtime.metadata)?;
		let birth = self.finalized().await?;
		let nonce: u32 = self
			.request(
				"system_accountNextIndex",
				rpc_params![signer.account().to_string()],
			)
			.await?;
		let mut composer = Composer::new_offline(
			self.genesis_hash,
			runtime.metadata.clone(),
			runtime.version.clone(),
			(),
		);
		composer.set_signer(ExtrinsicSigner::new(signer.pair().clone()));
		composer.set_additional_params(
			GenericAdditionalParams::new()
				.era(Era::mortal(MORTALITY, birth.number.into()), birth.hash),
		);
		let extrinsic = composer.compose_extrinsic_offline(RawCall(encoded), nonce);
		let sent = self.send(&call, extrinsic.encode()).await?;
		drop(one_at_a_time);
		self.finalised(&runtime, &call, sent).await
	}

	async fn submit_authorised(&self, call: Call) -> Result<Included, ChainError> {
		let runtime = self.runtime().await?;
		let encoded = call.encode_for(&runtime.metadata)?;
		let sent = self.send(&call, general_transaction(&encoded)).await?;
		self.finalised(&runtime, &call, sent).await
	}
}

/// A general transaction, which substrate-api-client cannot make: extrinsic format 5 of kind 0b01, then
/// version 0 of the extensions. Of these only four carry bytes: an immortal era, nonce 0, tip 0, and no
/// metadata hash. <https://github.com/polkadot-fellows/RFCs/blob/main/text/0084-general-transaction-extrinsic-format.md>
fn general_transaction(call: &[u8]) -> Vec<u8> {
	const FORMAT_FIVE_GENERAL: u8 = 0b0100_0101;
	let mut body = vec![FORMAT_FIVE_GENERAL, 0, 0, 0, 0, 0];
	body.extend_from_slice(call);
	body.encode()
}

/// A call that is encoded already.
#[derive(Clone)]
struct RawCall(Vec<u8>);

impl Encode for RawCall {
	fn encode_to<Out: codec::Output + ?Sized>(&self, out: &mut Out) {
		out.write(&self.0);
	}
}

impl From<MetadataError> for ChainError {
	fn from(cause: MetadataError) -> Self {
		Self::Mismatch(format!("{cause:?}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;
	use sp_core::Pair;
	use substrate_api_client::ac_primitives::{Config, ExtrinsicParams};

	#[test]
	fn a_general_transaction_carries_the_extensions_bytes_before_the_call() {
		// Length; format 5, general; version 0; era, nonce, tip, metadata hash; call.
		assert_eq!(
			general_transaction(&[50, 7]),
			[8 << 2, 0x45, 0, 0, 0, 0, 0, 50, 7]
		);
	}

	#[test]
	fn only_a_finalized_block_ends_the_wait() {
		let hash = format!("0x{}", "11".repeat(32));
		assert!(
			matches!(finality(&json!({ "finalized": hash })), Finality::In(H256(bytes)) if bytes == [0x11; 32])
		);
		for waiting in [
			json!("ready"),
			json!("future"),
			json!({ "inBlock": hash }),
			json!({ "retracted": hash }),
		] {
			assert!(matches!(finality(&waiting), Finality::Waiting), "{waiting}");
		}
		for never in [
			json!("dropped"),
			json!("invalid"),
			json!({ "usurped": hash }),
		] {
			assert!(matches!(finality(&never), Finality::Never(_)), "{never}");
		}
	}

	#[test]
	fn a_signed_extrinsic_has_the_runtimes_extensions() {
		let signer = Signer::from_secret("//Alice").unwrap();
		let parameters =
			GenericAdditionalParams::new().era(Era::mortal(MORTALITY, 5), H256([2; 32]));
		type Parameters = <DefaultRuntimeConfig as Config>::ExtrinsicParams;
		let parameters = Parameters::new(1, 1, 3, H256([1; 32]), parameters);
		let era = Era::mortal(MORTALITY, 5).encode();
		let expected = [era.as_slice(), &[3 << 2, 0, 0]].concat();
		assert_eq!(parameters.transaction_extension().encode(), expected);
		// Versions of runtime and transactions, genesis, the era's first block, no metadata hash.
		let implicit = [
			[1, 0, 0, 0, 1, 0, 0, 0].as_slice(),
			&[1; 32],
			&[2; 32],
			&[0],
		]
		.concat();
		assert_eq!(parameters.implicit().encode(), implicit);
		assert_eq!(
			signer.account().as_ref() as &[u8],
			signer.pair().public().0.as_slice()
		);
	}
}
