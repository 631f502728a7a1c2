// SPDX-License-Identifier: Apache-2.0
//! That one process at a time uses a journal. The database has a lock of its own, which ends with it; this one holds
//! while the database is closed, too, so that its files can be read as they lie. It is on the folder of shares and no file
//! of its own: one that another user made, as whoever makes a backup, would keep the worker out.

use super::{Journal, JournalError};
use std::{
	fs::{File, TryLockError},
	path::{Path, PathBuf},
};

/// Held until it is dropped, or the process ends.
pub(super) struct Lock {
	_folder: File,
}

impl Lock {
	/// Locks a journal by its folder of shares.
	pub fn take(journal: &Path, shares: &Path) -> Result<Self, JournalError> {
		let failed = |source| JournalError::File { path: shares.to_path_buf(), source };
		let folder = File::open(shares).map_err(failed)?;
		match folder.try_lock() {
			Ok(()) => Ok(Self { _folder: folder }),
			Err(TryLockError::WouldBlock) => Err(JournalError::InUse(journal.to_path_buf())),
			Err(TryLockError::Error(source)) => Err(failed(source)),
		}
	}
}

/// A journal that is closed, and that no other process can open until this is dropped.
pub struct ClosedJournal {
	path: PathBuf,
	shares: PathBuf,
	_lock: Lock,
}

impl Journal {
	/// Closes the journal and keeps it from others.
	pub fn close(self) -> Result<ClosedJournal, JournalError> {
		let closed = self.database.close();
		closed.map_err(|error| JournalError::Database(Box::new(error.into())))?;
		Ok(ClosedJournal {
			path: self.path,
			shares: self.shares.path().to_path_buf(),
			_lock: self.lock,
		})
	}
}

impl ClosedJournal {
	/// All files that it is made of, in order.
	pub fn files(&self) -> Result<Vec<PathBuf>, JournalError> {
		let list = || -> std::io::Result<Vec<PathBuf>> {
			let mut files = Vec::new();
			for entry in std::fs::read_dir(&self.shares)? {
				files.push(entry?.path());
			}
			Ok(files)
		};
		let mut files =
			list().map_err(|source| JournalError::File { path: self.shares.clone(), source })?;
		files.push(self.path.clone());
		files.sort_unstable();
		Ok(files)
	}
}
