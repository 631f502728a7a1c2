//! Named secrets in one file under a passphrase: a person's seed, an operator's keys.
//!
//! The file is JSON: how the key comes from the passphrase (Argon2id, RFC 9106, with its cost and salt),
//! a nonce, and one ciphertext (XChaCha20-Poly1305) of all names and secrets together. Cost and salt
//! are associated data, so they can't be weakened unnoticed. It is written whole into a new file of mode
//! 0600 beside it, flushed, and renamed over the old: after a crash either the old or the new one is there.

mod file;
#[cfg(test)]
mod tests;

pub use file::Cost;

use super::AtRest;
use file::{FileKey, Secrets};
use secrecy::SecretString;
use std::{
	fs::File,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const AT_REST: &str = "at-rest";

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

/// An open keystore. Its secrets are in memory until it is dropped.
pub struct Keystore {
	path: PathBuf,
	key: FileKey,
	secrets: Secrets,
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
		let key = FileKey::new(&path, passphrase, cost)?;
		let keystore = Self {
			path,
			key,
			secrets: Secrets::new(),
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
		let stored = file::read(&path)?;
		let key = FileKey::of(&path, &stored, passphrase)?;
		let secrets = key.decrypt(&path, &stored)?;
		Ok(Self { path, key, secrets })
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
		let key = FileKey::new(&self.path, passphrase, self.key.cost())?;
		let _lock = self.lock()?;
		self.reread()?;
		self.key = key;
		self.save()
	}

	/// Reads the file again under a lock, changes it and writes it, so that two processes lose nothing of
	/// each other's.
	fn change(&mut self, change: impl FnOnce(&mut Secrets)) -> Result<(), KeystoreError> {
		let _lock = self.lock()?;
		self.reread()?;
		change(&mut self.secrets);
		self.save()
	}

	/// Held while the file changes. A file of its own, since the keystore's is replaced.
	fn lock(&self) -> Result<File, KeystoreError> {
		let path = self.path.with_extension("lock");
		let lock = || -> std::io::Result<File> {
			if let Some(folder) = file::folder_of(&path) {
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

	fn reread(&mut self) -> Result<(), KeystoreError> {
		self.secrets = self.key.decrypt(&self.path, &file::read(&self.path)?)?;
		Ok(())
	}

	fn save(&self) -> Result<(), KeystoreError> {
		file::write(&self.path, &self.key.encrypt(&self.path, &self.secrets)?)
	}
}

impl core::fmt::Debug for Keystore {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "Keystore({}, ..)", self.path.display())
	}
}
