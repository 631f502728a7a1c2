// SPDX-License-Identifier: Apache-2.0
//! What was made of a model's results, and how its predictions turned out: counts that the chain takes, and what they
//! say.

use super::super::Failure;
use clap::Args;
use salus_primitives::decision_support::{MIN_REPORT, Outcomes, SMALLEST_COUNT, Verdicts};
use serde::Serialize;

#[derive(Args, Clone, Copy, Debug)]
pub struct OutcomeCounts {
	/// How many times the model said yes, and it was so.
	#[arg(long, value_name = "N")]
	true_positives: u32,
	/// How many times the model said yes, and it was not so.
	#[arg(long, value_name = "N")]
	false_positives: u32,
	/// How many times the model said no, and it was not so.
	#[arg(long, value_name = "N")]
	true_negatives: u32,
	/// How many times the model said no, and it was so.
	#[arg(long, value_name = "N")]
	false_negatives: u32,
}

impl OutcomeCounts {
	/// What goes to the chain, if the chain will take it: a call that is refused costs its fee all the same.
	pub fn checked(self) -> Result<Outcomes, Failure> {
		let counts = [
			("true positives", self.true_positives),
			("false positives", self.false_positives),
			("true negatives", self.true_negatives),
			("false negatives", self.false_negatives),
		];
		let outcomes = Outcomes {
			true_positive: self.true_positives,
			false_positive: self.false_positives,
			true_negative: self.true_negatives,
			false_negative: self.false_negatives,
		};
		not_small("outcomes", &counts)?;
		if outcomes.tells_the_same_of_all() {
			return Err(Failure::new(
				"OneOutcomeOnly",
				"all of these have the same outcome, which would tell it of everybody counted: wait until there are others too",
			));
		}
		Ok(outcomes)
	}
}

#[derive(Args, Clone, Copy, Debug)]
pub struct VerdictCounts {
	/// How many results were acted on as they were.
	#[arg(long, value_name = "N")]
	accepted: u32,
	/// How many were acted on after a change.
	#[arg(long, value_name = "N")]
	modified: u32,
	/// How many were set aside.
	#[arg(long, value_name = "N")]
	rejected: u32,
}

impl VerdictCounts {
	/// The same of verdicts.
	pub fn checked(self) -> Result<Verdicts, Failure> {
		let Self { accepted, modified, rejected } = self;
		let counts = [("accepted", accepted), ("modified", modified), ("rejected", rejected)];
		not_small("verdicts", &counts)?;
		Ok(Verdicts { accepted, modified, rejected })
	}
}

/// Refuses counts that could tell of single patients.
fn not_small(what: &str, counts: &[(&str, u32)]) -> Result<(), Failure> {
	let total: u64 = counts.iter().map(|(_, count)| u64::from(*count)).sum();
	if total < MIN_REPORT {
		return Err(Failure::new(
			"TooFew",
			format!(
				"these are {total} {what}: report at least {MIN_REPORT} at once, so that nobody's own shows"
			),
		));
	}
	let small = counts.iter().filter(|(_, count)| (1..SMALLEST_COUNT).contains(count));
	let small: Vec<String> = small.map(|(name, count)| format!("{count} {name}")).collect();
	if small.is_empty() {
		return Ok(());
	}
	Err(Failure::new(
		"SmallCount",
		format!(
			"{}: a count of 1 to {} could tell of single patients; wait until each count is 0 or at least {SMALLEST_COUNT}",
			small.join(", "),
			SMALLEST_COUNT - 1
		),
	))
}

/// What follows from the counts, where there are such patients.
#[derive(Serialize)]
pub struct Rates {
	sensitivity: Option<f64>,
	specificity: Option<f64>,
}

/// The sensitivity and specificity that follow from the counts.
pub fn rates(outcomes: &Outcomes) -> Rates {
	Rates {
		sensitivity: share(outcomes.true_positive, outcomes.false_negative),
		specificity: share(outcomes.true_negative, outcomes.false_positive),
	}
}

/// What part of both the first is, to four decimals; none when both are 0.
fn share(part: u32, rest: u32) -> Option<f64> {
	let whole = f64::from(part) + f64::from(rest);
	(whole > 0.0).then(|| (f64::from(part) / whole * 10_000.0).round() / 10_000.0)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn checked(counts: [u32; 4]) -> Result<Outcomes, String> {
		let [true_positives, false_positives, true_negatives, false_negatives] = counts;
		OutcomeCounts { true_positives, false_positives, true_negatives, false_negatives }
			.checked()
			.map_err(|failure| format!("{}: {}", failure.kind, failure.message))
	}

	#[test]
	fn outcomes_that_the_chain_takes_keep_their_places() {
		let outcomes = Outcomes {
			true_positive: 40,
			false_positive: 11,
			true_negative: 49,
			false_negative: 0,
		};
		assert_eq!(checked([40, 11, 49, 0]), Ok(outcomes));
		assert!(checked([u32::MAX; 4]).is_ok());
	}

	#[test]
	fn what_the_chain_would_refuse_is_refused_before() {
		let few = checked([50, 0, 49, 0]).unwrap_err();
		assert!(few.starts_with("TooFew: these are 99 outcomes: report at least 100"), "{few}");
		let small = checked([100, 3, 100, 10]).unwrap_err();
		assert!(
			small.starts_with(
				"SmallCount: 3 false positives, 10 false negatives: a count of 1 to 10"
			),
			"{small}"
		);
	}

	#[test]
	fn verdicts_are_held_to_the_same_bounds() {
		let checked = |accepted, modified, rejected| {
			let counts = VerdictCounts { accepted, modified, rejected };
			counts.checked().map_err(|failure| failure.kind)
		};
		assert!(checked(100, 0, 0).is_ok());
		assert_eq!(checked(99, 0, 0), Err("TooFew".to_owned()));
		assert_eq!(checked(100, 10, 0), Err("SmallCount".to_owned()));
	}

	#[test]
	fn sensitivity_and_specificity_are_shown_when_there_are_such_patients() {
		let mut outcomes =
			Outcomes { true_positive: 40, false_negative: 20, ..Outcomes::default() };
		let shown = rates(&outcomes);
		assert_eq!(shown.sensitivity, Some(0.6667));
		assert_eq!(shown.specificity, None);
		outcomes.true_negative = 90;
		outcomes.false_positive = 10;
		assert_eq!(rates(&outcomes).specificity, Some(0.9));
	}
}
