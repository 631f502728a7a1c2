// SPDX-License-Identifier: Apache-2.0
//! From a task to its end: documents are read, the model is run. It knows no key, and opens no file but the model's.

use super::{Content, End, Fault, Message, Task};
use crate::{
	Document, Engine, InputProblem, Model, ModelError, Problem, ResultDocument, Window,
	output_bytes,
};
use salus_core::cids;
use salus_primitives::RecordId;
use std::{collections::BTreeSet, path::Path};

/// In the place of a kind of problem: the model gave no usable prediction.
pub const NO_PREDICTION: &str = "no-prediction";

/// Does it. `say` is called before each part that others' bytes decide on; `next` gives the next document.
pub fn work<E>(
	task: &Task,
	mut say: impl FnMut(Message) -> Result<(), E>,
	mut next: impl FnMut() -> Result<zeroize::Zeroizing<Vec<u8>>, E>,
) -> Result<End, E> {
	let model = match load(task) {
		Ok(model) => model,
		Err(problem) => return Ok(End::Failed(problem)),
	};
	let (mut documents, mut problems) = (Vec::new(), Vec::new());
	for (index, input) in (0..).zip(&task.inputs) {
		let read = match input.content {
			Content::Unreadable(fault) => Err(fault.of(input.record)),
			Content::Document => {
				let bytes = next()?;
				say(Message::Reading(index))?;
				read(&bytes, input.record)
			}
		};
		match read {
			Ok(value) => documents.push(Document {
				value,
				record: Some(input.record),
				contested: input.contested,
				written: input.written.clone(),
			}),
			Err(problem) => problems.push(problem),
		}
	}
	say(Message::Running)?;
	Ok(assess(&model, task, &documents, problems).unwrap_or_else(End::Failed))
}

/// The model that the chain names, and no other: files may have changed since the daemon read them.
fn load(task: &Task) -> Result<Model, String> {
	let model = Model::load(Path::new(&task.folder), &Engine::new(task.threads))
		.map_err(|cause| cause.to_string())?;
	let card = cids::cid_of(model.card_bytes());
	if model.digest() != task.digest || card.ok() != Some(task.card) {
		return Err("the model's files have changed since the daemon was started".into());
	}
	Ok(model)
}

/// A record's document as JSON, within what a model's input may hold. The asker's own check reads by it too.
pub fn read(bytes: &[u8], record: RecordId) -> Result<serde_json::Value, InputProblem> {
	let text = std::str::from_utf8(bytes).map_err(|_| Fault::NotText.of(record))?;
	salus_fhir::parse_within(text, &salus_fhir::Limits::INPUT).map_err(|cause| {
		let mut problem = InputProblem::unreadable(record, &cause.problem);
		problem.path = format!("{}: {}", problem.path, cause.path);
		problem
	})
}

/// What the model says, or why it was not run. The error tells of the model alone.
fn assess(
	model: &Model,
	task: &Task,
	documents: &[Document],
	unreadable: Vec<InputProblem>,
) -> Result<End, String> {
	let wrong = |cause: ModelError| cause.to_string();
	let refuse = |kinds: BTreeSet<String>| Ok(End::Refused { kinds: kinds.into_iter().collect() });
	let features = match unreadable.is_empty() {
		true => model.features(documents, task.at),
		false => Err(unreadable),
	};
	let features = match features {
		Ok(features) => features,
		Err(problems) => {
			return refuse(problems.iter().map(|problem| written(problem.kind)).collect());
		}
	};
	let assessment = match model.assess(&features) {
		Ok(assessment) => assessment,
		Err(ModelError::NoPrediction { .. }) => {
			return refuse(BTreeSet::from([NO_PREDICTION.to_owned()]));
		}
		// Its text may hold a probability. Data rule 1.
		Err(_) => return Err("graph and card do not agree, or ONNX Runtime failed".into()),
	};
	let document = ResultDocument::new(model, &features, &assessment, task.request, &task.card);
	Ok(End::Output {
		output: output_bytes(&assessment.outputs),
		person: Window::of_one(model.card(), &features.values()),
		document: document.to_bytes().map_err(wrong)?,
	})
}

/// A kind of problem as it is written, in kebab-case.
fn written(kind: Problem) -> String {
	match serde_json::to_value(kind) {
		Ok(serde_json::Value::String(kind)) => kind,
		_ => "other".to_owned(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_kind_is_written_in_kebab_case() {
		assert_eq!(written(Problem::NotAQuantity), "not-a-quantity");
		assert_eq!(written(Problem::Missing), "missing");
	}
}
