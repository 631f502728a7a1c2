//! What custodians and readers say to each other, over JSON-RPC.
//!
//! Ciphertext may be asked for by anyone: it stands on IPFS. Whatever touches a share is signed by the
//! caller's account, bound to this chain, this custodian, this method and a recent finalized block, and
//! decided by finalized state. Data rule 5: no key without a logged request.

mod client;
#[cfg(test)]
pub(crate) mod fixtures;
mod freshness;
mod server;
mod signed;

pub use client::{Custodian, CustodianError};
pub use freshness::Freshness;
pub(crate) use server::methods;
pub use server::{Custody, deposited_for, destroy_record, erase_result, serve};
pub use signed::{Bound, FRESHNESS_BLOCKS, Signed, SignedError};

use jsonrpsee::proc_macros::rpc;
use salus_primitives::{AccessId, RecordId};
use serde::{Deserialize, Serialize};

/// Largest message in bytes: a document of the largest size in base64, and room for the rest.
pub const MAX_MESSAGE_BYTES: u32 = 96 * 1024 * 1024;

/// Who a custodian is and where its IPFS node listens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
	/// Account, SS58.
	pub account: String,
	/// X25519 key to which deposited shares are encrypted, hex. Must equal the one on chain.
	pub encryption_key: String,
	/// IPFS peer id.
	pub peer_id: String,
	/// IPFS addresses that other custodians may dial.
	pub listen_addresses: Vec<String>,
	/// The program's version.
	pub version: String,
}

/// A share on its way to a custodian. The document itself must be on IPFS already.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Deposit {
	/// Binary CID of the ciphertext, hex.
	pub cid: String,
	/// Size of the ciphertext in bytes.
	pub size: u64,
	/// The data key's commitment, hex: what the record on chain will name.
	pub key_commitment: String,
	/// The share, encrypted to the custodian by HPKE, hex.
	pub sealed_share: String,
}

/// Asks for a share under an access request that the chain let in.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Release {
	/// The access request.
	pub access: u64,
}

/// Asks to destroy what is kept of an erased record now, rather than when the custodian gets to it.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Destroy {
	/// The erased record.
	pub record: u64,
}

/// Announces a ciphertext that will follow as bytes.
#[derive(Clone, Debug, Serialize, Deserialize, codec::Encode)]
#[serde(rename_all = "camelCase")]
pub struct Upload {
	/// Binary CID that the bytes must have, hex.
	pub cid: String,
	/// How many bytes.
	pub size: u64,
}

/// A share, encrypted to the reader's on-chain key by HPKE.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasedShare {
	/// The encrypted share, hex.
	pub sealed_share: String,
}

impl Release {
	/// The access request's id.
	pub fn id(&self) -> AccessId {
		AccessId(self.access)
	}
}

impl Destroy {
	/// The record's id.
	pub fn id(&self) -> RecordId {
		RecordId(self.record)
	}
}

/// A custodian's methods.
#[rpc(server, client)]
pub trait CustodyApi {
	/// Who this custodian is. `{"method":"custody_identity","params":[]}`
	#[method(name = "custody_identity")]
	async fn identity(&self) -> Result<Identity, jsonrpsee::types::ErrorObjectOwned>;

	/// Puts a ciphertext on IPFS, where it stays until the next collection of garbage if no share is deposited for
	/// it. The caller must be registered; what no record names within an hour is dropped. `bytes` is base64.
	#[method(name = "documents_put")]
	async fn put(
		&self,
		upload: Signed<Upload>,
		bytes: String,
	) -> Result<(), jsonrpsee::types::ErrorObjectOwned>;

	/// A ciphertext, or the card of a model that is run here, by its binary CID in hex, as base64; verified
	/// before it is returned, and to be verified again by whoever asked.
	#[method(name = "documents_get")]
	async fn get(&self, cid: String) -> Result<String, jsonrpsee::types::ErrorObjectOwned>;

	/// Deposits a share. The custodian fetches and pins the document before it answers.
	#[method(name = "custody_deposit")]
	async fn deposit(
		&self,
		deposit: Signed<Deposit>,
	) -> Result<(), jsonrpsee::types::ErrorObjectOwned>;

	/// Releases a share to a reader whom the chain let in.
	#[method(name = "custody_release")]
	async fn release(
		&self,
		release: Signed<Release>,
	) -> Result<ReleasedShare, jsonrpsee::types::ErrorObjectOwned>;

	/// Destroys what is kept of a record that the chain says is erased.
	#[method(name = "custody_destroy")]
	async fn destroy(
		&self,
		destroy: Signed<Destroy>,
	) -> Result<(), jsonrpsee::types::ErrorObjectOwned>;
}
