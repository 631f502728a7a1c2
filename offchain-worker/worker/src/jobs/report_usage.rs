// SPDX-License-Identifier: Apache-2.0
//! Report usage: how often this operator ran each model is reported in bulk, so that nobody learns from it which model
//! was asked about whom. Data rule 15. The journal counts (`journal/usage.rs`).
//!
//! - When: what to report is decided each time that this operator was paid for another hundred seats, which everybody
//!   sees anyway. A report that followed the run with which its count was full would tell of which model that run was.
//! - How much: whole hundreds, and of one model at most half of the seats that are in no report yet, so that a report
//!   alone never says of a request that it was rather of a model than not.
//! - Once: a report is noted before it is sent, and stays noted until finalized state shows it. As long as it may still
//!   come into a block it is not sent again, wherever the worker was killed.

use super::{
	Worker,
	registry::{Watch, WatchKey},
};
use crate::journal::{PendingReport, Usage};
use async_trait::async_trait;
use salus_chain::{BlockRef, ChainError, calls::decision_support, queries};
use salus_primitives::{
	ModelId,
	decision_support::{MAX_REPORTED_MODELS, UsageTally},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// The chain is asked every so many blocks.
const EVERY: u32 = 100;
/// What is reported is decided each time that so many more seats were paid.
const SEATS: u32 = 100;
/// A count is a multiple of this, the fewest that the chain takes.
const STEP: u32 = 100;
/// In so many blocks a report is in one or never will be: much longer than a signed call stays valid (64 blocks).
const IN_FLIGHT: u32 = 600;

/// Reports how often this operator ran each model.
pub struct ReportUsage;

#[async_trait]
impl Watch for ReportUsage {
	fn trigger(worker: &Worker, block: BlockRef) -> Vec<WatchKey> {
		let due = worker.reports_usage && block.number.is_multiple_of(EVERY);
		due.then_some(WatchKey::ReportUsage).into_iter().collect()
	}

	async fn tick(&self, worker: &Worker, _block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		let (chain, journal) = (&*custody.chain, &custody.journal);
		// Not the block at which this is due: the report of an earlier tick may be in a later one.
		let block = chain.finalized().await?;
		let tally = queries::usage_tally(chain, &worker.account(), block.hash).await?;
		let best = chain.best_number().await?;
		let due = journal.change_usage(|usage| next(usage, tally, block.number, best))?;
		let Some(counts) = due else {
			return Ok(());
		};
		let call = decision_support::report_usage(&counts);
		match chain.submit(&custody.signer, call).await {
			Ok(_) => tracing::info!(models = counts.len(), "usage reported"),
			// Nothing was changed there. Each refusal costs a fee: it is decided anew when more seats were paid.
			Err(cause @ (ChainError::Refused { .. } | ChainError::NotAccepted { .. })) => {
				tracing::warn!(%cause, "usage not reported");
				journal.change_usage(|usage| usage.pending = None)?;
			}
			// It may be in a block, or come into one.
			Err(cause) => return Err(cause.into()),
		}
		Ok(())
	}
}

/// What is to be sent now, by finalized state and the node's best block, if anything.
fn next(
	usage: &mut Usage,
	tally: UsageTally,
	finalized: u32,
	best: u32,
) -> Option<Vec<(ModelId, u32)>> {
	reconcile(usage, tally.reported);
	if usage.pending.is_none() && tally.paid_seats.saturating_sub(usage.decided_at) >= SEATS {
		usage.decided_at = tally.paid_seats;
		let counts = due(&usage.counts, tally.left());
		usage.pending = (!counts.is_empty()).then_some(PendingReport { counts, until: 0 });
	}
	let pending = usage.pending.as_mut()?;
	if finalized < pending.until {
		return None;
	}
	pending.until = best.saturating_add(IN_FLIGHT);
	Some(pending.counts.clone())
}

/// Takes over what the chain has of this operator.
fn reconcile(usage: &mut Usage, reported: u32) {
	let Some(before) = usage.reported.replace(reported) else {
		// A new journal: what it has counted is in no report.
		return;
	};
	if reported == before {
		return;
	}
	let pending = usage.pending.take();
	let included = pending.filter(|report| before.checked_add(report.total()) == Some(reported));
	match included {
		Some(report) => usage.take_out(&report.counts),
		None => {
			// As after an old backup was restored: what of it is in a report, nobody can tell.
			tracing::warn!(
				"runs were reported that this journal does not know: what waits is left out"
			);
			usage.counts.clear();
		}
	}
}

/// What can be reported of these counts while so many seats are in no report, the most first.
fn due(counts: &BTreeMap<ModelId, u32>, seats: u32) -> Vec<(ModelId, u32)> {
	let mut models: Vec<_> = counts.iter().map(|(model, runs)| (*model, *runs)).collect();
	models.sort_by_key(|(_, runs)| Reverse(*runs));
	let most = seats / 2;
	let mut left = seats;
	let mut due = Vec::new();
	for (model, runs) in models.into_iter().take(MAX_REPORTED_MODELS as usize) {
		let runs = runs.min(most).min(left);
		let runs = runs.saturating_sub(runs % STEP);
		if runs > 0 {
			due.push((model, runs));
			left = left.saturating_sub(runs);
		}
	}
	due
}

#[cfg(test)]
mod tests {
	use super::*;

	const MODEL: ModelId = ModelId(1);
	const OTHER: ModelId = ModelId(2);

	fn counted(counts: &[(ModelId, u32)]) -> Usage {
		let mut usage = Usage::default();
		usage.counts.extend(counts.iter().copied());
		usage
	}

	fn tally(paid_seats: u32, reported: u32) -> UsageTally {
		UsageTally { paid_seats, reported }
	}

	#[test]
	fn data_rule_15_only_hundreds_are_reported_and_of_no_model_more_than_half() {
		let due = |counts: &[(ModelId, u32)], seats| {
			due(&counts.iter().copied().collect(), seats)
				.into_iter()
				.map(|(model, runs)| (model.0, runs))
				.collect::<Vec<_>>()
		};
		for runs in [0, 1, 99] {
			assert!(due(&[(MODEL, runs)], 1_000).is_empty(), "{runs}");
		}
		assert_eq!(due(&[(MODEL, 100), (OTHER, 99)], 1_000), [(1, 100)]);
		assert_eq!(due(&[(MODEL, 100), (OTHER, 299)], 1_000), [(2, 200), (1, 100)]);
		// All hundred seats would have been of it.
		assert!(due(&[(MODEL, 100)], 100).is_empty());
		assert!(due(&[(MODEL, 150)], 199).is_empty());
		assert_eq!(due(&[(MODEL, 200)], 200), [(1, 100)]);
		assert_eq!(due(&[(MODEL, 600)], 700), [(1, 300)]);
	}

	#[test]
	fn no_more_is_reported_than_the_chain_takes() {
		let counts: BTreeMap<_, _> = (0..40).map(|model| (ModelId(model), 250)).collect();
		for (seats, models) in [(0, 0), (250, 2), (999, 5), (100_000, 16)] {
			let due = due(&counts, seats);
			assert_eq!(due.len(), models, "{seats}");
			assert!(due.iter().all(|(_, runs)| *runs >= 100));
			assert!(due.iter().map(|(_, runs)| runs).sum::<u32>() <= seats);
		}
	}

	#[test]
	fn data_rule_15_the_time_of_a_report_hangs_on_paid_seats_and_on_no_run() {
		let mut usage = counted(&[(MODEL, 99)]);
		assert_eq!(next(&mut usage, tally(250, 0), 10, 10), None);
		assert_eq!(usage.decided_at, 250);
		// The run with which it is full changes nothing.
		usage.counts.insert(MODEL, 100);
		for paid in [250, 251, 349] {
			assert_eq!(next(&mut usage, tally(paid, 0), 10, 10), None);
		}
		assert_eq!(next(&mut usage, tally(350, 0), 10, 10), Some(vec![(MODEL, 100)]));
	}

	#[test]
	fn a_report_is_sent_once_wherever_the_worker_is_killed() {
		let mut usage = counted(&[(MODEL, 130)]);
		let sent = next(&mut usage, tally(300, 0), 1_000, 1_003);
		assert_eq!(sent, Some(vec![(MODEL, 100)]));
		// Killed now, or after it was sent: what is noted comes back. It may still be on its way.
		for finalized in [1_001, 1_064, 1_602] {
			assert_eq!(next(&mut usage.clone(), tally(500, 0), finalized, finalized), None);
		}
		// It came into a block.
		let mut included = usage.clone();
		for _ in 0..2 {
			assert_eq!(next(&mut included, tally(320, 100), 1_010, 1_010), None);
			assert_eq!(included.pending, None);
			assert_eq!(included.counts, BTreeMap::from([(MODEL, 30)]));
		}
		// It never did, and can no more: the same is sent, not what was counted since.
		usage.counts.insert(MODEL, 500);
		assert_eq!(next(&mut usage, tally(2_000, 0), 1_603, 1_605), sent);
		assert_eq!(next(&mut usage, tally(2_000, 0), 1_604, 1_605), None);
		assert_eq!(next(&mut usage, tally(2_000, 100), 1_606, 1_606), Some(vec![(MODEL, 400)]));
	}

	#[test]
	fn runs_that_are_counted_while_a_report_is_under_way_are_in_the_next() {
		let mut usage = counted(&[(MODEL, 100)]);
		assert!(next(&mut usage, tally(200, 0), 10, 10).is_some());
		usage.counts.insert(MODEL, 142);
		assert_eq!(next(&mut usage, tally(250, 100), 20, 20), None);
		assert_eq!(usage.counts, BTreeMap::from([(MODEL, 42)]));
	}

	#[test]
	fn what_another_journal_has_reported_is_not_reported_again() {
		// As an old backup: the chain has more of this operator than it knows.
		let mut usage = counted(&[(MODEL, 300)]);
		assert_eq!(next(&mut usage, tally(50, 100), 10, 10), None);
		assert_eq!(next(&mut usage, tally(1_000, 400), 20, 20), None);
		assert!(usage.counts.is_empty());
		// And with a report of its own that did not come to the chain.
		let mut usage = counted(&[(MODEL, 300)]);
		assert!(next(&mut usage, tally(600, 100), 10, 10).is_some());
		assert_eq!(next(&mut usage, tally(1_000, 350), 20, 20), None);
		assert!(usage.counts.is_empty() && usage.pending.is_none());
	}

	#[test]
	fn a_new_journal_reports_its_own_runs_beside_what_the_chain_has() {
		let mut usage = counted(&[(MODEL, 100)]);
		let sent = next(&mut usage, tally(5_000, 4_700), 10, 10);
		assert_eq!(sent, Some(vec![(MODEL, 100)]));
		assert_eq!(usage.reported, Some(4_700));
	}
}
