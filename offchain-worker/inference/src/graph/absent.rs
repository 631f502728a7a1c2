// SPDX-License-Identifier: Apache-2.0
//! Without ONNX Runtime there is no graph: what others' models said can be read, and none be run.

use super::{Engine, Output, Tensors};
use crate::ModelError;

/// A graph ready to be run: there is none.
pub enum Graph {}

impl Graph {
	/// Refuses every graph.
	pub fn load(_: &str, _: &[u8], _: Tensors, engine: &Engine) -> Result<Self, ModelError> {
		let problem = "this program was built without it".to_owned();
		Err(ModelError::Library { path: engine.library.clone(), problem })
	}

	/// The output for these rows.
	pub fn run(&self, _: &[&[f64]]) -> Result<Output, ModelError> {
		match *self {}
	}
}
