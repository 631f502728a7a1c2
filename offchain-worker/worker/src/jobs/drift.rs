// SPDX-License-Identifier: Apache-2.0
//! Drift: the inputs of each model that were counted are compared with those of the people that the model was made from.
//! What the operator reports on chain is one word; the counts stay here.
//!
//! A report that followed the request with which a level was crossed would tell which model that patient was asked about.
//! Data rule 15. So reports go out once a day by the on-chain clock, at an hour that each operator draws for itself, and
//! by a window that ended a day before:
//!
//! ```text
//!       its hour              its hour              its hour
//! people ──┼────── people ───────┼────── people ───────┼──>
//!          a window ends ────────┼─> is reported, if its level is another one
//!                                a window ends ────────┼─> is reported …
//! ```
//!
//! A worker that is away in its hour reports on another day. The operator's own metrics tell at once.

use super::{
	Worker,
	registry::{Watch, WatchKey},
	worker::refused_as,
};
use crate::{
	journal::{Ended, Inputs},
	metrics,
};
use async_trait::async_trait;
use salus_chain::{BlockRef, ChainError, calls::decision_support};
use salus_inference::{Card, Level, Model};
use salus_primitives::{ModelId, Moment, decision_support::Drift as Reported};
use sp_core::blake2_256;

/// Seconds of the on-chain clock between reports. Data rule 8.
pub const REPORT_DAY: u32 = 24 * 60 * 60;
/// This part of a day is the hour in which an operator reports.
const HOURS: Moment = 24;

/// When an operator reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar {
	day: Moment,
	/// Its own hour begins after so many of 2^32 parts of a day.
	time: u32,
}

impl Calendar {
	/// Days of which an operator has drawn a time.
	pub fn new(time: u32) -> Self {
		Self { day: 0, time }.with_day(REPORT_DAY)
	}

	/// The same with days of another length, in seconds.
	pub fn with_day(self, seconds: u32) -> Self {
		Self { day: Moment::from(seconds.max(1)).saturating_mul(1_000), ..self }
	}

	/// Whether it is the operator's hour.
	fn is_hour(&self, now: Moment) -> bool {
		let begins = (u128::from(self.day) * u128::from(self.time)) >> 32;
		let begins = Moment::try_from(begins).unwrap_or_default();
		now.checked_sub(begins).is_some_and(|since| since % self.day < self.day / HOURS)
	}

	/// Whether what ended at a moment is a day old.
	fn is_old(&self, ended_at: Moment, now: Moment) -> bool {
		now >= ended_at.saturating_add(self.day)
	}
}

/// Reports how far the inputs of each model have drifted.
pub struct Drift;

#[async_trait]
impl Watch for Drift {
	fn trigger(_worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		vec![WatchKey::Drift]
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		let now = custody.chain.moment(block.hash).await?;
		for (id, inputs) in custody.journal.inputs()? {
			let mut models = worker.models.iter();
			// Counted by a card that is not here any more: it tells nothing.
			let Some(model) = models.find(|model| card_hash(model) == inputs.card) else {
				continue;
			};
			measure(&inputs, model.card());
			if !worker.calendar.is_hour(now) {
				continue;
			}
			if let Err(cause) = report(worker, id, &inputs, model.card(), now).await {
				// The other models are not kept for it.
				let cause = format!("{cause:#}");
				tracing::warn!(model = %id, cause, "its drift will be compared again");
			}
		}
		Ok(())
	}
}

/// By which card's references inputs are counted: of another card they are counted anew.
pub fn card_hash(model: &Model) -> [u8; 32] {
	blake2_256(model.card_bytes())
}

/// Tells the operator's own metrics what is counted now.
fn measure(inputs: &Inputs, card: &Card) {
	metrics::inputs(&card.name, inputs.window.people);
	if let Some(index) = inputs.window.index(card) {
		metrics::drift(&card.name, index);
	}
}

/// In the operator's hour: reports by the window that ended on an earlier day, and ends the present one.
pub async fn report(
	worker: &Worker,
	id: ModelId,
	inputs: &Inputs,
	card: &Card,
	now: Moment,
) -> anyhow::Result<()> {
	match &inputs.ended {
		// Done in this hour.
		Some(ended) if !worker.calendar.is_old(ended.at, now) => return Ok(()),
		// Nobody came since it was last decided.
		Some(ended) if inputs.decided == ended.counted => {}
		Some(ended) => compare(worker, id, ended, inputs.reported, card).await?,
		None => {}
	}
	Ok(worker.custody.journal.end_window(id, now)?)
}

async fn compare(
	worker: &Worker,
	id: ModelId,
	ended: &Ended,
	before: Option<Level>,
	card: &Card,
) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let level = level(ended.window.index(card), before);
	let mut reported = level;
	if level != before {
		let call = decision_support::report_drift(id, level.map(on_chain));
		match custody.chain.submit(&custody.signer, call).await {
			Ok(_) => tracing::info!(model = %id, ?level, "drift reported"),
			// Nothing stands on chain that could be taken back.
			Err(cause) if level.is_none() && refused_as(&cause, &["NotFound"]) => {}
			// Each refusal costs a fee: tried again when more people were counted, not at the next block.
			Err(cause @ (ChainError::Refused { .. } | ChainError::Mismatch(_))) => {
				tracing::warn!(model = %id, ?level, %cause, "drift not reported");
				reported = before;
			}
			Err(cause) => return Err(cause.into()),
		}
	}
	custody.journal.note_reported(id, ended.counted, reported)?;
	Ok(())
}

/// What this operator reports of a model: what it reported before, while too few people were counted for an index.
fn level(index: Option<f64>, before: Option<Level>) -> Option<Level> {
	index.map_or(before, |index| Level::of(index, before))
}

fn on_chain(level: Level) -> Reported {
	match level {
		Level::Moderate => Reported::Moderate,
		Level::Large => Reported::Large,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const DAY: Moment = 86_400_000;
	const HOUR: Moment = 3_600_000;

	#[test]
	fn what_was_reported_stands_until_enough_people_are_counted_otherwise() {
		let large = Some(Level::Large);
		assert_eq!(level(None, None), None);
		assert_eq!(level(None, large), large);
		assert_eq!(level(Some(0.3), None), large);
		assert_eq!(level(Some(0.01), large), None);
	}

	#[test]
	fn data_rule_15_an_operator_reports_in_one_hour_of_a_day_and_that_is_its_own() {
		// Half of a day, and the last part of one.
		for (time, begins) in [(0, 0), (1 << 31, 12 * HOUR), (u32::MAX, DAY - 1)] {
			let calendar = Calendar::new(time);
			for days in [1, 2, 20_000] {
				let hour = days * DAY + begins;
				for (now, is_hour) in [
					(hour - 1, false),
					(hour, true),
					(hour + HOUR - 1, true),
					(hour + HOUR, false),
					(hour + 12 * HOUR, false),
				] {
					assert_eq!(calendar.is_hour(now), is_hour, "{time}: {now}");
				}
			}
		}
	}

	#[test]
	fn a_window_is_old_after_a_day() {
		let calendar = Calendar::new(7);
		assert!(!calendar.is_old(1_000, 1_000));
		assert!(!calendar.is_old(1_000, 999 + DAY));
		assert!(calendar.is_old(1_000, 1_000 + DAY));
		assert!(calendar.with_day(60).is_old(1_000, 61_000));
		// However short a day is, there is an hour in it.
		assert!(Calendar::new(0).with_day(0).is_hour(1_000));
	}
}
