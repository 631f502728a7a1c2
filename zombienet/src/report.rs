// SPDX-License-Identifier: Apache-2.0
//! What was played, on the terminal and as JSON, in the form of the demo's report
//! (`scripts/library/scenario/report.py`).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{fs, path::Path, time::Duration};

/// One step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
	pub name: String,
	pub who: String,
	pub expected: String,
	pub observed: Value,
	pub ok: bool,
	pub block: Option<u64>,
	pub seconds: f64,
}

/// All steps so far.
#[derive(Default)]
pub struct Report {
	steps: Vec<Step>,
}

impl Report {
	/// Prints the columns' names.
	pub fn head(&self) {
		println!("{:<42} {:<12} {:>6} {:>8}  {:<4}observed", "step", "who", "block", "seconds", "");
	}

	/// Notes a step and prints it. A failure is an observation too.
	pub fn note(
		&mut self,
		(name, who, expected): (&str, &str, &str),
		played: &anyhow::Result<String>,
		block: Option<u64>,
		took: Duration,
	) {
		let step = Step {
			name: name.into(),
			who: who.into(),
			expected: expected.into(),
			observed: match played {
				Ok(observed) => observed.clone().into(),
				Err(cause) => format!("{cause:#}").into(),
			},
			ok: played.is_ok(),
			block,
			seconds: (took.as_secs_f64() * 100.0).round() / 100.0,
		};
		let number = step.block.map_or("-".into(), |block| block.to_string());
		let mark = if step.ok { "ok" } else { "NO" };
		let observed = step.observed.as_str().unwrap_or_default();
		println!(
			"{:<42} {:<12} {number:>6} {:>8.2}  {mark:<4}{observed}",
			step.name, step.who, step.seconds
		);
		self.steps.push(step);
	}

	/// Takes over the steps of another report in this form. Its program has printed them.
	pub fn take_over(&mut self, path: &Path) -> anyhow::Result<()> {
		let steps: Vec<Step> = serde_json::from_slice(&fs::read(path)?)?;
		self.steps.extend(steps);
		Ok(())
	}

	/// Writes it.
	pub fn write(&self, path: &Path) -> anyhow::Result<()> {
		if let Some(folder) = path.parent() {
			fs::create_dir_all(folder)?;
		}
		fs::write(path, serde_json::to_string_pretty(&self.steps)? + "\n")?;
		Ok(())
	}

	/// Whether there are steps and all went well.
	pub fn good(&self) -> bool {
		!self.steps.is_empty() && self.steps.iter().all(|step| step.ok)
	}
}
