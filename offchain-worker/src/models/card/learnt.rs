//! What a card keeps of the people that a model was trained on: which outcomes it can't rule out for whom, and
//! who is unlike them.

use super::Feature;
use serde::Deserialize;

/// Limits of conformal prediction sets: of those with an outcome, the level's share is given a set that holds it.
/// Split conformal prediction within outcomes and cells (Vovk, Gammerman and Shafer, 2005).
#[derive(Clone, Debug, Deserialize)]
pub struct Conformal {
	/// The share, between 0 and 1.
	pub level: f64,
	/// The outcome that the probability is of.
	pub yes: String,
	/// The other.
	pub no: String,
	/// The inputs by which people are parted into cells, the first one first.
	pub by: Vec<Parted>,
	/// The limits of each cell, in order of the inputs' ranges; the last input's vary fastest.
	pub cells: Vec<Limits>,
}

/// An input by which people are parted.
#[derive(Clone, Debug, Deserialize)]
pub struct Parted {
	/// Its name.
	pub feature: String,
	/// Where a range ends and the next begins, rising.
	pub edges: Vec<f64>,
}

/// The limits of one cell.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Limits {
	/// From this probability on the outcome can't be ruled out.
	pub yes_from: f64,
	/// Up to this probability the other can't.
	pub no_up_to: f64,
}

impl Conformal {
	pub(super) fn problem(&self, features: &[Feature]) -> Option<String> {
		let share = |value: f64| (0.0..=1.0).contains(&value);
		if !share(self.level) {
			return Some("conformal.level is no share".into());
		}
		for part in &self.by {
			if !features.iter().any(|feature| feature.name == part.feature) {
				return Some(format!("conformal.by: there is no input {}", part.feature));
			}
			if !part.edges.is_sorted_by(|a, b| a < b) {
				return Some(format!("conformal.by: {}'s edges don't rise", part.feature));
			}
		}
		let cells: usize = self
			.by
			.iter()
			.map(|part| part.edges.len().saturating_add(1))
			.product();
		if self.cells.len() != cells {
			return Some(format!("conformal.cells are not {cells}"));
		}
		let within = |limits: &Limits| share(limits.yes_from) && share(limits.no_up_to);
		(!self.cells.iter().all(within))
			.then(|| "conformal.cells: a limit is no probability".into())
	}

	/// The outcomes that can't be ruled out. Both where the limits would leave none: such an answer is unusual for
	/// either.
	pub fn outcomes(&self, features: &[Feature], values: &[f64], probability: f64) -> Vec<String> {
		let cell = self.by.iter().fold(0_usize, |cell, part| {
			let input = features.iter().zip(values);
			let value = input
				.filter(|(feature, _)| feature.name == part.feature)
				.map(|(_, value)| *value)
				.next()
				.unwrap_or_default();
			let range = part.edges.partition_point(|edge| *edge <= value);
			cell.saturating_mul(part.edges.len().saturating_add(1))
				.saturating_add(range)
		});
		let (yes, no) = self.cells.get(cell).map_or((true, true), |limits| {
			(
				probability >= limits.yes_from,
				probability <= limits.no_up_to,
			)
		});
		let neither = !yes && !no;
		let outcomes = [(yes || neither, &self.yes), (no || neither, &self.no)];
		outcomes
			.into_iter()
			.filter(|(holds, _)| *holds)
			.map(|(_, outcome)| outcome.clone())
			.collect()
	}
}

/// Who is unlike the people trained on: by the squared Mahalanobis distance of the inputs from their mean.
#[derive(Clone, Debug, Deserialize)]
pub struct Unlike {
	/// The mean of each input.
	pub mean: Vec<f64>,
	/// The inverse of the inputs' covariance.
	pub inverse_covariance: Vec<Vec<f64>>,
	/// The share of the people trained on that lies within the limit.
	pub share_within: f64,
	/// The largest distance that is not unlike.
	pub limit: f64,
}

impl Unlike {
	pub(super) fn problem(&self, inputs: usize) -> Option<String> {
		let whole = self.mean.len() == inputs
			&& self.inverse_covariance.len() == inputs
			&& self
				.inverse_covariance
				.iter()
				.all(|row| row.len() == inputs);
		if !whole {
			return Some(format!("unlike is not of {inputs} inputs"));
		}
		(self.limit <= 0.0).then(|| "unlike.limit is not positive".into())
	}

	/// Whether these inputs, together, are farther out than the limit.
	pub fn holds(&self, values: &[f64]) -> bool {
		let apart: Vec<f64> = values
			.iter()
			.zip(&self.mean)
			.map(|(value, mean)| value - mean)
			.collect();
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
