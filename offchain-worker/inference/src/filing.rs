// SPDX-License-Identifier: Apache-2.0
//! An answer as a FHIR R4 resource, to be filed among the patient's records.

use super::{
	Assessment, Features, Form, Model,
	card::{Card, Score, Source, Truth},
	steady, warnings,
};
use salus_fhir::{codes, format_moment};
use salus_primitives::RequestId;
use serde_json::{Value, json};

/// A probability is a `RiskAssessment`; a score is an `Observation` with its points as components.
pub(super) fn resource(
	model: &Model,
	features: &Features,
	assessment: &Assessment,
	request: RequestId,
) -> Value {
	let card = model.card();
	let mut resource = match &card.form {
		Form::LogisticSum(_) | Form::PublishedEquation(_) => {
			risk_assessment(card, features, assessment)
		}
		Form::Score(score) => observation(card, score, features, assessment),
	};
	let subject = features.subject.as_ref().map_or_else(
		|| json!({ "display": "the patient of the records" }),
		|reference| json!({ "reference": reference }),
	);
	let identifier = json!([{ "system": "urn:salus:request", "value": request.to_string() }]);
	if let Some(members) = resource.as_object_mut() {
		members.insert("identifier".into(), identifier);
		members.insert("subject".into(), subject);
		members.insert("status".into(), "final".into());
		let notes = warnings(card)
			.chain([card.intended_use.purpose.as_str()])
			.chain(features.notes.iter().map(String::as_str))
			.chain(card.acknowledgement.as_deref());
		let notes = notes.map(|note| json!({ "text": note }));
		members.insert("note".into(), notes.collect());
	}
	resource
}

/// <https://hl7.org/fhir/R4/riskassessment.html>
fn risk_assessment(card: &Card, features: &Features, assessment: &Assessment) -> Value {
	let mut prediction = json!({
		"outcome": { "text": card.output.meaning },
	});
	let interval = assessment.explanation.interval;
	if let Some(members) = prediction.as_object_mut() {
		if let Some(name) = &assessment.band.name {
			members.insert("qualitativeRisk".into(), json!({ "text": name }));
		}
		if let Some(range) = when(card, features) {
			members.insert("whenRange".into(), range);
		}
		match interval.filter(|_| card.output.interval_only) {
			Some([low, high]) => {
				let percent = |share: f64| json!({ "value": steady(share * 100.0), "unit": "%", "system": codes::UCUM, "code": "%" });
				let range = json!({ "low": percent(low), "high": percent(high) });
				members.insert("probabilityRange".into(), range);
			}
			None => {
				members.insert("probabilityDecimal".into(), assessment.value.into());
			}
		}
		let interval = interval.map(|[low, high]| format!("95 % interval {low} to {high}"));
		let measured = assessment.band.measured.as_ref().map(Truth::sentence);
		let rationale: Vec<String> = interval.into_iter().chain(measured).collect();
		if !rationale.is_empty() {
			members.insert("rationale".into(), rationale.join("; ").into());
		}
	}
	let mut resource = json!({
		"resourceType": "RiskAssessment",
		"method": { "text": format!("{} {}", card.name, card.version) },
		"code": { "text": card.title },
		"occurrenceDateTime": format_moment(features.at),
		"prediction": [prediction],
	});
	based_on(&mut resource, "basis", &basis(features, ""));
	resource
}

/// The time that a prediction is for. FHIR's range is of the subject's age: from now until so many years later.
fn when(card: &Card, features: &Features) -> Option<Value> {
	let years = card.output.years?;
	let mut inputs = card.features.iter().zip(&features.inputs);
	let (_, age) = inputs.find(|(feature, _)| matches!(feature.source, Source::BirthDate))?;
	// Completed years are whole.
	let age = age.value as u32;
	let at =
		|years: u32| json!({ "value": years, "unit": "a", "system": codes::UCUM, "code": "a" });
	Some(json!({ "low": at(age), "high": at(age.saturating_add(years)) }))
}

/// <https://hl7.org/fhir/R4/observation.html>
fn observation(card: &Card, score: &Score, features: &Features, assessment: &Assessment) -> Value {
	let concept = |code: &Option<String>, text: &str| match code {
		None => json!({ "text": text }),
		Some(code) => {
			json!({ "coding": [{ "system": codes::SNOMED, "code": code }], "text": text })
		}
	};
	let points = assessment.outputs.iter().skip(1);
	let components: Vec<Value> = score
		.parts
		.iter()
		.zip(points)
		.map(
			|(part, points)| json!({ "code": concept(&part.snomed, &part.title), "valueInteger": points }),
		)
		.collect();
	let mut resource = json!({
		"resourceType": "Observation",
		"category": [{ "coding": [{ "system": codes::OBSERVATION_CATEGORY, "code": "vital-signs" }] }],
		"code": concept(&score.snomed, &card.output.meaning),
		"method": { "text": format!("{} {}", card.name, card.version) },
		"effectiveDateTime": format_moment(features.at),
		"valueInteger": assessment.outputs.first(),
		"component": components,
	});
	if let (Some(name), Some(members)) = (&assessment.band.name, resource.as_object_mut()) {
		members.insert("interpretation".into(), json!([{ "text": name }]));
	}
	// It may be derived from no other kind of resource that is an input here.
	based_on(&mut resource, "derivedFrom", &basis(features, "Observation/"));
	resource
}

/// The resources that the inputs are based on, each once, of one kind if its prefix is given.
fn basis<'a>(features: &'a Features, prefix: &str) -> Vec<&'a str> {
	let mut basis: Vec<&str> = Vec::new();
	for reference in features.inputs.iter().flat_map(|input| &input.basis) {
		if reference.starts_with(prefix) && !basis.contains(&reference.as_str()) {
			basis.push(reference);
		}
	}
	basis
}

fn based_on(resource: &mut Value, member: &str, basis: &[&str]) {
	if basis.is_empty() {
		return;
	}
	let references = basis.iter().map(|reference| json!({ "reference": reference }));
	if let Some(members) = resource.as_object_mut() {
		members.insert(member.into(), references.collect());
	}
}
