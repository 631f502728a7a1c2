//! Why an answer is what it is: exact, since a model is a sum, of one part for each input or of points.

use super::{
	Features,
	card::{Feature, LogisticSum, Score},
	grid, steady,
};
use serde::{Deserialize, Serialize};

/// A part of the sum.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Factor {
	/// The name of the feature, or of the part of a score.
	pub feature: String,
	/// Its name for people.
	pub title: String,
	/// What it adds: to the log-odds, against the average of the people trained on; or in points.
	pub contribution: f64,
	/// By how much it multiplies the odds.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub odds_ratio: Option<f64>,
}

/// An answer taken apart.
#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
	/// The sum's constant: the log-odds of somebody average in every term, or no points.
	pub base: f64,
	/// The whole: log-odds or points.
	pub sum: f64,
	/// The parts: of log-odds the weightiest first, of points in the score's order.
	pub factors: Vec<Factor>,
	/// The 95 % interval of the mean risk of people with these inputs; a score has none.
	pub interval: Option<[f64; 2]>,
}

/// Points explain themselves.
pub(super) fn points(score: &Score, total: f64, points: &[f64]) -> Explanation {
	let factors = score.parts.iter().zip(points).map(|(part, points)| Factor {
		feature: part.name.clone(),
		title: part.title.clone(),
		contribution: *points,
		odds_ratio: None,
	});
	Explanation {
		base: 0.0,
		sum: total,
		factors: factors.collect(),
		interval: None,
	}
}

/// Takes a probability apart by its model's sum.
pub(super) fn log_odds(about: &[Feature], sum: &LogisticSum, features: &Features) -> Explanation {
	let mut terms = vec![1.0];
	let mut log_odds = sum.intercept;
	let mut factors = Vec::new();
	let inputs = about.iter().zip(&sum.inputs).zip(&features.inputs);
	for ((feature, part), input) in inputs {
		let [low, high] = part.held;
		let scaled = ((input.value - low) / (high - low)).clamp(0.0, 1.0);
		let mut contribution = 0.0;
		for term in &part.terms {
			// Multiplied out: `powi` may round differently from machine to machine.
			let power = (0..term.power).fold(1.0, |product, _| product * scaled);
			let standard = (power - term.mean) / term.scale;
			contribution += term.coefficient * standard;
			terms.push(standard);
		}
		log_odds += contribution;
		factors.push(Factor {
			feature: feature.name.clone(),
			title: feature.title.clone(),
			contribution: steady(contribution),
			// Not `exp` of the standard library: its last bits are the processor's.
			odds_ratio: Some(steady(libm::exp(contribution))),
		});
	}
	factors.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));

	let variance: f64 = sum
		.covariance
		.iter()
		.zip(&terms)
		.map(|(row, left)| {
			left * row
				.iter()
				.zip(&terms)
				.map(|(v, right)| v * right)
				.sum::<f64>()
		})
		.sum();
	let margin = 1.96 * variance.max(0.0).sqrt();
	let risk = |log_odds: f64| steady(grid::probability(log_odds));
	Explanation {
		base: sum.intercept,
		sum: log_odds,
		factors,
		interval: Some([risk(log_odds - margin), risk(log_odds + margin)]),
	}
}
