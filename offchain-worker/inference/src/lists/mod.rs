// SPDX-License-Identifier: Apache-2.0
//! Yes or no by a list of the record: of problems, or of drugs. Yes is an entry. No is a statement, or a list that is
//! there and does not hold the entry, which is what clinicians take as no: then a note says so. Where no list is there,
//! or an entry of it can't be read and might be the one, the answer is not known, and never guessed.

pub(super) mod conditions;
mod medications;

use super::{
	Feature,
	problems::{FUTURE_TOLERANCE, Input, InputProblem, Problem, Refused, signed},
};
use salus_fhir::{Concept, Diagnoses, Medications, Timed, Unusable};
use salus_primitives::Moment;

/// The lists of a patient, as of a moment.
pub(super) struct Lists<'a> {
	pub diagnoses: &'a Diagnoses,
	pub medications: &'a Medications,
	pub at: Moment,
}

/// What a list says.
pub(super) struct ListAnswer {
	/// The answer.
	pub input: Input,
	/// What the result must say of it.
	pub notes: Vec<String>,
	/// As of when it was stated, where that matters.
	pub as_of: Option<Timed>,
	/// The documents that it is from.
	pub documents: Vec<usize>,
}

impl Lists<'_> {
	/// That an entry is not of the future.
	fn not_in_future(
		&self,
		criteria: &ListCriteria<'_>,
		path: &str,
		time: Option<&Timed>,
	) -> Result<(), InputProblem> {
		let limit = signed(self.at.saturating_add(FUTURE_TOLERANCE));
		if time.is_some_and(|time| time.is_after(limit)) {
			let problem = "is dated later than now";
			return Err(criteria.problem(Problem::InFuture, path, problem, "correct its date"));
		}
		Ok(())
	}
}

/// What is asked for: an input, and the code to name when no entry says anything.
struct ListCriteria<'a> {
	feature: &'a Feature,
	code: &'a str,
}

impl ListCriteria<'_> {
	fn problem(&self, kind: Problem, path: &str, problem: &str, remedy: &str) -> InputProblem {
		InputProblem {
			kind,
			code: self.code.to_owned(),
			path: path.to_owned(),
			problem: format!("{}: {problem}", self.feature.title),
			remedy: remedy.to_owned(),
		}
	}

	/// That an entry can't be used.
	fn refused(&self, path: &str, unusable: &Unusable) -> InputProblem {
		Refused::of(unusable).input(&self.feature.title, self.code, path)
	}

	/// Two entries of which one says yes and the other no.
	fn conflict(&self, path: &str, other: &str) -> InputProblem {
		let problem = format!("says the opposite of {other}");
		let remedy = "mark the wrong one entered-in-error";
		self.problem(Problem::Conflicting, path, &problem, remedy)
	}

	fn answer(&self, value: bool, from: Entry<'_>) -> ListAnswer {
		ListAnswer {
			input: Input {
				feature: self.feature.name.clone(),
				title: self.feature.title.clone(),
				code: from.code.to_owned(),
				value: f64::from(value),
				unit: self.feature.unit.clone(),
				time: from.time.map(|time| time.text.clone()),
				path: from.path.to_owned(),
				basis: from.basis,
			},
			notes: Vec::new(),
			as_of: None,
			documents: from.documents,
		}
	}
}

/// The entry that an answer is from.
struct Entry<'a> {
	code: &'a str,
	path: &'a str,
	time: Option<&'a Timed>,
	basis: Vec<String>,
	documents: Vec<usize>,
}

/// Names an entry for people.
pub(super) fn named(text: Option<&String>) -> String {
	text.map_or_else(|| "an entry".into(), |text| format!("the entry {text:?}"))
}

fn entries(number: usize) -> String {
	match number {
		1 => "1 entry".into(),
		_ => format!("{number} entries"),
	}
}

/// Which of these codes, each with its system, an entry has.
fn one_of<'a>(concepts: &'a [Concept], codes: &[(&str, &str)]) -> Option<&'a str> {
	let found = concepts.iter().find(|concept| concept.is_one_of(codes))?;
	Some(&found.code)
}
