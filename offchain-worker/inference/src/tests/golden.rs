// SPDX-License-Identifier: Apache-2.0
//! Outputs and explanations against Python.

use super::*;

#[derive(serde::Deserialize)]
struct Golden {
	model_sha256: String,
	features: Vec<String>,
	rows: Vec<GoldenRow>,
}

#[derive(serde::Deserialize)]
struct GoldenRow {
	inputs: Vec<f64>,
	output: f64,
}

/// The models that give a probability.
pub(super) fn probabilities() -> [&'static Model; 4] {
	[&MODEL, &INFARCTION, &CARDIOVASCULAR, &HEAD_INJURY]
}

/// Inputs drawn over the plausible ranges, or where an equation is valid.
pub(super) fn rows(model: &Model) -> Vec<Vec<f64>> {
	let rows = golden(model).rows;
	rows.into_iter().map(|row| row.inputs).collect()
}

fn golden(model: &Model) -> Golden {
	let path = folder(&model.card().name).join("golden.json");
	let golden: Golden = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
	assert_eq!(golden.model_sha256, hex::encode(model.digest()));
	assert!(golden.rows.len() >= 200);
	golden
}

/// Features with these numbers and nothing known of where they come from.
pub(super) fn bare(model: &Model, values: &[f64]) -> Features {
	let inputs = model.card().features.iter().zip(values).map(|(feature, value)| Input {
		feature: feature.name.clone(),
		title: feature.title.clone(),
		code: String::new(),
		value: *value,
		unit: feature.unit.clone(),
		time: None,
		path: String::new(),
		basis: Vec::new(),
	});
	Features { inputs: inputs.collect(), notes: Vec::new(), subject: None, at: NOW }
}

#[test]
fn outputs_equal_python_on_the_golden_files() {
	for model in probabilities() {
		let golden = golden(model);
		let names: Vec<_> =
			model.card().features.iter().map(|feature| feature.name.clone()).collect();
		assert_eq!(golden.features, names);
		for row in &golden.rows {
			let found = model.run(&row.inputs).unwrap().value;
			assert!(
				(found - row.output).abs() < 1e-9,
				"{:?}: {found}, not {}",
				row.inputs,
				row.output
			);
		}
	}
}

/// In a sum, an input's Shapley value is its part less its part for the average person: the terms are taken
/// against their means, so the parts are these, and add up. For an equation see `equation.rs`.
#[test]
fn the_explanation_is_exact() {
	for model in probabilities() {
		for row in golden(model).rows {
			let features = bare(model, &row.inputs);
			let explanation = model.assess(&features).unwrap().explanation;
			let risk = 1.0 / (1.0 + (-explanation.sum).exp());
			assert!(
				(risk - row.output).abs() < 1e-9,
				"{:?}: {risk}, not {}",
				row.inputs,
				row.output
			);
			let parts: f64 = explanation.factors.iter().map(|factor| factor.contribution).sum();
			// Each part is shown to six decimals.
			let rounding = 0.5e-6 * explanation.factors.len() as f64 + 1e-9;
			assert!((explanation.base + parts - explanation.sum).abs() <= rounding);
			match (&model.card().form, explanation.interval) {
				(Form::LogisticSum(_), Some([low, high])) => {
					assert!(low <= risk + 1e-6 && risk <= high + 1e-6 && low < high);
				}
				(form, interval) => {
					assert!(matches!(form, Form::PublishedEquation(_)) && interval.is_none());
				}
			}
			assert!(explanation.factors.is_sorted_by_key(|factor| -factor.contribution.abs()));
		}
	}
}

/// But for the last bits: ONNX Runtime computes many numbers at once otherwise than a single one. So what is
/// sealed is always run one by one.
#[test]
fn a_batch_answers_as_one_by_one() {
	for model in probabilities() {
		let golden = golden(model);
		let rows: Vec<&[f64]> = golden.rows.iter().map(|row| row.inputs.as_slice()).collect();
		let batch = model.run_many(&rows).unwrap();
		assert_eq!(batch.len(), rows.len());
		for (row, answer) in rows.iter().zip(batch) {
			let alone = model.run(row).unwrap().value;
			assert!((alone - answer.value).abs() < 1e-14, "{row:?}: {alone}, {answer:?}");
		}
		let nan = vec![f64::NAN; rows[0].len()];
		for wrong in [&[][..], &[&[1.0][..]], &[rows[0], &nan]] {
			assert!(model.run_many(wrong).is_err());
		}
	}
}
