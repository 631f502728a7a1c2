// SPDX-License-Identifier: Apache-2.0
//! What a custodian, a command line and a page in a browser share: keys, encrypted documents, key shares and how they
//! travel, CIDs, and what custodians and readers say to each other. Data rules 3 to 6.
//!
//! No operating system is needed, only an allocator and a source of random bytes: it compiles for `wasm32v1-none`
//! (`scripts/library/wasm`), without the feature `std`, which brings [`signer::Signer`]. `getrandom` asks the operating
//! system for random bytes; in WebAssembly whoever builds names the source, as `wasm/` does.
//!
//! | what | by which published construction | file |
//! |---|---|---|
//! | data key, its commitment, keys derived from it | BLAKE2b-256 (RFC 7693), HKDF-SHA256 (RFC 5869) | `keys.rs` |
//! | a record as evidence: its key's commitment in halves, and its nullifiers | BLAKE2b-256 | `evidence.rs` |
//! | document in chunks | XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) in the STREAM form | `document.rs`, `stream.rs` |
//! | shares of a data key, and what they are called | Shamir's sharing over GF(2^8), each byte by itself | `shares.rs`, `gf256.rs`, `sharing.rs` |
//! | proofs that a share is kept | a hash chain (Lamport, 1981) of BLAKE2b-256 | `retention.rs` |
//! | a share on its way | HPKE base mode (RFC 9180), twice: to a lasting and to an ephemeral key | `transport.rs` |
//! | secrets at rest, under a key that rotates | XChaCha20-Poly1305 | `at_rest.rs` |
//! | a document's CID | CIDv1, sha2-256, UnixFS in dag-pb | `cids.rs`, `unixfs.rs` |
//! | requests, receipts, proofs, prekeys | sr25519 over SCALE | `protocol/`, `signer.rs` |
//!
//! What lies in files under a passphrase is in the crate `salus-keystore`.
//!
//! The flow of one key:
//!
//! ```text
//! generate ── commitment ──────────────> chain
//!    │ ├────── encrypt(document) ──────> IPFS
//!    │ └────── split ── encrypt_twice ─> custodians ── AtRest ──> journal
//!    │                                       │ encrypt_twice, after a logged request
//!    └─ dropped and zeroised                 v
//!                             reader: decrypt_twice ── join ── decrypt(document)
//! ```
//!
//! Types that hold secrets zeroise their memory when dropped and print no secret with `Debug`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod at_rest;
pub mod cids;
mod document;
mod evidence;
mod gf256;
mod keys;
pub mod protocol;
pub mod retention;
mod shares;
mod sharing;
pub mod signer;
pub mod stream;
mod transport;
pub mod unixfs;
#[cfg(test)]
mod vectors;

pub use at_rest::{AtRestCipher, AtRestError};
pub use document::{
	DocumentError, HEADER_LENGTH, MAX_CIPHERTEXT_LENGTH, MAX_PLAINTEXT_LENGTH, ciphertext_length,
	decrypt, decrypt_beginning, encrypt, encrypt_deterministic,
};
pub use evidence::KeyHalves;
pub use keys::{DataKey, EncryptionSecret, derive_32};
pub use shares::{MAX_SHARES, MIN_THRESHOLD, Share, ShareError, join, split};
pub use sharing::Sharing;
/// An account: the chain's own type.
pub use sp_core::crypto::AccountId32 as AccountId;
pub use stream::{CHUNK_LENGTH, TAG_LENGTH};
pub use transport::{
	Layers, TransportError, decrypt_twice, encrypt_twice, hand_over_info, hpke_open, hpke_seal,
	is_weak, parties, placement_info, release_info,
};

/// Random bytes from the operating system, or from the source that a build for WebAssembly names.
///
/// # Panics
///
/// When there are none to be had: no secret may be made then, so nothing may go on.
pub fn random<const N: usize>() -> [u8; N] {
	let mut bytes = [0; N];
	getrandom::fill(&mut bytes).expect("the source of random bytes answers");
	bytes
}
