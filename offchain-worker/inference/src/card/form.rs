// SPDX-License-Identifier: Apache-2.0
//! What kind of model it is, and what an exact explanation of it needs.

use super::{Equation, Feature};
use serde::Deserialize;
use serde_json::Value;

/// What kind of model it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub enum Form {
	/// A probability whose log-odds, which the graph gives, are a constant and one sum for each input.
	LogisticSum(LogisticSum),
	/// A probability by an equation that others published, with products of inputs.
	PublishedEquation(Equation),
	/// A whole number: the total of points, one number of them for each part.
	Score(Score),
}

/// A probability whose log-odds are a constant and one sum for each input.
#[derive(Clone, Debug, Deserialize)]
pub struct LogisticSum {
	/// The constant: the log-odds of somebody with average terms.
	pub intercept: f64,
	/// Of the intercept and the coefficients, in the order of the terms.
	pub covariance: Vec<Vec<f64>>,
	/// What each input adds, in their order.
	pub inputs: Vec<InputTerms>,
}

/// What one input adds to the log-odds.
#[derive(Clone, Debug, Deserialize)]
pub struct InputTerms {
	/// Within the plausible range, beyond this it counts as the edge.
	pub held: [f64; 2],
	/// It counts as the nearest of steps this wide, from the lower edge on, halves upwards. A power of two, and the
	/// edges are multiples of it, none below zero: so doubles hold each step, each half and each distance from the
	/// lower edge exactly.
	pub read_to: f64,
	/// Its part of the sum.
	pub terms: Vec<Term>,
}

/// One term of the sum: coefficient × (uᵖ − mean) / scale, where u is what the input counts as, scaled to 0..1 between
/// its edges.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Term {
	/// The power p.
	pub power: i32,
	/// The mean of uᵖ over the training data.
	pub mean: f64,
	/// Its standard deviation.
	pub scale: f64,
	/// In log-odds a standard deviation.
	pub coefficient: f64,
}

/// A total of points.
#[derive(Clone, Debug, Deserialize)]
pub struct Score {
	/// The parts, in the order of the output's columns after the total.
	pub parts: Vec<ScorePart>,
	/// SNOMED CT code of the total.
	pub snomed: Option<String>,
	/// The name of a total in which one part alone has many points.
	pub single_part: Option<SinglePart>,
}

/// A part of a score.
#[derive(Clone, Debug, Deserialize)]
pub struct ScorePart {
	/// Short name.
	pub name: String,
	/// Name for people.
	pub title: String,
	/// SNOMED CT code of its points.
	pub snomed: Option<String>,
}

/// The name of a total in which one part alone has many points.
#[derive(Clone, Debug, Deserialize)]
pub struct SinglePart {
	/// From how many points on.
	pub points: f64,
	/// The name of the range that it replaces; other ranges stay.
	pub in_place_of: String,
	/// The range that it is then.
	pub band: super::Band,
}

// By hand: serde's own tags lose numbers, which serde_json here keeps as they are written.
impl TryFrom<Value> for Form {
	type Error = String;

	fn try_from(written: Value) -> Result<Self, String> {
		let read = |cause: serde_json::Error| cause.to_string();
		match written.get("kind").and_then(Value::as_str) {
			Some("logistic-sum") => {
				serde_json::from_value(written).map(Self::LogisticSum).map_err(read)
			}
			Some("published-equation") => {
				serde_json::from_value(written).map(Self::PublishedEquation).map_err(read)
			}
			Some("score") => serde_json::from_value(written).map(Self::Score).map_err(read),
			other => Err(format!(
				"form.kind is {other:?}: neither logistic-sum nor published-equation nor score"
			)),
		}
	}
}

impl Form {
	/// What is wrong with it, for a model of these inputs.
	pub(super) fn problem(&self, features: &[Feature]) -> Option<String> {
		match self {
			Self::LogisticSum(sum) => sum.problem(features.len()),
			Self::PublishedEquation(equation) => equation.problem(features),
			Self::Score(score) => score.parts.is_empty().then(|| "the score has no parts".into()),
		}
	}
}

impl LogisticSum {
	fn problem(&self, inputs: usize) -> Option<String> {
		if self.inputs.len() != inputs {
			return Some(format!("the sum is not of {inputs} inputs"));
		}
		let terms: usize = self.inputs.iter().map(|input| input.terms.len()).sum();
		let size = terms.saturating_add(1);
		if self.covariance.len() != size || self.covariance.iter().any(|row| row.len() != size) {
			return Some(format!("the covariance is not {size} by {size}"));
		}
		for input in &self.inputs {
			let [low, high] = input.held;
			if low >= high || low < 0.0 {
				return Some(format!("an input is held between {low} and {high}"));
			}
			let step = input.read_to;
			let is_power_of_two = step > 0.0 && libm::frexp(step).0 == 0.5;
			if !is_power_of_two || input.held.iter().any(|edge| (edge / step).fract() != 0.0) {
				return Some(format!(
					"an input held between {low} and {high} is read to {step}: no power of two that both are multiples of"
				));
			}
			if input.terms.iter().any(|term| term.scale <= 0.0) {
				return Some("a scale is not positive".into());
			}
		}
		None
	}
}

impl InputTerms {
	/// What a value counts as, from 0 at the lower edge to 1 at the upper one.
	pub fn scaled(&self, value: f64) -> f64 {
		let [low, high] = self.held;
		// Exact up to the last line: see `read_to`.
		let steps = ((value.clamp(low, high) - low) / self.read_to).round();
		steps * self.read_to / (high - low)
	}

	/// Whether all that matters of the input is on which side of one threshold it lies.
	pub fn is_threshold(&self) -> bool {
		let [low, high] = self.held;
		high - low == self.read_to
	}
}
