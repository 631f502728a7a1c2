// SPDX-License-Identifier: Apache-2.0
//! Why operators refused to run a model: what the permitted read in the place of a result.
//!
//! Like a result it is the same bytes from every operator, and is encrypted with the key of a result.

use super::{Features, InputProblem, Model, ModelError, Problem};
use salus_fhir::format_moment;
use salus_primitives::{Moment, RequestId};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "salus/refusal/v3";

/// The notice of a refusal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusalDocument {
	/// Which form of document this is.
	pub format: String,
	/// The request that it answers.
	pub request: u64,
	/// As of when, by the chain's clock.
	pub assessed_at: String,
	/// The model that was asked: its name and version.
	pub model: String,
	/// Which inputs, where, what is wrong with them, and what to do: all at once, in the card's order.
	pub problems: Vec<InputProblem>,
}

impl RefusalDocument {
	/// Writes up a refusal as of the moment of the request.
	pub fn new(model: &Model, request: RequestId, at: Moment, problems: Vec<InputProblem>) -> Self {
		let card = model.card();
		let model = format!("{} {}", card.name, card.version);
		Self::without_model(model, request, at, problems)
	}

	/// The same by an operator that has no such model, and so names it otherwise.
	pub fn without_model(
		model: String,
		request: RequestId,
		at: Moment,
		problems: Vec<InputProblem>,
	) -> Self {
		Self {
			format: FORMAT.into(),
			request: request.0,
			assessed_at: format_moment(at),
			model,
			problems,
		}
	}

	/// Its bytes, the same from every operator.
	pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
		let wrong = |cause: String| ModelError::Result(cause);
		let value = serde_json::to_value(self).map_err(|cause| wrong(cause.to_string()))?;
		salus_fhir::canonical(&value).map_err(|cause| wrong(cause.to_string()))
	}

	/// Reads a notice that was decrypted.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
		let document: Self = super::read(bytes).map_err(ModelError::Result)?;
		if document.format != FORMAT {
			return Err(ModelError::Result(format!(
				"its form is {:?}, not {FORMAT:?}",
				document.format
			)));
		}
		if document.problems.is_empty() {
			return Err(ModelError::Result("it names no problem".into()));
		}
		Ok(document)
	}
}

impl InputProblem {
	/// A record's document can't be read, though its key and its CID are right: whoever wrote it wrote
	/// something else than it should be.
	pub fn unreadable(record: salus_primitives::RecordId, problem: &str) -> Self {
		Self {
			kind: Problem::Malformed,
			code: "document".into(),
			path: format!("record {record}"),
			problem: problem.into(),
			remedy: "ask its author to amend the record with a correct document".into(),
		}
	}

	/// The model gave no usable prediction for inputs that are each plausible.
	pub fn no_answer(features: &Features, found: &str) -> Self {
		let codes: Vec<&str> = features.inputs.iter().map(|input| input.code.as_str()).collect();
		Self {
			kind: Problem::NotFinite,
			code: codes.join(", "),
			path: "the model's output".into(),
			problem: format!("the model gave {found} for these inputs together"),
			remedy: "do not use this model for this patient, and tell its authority".into(),
		}
	}
}
