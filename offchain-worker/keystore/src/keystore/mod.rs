// SPDX-License-Identifier: Apache-2.0
//! Named secrets in one file under a passphrase: a person's seed, an operator's keys.
//!
//! The file is JSON: how the key comes from the passphrase (Argon2id, RFC 9106, with its cost and salt),
//! a nonce, and one ciphertext (XChaCha20-Poly1305) of all names and secrets together. Cost and salt
//! are associated data, so they can't be weakened unnoticed. It is written whole into a new file of mode
//! 0600 beside it (`keystore.new`), flushed, and renamed over the old: after a crash either the old or the new one is
//! there. The old one is overwritten then, as far as the file system lets, and so is what a killed process left of a new
//! one, by whoever changes the keystore next and by the next start of a worker.

mod file;
mod rotation;
#[cfg(test)]
mod tests;

pub use file::Cost;
pub(crate) use file::key_of_passphrase;
pub use rotation::AtRestKeys;

use crate::AtRest;
use file::{FileKey, Secrets};
use secrecy::SecretString;
use std::{
	fs::File,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

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
	/// The file is not a keystore.
	#[error("the file {path} is not a keystore ({problem}): check the path, or restore a backup")]
	Malformed {
		/// The file.
		path: PathBuf,
		/// What is wrong with it.
		problem: String,
	},
	/// The file was put in the place of the one that a worker runs with.
	#[error(
		"the keystore at {0} has not the key that this worker encrypts its shares by: put the one back that the worker was \
		 started with"
	)]
	AnotherKeystore(PathBuf),
	/// Somebody calls a secret of theirs as the old key is called while it rotates.
	#[error(
		"the key at rest can't be rotated, since the keystore at {0} has another secret called \"at-rest-old\": move it to \
		 another keystore"
	)]
	NameTaken(PathBuf),
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

impl KeystoreError {
	/// What kind of failure it is, for scripts.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::WrongPassphrase(_) => "WrongPassphrase",
			Self::NotFound(_) => "NoKeystore",
			Self::EmptyPassphrase => "WeakPassphrase",
			_ => "Keystore",
		}
	}
}

/// An open keystore. Its secrets are in memory until it is dropped.
pub struct Keystore {
	path: PathBuf,
	key: FileKey,
	secrets: Secrets,
}

impl Keystore {
	/// The name of the key of what rests in an operator's journal.
	pub const AT_REST: &str = "at-rest";
	/// The name of the one before, which is there only while what it has encrypted is encrypted anew.
	pub const AT_REST_OLD: &str = "at-rest-old";

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
		let keystore = Self { path, key, secrets: Secrets::new() };
		let _lock = keystore.lock()?;
		if keystore.path.exists() {
			return Err(KeystoreError::AlreadyThere(keystore.path));
		}
		keystore.save()?;
		Ok(keystore)
	}

	/// Opens an existing keystore.
	pub fn open(path: impl AsRef<Path>, passphrase: &SecretString) -> Result<Self, KeystoreError> {
		let path = file::behind(path.as_ref())?;
		let stored = file::read(&path)?;
		let key = FileKey::of(&path, &stored, passphrase)?;
		let secrets = key.decrypt(&path, &stored)?;
		Ok(Self { path, key, secrets })
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

	/// Forgets secrets and stores others, all of it or nothing.
	pub fn exchange(
		&mut self,
		forgotten: &[&str],
		stored: &[(&str, &[u8])],
	) -> Result<(), KeystoreError> {
		self.change(|secrets| {
			secrets.retain(|name, _| !forgotten.contains(&name.as_str()));
			for (name, secret) in stored {
				secrets.insert((*name).to_owned(), Zeroizing::new(secret.to_vec()));
			}
		})
	}

	/// Forgets secrets, all of them or none.
	pub fn remove(&mut self, names: &[&str]) -> Result<(), KeystoreError> {
		self.change(|secrets| secrets.retain(|name, _| !names.contains(&name.as_str())))
	}

	/// The 32-byte secret of this name; made at random when there is none.
	pub fn get_or_generate(&mut self, name: &str) -> Result<Zeroizing<[u8; 32]>, KeystoreError> {
		if !self.secrets.contains_key(name) {
			let fresh = Zeroizing::new(salus_core::random::<32>());
			self.change(|secrets| {
				// Another process may have been first: its secret stands.
				secrets.entry(name.to_owned()).or_insert_with(|| Zeroizing::new(fresh.to_vec()));
			})?;
		}
		let secret: Option<[u8; 32]> = self.get(name).and_then(|secret| secret.try_into().ok());
		secret.map(Zeroizing::new).ok_or_else(|| KeystoreError::Malformed {
			path: self.path.clone(),
			problem: format!("the secret \"{name}\" has not 32 bytes"),
		})
	}

	/// What encrypts the journal's secrets, under a key of its own in this keystore; under way from an old key to a new
	/// one, it opens by both.
	pub fn at_rest(&mut self) -> Result<AtRest, KeystoreError> {
		let current = self.get_or_generate(Self::AT_REST)?;
		let old = rotation::old_key(&self.secrets);
		Ok(AtRest::rotating(&current, old.as_deref()))
	}

	/// Changes the passphrase: the whole file is written anew, under a new salt. Copies of the old file still open with
	/// the old one.
	pub fn change_passphrase(&mut self, passphrase: &SecretString) -> Result<(), KeystoreError> {
		let key = FileKey::new(&self.path, passphrase, self.key.cost())?;
		let _lock = self.lock()?;
		self.reread()?;
		file::write(&self.path, &key.encrypt(&self.path, &self.secrets)?)?;
		self.key = key;
		Ok(())
	}

	/// Reads the file again under a lock, changes it and writes it, so that two processes lose nothing of
	/// each other's.
	fn change(&mut self, change: impl FnOnce(&mut Secrets)) -> Result<(), KeystoreError> {
		self.try_change(|secrets| {
			change(secrets);
			Ok(())
		})
	}

	/// [`Keystore::change`], which may be given up. A change that fails leaves the memory as it was, so every secret in memory
	/// is on the disk.
	fn try_change<T>(
		&mut self,
		change: impl FnOnce(&mut Secrets) -> Result<T, KeystoreError>,
	) -> Result<T, KeystoreError> {
		let _lock = self.lock()?;
		let mut secrets = self.stored()?;
		let changed = change(&mut secrets)?;
		file::write(&self.path, &self.key.encrypt(&self.path, &secrets)?)?;
		self.secrets = secrets;
		Ok(changed)
	}

	/// Held while the file changes. A file of its own, since the keystore's is replaced. What a killed process has left is
	/// destroyed first.
	fn lock(&self) -> Result<File, KeystoreError> {
		let path = self.path.with_extension("lock");
		let lock = || -> std::io::Result<File> {
			if let Some(folder) = file::folder_of(&path) {
				std::fs::create_dir_all(folder)?;
			}
			let file = File::options().create(true).truncate(false).write(true).open(&path)?;
			file.lock()?;
			Ok(file)
		};
		let lock = lock().map_err(|source| KeystoreError::File { path: path.clone(), source })?;
		file::sweep(&self.path)?;
		Ok(lock)
	}

	/// What is in the file now.
	fn stored(&self) -> Result<Secrets, KeystoreError> {
		self.key.decrypt(&self.path, &file::read(&self.path)?)
	}

	fn reread(&mut self) -> Result<(), KeystoreError> {
		self.secrets = self.stored()?;
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
