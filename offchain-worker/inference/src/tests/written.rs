// SPDX-License-Identifier: Apache-2.0
//! Results: the same bytes from every operator.

use super::*;
use salus_core::DataKey;

#[test]
fn the_synthetic_patient_is_assessed_the_same_by_everyone() {
	let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/synthetic-patient.json");
	let bundle = Bundle::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
	let parts: Vec<Value> = bundle.split().into_iter().map(|(_, part)| part).collect();
	let features = asked(&MODEL, &parts).unwrap();
	assert_eq!(features.values(), [50.0, 1.0, 31.2, 121.5, 31.7, 66.0]);

	let card = Cid::raw([7; 32]);
	let write = |parts: &[Value]| {
		let features = asked(&MODEL, parts).unwrap();
		let assessment = MODEL.assess(&features).unwrap();
		ResultDocument::new(&MODEL, &features, &assessment, RequestId(17), &card)
	};
	let document = write(&parts);
	let bytes = document.to_bytes().unwrap();
	// The order in which an operator happens to fetch the records changes nothing.
	let reversed: Vec<Value> = parts.iter().rev().cloned().collect();
	assert_eq!(write(&reversed).to_bytes().unwrap(), bytes);
	assert_eq!(ResultDocument::from_bytes(&bytes).unwrap(), document);
	let json: Value = serde_json::from_slice(&bytes).unwrap();
	assert_eq!(json["model"]["intendedUse"], json!(document.model.intended_use));
	assert!(json["factors"][0]["oddsRatio"].is_number());
	assert_eq!(document.prediction.band.as_deref(), Some("above average"));
	assert_eq!(document.prediction.outputs, [SYNTHETIC_OUTPUT]);
	assert_eq!(document.output_bytes(), SYNTHETIC_OUTPUT.to_le_bytes());
	assert_eq!(document.model.card, "bafkreiaha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4");
	assert_eq!(document.factors[0].feature, "hdl");
	// It can be filed as a record again.
	let filed = Bundle::from_value(document.resource.clone()).unwrap();
	assert_eq!(filed.split()[0].0, salus_primitives::Category::RiskAssessment);
}

/// What the model says of the synthetic patient, on its grid.
const SYNTHETIC_OUTPUT: u32 = 560;

#[test]
fn a_result_that_was_altered_is_refused() {
	let features = ask(&[document(resources())]).unwrap();
	let assessment = MODEL.assess(&features).unwrap();
	let document =
		ResultDocument::new(&MODEL, &features, &assessment, RequestId(1), &Cid::raw([1; 32]));
	let mut other_risk = document.clone();
	other_risk.prediction.value = 0.9;
	assert!(ResultDocument::from_bytes(&other_risk.to_bytes().unwrap()).is_err());
	let mut other_form = document;
	other_form.format = "salus/result/v1".into();
	assert!(ResultDocument::from_bytes(&other_form.to_bytes().unwrap()).is_err());
	assert!(ResultDocument::from_bytes(b"{}").is_err());
}

#[test]
fn an_encrypted_result_is_the_same_from_every_operator_and_tells_no_model_by_its_length() {
	let key = DataKey::generate().result_key(RequestId(17));
	let mut lengths = std::collections::BTreeSet::new();
	for model in golden::probabilities() {
		for values in golden::rows(model).iter().take(3) {
			let features = golden::bare(model, values);
			let assessment = model.assess(&features).unwrap();
			let card = Cid::raw([7; 32]);
			let result = ResultDocument::new(model, &features, &assessment, RequestId(17), &card);
			let bytes = padded(result.to_bytes().unwrap(), RESULT_LENGTH);
			assert_eq!(ResultDocument::from_bytes(&bytes).unwrap(), result);
			let encrypted =
				[(); 2].map(|()| salus_core::encrypt_deterministic(&key, &bytes).unwrap());
			assert_eq!(encrypted[0], encrypted[1]);
			lengths.insert(encrypted[0].len());
		}
	}
	assert_eq!(lengths.len(), 1, "{lengths:?}");
}
