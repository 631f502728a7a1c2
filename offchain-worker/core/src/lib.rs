//! Keys, encrypted documents, key shares and how shares travel. Data rules 3 to 6.
//!
//! | what | by which published construction | file |
//! |---|---|---|
//! | data key, its commitment, keys derived from it | BLAKE2b-256 (RFC 7693), HKDF-SHA256 (RFC 5869) | `keys.rs` |
//! | document in chunks | XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) in the STREAM form | `document.rs`, `stream.rs` |
//! | shares of a data key | Shamir's sharing over GF(2^8), each byte by itself | `shares.rs` |
//! | a share on its way | HPKE base mode (RFC 9180), twice: to a lasting and to an ephemeral key | `transport.rs` |
//! | secrets under a passphrase | Argon2id (RFC 9106), XChaCha20-Poly1305 | `keystore/` |
//! | a long file under a passphrase | Argon2id, XChaCha20-Poly1305 in the STREAM form | `encrypted_file.rs` |
//! | secrets at rest, under a key that rotates | XChaCha20-Poly1305 | `at_rest.rs`, `keystore/rotation.rs` |
//!
//! The flow of one key:
//!
//! ```text
//! generate ── commitment ──────────────> chain
//!    │ ├────── seal(document) ─────────> IPFS
//!    │ └────── split ── encrypt_twice ─> custodians ── AtRest ──> journal
//!    │                                       │ encrypt_twice, after a logged request
//!    └─ dropped and zeroised                 v
//!                             reader: decrypt_twice ── join ── open(document)
//! ```
//!
//! Types that hold secrets zeroise their memory when dropped and print no secret with `Debug`.

mod at_rest;
mod document;
mod encrypted_file;
mod keys;
mod keystore;
mod shares;
mod stream;
mod transport;
#[cfg(test)]
mod vectors;

pub use at_rest::{AtRest, AtRestError};
pub use document::{
	DocumentError, HEADER_LENGTH, MAX_CIPHERTEXT_LENGTH, MAX_PLAINTEXT_LENGTH, ciphertext_length,
	decrypt, encrypt, open, open_beginning, seal, seal_deterministic,
};
pub use encrypted_file::{EncryptedFileError, EncryptedReader, EncryptedWriter};
pub use keys::{DataKey, EncryptionSecret, ResultSecrets};
pub use keystore::{AtRestKeys, Cost, Keystore, KeystoreError};
pub use shares::{MAX_SHARES, MIN_THRESHOLD, Share, ShareError, join, split};
pub use stream::{CHUNK_LENGTH, TAG_LENGTH};
pub use transport::{
	Layers, TransportError, decrypt_twice, deposit_info, encrypt_twice, is_weak, open_from,
	parties, release_info, seal_to,
};

/// Random bytes from the operating system.
///
/// # Panics
///
/// When the operating system has none to give: no secret may be made then, so nothing may go on.
pub(crate) fn random<const N: usize>() -> [u8; N] {
	let mut bytes = [0; N];
	getrandom::fill(&mut bytes).expect("the operating system's random source answers");
	bytes
}
