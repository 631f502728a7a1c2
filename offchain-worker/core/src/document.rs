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
//! How chunks are bound to their places tells `stream.rs`. The last chunk is empty only in an empty document.

use super::DataKey;
use super::keys::derive_32;
use super::stream::{CHUNK_LENGTH, ChunkError, Chunks, PREFIX_LENGTH, TAG_LENGTH};
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read, Write};
use zeroize::Zeroizing;

const MAGIC: &[u8; 6] = b"SALUS1";
const DOCUMENT_DOMAIN: &[u8] = b"salus/document/v1";
const NONCE_DOMAIN: &[u8] = b"salus/document-nonce/v1";

/// Bytes before the first chunk.
pub const HEADER_LENGTH: usize = MAGIC.len() + PREFIX_LENGTH;
/// The largest document in its encrypted form: 64 MiB, the limit on chain.
pub const MAX_CIPHERTEXT_LENGTH: u64 = 64 * 1024 * 1024;
/// The largest document before encryption: what 64 MiB leave after header and tags.
pub const MAX_PLAINTEXT_LENGTH: u64 = {
	let room = MAX_CIPHERTEXT_LENGTH - HEADER_LENGTH as u64;
	let chunk = (CHUNK_LENGTH + TAG_LENGTH) as u64;
	room / chunk * CHUNK_LENGTH as u64 + room % chunk - TAG_LENGTH as u64
};

/// Why a document could not be encrypted or decrypted.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
	/// It does not begin as an encrypted document does.
	#[error(
		"this is no encrypted document of Salus (it does not begin with SALUS1 and a nonce): check the CID"
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
	/// The source could not be read.
	#[error("cannot read the document: {0}")]
	Read(#[source] std::io::Error),
	/// The target could not be written.
	#[error("cannot write the document (is there room on the disk?): {0}")]
	Write(#[source] std::io::Error),
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

/// Reads until `buffer` has `length` bytes or the source ends.
fn fill(source: &mut impl Read, buffer: &mut Vec<u8>, length: usize) -> Result<(), DocumentError> {
	let missing = length.saturating_sub(buffer.len());
	source.by_ref().take(missing as u64).read_to_end(buffer).map(drop).map_err(DocumentError::Read)
}

fn encrypt_with_prefix(
	key: &DataKey,
	prefix: [u8; PREFIX_LENGTH],
	mut source: impl Read,
	mut target: impl Write,
) -> Result<u64, DocumentError> {
	let mut chunks = chunks_of(key, prefix);
	target.write_all(MAGIC).map_err(DocumentError::Write)?;
	target.write_all(&prefix).map_err(DocumentError::Write)?;
	let mut written = HEADER_LENGTH as u64;
	// Held one byte ahead, to know whether a chunk is the last before it is sealed.
	let mut ahead = Zeroizing::new(Vec::with_capacity(CHUNK_LENGTH + TAG_LENGTH));
	let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK_LENGTH + TAG_LENGTH));
	loop {
		fill(&mut source, &mut ahead, CHUNK_LENGTH + 1)?;
		let last = ahead.len() <= CHUNK_LENGTH;
		chunk.clear();
		let length = ahead.len().min(CHUNK_LENGTH);
		chunk.extend(ahead.drain(..length));
		written += (chunk.len() + TAG_LENGTH) as u64;
		if written > MAX_CIPHERTEXT_LENGTH {
			return Err(DocumentError::TooLarge);
		}
		chunks.encrypt(&mut *chunk, last)?;
		target.write_all(&chunk).map_err(DocumentError::Write)?;
		if last {
			target.flush().map_err(DocumentError::Write)?;
			return Ok(written);
		}
	}
}

/// Encrypts `source` into `target` chunk by chunk, under a random nonce prefix. Returns how many bytes
/// were written. When it fails, what was written so far is of no use: throw it away.
pub fn encrypt(key: &DataKey, source: impl Read, target: impl Write) -> Result<u64, DocumentError> {
	encrypt_with_prefix(key, super::random(), source, target)
}

/// Decrypts `source` into `target` chunk by chunk. Returns how many bytes were written.
///
/// A chunk is written only once its tag was checked; but that the document is whole is known only at its
/// end. So when this fails, **throw away what was written**.
pub fn decrypt(
	key: &DataKey,
	mut source: impl Read,
	mut target: impl Write,
) -> Result<u64, DocumentError> {
	let mut magic = [0; MAGIC.len()];
	let mut prefix = [0; PREFIX_LENGTH];
	for part in [magic.as_mut_slice(), prefix.as_mut_slice()] {
		source.read_exact(part).map_err(|error| match error.kind() {
			ErrorKind::UnexpectedEof => DocumentError::NotADocument,
			_ => DocumentError::Read(error),
		})?;
	}
	if &magic != MAGIC {
		return Err(DocumentError::NotADocument);
	}
	const SEALED_LENGTH: usize = CHUNK_LENGTH + TAG_LENGTH;
	let mut chunks = chunks_of(key, prefix);
	let mut ahead = Vec::with_capacity(SEALED_LENGTH + 1);
	let mut chunk = Zeroizing::new(Vec::with_capacity(SEALED_LENGTH));
	let (mut read, mut written) = (HEADER_LENGTH as u64, 0);
	loop {
		fill(&mut source, &mut ahead, SEALED_LENGTH + 1)?;
		let last = ahead.len() <= SEALED_LENGTH;
		chunk.clear();
		let length = ahead.len().min(SEALED_LENGTH);
		chunk.extend(ahead.drain(..length));
		read += chunk.len() as u64;
		if read > MAX_CIPHERTEXT_LENGTH {
			return Err(DocumentError::TooLarge);
		}
		let number = chunks.number();
		chunks.decrypt(&mut *chunk, last)?;
		// Only an empty document ends in an empty chunk: one document, one form.
		if last && chunk.is_empty() && number > 0 {
			return Err(DocumentError::DoesNotOpen { chunk: number });
		}
		target.write_all(&chunk).map_err(DocumentError::Write)?;
		written += chunk.len() as u64;
		if last {
			target.flush().map_err(DocumentError::Write)?;
			return Ok(written);
		}
	}
}

/// [`encrypt`] in memory.
pub fn seal(key: &DataKey, plaintext: &[u8]) -> Result<Vec<u8>, DocumentError> {
	let mut sealed = Vec::with_capacity(ciphertext_length(plaintext.len() as u64) as usize);
	encrypt(key, plaintext, &mut sealed)?;
	Ok(sealed)
}

/// [`decrypt`] in memory: all of the plaintext, or none of it.
pub fn open(key: &DataKey, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
	// Of the full size from the start: a vector that grows leaves unzeroised copies behind.
	let mut plaintext = Zeroizing::new(Vec::with_capacity(sealed.len()));
	decrypt(key, sealed, &mut *plaintext)?;
	Ok(plaintext)
}

/// The plaintext of a document's first chunk, when another follows it: enough to tell what kind of document it is
/// without the rest. Of the rest it proves nothing.
pub fn open_beginning(key: &DataKey, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
	let (header, chunks) =
		sealed.split_first_chunk::<HEADER_LENGTH>().ok_or(DocumentError::NotADocument)?;
	let prefix = header
		.strip_prefix(MAGIC)
		.and_then(|prefix| <[u8; PREFIX_LENGTH]>::try_from(prefix).ok())
		.ok_or(DocumentError::NotADocument)?;
	let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK_LENGTH + TAG_LENGTH));
	chunk.extend(chunks.iter().take(CHUNK_LENGTH + TAG_LENGTH));
	chunks_of(key, prefix).decrypt(&mut *chunk, false)?;
	Ok(chunk)
}

/// Encrypts so that equal plaintext makes equal ciphertext: operators who computed the same result must
/// arrive at the same CID. The nonce prefix is derived from key and plaintext, so a second, different
/// plaintext under the same key gets another nonce. That two plaintexts are equal is visible, as it must be.
///
/// `key` must be a key made for this one result ([`super::ResultSecrets`]).
pub fn seal_deterministic(key: &DataKey, plaintext: &[u8]) -> Result<Vec<u8>, DocumentError> {
	let digest: [u8; 32] = Sha256::digest(plaintext).into();
	let derived = derive_32(None, key.as_bytes(), &[NONCE_DOMAIN, &digest]);
	let mut prefix = [0; PREFIX_LENGTH];
	for (to, from) in prefix.iter_mut().zip(derived.iter()) {
		*to = *from;
	}
	let mut sealed = Vec::with_capacity(ciphertext_length(plaintext.len() as u64) as usize);
	encrypt_with_prefix(key, prefix, plaintext, &mut sealed)?;
	Ok(sealed)
}

#[cfg(test)]
mod tests;
