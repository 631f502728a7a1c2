// SPDX-License-Identifier: Apache-2.0
//! Published test vectors: that the constructions are the ones they are named for.

use super::{EncryptionSecret, hpke_open};
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};

fn bytes(text: &str) -> Vec<u8> {
	hex::decode(text.split_whitespace().collect::<String>()).unwrap()
}

fn array<const N: usize>(text: &str) -> [u8; N] {
	bytes(text).try_into().unwrap()
}

/// RFC 9180, A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode.
mod hpke_base {
	use super::*;
	use ::hpke::{
		Deserializable, Kem, OpModeR, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256,
		kem::X25519HkdfSha256, setup_receiver,
	};

	const IKM_E: &str = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";
	const SK_R: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
	const PK_R: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
	const ENC: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
	const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
	const PLAINTEXT: &[u8] = b"Beauty is truth, truth beauty";
	/// Ciphertexts of sequence numbers 0 and 1, with associated data "Count-0" and "Count-1".
	const CIPHERTEXTS: [&str; 2] = [
		"1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
		"6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c",
	];

	#[test]
	fn the_published_message_opens_through_our_own_path() {
		let secret = EncryptionSecret::from_bytes(array(SK_R));
		assert_eq!(secret.public(), array(PK_R));
		let message = [bytes(ENC), bytes(CIPHERTEXTS[0])].concat();
		let opened = hpke_open(&secret, &bytes(INFO), b"Count-0", &message).unwrap();
		assert_eq!(*opened, PLAINTEXT);
	}

	#[test]
	fn the_published_messages_open_in_one_context() {
		type Suite = X25519HkdfSha256;
		let secret = <Suite as Kem>::PrivateKey::from_bytes(&bytes(SK_R)).unwrap();
		let enc = <Suite as Kem>::EncappedKey::from_bytes(&bytes(ENC)).unwrap();
		let mut context = setup_receiver::<ChaCha20Poly1305, HkdfSha256, Suite>(
			&OpModeR::Base,
			&secret,
			&enc,
			&bytes(INFO),
		)
		.unwrap();
		for (count, ciphertext) in CIPHERTEXTS.iter().enumerate() {
			let aad = format!("Count-{count}");
			let opened = context.open(&bytes(ciphertext), aad.as_bytes()).unwrap();
			assert_eq!(opened, PLAINTEXT);
		}
		let mut exported = [0; 32];
		context.export(b"", &mut exported).unwrap();
		assert_eq!(
			hex::encode(exported),
			"4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e"
		);
	}

	#[test]
	fn key_pairs_derive_as_published() {
		let (_, public) = X25519HkdfSha256::derive_keypair(&bytes(IKM_E));
		assert_eq!(hex::encode(public.to_bytes()), ENC);
	}
}

#[test]
fn xchacha20_poly1305_of_draft_irtf_cfrg_xchacha_03_section_a_3_1() {
	let key: [u8; 32] = core::array::from_fn(|index| 0x80 + index as u8);
	let nonce: [u8; 24] = core::array::from_fn(|index| 0x40 + index as u8);
	let aad = bytes("50515253c0c1c2c3c4c5c6c7");
	let plaintext =
		b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for \
		the future, sunscreen would be it.";
	let published = bytes(
		"bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb
		 731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452
		 2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
		 21f9664c97637da9768812f615c68b13b52e
		 c0875924c1c7987947deafd8780acf49",
	);
	let cipher = XChaCha20Poly1305::new(&key.into());
	let encrypted =
		cipher.encrypt(&XNonce::from(nonce), Payload { msg: plaintext, aad: &aad }).unwrap();
	assert_eq!(hex::encode(&encrypted), hex::encode(&published));
	let opened = cipher.decrypt(&XNonce::from(nonce), Payload { msg: &published, aad: &aad });
	assert_eq!(opened.unwrap(), plaintext);
}

#[test]
fn hkdf_sha256_of_rfc_5869_a_1_and_a_3() {
	let expand = |salt: Option<&[u8]>, info: &[u8]| {
		let mut okm = [0; 42];
		hkdf::Hkdf::<sha2::Sha256>::new(salt, &[0x0b; 22]).expand(info, &mut okm).unwrap();
		hex::encode(okm)
	};
	assert_eq!(
		expand(Some(&bytes("000102030405060708090a0b0c")), &bytes("f0f1f2f3f4f5f6f7f8f9")),
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
	);
	assert_eq!(
		expand(None, b""),
		"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
	);
	// Our own wrapper is the same function, cut to 32 bytes.
	let ours = super::keys::derive_32(None, &[0x0b; 22], &[]);
	assert_eq!(hex::encode(*ours), expand(None, b"")[..64]);
}

#[test]
fn blake2b_256_of_abc() {
	use blake2::{Blake2b256, Digest};
	assert_eq!(
		hex::encode(Blake2b256::digest(b"abc")),
		"bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
	);
}
