// SPDX-License-Identifier: Apache-2.0
//! What a card keeps of people: how the inputs that a model was trained on were distributed, and what came true of
//! those told a range.

use serde::Deserialize;

/// What came true of people told that their prediction lies in a range: measured on people that the model was made
/// without.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Truth {
	/// How many were told so.
	pub people: u32,
	/// How many of them had the outcome.
	pub with_outcome: u32,
	/// The outcome, as what they did or had.
	pub outcome: String,
	/// The 95 % interval of their share.
	pub interval_95: [f64; 2],
	/// Who they were.
	pub among: String,
}

/// Below this share people are counted out of a thousand.
const RARE: f64 = 0.02;

impl Truth {
	pub(super) fn problem(&self) -> Option<String> {
		let [low, high] = self.interval_95;
		let within = self.people > 0 && (low..=high).contains(&self.share());
		(!within || low < 0.0 || high > 1.0)
			.then(|| "what was measured of a band is not within its interval".into())
	}

	fn share(&self) -> f64 {
		f64::from(self.with_outcome) / f64::from(self.people)
	}

	/// In words.
	pub fn sentence(&self) -> String {
		let (of, whole) = match self.share() < RARE {
			true => ("1,000", 1000.0),
			false => ("100", 100.0),
		};
		let [share, low, high] = [self.share(), self.interval_95[0], self.interval_95[1]]
			.map(|share| (share * whole).round());
		format!(
			"of {of} people told this, {share} {} (95 % interval {low} to {high}; measured on {} people: {})",
			self.outcome, self.people, self.among
		)
	}
}

/// Whose inputs lie outside of the distribution of the people trained on: by the squared Mahalanobis distance of the
/// inputs from their mean.
#[derive(Clone, Debug, Deserialize)]
pub struct OutOfDistribution {
	/// The mean of each input.
	pub mean: Vec<f64>,
	/// The inverse of the inputs' covariance.
	pub inverse_covariance: Vec<Vec<f64>>,
	/// The share of the people trained on that lies within the limit.
	pub share_within: f64,
	/// The largest distance that lies within.
	pub limit: f64,
}

impl OutOfDistribution {
	pub(super) fn problem(&self, inputs: usize) -> Option<String> {
		let whole = self.mean.len() == inputs
			&& self.inverse_covariance.len() == inputs
			&& self.inverse_covariance.iter().all(|row| row.len() == inputs);
		if !whole {
			return Some(format!("out_of_distribution is not of {inputs} inputs"));
		}
		(self.limit <= 0.0).then(|| "out_of_distribution.limit is not positive".into())
	}

	/// Whether these inputs, together, are farther out than the limit.
	pub fn excludes(&self, values: &[f64]) -> bool {
		let apart: Vec<f64> =
			values.iter().zip(&self.mean).map(|(value, mean)| value - mean).collect();
		let distance: f64 = self
			.inverse_covariance
			.iter()
			.zip(&apart)
			.map(|(row, left)| {
				let right: f64 = row.iter().zip(&apart).map(|(v, right)| v * right).sum();
				left * right
			})
			.sum();
		distance > self.limit
	}
}
