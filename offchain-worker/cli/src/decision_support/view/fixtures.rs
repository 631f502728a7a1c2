// SPDX-License-Identifier: Apache-2.0
//! Results as `salus decision result` answers them.

use super::View;
use serde_json::{Value, json};

fn answered(answer: Value, inputs: Value, factors: Value) -> View {
	let answered = json!({
		"request": 4, "answer": answer, "inputs": inputs, "factors": factors,
		"patient": { "account": "5Anna", "name": "Anna Muster", "birthDate": "1966-11-20" },
		"model": {
			"name": "m", "version": "1.0.0", "title": "A model", "intendedUse": "A test.",
			"evidence": "people", "sha256": "00", "card": "b",
		},
		"assessedAt": "2026-11-20T00:00:00Z", "notes": ["<b>old</b>"], "caveats": [],
		"resource": { "resourceType": "RiskAssessment" },
	});
	serde_json::from_value(answered).expect("it is a result")
}

/// A risk of two inputs.
pub fn risk() -> View {
	let input = |feature: &str, value: f64, unit: &str, code: &str| {
		json!({
			"feature": feature, "title": feature.to_uppercase(), "code": code,
			"value": value, "unit": unit, "basis": [],
		})
	};
	let factor = |feature: &str, contribution: f64, ratio: f64| {
		json!({
			"feature": feature, "title": feature.to_uppercase(),
			"contribution": contribution, "oddsRatio": ratio,
		})
	};
	let answer = json!({
		"kind": "probability", "meaning": "probability of it", "value": 0.3277,
		"interval": [0.3, 0.36], "band": "high", "outputs": [3277], "steps": 10_000,
		"outOfDistribution": false,
	});
	let inputs =
		json!([input("hdl", 31.7, "mg/dL", "2085-9"), input("sex", 1.0, "1", "Patient.gender"),]);
	let factors = json!([factor("hdl", -0.8, 0.449_329), factor("sex", 0.4, 1.491_825)]);
	answered(answer, inputs, factors)
}

/// A score whose saturation counts by another scale, set long ago.
pub fn score() -> View {
	let answer = json!({
		"kind": "score", "meaning": "a score", "value": 2.0, "band": "low",
		"watch": "at least every hour", "response": "Look.", "outputs": [2, 2, 0], "steps": 20,
	});
	let inputs = json!([
		{
			"feature": "oxygen", "title": "Oxygen", "code": "371825009", "value": 1.0, "unit": "1",
			"time": "2026-11-19T21:00:00Z", "basis": ["Observation/1"],
		},
		{
			"feature": "scale_2", "title": "SpO2 is scored on scale 2", "code": "1104321000000108",
			"value": 1.0, "unit": "1", "time": "2020-11-01", "basis": [],
		},
	]);
	let factors = json!([
		{ "feature": "oxygen", "title": "Oxygen", "contribution": 2.0 },
		{ "feature": "pulse", "title": "Pulse", "contribution": 0.0 },
	]);
	answered(answer, inputs, factors)
}
