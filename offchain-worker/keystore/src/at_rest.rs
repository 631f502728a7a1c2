// SPDX-License-Identifier: Apache-2.0
//! Secrets at rest, by keys that rotate while they are used. Data rule 4.

use salus_core::{AtRestCipher, AtRestError};
use std::sync::{Arc, PoisonError, RwLock};
use zeroize::Zeroizing;

/// A cipher for secrets at rest that many hold. While the key rotates (`keystore/rotation.rs`), it also opens what the
/// key before has encrypted. Clones share their keys, so that whoever holds one follows a rotation.
// The ciphers stay in one place: what is moved leaves its bytes behind.
#[derive(Clone)]
pub struct AtRest(Arc<RwLock<Arc<AtRestCipher>>>);

impl AtRest {
	/// By a key from the keystore.
	pub fn new(key: &[u8; 32]) -> Self {
		Self::rotating(key, None)
	}

	/// By the current key, and the one before as long as something may be encrypted under it.
	pub fn rotating(current: &[u8; 32], old: Option<&[u8; 32]>) -> Self {
		Self(Arc::new(RwLock::new(Arc::new(AtRestCipher::new(current, old)))))
	}

	/// Takes another's keys in the place of its own, as do all its clones.
	pub fn follow(&self, other: &Self) {
		let keys = other.keys();
		*self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
	}

	/// Whether it opens what an old key has encrypted.
	pub fn is_rotating(&self) -> bool {
		self.keys().is_rotating()
	}

	/// Whether another opens what this one encrypts now.
	pub(crate) fn is_known_to(&self, other: &Self) -> bool {
		let encrypted = self.encrypt("probe", &[], &[]);
		other.decrypt("probe", &[], &encrypted).is_ok()
	}

	fn keys(&self) -> Arc<AtRestCipher> {
		self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Encrypts `secret` as the one of this kind and name.
	pub fn encrypt(&self, kind: &'static str, name: &[u8], secret: &[u8]) -> Vec<u8> {
		self.keys().encrypt(kind, name, secret)
	}

	/// Opens what was encrypted as this kind and name.
	pub fn decrypt(
		&self,
		kind: &'static str,
		name: &[u8],
		encrypted: &[u8],
	) -> Result<Zeroizing<Vec<u8>>, AtRestError> {
		self.keys().decrypt(kind, name, encrypted).map(|(secret, _)| secret)
	}

	/// What was encrypted under the old key, encrypted anew under the current one; none if that has encrypted it
	/// already.
	pub fn reencrypt(
		&self,
		kind: &'static str,
		name: &[u8],
		encrypted: &[u8],
	) -> Result<Option<Vec<u8>>, AtRestError> {
		let keys = self.keys();
		let (secret, is_old) = keys.decrypt(kind, name, encrypted)?;
		Ok(is_old.then(|| keys.encrypt(kind, name, &secret)))
	}
}

impl std::fmt::Debug for AtRest {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.write_str("AtRest(..)")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn while_a_key_rotates_both_decrypt_and_the_current_one_encrypts() {
		let [before, now] = [[1; 32], [2; 32]];
		let (only_old, only_new) = (AtRest::new(&before), AtRest::new(&now));
		let at_rest = only_old.clone();
		let at_rest_too = at_rest.clone();
		let old = at_rest.encrypt("share", b"a", b"secret");
		assert_eq!(at_rest.reencrypt("share", b"a", &old), Ok(None));
		at_rest.follow(&AtRest::rotating(&now, Some(&before)));
		assert!(at_rest_too.is_rotating(), "its clones follow");
		let new = at_rest_too.encrypt("share", b"a", b"secret");
		for encrypted in [&old, &new] {
			assert_eq!(*at_rest.decrypt("share", b"a", encrypted).unwrap(), b"secret");
		}
		// Encrypted anew is what is old, and that bound to the same kind and name.
		assert_eq!(at_rest.reencrypt("share", b"a", &new), Ok(None));
		assert!(at_rest.reencrypt("share", b"b", &old).is_err());
		let anew = at_rest.reencrypt("share", b"a", &old).unwrap().unwrap();
		at_rest.follow(&only_new);
		for encrypted in [&anew, &new] {
			assert_eq!(*at_rest.decrypt("share", b"a", encrypted).unwrap(), b"secret");
			assert!(AtRest::new(&before).decrypt("share", b"a", encrypted).is_err());
		}
		assert!(!at_rest_too.is_rotating());
		assert!(at_rest_too.decrypt("share", b"a", &old).is_err());
		// The control: the old key would open it.
		let secret = AtRest::new(&before).decrypt("share", b"a", &old).unwrap();
		assert_eq!(*secret, b"secret");
	}
}
