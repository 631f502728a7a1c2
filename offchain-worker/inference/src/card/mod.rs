// SPDX-License-Identifier: Apache-2.0
//! A model's card: what it is, what it takes, and what it was measured to do.

mod equation;
mod form;
mod learnt;
mod reference;
mod source;

pub use equation::{Equation, Inputs};
pub use form::{Form, LogisticSum, Score};
pub use learnt::{OutOfDistribution, Truth};
pub use reference::{MAX_BINS, Reference};
pub use source::{
	AnswerCode, AnswerList, AnyAbove, Handling, Limit, ListedCondition, ListedDrug, Measured,
	OrFrom, Others, Part, Source, YesNo,
};

use super::ModelError;
use salus_primitives::Evidence;
use serde::{Deserialize, Deserializer, de::Error};
use std::path::Path;

/// The part of `card.json` that the worker reads. The rest is for people and is shown as it is.
#[derive(Clone, Debug, Deserialize)]
pub struct Card {
	/// The model's name, also its folder's.
	pub name: String,
	/// What it tells, in a line.
	pub title: String,

	pub version: String,
	/// What it was made from.
	#[serde(deserialize_with = "evidence")]
	pub evidence: Evidence,
	/// The ONNX file.
	pub model: File,
	/// What comes out.
	pub output: Output,
	/// What kind of model it is.
	pub form: Form,
	/// An input older than this is used, with a note.
	pub stale_after_days: Option<u32>,
	/// How close together and how recent the measurements must be.
	pub round: Option<Round>,
	/// The least age in completed years, where age is not an input.
	pub age_from: Option<u32>,
	/// What goes in, in the order of the columns.
	pub features: Vec<Feature>,
	/// Whose inputs lie outside of the distribution of the people trained on; nothing was learnt of a score.
	pub out_of_distribution: Option<OutOfDistribution>,
	/// Who it is for, by a diagnosis: one of these must be there.
	pub required_conditions: Option<Conditions>,
	/// Who needs no such model.
	pub excluded_conditions: Conditions,
	/// Who it is not meant for, by observations.
	#[serde(default)]
	pub excluded_observations: Vec<ExcludedObservation>,
	/// What happens with an input of a record that the patient contests.
	#[serde(default)]
	pub contested: Handling,
	/// What it is for and not for.
	pub intended_use: IntendedUse,
	/// What to bear in mind.
	pub caveats: Vec<String>,
	/// Why every result of it is for demonstration only, where it is.
	pub demonstration: Option<String>,
	/// The words by which its source asks to be named with every result.
	pub acknowledgement: Option<String>,
	/// Measurements that tell directly what the model estimates: their newest values stand beside its prediction.
	#[serde(default)]
	pub measured_by: Vec<Direct>,
}

/// A measurement of the very thing that a model estimates.
#[derive(Clone, Debug, Deserialize)]
pub struct Direct {
	/// Its name for people.
	pub title: String,
	/// LOINC codes.
	pub codes: Vec<String>,
	/// Unit of the threshold, by UCUM.
	pub unit: String,
	/// Grams a mole, when it may be given as an amount of substance too.
	pub molar_mass: Option<f64>,
	/// From this value on it says yes.
	pub from: f64,
	/// To what it says yes, such as a diagnosis.
	pub means: String,
}

/// The ONNX file and its tensors.
#[derive(Clone, Debug, Deserialize)]
pub struct File {
	/// Name in the folder.
	pub file: String,
	/// Digest in hexadecimal digits.
	pub sha256: String,
	/// Name of the input tensor.
	pub input: String,
	/// Name of the output tensor.
	pub output: String,
	/// Which of its columns is the prediction.
	pub column: usize,
}

/// What comes out.
#[derive(Clone, Debug, Deserialize)]
pub struct Output {
	/// What it is: of what the probability, or which score.
	pub meaning: String,
	/// Within how many years from now, where it foretells.
	pub years: Option<u32>,
	/// The grid.
	pub steps: u32,
	/// Whether people are shown the interval alone, since a single figure would say more than is known.
	#[serde(default)]
	pub interval_only: bool,
	/// Names for ranges, rising; the last is open.
	pub bands: Vec<Band>,
}

/// A range of predictions.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Band {
	/// Its name; none where none has a meaning that others gave it, such as a guideline's.
	pub name: Option<String>,
	/// The first value that is no longer in it.
	pub below: Option<f64>,
	/// How often the source of the model advises to assess again.
	pub watch: Option<String>,
	/// What it advises to do.
	pub response: Option<String>,
	/// What came true of people told so; of what was learnt here it must be there.
	pub measured: Option<Truth>,
}

/// Measurements that belong to one round of observations.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Round {
	/// The oldest may be so many minutes older than the newest.
	pub within_minutes: u32,
	/// From so many minutes on before now, the newest is too old.
	pub refused_after_minutes: u32,
}

/// An input of the model.
#[derive(Clone, Debug, Deserialize)]
pub struct Feature {
	/// Short name.
	pub name: String,
	/// Name for people.
	pub title: String,
	/// Unit, by UCUM.
	pub unit: String,
	/// Outside of this it is an error, and refused.
	pub plausible: [f64; 2],
	/// Outside of this it may be true, but the model is not valid, and the patient is out of its scope.
	pub valid: Option<[f64; 2]>,
	/// Where it comes from.
	pub source: Source,
	/// How it was distributed among the people that the model was made from.
	pub reference: Option<Reference>,
}

/// Diagnoses by which a patient is in or out of a model's scope.
#[derive(Clone, Debug, Deserialize)]
pub struct Conditions {
	/// The code system.
	pub system: String,

	pub codes: Vec<ConditionCode>,
	/// Codes of ICD-10 that mean the same, each with all below it.
	#[serde(default)]
	pub icd10: Vec<ConditionCode>,
	/// How many days ago it may have begun, where it must be there.
	pub within_days: Option<u32>,
	/// What to do with the other diagnoses of the list.
	#[serde(flatten)]
	pub others: Others,
}

/// Observations by which a patient is out of a model's scope.
#[derive(Clone, Debug, Deserialize)]
pub struct ExcludedObservation {
	/// What they show.
	pub display: String,
	/// Their LOINC codes.
	pub codes: Vec<String>,
	/// How they show it.
	pub shows: Shows,
	/// The coded values that show it.
	#[serde(default)]
	pub yes: Vec<AnswerCode>,
	/// The coded values that show that it is not so, or that it is not known.
	#[serde(default)]
	pub no: Vec<AnswerCode>,
}

/// How an observation shows that a patient is pregnant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
	/// By its coded value.
	Answer,
	/// By a date of delivery that is not yet over.
	DueDate,
	/// By so many weeks of pregnancy, with those that have passed since.
	Weeks,
}

/// One such condition.
#[derive(Clone, Debug, Deserialize)]
pub struct ConditionCode {
	pub code: String,
	/// Its name.
	pub display: String,
	/// Whether only while it lasts.
	#[serde(default)]
	pub while_active: bool,
}

/// What the model is for.
#[derive(Clone, Debug, Deserialize)]
pub struct IntendedUse {
	/// What for.
	#[serde(rename = "use")]
	pub purpose: String,
	/// By whom.
	pub users: String,
	/// What not for.
	pub out_of_scope: Vec<String>,
}

impl Card {
	/// Reads a card and checks that it is whole and consistent.
	pub fn parse(bytes: &[u8], path: &Path) -> Result<Self, ModelError> {
		let wrong = |problem: String| ModelError::Card { path: path.to_owned(), problem };
		let card: Self = super::read(bytes).map_err(wrong)?;
		card.problem().map_or(Ok(card), |problem| Err(wrong(problem)))
	}

	fn problem(&self) -> Option<String> {
		if let Some(problem) = self.features.iter().find_map(Feature::problem) {
			return Some(problem);
		}
		if let Some(problem) = self.form.problem(&self.features) {
			return Some(problem);
		}
		let conditions =
			std::iter::once(&self.excluded_conditions).chain(&self.required_conditions);
		for conditions in conditions {
			if conditions.system != salus_fhir::codes::SNOMED {
				return Some("excluded and required conditions must be SNOMED CT codes".into());
			}
		}
		if let Some(direct) = self.measured_by.iter().find(|direct| direct.codes.is_empty()) {
			return Some(format!("measured_by: {} has no LOINC code", direct.title));
		}
		let training = self.out_of_distribution.as_ref();
		if let Some(problem) = training.and_then(|training| training.problem(self.features.len())) {
			return Some(problem);
		}
		if matches!(self.form, Form::Score(_)) && self.model.column != 0 {
			return Some(
				"model.column: a score's total is in column 0, its points after it".into(),
			);
		}
		if self.output.steps == 0 {
			return Some("the output has no steps".into());
		}
		let edges: Vec<_> = self.output.bands.iter().map(|band| band.below).collect();
		let rising = edges.is_sorted_by(|a, b| match (a, b) {
			(Some(a), Some(b)) => a < b,
			(Some(_), None) => true,
			(None, _) => false,
		});
		if !rising || edges.last() != Some(&None) {
			return Some("the bands must rise, and the last be open".into());
		}
		let bands = &self.output.bands;
		let learnt = matches!(self.form, Form::LogisticSum(_));
		if learnt && bands.iter().any(|band| band.measured.is_none()) {
			return Some("a band does not say what came true of people told so".into());
		}
		let mut measured = bands.iter().filter_map(|band| band.measured.as_ref());
		if let Some(problem) = measured.find_map(Truth::problem) {
			return Some(problem);
		}
		// The years are told as the patient's age, as FHIR does.
		let aged = |feature: &Feature| matches!(feature.source, Source::BirthDate);
		(self.output.years.is_some() && !self.features.iter().any(aged))
			.then(|| "output.years: no input is the age, from which they count".into())
	}

	/// The range that a prediction lies in, given the points of its parts if it is a score.
	pub fn band(&self, value: f64, points: &[f64]) -> Option<&Band> {
		let band =
			self.output.bands.iter().find(|band| band.below.is_none_or(|below| value < below))?;
		let Form::Score(Score { single_part: Some(single), .. }) = &self.form else {
			return Some(band);
		};
		let alone = points.iter().any(|points| *points >= single.points);
		let replaced = alone && band.name.as_ref() == Some(&single.in_place_of);
		Some(if replaced { &single.band } else { band })
	}
}

impl Feature {
	/// What is wrong with it.
	fn problem(&self) -> Option<String> {
		let name = &self.name;
		let [least, most] = self.plausible;
		if least >= most {
			return Some(format!("{name}: the plausible range is empty"));
		}
		if let Some([low, high]) = self.valid
			&& (low >= high || low < least || high > most)
		{
			return Some(format!("{name}: the valid range is not within the plausible one"));
		}
		let reference = self.reference.as_ref().and_then(Reference::problem);
		let problem = reference.or_else(|| self.source.problem())?;
		Some(format!("{name}: {problem}"))
	}
}

/// By its code in the closed list.
fn evidence<'de, D: Deserializer<'de>>(written: D) -> Result<Evidence, D::Error> {
	let code = String::deserialize(written)?;
	Evidence::from_code(&code).ok_or_else(|| {
		let known: Vec<&str> = Evidence::ALL.iter().map(|known| known.code()).collect();
		D::Error::custom(format!("evidence is {code:?}, none of {}", known.join(", ")))
	})
}
