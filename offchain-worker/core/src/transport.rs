// SPDX-License-Identifier: Apache-2.0
//! How a share travels: encrypted twice by HPKE (RFC 9180), first to the recipient's X25519 key on the chain, then to a
//! key that exists for this message, or for an hour ([`encrypt_twice`]). Data rule 5.
//!
//! Mode base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; a fresh encapsulation for
//! every message. What is sent is the encapsulated key (32 bytes) and the ciphertext (plaintext plus 16).
//!
//! `info` says what the message is for, and `aad` who it is from and to ([`release_info`], [`placement_info`],
//! [`hand_over_info`], [`parties`]): a message for one access request opens in no other. HPKE base mode does not say who
//! sent it; that is the signature's part, on the request that carries it.
//!
//! # Why twice
//!
//! - **The key on the chain** says for whom a share is. It derives from a phrase and lasts for years.
//! - **The ephemeral key** makes recordings worthless. Its secret is only ever in memory and soon gone, so whoever recorded
//!   the message and has all long-lived secrets later opens nothing. A reader draws one for each request; a custodian draws
//!   one an hour, as a signed prekey in Signal's sense, since an author can't wait for it to draw one.
//!
//! Each layer's `info` begins with a domain of its own, so that neither stands for the other. Both layers are needed: the
//! ephemeral key comes over the wire, and alone would encrypt to whoever put theirs in its place.

use super::EncryptionSecret;
use alloc::vec::Vec;
use hpke::{
	Deserializable, HpkeError, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305,
	kdf::HkdfSha256, kem::X25519HkdfSha256, single_shot_open, single_shot_seal,
};
use salus_primitives::AccessId;
use zeroize::Zeroizing;

const PLACEMENT_DOMAIN: &[u8] = b"salus/share-placement/v1";
const RELEASE_DOMAIN: &[u8] = b"salus/share-release/v1";
const HAND_OVER_DOMAIN: &[u8] = b"salus/share-hand-over/v1";
/// Before the `info` of the outer layer.
const OUTER_DOMAIN: &[u8] = b"salus/share-outer-layer/v1";
const ENCAPSULATED_LENGTH: usize = 32;

type Kem = X25519HkdfSha256;

/// Why a message could not be encrypted or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
	/// The recipient's public key has low order: anyone could open what is encrypted to it.
	#[error("the recipient's encryption key is weak: they must set another on chain")]
	WeakKey,
	/// The ephemeral public key has low order.
	#[error(
		"the ephemeral key has low order, so anyone could open what is encrypted to it: draw another"
	)]
	WeakEphemeralKey,
	/// Too short to be a message.
	#[error("the encrypted message is cut short: ask the sender to send it again")]
	TooShort,
	/// It is not for this secret, not for this purpose, or was altered.
	#[error(
		"the encrypted message does not open: it is for another key (was the encryption key changed since \
		 the request?), for another request, or was altered on the way"
	)]
	DoesNotOpen,
}

/// `info` of a share that a custodian releases for an access request of the chain with this genesis hash.
pub fn release_info(genesis_hash: &[u8; 32], access: AccessId) -> Vec<u8> {
	[RELEASE_DOMAIN, genesis_hash, &access.0.to_le_bytes()].concat()
}

/// `info` of a share of this name ([`Sharing::share_name`](crate::Sharing::share_name)) that is placed with a custodian.
pub fn placement_info(genesis_hash: &[u8; 32], share_name: &[u8; 32]) -> Vec<u8> {
	[PLACEMENT_DOMAIN, genesis_hash, share_name].concat()
}

/// `info` of a share of this name that a custodian hands over to its successor.
pub fn hand_over_info(genesis_hash: &[u8; 32], share_name: &[u8; 32]) -> Vec<u8> {
	[HAND_OVER_DOMAIN, genesis_hash, share_name].concat()
}

/// `aad` of a message: the accounts of sender and recipient.
pub fn parties(sender: &[u8; 32], recipient: &[u8; 32]) -> Vec<u8> {
	[sender.as_slice(), recipient].concat()
}

/// The keys of a share's two layers.
#[derive(Clone, Copy)]
pub struct Layers<Key> {
	/// Of the inner layer: the recipient's on the chain.
	pub on_chain: Key,
	/// Of the outer layer: drawn for this message, or for an hour.
	pub ephemeral: Key,
}

/// `info` of the outer layer, from that of the inner one.
fn outer_info(info: &[u8]) -> Vec<u8> {
	[OUTER_DOMAIN, info].concat()
}

/// Whether a public key has low order: anyone could open what is encrypted to it.
pub fn is_weak(public: &[u8; 32]) -> bool {
	hpke_seal(public, b"", b"", b"").is_err()
}

/// Encrypts `plaintext` to the public key on the chain, and that to the ephemeral one. 96 bytes longer than the plaintext.
pub fn encrypt_twice(
	to: Layers<&[u8; 32]>,
	info: &[u8],
	aad: &[u8],
	plaintext: &[u8],
) -> Result<Vec<u8>, TransportError> {
	let inner = hpke_seal(to.on_chain, info, aad, plaintext)?;
	let outer = hpke_seal(to.ephemeral, &outer_info(info), aad, &inner);
	outer.map_err(|_| TransportError::WeakEphemeralKey)
}

/// Opens both layers of what was encrypted to these secrets' public keys with the same `info` and `aad`.
pub fn decrypt_twice(
	with: Layers<&EncryptionSecret>,
	info: &[u8],
	aad: &[u8],
	message: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TransportError> {
	let inner = hpke_open(with.ephemeral, &outer_info(info), aad, message)?;
	hpke_open(with.on_chain, info, aad, &inner)
}

/// Encrypts `plaintext` to the holder of the public key: one layer.
pub fn hpke_seal(
	recipient_public: &[u8; 32],
	info: &[u8],
	aad: &[u8],
	plaintext: &[u8],
) -> Result<Vec<u8>, TransportError> {
	let public = <Kem as hpke::Kem>::PublicKey::from_bytes(recipient_public)
		.map_err(|_| TransportError::WeakKey)?;
	// The only failure left is a low-order key, whose shared secret is all zero (section 7.1.4).
	let (encapsulated, ciphertext) = single_shot_seal::<ChaCha20Poly1305, HkdfSha256, Kem>(
		&OpModeS::Base,
		&public,
		info,
		plaintext,
		aad,
	)
	.map_err(|_| TransportError::WeakKey)?;
	Ok([encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}

/// Opens what was encrypted to the secret's public key with the same `info` and `aad`.
pub fn hpke_open(
	secret: &EncryptionSecret,
	info: &[u8],
	aad: &[u8],
	encrypted: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TransportError> {
	let (encapsulated, ciphertext) =
		encrypted.split_at_checked(ENCAPSULATED_LENGTH).ok_or(TransportError::TooShort)?;
	if ciphertext.len() < super::TAG_LENGTH {
		return Err(TransportError::TooShort);
	}
	let does_not_open = |_: HpkeError| TransportError::DoesNotOpen;
	let encapsulated =
		<Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).map_err(does_not_open)?;
	single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
		&OpModeR::Base,
		&secret.private_key(),
		&encapsulated,
		info,
		ciphertext,
		aad,
	)
	.map(Zeroizing::new)
	.map_err(does_not_open)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn encrypted(secret: &EncryptionSecret) -> Vec<u8> {
		hpke_seal(&secret.public(), b"info", b"aad", b"share").unwrap()
	}

	#[test]
	fn only_the_recipient_opens_and_only_in_its_place() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		let message = encrypted(&secret);
		assert_eq!(*hpke_open(&secret, b"info", b"aad", &message).unwrap(), b"share");
		let other = EncryptionSecret::from_bytes([6; 32]);
		for attempt in [
			hpke_open(&other, b"info", b"aad", &message),
			hpke_open(&secret, b"other", b"aad", &message),
			hpke_open(&secret, b"info", b"other", &message),
		] {
			assert_eq!(attempt.unwrap_err(), TransportError::DoesNotOpen);
		}
	}

	#[test]
	fn every_flipped_byte_and_every_cut_is_refused() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		let message = encrypted(&secret);
		for index in 0..message.len() {
			let mut altered = message.clone();
			altered[index] ^= 1;
			assert!(hpke_open(&secret, b"info", b"aad", &altered).is_err(), "byte {index}");
			assert!(
				hpke_open(&secret, b"info", b"aad", &message[..index]).is_err(),
				"cut to {index}"
			);
		}
	}

	#[test]
	fn equal_messages_look_different() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		assert_ne!(encrypted(&secret), encrypted(&secret));
	}

	#[test]
	fn low_order_keys_are_refused() {
		let mut one = [0; 32];
		one[0] = 1;
		for weak in [[0; 32], one] {
			assert_eq!(hpke_seal(&weak, b"", b"", b"share"), Err(TransportError::WeakKey));
			assert!(is_weak(&weak));
			let strong = EncryptionSecret::from_bytes([5; 32]).public();
			assert!(!is_weak(&strong));
			for (on_chain, ephemeral, refused) in [
				(&weak, &strong, TransportError::WeakKey),
				(&strong, &weak, TransportError::WeakEphemeralKey),
			] {
				let to = Layers { on_chain, ephemeral };
				assert_eq!(encrypt_twice(to, b"", b"", b"share"), Err(refused));
			}
		}
	}

	/// Two secrets, and a share that was encrypted to both.
	fn recorded() -> (EncryptionSecret, EncryptionSecret, Vec<u8>) {
		let [on_chain, ephemeral] = [5, 6].map(|byte| EncryptionSecret::from_bytes([byte; 32]));
		let (to, and) = (on_chain.public(), ephemeral.public());
		let to = Layers { on_chain: &to, ephemeral: &and };
		let message = encrypt_twice(to, b"info", b"aad", b"share").unwrap();
		(on_chain, ephemeral, message)
	}

	#[test]
	fn what_was_recorded_opens_with_both_secrets_and_with_neither_alone() {
		let (on_chain, ephemeral, message) = recorded();
		let with = |on_chain, ephemeral| {
			let with = Layers { on_chain, ephemeral };
			decrypt_twice(with, b"info", b"aad", &message)
		};
		assert_eq!(*with(&on_chain, &ephemeral).unwrap(), b"share");
		for opened in [
			with(&on_chain, &on_chain),
			with(&ephemeral, &ephemeral),
			with(&ephemeral, &on_chain),
			hpke_open(&on_chain, b"info", b"aad", &message),
			hpke_open(&on_chain, &outer_info(b"info"), b"aad", &message),
			hpke_open(&ephemeral, b"info", b"aad", &message),
		] {
			assert_eq!(opened.unwrap_err(), TransportError::DoesNotOpen);
		}
		// The ephemeral secret leads to the inner layer, and no further.
		let inner = hpke_open(&ephemeral, &outer_info(b"info"), b"aad", &message).unwrap();
		assert!(!inner.windows(5).any(|bytes| bytes == b"share"));
		assert!(hpke_open(&ephemeral, b"info", b"aad", &inner).is_err());
	}

	#[test]
	fn no_layer_stands_for_the_other() {
		let (on_chain, ephemeral, _) = recorded();
		let with = Layers { on_chain: &on_chain, ephemeral: &ephemeral };
		let opened = |message: &[u8]| decrypt_twice(with, b"info", b"aad", message).is_ok();
		let (lasting, passing) = (on_chain.public(), ephemeral.public());
		let outer_info = outer_info(b"info");
		let layer = |to: &[u8; 32], info: &[u8], plaintext: &[u8]| {
			hpke_seal(to, info, b"aad", plaintext).unwrap()
		};
		let inner = layer(&lasting, b"info", b"share");
		assert!(opened(&layer(&passing, &outer_info, &inner)));
		// One layer alone.
		assert!(!opened(&inner));
		assert!(!opened(&layer(&passing, &outer_info, b"share")));
		// The right keys in the right order, with the layers' purposes alike or exchanged.
		assert!(!opened(&layer(&passing, b"info", &inner)));
		let outer_purpose = layer(&lasting, &outer_info, b"share");
		assert!(!opened(&layer(&passing, &outer_info, &outer_purpose)));
		assert!(!opened(&layer(&passing, b"info", &outer_purpose)));
		// The keys exchanged.
		let passing_first = layer(&passing, b"info", b"share");
		assert!(!opened(&layer(&lasting, &outer_info, &passing_first)));
	}

	#[test]
	fn two_layers_open_in_their_place_only() {
		let (on_chain, ephemeral, message) = recorded();
		let with = Layers { on_chain: &on_chain, ephemeral: &ephemeral };
		assert!(decrypt_twice(with, b"other", b"aad", &message).is_err());
		assert!(decrypt_twice(with, b"info", b"other", &message).is_err());
		for index in 0..message.len() {
			let mut altered = message.clone();
			altered[index] ^= 1;
			assert!(decrypt_twice(with, b"info", b"aad", &altered).is_err());
			assert!(decrypt_twice(with, b"info", b"aad", &message[..index]).is_err());
		}
	}

	#[test]
	fn purposes_and_parties_never_read_alike() {
		let infos = [
			release_info(&[1; 32], AccessId(1)),
			release_info(&[1; 32], AccessId(2)),
			release_info(&[2; 32], AccessId(1)),
			placement_info(&[1; 32], &[1; 32]),
			placement_info(&[1; 32], &[2; 32]),
			hand_over_info(&[1; 32], &[1; 32]),
			hand_over_info(&[1; 32], &[2; 32]),
			outer_info(&release_info(&[1; 32], AccessId(1))),
			outer_info(&placement_info(&[1; 32], &[1; 32])),
		];
		for (index, info) in infos.iter().enumerate() {
			assert!(!infos[index + 1..].contains(info));
		}
		assert_ne!(parties(&[1; 32], &[2; 32]), parties(&[2; 32], &[1; 32]));
	}
}
