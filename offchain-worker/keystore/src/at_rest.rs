//! Secrets at rest, by keys that rotate while they are used. Data rule 4.

use salus_core::{AtRestCipher, AtRestError};
use std::sync::{Arc, PoisonError, RwLock};
use zeroize::Zeroizing;

/// A cipher for secrets at rest that many hold. While the key rotates (`keystore/rotation.rs`), it also opens what the
/// key before has sealed. Clones share their keys, so that whoever holds one follows a rotation.
// The ciphers stay in one place: what is moved leaves its bytes behind.
#[derive(Clone)]
pub struct AtRest(Arc<RwLock<Arc<AtRestCipher>>>);

impl AtRest {
	/// By a key from the keystore.
	pub fn new(key: &[u8; 32]) -> Self {
		Self::rotating(key, None)
	}

	/// By the current key, and the one before as long as something may be sealed under it.
	pub fn rotating(current: &[u8; 32], old: Option<&[u8; 32]>) -> Self {
		Self(Arc::new(RwLock::new(Arc::new(AtRestCipher::new(current, old)))))
	}

	/// Takes another's keys in the place of its own, as do all its clones.
	pub fn follow(&self, other: &Self) {
		let keys = other.keys();
		*self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
	}

	/// Whether it opens what an old key has sealed.
	pub fn is_rotating(&self) -> bool {
		self.keys().is_rotating()
	}

	/// Whether another opens what this one seals now.
	pub(crate) fn is_known_to(&self, other: &Self) -> bool {
		let sealed = self.seal("probe", &[], &[]);
		other.open("probe", &[], &sealed).is_ok()
	}

	fn keys(&self) -> Arc<AtRestCipher> {
		self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Seals `secret` as the one of this kind and name.
	pub fn seal(&self, kind: &'static str, name: &[u8], secret: &[u8]) -> Vec<u8> {
		self.keys().seal(kind, name, secret)
	}

	/// Opens what was sealed as this kind and name.
	pub fn open(
		&self,
		kind: &'static str,
		name: &[u8],
		sealed: &[u8],
	) -> Result<Zeroizing<Vec<u8>>, AtRestError> {
		self.keys().open(kind, name, sealed).map(|(secret, _)| secret)
	}

	/// What was sealed under the old key, sealed anew under the current one; none if it is sealed under that already.
	pub fn reseal(
		&self,
		kind: &'static str,
		name: &[u8],
		sealed: &[u8],
	) -> Result<Option<Vec<u8>>, AtRestError> {
		let keys = self.keys();
		let (secret, is_old) = keys.open(kind, name, sealed)?;
		Ok(is_old.then(|| keys.seal(kind, name, &secret)))
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
	fn while_a_key_rotates_both_open_and_the_current_one_seals() {
		let [before, now] = [[1; 32], [2; 32]];
		let (only_old, only_new) = (AtRest::new(&before), AtRest::new(&now));
		let at_rest = only_old.clone();
		let at_rest_too = at_rest.clone();
		let old = at_rest.seal("share", b"a", b"secret");
		assert_eq!(at_rest.reseal("share", b"a", &old), Ok(None));
		at_rest.follow(&AtRest::rotating(&now, Some(&before)));
		assert!(at_rest_too.is_rotating(), "its clones follow");
		let new = at_rest_too.seal("share", b"a", b"secret");
		for sealed in [&old, &new] {
			assert_eq!(*at_rest.open("share", b"a", sealed).unwrap(), b"secret");
		}
		// Sealed anew is what is old, and that bound to the same kind and name.
		assert_eq!(at_rest.reseal("share", b"a", &new), Ok(None));
		assert!(at_rest.reseal("share", b"b", &old).is_err());
		let anew = at_rest.reseal("share", b"a", &old).unwrap().unwrap();
		at_rest.follow(&only_new);
		for sealed in [&anew, &new] {
			assert_eq!(*at_rest.open("share", b"a", sealed).unwrap(), b"secret");
			assert!(AtRest::new(&before).open("share", b"a", sealed).is_err());
		}
		assert!(!at_rest_too.is_rotating());
		assert!(at_rest_too.open("share", b"a", &old).is_err());
		// The control: the old key would open it.
		let secret = AtRest::new(&before).open("share", b"a", &old).unwrap();
		assert_eq!(*secret, b"secret");
	}
}
