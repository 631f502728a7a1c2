//! The keystore's file: its form, how its key comes from the passphrase, how it is read and replaced.

use super::KeystoreError;
use crate::crypto::random;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};
use codec::{Decode, Encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs::File, io::Write, path::Path};
use zeroize::Zeroizing;

const FORMAT: &str = "salus-keystore-1";

/// Secrets by their names.
pub(super) type Secrets = BTreeMap<String, Zeroizing<Vec<u8>>>;

/// What deriving the key costs (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
	/// Memory, in KiB.
	pub memory_kib: u32,
	/// Passes over the memory.
	pub passes: u32,
	/// Lanes.
	pub lanes: u32,
}

impl Default for Cost {
	/// The second recommended option of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes.
	fn default() -> Self {
		Self {
			memory_kib: 64 * 1024,
			passes: 3,
			lanes: 4,
		}
	}
}

impl Cost {
	/// As little as Argon2 allows. For tests and demonstrations: it protects nothing.
	pub const LOWEST: Self = Self {
		memory_kib: 8,
		passes: 1,
		lanes: 1,
	};

	/// Above this a file's cost is taken for an attack: four times the default's memory, some seconds' work.
	pub const MAX: Self = Self {
		memory_kib: 256 * 1024,
		passes: 16,
		lanes: 16,
	};
}

/// The file's form.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
	format: String,
	argon2id: Cost,
	#[serde(with = "hexadecimal")]
	salt: [u8; 16],
	#[serde(with = "hexadecimal")]
	nonce: [u8; 24],
	#[serde(with = "hexadecimal")]
	ciphertext: Vec<u8>,
}

/// Bytes as hexadecimal digits in JSON.
mod hexadecimal {
	use serde::{Deserialize, Deserializer, Serializer, de::Error};

	pub fn serialize<S: Serializer>(bytes: impl AsRef<[u8]>, to: S) -> Result<S::Ok, S::Error> {
		to.serialize_str(&hex::encode(bytes))
	}

	pub fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<Vec<u8>>>(
		from: D,
	) -> Result<T, D::Error> {
		let bytes = hex::decode(String::deserialize(from)?).map_err(D::Error::custom)?;
		bytes
			.try_into()
			.map_err(|_| D::Error::custom("a value has the wrong length"))
	}
}

/// What opens and seals a file: of one passphrase, one salt and one cost.
pub(super) struct FileKey {
	cost: Cost,
	salt: [u8; 16],
	key: Zeroizing<[u8; 32]>,
}

impl FileKey {
	/// For a file that is yet to be written.
	pub fn new(path: &Path, passphrase: &SecretString, cost: Cost) -> Result<Self, KeystoreError> {
		if passphrase.expose_secret().is_empty() {
			return Err(KeystoreError::EmptyPassphrase);
		}
		Self::derive(path, passphrase, cost, random())
	}

	/// For a file that is there.
	pub fn of(
		path: &Path,
		stored: &Stored,
		passphrase: &SecretString,
	) -> Result<Self, KeystoreError> {
		Self::derive(path, passphrase, stored.argon2id, stored.salt)
	}

	pub fn cost(&self) -> Cost {
		self.cost
	}

	fn derive(
		path: &Path,
		passphrase: &SecretString,
		cost: Cost,
		salt: [u8; 16],
	) -> Result<Self, KeystoreError> {
		let most = Cost::MAX;
		if cost.memory_kib > most.memory_kib || cost.passes > most.passes || cost.lanes > most.lanes
		{
			return Err(malformed(path, "its cost is beyond all reason"));
		}
		let unusable =
			|error: argon2::Error| malformed(path, &format!("its cost cannot be: {error}"));
		let params =
			Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(unusable)?;
		let mut key = Zeroizing::new([0; 32]);
		Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
			.hash_password_into(passphrase.expose_secret().as_bytes(), &salt, key.as_mut())
			.map_err(unusable)?;
		Ok(Self { cost, salt, key })
	}

	pub fn encrypt(&self, path: &Path, secrets: &Secrets) -> Result<Stored, KeystoreError> {
		// Borrowed, so that encoding makes no copy that nobody zeroises.
		let entries: Vec<(&str, &[u8])> = secrets
			.iter()
			.map(|(name, secret)| (name.as_str(), secret.as_slice()))
			.collect();
		let length = entries
			.iter()
			.map(|(name, secret)| name.len() + secret.len() + 16)
			.sum::<usize>();
		let mut plaintext = Zeroizing::new(Vec::with_capacity(length + 16));
		entries.encode_to(&mut *plaintext);
		let nonce: [u8; 24] = random();
		let aad = associated_data(self.cost, &self.salt);
		let payload = Payload {
			msg: &plaintext,
			aad: &aad,
		};
		let ciphertext = XChaCha20Poly1305::new((&*self.key).into())
			.encrypt(&XNonce::from(nonce), payload)
			.map_err(|_| malformed(path, "its secrets are too large"))?;
		Ok(Stored {
			format: FORMAT.to_owned(),
			argon2id: self.cost,
			salt: self.salt,
			nonce,
			ciphertext,
		})
	}

	pub fn decrypt(&self, path: &Path, stored: &Stored) -> Result<Secrets, KeystoreError> {
		let aad = associated_data(stored.argon2id, &stored.salt);
		let payload = Payload {
			msg: &stored.ciphertext,
			aad: &aad,
		};
		let plaintext = XChaCha20Poly1305::new((&*self.key).into())
			.decrypt(&XNonce::from(stored.nonce), payload)
			.map(Zeroizing::new)
			.map_err(|_| KeystoreError::WrongPassphrase(path.to_path_buf()))?;
		let entries = Vec::<(String, Vec<u8>)>::decode(&mut plaintext.as_slice())
			.map_err(|error| malformed(path, &error.to_string()))?;
		Ok(entries
			.into_iter()
			.map(|(name, secret)| (name, Zeroizing::new(secret)))
			.collect())
	}
}

fn malformed(path: &Path, problem: &str) -> KeystoreError {
	KeystoreError::Malformed {
		path: path.to_path_buf(),
		problem: problem.to_owned(),
	}
}

pub(super) fn folder_of(path: &Path) -> Option<&Path> {
	path.parent()
		.filter(|folder| !folder.as_os_str().is_empty())
}

fn associated_data(cost: Cost, salt: &[u8; 16]) -> Vec<u8> {
	(FORMAT, cost.memory_kib, cost.passes, cost.lanes, salt).encode()
}

pub(super) fn read(path: &Path) -> Result<Stored, KeystoreError> {
	let text = std::fs::read(path).map_err(|source| match source.kind() {
		std::io::ErrorKind::NotFound => KeystoreError::NotFound(path.to_path_buf()),
		_ => KeystoreError::File {
			path: path.to_path_buf(),
			source,
		},
	})?;
	let stored: Stored =
		serde_json::from_slice(&text).map_err(|error| malformed(path, &error.to_string()))?;
	if stored.format != FORMAT {
		return Err(malformed(
			path,
			&format!("its format is {}, not {FORMAT}", stored.format),
		));
	}
	Ok(stored)
}

/// Puts the file in the place of an earlier one: whole, or not at all.
pub(super) fn write(path: &Path, stored: &Stored) -> Result<(), KeystoreError> {
	let text =
		serde_json::to_vec_pretty(stored).map_err(|error| malformed(path, &error.to_string()))?;
	write_in_place_of(path, &text).map_err(|source| KeystoreError::File {
		path: path.to_path_buf(),
		source,
	})
}

/// Writes a file of mode 0600 whole and flushed, then renames it over `path`.
fn write_in_place_of(path: &Path, text: &[u8]) -> std::io::Result<()> {
	let folder = folder_of(path).unwrap_or(Path::new("."));
	std::fs::create_dir_all(folder)?;
	// `tempfile` makes files that only their owner may read.
	let mut file = tempfile::NamedTempFile::new_in(folder)?;
	file.write_all(text)?;
	file.as_file().sync_all()?;
	file.persist(path)?;
	File::open(folder)?.sync_all()
}
