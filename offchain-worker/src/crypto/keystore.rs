//! Named secrets in one file under a passphrase: a person's seed, an operator's keys.
//!
//! The file is JSON: how the key comes from the passphrase (Argon2id, RFC 9106, with its cost and salt),
//! a nonce, and one ciphertext (XChaCha20-Poly1305) of all names and secrets together. Cost and salt
//! are associated data, so they can't be weakened unnoticed. It is written whole into a new file of mode
//! 0600 beside it, flushed, and renamed over the old: after a crash either the old or the new one is there.

use super::AtRest;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};
use codec::{Decode, Encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const FORMAT: &str = "salus-keystore-1";
const AT_REST: &str = "at-rest";
/// Memory above which a file's cost is taken for an attack, in KiB: 1 GiB.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 64;
const MAX_LANES: u32 = 16;

/// Why the keystore could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeystoreError {
	/// There is a file already.
	#[error("there is a keystore at {0} already: open it, or choose another path")]
	AlreadyThere(PathBuf),
	/// There is no file.
	#[error("there is no keystore at {0}: check the path, or create one")]
	NotFound(PathBuf),
	/// The passphrase is not the file's, or the file was altered: the cipher can't tell which.
	#[error(
		"wrong passphrase for the keystore at {0} (or the file was altered: then restore a backup)"
	)]
	WrongPassphrase(PathBuf),
	/// The passphrase is empty.
	#[error("an empty passphrase protects nothing: choose another")]
	EmptyPassphrase,
	/// The file is no keystore.
	#[error("the file {path} is no keystore ({problem}): check the path, or restore a backup")]
	Malformed {
		/// The file.
		path: PathBuf,
		/// What is wrong with it.
		problem: String,
	},
	/// The file could not be read or written.
	#[error("cannot use the keystore at {path}: {source}")]
	File {
		/// The file.
		path: PathBuf,
		/// What the system says.
		#[source]
		source: std::io::Error,
	},
}

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
}

/// The file's form.
#[derive(Serialize, Deserialize)]
struct Stored {
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

/// An open keystore. Its secrets are in memory until it is dropped.
pub struct Keystore {
	path: PathBuf,
	cost: Cost,
	salt: [u8; 16],
	key: Zeroizing<[u8; 32]>,
	secrets: BTreeMap<String, Zeroizing<Vec<u8>>>,
}

impl Keystore {
	/// Makes an empty keystore where there is none.
	pub fn create(
		path: impl AsRef<Path>,
		passphrase: &SecretString,
	) -> Result<Self, KeystoreError> {
		Self::create_with_cost(path, passphrase, Cost::default())
	}

	/// [`Keystore::create`] with a cost of one's own.
	pub fn create_with_cost(
		path: impl AsRef<Path>,
		passphrase: &SecretString,
		cost: Cost,
	) -> Result<Self, KeystoreError> {
		let path = path.as_ref().to_path_buf();
		if passphrase.expose_secret().is_empty() {
			return Err(KeystoreError::EmptyPassphrase);
		}
		let salt = super::random();
		let key = derive_key(&path, passphrase, cost, &salt)?;
		let keystore = Self {
			path,
			cost,
			salt,
			key,
			secrets: BTreeMap::new(),
		};
		let _lock = keystore.lock()?;
		if keystore.path.exists() {
			return Err(KeystoreError::AlreadyThere(keystore.path));
		}
		keystore.save()?;
		Ok(keystore)
	}

	/// Opens an existing keystore.
	pub fn open(path: impl AsRef<Path>, passphrase: &SecretString) -> Result<Self, KeystoreError> {
		let path = path.as_ref().to_path_buf();
		let stored = read(&path)?;
		let key = derive_key(&path, passphrase, stored.argon2id, &stored.salt)?;
		let secrets = decrypt(&path, &stored, &key)?;
		Ok(Self {
			path,
			cost: stored.argon2id,
			salt: stored.salt,
			key,
			secrets,
		})
	}

	/// Opens the keystore, or makes it where there is none.
	pub fn open_or_create(
		path: impl AsRef<Path>,
		passphrase: &SecretString,
	) -> Result<Self, KeystoreError> {
		match Self::open(&path, passphrase) {
			Err(KeystoreError::NotFound(_)) => Self::create(path, passphrase),
			opened => opened,
		}
	}

	/// Where the file is.
	pub fn path(&self) -> &Path {
		&self.path
	}

	/// The secret of this name.
	pub fn get(&self, name: &str) -> Option<&[u8]> {
		self.secrets.get(name).map(|secret| secret.as_slice())
	}

	/// All names, in order.
	pub fn names(&self) -> impl Iterator<Item = &str> {
		self.secrets.keys().map(String::as_str)
	}

	/// Stores a secret under a name, in the place of an earlier one.
	pub fn put(&mut self, name: &str, secret: &[u8]) -> Result<(), KeystoreError> {
		self.change(|secrets| {
			secrets.insert(name.to_owned(), Zeroizing::new(secret.to_vec()));
		})
	}

	/// Forgets a secret. The old file's bytes are gone from the folder, not surely from the disk.
	pub fn remove(&mut self, name: &str) -> Result<(), KeystoreError> {
		self.change(|secrets| {
			secrets.remove(name);
		})
	}

	/// The 32-byte secret of this name; made at random when there is none.
	pub fn get_or_generate(&mut self, name: &str) -> Result<Zeroizing<[u8; 32]>, KeystoreError> {
		if !self.secrets.contains_key(name) {
			let fresh = Zeroizing::new(super::random::<32>());
			self.change(|secrets| {
				// Another process may have been first: its secret stands.
				secrets
					.entry(name.to_owned())
					.or_insert_with(|| Zeroizing::new(fresh.to_vec()));
			})?;
		}
		let secret: Option<[u8; 32]> = self.get(name).and_then(|secret| secret.try_into().ok());
		secret
			.map(Zeroizing::new)
			.ok_or_else(|| KeystoreError::Malformed {
				path: self.path.clone(),
				problem: format!("the secret \"{name}\" has not 32 bytes"),
			})
	}

	/// What seals the journal's secrets, under a key of its own in this keystore.
	pub fn at_rest(&mut self) -> Result<AtRest, KeystoreError> {
		Ok(AtRest::new(&*self.get_or_generate(AT_REST)?))
	}

	/// Changes the passphrase. Copies of the old file still open with the old one.
	pub fn change_passphrase(&mut self, passphrase: &SecretString) -> Result<(), KeystoreError> {
		if passphrase.expose_secret().is_empty() {
			return Err(KeystoreError::EmptyPassphrase);
		}
		let salt = super::random();
		let key = derive_key(&self.path, passphrase, self.cost, &salt)?;
		let _lock = self.lock()?;
		let stored = read(&self.path)?;
		self.secrets = decrypt(&self.path, &stored, &self.key)?;
		(self.salt, self.key) = (salt, key);
		self.save()
	}

	/// Reads the file again under a lock, changes it and writes it, so that two processes lose nothing of
	/// each other's.
	fn change(
		&mut self,
		change: impl FnOnce(&mut BTreeMap<String, Zeroizing<Vec<u8>>>),
	) -> Result<(), KeystoreError> {
		let _lock = self.lock()?;
		let stored = read(&self.path)?;
		self.secrets = decrypt(&self.path, &stored, &self.key)?;
		change(&mut self.secrets);
		self.save()
	}

	/// Held while the file changes. A file of its own, since the keystore's is replaced.
	fn lock(&self) -> Result<File, KeystoreError> {
		let path = self.path.with_extension("lock");
		let lock = || -> std::io::Result<File> {
			if let Some(folder) = folder_of(&path) {
				std::fs::create_dir_all(folder)?;
			}
			let file = File::options()
				.create(true)
				.truncate(false)
				.write(true)
				.open(&path)?;
			file.lock()?;
			Ok(file)
		};
		lock().map_err(|source| KeystoreError::File {
			path: path.clone(),
			source,
		})
	}

	fn save(&self) -> Result<(), KeystoreError> {
		let mut plaintext = Zeroizing::new(Vec::new());
		// Borrowed, so that encoding makes no copy that nobody zeroises.
		let entries: Vec<(&str, &[u8])> = self
			.secrets
			.iter()
			.map(|(name, secret)| (name.as_str(), secret.as_slice()))
			.collect();
		let length = entries
			.iter()
			.map(|(name, secret)| name.len() + secret.len() + 16)
			.sum::<usize>();
		plaintext.reserve(length + 16);
		entries.encode_to(&mut *plaintext);
		let nonce: [u8; 24] = super::random();
		let aad = associated_data(self.cost, &self.salt);
		let ciphertext = XChaCha20Poly1305::new((&*self.key).into())
			.encrypt(
				&XNonce::from(nonce),
				Payload {
					msg: &plaintext,
					aad: &aad,
				},
			)
			.map_err(|_| malformed(&self.path, "its secrets are too large"))?;
		let stored = Stored {
			format: FORMAT.to_owned(),
			argon2id: self.cost,
			salt: self.salt,
			nonce,
			ciphertext,
		};
		let text = serde_json::to_vec_pretty(&stored)
			.map_err(|error| malformed(&self.path, &error.to_string()))?;
		write_in_place_of(&self.path, &text).map_err(|source| KeystoreError::File {
			path: self.path.clone(),
			source,
		})
	}
}

impl core::fmt::Debug for Keystore {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "Keystore({}, ..)", self.path.display())
	}
}

fn malformed(path: &Path, problem: &str) -> KeystoreError {
	KeystoreError::Malformed {
		path: path.to_path_buf(),
		problem: problem.to_owned(),
	}
}

fn folder_of(path: &Path) -> Option<&Path> {
	path.parent()
		.filter(|folder| !folder.as_os_str().is_empty())
}

fn associated_data(cost: Cost, salt: &[u8; 16]) -> Vec<u8> {
	(FORMAT, cost.memory_kib, cost.passes, cost.lanes, salt).encode()
}

fn derive_key(
	path: &Path,
	passphrase: &SecretString,
	cost: Cost,
	salt: &[u8; 16],
) -> Result<Zeroizing<[u8; 32]>, KeystoreError> {
	if cost.memory_kib > MAX_MEMORY_KIB || cost.passes > MAX_PASSES || cost.lanes > MAX_LANES {
		return Err(malformed(path, "its cost is beyond all reason"));
	}
	let unusable = |error: argon2::Error| malformed(path, &format!("its cost cannot be: {error}"));
	let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(unusable)?;
	let mut key = Zeroizing::new([0; 32]);
	Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
		.hash_password_into(passphrase.expose_secret().as_bytes(), salt, key.as_mut())
		.map_err(unusable)?;
	Ok(key)
}

fn read(path: &Path) -> Result<Stored, KeystoreError> {
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

fn decrypt(
	path: &Path,
	stored: &Stored,
	key: &[u8; 32],
) -> Result<BTreeMap<String, Zeroizing<Vec<u8>>>, KeystoreError> {
	let aad = associated_data(stored.argon2id, &stored.salt);
	let plaintext = XChaCha20Poly1305::new(key.into())
		.decrypt(
			&XNonce::from(stored.nonce),
			Payload {
				msg: &stored.ciphertext,
				aad: &aad,
			},
		)
		.map(Zeroizing::new)
		.map_err(|_| KeystoreError::WrongPassphrase(path.to_path_buf()))?;
	let entries = Vec::<(String, Vec<u8>)>::decode(&mut plaintext.as_slice())
		.map_err(|error| malformed(path, &error.to_string()))?;
	Ok(entries
		.into_iter()
		.map(|(name, secret)| (name, Zeroizing::new(secret)))
		.collect())
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

#[cfg(test)]
mod tests {
	use super::*;

	fn phrase(text: &str) -> SecretString {
		SecretString::from(text.to_owned())
	}

	fn made(folder: &tempfile::TempDir) -> Keystore {
		let path = folder.path().join("new/keys.json");
		Keystore::create_with_cost(path, &phrase("correct horse"), Cost::LOWEST).unwrap()
	}

	#[test]
	fn secrets_come_back_after_reopening() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = made(&folder);
		keystore.put("seed", b"one").unwrap();
		keystore.put("peer", b"two").unwrap();
		keystore.put("seed", b"three").unwrap();
		keystore.remove("peer").unwrap();
		let reopened = Keystore::open(keystore.path(), &phrase("correct horse")).unwrap();
		assert_eq!(reopened.get("seed"), Some(b"three".as_slice()));
		assert_eq!(reopened.names().collect::<Vec<_>>(), ["seed"]);
		assert_eq!(reopened.get("peer"), None);
	}

	#[test]
	fn a_wrong_passphrase_is_named() {
		let folder = tempfile::tempdir().unwrap();
		let path = made(&folder).path().to_path_buf();
		let error = Keystore::open(&path, &phrase("wrong horse")).unwrap_err();
		assert!(
			matches!(error, KeystoreError::WrongPassphrase(_)),
			"{error}"
		);
		assert!(matches!(
			Keystore::create_with_cost(folder.path().join("other"), &phrase(""), Cost::LOWEST),
			Err(KeystoreError::EmptyPassphrase)
		));
	}

	#[test]
	fn nothing_is_overwritten_or_invented() {
		let folder = tempfile::tempdir().unwrap();
		let path = made(&folder).path().to_path_buf();
		assert!(matches!(
			Keystore::create_with_cost(&path, &phrase("x"), Cost::LOWEST),
			Err(KeystoreError::AlreadyThere(_))
		));
		assert!(matches!(
			Keystore::open(folder.path().join("none"), &phrase("x")),
			Err(KeystoreError::NotFound(_))
		));
	}

	#[test]
	fn no_secret_or_name_is_readable_in_the_file_and_only_the_owner_reads_it() {
		use std::os::unix::fs::PermissionsExt;
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = made(&folder);
		keystore.put("canary-name", b"canary-secret").unwrap();
		let text = std::fs::read(keystore.path()).unwrap();
		for canary in [
			"canary-name".as_bytes(),
			b"canary-secret",
			hex::encode("canary-secret").as_bytes(),
		] {
			assert!(!text.windows(canary.len()).any(|window| window == canary));
		}
		let mode = std::fs::metadata(keystore.path())
			.unwrap()
			.permissions()
			.mode();
		assert_eq!(mode & 0o777, 0o600);
		let others: Vec<_> = std::fs::read_dir(keystore.path().parent().unwrap())
			.unwrap()
			.map(|entry| entry.unwrap().file_name())
			.collect();
		assert_eq!(
			others.len(),
			2,
			"only the keystore and its lock: {others:?}"
		);
	}

	#[test]
	fn an_altered_file_is_refused() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = made(&folder);
		keystore.put("seed", b"one").unwrap();
		let path = keystore.path().to_path_buf();
		let whole: serde_json::Value =
			serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
		let flip = |value: &serde_json::Value| {
			let mut bytes = hex::decode(value.as_str().unwrap()).unwrap();
			bytes[0] ^= 1;
			serde_json::Value::from(hex::encode(bytes))
		};
		for field in ["salt", "nonce", "ciphertext"] {
			let mut altered = whole.clone();
			altered[field] = flip(&whole[field]);
			std::fs::write(&path, altered.to_string()).unwrap();
			let error = Keystore::open(&path, &phrase("correct horse")).unwrap_err();
			assert!(
				matches!(error, KeystoreError::WrongPassphrase(_)),
				"{field}: {error}"
			);
		}
		for (field, value) in [("memory_kib", 16), ("memory_kib", 1 << 30), ("passes", 2)] {
			let mut altered = whole.clone();
			altered["argon2id"][field] = value.into();
			std::fs::write(&path, altered.to_string()).unwrap();
			assert!(
				Keystore::open(&path, &phrase("correct horse")).is_err(),
				"{field}"
			);
		}
		for text in ["", "{}", "no json"] {
			std::fs::write(&path, text).unwrap();
			let error = Keystore::open(&path, &phrase("correct horse")).unwrap_err();
			assert!(matches!(error, KeystoreError::Malformed { .. }), "{error}");
		}
	}

	#[test]
	fn two_processes_lose_nothing_of_each_other() {
		let folder = tempfile::tempdir().unwrap();
		let mut first = made(&folder);
		let mut second = Keystore::open(first.path(), &phrase("correct horse")).unwrap();
		first.put("a", b"1").unwrap();
		second.put("b", b"2").unwrap();
		assert_eq!(second.names().collect::<Vec<_>>(), ["a", "b"]);
		let theirs = second.get_or_generate("shared").unwrap();
		assert_eq!(first.get_or_generate("shared").unwrap(), theirs);
	}

	#[test]
	fn the_passphrase_can_be_changed() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = made(&folder);
		keystore.put("seed", b"one").unwrap();
		keystore
			.change_passphrase(&phrase("battery staple"))
			.unwrap();
		let path = keystore.path();
		assert!(Keystore::open(path, &phrase("correct horse")).is_err());
		assert!(
			Keystore::open(path, &phrase("battery staple"))
				.unwrap()
				.get("seed")
				.is_some()
		);
	}

	#[test]
	fn what_rests_is_sealed_by_a_key_of_the_keystore() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = made(&folder);
		let sealed = keystore.at_rest().unwrap().seal("share", b"a", b"secret");
		let mut reopened = Keystore::open(keystore.path(), &phrase("correct horse")).unwrap();
		assert_eq!(
			*reopened
				.at_rest()
				.unwrap()
				.open("share", b"a", &sealed)
				.unwrap(),
			b"secret"
		);
	}
}
