// SPDX-License-Identifier: Apache-2.0
//! The keystore's file: its form, how its key comes from the passphrase, how it is read and replaced.

use super::KeystoreError;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};
use codec::{Decode, Encode};
use salus_core::random;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::{
	collections::BTreeMap,
	fs::File,
	io::{Read, Write},
	os::unix::fs::{MetadataExt, OpenOptionsExt},
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const FORMAT: &str = "salus-keystore-1";

/// How often a file is read again that was replaced meanwhile.
const READS: u8 = 16;

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
		Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 }
	}
}

impl Cost {
	/// As little as Argon2 allows. For tests and demonstrations: it protects nothing.
	pub const LOWEST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

	/// Above this a file's cost is taken for an attack: four times the default's memory, some seconds' work.
	pub const MAX: Self = Self { memory_kib: 256 * 1024, passes: 16, lanes: 16 };
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
		bytes.try_into().map_err(|_| D::Error::custom("a value has the wrong length"))
	}
}

/// What opens and encrypts a file: of one passphrase, one salt and one cost.
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
		let key = key_of_passphrase(passphrase, cost, &salt)
			.map_err(|problem| malformed(path, &problem))?;
		Ok(Self { cost, salt, key })
	}

	pub fn encrypt(&self, path: &Path, secrets: &Secrets) -> Result<Stored, KeystoreError> {
		// Borrowed, so that encoding makes no copy that nobody zeroises.
		let entries: Vec<(&str, &[u8])> =
			secrets.iter().map(|(name, secret)| (name.as_str(), secret.as_slice())).collect();
		let length =
			entries.iter().map(|(name, secret)| name.len() + secret.len() + 16).sum::<usize>();
		let mut plaintext = Zeroizing::new(Vec::with_capacity(length + 16));
		entries.encode_to(&mut *plaintext);
		let nonce: [u8; 24] = random();
		let aad = associated_data(self.cost, &self.salt);
		let payload = Payload { msg: &plaintext, aad: &aad };
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
		let payload = Payload { msg: &stored.ciphertext, aad: &aad };
		let plaintext = XChaCha20Poly1305::new((&*self.key).into())
			.decrypt(&XNonce::from(stored.nonce), payload)
			.map(Zeroizing::new)
			.map_err(|_| KeystoreError::WrongPassphrase(path.to_path_buf()))?;
		let entries = Vec::<(String, Vec<u8>)>::decode(&mut plaintext.as_slice())
			.map_err(|error| malformed(path, &error.to_string()))?;
		Ok(entries.into_iter().map(|(name, secret)| (name, Zeroizing::new(secret))).collect())
	}
}

/// The key that a passphrase gives by Argon2id; else what is wrong with the cost.
pub(crate) fn key_of_passphrase(
	passphrase: &SecretString,
	cost: Cost,
	salt: &[u8; 16],
) -> Result<Zeroizing<[u8; 32]>, String> {
	let most = Cost::MAX;
	if cost.memory_kib > most.memory_kib || cost.passes > most.passes || cost.lanes > most.lanes {
		return Err("its cost is beyond all reason".to_owned());
	}
	let unusable = |error: argon2::Error| format!("its cost cannot be: {error}");
	let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(unusable)?;
	let mut key = Zeroizing::new([0; 32]);
	Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
		.hash_password_into(passphrase.expose_secret().as_bytes(), salt, key.as_mut())
		.map_err(unusable)?;
	Ok(key)
}

fn malformed(path: &Path, problem: &str) -> KeystoreError {
	KeystoreError::Malformed { path: path.to_path_buf(), problem: problem.to_owned() }
}

pub(super) fn folder_of(path: &Path) -> Option<&Path> {
	path.parent().filter(|folder| !folder.as_os_str().is_empty())
}

fn associated_data(cost: Cost, salt: &[u8; 16]) -> Vec<u8> {
	(FORMAT, cost.memory_kib, cost.passes, cost.lanes, salt).encode()
}

pub(super) fn read(path: &Path) -> Result<Stored, KeystoreError> {
	let text = whole(path).map_err(|source| unreadable(path, source))?;
	let stored: Stored =
		serde_json::from_slice(&text).map_err(|error| malformed(path, &error.to_string()))?;
	if stored.format != FORMAT {
		return Err(malformed(path, &format!("its format is {}, not {FORMAT}", stored.format)));
	}
	Ok(stored)
}

/// The file behind a path, whatever links lead to it: it is that one which is replaced, and no link.
pub(super) fn behind(path: &Path) -> Result<PathBuf, KeystoreError> {
	std::fs::canonicalize(path).map_err(|source| unreadable(path, source))
}

fn unreadable(path: &Path, source: std::io::Error) -> KeystoreError {
	let path = path.to_path_buf();
	match source.kind() {
		std::io::ErrorKind::NotFound => KeystoreError::NotFound(path),
		_ => KeystoreError::File { path, source },
	}
}

/// A file's bytes. One that was replaced while it was read may have been overwritten, so it is read anew by its name.
fn whole(path: &Path) -> std::io::Result<Vec<u8>> {
	let mut text = Vec::new();
	for _ in 0..READS {
		text.clear();
		let mut file = File::open(path)?;
		file.read_to_end(&mut text)?;
		if file.metadata()?.nlink() > 0 {
			break;
		}
	}
	Ok(text)
}

/// Destroys what a killed process has left of a file that it had not put in its place yet, which holds keys as any. Only
/// under the lock: else it may be another process's that is at work.
pub(super) fn sweep(path: &Path) -> Result<(), KeystoreError> {
	let new = not_yet_there(path);
	destroy(&new).map_err(|source| KeystoreError::File { path: new, source })
}

/// Puts the file in the place of an earlier one, under the lock: whole, or not at all.
pub(super) fn write(path: &Path, stored: &Stored) -> Result<(), KeystoreError> {
	let text =
		serde_json::to_vec_pretty(stored).map_err(|error| malformed(path, &error.to_string()))?;
	write_in_place_of(path, &text)
		.map_err(|source| KeystoreError::File { path: path.to_path_buf(), source })
}

/// Writes a file of mode 0600 whole and flushed, then renames it over `path`, and overwrites what was there: a removed
/// secret, or what opens by an earlier passphrase, is not to stay on the disk.
fn write_in_place_of(path: &Path, text: &[u8]) -> std::io::Result<()> {
	let folder = folder_of(path).unwrap_or(Path::new("."));
	std::fs::create_dir_all(folder)?;
	let new = not_yet_there(path);
	let mut file = File::options().create_new(true).write(true).mode(0o600).open(&new)?;
	let old = File::options().write(true).open(path);
	let placed = file
		.write_all(text)
		.and_then(|()| file.sync_all())
		.and_then(|()| std::fs::rename(&new, path));
	if let Err(cause) = placed {
		// Else the next change or start does it.
		let _ = destroy(&new);
		return Err(cause);
	}
	File::open(folder)?.sync_all()?;
	if let Ok(old) = old {
		// The new file is in its place by now, so that no failure may say that nothing was changed.
		let _ = overwrite(old);
	}
	Ok(())
}

/// Overwrites a file that has no name any more, as far as the file system lets: one that writes elsewhere (snapshots,
/// copy-on-write) keeps the old bytes. A file with another name is somebody's copy, and left alone.
fn overwrite(old: File) -> std::io::Result<()> {
	match old.metadata()?.nlink() {
		0 => zero(old),
		_ => Ok(()),
	}
}

/// What a file is called until it is whole: one name, so that nothing is left for ever under a random one. The whole name
/// comes first, so that it is never the file's own.
fn not_yet_there(path: &Path) -> PathBuf {
	let mut name = path.as_os_str().to_owned();
	name.push(".new");
	name.into()
}

/// Overwrites a file and removes it, if it is there. What has another name, or lies behind a link, is somebody's own: it
/// loses this name alone.
fn destroy(path: &Path) -> std::io::Result<()> {
	let about = match std::fs::symlink_metadata(path) {
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
		about => about?,
	};
	if about.is_file() && about.nlink() == 1 {
		zero(File::options().write(true).open(path)?)?;
	}
	std::fs::remove_file(path)
}

fn zero(mut file: File) -> std::io::Result<()> {
	let length = usize::try_from(file.metadata()?.len()).map_err(std::io::Error::other)?;
	file.write_all(&vec![0; length])?;
	file.sync_all()
}
