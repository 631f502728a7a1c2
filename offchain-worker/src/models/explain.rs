//! Why a risk is what it is: exact, since the model is a sum with one part for each input.

use super::{Card, Features, steady};
use serde::{Deserialize, Serialize};

/// One input's part of the sum.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Factor {
	/// The feature's name.
	pub feature: String,
	/// Its name for people.
	pub title: String,
	/// What it adds to the log-odds, against the average of the people trained on.
	pub contribution: f64,
	/// By how much it multiplies the odds.
	pub odds_ratio: f64,
}

/// A risk taken apart.
#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
	/// The log-odds of the sum's constant: somebody average in every term.
	pub intercept: f64,
	/// The log-odds of the whole.
	pub log_odds: f64,
	/// The parts, the weightiest first.
	pub factors: Vec<Factor>,
	/// The 95 % interval of the mean risk of people with these inputs.
	pub interval: [f64; 2],
}

/// Takes a model's answer apart by its card.
pub(super) fn explain(card: &Card, features: &Features) -> Explanation {
	let mut terms = vec![1.0];
	let mut log_odds = card.intercept;
	let mut factors = Vec::new();
	for (feature, input) in card.features.iter().zip(&features.inputs) {
		let [low, high] = feature.held;
		let scaled = ((input.value - low) / (high - low)).clamp(0.0, 1.0);
		let mut contribution = 0.0;
		for term in &feature.terms {
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
			odds_ratio: steady(contribution.exp()),
		});
	}
	factors.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));

	let variance: f64 = card
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
	let risk = |log_odds: f64| steady(1.0 / (1.0 + (-log_odds).exp()));
	Explanation {
		intercept: card.intercept,
		log_odds,
		factors,
		interval: [risk(log_odds - margin), risk(log_odds + margin)],
	}
}
