//! The inputs of a model, from a patient's documents. The newest measurement decides: when it can't be
//! used, that is said, and no older one steps in.

use super::{
	Card, Feature, Source, SourceKind,
	card::{OrFrom, Part},
};
use crate::fhir::{
	Administrative, Diagnoses, FhirError, Measurement, Observations, Reading, Sex, Timed,
	units::{self, UnitProblem},
};
use salus_primitives::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// How far a measurement may lie ahead of the chain's clock, in milliseconds: clocks differ.
pub const FUTURE_TOLERANCE: Moment = 5 * 60 * 1000;

/// Two statements of one measurement in different units may differ by rounding, by this share.
const ROUNDING: f64 = 0.01;
/// A body mass index and the one computed from weight and height of the same time, by this share.
const BODY_MASS_ROUNDING: f64 = 0.05;
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
/// `path` and `problem` may tell of the patient: they go to who may read the records, never to a log
/// or the chain. `kind` and `code` alone may. Data rule 1.
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
	in_scope(card, patient, &Diagnoses::read(documents).map_err(malformed)?)?;
	let finder = Finder { observations: Observations::read(documents).map_err(malformed)?, at };

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
			},
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
	Ok(Features { inputs, notes, subject: patient.reference.clone(), at })
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
		return refuse(Problem::InFuture, "the moment asked for is no date".into(), "ask again");
	};
	if born > today {
		return refuse(Problem::InFuture, "lies in the future".into(), "correct the birth date");
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

/// A measurement in the wanted unit.
#[derive(Clone)]
struct Found {
	code: String,
	value: f64,
	time: Timed,
	path: String,
	basis: Vec<String>,
	observation: usize,
}

impl Found {
	fn into_input(self, feature: &Feature) -> Input {
		Input {
			feature: feature.name.clone(),
			title: feature.title.clone(),
			code: self.code,
			value: self.value,
			unit: feature.unit.clone(),
			time: Some(self.time.text),
			path: self.path,
			basis: self.basis,
		}
	}
}

/// What is looked for.
struct Wanted<'a> {
	title: &'a str,
	codes: &'a [String],
	unit: &'a str,
	plausible: [f64; 2],
	molar_mass: Option<f64>,
}

impl Wanted<'_> {
	fn code(&self) -> &str {
		self.codes.first().map_or("", String::as_str)
	}

	fn problem(
		&self,
		kind: Problem,
		path: &str,
		problem: impl fmt::Display,
		remedy: impl fmt::Display,
	) -> InputProblem {
		InputProblem {
			kind,
			code: self.code().to_owned(),
			path: path.to_owned(),
			problem: format!("{}: {problem}", self.title),
			remedy: remedy.to_string(),
		}
	}
}

struct Finder {
	observations: Observations,
	at: Moment,
}

impl Finder {
	fn observation(&self, feature: &Feature) -> Result<Found, InputProblem> {
		let source = &feature.source;
		let wanted = Wanted {
			title: &feature.title,
			codes: &source.codes,
			unit: &feature.unit,
			plausible: feature.plausible,
			molar_mass: source.molar_mass,
		};
		let direct = self.newest(&wanted)?;
		if let (Some(found), Some(lower)) = (&direct, &source.above) {
			self.above(&wanted, found, lower)?;
		}
		let found = match &source.or_from {
			None => direct,
			Some(parts) => self.body_mass(&wanted, direct, parts)?,
		};
		found.ok_or_else(|| self.missing(&wanted, source))
	}

	/// The newest reliable measurement, converted and found plausible; `None` when there is none.
	fn newest(&self, wanted: &Wanted<'_>) -> Result<Option<Found>, InputProblem> {
		let all: Vec<&Measurement> = self
			.observations
			.coded(wanted.codes)
			.filter(|measurement| measurement.reliable)
			.collect();
		let Some(first) = all.first() else { return Ok(None) };
		let limit = signed(self.at.saturating_add(FUTURE_TOLERANCE));
		for measurement in &all {
			if measurement.time.as_ref().is_some_and(|time| time.at > limit) {
				return Err(wanted.problem(
					Problem::InFuture,
					&measurement.path,
					"is dated later than now",
					"correct its date",
				));
			}
		}
		let newest = all.iter().filter_map(|measurement| measurement.time.as_ref()).max_by_key(|t| t.at);
		let Some(newest) = newest else {
			return Err(wanted.problem(
				Problem::Undated,
				&first.path,
				"says no time, so it may be of any age",
				"give effectiveDateTime",
			));
		};
		let at_once: Vec<(&Measurement, f64, &str)> = all
			.iter()
			.filter(|measurement| measurement.time.as_ref().is_some_and(|time| time.at == newest.at))
			.map(|measurement| {
				self.read(wanted, measurement).map(|(value, unit)| (*measurement, value, unit))
			})
			.collect::<Result<_, _>>()?;
		let Some((measurement, value, unit)) = at_once
			.iter()
			.find(|(_, _, unit)| *unit == wanted.unit)
			.or_else(|| at_once.first())
			.copied()
		else {
			return Ok(None);
		};
		for (other, other_value, other_unit) in &at_once {
			// The same unit must give the same number; another unit, the same but for rounding.
			let tolerance = if *other_unit == unit { 1e-9 } else { ROUNDING };
			if apart(value, *other_value) > tolerance {
				return Err(wanted.problem(
					Problem::Conflicting,
					&other.path,
					format!(
						"reads {other_value} {0}, but {value} {0} at the same time at {1}",
						wanted.unit, measurement.path
					),
					"mark the wrong one entered-in-error",
				));
			}
		}
		let [least, most] = wanted.plausible;
		if !(least..=most).contains(&value) {
			return Err(wanted.problem(
				Problem::Implausible,
				&measurement.path,
				format!("{value} {} is outside of {least} to {most}", wanted.unit),
				"measure again, or correct value or unit",
			));
		}
		let code = measurement.codes.iter().find(|code| wanted.codes.contains(code));
		Ok(Some(Found {
			code: code.cloned().unwrap_or_default(),
			value,
			time: newest.clone(),
			path: measurement.path.clone(),
			basis: measurement.reference.clone().into_iter().collect(),
			observation: measurement.observation,
		}))
	}

	/// A measurement's number in the wanted unit, and the unit it came in.
	fn read<'a>(
		&self,
		wanted: &Wanted<'_>,
		measurement: &'a Measurement,
	) -> Result<(f64, &'a str), InputProblem> {
		let path = &measurement.path;
		let Reading::Quantity { value, system, code, bound, .. } = &measurement.reading else {
			return Err(wanted.problem(
				Problem::NotAQuantity,
				path,
				"is no number with a unit",
				"give valueQuantity",
			));
		};
		if *bound {
			return Err(wanted.problem(
				Problem::Inexact,
				path,
				"is a bound (has a comparator), no value",
				"give the value itself",
			));
		}
		let finite = |value: f64| {
			if value.is_finite() {
				return Ok(value);
			}
			let problem = "is no finite number";
			Err(wanted.problem(Problem::NotFinite, path, problem, "correct the value"))
		};
		let value = finite(*value)?;
		let unit = |cause: UnitProblem| {
			let remedy = format!("give the unit as UCUM code, such as {}", wanted.unit);
			wanted.problem(Problem::Unit, path, cause, remedy)
		};
		let from = units::ucum_code(system.as_deref(), code.as_deref()).map_err(unit)?;
		let converted = match wanted.molar_mass {
			None => units::convert(value, from, wanted.unit),
			Some(mass) => units::convert_substance(value, from, wanted.unit, mass),
		};
		Ok((finite(converted.map_err(unit)?)?, from))
	}

	/// Systolic pressure must exceed the diastolic of the same measurement: else they were swapped.
	fn above(&self, wanted: &Wanted<'_>, found: &Found, lower: &str) -> Result<(), InputProblem> {
		let codes = [lower.to_owned()];
		let together = self.observations.coded(&codes).filter(|other| {
			let same_time = other.time.as_ref().is_some_and(|time| time.at == found.time.at);
			other.reliable && (same_time || other.observation == found.observation)
		});
		for other in together {
			let lower_wanted =
				Wanted { title: wanted.title, codes: &codes, unit: wanted.unit, ..*wanted };
			let (value, _) = self.read(&lower_wanted, other)?;
			if value >= found.value {
				return Err(wanted.problem(
					Problem::Implausible,
					&found.path,
					format!("{} is not above {lower} at the same time, {value}", found.value),
					"correct them: they may have been swapped",
				));
			}
		}
		Ok(())
	}

	/// A body mass index: as measured, or from weight and height when those are newer or alone.
	fn body_mass(
		&self,
		wanted: &Wanted<'_>,
		direct: Option<Found>,
		parts: &OrFrom,
	) -> Result<Option<Found>, InputProblem> {
		let part = |part: &Part| {
			self.newest(&Wanted {
				title: wanted.title,
				codes: std::slice::from_ref(&part.code),
				unit: &part.unit,
				plausible: part.plausible,
				molar_mass: None,
			})
		};
		let (weight, height) = match (&direct, part(&parts.weight), part(&parts.height)) {
			(_, Ok(Some(weight)), Ok(Some(height))) => (weight, height),
			// An index that was measured stands, whatever its parts look like.
			(Some(_), _, _) => return Ok(direct),
			(None, Err(problem), _) | (None, _, Err(problem)) => return Err(problem),
			(None, _, _) => return Ok(None),
		};
		let metres = height.value / 100.0;
		let value = weight.value / (metres * metres);
		if let Some(direct) = direct {
			let together = direct.time.at == weight.time.at && direct.time.at == height.time.at;
			if together && apart(direct.value, value) > BODY_MASS_ROUNDING {
				return Err(wanted.problem(
					Problem::Conflicting,
					&direct.path,
					format!(
						"is {}, but weight and height at the same time make {value:.1}",
						direct.value
					),
					"mark the wrong one entered-in-error",
				));
			}
			if weight.time.at <= direct.time.at {
				return Ok(Some(direct));
			}
		}
		let [least, most] = wanted.plausible;
		if !(least..=most).contains(&value) {
			return Err(wanted.problem(
				Problem::Implausible,
				&weight.path,
				format!("weight and height make {value:.1}, outside of {least} to {most}"),
				"correct weight or height",
			));
		}
		Ok(Some(Found {
			code: format!("{} and {}", parts.weight.code, parts.height.code),
			value,
			basis: [weight.basis, height.basis].concat(),
			..weight
		}))
	}

	fn missing(&self, wanted: &Wanted<'_>, source: &Source) -> InputProblem {
		let unreliable = self.observations.coded(wanted.codes).next();
		let (path, problem) = match unreliable {
			Some(found) => {
				(found.path.as_str(), "is there only with a status other than final, amended or corrected")
			},
			None => ("Observation", "is in none of the records"),
		};
		let also = source.or_from.as_ref().map_or_else(String::new, |parts| {
			format!(" (or {} and {})", parts.weight.code, parts.height.code)
		});
		wanted.problem(
			Problem::Missing,
			path,
			problem,
			format!(
				"name a record with an Observation of LOINC {}{also}, final, with its time, in {}",
				wanted.code(),
				wanted.unit
			),
		)
	}
}

/// How far apart two values are, as a share of the larger.
fn apart(a: f64, b: f64) -> f64 {
	let larger = a.abs().max(b.abs());
	if larger == 0.0 { 0.0 } else { (a - b).abs() / larger }
}

fn signed(at: Moment) -> i64 {
	i64::try_from(at).unwrap_or(i64::MAX)
}
