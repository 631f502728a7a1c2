// SPDX-License-Identifier: Apache-2.0
//! How often this operator ran each model, until it has reported that, encrypted at rest: few runs, beside what
//! everybody knows of who was drawn for what, would tell which model was asked about whom. Data rules 4 and 15.
//!
//! ```text
//! note_run ──> run of a request ── its seal stands on chain: count_run ──> counts ── in a report ──> reported
//! ```
//!
//! A run is noted before its result is kept, and counted once, however often it is told: so none is lost or counted
//! twice, wherever the daemon is killed. When and what is reported is decided in `jobs/report_usage.rs`.

use super::{Journal, JournalError, decoded, reencrypt::Reencryption};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_primitives::{ModelId, RequestId};
use std::collections::BTreeMap;

pub(super) const USAGE: TableDefinition<&str, &[u8]> = TableDefinition::new("usage");
/// The only row.
const ROW: &str = "usage";
const KIND: &str = "usage";

/// So many requests are remembered, the newest: far more than an operator works on at once.
const MAX_RUNS: usize = 1_024;

/// What is known of the runs of models.
#[derive(Clone, PartialEq, Eq, Default, Debug, Encode, Decode)]
pub struct Usage {
	/// By request: the model that was run; none once that is counted.
	runs: BTreeMap<RequestId, Option<ModelId>>,
	/// By model: runs that are in no report that the chain has.
	pub counts: BTreeMap<ModelId, u32>,
	/// How many runs the chain had of this operator when it was last asked; none before.
	pub reported: Option<u32>,
	/// How many seats this operator was paid when it was last decided what to report.
	pub decided_at: u32,
	/// A report that the chain may not have yet.
	pub pending: Option<PendingReport>,
}

/// A report on its way.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct PendingReport {
	/// How often which model was run.
	pub counts: Vec<(ModelId, u32)>,
	/// What was sent of it can be in no block after this one; 0 before it is sent.
	pub until: u32,
}

impl PendingReport {
	/// How many runs it reports.
	pub fn total(&self) -> u32 {
		self.counts.iter().fold(0, |sum, (_, runs)| sum.saturating_add(*runs))
	}
}

impl Usage {
	/// Takes runs out of what is to be reported.
	pub fn take_out(&mut self, counts: &[(ModelId, u32)]) {
		for (model, runs) in counts {
			if let Some(count) = self.counts.get_mut(model) {
				*count = count.saturating_sub(*runs);
			}
		}
		self.counts.retain(|_, runs| *runs > 0);
	}

	fn note(&mut self, request: RequestId, model: ModelId) {
		// One that is counted stays so.
		self.runs.entry(request).or_insert(Some(model));
		while self.runs.len() > MAX_RUNS {
			self.runs.pop_first();
		}
	}

	fn count(&mut self, request: RequestId) {
		let noted = self.runs.get_mut(&request).and_then(Option::take);
		if let Some(model) = noted {
			let count = self.counts.entry(model).or_default();
			*count = count.saturating_add(1);
		}
	}
}

impl Journal {
	/// Notes that a model was run for a request: before the result is kept, or a kill between the two would lose it.
	pub fn note_run(&self, request: RequestId, model: ModelId) -> Result<(), JournalError> {
		self.change_usage(|usage| usage.note(request, model))
	}

	/// Counts the run of a request whose result is sealed on chain, once however often it is told.
	pub fn count_run(&self, request: RequestId) -> Result<(), JournalError> {
		self.change_usage(|usage| usage.count(request))
	}

	/// Changes what is known of the runs of models, in one transaction, or only looks at it.
	pub fn change_usage<T>(&self, change: impl FnOnce(&mut Usage) -> T) -> Result<T, JournalError> {
		self.write(|transaction| {
			let before = self.kept_usage(transaction)?;
			let mut usage = before.clone();
			let changed = change(&mut usage);
			if usage != before {
				let encrypted = self.at_rest.encrypt(KIND, ROW.as_bytes(), &usage.encode());
				transaction.open_table(USAGE)?.insert(ROW, encrypted.as_slice())?;
			}
			Ok(changed)
		})
	}

	/// Encrypts it anew.
	pub(super) fn reencrypt_usage(&self, pass: &mut Reencryption) -> Result<(), JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(USAGE)?;
			let encrypted = table.get(ROW)?.map(|entry| entry.value().to_vec());
			let Some(encrypted) = encrypted else {
				return Ok(());
			};
			let anew = self.at_rest.reencrypt(KIND, ROW.as_bytes(), &encrypted);
			if let Some(anew) = pass.anew(anew) {
				table.insert(ROW, anew.as_slice())?;
			}
			Ok(())
		})
	}

	/// What can't be read begins anew: no result waits for it.
	fn kept_usage(&self, transaction: &WriteTransaction) -> Result<Usage, JournalError> {
		let table = transaction.open_table(USAGE)?;
		let encrypted = table.get(ROW)?.map(|entry| entry.value().to_vec());
		let opened = encrypted.and_then(|encrypted| self.open_usage(&encrypted).ok());
		Ok(opened.unwrap_or_default())
	}

	fn open_usage(&self, encrypted: &[u8]) -> Result<Usage, JournalError> {
		let bytes = self.at_rest.decrypt(KIND, ROW.as_bytes(), encrypted)?;
		decoded("usage", &bytes)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_keystore::AtRest;
	use tempfile::TempDir;

	const MODEL: ModelId = ModelId(7);
	const OTHER: ModelId = ModelId(8);

	fn open_in(folder: &TempDir) -> Journal {
		Journal::open(folder.path().join("journal.redb"), AtRest::new(&[1; 32])).unwrap()
	}

	fn counts(journal: &Journal) -> Vec<(u32, u32)> {
		let counts = journal.change_usage(|usage| usage.counts.clone()).unwrap();
		counts.into_iter().map(|(model, runs)| (model.0, runs)).collect()
	}

	#[test]
	fn a_run_is_counted_once_wherever_the_daemon_is_killed() {
		let folder = tempfile::tempdir().unwrap();
		let mut journal = open_in(&folder);
		// Each step twice, as a daemon does that was killed after it and before it knew.
		for request in [1, 2].map(RequestId) {
			for _ in 0..2 {
				journal.note_run(request, MODEL).unwrap();
				drop(journal);
				journal = open_in(&folder);
			}
			let before = counts(&journal);
			for _ in 0..2 {
				journal.count_run(request).unwrap();
				drop(journal);
				journal = open_in(&folder);
			}
			assert_ne!(counts(&journal), before);
		}
		assert_eq!(counts(&journal), [(7, 2)]);
		// Run a second time, as when a result was lost and derived again.
		journal.note_run(RequestId(1), MODEL).unwrap();
		journal.count_run(RequestId(1)).unwrap();
		assert_eq!(counts(&journal), [(7, 2)]);
	}

	#[test]
	fn what_is_not_sealed_or_was_not_run_here_does_not_count() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		journal.note_run(RequestId(1), MODEL).unwrap();
		journal.count_run(RequestId(2)).unwrap();
		assert!(counts(&journal).is_empty());
	}

	#[test]
	fn only_the_newest_requests_are_remembered() {
		let mut usage = Usage::default();
		for request in 0..2_000 {
			usage.note(RequestId(request), MODEL);
		}
		assert_eq!(usage.runs.len(), MAX_RUNS);
		assert!(!usage.runs.contains_key(&RequestId(975)));
		assert!(usage.runs.contains_key(&RequestId(976)));
	}

	#[test]
	fn what_is_reported_is_taken_out_and_the_rest_waits() {
		let counts = BTreeMap::from([(MODEL, 250), (OTHER, 100)]);
		let mut usage = Usage { counts, ..Usage::default() };
		usage.take_out(&[(MODEL, 200), (OTHER, 100), (ModelId(9), 100)]);
		assert_eq!(usage.counts, BTreeMap::from([(MODEL, 50)]));
	}

	#[test]
	fn data_rule_4_which_request_was_of_which_model_is_encrypted() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		let request = RequestId(0x1122_3344_5566_7788);
		journal.note_run(request, MODEL).unwrap();
		drop(journal);
		let file = std::fs::read(folder.path().join("journal.redb")).unwrap();
		let canary = request.0.to_le_bytes();
		assert!(!file.windows(canary.len()).any(|window| window == canary));
		// The control: it is there.
		let journal = open_in(&folder);
		journal.count_run(request).unwrap();
		assert_eq!(counts(&journal), [(7, 1)]);
	}

	#[test]
	fn counts_that_can_not_be_read_begin_anew() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		for request in [1, 2].map(RequestId) {
			journal.note_run(request, MODEL).unwrap();
			journal.count_run(request).unwrap();
		}
		assert_eq!(counts(&journal), [(7, 2)]);
		// As if the disk had altered them.
		journal.at_rest.follow(&AtRest::new(&[2; 32]));
		journal.note_run(RequestId(3), OTHER).unwrap();
		journal.count_run(RequestId(3)).unwrap();
		assert_eq!(counts(&journal), [(8, 1)]);
	}
}
