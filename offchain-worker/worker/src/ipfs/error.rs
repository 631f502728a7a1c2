// SPDX-License-Identifier: Apache-2.0
//! Why a store could not do something, and what to do about it.

use salus_core::cids::{CidError, MAX_DOCUMENT_LENGTH};
use salus_primitives::Cid;
use std::path::PathBuf;

/// Why a store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
	/// The document, or a part of it, could not be had in time.
	#[error(
		"document {cid} was not found within {seconds} seconds: check that a custodian that keeps it is running \
		 and connected"
	)]
	NotFound {
		/// The document.
		cid: Cid,
		/// How long it was searched for.
		seconds: u64,
	},
	/// Bytes that do not hash to their CID.
	#[error(
		"document {document} is corrupt: block {block} does not have the hash that its CID says; nothing of it was used. \
		 Repair it from another custodian"
	)]
	Corrupt {
		document: Cid,
		/// The block of it that is wrong.
		block: Cid,
	},
	/// The blocks are what they should be, and yet not a file.
	#[error("document {cid} is not a file that can be read ({problem}): check the CID")]
	NotADocument {
		/// The document.
		cid: Cid,
		/// What is wrong.
		problem: String,
	},
	/// A sound file, cut into blocks otherwise than Salus does it.
	#[error(
		"document {cid} is not of the form in which documents are kept ({problem}): add its bytes with `salus`, \
		 which gives them another CID"
	)]
	OtherForm {
		/// The document.
		cid: Cid,
		/// What is otherwise.
		problem: String,
	},
	/// It has a block of another document that is kept: erasing either would damage the other.
	#[error(
		"document {cid} has block {block} in common with another document that is kept here: encrypt it anew"
	)]
	SharesBlock {
		/// The document.
		cid: Cid,
		/// The block that is not its alone.
		block: Cid,
	},
	/// A file holds another document than was stated.
	#[error("the file holds document {found}, not {stated}: nothing of it was stored")]
	OtherDocument {
		/// The document that was stated.
		stated: Cid,
		/// The document that it is.
		found: Cid,
	},
	/// A file that can't be read.
	#[error("cannot read the document in {path}: {problem}")]
	File {
		/// The file.
		path: PathBuf,
		/// What happened.
		problem: String,
	},
	/// Larger than any document may be.
	#[error("the document has more than {MAX_DOCUMENT_LENGTH} bytes (64 MiB): split it")]
	TooLarge,
	/// Of another size than was stated.
	#[error("document {cid} has not the {stated} bytes that are stated of it")]
	OtherSize {
		/// The document.
		cid: Cid,
		/// Bytes that were stated of it.
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
		"the IPFS daemon at {endpoint} made {theirs} of the document, where it should be {ours}: it chunks \
		 otherwise, and was told to drop it; set its Import options to their defaults"
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
		"document {cid} was not wholly erased: {left} of its blocks are still there; try again, and check \
		 the folder's permissions"
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
		address: String,
		/// What happened.
		problem: String,
	},
	/// The text is not a CID that Salus accepts.
	#[error("\"{text}\" is not an acceptable CID: {problem}")]
	InvalidCid {
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

impl From<CidError> for StoreError {
	fn from(cause: CidError) -> Self {
		match cause {
			CidError::TooLarge => Self::TooLarge,
			CidError::Invalid { text, problem } => Self::InvalidCid { text, problem },
		}
	}
}
