// SPDX-License-Identifier: Apache-2.0
//! The key of what rests is replaced while a worker runs, and the old one destroyed: what an old disk still holds of
//! encrypted secrets (freed blocks, copies on write, snapshots of the folder of shares) does not open with today's
//! keystore.
//!
//! ```text
//! keystore   at-rest: A ── begin ──> at-rest: B, at-rest-old: A ─────── end ──> at-rest: B
//! AtRest     A                       encrypts under B, opens under B and A      B
//! journal    under A                 under A and B, encrypted anew in portions  under B
//! ```
//!
//! The file comes first and the memory after it, so that nothing is ever encrypted under a key that is not on the disk.
//! After a crash the file says which keys there are, and what is under way goes on.

use super::{Keystore, KeystoreError, file::Secrets};
use crate::AtRest;
use salus_core::random;
use std::path::Path;
use zeroize::Zeroizing;

/// The keys of what rests, in a keystore's file and in the memory of a worker that runs.
///
/// It can open the whole file, since nobody is there to type the passphrase in four weeks: the key that the passphrase
/// gives stays in memory, and no other secret. Whoever reads the worker's memory has its account anyway.
#[derive(Debug)]
pub struct AtRestKeys {
	keystore: Keystore,
	at_rest: AtRest,
}

/// A current key, and the one before.
type Keys = (Zeroizing<[u8; 32]>, Option<Zeroizing<[u8; 32]>>);

impl AtRestKeys {
	/// By an open keystore, whose secrets are forgotten. `at_rest` follows from now on, and with it every clone.
	pub fn new(mut keystore: Keystore, at_rest: AtRest) -> Self {
		keystore.secrets.clear();
		Self { keystore, at_rest }
	}

	/// Whether something may be encrypted under an old key.
	pub fn is_under_way(&self) -> bool {
		self.at_rest.is_rotating()
	}

	/// Takes the keys of the file as it is now, before anything is encrypted: another worker may have rotated them
	/// since the keystore was opened. What a killed process has left of a keystore, with keys that should be gone by
	/// now, is destroyed.
	pub fn reload(&mut self) -> Result<(), KeystoreError> {
		// The next change does it too: no start fails by it.
		if let Err(cause) = self.keystore.lock() {
			tracing::warn!(%cause, "what may be left of an earlier keystore was not destroyed");
		}
		let (current, old) = keys(&self.keystore.path, &self.keystore.stored()?)?;
		self.at_rest.follow(&AtRest::rotating(&current, old.as_deref()));
		Ok(())
	}

	/// Makes the current key the old one and a new key the current one, in one change of the file. From then on all is
	/// encrypted under the new one. When it fails, nothing is changed in memory, and what is on the disk opens the
	/// same.
	pub fn begin(&mut self) -> Result<(), KeystoreError> {
		let path = self.keystore.path.clone();
		let fresh = Zeroizing::new(random::<32>());
		let begun = self.keystore.try_change(|secrets| {
			let (current, old) = keys(&path, secrets)?;
			let known = AtRest::rotating(&current, old.as_deref());
			if !self.at_rest.is_known_to(&known) {
				return Err(KeystoreError::AnotherKeystore(path));
			}
			if known.is_rotating() {
				// By an earlier begin that seemed to fail, and did not.
				return Ok(known);
			}
			if secrets.contains_key(Keystore::AT_REST_OLD) {
				return Err(KeystoreError::NameTaken(path));
			}
			put(secrets, Keystore::AT_REST, &fresh);
			put(secrets, Keystore::AT_REST_OLD, &current);
			Ok(AtRest::rotating(&fresh, Some(&*current)))
		})?;
		self.keystore.secrets.clear();
		self.at_rest.follow(&begun);
		Ok(())
	}

	/// Destroys the old key, in the file and then in memory: once nothing opens under it alone. When it fails, it stays.
	pub fn end(&mut self) -> Result<(), KeystoreError> {
		let path = self.keystore.path.clone();
		let only = self.keystore.try_change(|secrets| {
			let (current, _) = keys(&path, secrets)?;
			let only = AtRest::new(&current);
			if !self.at_rest.is_known_to(&only) {
				return Err(KeystoreError::AnotherKeystore(path));
			}
			if old_key(secrets).is_some() {
				secrets.remove(Keystore::AT_REST_OLD);
			}
			Ok(only)
		})?;
		self.keystore.secrets.clear();
		self.at_rest.follow(&only);
		Ok(())
	}
}

fn put(secrets: &mut Secrets, name: &str, key: &Zeroizing<[u8; 32]>) {
	secrets.insert(name.to_owned(), Zeroizing::new(key.to_vec()));
}

/// The keys that a file holds.
fn keys(path: &Path, secrets: &Secrets) -> Result<Keys, KeystoreError> {
	let current = key(secrets, Keystore::AT_REST);
	let current = current.ok_or_else(|| KeystoreError::AnotherKeystore(path.to_path_buf()))?;
	Ok((current, old_key(secrets)))
}

/// The old key, while it rotates.
pub(super) fn old_key(secrets: &Secrets) -> Option<Zeroizing<[u8; 32]>> {
	key(secrets, Keystore::AT_REST_OLD)
}

/// A key by its name. Of another length, it is a secret that somebody calls so, and left alone.
fn key(secrets: &Secrets, name: &str) -> Option<Zeroizing<[u8; 32]>> {
	let key = <[u8; 32]>::try_from(secrets.get(name)?.as_slice()).ok()?;
	Some(Zeroizing::new(key))
}
