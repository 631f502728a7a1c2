//! Secrets at rest: what the journal keeps of shares and results. Data rule 4.

use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use zeroize::Zeroizing;

const DOMAIN: &[u8] = b"salus/at-rest/v1/";
const NONCE_LENGTH: usize = 24;

/// Why something at rest could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AtRestError {
	/// The tag does not fit.
	#[error(
		"what is stored as \"{kind}\" does not open: the keystore is not the one it was stored with, or the \
		 file was altered; restore keystore and journal from the same backup"
	)]
	DoesNotOpen {
		/// What kind of secret it is; never which one.
		kind: &'static str,
	},
}

/// Seals small secrets, each bound to its kind and name so that none can stand for another: always under the current
/// key. While the key rotates (`keystore/rotation.rs`), it also opens what the key before has sealed. Clones share their
/// keys, so that whoever holds one follows a rotation.
///
/// A sealed secret is a random nonce (24 bytes) and the XChaCha20-Poly1305 ciphertext.
#[derive(Clone)]
pub struct AtRest(Arc<RwLock<Arc<Keys>>>);

/// Each is zeroised when it is dropped. They stay in one place: what is moved leaves its bytes behind.
struct Keys {
	current: XChaCha20Poly1305,
	old: Option<XChaCha20Poly1305>,
}

impl AtRest {
	/// By a key from the keystore.
	pub fn new(key: &[u8; 32]) -> Self {
		Self::rotating(key, None)
	}

	/// By the current key, and the one before as long as something may be sealed under it.
	pub fn rotating(current: &[u8; 32], old: Option<&[u8; 32]>) -> Self {
		Self(Arc::new(RwLock::new(Arc::new(Keys {
			current: XChaCha20Poly1305::new(current.into()),
			old: old.map(|old| XChaCha20Poly1305::new(old.into())),
		}))))
	}

	/// Takes another's keys in the place of its own, as do all its clones.
	pub(crate) fn follow(&self, other: &Self) {
		let keys = other.keys().clone();
		*self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
	}

	/// Whether it opens what an old key has sealed.
	pub fn is_rotating(&self) -> bool {
		self.keys().old.is_some()
	}

	/// Whether another opens what this one seals now.
	pub(super) fn is_known_to(&self, other: &Self) -> bool {
		let sealed = self.seal("probe", &[], &[]);
		other.open("probe", &[], &sealed).is_ok()
	}

	fn keys(&self) -> RwLockReadGuard<'_, Arc<Keys>> {
		self.0.read().unwrap_or_else(PoisonError::into_inner)
	}

	/// Seals `secret` as the one of this kind and name.
	pub fn seal(&self, kind: &'static str, name: &[u8], secret: &[u8]) -> Vec<u8> {
		let nonce: [u8; NONCE_LENGTH] = super::random();
		let payload = Payload { msg: secret, aad: &bound_to(kind, name) };
		let ciphertext = self
			.keys()
			.current
			.encrypt(&XNonce::from(nonce), payload)
			.expect("a secret is far smaller than the cipher's bound of 256 GiB");
		[nonce.as_slice(), &ciphertext].concat()
	}

	/// Opens what was sealed as this kind and name.
	pub fn open(
		&self,
		kind: &'static str,
		name: &[u8],
		sealed: &[u8],
	) -> Result<Zeroizing<Vec<u8>>, AtRestError> {
		self.opened(kind, name, sealed).map(|(secret, _)| secret)
	}

	/// What was sealed under the old key, sealed anew under the current one; none if it is sealed under that already.
	pub fn reseal(
		&self,
		kind: &'static str,
		name: &[u8],
		sealed: &[u8],
	) -> Result<Option<Vec<u8>>, AtRestError> {
		let (secret, is_old) = self.opened(kind, name, sealed)?;
		Ok(is_old.then(|| self.seal(kind, name, &secret)))
	}

	/// The secret, and whether it was sealed under the old key.
	fn opened(
		&self,
		kind: &'static str,
		name: &[u8],
		sealed: &[u8],
	) -> Result<(Zeroizing<Vec<u8>>, bool), AtRestError> {
		let refused = AtRestError::DoesNotOpen { kind };
		let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LENGTH>().ok_or(refused)?;
		let (nonce, bound_to) = (XNonce::from(*nonce), bound_to(kind, name));
		let by = |key: &XChaCha20Poly1305| {
			let payload = Payload { msg: ciphertext, aad: &bound_to };
			key.decrypt(&nonce, payload).ok().map(Zeroizing::new)
		};
		let keys = self.keys();
		let current = by(&keys.current).map(|secret| (secret, false));
		current.or_else(|| Some((by(keys.old.as_ref()?)?, true))).ok_or(refused)
	}
}

impl core::fmt::Debug for AtRest {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("AtRest(..)")
	}
}

/// Associated data: no kind holds a zero byte, so kind and name can't run into each other.
fn bound_to(kind: &str, name: &[u8]) -> Vec<u8> {
	[DOMAIN, kind.as_bytes(), &[0], name].concat()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_secret_opens_only_under_its_own_key_kind_and_name() {
		let at_rest = AtRest::new(&[1; 32]);
		let sealed = at_rest.seal("share", b"a", b"secret");
		assert_eq!(*at_rest.open("share", b"a", &sealed).unwrap(), b"secret");
		assert!(at_rest.open("share", b"b", &sealed).is_err());
		assert!(at_rest.open("result", b"a", &sealed).is_err());
		assert!(AtRest::new(&[2; 32]).open("share", b"a", &sealed).is_err());
		assert_ne!(sealed, at_rest.seal("share", b"a", b"secret"));
	}

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

	#[test]
	fn every_flipped_byte_and_every_cut_is_refused() {
		let at_rest = AtRest::new(&[1; 32]);
		let sealed = at_rest.seal("share", b"a", b"secret");
		for place in 0..sealed.len() {
			let mut altered = sealed.clone();
			altered[place] ^= 1;
			assert!(at_rest.open("share", b"a", &altered).is_err(), "byte {place}");
			assert!(at_rest.open("share", b"a", &sealed[..place]).is_err(), "cut to {place}");
		}
	}
}
