// SPDX-License-Identifier: Apache-2.0
//! An ONNX file in ONNX Runtime, whose library is loaded with the first.

use super::{Engine, Output, Tensors};
use crate::ModelError;
use ort::{
	environment::Environment,
	session::{Session, builder::GraphOptimizationLevel},
	value::{Tensor, TensorElementType, ValueType},
};
use std::{
	path::Path,
	sync::{Mutex, PoisonError},
};

/// One for the process: ONNX Runtime allows no second.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// A graph ready to be run.
pub struct Graph {
	name: String,
	tensors: Tensors,
	session: Mutex<Session>,
}

impl Graph {
	/// Loads a graph; refuses one with other tensors. `name` is for errors.
	pub fn load(
		name: &str,
		bytes: &[u8],
		tensors: Tensors,
		engine: &Engine,
	) -> Result<Self, ModelError> {
		let problem = |problem: String| ModelError::Runtime { name: name.to_owned(), problem };
		let environment = environment(&engine.library)?;
		let build = || -> Result<Session, String> {
			// The same order of sums on every run.
			Session::builder(&environment)
				.map_err(|cause| cause.to_string())?
				.with_intra_threads(engine.threads.into())
				.map_err(|cause| cause.to_string())?
				.with_inter_threads(1)
				.map_err(|cause| cause.to_string())?
				.with_deterministic_compute(true)
				.map_err(|cause| cause.to_string())?
				.with_optimization_level(GraphOptimizationLevel::Level1)
				.map_err(|cause| cause.to_string())?
				.commit_from_memory(bytes)
				.map_err(|cause| cause.to_string())
		};
		let session = build().map_err(problem)?;
		if let Some(fault) = fault(&tensors, &session) {
			return Err(problem(fault));
		}
		Ok(Self { name: name.to_owned(), tensors, session: Mutex::new(session) })
	}

	/// The output for these rows, which must be of finite numbers and of the graph's width.
	pub fn run(&self, rows: &[&[f64]]) -> Result<Output, ModelError> {
		let width = self.tensors.width;
		let fits = |row: &&[f64]| row.len() == width && row.iter().all(|value| value.is_finite());
		if rows.is_empty() || !rows.iter().all(fits) {
			return Err(self.problem(format!("takes rows of {width} finite numbers")));
		}
		let input = Tensor::from_array(([rows.len(), width], rows.concat()))
			.map_err(|cause| self.problem(cause.to_string()))?;
		let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
		let outputs = session
			.run(ort::inputs![self.tensors.input.as_str() => input])
			.map_err(|cause| self.problem(cause.to_string()))?;
		let name = &self.tensors.output;
		let output = outputs.get(name).ok_or_else(|| self.problem(format!("gives no {name}")))?;
		let (_, numbers) =
			output.try_extract_tensor::<f64>().map_err(|cause| self.problem(cause.to_string()))?;
		Ok(Output { columns: numbers.len() / rows.len(), numbers: numbers.to_vec() })
	}

	fn problem(&self, problem: String) -> ModelError {
		ModelError::Runtime { name: self.name.clone(), problem }
	}
}

/// What of a session is otherwise than its tensors.
fn fault(tensors: &Tensors, session: &Session) -> Option<String> {
	let Tensors { input, width, output } = tensors;
	let takes = match session.inputs() {
		[only] if only.name() == input => only.dtype(),
		_ => return Some(format!("must take one tensor, {input}")),
	};
	let columns = i64::try_from(*width).unwrap_or(i64::MAX);
	match takes {
		ValueType::Tensor { ty: TensorElementType::Float64, shape, .. }
			if shape.last() == Some(&columns) => {}
		other => {
			return Some(format!("must take {width} doubles a row, but takes {other}"));
		}
	}
	let mut given = session.outputs().iter();
	match given.find(|given| given.name() == output).map(|given| given.dtype()) {
		Some(ValueType::Tensor { ty: TensorElementType::Float64, .. }) => None,
		_ => Some(format!("must give {output} as doubles")),
	}
}

fn environment(library: &Path) -> Result<Environment, ModelError> {
	let problem = |problem: String| ModelError::Library { path: library.to_owned(), problem };
	let mut environment = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
	if let Some(environment) = environment.as_ref() {
		return Ok(environment.clone());
	}
	let made = ort::init_from(library)
		.map_err(|cause| problem(cause.to_string()))?
		.with_name("salus")
		.with_telemetry(false)
		.build()
		.map_err(|cause| problem(cause.to_string()))?;
	Ok(environment.insert(made).clone())
}
