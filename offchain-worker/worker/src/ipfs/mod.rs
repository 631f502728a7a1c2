// SPDX-License-Identifier: Apache-2.0
//! Where encrypted documents lie: IPFS, behind one trait. Data rule 3.
//!
//! | store | for whom | folder |
//! |---|---|---|
//! | [`Embedded`]: `rust-ipfs` in this process, on-disk repository, bitswap to the peers that it is told of | the default | `embedded/` |
//! | [`Kubo`]: another daemon by Kubo's RPC | operators who run Kubo already | `kubo/` |
//!
//! Neither is believed. What a store gives is hashed block by block and compared with the CID
//! (`dag.rs`), what it takes gets its CID computed here and compared, and nothing waits longer than
//! the store's deadline.
//!
//! The form of a document is the same in both: up to 512 KiB a single raw block; above, a UnixFS file of
//! raw leaves of 512 KiB under one dag-pb root (`outline.rs`). So a document has the same CID wherever it was
//! added, as long as it was added by Salus. A document in another form can be read, and is not kept.
//!
//! # Erasing (data rule 6)
//!
//! A block on IPFS belongs to nobody: whoever knows its CID can link to it from a document of their own. Therefore:
//!
//! 1. Only Salus's own form is kept. A stranger's root over another document's root, or over blocks of any size, is
//!    refused: [`StoreError::OtherForm`].
//! 2. No two documents that are kept have a block in common: the later one is refused, [`StoreError::SharesBlock`].
//!    Each version has a key of its own, so this stops nobody honest. Without it, whoever places a copy of
//!    another's leaf and erases it, or lets it expire, would destroy the other's record.
//! 3. Should a pin cover a block of an erased document all the same, such as one made by hand in Kubo, the pin goes
//!    too: data rule 6 beats another's pin. What that pin kept is damaged from then on, and reading it says so.
//! 4. Erased is only what the disk no longer has. Leaves go first, and are searched for before the root goes, so that
//!    whoever tries again still knows them. If the root can't be read, nobody knows the leaves: then all that
//!    nothing pins is collected.

mod claims;
mod dag;
mod embedded;
mod error;
mod file;
mod kubo;
#[cfg(test)]
mod kubo_bitswap_tests;
mod outline;
#[cfg(test)]
mod tests;

pub(crate) use dag::read_blocks;
pub(crate) use embedded::MAX_INCOMING_CONNECTIONS;
pub use embedded::{Embedded, EmbeddedConfig};
pub use error::StoreError;
pub use kubo::Kubo;
pub(crate) use kubo::reads_response;

use bytes::Bytes;
use futures::stream::BoxStream;
use salus_core::cids::{LEAF_LENGTH, MAX_DOCUMENT_LENGTH, cid_of, from_text};
use salus_primitives::Cid;
use std::path::Path;
use std::time::Duration;

/// How long a store may take for one operation, unless told otherwise.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(30);

/// Who a store is to its peers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Identity {
	pub peer_id: String,
	/// Multiaddresses that it listens on, each ending in `/p2p/` and the peer id.
	pub addresses: Vec<String>,
}

/// What was read of a document.
#[derive(Clone, PartialEq, Eq)]
pub struct Beginning {
	/// Its bytes, or its first.
	pub bytes: Bytes,
	/// Whether it has no more.
	pub whole: bool,
}

/// A document's bytes as they come.
pub struct Reading<'a> {
	/// How many there are, by the verified root: a leaf of another length is an error.
	pub size: u64,
	/// The bytes, leaf by leaf, each verified before it is given. An error is the last that comes.
	pub bytes: BoxStream<'a, Result<Bytes, StoreError>>,
}

/// A store of documents.
#[async_trait::async_trait]
pub trait DocumentStore: Send + Sync {
	/// Adds a document and pins it. Adding it again changes nothing.
	async fn add(&self, document: Bytes) -> Result<Cid, StoreError>;

	/// Adds the document in a file as [`Self::add`] does, if it is the one that `cid` names: else
	/// [`StoreError::OtherDocument`], and nothing is stored. Memory is that of a few blocks.
	async fn put_file(&self, path: &Path, cid: &Cid) -> Result<(), StoreError>;

	/// Reads a document of Salus's form that is wholly here, asking no peer. Memory is that of a few blocks.
	async fn open(&self, cid: &Cid) -> Result<Reading<'_>, StoreError>;

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

	/// Fetches the whole document if it is not here, verifies it, and keeps it. One of another size than `size`, if
	/// that is given, of another form, or that shares a block with another that is kept, is refused before its
	/// leaves are fetched.
	async fn pin(&self, cid: &Cid, size: Option<u64>) -> Result<(), StoreError>;

	/// No longer keeps the document, but does not erase it either; garbage collection may.
	async fn unpin(&self, cid: &Cid) -> Result<(), StoreError>;

	/// Unpins the document and erases its blocks from the disk, whatever else pins them, then makes sure that they
	/// are gone. Returns how many there were; 0 when it was not here. Data rule 6.
	async fn erase(&self, cid: &Cid) -> Result<usize, StoreError>;

	/// Whether the whole document is here, asking no peer and checking no hash.
	async fn has(&self, cid: &Cid) -> Result<bool, StoreError>;

	/// Drops corrupt blocks of a document, fetches them anew from peers, and pins it. Returns how many
	/// were corrupt. Should no peer have them, the embedded node leaves the document pinned, without them; Kubo removes
	/// nothing that is pinned, so there it is left unpinned. Repair it again later.
	async fn repair(&self, cid: &Cid) -> Result<usize, StoreError>;

	/// Whether the document is pinned itself, not as a part of another. No list is read for it.
	async fn is_pinned(&self, cid: &Cid) -> Result<bool, StoreError>;

	/// Whether nobody else pins anything in it.
	fn is_ours_alone(&self) -> bool {
		false
	}

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
