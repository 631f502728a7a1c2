// SPDX-License-Identifier: Apache-2.0
//! How often a request's inputs were begun to be read without an end, so that what ends the process that reads
//! them is not tried for ever. Noted before each start: a daemon that dies finds it when it comes back.

use super::{Journal, JournalError};
use redb::{ReadableTable, TableDefinition};
use salus_primitives::RequestId;

/// By request: starts without an end, and deaths.
pub(super) const ATTEMPTS: TableDefinition<u64, (u8, u8)> = TableDefinition::new("attempts");

/// So many deaths of the reading process refuse a request: one may be chance.
const DEATHS: u8 = 2;
/// And so many starts that ended with the daemon: an operator may kill it, and it has other work to die of.
const UNFINISHED: u8 = 3;

/// What became of a request's starts so far.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Attempts {
	/// Starts whose end nobody saw, since the daemon died first.
	pub unfinished: u8,
	/// Starts that ended with the death of the process that reads.
	pub deaths: u8,
}

impl Attempts {
	/// Whether it must not be tried again.
	pub fn exhausted(self) -> bool {
		self.deaths >= DEATHS || self.unfinished >= UNFINISHED
	}
}

/// One start. Dropped, as when the daemon is asked to stop, it counts for nothing; only what ends the daemon
/// without a word leaves it noted.
pub struct Attempt<'a> {
	journal: &'a Journal,
	request: RequestId,
}

impl Journal {
	/// What became of a request's starts so far.
	pub fn attempts(&self, request: RequestId) -> Result<Attempts, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(ATTEMPTS)?;
			let (unfinished, deaths) =
				table.get(request.0)?.map(|entry| entry.value()).unwrap_or_default();
			Ok(Attempts { unfinished, deaths })
		})
	}

	/// Notes a start before it is made.
	pub fn begin_attempt(&self, request: RequestId) -> Result<Attempt<'_>, JournalError> {
		self.change_attempts(request, |attempts| {
			attempts.unfinished = attempts.unfinished.saturating_add(1);
		})?;
		Ok(Attempt { journal: self, request })
	}

	/// Forgets a request's starts: it has its result.
	pub fn forget_attempts(&self, request: RequestId) -> Result<(), JournalError> {
		self.change_attempts(request, |attempts| *attempts = Attempts::default()).map(drop)
	}

	fn change_attempts(
		&self,
		request: RequestId,
		change: impl FnOnce(&mut Attempts),
	) -> Result<Attempts, JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(ATTEMPTS)?;
			let kept = table.get(request.0)?.map(|entry| entry.value());
			let (unfinished, deaths) = kept.unwrap_or_default();
			let mut attempts = Attempts { unfinished, deaths };
			change(&mut attempts);
			if attempts == Attempts::default() {
				table.remove(request.0)?;
			} else {
				table.insert(request.0, (attempts.unfinished, attempts.deaths))?;
			}
			Ok(attempts)
		})
	}
}

impl Attempt<'_> {
	/// The process that reads has died of it.
	pub fn died(self) -> Result<Attempts, JournalError> {
		// The start itself is taken back when this is dropped.
		let mut attempts = self.journal.change_attempts(self.request, |attempts| {
			attempts.deaths = attempts.deaths.saturating_add(1);
		})?;
		attempts.unfinished = attempts.unfinished.saturating_sub(1);
		Ok(attempts)
	}
}

impl Drop for Attempt<'_> {
	fn drop(&mut self) {
		let ended = self.journal.change_attempts(self.request, |attempts| {
			attempts.unfinished = attempts.unfinished.saturating_sub(1);
		});
		if let Err(cause) = ended {
			tracing::warn!(%cause, "the journal did not take an attempt's end");
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_keystore::AtRest;

	const REQUEST: RequestId = RequestId(7);

	fn journal(folder: &tempfile::TempDir) -> Journal {
		Journal::open(folder.path().join("journal.redb"), AtRest::new(&[1; 32])).unwrap()
	}

	fn attempts(unfinished: u8, deaths: u8) -> Attempts {
		Attempts { unfinished, deaths }
	}

	#[test]
	fn at_the_second_death_it_is_not_tried_again() {
		let folder = tempfile::tempdir().unwrap();
		let journal = journal(&folder);
		assert!(!journal.attempts(REQUEST).unwrap().exhausted());
		let first = journal.begin_attempt(REQUEST).unwrap();
		assert_eq!(journal.attempts(REQUEST).unwrap(), attempts(1, 0));
		assert_eq!(first.died().unwrap(), attempts(0, 1));
		assert!(!journal.attempts(REQUEST).unwrap().exhausted());
		let second = journal.begin_attempt(REQUEST).unwrap().died().unwrap();
		assert!(second.exhausted());
		assert_eq!(journal.attempts(REQUEST).unwrap(), attempts(0, 2));
		assert_eq!(journal.attempts(RequestId(8)).unwrap(), attempts(0, 0));
		journal.forget_attempts(REQUEST).unwrap();
		assert_eq!(journal.attempts(REQUEST).unwrap(), attempts(0, 0));
	}

	#[test]
	fn a_stop_counts_for_nothing() {
		let folder = tempfile::tempdir().unwrap();
		let journal = journal(&folder);
		for _ in 0..9 {
			drop(journal.begin_attempt(REQUEST).unwrap());
		}
		assert_eq!(journal.attempts(REQUEST).unwrap(), attempts(0, 0));
	}

	#[test]
	fn a_daemon_that_is_killed_once_or_twice_tries_again_and_not_for_ever() {
		let folder = tempfile::tempdir().unwrap();
		for kills in 1..=3 {
			let journal = journal(&folder);
			// As after kill -9: nobody takes the start back.
			std::mem::forget(journal.begin_attempt(REQUEST).unwrap());
			let found = journal.attempts(REQUEST).unwrap();
			assert_eq!(found, attempts(kills, 0));
			assert_eq!(found.exhausted(), kills == 3);
		}
	}
}
