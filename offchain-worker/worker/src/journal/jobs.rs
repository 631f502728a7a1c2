// SPDX-License-Identifier: Apache-2.0
//! The cursor and the jobs: what must neither be lost nor done twice.
//!
//! ```text
//! advance or begin ──> open ── done ──> gone
//!                       │ killed, started again │
//!                       └───── open_jobs ───────┘
//! ```
//!
//! A job that is done leaves no row. Its key can come again only while the block that brought it is worked through a
//! second time, and that only this process does, before the cursor moves on: so what was done since it moved last is
//! remembered in memory, and `begin` says `AlreadyDone` of it. Later the same key can only be brought by the chain's
//! present state (`jobs/reconcile.rs`), which knows better than a journal what is still to be done, as after an old
//! backup was restored; and each job asks the chain before it posts.

use super::{JobKey, Journal, JournalError, decoded};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition};
use std::{
	collections::BTreeSet,
	sync::{MutexGuard, PoisonError},
};

pub(super) const META: TableDefinition<&str, u32> = TableDefinition::new("meta");
pub(super) const CURSOR: TableDefinition<&str, (u32, [u8; 32])> = TableDefinition::new("cursor");
/// By the encoded [`JobKey`]: its [`Row`].
pub(super) const JOBS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("open jobs");
const FINALIZED: &str = "finalized";

/// The last finalized block that was worked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
	pub number: u32,

	pub hash: [u8; 32],
}

/// A job that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenJob {
	/// Which.
	pub key: JobKey,
	/// The hash of the block that brought it; none if it was begun without one, as by the chain's state.
	pub woken_by: Option<[u8; 32]>,
}

/// What [`Journal::begin`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
	/// The job is noted, and to be done.
	Begun,
	/// It was done since the cursor moved last: do nothing.
	AlreadyDone,
}

/// What is noted of an open job.
#[derive(Encode, Decode)]
pub(super) struct Row {
	pub woken_by: Option<[u8; 32]>,
}

impl Journal {
	/// How far the chain was followed; `None` in a new journal.
	pub fn cursor(&self) -> Result<Option<Cursor>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(CURSOR)?;
			Ok(table.get(FINALIZED)?.map(|entry| {
				let (number, hash) = entry.value();
				Cursor { number, hash }
			}))
		})
	}

	/// Notes in one transaction that a block was worked through and which jobs it brought. Jobs that
	/// are known already stay as they are, so a block may be worked through twice.
	pub fn advance(&self, to: Cursor, jobs: &[JobKey]) -> Result<(), JournalError> {
		let mut done = self.done_lately();
		let moved = self.write(|transaction| {
			let mut cursor = transaction.open_table(CURSOR)?;
			let at = cursor.get(FINALIZED)?.map(|entry| entry.value().0);
			if let Some(at) = at.filter(|at| *at > to.number) {
				return Err(JournalError::CursorBackwards { at, to: to.number });
			}
			cursor.insert(FINALIZED, (to.number, to.hash))?;
			let moved = at.is_none_or(|at| at < to.number);
			let mut table = transaction.open_table(JOBS)?;
			let row = Row { woken_by: Some(to.hash) }.encode();
			for job in jobs {
				let (key, done) = (job.encode(), !moved && done.contains(job));
				if !done && table.get(key.as_slice())?.is_none() {
					table.insert(key.as_slice(), row.as_slice())?;
				}
			}
			Ok(moved)
		})?;
		if moved {
			done.clear();
		}
		Ok(())
	}

	/// Begins a job, unless it was just done. A job that begins is on disk when this returns.
	pub fn begin(&self, job: JobKey) -> Result<Begin, JournalError> {
		let done = self.done_lately();
		if done.contains(&job) {
			return Ok(Begin::AlreadyDone);
		}
		let key = job.encode();
		let known = self.read(|transaction| {
			let table = transaction.open_table(JOBS)?;
			Ok(table.get(key.as_slice())?.is_some())
		})?;
		if !known {
			self.write(|transaction| {
				let row = Row { woken_by: None }.encode();
				transaction.open_table(JOBS)?.insert(key.as_slice(), row.as_slice())?;
				Ok(())
			})?;
		}
		Ok(Begin::Begun)
	}

	/// Forgets a job that is done.
	pub fn done(&self, job: JobKey) -> Result<(), JournalError> {
		let mut done = self.done_lately();
		self.write(|transaction| {
			transaction.open_table(JOBS)?.remove(job.encode().as_slice())?;
			Ok(())
		})?;
		done.insert(job);
		Ok(())
	}

	/// Held while jobs change, so that memory and disk say the same.
	fn done_lately(&self) -> MutexGuard<'_, BTreeSet<JobKey>> {
		self.done.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// All jobs that are not done: what to go on with after a start.
	pub fn open_jobs(&self) -> Result<Vec<OpenJob>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(JOBS)?;
			let mut open = Vec::new();
			for entry in table.iter()? {
				let (key, row) = entry?;
				let Row { woken_by } = decoded("jobs", row.value())?;
				open.push(OpenJob { key: decoded("jobs", key.value())?, woken_by });
			}
			Ok(open)
		})
	}
}
