// SPDX-License-Identifier: Apache-2.0
//! What the daemon remembers: how far it has followed the chain, which jobs are open, the key
//! shares and results in its keeping, how models' live inputs are distributed, and how often models are run.
//!
//! ```text
//! journal.redb            cursor, jobs, attempts, placements, destroyed keys, releases, results, what of them waits to
//!                         be published, inputs, usage, probes (redb: a write is one durable transaction)
//! journal.redb.shares/    one small file a share, so that a share can be overwritten and removed
//! ```
//!
//! Three promises, kept across `kill -9`:
//! - a job found in a block is noted in the same transaction in which the cursor passes that block, so
//!   none is lost ([`Journal::advance`]);
//! - a job that was begun is there after a restart until it is done, and one that was done is not begun again while its
//!   block may be worked through again ([`Journal::begin`] says so);
//! - a destroyed share is not on this disk any more (`shares.rs`). Data rule 6.
//!
//! Shares, results and their documents, counts of inputs and runs, and releases are encrypted by [`AtRest`] before they
//! touch the disk. Data rule 4. When its key rotates, all of them are encrypted anew (`reencrypt.rs`).
//!
//! What grows with the shares and results kept is never read as a whole to find some of it: `placements.rs` and
//! `results.rs` keep indexes. A journal of an earlier form is brought to this one when it is opened (`migrations.rs`).

mod attempts;
mod destroyed;
mod inputs;
mod job_key;
mod jobs;
mod lock;
mod migrations;
mod placements;
mod probes;
mod reencrypt;
mod releases;
mod results;
mod shares;
#[cfg(test)]
mod tests;
mod unpublished;
mod usage;
mod waiting;

pub use attempts::{Attempt, Attempts};
pub use inputs::{Ended, Inputs, NewInputs};
pub use job_key::JobKey;
pub use jobs::{Begin, Cursor, OpenJob};
pub use lock::ClosedJournal;
pub use placements::{Placement, PlacementInfo};
pub use reencrypt::Reencryption;
pub use releases::{NewRelease, Release};
pub use results::{NewRun, Output, StoredResult};
pub use usage::{PendingReport, Usage};

use codec::Decode;
use lock::Lock;
use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable, WriteTransaction};
use salus_core::{AtRestError, ShareError};
use salus_keystore::AtRest;
use shares::ShareFolder;
use std::{
	collections::BTreeSet,
	path::{Path, PathBuf},
	sync::Mutex,
};

/// The form of the tables. A journal of a later form is refused, never guessed at.
const FORMAT: u32 = 6;

/// Why the journal could not be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
	/// Another process has it open.
	#[error("the journal at {0} is open in another process: stop the other salus-worker first")]
	InUse(PathBuf),
	/// The database failed.
	#[error(
		"the journal failed ({0}): check the disk's room and health, then restart; nothing half-written stays"
	)]
	Database(#[source] Box<redb::Error>),
	/// A file beside the database failed.
	#[error("cannot use {path} of the journal: {source}")]
	File {
		/// The file.
		path: PathBuf,
		/// What the system says.
		#[source]
		source: std::io::Error,
	},
	/// Keystore or journal is a copy from another time, or of another operator.
	#[error(
		"the journal at {0} does not open by this keystore: one of them is another operator's, or a copy from before the \
		 key at rest was rotated; restore keystore and journal from the same backup"
	)]
	OtherKeystore(PathBuf),
	/// It was written by another release.
	#[error(
		"the journal has form {found} and this release reads form {FORMAT} and earlier: use the release that wrote it"
	)]
	OtherForm {
		/// Its form.
		found: u32,
	},
	/// An entry can't be decoded.
	#[error("the {table} of the journal can't be read ({problem}): restore it from a backup")]
	Malformed {
		/// Which table.
		table: &'static str,
		/// What is wrong.
		problem: String,
	},
	/// An encrypted secret does not open.
	#[error(transparent)]
	AtRest(#[from] AtRestError),
	/// A share can't be read.
	#[error(transparent)]
	Share(#[from] ShareError),
	/// The cursor would go back.
	#[error(
		"the journal has followed to block {at}, so it cannot go back to {to}: start a new journal to follow another chain"
	)]
	CursorBackwards {
		/// Where it is.
		at: u32,
		/// Where it was to go.
		to: u32,
	},
	/// No share of the key with this commitment was placed here.
	#[error("no share for this key is in this operator's keeping")]
	NotPlaced,
	/// Another record names the placement already.
	#[error("the share that was placed for this key belongs to another record already")]
	BoundElsewhere,
	/// A different share is here for the same key.
	#[error("another share for this key is in this operator's keeping already")]
	AlreadyPlaced,
	/// A share of this key was erased here lately.
	#[error("this key's share was destroyed here; encrypt the document anew")]
	Destroyed,
}

macro_rules! from_redb {
	($($error:ident),*) => {
		$(impl From<redb::$error> for JournalError {
			fn from(error: redb::$error) -> Self {
				Self::Database(Box::new(error.into()))
			}
		})*
	};
}
from_redb!(CommitError, StorageError, TableError, TransactionError);

/// The journal. Cheap to share behind an `Arc`; its functions block for one disk write.
pub struct Journal {
	database: Database,
	shares: ShareFolder,
	at_rest: AtRest,
	path: PathBuf,
	/// Jobs that were done since the cursor moved last.
	done: Mutex<BTreeSet<JobKey>>,
	// After the database, so that it is given up last.
	lock: Lock,
}

impl Journal {
	/// Opens the journal, or makes it where there is none, and sweeps what a killed process left
	/// between its two places. One that was encrypted by another keystore is refused.
	pub fn open(path: impl AsRef<Path>, at_rest: AtRest) -> Result<Self, JournalError> {
		Self::open_when(path, at_rest, || Ok(()))
	}

	/// [`Journal::open`]. Once no other process can have the journal, and before anything is opened by `at_rest`, `ready`
	/// may bring its keys up to date.
	pub fn open_when<E: From<JournalError>>(
		path: impl AsRef<Path>,
		at_rest: AtRest,
		ready: impl FnOnce() -> Result<(), E>,
	) -> Result<Self, E> {
		let path = path.as_ref().to_path_buf();
		if let Some(folder) = path.parent() {
			std::fs::create_dir_all(folder)
				.map_err(|source| JournalError::File { path: folder.to_path_buf(), source })?;
		}
		let mut folder = path.clone().into_os_string();
		folder.push(".shares");
		let shares = ShareFolder::open(folder.into())?;
		let lock = Lock::take(&path, shares.path())?;
		let database = Database::create(&path).map_err(|error| match error {
			redb::DatabaseError::DatabaseAlreadyOpen => JournalError::InUse(path.clone()),
			other => JournalError::Database(Box::new(other.into())),
		})?;
		let journal = Self { database, shares, at_rest, path, done: Mutex::default(), lock };
		ready()?;
		journal.prepare()?;
		Ok(journal)
	}

	/// Where it is.
	pub fn path(&self) -> &Path {
		&self.path
	}

	fn prepare(&self) -> Result<(), JournalError> {
		self.write(|transaction| {
			let mut meta = transaction.open_table(jobs::META)?;
			let found = meta.get("format")?.map(|format| format.value());
			let found = found.unwrap_or(FORMAT);
			if !(migrations::OLDEST..=FORMAT).contains(&found) {
				return Err(JournalError::OtherForm { found });
			}
			migrations::migrate(transaction, found, &self.at_rest)?;
			transaction.open_table(jobs::CURSOR)?;
			transaction.open_table(jobs::JOBS)?;
			transaction.open_table(attempts::ATTEMPTS)?;
			placements::open_tables(transaction)?;
			destroyed::open_tables(transaction)?;
			transaction.open_table(releases::RELEASES)?;
			results::open_tables(transaction)?;
			transaction.open_table(inputs::INPUTS)?;
			transaction.open_table(usage::USAGE)?;
			self.check_keystore(transaction)?;
			meta.insert("format", FORMAT)?;
			Ok(())
		})?;
		let known = self.read(placements::commitments)?;
		self.shares.sweep(&known)?;
		self.drop_unfinished()
	}

	/// One durable transaction: all of it, or nothing.
	fn write<T>(
		&self,
		work: impl FnOnce(&WriteTransaction) -> Result<T, JournalError>,
	) -> Result<T, JournalError> {
		let transaction = self.database.begin_write()?;
		// An error drops the transaction, which undoes it.
		let outcome = work(&transaction)?;
		transaction.commit()?;
		Ok(outcome)
	}

	fn read<T>(
		&self,
		work: impl FnOnce(&ReadTransaction) -> Result<T, JournalError>,
	) -> Result<T, JournalError> {
		work(&self.database.begin_read()?)
	}
}

impl core::fmt::Debug for Journal {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "Journal({})", self.path.display())
	}
}

fn decoded<T: Decode>(table: &'static str, mut bytes: &[u8]) -> Result<T, JournalError> {
	let malformed = |problem: &str| JournalError::Malformed { table, problem: problem.to_owned() };
	let value = T::decode(&mut bytes).map_err(|error| malformed(&error.to_string()))?;
	if bytes.is_empty() { Ok(value) } else { Err(malformed("bytes to spare")) }
}
