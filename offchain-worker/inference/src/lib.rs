// SPDX-License-Identifier: Apache-2.0
//! Models: from a patient's documents to a probability or a score that any operator computes alike.
//!
//! ```text
//! documents ── features ──> Features ── run ──> probability or score ── quantise ──> outputs 0..=steps
//!                 │                      │                                              │
//!                 v                      v                                              v
//!           InputProblem          explain: factors, interval                    digest, seal, receipt
//! ```
//!
//! A model is a folder with `model.onnx` and `card.json`: the card names the features with their LOINC
//! codes, units and plausible ranges, and everything that an exact explanation needs. The digest of
//! the ONNX file is the model's name on the chain. What is missing or implausible is refused with the
//! code named, never guessed.
//!
//! The feature `onnx` brings ONNX Runtime, loaded when a model is: without it a card, a job and a result can be read, and no
//! model run.

mod age;
pub mod assessment;
mod beside;
mod card;
mod drift;
mod explain;
mod features;
mod filing;
mod finder;
mod graph;
mod grid;
mod job;
mod lists;
mod model;
mod patient;
mod problems;
mod result;
mod scope;
pub mod telemetry;
#[cfg(all(test, feature = "onnx"))]
mod tests;

pub use age::age;
pub use card::{
	AnswerCode, AnswerList, Band, Card, ConditionCode, Direct, Feature, Form, Reference, Source,
};
pub use drift::{Level, Window};
pub use explain::{Explanation, Factor};
pub use features::{Document, Features, Written, features};
pub use graph::{Engine, Graph, LIBRARY_VARIABLE, Output, Tensors};
pub use grid::quantise;
pub use job::{JOB_LENGTH, Job, JobError};
pub use model::{Assessment, Model, ModelFiles, Models, Prediction};
pub use problems::{FUTURE_TOLERANCE, Input, InputProblem, Problem};
pub use result::{
	PredictionKind, RESULT_LENGTH, ResultDocument, ResultInput, ResultModel, ResultPrediction,
};

use grid::steady;
use salus_primitives::Evidence;
use std::path::PathBuf;

/// What every result of a model of made-up people says first, wherever it is shown or filed.
pub const SIMULATED: &str = "SIMULATED: the people that this model was learnt from were made up by a program. What it says holds for no patient.";

/// That, if it is such a model.
fn simulated(card: &Card) -> Option<&'static str> {
	(card.evidence == Evidence::Simulation).then_some(SIMULATED)
}

/// What a result of such a model says before all else: that its people were made up, or that it is a demonstration.
fn warnings(card: &Card) -> impl Iterator<Item = &str> {
	simulated(card).into_iter().chain(card.demonstration.as_deref())
}

/// Why a model can't be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
	/// A file can't be read.
	#[error("{path}: {cause}")]
	File {
		/// Which.
		path: PathBuf,
		/// Why.
		cause: std::io::Error,
	},
	/// The card is not as it must be.
	#[error("{path}: {problem}")]
	Card {
		/// Which.
		path: PathBuf,
		/// What is wrong.
		problem: String,
	},
	/// The ONNX file is not the one that the card describes.
	#[error(
		"{path} has sha2-256 {found}, but its card says {expected}: one of the two was changed"
	)]
	Digest {
		/// Which.
		path: PathBuf,
		/// By the card.
		expected: String,
		/// Of the file.
		found: String,
	},
	/// ONNX Runtime's library can't be loaded.
	#[error(
		"ONNX Runtime's library {path}: {problem}; run scripts/setup, or set ORT_DYLIB_PATH to libonnxruntime.so 1.24 or newer"
	)]
	Library {
		/// Which.
		path: PathBuf,
		/// Why.
		problem: String,
	},
	/// ONNX Runtime refused the model, or the model takes or gives something else than its card says.
	#[error("model {name}: {problem}")]
	Runtime {
		/// Which.
		name: String,
		/// Why.
		problem: String,
	},
	/// The model gave something that is neither a probability nor a score: it does not know such inputs.
	#[error("model {name} gave {found}, which is neither a probability nor a score")]
	NoPrediction {
		/// Which.
		name: String,
		/// What it gave.
		found: String,
	},
	/// A document's bytes are not a result of ours.
	#[error("this is not a result: {0}")]
	Result(String),
}

/// Reads what somebody else wrote, through the one gate that bounds depth and refuses what readers differ about.
fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
	let text = std::str::from_utf8(bytes).map_err(|cause| cause.to_string())?;
	let value = salus_fhir::parse(text).map_err(|cause| cause.to_string())?;
	serde_json::from_value(value).map_err(|cause| cause.to_string())
}

/// A document filled up with spaces, which JSON passes over, to a multiple of a length: so that nobody can tell by the
/// length of its ciphertext which model it is about.
pub fn padded(mut document: Vec<u8>, length: usize) -> Vec<u8> {
	document.resize(document.len().next_multiple_of(length.max(1)), b' ');
	document
}

/// Outputs as they are hashed and opened on the chain: four bytes each, little-endian.
pub fn output_bytes(outputs: &[u32]) -> Vec<u8> {
	outputs.iter().flat_map(|output| output.to_le_bytes()).collect()
}
