//! The cursor and the jobs: what must neither be lost nor done twice.
//!
//! ```text
//! advance ──> queued ── begin: Begun ──> begun ── save ──> begun, with state ── done ──> gone
//!                                          │ killed, started again │
//!                                          └── begin: Resumed ─────┘
//! ```
//!
//! A job that is done leaves no row. Its key can come again only while the block that brought it is worked through a
//! second time, and that only this process does, before the cursor moves on: so what was done since it moved last is
//! remembered in memory, and `begin` says `AlreadyDone` of it. Later the same key can only be brought by the chain's
//! present state (`jobs/reconcile.rs`), which knows better than a journal what is still to be done, as after an old
//! backup was restored; and each job looks at the chain before it posts.

use super::{Journal, JournalError, decoded};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use std::{
	collections::BTreeSet,
	sync::{MutexGuard, PoisonError},
};

pub(super) const META: TableDefinition<&str, u32> = TableDefinition::new("meta");
pub(super) const CURSOR: TableDefinition<&str, (u32, [u8; 32])> = TableDefinition::new("cursor");
pub(super) const JOBS: TableDefinition<&str, &[u8]> = TableDefinition::new("jobs");
const FINALIZED: &str = "finalized";

/// The last finalized block that was worked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
	/// Its number.
	pub number: u32,
	/// Its hash.
	pub hash: [u8; 32],
}

/// A job found in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
	/// What it is: such as `assess/17`. The same key is the same job.
	pub key: String,
	/// What it needs to know.
	pub payload: Vec<u8>,
}

/// A job that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenJob {
	/// Which.
	pub key: String,
	/// What it needs to know; empty if it was begun without having been queued.
	pub payload: Vec<u8>,
	/// Its last saved state, once it was begun.
	pub state: Option<Vec<u8>>,
}

/// What [`Journal::begin`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin<State> {
	/// The job begins now.
	Begun,
	/// It was begun before; its last saved state, `None` if it saved none.
	Resumed(Option<State>),
	/// It was done since the cursor moved last: do nothing.
	AlreadyDone,
}

/// How far a job is, as stored.
#[derive(Encode, Decode)]
enum Stage {
	Queued,
	Begun(Option<Vec<u8>>),
}

#[derive(Encode, Decode)]
struct Job {
	payload: Vec<u8>,
	stage: Stage,
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
	pub fn advance(&self, to: Cursor, jobs: &[NewJob]) -> Result<(), JournalError> {
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
			for NewJob { key, payload } in jobs {
				let done = !moved && done.contains(key);
				if !done && table.get(key.as_str())?.is_none() {
					let job = Job { payload: payload.clone(), stage: Stage::Queued };
					table.insert(key.as_str(), job.encode().as_slice())?;
				}
			}
			Ok(moved)
		})?;
		if moved {
			done.clear();
		}
		Ok(())
	}

	/// Begins a job, or says how far it is. Begun jobs are on disk when this returns.
	pub fn begin<State: Decode>(&self, key: &str) -> Result<Begin<State>, JournalError> {
		let done = self.done_lately();
		if done.contains(key) {
			return Ok(Begin::AlreadyDone);
		}
		self.write(|transaction| {
			let mut job = load(transaction, key)?
				.unwrap_or(Job { payload: Vec::new(), stage: Stage::Queued });
			match job.stage {
				Stage::Begun(state) => {
					let state = state.map(|state| decoded("jobs", &state)).transpose()?;
					Ok(Begin::Resumed(state))
				}
				Stage::Queued => {
					job.stage = Stage::Begun(None);
					store(transaction, key, &job)?;
					Ok(Begin::Begun)
				}
			}
		})
	}

	/// Saves the state of a begun job: from here it goes on after a crash.
	pub fn save<State: Encode>(&self, key: &str, state: &State) -> Result<(), JournalError> {
		self.write(|transaction| match load(transaction, key)? {
			Some(Job { payload, stage: Stage::Begun(_) }) => {
				let stage = Stage::Begun(Some(state.encode()));
				store(transaction, key, &Job { payload, stage })
			}
			_ => Err(JournalError::NoSuchJob(key.to_owned())),
		})
	}

	/// Forgets a job that is done.
	pub fn done(&self, key: &str) -> Result<(), JournalError> {
		let mut done = self.done_lately();
		self.write(|transaction| {
			transaction.open_table(JOBS)?.remove(key)?;
			Ok(())
		})?;
		done.insert(key.to_owned());
		Ok(())
	}

	/// Held while jobs change, so that memory and disk say the same.
	fn done_lately(&self) -> MutexGuard<'_, BTreeSet<String>> {
		self.done.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// All jobs that are not done, in the order of their keys: what to go on with after a start.
	pub fn open_jobs(&self) -> Result<Vec<OpenJob>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(JOBS)?;
			let mut open = Vec::new();
			for entry in table.iter()? {
				let (key, job) = entry?;
				let Job { payload, stage } = decoded("jobs", job.value())?;
				let state = match stage {
					Stage::Queued => None,
					Stage::Begun(state) => Some(state.unwrap_or_default()),
				};
				open.push(OpenJob { key: key.value().to_owned(), payload, state });
			}
			Ok(open)
		})
	}
}

fn load(transaction: &WriteTransaction, key: &str) -> Result<Option<Job>, JournalError> {
	let table = transaction.open_table(JOBS)?;
	let job = table.get(key)?;
	job.map(|job| decoded("jobs", job.value())).transpose()
}

fn store(transaction: &WriteTransaction, key: &str, job: &Job) -> Result<(), JournalError> {
	transaction.open_table(JOBS)?.insert(key, job.encode().as_slice())?;
	Ok(())
}
