// SPDX-License-Identifier: Apache-2.0
//! The full result of a request: what the permitted read, and check against the receipt.
//!
//! Every operator makes the same bytes of it, so that the ciphertext and its CID are the same: RFC 8785
//! form, rounded numbers, and nothing of the operator's own.

use super::{
	Assessment, Card, Factor, Features, Form, Model, ModelError, card::Truth, filing, output_bytes,
	steady, warnings,
};
use salus_fhir::format_moment;
use salus_primitives::{Cid, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const FORMAT: &str = "salus/result/v6";

/// A result that is encrypted is a multiple of so many bytes long, filled up with spaces ([`crate::padded`]): those of all
/// models that are shipped have one length.
pub const RESULT_LENGTH: usize = 32 * 1024;

/// The full result.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultDocument {
	/// Which form of document this is.
	pub format: String,
	/// The request that it answers.
	pub request: u64,
	/// As of when, by the chain's clock.
	pub assessed_at: String,
	/// By which model.
	pub model: ResultModel,

	pub prediction: ResultPrediction,
	/// What went in.
	pub inputs: Vec<ResultInput>,
	/// Why: parts of the log-odds, the weightiest first; or points, in the score's order.
	pub factors: Vec<Factor>,
	/// What to know of these inputs.
	pub notes: Vec<String>,
	/// What to know of the model.
	pub caveats: Vec<String>,
	/// The same as a FHIR R4 resource, to be filed: a RiskAssessment, or a score's Observation.
	pub resource: Value,
}

/// Which model predicted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultModel {
	pub name: String,

	pub version: String,
	/// What it tells.
	pub title: String,
	/// What it is for.
	pub intended_use: String,
	/// What it was made from: `people`, `publication` or `simulation`.
	pub evidence: String,
	/// The sha2-256 of its ONNX file.
	pub sha256: String,
	/// The CID of its card.
	pub card: String,
	/// Why its results are for demonstration only, where they are.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub demonstration: Option<String>,
	/// The words by which its source asks to be named.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub acknowledgement: Option<String>,
}

/// The prediction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultPrediction {
	/// Whether it is a probability or a score.
	pub kind: PredictionKind,
	/// Of what it is the probability, or which score.
	pub meaning: String,
	/// The probability, on the grid; or the total.
	pub value: f64,
	/// The 95 % interval of the mean risk of people with these inputs; a score or a published equation has none.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub interval: Option<[f64; 2]>,
	/// Whether people are shown the interval alone.
	#[serde(default, skip_serializing_if = "std::ops::Not::not")]
	pub interval_only: bool,
	/// Against whom the factors are told, in words, where it is not the people that the model was trained on.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub against: Option<String>,
	/// Whether the inputs lie outside of the distribution of those that the model was trained on.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub out_of_distribution: Option<bool>,
	/// The range that it lies in, if that has a name.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub band: Option<String>,
	/// What came true of people told that range, in words.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub measured: Option<String>,
	/// How often the source of the model advises to assess again.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub watch: Option<String>,
	/// What it advises to do.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub response: Option<String>,
	/// The positions on the grid, which the receipt binds: one; or the total, then the points.
	pub outputs: Vec<u32>,
	/// The grid.
	pub steps: u32,
}

/// What a prediction is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PredictionKind {
	Probability,
	/// A total of points.
	Score,
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
				value: steady(input.value),
				unit: input.unit.clone(),
				time: input.time.clone(),
				basis: input.basis.clone(),
			})
			.collect();
		Self {
			format: FORMAT.into(),
			request: request.0,
			assessed_at: format_moment(features.at),
			resource: filing::resource(model, features, assessment, request),
			model: ResultModel {
				name: about.name.clone(),
				version: about.version.clone(),
				title: about.title.clone(),
				intended_use: about.intended_use.purpose.clone(),
				evidence: about.evidence.code().into(),
				sha256: hex::encode(model.digest()),
				card: card.to_string(),
				demonstration: about.demonstration.clone(),
				acknowledgement: about.acknowledgement.clone(),
			},
			prediction: ResultPrediction {
				kind: match about.form {
					Form::LogisticSum(_) | Form::PublishedEquation(_) => {
						PredictionKind::Probability
					}
					Form::Score(_) => PredictionKind::Score,
				},
				meaning: about.output.meaning.clone(),
				value: assessment.value,
				interval: assessment.explanation.interval,
				interval_only: about.output.interval_only,
				against: match &about.form {
					Form::PublishedEquation(equation) => Some(equation.against.clone()),
					Form::LogisticSum(_) | Form::Score(_) => None,
				},
				out_of_distribution: assessment.out_of_distribution,
				band: assessment.band.name.clone(),
				measured: assessment.band.measured.as_ref().map(Truth::sentence),
				watch: assessment.band.watch.clone(),
				response: assessment.band.response.clone(),
				outputs: assessment.outputs.clone(),
				steps: assessment.steps,
			},
			inputs,
			factors: assessment.explanation.factors.clone(),
			notes: notes(about, features, assessment),
			caveats: about.caveats.clone(),
		}
	}

	/// Its bytes, the same from every operator.
	pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
		let value =
			serde_json::to_value(self).map_err(|cause| ModelError::Result(cause.to_string()))?;
		salus_fhir::canonical(&value).map_err(|cause| ModelError::Result(cause.to_string()))
	}

	/// Reads a result that was decrypted.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
		let wrong = |problem: String| ModelError::Result(problem);
		let document: Self = super::read(bytes).map_err(wrong)?;
		if document.format != FORMAT {
			return Err(wrong(format!("its form is {:?}, not {FORMAT:?}", document.format)));
		}
		if document.is_bound() {
			return Ok(document);
		}
		Err(wrong("its prediction is not what its outputs say".into()))
	}

	/// Whether what it shows is what its outputs say, which the receipt binds.
	fn is_bound(&self) -> bool {
		let prediction = &self.prediction;
		let Some((first, points)) = prediction.outputs.split_first() else {
			return false;
		};
		match prediction.kind {
			PredictionKind::Probability => {
				*first <= prediction.steps
					&& points.is_empty()
					&& super::quantise(prediction.value, prediction.steps) == Some(*first)
			}
			PredictionKind::Score => {
				let shown = self.factors.iter().map(|factor| factor.contribution);
				prediction.value == f64::from(*first)
					&& shown.eq(points.iter().map(|points| f64::from(*points)))
			}
		}
	}

	/// What the receipt's digest must have been made of, with salt, request and model.
	pub fn output_bytes(&self) -> Vec<u8> {
		output_bytes(&self.prediction.outputs)
	}
}

/// First that it decides nothing, of such a model; then those of the inputs, and whether they lie outside of the
/// training data.
fn notes(card: &Card, features: &Features, assessment: &Assessment) -> Vec<String> {
	let training = card.out_of_distribution.as_ref();
	let training = training.filter(|_| assessment.out_of_distribution == Some(true));
	let outside = training.map(|training| {
		format!(
			"these inputs together are farther from the usual than those of {} % of the people that the model was trained on: it knows few like this patient",
			steady(training.share_within * 100.0)
		)
	});
	let warnings = warnings(card).map(str::to_owned);
	let notes = features.notes.iter().cloned();
	warnings.chain(notes).chain(outside).collect()
}
