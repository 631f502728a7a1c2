//! The full result of a request: what the permitted read, and check against the receipt.
//!
//! Every operator makes the same bytes of it, so that the ciphertext and its CID are the same: RFC 8785
//! form, rounded numbers, and nothing of the operator's own.

use super::{Assessment, Factor, Features, Model, ModelError, output_bytes};
use crate::fhir::{self, format_moment};
use salus_primitives::{Cid, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const FORMAT: &str = "salus/result/v1";

/// The full result.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResultDocument {
	/// Which form of document this is.
	pub format: String,
	/// The request that it answers.
	pub request: u64,
	/// As of when, by the chain's clock.
	pub assessed_at: String,
	/// By which model.
	pub model: ResultModel,
	/// The risk.
	pub risk: ResultRisk,
	/// What went in.
	pub inputs: Vec<ResultInput>,
	/// Why, the weightiest first.
	pub factors: Vec<Factor>,
	/// What to know of these inputs.
	pub notes: Vec<String>,
	/// What to know of the model.
	pub caveats: Vec<String>,
	/// The same as a FHIR R4 RiskAssessment, to be filed.
	pub risk_assessment: Value,
}

/// Which model answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResultModel {
	/// Its name.
	pub name: String,
	/// Its version.
	pub version: String,
	/// What it tells.
	pub title: String,
	/// What it is for.
	pub intended_use: String,
	/// The sha2-256 of its ONNX file.
	pub sha256: String,
	/// The CID of its card.
	pub card: String,
}

/// The risk.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResultRisk {
	/// Of what it is the probability.
	pub meaning: String,
	/// The probability, on the grid.
	pub value: f64,
	/// The 95 % interval of the mean risk of people with these inputs.
	pub interval: [f64; 2],
	/// The range that it lies in.
	pub band: String,
	/// The place on the grid: what the receipt binds.
	pub output: u32,
	/// The grid.
	pub steps: u32,
}

/// An input as it went in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResultInput {
	/// The feature's name.
	pub feature: String,
	/// Its name for people.
	pub title: String,
	/// The code it was found by.
	pub code: String,
	/// In the model's unit.
	pub value: f64,
	/// The model's unit, by UCUM.
	pub unit: String,
	/// When it was measured.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub time: Option<String>,
	/// The resources it is based on.
	pub basis: Vec<String>,
}

impl ResultDocument {
	/// Writes up an assessment. `card` is the CID that the chain has for the model's card.
	pub fn new(
		model: &Model,
		features: &Features,
		assessment: &Assessment,
		request: RequestId,
		card: &Cid,
	) -> Self {
		let about = model.card();
		let inputs: Vec<ResultInput> = features
			.inputs
			.iter()
			.map(|input| ResultInput {
				feature: input.feature.clone(),
				title: input.title.clone(),
				code: input.code.clone(),
				value: super::steady(input.value),
				unit: input.unit.clone(),
				time: input.time.clone(),
				basis: input.basis.clone(),
			})
			.collect();
		Self {
			format: FORMAT.into(),
			request: request.0,
			assessed_at: format_moment(features.at),
			risk_assessment: risk_assessment(model, features, assessment, request),
			model: ResultModel {
				name: about.name.clone(),
				version: about.version.clone(),
				title: about.title.clone(),
				intended_use: about.intended_use.purpose.clone(),
				sha256: hex::encode(model.digest()),
				card: text_of(card),
			},
			risk: ResultRisk {
				meaning: about.output.meaning.clone(),
				value: assessment.risk,
				interval: assessment.explanation.interval,
				band: assessment.band.clone(),
				output: assessment.output,
				steps: assessment.steps,
			},
			inputs,
			factors: assessment.explanation.factors.clone(),
			notes: features.notes.clone(),
			caveats: about.caveats.clone(),
		}
	}

	/// Its bytes, the same from every operator.
	pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
		let value =
			serde_json::to_value(self).map_err(|cause| ModelError::Result(cause.to_string()))?;
		fhir::canonical(&value).map_err(|cause| ModelError::Result(cause.to_string()))
	}

	/// Reads a result that was decrypted.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
		let wrong = |problem: String| ModelError::Result(problem);
		let document: Self =
			serde_json::from_slice(bytes).map_err(|cause| wrong(cause.to_string()))?;
		if document.format != FORMAT {
			return Err(wrong(format!(
				"its form is {:?}, not {FORMAT:?}",
				document.format
			)));
		}
		let risk = &document.risk;
		if risk.output > risk.steps || super::quantise(risk.value, risk.steps) != Some(risk.output)
		{
			return Err(wrong("its risk is not what its output says".into()));
		}
		Ok(document)
	}

	/// What the receipt's digest must have been made of, with salt, request and model.
	pub fn output_bytes(&self) -> [u8; 4] {
		output_bytes(self.risk.output)
	}
}

/// A CID as people write it.
fn text_of(card: &Cid) -> String {
	cid::Cid::try_from(card.as_bytes().as_slice())
		.map_or_else(|_| hex::encode(card.as_bytes()), |cid| cid.to_string())
}

fn risk_assessment(
	model: &Model,
	features: &Features,
	assessment: &Assessment,
	request: RequestId,
) -> Value {
	let card = model.card();
	let mut basis: Vec<&str> = Vec::new();
	for reference in features.inputs.iter().flat_map(|input| &input.basis) {
		if !basis.contains(&reference.as_str()) {
			basis.push(reference);
		}
	}
	let subject = features.subject.as_ref().map_or_else(
		|| json!({ "display": "the patient of the records" }),
		|reference| json!({ "reference": reference }),
	);
	let [low, high] = assessment.explanation.interval;
	let mut resource = json!({
		"resourceType": "RiskAssessment",
		"identifier": [{ "system": "urn:salus:request", "value": request.to_string() }],
		"status": "final",
		"method": { "text": format!("{} {}", card.name, card.version) },
		"code": { "text": card.title },
		"subject": subject,
		"occurrenceDateTime": format_moment(features.at),
		"prediction": [{
			"outcome": { "text": card.output.meaning },
			"probabilityDecimal": assessment.risk,
			"qualitativeRisk": { "text": assessment.band },
			"rationale": format!("95 % interval {low} to {high}"),
		}],
		"note": [{ "text": card.intended_use.purpose }],
	});
	if let (Some(members), false) = (resource.as_object_mut(), basis.is_empty()) {
		let basis = basis
			.into_iter()
			.map(|reference| json!({ "reference": reference }))
			.collect();
		members.insert("basis".into(), basis);
	}
	resource
}
