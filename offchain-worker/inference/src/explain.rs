// SPDX-License-Identifier: Apache-2.0
//! Why an answer is what it is: exact, since a model is a sum, of one part for each input or of points, or an equation
//! whose products are shared out fairly.

use super::{
	Features,
	card::{Equation, Feature, Inputs, LogisticSum, Score},
	grid, steady,
};
use serde::{Deserialize, Serialize};

/// A part of the sum.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Factor {
	/// The name of the feature, or of the part of a score.
	pub feature: String,
	/// Its name for people.
	pub title: String,
	/// What it adds: to the log-odds, against the average of the people trained on, or against a published equation's
	/// reference person; or in points.
	pub contribution: f64,
	/// By how much it multiplies the odds.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub odds_ratio: Option<f64>,
}

/// An answer taken apart.
#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
	/// The sum's constant: the log-odds of somebody average in every term or of the reference person, or no points.
	pub base: f64,
	/// The whole: log-odds or points.
	pub sum: f64,
	/// The parts: of log-odds the weightiest first, of points in the score's order.
	pub factors: Vec<Factor>,
	/// The 95 % interval of the mean risk of people with these inputs; only of a model made here.
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
	Explanation { base: 0.0, sum: total, factors: factors.collect(), interval: None }
}

/// Takes a probability apart by its model's sum.
pub(super) fn log_odds(about: &[Feature], sum: &LogisticSum, features: &Features) -> Explanation {
	let mut terms = vec![1.0];
	let mut log_odds = sum.intercept;
	let mut factors = Vec::new();
	let inputs = about.iter().zip(&sum.inputs).zip(&features.inputs);
	for ((feature, part), input) in inputs {
		let scaled = part.scaled(input.value);
		let mut contribution = 0.0;
		for term in &part.terms {
			// Multiplied out: `powi` may round differently from machine to machine.
			let power = (0..term.power).fold(1.0, |product, _| product * scaled);
			let standard = (power - term.mean) / term.scale;
			contribution += term.coefficient * standard;
			terms.push(standard);
		}
		log_odds += contribution;
		factors.push(factor(feature, contribution));
	}
	sort(&mut factors);

	let variance: f64 = sum
		.covariance
		.iter()
		.zip(&terms)
		.map(|(row, left)| left * row.iter().zip(&terms).map(|(v, right)| v * right).sum::<f64>())
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

/// Takes a probability apart by the equation that it comes from: each input's Shapley value against the reference
/// person. The input that chooses the equation's column has no part.
pub(super) fn equation(about: &[Feature], equation: &Equation, features: &Features) -> Explanation {
	let inputs: Inputs<'_> =
		features.inputs.iter().map(|input| (input.feature.as_str(), input.value)).collect();
	let shares = equation.shares(&inputs);
	let mut factors: Vec<Factor> = about
		.iter()
		.filter_map(|feature| Some(factor(feature, *shares.get(feature.name.as_str())?)))
		.collect();
	sort(&mut factors);
	Explanation {
		base: equation.base(&inputs),
		sum: equation.log_odds(&inputs),
		factors,
		interval: None,
	}
}

fn factor(feature: &Feature, contribution: f64) -> Factor {
	Factor {
		feature: feature.name.clone(),
		title: feature.title.clone(),
		contribution: steady(contribution),
		// Not `exp` of the standard library: its last bits are the processor's.
		odds_ratio: Some(steady(libm::exp(contribution))),
	}
}

/// The weightiest first.
fn sort(factors: &mut [Factor]) {
	factors.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
}
