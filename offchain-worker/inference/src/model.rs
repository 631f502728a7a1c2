// SPDX-License-Identifier: Apache-2.0
//! A model: a graph and the card that it is checked against.

use super::{
	Band, Card, Document, Explanation, Features, Form, InputProblem, ModelError, explain, features,
	graph::{Engine, Graph, Output, Tensors},
	grid,
};
use blake2::Digest as _;
use salus_primitives::Moment;
use serde_json::Value;
use std::{
	collections::BTreeMap,
	fmt,
	path::{Path, PathBuf},
	sync::Arc,
};

const METRICS_DOMAIN: &[u8] = b"salus/metrics/v1";

/// What a model predicts, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct Assessment {
	/// The positions on the grid, which seals bind: of a probability one; of a score the total, then the
	/// points of its parts.
	pub outputs: Vec<u32>,
	/// The grid.
	pub steps: u32,
	/// What is shown: the probability on the grid, or the total.
	pub value: f64,
	/// The range that it lies in.
	pub band: Band,
	/// Why.
	pub explanation: Explanation,
	/// Whether the inputs lie outside of the distribution of those of the people trained on; nothing was learnt of a
	/// score.
	pub out_of_distribution: Option<bool>,
}

/// What a model's graph gives.
#[derive(Clone, PartialEq, Debug)]
pub struct Prediction {
	/// The probability, or the total.
	pub value: f64,
	/// The points of a score's parts.
	pub points: Vec<f64>,
}

/// A model's files, which fit each other. Whether the graph runs only [`Model::load`] tells, which needs ONNX Runtime.
pub struct ModelFiles {
	pub card: Card,
	/// The card as it was read: what is put on IPFS when the model is proposed.
	pub card_bytes: Vec<u8>,
	/// BLAKE2b-256 of the card's `metrics` in RFC 8785 form: binds a proposal to what was measured.
	pub metrics_commitment: [u8; 32],
	/// The sha2-256 of the ONNX file: the model's name on the chain.
	pub digest: [u8; 32],
	graph: Vec<u8>,
}

impl ModelFiles {
	/// Reads those of a folder; refuses a file that is not the one its card describes.
	pub fn read(folder: &Path) -> Result<Self, ModelError> {
		let read = |path: &Path| {
			std::fs::read(path).map_err(|cause| ModelError::File { path: path.to_owned(), cause })
		};
		let card_path = folder.join("card.json");
		let card_bytes = read(&card_path)?;
		let card = Card::parse(&card_bytes, &card_path)?;
		let metrics_commitment = metrics_commitment(&card_bytes, &card_path)?;
		let path = folder.join(&card.model.file);
		let graph = read(&path)?;
		let digest: [u8; 32] = sha2::Sha256::digest(&graph).into();
		let found = hex::encode(digest);
		if found != card.model.sha256 {
			return Err(ModelError::Digest { path, expected: card.model.sha256, found });
		}
		Ok(Self { card, card_bytes, metrics_commitment, digest, graph })
	}
}

/// A model ready to be run.
pub struct Model {
	folder: PathBuf,
	card: Card,
	card_bytes: Vec<u8>,
	digest: [u8; 32],
	graph: Graph,
}

impl fmt::Debug for Model {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Model({} {}, {})", self.card.name, self.card.version, hex::encode(self.digest))
	}
}

impl Model {
	/// Loads the model of a folder; refuses a file that is not the one its card describes.
	pub fn load(folder: &Path, engine: &Engine) -> Result<Self, ModelError> {
		let ModelFiles { card, card_bytes, digest, graph, .. } = ModelFiles::read(folder)?;
		let tensors = Tensors {
			input: card.model.input.clone(),
			width: card.features.len(),
			output: card.model.output.clone(),
		};
		let graph = Graph::load(&card.name, &graph, tensors, engine)?;
		let folder = std::path::absolute(folder)
			.map_err(|cause| ModelError::File { path: folder.to_owned(), cause })?;
		Ok(Self { folder, card, card_bytes, digest, graph })
	}

	/// The folder that it was loaded from.
	pub fn folder(&self) -> &Path {
		&self.folder
	}

	pub fn card(&self) -> &Card {
		&self.card
	}

	/// Its card as it was read, which is what its CID on the chain is of.
	pub fn card_bytes(&self) -> &[u8] {
		&self.card_bytes
	}

	/// The sha2-256 of its ONNX file: its name on the chain.
	pub fn digest(&self) -> [u8; 32] {
		self.digest
	}

	/// Its inputs, from documents of one patient, as of a moment of the chain's clock.
	pub fn features(
		&self,
		documents: &[Document],
		at: Moment,
	) -> Result<Features, Vec<InputProblem>> {
		features(&self.card, documents, at)
	}

	/// The prediction for these numbers, in the order of the card's features: a probability, or a whole total
	/// of whole points.
	pub fn run(&self, values: &[f64]) -> Result<Prediction, ModelError> {
		self.prediction(&self.graph.run(&[values])?, 0)
	}

	/// The predictions for many rows at once; an unusable one refuses all. They may differ from those of single
	/// runs in the last bits: not for what operators must seal alike.
	pub fn run_many(&self, rows: &[&[f64]]) -> Result<Vec<Prediction>, ModelError> {
		let output = self.graph.run(rows)?;
		let indices = 0..rows.len();
		indices.map(|index| self.prediction(&output, index)).collect()
	}

	/// One row's prediction out of the graph's output.
	fn prediction(&self, output: &Output, index: usize) -> Result<Prediction, ModelError> {
		let row = output.row(index);
		let given = *row
			.get(self.card.model.column)
			.ok_or_else(|| self.problem("gives fewer columns than its card says".into()))?;
		let (value, points) = match &self.card.form {
			// A sum is given as it is, in log-odds: an operation more in the graph would cost more than all of it.
			Form::LogisticSum(_) => (grid::probability(given), Vec::new()),
			Form::PublishedEquation(_) => (given, Vec::new()),
			Form::Score(_) => (given, row.get(1..).unwrap_or_default().to_vec()),
		};
		let prediction = Prediction { value, points };
		if self.usable(&prediction) {
			return Ok(prediction);
		}
		Err(ModelError::NoPrediction {
			name: self.card.name.clone(),
			found: prediction.value.to_string(),
		})
	}

	/// Whether it is a probability, or a whole total of whole points.
	fn usable(&self, prediction: &Prediction) -> bool {
		match &self.card.form {
			Form::LogisticSum(_) | Form::PublishedEquation(_) => {
				(0.0..=1.0).contains(&prediction.value)
			}
			Form::Score(score) => {
				let most = f64::from(self.card.output.steps);
				let whole = |points: &f64| (0.0..=most).contains(points) && points.fract() == 0.0;
				whole(&prediction.value)
					&& prediction.points.iter().all(whole)
					&& prediction.points.len() == score.parts.len()
					&& prediction.points.iter().sum::<f64>() == prediction.value
			}
		}
	}

	/// The prediction with its band and its explanation.
	pub fn assess(&self, features: &Features) -> Result<Assessment, ModelError> {
		let values = features.values();
		let prediction = self.run(&values)?;
		let steps = self.card.output.steps;
		let about = &self.card.features;
		let (outputs, value, explanation) = match &self.card.form {
			Form::LogisticSum(sum) => {
				self.on_grid(&prediction, explain::log_odds(about, sum, features))?
			}
			Form::PublishedEquation(equation) => {
				self.on_grid(&prediction, explain::equation(about, equation, features))?
			}
			Form::Score(score) => {
				// Whole numbers up to `steps`: checked when they came.
				let whole = std::iter::once(&prediction.value).chain(&prediction.points);
				let outputs = whole.map(|number| *number as u32).collect();
				let explanation = explain::points(score, prediction.value, &prediction.points);
				(outputs, prediction.value, explanation)
			}
		};
		let band = self
			.card
			.band(value, &prediction.points)
			.ok_or_else(|| self.problem("has no range for its output".into()))?;
		let training = self.card.out_of_distribution.as_ref();
		Ok(Assessment {
			outputs,
			steps,
			value,
			band: band.clone(),
			explanation,
			out_of_distribution: training.map(|training| training.excludes(&values)),
		})
	}

	/// A probability on the grid, by the sum of its explanation, which the graph must agree with.
	fn on_grid(
		&self,
		prediction: &Prediction,
		explanation: Explanation,
	) -> Result<(Vec<u32>, f64, Explanation), ModelError> {
		let steps = self.card.output.steps;
		let by_sum = grid::probability(explanation.sum);
		let output = grid::position(prediction.value, by_sum, steps).ok_or_else(|| {
			let by_graph = prediction.value;
			self.problem(format!("gives {by_graph} where its card's sum gives {by_sum}"))
		})?;
		let on_grid = f64::from(output) / f64::from(steps);
		Ok((vec![output], on_grid, explanation))
	}

	fn problem(&self, problem: String) -> ModelError {
		ModelError::Runtime { name: self.card.name.clone(), problem }
	}
}

/// The models in an operator's folder, by their digests.
#[derive(Debug, Default)]
pub struct Models {
	models: BTreeMap<[u8; 32], Arc<Model>>,
}

impl Models {
	/// Loads every folder in `folder` that has a card.
	pub fn load(folder: &Path, engine: &Engine) -> Result<Self, ModelError> {
		let at = |cause| ModelError::File { path: folder.to_owned(), cause };
		let mut models = BTreeMap::new();
		for entry in std::fs::read_dir(folder).map_err(at)? {
			let path = entry.map_err(at)?.path();
			if path.join("card.json").is_file() {
				let model = Model::load(&path, engine)?;
				models.insert(model.digest(), Arc::new(model));
			}
		}
		Ok(Self { models })
	}

	/// Goes on without the model with this digest.
	pub fn leave_out(&mut self, digest: &[u8; 32]) {
		self.models.remove(digest);
	}

	/// The model with this digest.
	pub fn by_digest(&self, digest: &[u8; 32]) -> Option<Arc<Model>> {
		self.models.get(digest).cloned()
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &Arc<Model>> {
		self.models.values()
	}
}

fn metrics_commitment(card: &[u8], path: &Path) -> Result<[u8; 32], ModelError> {
	let wrong = |problem: String| ModelError::Card { path: path.to_owned(), problem };
	let card: Value = super::read(card).map_err(wrong)?;
	let metrics = card.get("metrics").ok_or_else(|| wrong("has no metrics".into()))?;
	let canonical = salus_fhir::canonical(metrics).map_err(|cause| wrong(cause.to_string()))?;
	let mut hash = blake2::Blake2b::<blake2::digest::consts::U32>::new();
	hash.update(METRICS_DOMAIN);
	hash.update(canonical);
	Ok(hash.finalize().into())
}
