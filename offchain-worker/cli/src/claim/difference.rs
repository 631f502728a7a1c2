// SPDX-License-Identifier: Apache-2.0
//! Where two outcomes of one claim differ first.

use crate::Failure;
use salus_adjudication::{JudgedLine, Outcome};
use serde_json::{Value, json};

/// The first difference.
pub struct Difference {
	/// The line, counted from 0; none if it is a sum, or the number of lines.
	line: Option<usize>,
	/// The step of the rules.
	step: Option<u8>,
	field: &'static str,
	ours: Value,
	theirs: Value,
}

/// A line's members in the order of the steps that make them.
type Members = [(u8, &'static str, fn(&JudgedLine) -> Value); 12];

const MEMBERS: Members = [
	(1, "refusal", |line| json!(line.refusal)),
	(2, "payable", |line| json!(line.payable)),
	(2, "allowed", |line| json!(line.allowed)),
	(3, "deductible", |line| json!(line.deductible)),
	(4, "copayment", |line| json!(line.copayment)),
	(5, "coinsurance", |line| json!(line.coinsurance)),
	(6, "relief", |line| json!(line.relief)),
	(7, "aboveLimits", |line| json!(line.above_limits)),
	(8, "other", |line| json!(line.other)),
	(8, "writeOff", |line| json!(line.write_off)),
	(8, "paid", |line| json!(line.paid)),
	(8, "patient", |line| json!(line.patient)),
];

/// The first difference, in the order of lines and steps.
pub fn first(ours: &Outcome, theirs: &Outcome) -> Option<Difference> {
	let lines = ours.lines.iter().zip(&theirs.lines).enumerate();
	let of_lines = lines.flat_map(|(index, (ours, theirs))| {
		MEMBERS.iter().map(move |(step, field, of)| Difference {
			line: Some(index),
			step: Some(*step),
			field,
			ours: of(ours),
			theirs: of(theirs),
		})
	});
	let of_all = |field, ours, theirs| Difference { line: None, step: None, field, ours, theirs };
	of_lines
		.chain([
			of_all("lines", json!(ours.lines.len()), json!(theirs.lines.len())),
			of_all("paid", json!(ours.paid), json!(theirs.paid)),
			of_all("patient", json!(ours.patient), json!(theirs.patient)),
			of_all("writeOff", json!(ours.write_off), json!(theirs.write_off)),
			of_all("other", json!(ours.other), json!(theirs.other)),
		])
		.find(|difference| difference.ours != difference.theirs)
}

impl Difference {
	/// As a person and a script see it.
	pub fn failure(&self) -> Failure {
		let Self { line, step, field, ours, theirs } = self;
		let place = match (line, step) {
			(Some(line), Some(step)) => {
				format!("line {line}, counted from 0, step {step}: {field}")
			}
			_ => (*field).to_owned(),
		};
		Failure::new(
			"OutcomeDiffers",
			format!("{place}: the rules say {ours}, the outcome {theirs}"),
		)
		.detail("line", json!(line))
		.detail("step", json!(step))
		.detail("field", json!(field))
		.detail("ours", ours.clone())
		.detail("theirs", theirs.clone())
	}
}
