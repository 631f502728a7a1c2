// SPDX-License-Identifier: Apache-2.0
//! The data key of a document, what derives from it, and a person's X25519 secret.

use alloc::vec::Vec;
use blake2::{Blake2b256, Digest};
use hkdf::Hkdf;
use hpke::{Deserializable, Kem as _, Serializable, kem::X25519HkdfSha256};
use salus_primitives::RequestId;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const COMMITMENT_DOMAIN: &[u8] = b"salus/key/v1";
const RESULT_DOMAIN: &[u8] = b"salus/result/v1";
const OUTPUT_SALT_DOMAIN: &[u8] = b"salus/output-salt/v1";
const ENCRYPTION_DOMAIN: &[u8] = b"salus/x25519/v1";

/// HKDF-SHA256 (RFC 5869), extract and expand, to 32 bytes.
pub fn derive_32(salt: Option<&[u8]>, secret: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
	let mut derived = Zeroizing::new([0; 32]);
	Hkdf::<Sha256>::new(salt, secret)
		.expand_multi_info(info, derived.as_mut())
		.expect("32 bytes are within HKDF's bound of 255 hashes");
	derived
}

/// The 256-bit key of one version of one document. Data rule 3: random, and never used for another.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl DataKey {
	/// A new random key.
	pub fn generate() -> Self {
		Self(super::random())
	}

	/// A key from its bytes.
	pub const fn from_bytes(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}

	/// The bytes. Whoever copies them must zeroise the copy.
	pub const fn as_bytes(&self) -> &[u8; 32] {
		&self.0
	}

	/// What the chain keeps of the key: BLAKE2b-256 of a domain and the key. The key is random, so
	/// the commitment gives nothing away; and nobody can find a second key with the same commitment.
	pub fn commitment(&self) -> [u8; 32] {
		Blake2b256::new().chain_update(COMMITMENT_DOMAIN).chain_update(self.0).finalize().into()
	}
}

/// What encrypts the result of a request for decision support, and what hides its output.
#[derive(Clone, ZeroizeOnDrop)]
pub struct ResultSecrets {
	/// The key of the result's document, or of the notice in its place.
	pub key: DataKey,
	/// The secret salt of the output's digest, so that the output can't be guessed from it. Data rule 2.
	pub salt: [u8; 32],
}

impl ResultSecrets {
	/// From the data keys of all the versions that the request reads, in its order: a result tells of each
	/// of them, so only whoever can open them all can open it.
	pub fn derive(keys: &[DataKey], request: RequestId) -> Self {
		// Of the full size from the start: a vector that grows leaves unzeroised copies behind.
		let mut secret = Zeroizing::new(Vec::with_capacity(keys.len() * 32));
		for key in keys {
			secret.extend_from_slice(key.as_bytes());
		}
		let request = request.0.to_le_bytes();
		Self {
			key: DataKey(*derive_32(None, &secret, &[RESULT_DOMAIN, &request])),
			salt: *derive_32(None, &secret, &[OUTPUT_SALT_DOMAIN, &request]),
		}
	}
}

impl core::fmt::Debug for DataKey {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("DataKey(..)")
	}
}

/// An X25519 secret (RFC 7748): what opens shares that were encrypted to its public key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EncryptionSecret([u8; 32]);

impl EncryptionSecret {
	/// A new random secret.
	pub fn generate() -> Self {
		Self::from_key_material(&Zeroizing::new(super::random::<32>()))
	}

	/// The secret for `path` under a seed, always the same: a patient's personas each have a path,
	/// so one seed brings all keys back and none leads to another. Data rule 9.
	///
	/// `seed` must be secret and have at least 256 bits of entropy.
	pub fn derive(seed: &[u8], path: &str) -> Self {
		let material = derive_32(Some(ENCRYPTION_DOMAIN), seed, &[path.as_bytes()]);
		Self::from_key_material(&material)
	}

	/// `DeriveKeyPair` of RFC 9180, section 7.1.3.
	fn from_key_material(material: &[u8; 32]) -> Self {
		let (secret, _) = X25519HkdfSha256::derive_keypair(material);
		let mut derived = Self([0; 32]);
		secret.write_exact(&mut derived.0);
		derived
	}

	/// A secret from its bytes; they are clamped when used, as RFC 7748 says.
	pub const fn from_bytes(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}

	/// The bytes. Whoever copies them must zeroise the copy.
	pub const fn as_bytes(&self) -> &[u8; 32] {
		&self.0
	}

	/// The public key: what stands on chain.
	pub fn public(&self) -> [u8; 32] {
		X25519HkdfSha256::sk_to_pk(&self.private_key()).to_bytes().into()
	}

	pub(super) fn private_key(&self) -> <X25519HkdfSha256 as hpke::Kem>::PrivateKey {
		<X25519HkdfSha256 as hpke::Kem>::PrivateKey::from_bytes(&self.0)
			.expect("any 32 bytes are an X25519 secret")
	}
}

impl core::fmt::Debug for EncryptionSecret {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("EncryptionSecret(..)")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn secrets_of_results_differ_by_request_by_use_and_by_every_key() {
		let [one, other] = [7, 8].map(|byte| DataKey::from_bytes([byte; 32]));
		let of = |keys: &[&DataKey], request| {
			let keys: Vec<DataKey> = keys.iter().map(|key| (*key).clone()).collect();
			let secrets = ResultSecrets::derive(&keys, RequestId(request));
			(*secrets.key.as_bytes(), secrets.salt)
		};
		let mut seen = std::collections::BTreeSet::new();
		for (keys, request) in [
			(vec![&one], 1),
			(vec![&one], 2),
			(vec![&other], 1),
			(vec![&one, &other], 1),
			(vec![&other, &one], 1),
		] {
			assert_eq!(of(&keys, request), of(&keys, request));
			let (key, salt) = of(&keys, request);
			assert!(seen.insert(key) && seen.insert(salt));
			assert!(key != [7; 32] && key != [8; 32]);
		}
	}

	#[test]
	fn the_commitment_is_blake2b_256_of_domain_and_key() {
		// Computed apart, with Python: hashlib.blake2b(b"salus/key/v1" + bytes(range(32)), digest_size=32).
		let key = DataKey::from_bytes(core::array::from_fn(|index| index as u8));
		assert_eq!(hex::encode(key.commitment()), COMMITMENT_OF_COUNTING_KEY);
		assert_ne!(key.commitment(), DataKey::from_bytes([0; 32]).commitment());
	}

	const COMMITMENT_OF_COUNTING_KEY: &str =
		"46c61161a19e347051f21b6119597befb035215c1f237228ee13e5c536dc5da6";

	#[test]
	fn generated_secrets_differ() {
		assert_ne!(DataKey::generate(), DataKey::generate());
		assert_ne!(EncryptionSecret::generate().public(), EncryptionSecret::generate().public());
	}

	#[test]
	fn data_rule_9_personas_come_back_from_the_seed_and_do_not_resemble_each_other() {
		let seed = [3; 32];
		let derive = |path| EncryptionSecret::derive(&seed, path).public();
		assert_eq!(derive("clinic"), derive("clinic"));
		assert_ne!(derive("clinic"), derive("insurer"));
		assert_ne!(derive("clinic"), EncryptionSecret::derive(&[4; 32], "clinic").public());
	}

	#[test]
	fn debug_shows_no_secret() {
		assert_eq!(format!("{:?}", DataKey::from_bytes([0xab; 32])), "DataKey(..)");
		let secret = EncryptionSecret::from_bytes([0xab; 32]);
		assert_eq!(format!("{secret:?}"), "EncryptionSecret(..)");
	}
}
