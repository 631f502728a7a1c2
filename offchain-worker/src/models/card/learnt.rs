//! What a card keeps of the people that a model was trained on: who is unlike them.

use serde::Deserialize;

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
