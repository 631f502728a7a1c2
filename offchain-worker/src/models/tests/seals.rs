//! What operators seal, to the bit: the same on every processor. `scripts/models --processors` runs this on
//! emulated ones, which have no AVX2 or no AVX, and whose ONNX Runtime gives other last bits.

use super::{golden::bare, *};
use crate::models::{explain, grid};
use sp_core::blake2_256;

/// BLAKE2b-256 of all results below. It changes with a model, its card or the result's form only.
const RESULTS: [(&str, &str); 3] = [
	(
		"diabetes-risk",
		"b3422751712f29ebb58de5dbacb354cda6ae6eb77174de1d52e0ac961350f870",
	),
	(
		"infarction-death",
		"e9d93cd0a4e0c9cf9aac119d8d8f296dfa572d9984d44dcacc75629592cb13b9",
	),
	(
		"cardiovascular-risk",
		"e17b01467e44b6f18261d4bc59ff5ea3b8c66715b80db909036c2f54c6b0e784",
	),
];

/// Which input is varied: it is measured in all of them.
const VARIED: usize = 2;

/// What the card's sum gives.
fn by_sum(model: &Model, values: &[f64]) -> f64 {
	let (about, features) = (&model.card().features, bare(model, values));
	let explanation = match &model.card().form {
		Form::LogisticSum(sum) => explain::log_odds(about, sum, &features),
		Form::PublishedEquation(equation) => explain::equation(about, equation, &features),
		Form::Score(_) => panic!("{model:?} gives no probability"),
	};
	grid::probability(explanation.sum)
}

/// Within which values the varied input changes the answer.
fn range(model: &Model) -> [f64; 2] {
	match &model.card().form {
		Form::LogisticSum(sum) => sum.inputs[VARIED].held,
		_ => model.card().features[VARIED].valid.unwrap(),
	}
}

/// Inputs whose probability lies where two steps meet, as near as doubles come to it: one of them is varied.
fn where_steps_meet(model: &Model) -> Vec<Vec<f64>> {
	let steps = f64::from(model.card().output.steps);
	let [low, high] = range(model);
	let mut found = Vec::new();
	for row in golden::rows(model) {
		let with = |value: f64| {
			let mut row = row.clone();
			row[VARIED] = value;
			row
		};
		let probability = |value: f64| by_sum(model, &with(value));
		let middle = (probability(low + (high - low) / 2.0) * steps).floor();
		let edge = (middle + 0.5) / steps;
		let (mut below, mut above) = match (probability(low) - edge, probability(high) - edge) {
			(a, b) if a < 0.0 && b > 0.0 => (low, high),
			(a, b) if a > 0.0 && b < 0.0 => (high, low),
			_ => continue,
		};
		for _ in 0..200 {
			let half = below + (above - below) / 2.0;
			if probability(half) < edge {
				below = half;
			} else {
				above = half;
			}
		}
		found.extend([with(below), with(above)]);
	}
	found
}

#[test]
fn every_processor_seals_the_same() {
	let (mut off, mut differ) = (0, Vec::new());
	for ((name, expected), model) in RESULTS.iter().zip(golden::probabilities()) {
		let edges = where_steps_meet(model);
		assert!(edges.len() >= 100, "{name}: {}", edges.len());
		let steps = model.card().output.steps;
		for values in &edges {
			let sealed = model.assess(&bare(model, values)).unwrap().outputs[0];
			assert_eq!(Some(sealed), quantise(by_sum(model, values), steps));
			let by_graph = quantise(model.run(values).unwrap().value, steps);
			off += usize::from(by_graph != Some(sealed));
		}
		let mut results = Vec::new();
		for values in golden::rows(model).iter().chain(&edges) {
			let features = bare(model, values);
			let assessment = model.assess(&features).unwrap();
			let card = Cid::raw([7; 32]);
			let result = ResultDocument::new(model, &features, &assessment, RequestId(1), &card);
			results.extend(result.to_bytes().unwrap());
		}
		let found = hex::encode(blake2_256(&results));
		differ.extend((found != *expected).then(|| format!("{name}: {found}")));
	}
	assert!(differ.is_empty(), "{differ:?}");
	// Else this would hold without the sum's word: the graph alone puts some of them to the other side.
	assert!(off > 0);
}
