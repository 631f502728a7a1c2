//! The inputs of a model, from a patient's documents. The newest measurement decides: when it can't be
//! used, that is said, and no older one steps in.

use super::{Card, Feature, SourceKind, finder::Finder};
use crate::fhir::{Administrative, Diagnoses, FhirError, Observations, Sex};
use salus_primitives::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far a measurement may lie ahead of the chain's clock, in milliseconds: clocks differ.
pub const FUTURE_TOLERANCE: Moment = 5 * 60 * 1000;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// What is wrong with an input.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
	/// It is not there.
	Missing,
	/// The document is no FHIR.
	Malformed,
	/// No living body has such a value, or the model does not know people with it.
	Implausible,
	/// It is dated later than now.
	InFuture,
	/// It has no time.
	Undated,
	/// It is no finite number.
	NotFinite,
	/// It is no number with a unit.
	NotAQuantity,
	/// It is a bound ("less than"), no value.
	Inexact,
	/// Its unit is not coded, unknown, or of another kind.
	Unit,
	/// Two values at one time.
	Conflicting,
	/// The model is not meant for this patient.
	OutOfScope,
}

/// Why a model can't be asked: which input, where, what is wrong, and what to do.
///
/// `code`, `path` and `problem` may tell of the patient: they go to who may read the records, never to
/// a log or the chain. `kind` alone may. Data rule 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{code} at {path}: {problem}; {remedy}")]
pub struct InputProblem {
	/// What kind of problem.
	pub kind: Problem,
	/// The code of the input: LOINC, SNOMED CT, or the name of a `Patient` element.
	pub code: String,
	/// Where it stands, or would.
	pub path: String,
	/// What is wrong.
	pub problem: String,
	/// What to do.
	pub remedy: String,
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

/// All inputs of a model, in its order.
#[derive(Clone, PartialEq, Debug)]
pub struct Features {
	/// The inputs.
	pub inputs: Vec<Input>,
	/// What a reader of the result should know of them.
	pub notes: Vec<String>,
	/// The patient's reference, if the resource has an id.
	pub subject: Option<String>,
	/// As of when.
	pub at: Moment,
}

impl Features {
	/// The numbers, in the model's order.
	pub fn values(&self) -> Vec<f64> {
		self.inputs.iter().map(|input| input.value).collect()
	}
}

/// Takes a model's inputs from documents of one patient, as of a moment of the chain's clock.
pub fn features(card: &Card, documents: &[Value], at: Moment) -> Result<Features, InputProblem> {
	let patients = Administrative::read(documents).map_err(malformed)?;
	let patient = one_patient(&patients)?;
	in_scope(
		card,
		patient,
		&Diagnoses::read(documents).map_err(malformed)?,
	)?;
	let finder = Finder {
		observations: Observations::read(documents).map_err(malformed)?,
		at,
	};

	let mut notes = Vec::new();
	let mut inputs = Vec::new();
	for feature in &card.features {
		let input = match feature.source.kind {
			SourceKind::BirthDate => age(feature, patient, at)?,
			SourceKind::Sex => sex(feature, patient)?,
			SourceKind::Observation => {
				let found = finder.observation(feature)?;
				let limit = i64::from(card.stale_after_days).saturating_mul(DAY);
				let age = signed(at).saturating_sub(found.time.at);
				if age > limit {
					notes.push(format!(
						"{}: measured {} days before, so it may no longer hold",
						feature.title,
						age / DAY
					));
				}
				found.into_input(feature)
			}
		};
		let [low, high] = feature.held;
		if input.value < low || input.value > high {
			notes.push(format!(
				"{}: {} counts as {}, the edge of what the model was trained on",
				feature.title,
				input.value,
				input.value.clamp(low, high)
			));
		}
		inputs.push(input);
	}
	Ok(Features {
		inputs,
		notes,
		subject: patient.reference.clone(),
		at,
	})
}

fn malformed(cause: FhirError) -> InputProblem {
	InputProblem {
		kind: Problem::Malformed,
		code: "FHIR".into(),
		path: cause.path,
		problem: cause.problem,
		remedy: "correct the document and write it again".into(),
	}
}

/// The documents' patient. Several documents may hold it; then they must say the same.
fn one_patient(patients: &[Administrative]) -> Result<&Administrative, InputProblem> {
	let problem = |kind, code: &str, path: &str, problem: &str, remedy: &str| {
		Err(InputProblem {
			kind,
			code: code.into(),
			path: path.into(),
			problem: problem.into(),
			remedy: remedy.into(),
		})
	};
	let Some((first, others)) = patients.split_first() else {
		return problem(
			Problem::Missing,
			"Patient",
			"Patient",
			"none of the records holds a Patient resource, which says age and sex",
			"name the patient's Encounter record, where it lies, in the request too",
		);
	};
	for other in others {
		if other.birth_date_text != first.birth_date_text || other.sex != first.sex {
			return problem(
				Problem::Conflicting,
				"Patient",
				&other.path,
				"birth date or sex differ from those in another of the records",
				"correct the record that is wrong",
			);
		}
	}
	Ok(first)
}

fn in_scope(
	card: &Card,
	patient: &Administrative,
	diagnoses: &Diagnoses,
) -> Result<(), InputProblem> {
	let out_of_scope = |code: &str, path: &str, problem: String| {
		Err(InputProblem {
			kind: Problem::OutOfScope,
			code: code.into(),
			path: path.into(),
			problem,
			remedy: "the model is not meant for this patient: decide without it".into(),
		})
	};
	if patient.dead {
		let path = format!("{}.deceased", patient.path);
		return out_of_scope("Patient.deceased", &path, "the patient is dead".into());
	}
	for excluded in &card.excluded_conditions.codes {
		if let Some(diagnosis) = diagnoses.coded(&[excluded.code.as_str()]) {
			let problem = format!("the patient is already known to have: {}", excluded.display);
			return out_of_scope(&excluded.code, &diagnosis.path, problem);
		}
	}
	Ok(())
}

fn age(feature: &Feature, patient: &Administrative, at: Moment) -> Result<Input, InputProblem> {
	let path = format!("{}.birthDate", patient.path);
	let refuse = |kind, problem: String, remedy: &str| {
		Err(InputProblem {
			kind,
			code: "Patient.birthDate".into(),
			path: path.clone(),
			problem,
			remedy: remedy.into(),
		})
	};
	let Some(born) = patient.birth_date else {
		let problem = match &patient.birth_date_text {
			None => "is not given",
			Some(_) => "is not given to the day",
		};
		let remedy = "give the whole birth date, as YYYY-MM-DD";
		return refuse(Problem::Missing, problem.into(), remedy);
	};
	let Some(today) = crate::fhir::day_of(at) else {
		return refuse(
			Problem::InFuture,
			"the moment asked for is no date".into(),
			"ask again",
		);
	};
	if born > today {
		return refuse(
			Problem::InFuture,
			"lies in the future".into(),
			"correct the birth date",
		);
	}
	let had_birthday = (today.month() as u8, today.day()) >= (born.month() as u8, born.day());
	let years = today.year() - born.year() - i32::from(!had_birthday);
	let [least, most] = feature.plausible;
	let value = f64::from(years);
	if value < least {
		let problem = format!("the patient is {years}, and the model knows people from {least} on");
		return refuse(Problem::OutOfScope, problem, "decide without the model");
	}
	if value > most {
		let problem = format!("the patient would be {years} years old");
		return refuse(Problem::Implausible, problem, "correct the birth date");
	}
	Ok(Input {
		feature: feature.name.clone(),
		title: feature.title.clone(),
		code: "Patient.birthDate".into(),
		value,
		unit: feature.unit.clone(),
		time: None,
		path,
		basis: patient.reference.clone().into_iter().collect(),
	})
}

fn sex(feature: &Feature, patient: &Administrative) -> Result<Input, InputProblem> {
	let path = format!("{}.gender", patient.path);
	let Some(sex) = patient.sex else {
		return Err(InputProblem {
			kind: Problem::Missing,
			code: "Patient.gender".into(),
			path,
			problem: "is neither female nor male, the two that the model was trained on".into(),
			remedy: "give it if it is known; else decide without the model".into(),
		});
	};
	Ok(Input {
		feature: feature.name.clone(),
		title: feature.title.clone(),
		code: "Patient.gender".into(),
		value: match sex {
			Sex::Female => 0.0,
			Sex::Male => 1.0,
		},
		unit: feature.unit.clone(),
		time: None,
		path,
		basis: patient.reference.clone().into_iter().collect(),
	})
}

pub(super) fn signed(at: Moment) -> i64 {
	i64::try_from(at).unwrap_or(i64::MAX)
}
