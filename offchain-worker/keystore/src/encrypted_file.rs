// SPDX-License-Identifier: Apache-2.0
//! A file of any length under a passphrase: a backup.
//!
//! ```text
//! offset  0                14        26       42            61         69      85
//!         ┌────────────────┬─────────┬────────┬─────────────┬──────────┬───────┬─────────┬─ ─ ─┬────────────┐
//!         │ salus-backup-1 │ cost    │ salt   │ nonce       │ bytes of │ check │ chunk 1 │     │ last chunk │
//!         │                │ (3 × 4) │ (16)   │ prefix (19) │ all (8)  │ (16)  │         │     │            │
//!         └────────────────┴─────────┴────────┴─────────────┴──────────┴───────┴─────────┴─ ─ ─┴────────────┘
//! its key: HKDF-SHA256(Argon2id(passphrase, salt, cost), salt = nonce prefix, info = "salus/backup/v1")
//! ```
//!
//! Numbers are little-endian; the cost is memory in KiB, passes and lanes. Chunks are those of salus-core's `stream.rs`, each bound to
//! the whole header. The check is the empty chunk 0: it tells a wrong passphrase from a damaged file. The length tells a
//! file that was cut short, or to which something was added, before its key is derived; the last chunk's mark does so
//! whatever the header says.

use crate::{Cost, keystore::key_of_passphrase};
use codec::{Decode, Encode};
use salus_core::{
	derive_32, random,
	stream::{CHUNK_LENGTH, ChunkError, Chunks, PREFIX_LENGTH, TAG_LENGTH},
};
use secrecy::SecretString;
use std::io::{ErrorKind, Read, Write};
use zeroize::Zeroizing;

const MAGIC: [u8; 14] = *b"salus-backup-1";
const DOMAIN: &[u8] = b"salus/backup/v1";
const HEADER_LENGTH: usize = MAGIC.len() + 3 * 4 + 16 + PREFIX_LENGTH + 8;

/// Why an encrypted file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum EncryptedFileError {
	/// It does not begin as one.
	#[error("this is not a backup of Salus: check the path")]
	NotOne,
	/// Its end is missing.
	#[error("the backup was cut short: it has {has} bytes of {should}; copy it anew")]
	CutShort {
		/// Bytes that it has.
		has: u64,
		/// Bytes that it should have.
		should: u64,
	},
	/// Something follows its end.
	#[error("the backup has {has} bytes and should have {should}: copy it anew")]
	TooLong {
		/// Bytes that it has.
		has: u64,
		/// Bytes that it should have.
		should: u64,
	},
	/// The key can't be derived at the cost that it states.
	#[error("the backup's beginning is damaged: {0}")]
	Cost(String),
	/// The passphrase is not the one that it was made with, or its header was altered: the cipher can't tell which.
	#[error(
		"wrong passphrase for this backup: it opens with the one that the keystore had when it was made (or its \
		 beginning was altered: then take another copy)"
	)]
	WrongPassphrase,
	/// A part of it was altered.
	#[error("the backup is damaged: its part {chunk} was altered; take another copy")]
	Damaged {
		/// Which chunk of 64 KiB.
		chunk: u32,
	},
	/// What is inside ends too early, or goes on.
	#[error("the backup is of another form than this release knows: use the release that made it")]
	OtherForm,
	/// There are not as many bytes as were announced.
	#[error("a file changed its length while it was read: is another program writing to it?")]
	OtherLength,
	/// The file system failed.
	#[error(transparent)]
	File(#[from] std::io::Error),
}

/// What stands before the chunks.
#[derive(Encode, Decode)]
struct Header {
	magic: [u8; MAGIC.len()],
	/// Memory, passes, lanes.
	cost: [u32; 3],
	salt: [u8; 16],
	prefix: [u8; PREFIX_LENGTH],
	/// Bytes of plaintext.
	length: u64,
}

impl Header {
	/// What encrypts or decrypts the chunks of this file.
	fn chunks(&self, passphrase: &SecretString) -> Result<Chunks, EncryptedFileError> {
		let [memory_kib, passes, lanes] = self.cost;
		let cost = Cost { memory_kib, passes, lanes };
		let key =
			key_of_passphrase(passphrase, cost, &self.salt).map_err(EncryptedFileError::Cost)?;
		let key = derive_32(Some(&self.prefix), key.as_slice(), &[DOMAIN]);
		Ok(Chunks::new(&key, self.prefix, &self.encode()))
	}

	/// Bytes of the whole file.
	fn file_length(&self) -> u64 {
		let chunks = self.length.div_ceil(CHUNK_LENGTH as u64).max(1);
		let tags = chunks.saturating_add(1).saturating_mul(TAG_LENGTH as u64);
		(HEADER_LENGTH as u64).saturating_add(tags).saturating_add(self.length)
	}
}

/// Writes an encrypted file, from its beginning to its end.
pub struct EncryptedWriter<Target> {
	target: Target,
	chunks: Chunks,
	chunk: Vec<u8>,
	/// Bytes that are still to come.
	left: u64,
}

impl<Target: Write> EncryptedWriter<Target> {
	/// Begins a file that will hold `length` bytes.
	pub fn new(
		mut target: Target,
		passphrase: &SecretString,
		cost: Cost,
		length: u64,
	) -> Result<Self, EncryptedFileError> {
		let header = Header {
			magic: MAGIC,
			cost: [cost.memory_kib, cost.passes, cost.lanes],
			salt: random(),
			prefix: random(),
			length,
		};
		let mut chunks = header.chunks(passphrase)?;
		let mut check = Vec::new();
		chunks.encrypt(&mut check, false).map_err(too_many)?;
		target.write_all(&header.encode())?;
		target.write_all(&check)?;
		Ok(Self {
			target,
			chunks,
			chunk: Vec::with_capacity(CHUNK_LENGTH + TAG_LENGTH),
			left: length,
		})
	}

	/// Adds bytes.
	pub fn write(&mut self, mut bytes: &[u8]) -> Result<(), EncryptedFileError> {
		let left = self.left.checked_sub(bytes.len() as u64);
		self.left = left.ok_or(EncryptedFileError::OtherLength)?;
		while !bytes.is_empty() {
			// A full chunk waits for what follows it, since the last one is marked.
			if self.chunk.len() == CHUNK_LENGTH {
				self.write_chunk(false)?;
			}
			let room = CHUNK_LENGTH.saturating_sub(self.chunk.len());
			let (now, later) = bytes.split_at(room.min(bytes.len()));
			self.chunk.extend_from_slice(now);
			bytes = later;
		}
		Ok(())
	}

	/// Ends the file and gives what it was written to. All that was announced must be written.
	pub fn finish(mut self) -> Result<Target, EncryptedFileError> {
		if self.left > 0 {
			return Err(EncryptedFileError::OtherLength);
		}
		self.write_chunk(true)?;
		self.target.flush()?;
		Ok(self.target)
	}

	fn write_chunk(&mut self, last: bool) -> Result<(), EncryptedFileError> {
		self.chunks.encrypt(&mut self.chunk, last).map_err(too_many)?;
		self.target.write_all(&self.chunk)?;
		self.chunk.clear();
		Ok(())
	}
}

fn too_many(_: ChunkError) -> EncryptedFileError {
	EncryptedFileError::File(std::io::Error::from(ErrorKind::FileTooLarge))
}

/// Reads an encrypted file, from its beginning to its end. What it gives was checked, but for its being whole: that is
/// known once [`EncryptedReader::finish`] returned.
pub struct EncryptedReader<Source> {
	source: Source,
	chunks: Chunks,
	chunk: Zeroizing<Vec<u8>>,
	/// How much of the chunk was given.
	given: usize,
	/// Bytes of plaintext in the chunks that follow.
	left: u64,
	/// Whether the last chunk was read.
	ended: bool,
}

impl<Source: Read> EncryptedReader<Source> {
	/// Begins to read a file of `size` bytes.
	pub fn new(
		mut source: Source,
		size: u64,
		passphrase: &SecretString,
	) -> Result<Self, EncryptedFileError> {
		let mut header = [0; HEADER_LENGTH];
		let whole = fill(&mut source, &mut header)?;
		let header = Header::decode(&mut header.as_slice())
			.ok()
			.filter(|header| whole && header.magic == MAGIC)
			.ok_or(EncryptedFileError::NotOne)?;
		let should = header.file_length();
		if size < should {
			return Err(EncryptedFileError::CutShort { has: size, should });
		}
		if size > should {
			return Err(EncryptedFileError::TooLong { has: size, should });
		}
		let mut chunks = header.chunks(passphrase)?;
		let mut check = vec![0; TAG_LENGTH];
		if !fill(&mut source, &mut check)? {
			return Err(EncryptedFileError::OtherLength);
		}
		chunks.decrypt(&mut check, false).map_err(|_| EncryptedFileError::WrongPassphrase)?;
		Ok(Self {
			source,
			chunks,
			chunk: Zeroizing::new(Vec::with_capacity(CHUNK_LENGTH + TAG_LENGTH)),
			given: 0,
			left: header.length,
			ended: false,
		})
	}

	/// Reads as many bytes as `into` has.
	pub fn read(&mut self, mut into: &mut [u8]) -> Result<(), EncryptedFileError> {
		while !into.is_empty() {
			if self.given == self.chunk.len() {
				self.read_chunk()?;
			}
			let there = self.chunk.get(self.given..).unwrap_or_default();
			let length = there.len().min(into.len());
			let (now, later) = into.split_at_mut(length);
			now.copy_from_slice(&there[..length]);
			self.given += length;
			into = later;
		}
		Ok(())
	}

	/// Makes sure that the end was reached, and that nothing follows it.
	pub fn finish(mut self) -> Result<(), EncryptedFileError> {
		if !self.ended && self.left == 0 && self.given == self.chunk.len() {
			self.read_chunk()?;
		}
		if !self.ended || self.given < self.chunk.len() {
			return Err(EncryptedFileError::OtherForm);
		}
		match fill(&mut self.source, &mut [0])? {
			true => Err(EncryptedFileError::OtherLength),
			false => Ok(()),
		}
	}

	fn read_chunk(&mut self) -> Result<(), EncryptedFileError> {
		if self.ended {
			return Err(EncryptedFileError::OtherForm);
		}
		let length = usize::try_from(self.left).unwrap_or(CHUNK_LENGTH).min(CHUNK_LENGTH);
		self.left = self.left.saturating_sub(length as u64);
		self.ended = self.left == 0;
		self.given = 0;
		self.chunk.clear();
		self.chunk.resize(length + TAG_LENGTH, 0);
		if !fill(&mut self.source, &mut self.chunk)? {
			return Err(EncryptedFileError::OtherLength);
		}
		let opened = self.chunks.decrypt(&mut *self.chunk, self.ended);
		opened.map_err(|error| match error {
			ChunkError::DoesNotOpen { chunk } => EncryptedFileError::Damaged { chunk },
			ChunkError::TooMany => too_many(error),
		})
	}
}

/// Reads as many bytes as `into` has; false if the source ends before.
fn fill(source: &mut impl Read, into: &mut [u8]) -> std::io::Result<bool> {
	match source.read_exact(into) {
		Ok(()) => Ok(true),
		Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
		Err(error) => Err(error),
	}
}

#[cfg(test)]
mod tests;
