// SPDX-License-Identifier: Apache-2.0
//! Ciphertexts: of documents from IPFS, of shares from authors and custodians.
//!
//! The first byte chooses. The keys are known, so that what decrypts is met as well.

use crate::{choice, chosen};
use salus_core::{
	DataKey, EncryptionSecret, Layers, Share, decrypt, decrypt_twice, encrypt_deterministic,
	encrypt_twice, hpke_open, hpke_seal, join, split,
};
use salus_keystore::AtRest;

const INFO: &[u8] = b"info";
const PARTIES: &[u8] = b"parties";

fn key() -> DataKey {
	DataKey::from_bytes([7; 32])
}

/// Of a share's two layers.
fn secrets() -> (EncryptionSecret, EncryptionSecret) {
	let secret = |byte| EncryptionSecret::from_bytes([byte; 32]);
	(secret(5), secret(6))
}

/// What opens has one form only; shares join to the key that they are of, or to none.
pub fn run(bytes: &[u8]) -> bool {
	match choice(bytes) {
		Some((0, encrypted)) => decrypt(&key(), encrypted).is_ok(),
		Some((1, encrypted)) => {
			hpke_open(&EncryptionSecret::from_bytes([5; 32]), INFO, PARTIES, encrypted).is_ok()
		}
		Some((2, encrypted)) => AtRest::new(&[3; 32]).decrypt("share", b"name", encrypted).is_ok(),
		Some((3, bytes)) => match Share::from_bytes(bytes) {
			Ok(share) => {
				assert_eq!(share.to_bytes().as_slice(), bytes);
				true
			}
			Err(_) => false,
		},
		Some((threshold @ 4..=12, bytes)) => {
			let shares: Vec<Share> =
				bytes.chunks(33).filter_map(|share| Share::from_bytes(share).ok()).collect();
			let commitment = key().commitment();
			let joined = join(&shares, threshold - 4, &commitment);
			joined.is_ok_and(|joined| {
				assert_eq!(joined.commitment(), commitment);
				true
			})
		}
		Some((13, message)) => {
			let (on_chain, ephemeral) = secrets();
			let with = Layers { on_chain: &on_chain, ephemeral: &ephemeral };
			decrypt_twice(with, INFO, PARTIES, message).is_ok()
		}
		_ => false,
	}
}

pub fn seeds() -> Vec<Vec<u8>> {
	let document = encrypt_deterministic(&key(), b"a synthetic document").expect("is small");
	let two = split(&key(), 2, 3).expect("2 of 3");
	let share = two.first().expect("three").to_bytes();
	let joined: Vec<u8> = two.iter().flat_map(|share| share.to_bytes().to_vec()).collect();
	let (on_chain, ephemeral) = secrets();
	let (on_chain, ephemeral) = (on_chain.public(), ephemeral.public());
	let encrypted = hpke_seal(&on_chain, INFO, PARTIES, share.as_slice());
	let to = Layers { on_chain: &on_chain, ephemeral: &ephemeral };
	let twice = encrypt_twice(to, INFO, PARTIES, share.as_slice());
	vec![
		chosen(0, &document),
		chosen(1, &encrypted.expect("the key is strong")),
		chosen(2, &AtRest::new(&[3; 32]).encrypt("share", b"name", share.as_slice())),
		chosen(3, share.as_slice()),
		chosen(4 + 2, &joined),
		chosen(13, &twice.expect("the keys are strong")),
	]
}
