// SPDX-License-Identifier: Apache-2.0
//! The form in which documents lie on IPFS.
//!
//! ```text
//! offset   0        6                      25
//!          ┌────────┬──────────────────────┬───────────────┬───────────────┬─ ─ ─┬────────────┐
//!          │ SALUS1 │ nonce prefix, 19     │ chunk 0       │ chunk 1       │     │ last chunk │
//!          └────────┴──────────────────────┴───────────────┴───────────────┴─ ─ ─┴────────────┘
//! a chunk: 65,536 bytes of plaintext (the last: 0 to 65,536) and a tag of 16 bytes
//! its nonce, 24 bytes: prefix (19) ‖ number of the chunk (4, big-endian) ‖ 1 if it is the last, else 0
//! its associated data: the six bytes of magic
//! its key: HKDF-SHA256(data key, salt = nonce prefix, info = "salus/document/v1")
//! ```
//!
//! How chunks are bound to their positions is in `stream.rs`. The last chunk is empty only in an empty document.

use super::{
	DataKey,
	keys::derive_32,
	stream::{CHUNK_LENGTH, ChunkError, Chunks, PREFIX_LENGTH, TAG_LENGTH},
};
use alloc::vec::Vec;
use salus_primitives::records::MAX_DOCUMENT_SIZE;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const MAGIC: &[u8; 6] = b"SALUS1";
const DOCUMENT_DOMAIN: &[u8] = b"salus/document/v1";
const NONCE_DOMAIN: &[u8] = b"salus/document-nonce/v1";
/// Bytes of every chunk but the last, encrypted.
const ENCRYPTED_LENGTH: usize = CHUNK_LENGTH + TAG_LENGTH;

/// Bytes before the first chunk.
pub const HEADER_LENGTH: usize = MAGIC.len() + PREFIX_LENGTH;
/// The largest document in its encrypted form: 64 MiB, the limit on chain.
pub const MAX_CIPHERTEXT_LENGTH: u64 = MAX_DOCUMENT_SIZE;
/// The largest document before encryption: what 64 MiB leave after header and tags.
pub const MAX_PLAINTEXT_LENGTH: u64 = {
	let room = MAX_CIPHERTEXT_LENGTH - HEADER_LENGTH as u64;
	let chunk = (CHUNK_LENGTH + TAG_LENGTH) as u64;
	room / chunk * CHUNK_LENGTH as u64 + room % chunk - TAG_LENGTH as u64
};

/// Why a document could not be encrypted or decrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DocumentError {
	/// It does not begin as an encrypted document does.
	#[error(
		"this is not an encrypted document of Salus (it does not begin with SALUS1 and a nonce): check the CID"
	)]
	NotADocument,
	/// A chunk's tag does not fit.
	#[error(
		"chunk {chunk} of the document does not open: the key is not this document's, or the document \
		 was altered or cut short; fetch it again and compare its CID with the chain's"
	)]
	DoesNotOpen {
		/// The chunk, counted from 0.
		chunk: u32,
	},
	/// It is larger than any document may be.
	#[error(
		"the document is larger than {MAX_PLAINTEXT_LENGTH} bytes (64 MiB once encrypted): split it"
	)]
	TooLarge,
}

/// Bytes of the encrypted form of `plaintext` bytes.
pub const fn ciphertext_length(plaintext: u64) -> u64 {
	let chunks = plaintext.div_ceil(CHUNK_LENGTH as u64);
	let chunks = if chunks == 0 { 1 } else { chunks };
	HEADER_LENGTH as u64 + plaintext + chunks * TAG_LENGTH as u64
}

impl From<ChunkError> for DocumentError {
	fn from(error: ChunkError) -> Self {
		match error {
			ChunkError::TooMany => Self::TooLarge,
			ChunkError::DoesNotOpen { chunk } => Self::DoesNotOpen { chunk },
		}
	}
}

/// The chunks of one document.
fn chunks_of(key: &DataKey, prefix: [u8; PREFIX_LENGTH]) -> Chunks {
	let key = derive_32(Some(&prefix), key.as_bytes(), &[DOCUMENT_DOMAIN]);
	Chunks::new(&key, prefix, MAGIC)
}

/// The chunks of an encrypted document, as they are to be decrypted, and their bytes.
fn parts_of<'a>(key: &DataKey, encrypted: &'a [u8]) -> Result<(Chunks, &'a [u8]), DocumentError> {
	let (header, rest) =
		encrypted.split_first_chunk::<HEADER_LENGTH>().ok_or(DocumentError::NotADocument)?;
	let prefix = header
		.strip_prefix(MAGIC)
		.and_then(|prefix| <[u8; PREFIX_LENGTH]>::try_from(prefix).ok())
		.ok_or(DocumentError::NotADocument)?;
	Ok((chunks_of(key, prefix), rest))
}

fn encrypt_with_prefix(
	key: &DataKey,
	prefix: [u8; PREFIX_LENGTH],
	plaintext: &[u8],
) -> Result<Vec<u8>, DocumentError> {
	let length = plaintext.len() as u64;
	if length > MAX_PLAINTEXT_LENGTH {
		return Err(DocumentError::TooLarge);
	}
	let mut chunks = chunks_of(key, prefix);
	let mut encrypted = Vec::with_capacity(ciphertext_length(length) as usize);
	encrypted.extend_from_slice(MAGIC);
	encrypted.extend_from_slice(&prefix);
	let mut chunk = Zeroizing::new(Vec::with_capacity(ENCRYPTED_LENGTH));
	let mut rest = plaintext;
	loop {
		let (next, after) = rest.split_at(rest.len().min(CHUNK_LENGTH));
		rest = after;
		let last = rest.is_empty();
		chunk.clear();
		chunk.extend_from_slice(next);
		chunks.encrypt(&mut *chunk, last)?;
		encrypted.extend_from_slice(&chunk);
		if last {
			return Ok(encrypted);
		}
	}
}

/// Encrypts a document, under a random nonce prefix.
pub fn encrypt(key: &DataKey, plaintext: &[u8]) -> Result<Vec<u8>, DocumentError> {
	encrypt_with_prefix(key, super::random(), plaintext)
}

/// Decrypts a document: all of the plaintext, or none of it.
pub fn decrypt(key: &DataKey, encrypted: &[u8]) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
	let (mut chunks, mut rest) = parts_of(key, encrypted)?;
	if encrypted.len() as u64 > MAX_CIPHERTEXT_LENGTH {
		return Err(DocumentError::TooLarge);
	}
	// Of the full size from the start: a vector that grows leaves unzeroised copies behind.
	let mut plaintext = Zeroizing::new(Vec::with_capacity(encrypted.len()));
	let mut chunk = Zeroizing::new(Vec::with_capacity(ENCRYPTED_LENGTH));
	loop {
		let (next, after) = rest.split_at(rest.len().min(ENCRYPTED_LENGTH));
		rest = after;
		let last = rest.is_empty();
		chunk.clear();
		chunk.extend_from_slice(next);
		let number = chunks.number();
		chunks.decrypt(&mut *chunk, last)?;
		// Only an empty document ends in an empty chunk: one document, one form.
		if last && chunk.is_empty() && number > 0 {
			return Err(DocumentError::DoesNotOpen { chunk: number });
		}
		plaintext.extend_from_slice(&chunk);
		if last {
			return Ok(plaintext);
		}
	}
}

/// The plaintext of a document's first chunk, when another follows it: enough to tell what kind of document it is
/// without the rest. Of the rest it proves nothing.
pub fn decrypt_beginning(
	key: &DataKey,
	encrypted: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
	let (mut chunks, rest) = parts_of(key, encrypted)?;
	let mut chunk = Zeroizing::new(Vec::with_capacity(ENCRYPTED_LENGTH));
	chunk.extend(rest.iter().take(ENCRYPTED_LENGTH));
	chunks.decrypt(&mut *chunk, false)?;
	Ok(chunk)
}

/// Encrypts so that equal plaintext makes equal ciphertext: operators who computed the same result must
/// arrive at the same CID. The nonce prefix is derived from key and plaintext, so a second, different
/// plaintext under the same key gets another nonce. That two plaintexts are equal is visible, as it must be.
///
/// `key` must be a key made for this one result ([`DataKey::result_key`]).
pub fn encrypt_deterministic(key: &DataKey, plaintext: &[u8]) -> Result<Vec<u8>, DocumentError> {
	let digest: [u8; 32] = Sha256::digest(plaintext).into();
	let derived = derive_32(None, key.as_bytes(), &[NONCE_DOMAIN, &digest]);
	let mut prefix = [0; PREFIX_LENGTH];
	for (to, from) in prefix.iter_mut().zip(derived.iter()) {
		*to = *from;
	}
	encrypt_with_prefix(key, prefix, plaintext)
}

#[cfg(test)]
mod tests;
