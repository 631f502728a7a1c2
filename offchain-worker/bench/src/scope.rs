// SPDX-License-Identifier: Apache-2.0
//! Whom a model answers: documents come in, a line each, and for each goes out why it is refused. `scripts/models
//! --scope` compares that with the people whom the model was made of and measured on. No node is needed.

use anyhow::{Result, anyhow};
use clap::Args;
use salus_inference::{Engine, Model};
use std::{
	io::{BufRead, Write, stdin, stdout},
	path::PathBuf,
};

#[derive(Args)]
pub struct Options {
	/// The model's folder.
	#[arg(long)]
	model: PathBuf,
	/// As of when: milliseconds since 1970.
	#[arg(long)]
	at: u64,
}

/// Reads a document a line, and writes the kinds of its problems: an empty list if it is answered.
pub fn ask(options: &Options) -> Result<()> {
	let model = Model::load(&options.model, &Engine::new(1))?;
	let mut out = stdout().lock();
	for line in stdin().lock().lines() {
		let document = salus_fhir::parse(&line?).map_err(|problem| anyhow!("{problem}"))?;
		let kinds: Vec<_> = match model.features(&[document.into()], options.at) {
			Ok(features) => {
				model.assess(&features)?;
				Vec::new()
			}
			Err(problems) => problems.iter().map(|problem| problem.kind).collect(),
		};
		writeln!(out, "{}", serde_json::to_string(&kinds)?)?;
	}
	Ok(())
}
