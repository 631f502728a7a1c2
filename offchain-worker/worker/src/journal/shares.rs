// SPDX-License-Identifier: Apache-2.0
//! Shares as files of their own, because they must be destroyable: a database writes copies and frees
//! pages, where a removed secret can stay for long. A file is overwritten in place, flushed and removed.
//!
//! What that can't do: a file system that keeps old versions (snapshots, copy-on-write) or a disk that remaps its cells
//! may keep old bytes. They are encrypted at rest even then, and under a key that is destroyed once it has rotated
//! (`reencrypt.rs`).

use super::JournalError;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a share's file is called that the journal does not know.
const SET_ASIDE: &str = "aside";
/// What a share's file is called before it is whole.
const NEW: &str = "new";
/// What a share's file is called while it is destroyed.
const DOOMED: &str = "doomed";

/// The folder with one file a share, named by the commitment in hexadecimal.
pub(super) struct ShareFolder {
	path: PathBuf,
	/// Only one file changes at a time: else a share that is encrypted anew could come after its destruction. Whoever
	/// reads one share waits for nobody, as they would for many flushes while all is encrypted anew: each name holds
	/// one whole file at any time, and a file that was replaced and overwritten once it was open does not open by any
	/// key, so it is read again (`again_if_reencrypted`).
	lock: Mutex<()>,
}

impl ShareFolder {
	/// Opens the folder, or makes it for its owner alone.
	pub fn open(path: PathBuf) -> Result<Self, JournalError> {
		std::fs::DirBuilder::new()
			.recursive(true)
			.mode(0o700)
			.create(&path)
			.map_err(|source| JournalError::File { path: path.clone(), source })?;
		Ok(Self { path, lock: Mutex::default() })
	}

	/// Where it is.
	pub fn path(&self) -> &Path {
		&self.path
	}

	fn file(&self, key_commitment: &[u8; 32]) -> PathBuf {
		self.path.join(hex::encode(key_commitment))
	}

	fn set_aside_file(&self, key_commitment: &[u8; 32]) -> PathBuf {
		self.file(key_commitment).with_extension(SET_ASIDE)
	}

	fn changing(&self) -> MutexGuard<'_, ()> {
		self.lock.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Flushes the names of the files: until then a crash may undo a rename whose own flush failed.
	pub fn sync(&self) -> Result<(), JournalError> {
		self.sync_names().map_err(|source| self.failed(source))
	}

	fn sync_names(&self) -> std::io::Result<()> {
		File::open(&self.path)?.sync_all()
	}

	/// Writes an encrypted share, whole and flushed. It is encrypted only when nothing else changes the folder: by the
	/// key that is the current one when its file comes.
	pub fn write(
		&self,
		key_commitment: &[u8; 32],
		encrypt: impl FnOnce() -> Vec<u8>,
	) -> Result<(), JournalError> {
		let path = self.file(key_commitment);
		let _changing = self.changing();
		self.put(&path, &encrypt()).map_err(|source| JournalError::File { path, source })
	}

	/// Whole and flushed under another name first: at no time there is neither the file of before nor the new one.
	fn put(&self, path: &Path, encrypted: &[u8]) -> std::io::Result<()> {
		let new = path.with_extension(NEW);
		let put = || -> std::io::Result<()> {
			self.destroy_file(&new)?;
			let mut file =
				OpenOptions::new().create_new(true).write(true).mode(0o600).open(&new)?;
			file.write_all(encrypted)?;
			file.sync_all()?;
			std::fs::rename(&new, path)?;
			self.sync_names()
		};
		let done = put();
		if done.is_err()
			&& let Err(cause) = self.destroy_file(&new)
		{
			tracing::warn!(%cause, "a share that was not written whole was not destroyed: a start does it");
		}
		done
	}

	/// Puts what `reencrypt` makes of an encrypted share in its place, if anything, and overwrites what was there. One
	/// that was destroyed meanwhile is not there any more, and stays so. Data rule 6.
	pub fn reencrypt(
		&self,
		key_commitment: &[u8; 32],
		reencrypt: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
	) -> Result<(), JournalError> {
		self.reencrypt_file(self.file(key_commitment), reencrypt)
	}

	/// [`ShareFolder::reencrypt`] of a share that is set aside.
	pub fn reencrypt_set_aside(
		&self,
		key_commitment: &[u8; 32],
		reencrypt: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
	) -> Result<(), JournalError> {
		self.reencrypt_file(self.set_aside_file(key_commitment), reencrypt)
	}

	fn reencrypt_file(
		&self,
		path: PathBuf,
		reencrypt: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
	) -> Result<(), JournalError> {
		let _changing = self.changing();
		let replace = || -> std::io::Result<()> {
			let encrypted = match std::fs::read(&path) {
				Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
				encrypted => encrypted?,
			};
			let Some(anew) = reencrypt(&encrypted) else {
				return Ok(());
			};
			let old = OpenOptions::new().write(true).open(&path)?;
			self.put(&path, &anew)?;
			// The new one is in its place by now: no failure may say that it is not. A file with another name is
			// somebody's copy, and left alone.
			let overwritten = old.metadata().and_then(|about| match about.nlink() {
				0 => overwrite(old),
				_ => Ok(()),
			});
			if let Err(cause) = overwritten {
				tracing::warn!(%cause, "what a share was encrypted as before was not overwritten");
			}
			Ok(())
		};
		replace().map_err(|source| JournalError::File { path: path.clone(), source })
	}

	/// An encrypted share. It may be replaced meanwhile: to be opened within `again_if_reencrypted`.
	pub fn read(&self, key_commitment: &[u8; 32]) -> Result<Option<Vec<u8>>, JournalError> {
		let path = self.file(key_commitment);
		match std::fs::read(&path) {
			Ok(encrypted) => Ok(Some(encrypted)),
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
			Err(source) => Err(JournalError::File { path, source }),
		}
	}

	/// Overwrites a share with zeros and removes it, and with it what a write or a destruction that failed has left of
	/// it. Returns whether it was there. After a failure, destroying again finishes it. Data rule 6.
	pub fn destroy(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		let path = self.file(key_commitment);
		// Under another name first: a process killed in between leaves no share that is there and can't be
		// opened, and the next start's sweep finishes it.
		let doomed = path.with_extension(DOOMED);
		let _changing = self.changing();
		let destroy = || -> std::io::Result<bool> {
			// What is replaced by a name alone would stay on the disk.
			let mut was_there = self.destroy_file(&doomed)?;
			match std::fs::rename(&path, &doomed) {
				Ok(()) => was_there |= self.destroy_file(&doomed)?,
				Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
				Err(error) => return Err(error),
			}
			self.destroy_file(&path.with_extension(NEW))?;
			Ok(was_there)
		};
		destroy().map_err(|source| JournalError::File { path: path.clone(), source })
	}

	fn destroy_file(&self, path: &Path) -> std::io::Result<bool> {
		let file = match OpenOptions::new().write(true).open(path) {
			Ok(file) => file,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
			Err(error) => return Err(error),
		};
		overwrite(file)?;
		std::fs::remove_file(path)?;
		self.sync_names()?;
		Ok(true)
	}

	/// Puts the folder right after a process was killed: what was half written or half destroyed goes. A whole share
	/// that belongs to no placement is set aside: the process may have been killed before it noted the placement, or
	/// the journal is not the one that belongs to these shares. The chain tells which.
	pub fn sweep(&self, known: &BTreeSet<[u8; 32]>) -> Result<(), JournalError> {
		let sweep = || -> std::io::Result<()> {
			for entry in std::fs::read_dir(&self.path)? {
				let path = entry?.path();
				let extension = path.extension().and_then(|extension| extension.to_str());
				match (extension, commitment(&path)) {
					(Some(NEW | DOOMED), _) => {
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
			self.sync_names()
		};
		sweep().map_err(|source| self.failed(source))
	}

	/// The commitments of the shares that are set aside.
	pub fn set_aside(&self) -> Result<Vec<[u8; 32]>, JournalError> {
		let list = || -> std::io::Result<Vec<[u8; 32]>> {
			let mut found = Vec::new();
			for entry in std::fs::read_dir(&self.path)? {
				let path = entry?.path();
				if path.extension().is_some_and(|extension| extension == SET_ASIDE) {
					found.extend(commitment(&path));
				}
			}
			Ok(found)
		};
		let _unchanging = self.changing();
		list().map_err(|source| self.failed(source))
	}

	/// Whether a share is set aside.
	pub fn is_set_aside(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		let path = self.file(key_commitment).with_extension(SET_ASIDE);
		path.try_exists().map_err(|source| JournalError::File { path, source })
	}

	/// An encrypted share that is set aside, as [`ShareFolder::read`] gives one.
	pub fn read_set_aside(&self, key_commitment: &[u8; 32]) -> Result<Vec<u8>, JournalError> {
		let path = self.set_aside_file(key_commitment);
		std::fs::read(&path).map_err(|source| JournalError::File { path, source })
	}

	/// Overwrites and removes a share that is set aside.
	pub fn destroy_set_aside(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		let path = self.set_aside_file(key_commitment);
		let _changing = self.changing();
		let destroy = || -> std::io::Result<bool> {
			let was_there = self.destroy_file(&path)?;
			self.destroy_file(&path.with_extension(NEW))?;
			Ok(was_there)
		};
		destroy().map_err(|source| self.failed(source))
	}

	/// Whether any of the shares that lie here opens, those that are set aside included; none if there are none.
	pub fn any_opens(
		&self,
		opens: impl Fn(&[u8; 32], &[u8]) -> bool,
	) -> Result<Option<bool>, JournalError> {
		let try_all = || -> std::io::Result<Option<bool>> {
			let mut found = None;
			for entry in std::fs::read_dir(&self.path)? {
				let path = entry?.path();
				let extension = path.extension().and_then(|extension| extension.to_str());
				let (None | Some(SET_ASIDE), Some(name)) = (extension, commitment(&path)) else {
					continue;
				};
				// What the disk does not give tells nothing of the key.
				let Ok(encrypted) = std::fs::read(&path) else {
					continue;
				};
				if opens(&name, &encrypted) {
					return Ok(Some(true));
				}
				found = Some(false);
			}
			Ok(found)
		};
		try_all().map_err(|source| self.failed(source))
	}

	fn failed(&self, source: std::io::Error) -> JournalError {
		JournalError::File { path: self.path.clone(), source }
	}
}

/// Overwrites a file with zeros.
fn overwrite(mut file: File) -> std::io::Result<()> {
	let length = usize::try_from(file.metadata()?.len()).map_err(std::io::Error::other)?;
	file.write_all(&vec![0; length])?;
	file.sync_all()
}

/// The commitment that a file is named by.
fn commitment(path: &Path) -> Option<[u8; 32]> {
	let name = path.file_stem()?.to_str()?;
	hex::decode(name).ok()?.try_into().ok()
}
