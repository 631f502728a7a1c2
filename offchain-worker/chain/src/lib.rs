// SPDX-License-Identifier: Apache-2.0
//! The chain as the worker and the command line see it.
//!
//! substrate-api-client composes and signs extrinsics and decodes events by the node's own metadata;
//! jsonrpsee carries them, since that crate's own futures cannot cross threads and do not reconnect.
//! All reads go through runtime APIs, so nothing here knows how a pallet lays out its storage.
//!
//! What is written by hand beside that crate, each in a file of its own with the reason: reconnecting
//! (`node/socket.rs`), waiting for a block (`node/submit.rs`), following all of them (`follow.rs`), records of events
//! (`event_records.rs`, `skip.rs`), nonces of many extrinsics at once (`node/nonces.rs`), and state that no
//! runtime API tells (`node/state.rs`, `node/bodies.rs`).

pub mod backoff;
pub mod bodies;
pub mod calls;
pub mod clock;
pub mod commitments;
mod event_records;
pub mod events;
pub mod follow;
pub mod funds;
#[doc(hidden)]
pub mod fuzzing;
pub mod money;
mod node;
pub mod queries;
pub mod session;
mod skip;

pub use node::{Composer, NodeClient};
pub use salus_core::AccountId;
pub use substrate_api_client::ac_primitives::H256;

use async_trait::async_trait;
use calls::Call;
use events::Event;
use salus_core::signer::Signer;
use salus_primitives::{Cid, ClaimId, Moment, RecordId, quorum::TaskId};

/// A block, by number and hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlockRef {
	pub number: u32,

	pub hash: H256,
}

/// An extrinsic that succeeded in a finalized block.
#[derive(Clone, Debug)]
pub struct Included {
	pub block: BlockRef,
	/// What it did, in order; events of pallets that are not Salus's are left out.
	pub events: Vec<Event>,
}

/// What can go wrong between here and the chain.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
	/// No node answers.
	#[error("no node answers at {url}: {cause}; start one, or name another with --node")]
	Unreachable {
		/// The address tried.
		url: String,
		/// What the transport said.
		cause: String,
	},
	/// The node answers, and says no.
	#[error("the node refused {method}: {cause}")]
	NodeRefused {
		/// The RPC method.
		method: String,
		/// What the node said.
		cause: String,
	},
	/// The node was exchanged for one of another chain.
	#[error(
		"the node at {url} serves another chain than before; start this program again, with the right --node"
	)]
	OtherChain {
		/// The node's address.
		url: String,
	},
	/// The chain refused the call, and nothing was changed.
	#[error("the chain refused {call}: {pallet}.{error} ({description})")]
	Refused {
		/// `Pallet.call`.
		call: String,
		/// The pallet that refused.
		pallet: String,
		/// The error's name.
		error: String,
		/// What its documentation says.
		description: String,
	},
	/// The extrinsic was not accepted into a block, and nothing was changed.
	#[error("the node did not accept {call}: {cause}")]
	NotAccepted {
		/// `Pallet.call`.
		call: String,
		/// What the node said.
		cause: String,
	},
	/// It is unknown whether the extrinsic was, or will still be, included.
	#[error("{call} was sent, but {cause}; see whether it was done before you send it again")]
	Undecided {
		/// `Pallet.call`.
		call: String,
		/// Why nothing more is known.
		cause: String,
	},
	/// A body did not agree to a motion.
	#[error(
		"the body whose duty it is did not agree to {call}: too few of those named are members, or votes are missing"
	)]
	NotCarried {
		/// `Pallet.call`.
		call: String,
	},
	/// The node speaks of things that this program does not know.
	#[error("the node's runtime does not fit this program: {0}; update one of them")]
	Mismatch(String),
}

impl ChainError {
	/// What kind of failure it is, for scripts: `Pallet.Error` when the chain refused, else one word.
	pub fn kind(&self) -> String {
		match self {
			Self::Unreachable { .. } => "Unreachable".into(),
			Self::NodeRefused { .. } => "NodeRefused".into(),
			Self::OtherChain { .. } => "OtherChain".into(),
			Self::Refused { pallet, error, .. } => format!("{pallet}.{error}"),
			Self::NotAccepted { .. } => "NotAccepted".into(),
			Self::Undecided { .. } => "Undecided".into(),
			Self::NotCarried { .. } => "NotCarried".into(),
			Self::Mismatch(_) => "Mismatch".into(),
		}
	}

	/// Whether asking again is of no use: the node has dropped what is asked for, or speaks of what is not understood.
	pub fn is_for_good(&self) -> bool {
		match self {
			Self::Mismatch(_) => true,
			// In the node's words; its error has no code of its own.
			Self::NodeRefused { cause, .. } => {
				cause.contains("UnknownBlock") || cause.contains("State already discarded")
			}
			_ => false,
		}
	}
}

/// How the worker and the command line reach the chain. Every read names its block, so that a decision
/// rests on one finalized state.
#[async_trait]
pub trait ChainClient: Send + Sync {
	/// Hash of block 0: what signatures are bound to.
	fn genesis_hash(&self) -> H256;

	/// The last finalized block.
	async fn finalized(&self) -> Result<BlockRef, ChainError>;

	/// The hash of the block of this number on the finalized chain; `None` if it is not there yet.
	async fn block_hash(&self, number: u32) -> Result<Option<H256>, ChainError>;

	/// What happened in a block, in order; events of pallets that are not Salus's are left out.
	async fn events(&self, block: H256) -> Result<Vec<Event>, ChainError>;

	/// The on-chain clock at a block.
	async fn moment(&self, block: H256) -> Result<Moment, ChainError>;

	/// Asks a runtime API, SCALE in and out.
	async fn ask_raw(
		&self,
		method: &str,
		arguments: Vec<u8>,
		block: H256,
	) -> Result<Vec<u8>, ChainError>;

	/// The proxies of an account whose signatures off the chain count as its own, in a block's state
	/// ([`session::Proxy::is_believed`]).
	async fn session_keys(
		&self,
		account: &AccountId,
		block: H256,
	) -> Result<Vec<AccountId>, ChainError>;

	/// The records that are not erased and of which a version's document has this CID: at most one of each patient.
	async fn records_of(&self, cid: &Cid, block: H256) -> Result<Vec<RecordId>, ChainError>;

	/// Every record that is not erased.
	async fn records(&self, block: H256) -> Result<Vec<RecordId>, ChainError>;

	/// Every claim that is not closed, of all insurers, in no order.
	async fn claims(&self, block: H256) -> Result<Vec<ClaimId>, ChainError>;

	/// Erased records of which some custodian still owes a receipt.
	async fn destructions_owed(&self, block: H256) -> Result<Vec<RecordId>, ChainError>;

	/// Every task in which somebody is accused, once for each of them.
	async fn accused_tasks(&self, block: H256) -> Result<Vec<TaskId>, ChainError>;

	/// The number of the node's best block.
	async fn best_number(&self) -> Result<u32, ChainError>;

	/// Whether the node still fetches blocks of the past.
	async fn is_syncing(&self) -> Result<bool, ChainError>;

	/// What a call costs its signer now, by a block's state.
	async fn fee(
		&self,
		signer: &Signer,
		call: &Call,
		block: H256,
	) -> Result<queries::Balance, ChainError>;

	/// Signs, sends, and waits until the call succeeded in a finalized block. A session key makes the call in the name of
	/// its operator's account, by `Proxy.proxy`.
	async fn submit(&self, signer: &Signer, call: Call) -> Result<Included, ChainError>;
}

/// Asks a runtime API and decodes the answer.
pub async fn ask<Response: codec::Decode>(
	chain: &dyn ChainClient,
	method: &str,
	arguments: impl codec::Encode,
	block: H256,
) -> Result<Response, ChainError> {
	let bytes = chain.ask_raw(method, arguments.encode(), block).await?;
	codec::DecodeAll::decode_all(&mut bytes.as_slice())
		.map_err(|cause| ChainError::Mismatch(format!("the answer of {method}: {cause}")))
}
