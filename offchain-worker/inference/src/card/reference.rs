// SPDX-License-Identifier: Apache-2.0
//! How an input was distributed among the people that a model was made from: what its live inputs are held
//! against (`drift.rs`).

use serde::Deserialize;

/// So many bins at most: each costs people before its share says anything.
pub const MAX_BINS: usize = 20;
/// So far may the shares' sum be from 1: they are written with few decimals.
const SUM_TOLERANCE: f64 = 1e-6;

/// Which share of the training data's people lay in each bin of an input's values.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Reference {
	/// Where the bins meet, rising, in the input's unit; a value at an edge belongs to the bin above it.
	pub edges: Vec<f64>,
	/// The share of each bin, one more than edges: below the first, between each two, from the last on.
	pub shares: Vec<f64>,
}

impl Reference {
	/// What is wrong with it.
	pub(super) fn problem(&self) -> Option<String> {
		let (edges, bins) = (self.edges.len(), self.shares.len());
		if edges == 0 {
			return Some("the reference has no edge".into());
		}
		if bins != edges.saturating_add(1) {
			return Some(format!(
				"the reference has {bins} shares for {edges} edges, not one more"
			));
		}
		if bins > MAX_BINS {
			return Some(format!("the reference has {bins} bins, more than {MAX_BINS}"));
		}
		let finite = self.edges.iter().all(|edge| edge.is_finite());
		if !finite || !self.edges.is_sorted_by(|a, b| a < b) {
			return Some("the reference's edges do not rise".into());
		}
		// The index is infinite for a bin in which nobody was expected.
		if !self.shares.iter().all(|share| *share > 0.0) {
			return Some("a share of the reference is not positive".into());
		}
		let sum: f64 = self.shares.iter().sum();
		// Written so that it holds for no number, too.
		let whole = (sum - 1.0).abs() <= SUM_TOLERANCE;
		(!whole).then(|| format!("the reference's shares sum to {sum:.6}, not to 1"))
	}
}

#[cfg(test)]
mod tests {
	use super::super::Card;
	use serde_json::{Value, json};
	use std::path::Path;

	/// The shipped card with this reference for its first feature.
	fn read(reference: Value) -> Result<Card, String> {
		let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/diabetes-risk/card.json");
		let mut card: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
		card["features"][0]["reference"] = reference;
		let bytes = serde_json::to_vec(&card).unwrap();
		Card::parse(&bytes, Path::new("card.json")).map_err(|cause| cause.to_string())
	}

	#[test]
	fn a_reference_is_read_or_left_out() {
		let card = read(json!({ "edges": [40, 60.5], "shares": [0.3, 0.4, 0.3] })).unwrap();
		let reference = card.features[0].reference.as_ref().unwrap();
		assert_eq!(reference.edges, [40.0, 60.5]);
		assert_eq!(reference.shares, [0.3, 0.4, 0.3]);
		assert!(read(Value::Null).unwrap().features[0].reference.is_none());
		// Thirds with seven decimals.
		let thirds = json!({ "edges": [40, 60], "shares": [0.3333333, 0.3333333, 0.3333333] });
		assert!(read(thirds).is_ok());
	}

	#[test]
	fn a_bad_reference_is_refused_by_its_features_name() {
		let many: Vec<u32> = (0..20).collect();
		for (edges, shares, problem) in [
			(json!([]), json!([1]), "the reference has no edge"),
			(json!([40]), json!([1]), "the reference has 1 shares for 1 edges, not one more"),
			(json!(many), json!(vec![1.0 / 21.0; 21]), "the reference has 21 bins, more than 20"),
			(json!([60, 40]), json!([0.3, 0.4, 0.3]), "the reference's edges do not rise"),
			(json!([40, 40]), json!([0.3, 0.4, 0.3]), "the reference's edges do not rise"),
			(json!([40, 60]), json!([0.5, 0, 0.5]), "a share of the reference is not positive"),
			(json!([40]), json!([0.5, 0.4]), "the reference's shares sum to 0.900000, not to 1"),
		] {
			let refused = read(json!({ "edges": edges, "shares": shares })).unwrap_err();
			assert_eq!(refused, format!("card.json: age: {problem}"));
		}
	}
}
