// SPDX-License-Identifier: Apache-2.0
//! Secrets at rest: what the journal keeps of shares and results. Data rule 4.

use alloc::vec::Vec;
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};
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

/// Encrypts small secrets, each bound to its kind and name so that none can stand for another: always under the current
/// key. While the key rotates, it also opens what the key before has encrypted.
///
/// What is encrypted is a random nonce (24 bytes) and the XChaCha20-Poly1305 ciphertext. The keys are zeroised when it
/// is dropped.
pub struct AtRestCipher {
	current: XChaCha20Poly1305,
	old: Option<XChaCha20Poly1305>,
}

impl AtRestCipher {
	/// By the current key, and the one before as long as something may be encrypted under it.
	pub fn new(current: &[u8; 32], old: Option<&[u8; 32]>) -> Self {
		Self {
			current: XChaCha20Poly1305::new(current.into()),
			old: old.map(|old| XChaCha20Poly1305::new(old.into())),
		}
	}

	/// Whether it opens what an old key has encrypted.
	pub fn is_rotating(&self) -> bool {
		self.old.is_some()
	}

	/// Encrypts `secret` as the one of this kind and name.
	///
	/// # Panics
	///
	/// When there are no random bytes to be had.
	pub fn encrypt(&self, kind: &'static str, name: &[u8], secret: &[u8]) -> Vec<u8> {
		let nonce: [u8; NONCE_LENGTH] = super::random();
		let payload = Payload { msg: secret, aad: &bound_to(kind, name) };
		let ciphertext = self
			.current
			.encrypt(&XNonce::from(nonce), payload)
			.expect("a secret is far smaller than the cipher's bound of 256 GiB");
		[nonce.as_slice(), &ciphertext].concat()
	}

	/// Opens what was encrypted as this kind and name. Says whether it was encrypted under the old key.
	pub fn decrypt(
		&self,
		kind: &'static str,
		name: &[u8],
		encrypted: &[u8],
	) -> Result<(Zeroizing<Vec<u8>>, bool), AtRestError> {
		let refused = AtRestError::DoesNotOpen { kind };
		let (nonce, ciphertext) = encrypted.split_first_chunk::<NONCE_LENGTH>().ok_or(refused)?;
		let (nonce, bound_to) = (XNonce::from(*nonce), bound_to(kind, name));
		let by = |key: &XChaCha20Poly1305| {
			let payload = Payload { msg: ciphertext, aad: &bound_to };
			key.decrypt(&nonce, payload).ok().map(Zeroizing::new)
		};
		let current = by(&self.current).map(|secret| (secret, false));
		current.or_else(|| Some((by(self.old.as_ref()?)?, true))).ok_or(refused)
	}
}

impl core::fmt::Debug for AtRestCipher {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("AtRestCipher(..)")
	}
}

/// Associated data: no kind holds a zero byte, so kind and name can't run into each other.
fn bound_to(kind: &str, name: &[u8]) -> Vec<u8> {
	[DOMAIN, kind.as_bytes(), &[0], name].concat()
}

#[cfg(test)]
mod tests {
	use super::*;

	fn opened(
		cipher: &AtRestCipher,
		kind: &'static str,
		name: &[u8],
		encrypted: &[u8],
	) -> Option<(Vec<u8>, bool)> {
		let opened = cipher.decrypt(kind, name, encrypted).ok();
		opened.map(|(secret, is_old)| (secret.to_vec(), is_old))
	}

	#[test]
	fn a_secret_opens_only_under_its_own_key_kind_and_name() {
		let cipher = AtRestCipher::new(&[1; 32], None);
		let encrypted = cipher.encrypt("share", b"a", b"secret");
		assert_eq!(opened(&cipher, "share", b"a", &encrypted), Some((b"secret".to_vec(), false)));
		assert_eq!(opened(&cipher, "share", b"b", &encrypted), None);
		assert_eq!(opened(&cipher, "result", b"a", &encrypted), None);
		let other = AtRestCipher::new(&[2; 32], None);
		assert_eq!(opened(&other, "share", b"a", &encrypted), None);
		assert_ne!(encrypted, cipher.encrypt("share", b"a", b"secret"));
	}

	#[test]
	fn while_a_key_rotates_both_decrypt_and_the_current_one_encrypts() {
		let [before, now] = [[1; 32], [2; 32]];
		let only = |key| AtRestCipher::new(key, None);
		let rotating = AtRestCipher::new(&now, Some(&before));
		assert!(rotating.is_rotating() && !only(&now).is_rotating());
		let old = only(&before).encrypt("share", b"a", b"secret");
		let new = rotating.encrypt("share", b"a", b"secret");
		for (encrypted, is_old) in [(&old, true), (&new, false)] {
			let expected = Some((b"secret".to_vec(), is_old));
			assert_eq!(opened(&rotating, "share", b"a", encrypted), expected);
		}
		assert_eq!(opened(&only(&before), "share", b"a", &new), None);
		assert_eq!(opened(&only(&now), "share", b"a", &old), None);
	}

	#[test]
	fn every_flipped_byte_and_every_cut_is_refused() {
		let cipher = AtRestCipher::new(&[1; 32], None);
		let encrypted = cipher.encrypt("share", b"a", b"secret");
		for index in 0..encrypted.len() {
			let mut altered = encrypted.clone();
			altered[index] ^= 1;
			assert!(cipher.decrypt("share", b"a", &altered).is_err(), "byte {index}");
			assert!(cipher.decrypt("share", b"a", &encrypted[..index]).is_err(), "cut to {index}");
		}
	}
}
