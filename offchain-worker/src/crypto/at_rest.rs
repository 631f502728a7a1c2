//! Secrets at rest: what the journal keeps of shares and results. Data rule 4.

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

/// Seals small secrets under one key, each bound to its kind and name so that none can stand for another.
///
/// A sealed secret is a random nonce (24 bytes) and the XChaCha20-Poly1305 ciphertext.
#[derive(Clone)]
pub struct AtRest(XChaCha20Poly1305);

impl AtRest {
	/// By a key from the keystore.
	pub fn new(key: &[u8; 32]) -> Self {
		Self(XChaCha20Poly1305::new(key.into()))
	}

	/// Seals `secret` as the one of this kind and name.
	pub fn seal(&self, kind: &'static str, name: &[u8], secret: &[u8]) -> Vec<u8> {
		let nonce: [u8; NONCE_LENGTH] = super::random();
		let payload = Payload {
			msg: secret,
			aad: &bound_to(kind, name),
		};
		let ciphertext = self
			.0
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
		let refused = AtRestError::DoesNotOpen { kind };
		let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LENGTH>().ok_or(refused)?;
		let payload = Payload {
			msg: ciphertext,
			aad: &bound_to(kind, name),
		};
		self.0
			.decrypt(&XNonce::from(*nonce), payload)
			.map(Zeroizing::new)
			.map_err(|_| refused)
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
	fn every_flipped_byte_and_every_cut_is_refused() {
		let at_rest = AtRest::new(&[1; 32]);
		let sealed = at_rest.seal("share", b"a", b"secret");
		for place in 0..sealed.len() {
			let mut altered = sealed.clone();
			altered[place] ^= 1;
			assert!(
				at_rest.open("share", b"a", &altered).is_err(),
				"byte {place}"
			);
			assert!(
				at_rest.open("share", b"a", &sealed[..place]).is_err(),
				"cut to {place}"
			);
		}
	}
}
