// SPDX-License-Identifier: Apache-2.0
//! The CID of a document, computed from its bytes, and CIDs as text. Data rule 3.
//!
//! Up to 512 KiB a document is a single raw block; above, a UnixFS file of raw leaves of 512 KiB under one dag-pb root. So
//! it has the same CID wherever it was added, as long as it was added by Salus.

use crate::unixfs;
use alloc::{
	borrow::ToOwned,
	string::{String, ToString},
	vec::Vec,
};
use cid::multihash::Multihash;
use salus_primitives::{Cid, records::MAX_DOCUMENT_SIZE};
use sha2::{Digest, Sha256};

/// Bytes of every leaf but the last. 64 MiB make 128 leaves, so that one root suffices in every
/// implementation's default width (174 or more), and a block fits every bitswap's message (2 MiB).
pub const LEAF_LENGTH: usize = 512 * 1024;
/// Bytes of the largest document: the limit on chain.
pub const MAX_DOCUMENT_LENGTH: usize = MAX_DOCUMENT_SIZE as usize;

const SHA2_256: u64 = 0x12;

/// Why there is no CID.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CidError {
	/// Larger than any document may be.
	#[error("the document has more than {MAX_DOCUMENT_LENGTH} bytes (64 MiB): split it")]
	TooLarge,
	/// The text is not a CID that Salus accepts.
	#[error("\"{text}\" is not an acceptable CID: {problem}")]
	Invalid {
		text: String,
		/// What is wrong.
		problem: String,
	},
}

/// A CID from its text form.
pub fn from_text(text: &str) -> Result<Cid, CidError> {
	let refused = |problem: String| CidError::Invalid { text: text.to_owned(), problem };
	let parsed = cid::Cid::try_from(text).map_err(|error| refused(error.to_string()))?;
	Cid::parse(&parsed.to_bytes()).map_err(|error| refused(error.to_string()))
}

/// In the type that IPFS crates use.
pub fn to_ipld(cid: &Cid) -> cid::Cid {
	let bytes = cid.as_bytes();
	let hash = Multihash::wrap(SHA2_256, &bytes[4..]).expect("32 bytes fit into 64");
	cid::Cid::new_v1(bytes[1].into(), hash)
}

/// From the type that IPFS crates use; `None` for CIDs that are not ours.
pub fn from_ipld(cid: &cid::Cid) -> Option<Cid> {
	Cid::parse(&cid.to_bytes()).ok()
}

/// The CID that a block's bytes must have.
pub fn hash_of(codec: u8, bytes: &[u8]) -> Cid {
	let raw = Cid::raw(Sha256::digest(bytes).into());
	if codec == Cid::RAW { raw } else { with_codec(&raw, codec) }
}

fn with_codec(cid: &Cid, codec: u8) -> Cid {
	let mut bytes = *cid.as_bytes();
	bytes[1] = codec;
	Cid::parse(&bytes).unwrap_or(*cid)
}

/// Whether a block's bytes are the CID's.
pub fn verify(cid: &Cid, bytes: &[u8]) -> bool {
	hash_of(cid.as_bytes()[1], bytes) == *cid
}

/// A part of a document, in a raw block of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
	/// Its block.
	pub cid: Cid,
	/// How many bytes it has.
	pub length: usize,
}

impl Leaf {
	/// The leaf of these bytes.
	pub fn of(bytes: &[u8]) -> Self {
		Self { cid: hash_of(Cid::RAW, bytes), length: bytes.len() }
	}
}

/// The CID that a document gets in every store.
pub fn cid_of(document: &[u8]) -> Result<Cid, CidError> {
	if document.len() > MAX_DOCUMENT_LENGTH {
		return Err(CidError::TooLarge);
	}
	let leaves: Vec<Leaf> = document.chunks(LEAF_LENGTH).map(Leaf::of).collect();
	Ok(match leaves.as_slice() {
		[] => Leaf::of(&[]).cid,
		[only] => only.cid,
		several => branch_over(several).0,
	})
}

/// The block above several leaves, and its CID. A document has no more of them than stand under one.
pub fn branch_over(leaves: &[Leaf]) -> (Cid, Vec<u8>) {
	let parts: Vec<(Cid, u64)> = leaves.iter().map(|leaf| (leaf.cid, leaf.length as u64)).collect();
	let branch = unixfs::write(&parts);
	(hash_of(Cid::DAG_PB, &branch), branch)
}

#[cfg(test)]
mod tests {
	use super::*;
	use multihash_codetable::Code;
	use rust_unixfs::file::adder::{FileBranchLink, build_file_from_leaves};

	#[test]
	fn cids_have_the_published_form() {
		// The well-known CID of an empty raw block.
		let empty = cid_of(&[]).unwrap();
		let text = empty.to_string();
		assert_eq!(text, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
		assert_eq!(from_text(&text), Ok(empty));
		for bad in ["", "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn", "bafy", "not a cid"] {
			assert!(from_text(bad).is_err(), "{bad}");
		}
	}

	/// Stores made these roots with it before; the CIDs on the chain are theirs.
	#[test]
	fn roots_are_those_of_rust_unixfs() {
		let leaf = |number: u8, length| Leaf { cid: Cid::raw([number; 32]), length };
		for last in [1, 127, 128, 16_383, 16_384, LEAF_LENGTH - 1, LEAF_LENGTH] {
			for full in [1, 2, 17, 127] {
				let mut leaves: Vec<Leaf> =
					(0..full).map(|number| leaf(number, LEAF_LENGTH)).collect();
				leaves.push(leaf(full, last));
				let links: Vec<FileBranchLink> = leaves
					.iter()
					.map(|leaf| FileBranchLink {
						cid: to_ipld(&leaf.cid),
						blocksize: leaf.length as u64,
						tsize: leaf.length as u64,
					})
					.collect();
				let (root, _, blocks) =
					build_file_from_leaves(&links, cid::Version::V1, Code::Sha2_256);
				assert_eq!(blocks.len(), 1);
				let (cid, branch) = branch_over(&leaves);
				assert_eq!((to_ipld(&cid), &branch), (root, &blocks[0].1), "{full} and {last}");
			}
		}
	}

	#[test]
	fn a_document_has_the_cid_of_its_leaves_root() {
		let document: Vec<u8> = (0..2 * LEAF_LENGTH + 7).map(|index| (index % 251) as u8).collect();
		assert_eq!(cid_of(&document[..LEAF_LENGTH]), Ok(Leaf::of(&document[..LEAF_LENGTH]).cid));
		let leaves: Vec<Leaf> = document.chunks(LEAF_LENGTH).map(Leaf::of).collect();
		assert_eq!(cid_of(&document), Ok(branch_over(&leaves).0));
		let too_large = vec![0; MAX_DOCUMENT_LENGTH + 1];
		assert_eq!(cid_of(&too_large), Err(CidError::TooLarge));
		assert!(cid_of(&too_large[1..]).is_ok());
	}
}
