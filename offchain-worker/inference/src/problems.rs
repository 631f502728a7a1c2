// SPDX-License-Identifier: Apache-2.0
//! An input, and what can be wrong with it: what each room that looks for inputs answers.

use salus_fhir::Unusable;
use salus_primitives::{Moment, RecordId};
use serde::{Deserialize, Serialize};

/// How far a measurement may lie ahead of the chain's clock, in milliseconds: clocks differ.
pub const FUTURE_TOLERANCE: Moment = 5 * 60 * 1000;

/// What is wrong with an input.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
	/// It is not there.
	Missing,
	/// The newest statement has no value.
	NoValue,
	/// The newest statement is not final.
	NotFinal,
	/// It has a modifier extension or implicit rules that Salus does not know, so it may mean the opposite.
	UnknownModifier,
	/// Several versions of one resource are there, and nothing tells which is the newest.
	TwoVersions,
	/// The patient contests the record that it is from, and the card refuses such.
	Contested,
	/// The document is not FHIR.
	Malformed,
	/// Each process that read it was ended by it.
	Unreadable,
	/// It is another person's, or nothing tells whose it is.
	OtherPatient,
	/// No living body has such a value, or the model does not know people with it.
	Implausible,
	/// It is dated later than now.
	InFuture,
	/// It has no time.
	Undated,
	/// It is not a finite number.
	NotFinite,
	/// It is not a number with a unit.
	NotAQuantity,
	/// It is a bound ("less than"), no value.
	Inexact,
	/// Its unit is not coded, unknown, or of another kind.
	Unit,
	/// It is a code that is none of the answers, or no answer can be read from it.
	UnknownAnswer,
	/// Two values at one time.
	Conflicting,
	/// It is too old to speak of the patient's state now.
	TooOld,
	/// It is of another round of observations than the rest.
	NotTogether,
	/// The model is not meant for this patient.
	OutOfScope,
}

/// Why a model can't be asked: which input, where, what is wrong, and what to do.
///
/// `code`, `path` and `problem` may tell of the patient: they go to whoever may read the records, never to
/// a log or the chain. `kind` alone may. Data rule 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{code} at {path}: {problem}; {remedy}")]
pub struct InputProblem {
	/// What kind of problem.
	pub kind: Problem,
	/// The code of the input: LOINC, SNOMED CT, ATC, or the name of a `Patient` element.
	pub code: String,
	/// Where it stands, or would.
	pub path: String,
	/// What is wrong.
	pub problem: String,
	/// What to do.
	pub remedy: String,
}

impl InputProblem {
	/// A record's document can't be read, though its key and its CID are right: whoever wrote it wrote
	/// something else than it should be.
	pub fn unreadable(record: RecordId, problem: &str) -> Self {
		Self {
			kind: Problem::Malformed,
			code: "document".into(),
			path: format!("record {record}"),
			problem: problem.into(),
			remedy: "ask its author to amend the record with a correct document".into(),
		}
	}
}

/// One input as it was found and converted.
#[derive(Clone, PartialEq, Debug)]
pub struct Input {
	/// The feature's name.
	pub feature: String,
	/// Its name for people.
	pub title: String,
	/// The code it was found by.
	pub code: String,
	/// In the model's unit.
	pub value: f64,
	/// The model's unit.
	pub unit: String,
	/// When it was measured, as the document says.
	pub time: Option<String>,
	/// Where it stands.
	pub path: String,
	/// The resources it is based on.
	pub basis: Vec<String>,
}

/// Why a resource can't be used, as a problem of an input.
pub(super) struct Refused {
	pub kind: Problem,
	pub problem: String,
	pub remedy: &'static str,
}

impl Refused {
	pub fn of(unusable: &Unusable) -> Self {
		match unusable {
			Unusable::Modifier(name) => Self {
				kind: Problem::UnknownModifier,
				problem: format!("has {name}, which may change its meaning and is not known here"),
				remedy: "write it without, or leave its record out of the request",
			},
			Unusable::Versions(name) => Self {
				kind: Problem::TwoVersions,
				problem: format!(
					"two versions of {name} are there, and nothing tells which is the newer"
				),
				remedy: "give meta.versionId or meta.lastUpdated, or leave the older one's record out of the request",
			},
			Unusable::Malformed(problem) => Self {
				kind: Problem::Malformed,
				problem: problem.clone(),
				remedy: "correct the element as FHIR R4 defines it",
			},
		}
	}

	/// As a problem of one input.
	pub fn input(self, title: &str, code: &str, path: &str) -> InputProblem {
		InputProblem {
			kind: self.kind,
			code: code.into(),
			path: path.into(),
			problem: format!("{title}: {}", self.problem),
			remedy: self.remedy.into(),
		}
	}
}

/// A moment as documents' times are counted.
pub(super) fn signed(at: Moment) -> i64 {
	i64::try_from(at).unwrap_or(i64::MAX)
}
