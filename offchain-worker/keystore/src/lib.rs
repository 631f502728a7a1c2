// SPDX-License-Identifier: Apache-2.0
//! Secrets in files under a passphrase: what both programs keep, and how they ask for it.
//!
//! | what | by which published construction | file |
//! |---|---|---|
//! | secrets under a passphrase | Argon2id (RFC 9106), XChaCha20-Poly1305 | `keystore/` |
//! | a long file under a passphrase | Argon2id, XChaCha20-Poly1305 in the STREAM form | `encrypted_file.rs` |
//! | secrets at rest, under a key that rotates | XChaCha20-Poly1305 | `at_rest.rs`, `keystore/rotation.rs` |
//! | which passphrase a keystore takes, and where it comes from | | `passphrase.rs` |
//! | a secret phrase that somebody brings | | `secret.rs` |
//! | what is called what in a keystore | | `identity.rs` |
//! | arguments, and what is wrong with them, of both programs | | `arguments.rs` |
//!
//! Types that hold secrets zeroise their memory when dropped and print no secret with `Debug`.

pub mod arguments;
mod at_rest;
mod encrypted_file;
pub mod identity;
mod keystore;
pub mod passphrase;
pub mod secret;
#[cfg(test)]
mod vectors;

pub use at_rest::AtRest;
pub use encrypted_file::{EncryptedFileError, EncryptedReader, EncryptedWriter};
pub use keystore::{AtRestKeys, Cost, Keystore, KeystoreError};
