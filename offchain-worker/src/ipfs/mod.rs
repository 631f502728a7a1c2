//! Where encrypted documents lie: IPFS, behind one trait. Data rule 3.
//!
//! | store | for whom | file |
//! |---|---|---|
//! | [`Embedded`]: `rust-ipfs` in this process, on-disk repository, bitswap to the peers that it is told of | the default | `embedded/` |
//! | [`Kubo`]: another daemon by Kubo's RPC | operators who run Kubo already | `kubo.rs` |
//!
//! Neither is believed. What a store gives is hashed block by block and compared with the CID
//! (`dag.rs`), what it takes gets its CID computed here and compared, and nothing waits longer than
//! the store's deadline.
//!
//! The form of a document is the same in both: up to 512 KiB a single raw block; above, a UnixFS file of
//! raw leaves of 512 KiB under one dag-pb root. So a document has the same CID wherever it was added, as
//! long as it was added by Salus; documents added in another form are read too.

mod dag;
mod embedded;
mod kubo;
#[cfg(test)]
mod kubo_bitswap_tests;
#[cfg(test)]
mod tests;
mod unixfs;

pub(crate) use dag::read_blocks;
pub use dag::{LEAF_LENGTH, MAX_DOCUMENT_LENGTH, cid_of};
pub use embedded::{Embedded, EmbeddedConfig};
pub use kubo::Kubo;
pub(crate) use kubo::reads_answer;
pub use salus_primitives::Cid;

use bytes::Bytes;
use std::path::PathBuf;
use std::time::Duration;

/// How long a store may take for one operation, unless told otherwise.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(30);

/// A CID in its usual text form: base32, beginning with `b`.
pub fn to_text(cid: &Cid) -> String {
	dag::to_ipld(cid).to_string()
}

/// A CID from its text form.
pub fn from_text(text: &str) -> Result<Cid, StoreError> {
	let refused = |problem: String| StoreError::InvalidCid {
		text: text.to_owned(),
		problem,
	};
	let parsed = cid::Cid::try_from(text).map_err(|error| refused(error.to_string()))?;
	Cid::parse(&parsed.to_bytes()).map_err(|error| refused(error.to_string()))
}

/// Who a store is to its peers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Identity {
	/// Its peer id.
	pub peer_id: String,
	/// Multiaddresses that it listens on, each ending in `/p2p/` and the peer id.
	pub addresses: Vec<String>,
}

/// Why a store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
	/// The document, or a part of it, could not be had in time.
	#[error(
		"document {} was not found within {seconds} seconds: check that a custodian that keeps it is running \
		 and connected",
		to_text(cid)
	)]
	NotFound {
		/// The document.
		cid: Cid,
		/// How long it was looked for.
		seconds: u64,
	},
	/// Bytes that do not hash to their CID.
	#[error(
		"document {} is corrupt: block {} does not have the hash that its CID says; nothing of it was used. \
		 Repair it from another custodian",
		to_text(document),
		to_text(block)
	)]
	Corrupt {
		/// The document.
		document: Cid,
		/// The block of it that is wrong.
		block: Cid,
	},
	/// The blocks are what they should be, and yet no document that Salus keeps.
	#[error(
		"document {} is no file that can be read ({problem}): check the CID",
		to_text(cid)
	)]
	NotADocument {
		/// The document.
		cid: Cid,
		/// What is wrong.
		problem: String,
	},
	/// Larger than any document may be.
	#[error("the document has more than {MAX_DOCUMENT_LENGTH} bytes (64 MiB): split it")]
	TooLarge,
	/// Of another size than was said.
	#[error(
		"document {} has not the {stated} bytes that are stated of it",
		to_text(cid)
	)]
	OtherSize {
		/// The document.
		cid: Cid,
		/// Bytes that it was said to have.
		stated: u64,
	},
	/// The other daemon did not answer.
	#[error("the IPFS daemon at {endpoint} does not answer: check that it is running ({problem})")]
	Unreachable {
		/// Its RPC address.
		endpoint: String,
		/// What happened.
		problem: String,
	},
	/// The other daemon answered with an error.
	#[error("the IPFS daemon at {endpoint} refused {operation}: {problem}")]
	Refused {
		/// Its RPC address.
		endpoint: String,
		/// What it was asked.
		operation: &'static str,
		/// What it said.
		problem: String,
	},
	/// The other daemon made another CID of the same bytes.
	#[error(
		"the IPFS daemon at {endpoint} stored the document as {theirs}, where it should be {}: it chunks \
		 otherwise; set its Import options to their defaults",
		to_text(ours)
	)]
	Disagrees {
		/// Its RPC address.
		endpoint: String,
		/// The CID it made.
		theirs: String,
		/// The CID that is right.
		ours: Cid,
	},
	/// The store's folder can't be used.
	#[error(
		"cannot use the IPFS repository at {path}: {problem}; is another salus-worker using it?"
	)]
	Repository {
		/// The folder.
		path: PathBuf,
		/// What happened.
		problem: String,
	},
	/// Blocks that should be gone are still there.
	#[error(
		"document {} was not wholly erased: {left} of its blocks are still there; try again, and check \
		 the folder's permissions",
		to_text(cid)
	)]
	NotErased {
		/// The document.
		cid: Cid,
		/// How many blocks are left.
		left: usize,
	},
	/// A peer could not be connected to.
	#[error(
		"cannot connect to the peer {address} ({problem}): check its address and that it is running"
	)]
	NotConnected {
		/// Its address.
		address: String,
		/// What happened.
		problem: String,
	},
	/// The text is no CID that Salus accepts.
	#[error("\"{text}\" is no acceptable CID: {problem}")]
	InvalidCid {
		/// The text.
		text: String,
		/// What is wrong.
		problem: String,
	},
	/// The embedded node stopped or failed.
	#[error("the embedded IPFS node failed at {operation}: {problem}")]
	Node {
		/// What it was doing.
		operation: &'static str,
		/// What happened.
		problem: String,
	},
}

/// What was read of a document.
#[derive(Clone, PartialEq, Eq)]
pub struct Beginning {
	/// Its bytes, or its first.
	pub bytes: Bytes,
	/// Whether it has no more.
	pub whole: bool,
}

/// A store of documents.
#[async_trait::async_trait]
pub trait DocumentStore: Send + Sync {
	/// Adds a document and pins it. Adding it again changes nothing.
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError>;

	/// Adds a document and leaves its pin as it is: one that nobody pins is collected as garbage.
	async fn put(&self, document: Bytes) -> Result<Cid, StoreError>;

	/// Reads a document's first bytes, at most `most`, from here or from peers, verified by its CID, and fetches
	/// no more than they need. A document that is not pinned here is not kept: a reader leaves no copy behind.
	async fn read(&self, cid: &Cid, most: usize) -> Result<Beginning, StoreError>;

	/// Reads a document as [`Self::read`] does; refuses one that has more than [`MAX_DOCUMENT_LENGTH`] bytes.
	async fn get(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		let read = self.read(cid, MAX_DOCUMENT_LENGTH).await?;
		match read.whole {
			true => Ok(read.bytes),
			false => Err(StoreError::TooLarge),
		}
	}

	/// Fetches the whole document if it is not here, verifies it, and keeps it; of another size than `size`, if
	/// that is given, it is refused, and no more of it is fetched than shows this.
	async fn pin(&self, cid: &Cid, size: Option<u64>) -> Result<(), StoreError>;

	/// No longer keeps the document, but does not erase it either; garbage collection may.
	async fn unpin(&self, cid: &Cid) -> Result<(), StoreError>;

	/// Unpins the document and erases its blocks from the disk, then makes sure that they are
	/// gone. Returns how many there were; 0 when it was not here. Data rule 6.
	async fn erase(&self, cid: &Cid) -> Result<usize, StoreError>;

	/// Whether the whole document is here, asking no peer and checking no hash.
	async fn has(&self, cid: &Cid) -> Result<bool, StoreError>;

	/// Drops corrupt blocks of a document, fetches them anew from peers, and pins it. Returns how many
	/// were corrupt. Should no peer have them, the document is left unpinned: pin it again later.
	async fn repair(&self, cid: &Cid) -> Result<usize, StoreError>;

	/// The documents that are pinned.
	async fn pins(&self) -> Result<Vec<Cid>, StoreError>;

	/// Erases every block that belongs to no pinned document. Returns how many there were.
	async fn collect_garbage(&self) -> Result<usize, StoreError>;

	/// Peer ids of the peers that are connected.
	async fn peers(&self) -> Result<Vec<String>, StoreError>;

	/// Connects to a peer by its multiaddress, which ends in `/p2p/` and its peer id.
	async fn connect(&self, address: &str) -> Result<(), StoreError>;

	/// Who this store is to its peers.
	async fn identity(&self) -> Result<Identity, StoreError>;
}
