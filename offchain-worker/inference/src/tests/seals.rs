// SPDX-License-Identifier: Apache-2.0
//! What operators seal, to the bit: the same on every processor. `scripts/models --processors` runs this on
//! emulated ones, which have no AVX2 or no AVX, and whose ONNX Runtime gives other last bits.

use super::{golden::bare, *};
use crate::{card::LogisticSum, explain, grid};
use sp_core::blake2_256;
use std::collections::BTreeMap;

/// BLAKE2b-256 of all results below, by model. It changes with a model, its card or the result's form only.
const RESULTS: &str = "src/tests/seals.json";

/// Which input of an equation is varied: a measured one.
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

/// Where two operators might part: for an equation where two steps of the grid meet; for a sum, whose inputs have
/// steps too, where an input begins to count as its next step.
fn edges(model: &Model) -> Vec<Vec<f64>> {
	match &model.card().form {
		Form::LogisticSum(sum) => where_inputs_step(model, sum),
		_ => where_steps_meet(model),
	}
}

/// Every step of every input: where it begins, and the doubles to both sides.
fn where_inputs_step(model: &Model, sum: &LogisticSum) -> Vec<Vec<f64>> {
	let row = golden::rows(model).swap_remove(0);
	let mut found = Vec::new();
	for (index, part) in sum.inputs.iter().enumerate() {
		let [low, high] = part.held;
		let begins = |number: u32| low + (f64::from(number) - 0.5) * part.read_to;
		let begins = (1..).map(begins).take_while(|begin| *begin < high);
		for value in begins.flat_map(|begin| [begin.next_down(), begin, begin.next_up()]) {
			let mut row = row.clone();
			row[index] = value;
			found.push(row);
		}
	}
	found
}

/// Inputs whose probability lies where two steps meet, as near as doubles come to it: one of them is varied.
fn where_steps_meet(model: &Model) -> Vec<Vec<f64>> {
	let steps = f64::from(model.card().output.steps);
	let [low, high] = model.card().features[VARIED].valid.unwrap();
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
	let (mut off, mut edges_count) = (0, 0);
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RESULTS);
	let expected: BTreeMap<String, String> =
		serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
	let mut results_of = BTreeMap::new();
	for model in golden::probabilities() {
		let edges = edges(model);
		edges_count += edges.len();
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
		results_of.insert(model.card().name.clone(), found);
	}
	let found = serde_json::to_string_pretty(&results_of).unwrap();
	assert_eq!(results_of, expected, "{found}");
	assert!(edges_count > 1000, "{edges_count}");
	// Else this would hold without the sum's word: the graph alone puts some of them to the other side.
	assert!(off > 0);
}
