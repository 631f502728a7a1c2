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

fn golden() -> Golden {
	let path = concat!(
		env!("CARGO_MANIFEST_DIR"),
		"/models/diabetes-risk/golden.json"
	);
	serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Features with these numbers and nothing known of where they come from.
fn bare(values: &[f64]) -> Features {
	let inputs = MODEL
		.card()
		.features
		.iter()
		.zip(values)
		.map(|(feature, value)| Input {
			feature: feature.name.clone(),
			title: feature.title.clone(),
			code: String::new(),
			value: *value,
			unit: feature.unit.clone(),
			time: None,
			path: String::new(),
			basis: Vec::new(),
		});
	Features {
		inputs: inputs.collect(),
		notes: Vec::new(),
		subject: None,
		at: NOW,
	}
}

#[test]
fn outputs_equal_python_on_the_golden_file() {
	let golden = golden();
	assert_eq!(golden.model_sha256, hex::encode(MODEL.digest()));
	let names: Vec<_> = MODEL
		.card()
		.features
		.iter()
		.map(|feature| feature.name.clone())
		.collect();
	assert_eq!(golden.features, names);
	assert!(golden.rows.len() >= 200);
	for row in &golden.rows {
		let found = MODEL.run(&row.inputs).unwrap().value;
		assert!(
			(found - row.output).abs() < 1e-9,
			"{:?}: {found}, not {}",
			row.inputs,
			row.output
		);
	}
}

#[test]
fn the_explanation_is_exact() {
	for row in golden().rows {
		let explanation = MODEL.assess(&bare(&row.inputs)).unwrap().explanation;
		let risk = 1.0 / (1.0 + (-explanation.sum).exp());
		assert!(
			(risk - row.output).abs() < 1e-9,
			"{:?}: {risk}, not {}",
			row.inputs,
			row.output
		);
		let parts: f64 = explanation
			.factors
			.iter()
			.map(|factor| factor.contribution)
			.sum();
		assert!((explanation.base + parts - explanation.sum).abs() < 1e-5);
		let [low, high] = explanation.interval.unwrap();
		assert!(low <= risk + 1e-6 && risk <= high + 1e-6 && low < high);
		assert!(
			explanation
				.factors
				.is_sorted_by_key(|factor| -factor.contribution.abs())
		);
	}
}

/// But for the last bits: ONNX Runtime computes many numbers at once otherwise than a single one. So what is
/// sealed is always run one by one.
#[test]
fn a_batch_answers_as_one_by_one() {
	let golden = golden();
	let rows: Vec<&[f64]> = golden
		.rows
		.iter()
		.map(|row| row.inputs.as_slice())
		.collect();
	let batch = MODEL.run_many(&rows).unwrap();
	assert_eq!(batch.len(), rows.len());
	for (row, answer) in rows.iter().zip(batch) {
		let alone = MODEL.run(row).unwrap().value;
		assert!(
			(alone - answer.value).abs() < 1e-14,
			"{row:?}: {alone}, {answer:?}"
		);
	}
	for wrong in [&[][..], &[&[1.0][..]], &[rows[0], &[f64::NAN; 5]]] {
		assert!(MODEL.run_many(wrong).is_err());
	}
}
