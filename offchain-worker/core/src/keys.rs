// SPDX-License-Identifier: Apache-2.0
//! The data key of a document, what derives from it, and a person's X25519 secret.

use super::KeyHalves;
use hkdf::Hkdf;
use hpke::{Deserializable, Kem as _, Serializable, kem::X25519HkdfSha256};
use salus_primitives::{RequestId, quorum::TaskId};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const RESULT_DOMAIN: &[u8] = b"salus/result-key/v2";
const NONCE_DOMAIN: &[u8] = b"salus/quorum/nonce/v1";
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

	/// What the chain keeps of the key: that of its [`KeyHalves`]. The key is random, so the commitment gives nothing
	/// away; and nobody can find a second key with the same commitment.
	pub fn commitment(&self) -> [u8; 32] {
		self.halves().commitment()
	}

	/// What shows that a record is this key's, and does not open it.
	pub fn halves(&self) -> KeyHalves {
		KeyHalves::of(&self.0)
	}

	/// The key of a request's result, where this is the key of its job's record: whoever may read the job may read the
	/// result, and nobody else. Data rule 5.
	pub fn result_key(&self, request: RequestId) -> Self {
		let request = request.0.to_le_bytes();
		Self(*derive_32(None, &self.0, &[RESULT_DOMAIN, &request]))
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

	/// The nonce of the seal in a task, where this is an operator's secret: always the same, so that there is nothing to
	/// keep and nothing to lose, and nobody else can compute it. Another chain's task of the same number has another.
	pub fn seal_nonce(&self, genesis_hash: &[u8; 32], task: TaskId) -> Zeroizing<[u8; 32]> {
		let task = task.0.to_le_bytes();
		derive_32(Some(genesis_hash), &self.0, &[NONCE_DOMAIN, &task])
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
	fn a_result_s_key_differs_by_job_and_by_request() {
		let mut seen = std::collections::BTreeSet::new();
		for (job, request) in [(7, 1), (7, 2), (8, 1)] {
			let job = DataKey::from_bytes([job; 32]);
			let key = job.result_key(RequestId(request));
			assert_eq!(key, job.result_key(RequestId(request)));
			assert_ne!(key, job);
			assert!(seen.insert(*key.as_bytes()));
		}
	}

	#[test]
	fn a_seal_s_nonce_differs_by_operator_by_task_and_by_chain() {
		let mut seen = std::collections::BTreeSet::new();
		for (secret, chain, task) in [(3, 1, 1), (3, 1, 2), (3, 2, 1), (4, 1, 1)] {
			let nonce = || {
				EncryptionSecret::from_bytes([secret; 32]).seal_nonce(&[chain; 32], TaskId(task))
			};
			assert_eq!(nonce(), nonce());
			assert!(seen.insert(*nonce()));
		}
	}

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
