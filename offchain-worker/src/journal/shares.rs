//! Shares as files of their own, because they must be destroyable: a database writes copies and frees
//! pages, where a removed secret can stay for long. A file is overwritten in place, flushed and removed.
//!
//! What that can't do: a file system that keeps old versions (snapshots, copy-on-write) or a disk that
//! remaps its cells may keep old bytes. They are sealed at rest even then.

use super::JournalError;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

/// The folder with one file a share, named by the commitment in hexadecimal.
pub(super) struct ShareFolder(PathBuf);

impl ShareFolder {
	/// Opens the folder, or makes it for its owner alone.
	pub fn open(path: PathBuf) -> Result<Self, JournalError> {
		std::fs::DirBuilder::new()
			.recursive(true)
			.mode(0o700)
			.create(&path)
			.map_err(|source| JournalError::File {
				path: path.clone(),
				source,
			})?;
		Ok(Self(path))
	}

	fn file(&self, key_commitment: &[u8; 32]) -> PathBuf {
		self.0.join(hex::encode(key_commitment))
	}

	/// Writes a sealed share, whole and flushed.
	pub fn write(&self, key_commitment: &[u8; 32], sealed: &[u8]) -> Result<(), JournalError> {
		let path = self.file(key_commitment);
		let new = path.with_extension("new");
		let write = || -> std::io::Result<()> {
			let mut file = OpenOptions::new()
				.create(true)
				.truncate(true)
				.write(true)
				.mode(0o600)
				.open(&new)?;
			file.write_all(sealed)?;
			file.sync_all()?;
			std::fs::rename(&new, &path)?;
			File::open(&self.0)?.sync_all()
		};
		write().map_err(|source| JournalError::File {
			path: path.clone(),
			source,
		})
	}

	/// A sealed share.
	pub fn read(&self, key_commitment: &[u8; 32]) -> Result<Option<Vec<u8>>, JournalError> {
		let path = self.file(key_commitment);
		match std::fs::read(&path) {
			Ok(sealed) => Ok(Some(sealed)),
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
			Err(source) => Err(JournalError::File { path, source }),
		}
	}

	/// Overwrites a share with zeros and removes it. Returns whether it was there.
	pub fn destroy(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		let path = self.file(key_commitment);
		// Under another name first: a process killed in between leaves no share that is there and can't be
		// opened, and the next start's sweep finishes it.
		let doomed = path.with_extension("doomed");
		let destroy = || match std::fs::rename(&path, &doomed) {
			Ok(()) => self.destroy_file(&doomed),
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
			Err(error) => Err(error),
		};
		destroy().map_err(|source| JournalError::File {
			path: path.clone(),
			source,
		})
	}

	fn destroy_file(&self, path: &PathBuf) -> std::io::Result<bool> {
		let mut file = match OpenOptions::new().write(true).open(path) {
			Ok(file) => file,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
			Err(error) => return Err(error),
		};
		let length = usize::try_from(file.metadata()?.len()).map_err(std::io::Error::other)?;
		file.write_all(&vec![0; length])?;
		file.sync_all()?;
		std::fs::remove_file(path)?;
		File::open(&self.0)?.sync_all()?;
		Ok(true)
	}

	/// Destroys every file that belongs to no deposit: a process was killed before it noted the deposit,
	/// so nobody was told that the share is kept.
	pub fn sweep(&self, known: &BTreeSet<[u8; 32]>) -> Result<(), JournalError> {
		let sweep = || -> std::io::Result<()> {
			for entry in std::fs::read_dir(&self.0)? {
				let path = entry?.path();
				let name = path
					.file_name()
					.and_then(|name| name.to_str())
					.unwrap_or_default();
				let commitment: Option<[u8; 32]> = hex::decode(name)
					.ok()
					.and_then(|bytes| bytes.try_into().ok());
				if !commitment.is_some_and(|commitment| known.contains(&commitment)) {
					self.destroy_file(&path)?;
				}
			}
			Ok(())
		};
		sweep().map_err(|source| JournalError::File {
			path: self.0.clone(),
			source,
		})
	}
}
