// SPDX-License-Identifier: Apache-2.0
//! Long plaintext as a stream of chunks, each with a tag of its own, so that it can be encrypted and decrypted without
//! all of it in memory.
//!
//! ```text
//! a chunk: 65,536 bytes of plaintext (the last: 0 to 65,536) and a tag of 16 bytes
//! its nonce, 24 bytes: prefix (19) ‖ number of the chunk (4, big-endian) ‖ 1 if it is the last, else 0
//! ```
//!
//! Each chunk is encrypted with XChaCha20-Poly1305. Number and last flag in the nonce bind a chunk to its position, so
//! none can be swapped, repeated, dropped or appended: this is the STREAM construction of Hoang, Reyhanitabar, Rogaway
//! and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (CRYPTO 2015).

use alloc::vec::Vec;
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{AeadInOut, Buffer},
};

/// Bytes of plaintext in every chunk but the last.
pub const CHUNK_LENGTH: usize = 64 * 1024;
/// Bytes that a chunk's tag adds.
pub const TAG_LENGTH: usize = 16;
/// Bytes of a nonce that all chunks of a stream share.
pub const PREFIX_LENGTH: usize = 19;

/// Why a chunk was not encrypted or decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChunkError {
	/// There are more chunks than numbers for them.
	TooMany,
	/// The tag does not fit.
	DoesNotOpen {
		/// The chunk, counted from 0.
		chunk: u32,
	},
}

/// Encrypts or decrypts the chunks of one stream, in their order.
pub struct Chunks {
	cipher: XChaCha20Poly1305,
	prefix: [u8; PREFIX_LENGTH],
	associated: Vec<u8>,
	next: u32,
}

impl Chunks {
	/// `key` and `prefix` must be used together for this one stream only; `associated` is what every chunk is bound to.
	pub fn new(key: &[u8; 32], prefix: [u8; PREFIX_LENGTH], associated: &[u8]) -> Self {
		Self {
			cipher: XChaCha20Poly1305::new(key.into()),
			prefix,
			associated: associated.to_vec(),
			next: 0,
		}
	}

	/// The number of the next chunk.
	pub fn number(&self) -> u32 {
		self.next
	}

	/// The nonce of the next chunk, and its number.
	fn nonce(&mut self, last: bool) -> Result<(XNonce, u32), ChunkError> {
		let number = self.next;
		self.next = number.checked_add(1).ok_or(ChunkError::TooMany)?;
		let mut nonce = XNonce::default();
		let (prefix, position) = nonce.split_at_mut(PREFIX_LENGTH);
		prefix.copy_from_slice(&self.prefix);
		let (count, flag) = position.split_at_mut(4);
		count.copy_from_slice(&number.to_be_bytes());
		flag.copy_from_slice(&[u8::from(last)]);
		Ok((nonce, number))
	}

	/// Encrypts the next chunk in its place, and adds its tag. `last` marks the end of the stream.
	pub fn encrypt(&mut self, chunk: &mut dyn Buffer, last: bool) -> Result<(), ChunkError> {
		let (nonce, _) = self.nonce(last)?;
		self.cipher
			.encrypt_in_place(&nonce, &self.associated, chunk)
			.map_err(|_| ChunkError::TooMany)
	}

	/// Decrypts the next chunk in its place, and takes its tag away. `last` says that nothing follows.
	pub fn decrypt(&mut self, chunk: &mut dyn Buffer, last: bool) -> Result<(), ChunkError> {
		let (nonce, number) = self.nonce(last)?;
		self.cipher
			.decrypt_in_place(&nonce, &self.associated, chunk)
			.map_err(|_| ChunkError::DoesNotOpen { chunk: number })
	}
}
