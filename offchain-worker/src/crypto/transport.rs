//! How a share travels: sealed to the recipient's X25519 key with HPKE (RFC 9180). Data rule 5.
//!
//! Mode base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; a fresh encapsulation for
//! every message. What is sent is the encapsulated key (32 bytes) and the ciphertext (plaintext plus 16).
//!
//! `info` says what the message is for, and `aad` who it is from and to ([`release_info`],
//! [`deposit_info`], [`parties`]): a message for one access request opens in no other. HPKE base
//! mode does not say who sent it; that is the signature's part, on the request that carries it.

use super::EncryptionSecret;
use hpke::{
	Deserializable, HpkeError, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305,
	kdf::HkdfSha256, kem::X25519HkdfSha256, single_shot_open, single_shot_seal,
};
use salus_primitives::AccessId;
use zeroize::Zeroizing;

const DEPOSIT_DOMAIN: &[u8] = b"salus/share-deposit/v1";
const RELEASE_DOMAIN: &[u8] = b"salus/share-release/v1";
const ENCAPSULATED_LENGTH: usize = 32;

type Kem = X25519HkdfSha256;

/// Why a message could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
	/// The recipient's public key has low order: anyone could open what is sealed to it.
	#[error("the recipient's encryption key is weak: they must set another on chain")]
	WeakKey,
	/// Too short to be a message.
	#[error("the sealed message is cut short: ask the sender to send it again")]
	TooShort,
	/// It is not for this secret, not for this purpose, or was altered.
	#[error(
		"the sealed message does not open: it is for another key (was the encryption key changed since \
		 the request?), for another request, or was altered on the way"
	)]
	DoesNotOpen,
}

/// `info` of a share that a custodian releases for an access request of the chain with this genesis hash.
pub fn release_info(genesis_hash: &[u8; 32], access: AccessId) -> Vec<u8> {
	[RELEASE_DOMAIN, genesis_hash, &access.0.to_le_bytes()].concat()
}

/// `info` of a share that is deposited with a custodian, for the key with this commitment.
pub fn deposit_info(genesis_hash: &[u8; 32], key_commitment: &[u8; 32]) -> Vec<u8> {
	[DEPOSIT_DOMAIN, genesis_hash, key_commitment].concat()
}

/// `aad` of a message: the accounts of sender and recipient.
pub fn parties(sender: &[u8; 32], recipient: &[u8; 32]) -> Vec<u8> {
	[sender.as_slice(), recipient].concat()
}

/// Seals `plaintext` to the holder of the public key.
pub fn seal_to(
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

/// Opens what was sealed to the secret's public key with the same `info` and `aad`.
pub fn open_from(
	secret: &EncryptionSecret,
	info: &[u8],
	aad: &[u8],
	sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TransportError> {
	let (encapsulated, ciphertext) = sealed
		.split_at_checked(ENCAPSULATED_LENGTH)
		.ok_or(TransportError::TooShort)?;
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

	fn sealed(secret: &EncryptionSecret) -> Vec<u8> {
		seal_to(&secret.public(), b"info", b"aad", b"share").unwrap()
	}

	#[test]
	fn only_the_recipient_opens_and_only_in_its_place() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		let message = sealed(&secret);
		assert_eq!(
			*open_from(&secret, b"info", b"aad", &message).unwrap(),
			b"share"
		);
		let other = EncryptionSecret::from_bytes([6; 32]);
		for attempt in [
			open_from(&other, b"info", b"aad", &message),
			open_from(&secret, b"other", b"aad", &message),
			open_from(&secret, b"info", b"other", &message),
		] {
			assert_eq!(attempt.unwrap_err(), TransportError::DoesNotOpen);
		}
	}

	#[test]
	fn every_flipped_byte_and_every_cut_is_refused() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		let message = sealed(&secret);
		for place in 0..message.len() {
			let mut altered = message.clone();
			altered[place] ^= 1;
			assert!(
				open_from(&secret, b"info", b"aad", &altered).is_err(),
				"byte {place}"
			);
			assert!(
				open_from(&secret, b"info", b"aad", &message[..place]).is_err(),
				"cut to {place}"
			);
		}
	}

	#[test]
	fn equal_messages_look_different() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		assert_ne!(sealed(&secret), sealed(&secret));
	}

	#[test]
	fn low_order_keys_are_refused() {
		let mut one = [0; 32];
		one[0] = 1;
		for weak in [[0; 32], one] {
			assert_eq!(
				seal_to(&weak, b"", b"", b"share"),
				Err(TransportError::WeakKey)
			);
		}
	}

	#[test]
	fn purposes_and_parties_never_read_alike() {
		let infos = [
			release_info(&[1; 32], AccessId(1)),
			release_info(&[1; 32], AccessId(2)),
			release_info(&[2; 32], AccessId(1)),
			deposit_info(&[1; 32], &[1; 32]),
			deposit_info(&[1; 32], &[2; 32]),
		];
		for (place, info) in infos.iter().enumerate() {
			assert!(!infos[place + 1..].contains(info));
		}
		assert_ne!(parties(&[1; 32], &[2; 32]), parties(&[2; 32], &[1; 32]));
	}
}
