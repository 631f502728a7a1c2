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
use std::path::{Path, PathBuf};

/// What a share's file is called that the journal does not know.
const SET_ASIDE: &str = "aside";

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

	/// Puts the folder right after a process was killed: what was half written or half destroyed goes. A whole share
	/// that belongs to no deposit is set aside: the process may have been killed before it noted the deposit, or the
	/// journal is not the one that belongs to these shares. The chain tells which.
	pub fn sweep(&self, known: &BTreeSet<[u8; 32]>) -> Result<(), JournalError> {
		let sweep = || -> std::io::Result<()> {
			for entry in std::fs::read_dir(&self.0)? {
				let path = entry?.path();
				let extension = path.extension().and_then(|extension| extension.to_str());
				match (extension, commitment(&path)) {
					(Some("new" | "doomed"), _) => {
						self.destroy_file(&path)?;
					}
					(None, Some(found)) if !known.contains(&found) => {
						let aside = path.with_extension(SET_ASIDE);
						// What is overwritten by a name alone would stay on the disk.
						self.destroy_file(&aside)?;
						std::fs::rename(&path, aside)?;
					}
					_ => {}
				}
			}
			File::open(&self.0)?.sync_all()
		};
		sweep().map_err(|source| self.failed(source))
	}

	/// The commitments of the shares that are set aside.
	pub fn set_aside(&self) -> Result<Vec<[u8; 32]>, JournalError> {
		let list = || -> std::io::Result<Vec<[u8; 32]>> {
			let mut found = Vec::new();
			for entry in std::fs::read_dir(&self.0)? {
				let path = entry?.path();
				if path
					.extension()
					.is_some_and(|extension| extension == SET_ASIDE)
				{
					found.extend(commitment(&path));
				}
			}
			Ok(found)
		};
		list().map_err(|source| self.failed(source))
	}

	/// A sealed share that is set aside.
	pub fn read_set_aside(&self, key_commitment: &[u8; 32]) -> Result<Vec<u8>, JournalError> {
		let path = self.file(key_commitment).with_extension(SET_ASIDE);
		std::fs::read(&path).map_err(|source| JournalError::File { path, source })
	}

	/// Overwrites and removes a share that is set aside.
	pub fn destroy_set_aside(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		let path = self.file(key_commitment).with_extension(SET_ASIDE);
		self.destroy_file(&path)
			.map_err(|source| self.failed(source))
	}

	fn failed(&self, source: std::io::Error) -> JournalError {
		JournalError::File {
			path: self.0.clone(),
			source,
		}
	}
}

/// The commitment that a file is named by.
fn commitment(path: &Path) -> Option<[u8; 32]> {
	let name = path.file_stem()?.to_str()?;
	hex::decode(name).ok()?.try_into().ok()
}
