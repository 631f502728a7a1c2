// SPDX-License-Identifier: Apache-2.0
//! A model's graph: rows of doubles in, rows of doubles out.

#[cfg(not(feature = "onnx"))]
mod absent;
#[cfg(feature = "onnx")]
mod onnx;

#[cfg(not(feature = "onnx"))]
pub use absent::Graph;
#[cfg(feature = "onnx")]
pub use onnx::Graph;

use std::path::PathBuf;

/// The environment variable with the path of ONNX Runtime's library.
pub const LIBRARY_VARIABLE: &str = "ORT_DYLIB_PATH";

/// How models are run here. What operators seal does not hang on it.
#[derive(Clone, Debug)]
pub struct Engine {
	/// ONNX Runtime's library.
	pub library: PathBuf,
	/// How many threads one run may take.
	pub threads: u16,
}

impl Engine {
	/// With the library that `ORT_DYLIB_PATH` names, else the system's.
	pub fn new(threads: u16) -> Self {
		let library = std::env::var_os(LIBRARY_VARIABLE)
			.map_or_else(|| PathBuf::from("libonnxruntime.so"), PathBuf::from);
		Self { library, threads }
	}
}

/// A graph's tensors.
#[derive(Clone, Debug)]
pub struct Tensors {
	/// The input tensor: of doubles, a row a patient.
	pub input: String,
	/// How many doubles a row has.
	pub width: usize,
	/// The output tensor, of doubles too.
	pub output: String,
}

/// One output tensor.
#[derive(Clone, PartialEq, Debug)]
pub struct Output {
	numbers: Vec<f64>,
	columns: usize,
}

impl Output {
	/// One row; empty when there is none.
	pub fn row(&self, index: usize) -> &[f64] {
		let from = index.saturating_mul(self.columns);
		self.numbers.get(from..from.saturating_add(self.columns)).unwrap_or_default()
	}
}
