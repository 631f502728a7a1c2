// SPDX-License-Identifier: Apache-2.0
//! The newest measurement of one thing: found by code, converted, and checked against the others of its
//! time.

mod answer_list;
mod body;

use super::{
	Feature,
	card::Measured,
	problems::{FUTURE_TOLERANCE, Input, InputProblem, Problem, Refused, signed},
};
use salus_fhir::{
	Measurement, Observations, Reading, Status, Timed,
	units::{self, UnitProblem},
};
use salus_primitives::Moment;
use std::fmt;
use time::Date;

/// Two statements of one measurement in different units may differ by rounding, by this share.
const ROUNDING: f64 = 0.01;

/// A measurement in the wanted unit, or a coded answer as 1 or 0.
#[derive(Clone)]
pub(super) struct Resolved {
	pub code: String,
	value: f64,
	pub time: Timed,
	pub path: String,
	basis: Vec<String>,
	observation: usize,
	/// The documents that it is from.
	pub documents: Vec<usize>,
	/// What the result must say of it.
	pub notes: Vec<String>,
}

impl Resolved {
	pub fn is_yes(&self) -> bool {
		self.value == 1.0
	}

	/// As an input of the model.
	pub fn into_input(self, feature: &Feature) -> Input {
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

/// By what a measurement is found, and what it must be.
struct Criteria<'a> {
	title: &'a str,
	codes: &'a [String],
	snomed: &'a [String],
	unit: &'a str,
	plausible: [f64; 2],
	valid: Option<[f64; 2]>,
	molar_mass: Option<f64>,
}

impl Criteria<'_> {
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

	/// That a value is not an error, and that the model is valid for it. `found` says what it is.
	fn check(
		&self,
		value: f64,
		found: impl fmt::Display,
		path: &str,
		remedy: &str,
	) -> Result<(), InputProblem> {
		let [least, most] = self.plausible;
		if !(least..=most).contains(&value) {
			let problem = format!("{found} outside of {least} to {most}");
			return Err(self.problem(Problem::Implausible, path, problem, remedy));
		}
		if let Some([low, high]) = self.valid
			&& !(low..=high).contains(&value)
		{
			let problem =
				format!("{found} outside of {low} to {high}: the model is not valid there");
			let remedy = "decide without the model, unless the value is wrong";
			return Err(self.problem(Problem::OutOfScope, path, problem, remedy));
		}
		Ok(())
	}
}

/// Finds measurements as of a moment.
pub(super) struct Finder {
	pub observations: Observations,
	/// The day of the patient's birth, where it is known.
	pub born: Option<Date>,
	pub at: Moment,
}

impl Finder {
	/// The input that a measurement gives.
	pub fn measurement(
		&self,
		feature: &Feature,
		source: &Measured,
	) -> Result<Resolved, InputProblem> {
		let criteria = Criteria {
			title: &feature.title,
			codes: &source.codes,
			snomed: &source.snomed,
			unit: &feature.unit,
			plausible: feature.plausible,
			valid: feature.valid,
			molar_mass: source.molar_mass,
		};
		let direct = self.newest(&criteria)?;
		if let (Some(found), Some(lower)) = (&direct, &source.above) {
			self.above(&criteria, found, lower)?;
		}
		let found = match &source.or_from {
			None => direct,
			Some(parts) => self.body_mass(&criteria, direct, parts)?,
		};
		found.ok_or_else(|| self.missing(&criteria, source))
	}

	/// What was stated last, at one time; `None` when there is nothing. The newest statement decides, whatever it
	/// says: when it can't be used the request is refused, and no older one steps in.
	fn last<'a>(
		&self,
		criteria: &Criteria<'_>,
		all: impl Iterator<Item = &'a Measurement>,
	) -> Result<Option<Last<'a>>, InputProblem> {
		let (cancelled, mut all): (Vec<&Measurement>, Vec<&Measurement>) =
			all.partition(|measurement| measurement.status == Status::Cancelled);
		// Of equal ones the first is taken, whatever the order in which the documents came.
		all.sort_by(|a, b| a.reference.cmp(&b.reference));
		let limit = signed(self.at.saturating_add(FUTURE_TOLERANCE));
		for measurement in &all {
			let Some(time) = &measurement.time else {
				return Err(unusable(criteria, measurement).unwrap_or_else(|| {
					let remedy = "give effectiveDateTime, or leave its record out of the request";
					let problem = "says no time, so it may be newer than the others, or of any age";
					criteria.problem(Problem::Undated, &measurement.path, problem, remedy)
				}));
			};
			if time.is_after(limit) {
				let problem = "is dated later than now";
				let path = &measurement.path;
				return Err(criteria.problem(Problem::InFuture, path, problem, "correct its date"));
			}
		}
		let times = all.iter().filter_map(|measurement| measurement.time.clone());
		let Some(newest) = times.max_by_key(|time| time.at) else {
			return Ok(None);
		};
		let is_newest =
			|time: &Option<Timed>| time.as_ref().is_some_and(|time| time.at == newest.at);
		all.retain(|measurement| is_newest(&measurement.time));
		// A final value outranks what was preliminary, or not had, at the same time.
		let outranked = |measurement: &&Measurement| {
			matches!(&measurement.status, Status::NotFinal(status) if status == "preliminary" || status == "registered")
				|| matches!(measurement.reading, Reading::Absent(_))
		};
		if all.iter().any(|measurement| unusable(criteria, measurement).is_none()) {
			all.retain(|measurement| measurement.unusable.is_some() || !outranked(measurement));
		}
		if let Some(problem) = all.iter().find_map(|measurement| unusable(criteria, measurement)) {
			return Err(problem);
		}
		let since = |time: &Option<Timed>| time.as_ref().is_none_or(|time| time.at > newest.at);
		let later = cancelled.iter().any(|measurement| since(&measurement.time));
		let note = "a later measurement was cancelled, and gave no value";
		let notes = later.then(|| format!("{}: {note}", criteria.title));
		Ok(Some(Last { time: newest, measurements: all, notes: notes.into_iter().collect() }))
	}

	/// The newest measurement, converted and found plausible; `None` when there is none.
	fn newest(&self, criteria: &Criteria<'_>) -> Result<Option<Resolved>, InputProblem> {
		let coded = self.observations.coded(criteria.codes, criteria.snomed);
		let Some(Last { time: newest, measurements, notes }) = self.last(criteria, coded)? else {
			return Ok(None);
		};
		let at_once: Vec<(&Measurement, f64, &str)> = measurements
			.into_iter()
			.map(|measurement| {
				self.read(criteria, measurement).map(|(value, unit)| (measurement, value, unit))
			})
			.collect::<Result<_, _>>()?;
		let Some((measurement, value, unit)) = at_once
			.iter()
			.find(|(_, _, unit)| *unit == criteria.unit)
			.or_else(|| at_once.first())
			.copied()
		else {
			return Ok(None);
		};
		for (other, other_value, other_unit) in &at_once {
			// The same unit must give the same number; another unit, the same but for rounding.
			let tolerance = if *other_unit == unit { 1e-9 } else { ROUNDING };
			if apart(value, *other_value) > tolerance {
				return Err(criteria.problem(
					Problem::Conflicting,
					&other.path,
					format!(
						"reads {other_value} {0}, but {value} {0} at the same time at {1}",
						criteria.unit, measurement.path
					),
					"mark the wrong one entered-in-error",
				));
			}
		}
		criteria.check(
			value,
			format_args!("{value} {} is", criteria.unit),
			&measurement.path,
			"measure again, or correct value or unit",
		)?;
		let mut concepts = measurement.concepts.iter();
		let asked = |code: &String| criteria.codes.contains(code) || criteria.snomed.contains(code);
		let code = concepts.find(|concept| asked(&concept.code));
		Ok(Some(Resolved {
			code: code.map(|concept| concept.code.clone()).unwrap_or_default(),
			value,
			time: newest,
			path: measurement.path.clone(),
			basis: measurement.reference.clone().into_iter().collect(),
			observation: measurement.observation,
			documents: vec![measurement.document],
			notes,
		}))
	}

	/// A measurement's number in the wanted unit, and the unit it came in.
	fn read<'a>(
		&self,
		criteria: &Criteria<'_>,
		measurement: &'a Measurement,
	) -> Result<(f64, &'a str), InputProblem> {
		let path = &measurement.path;
		let Reading::Quantity { value, system, code, bound } = &measurement.reading else {
			return Err(criteria.problem(
				Problem::NotAQuantity,
				path,
				"is not a number with a unit",
				"give valueQuantity",
			));
		};
		if *bound {
			return Err(criteria.problem(
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
			let problem = "is not a finite number";
			Err(criteria.problem(Problem::NotFinite, path, problem, "correct the value"))
		};
		let value = finite(*value)?;
		let unit = |cause: UnitProblem| {
			let remedy = format!("give the unit as UCUM code, such as {}", criteria.unit);
			criteria.problem(Problem::Unit, path, cause, remedy)
		};
		let from = units::ucum_code(system.as_deref(), code.as_deref()).map_err(unit)?;
		let converted = match criteria.molar_mass {
			None => units::convert(value, from, criteria.unit),
			Some(mass) => units::convert_substance(value, from, criteria.unit, mass),
		};
		Ok((finite(converted.map_err(unit)?)?, from))
	}

	/// Systolic pressure must exceed the diastolic of the same measurement: else they were swapped.
	fn above(
		&self,
		criteria: &Criteria<'_>,
		found: &Resolved,
		lower: &str,
	) -> Result<(), InputProblem> {
		let codes = [lower.to_owned()];
		let together = self.observations.coded(&codes, &[]).filter(|other| {
			let same_time = other.time.as_ref().is_some_and(|time| time.at == found.time.at);
			let usable = other.status == Status::Final && other.unusable.is_none();
			let valued = !matches!(other.reading, Reading::Absent(_) | Reading::Nothing);
			usable && valued && (same_time || other.observation == found.observation)
		});
		for other in together {
			let lower_criteria = Criteria {
				title: criteria.title,
				codes: &codes,
				snomed: &[],
				unit: criteria.unit,
				..*criteria
			};
			let (value, _) = self.read(&lower_criteria, other)?;
			if value >= found.value {
				return Err(criteria.problem(
					Problem::Implausible,
					&found.path,
					format!("{} is not above {lower} at the same time, {value}", found.value),
					"correct them: they may have been swapped",
				));
			}
		}
		Ok(())
	}

	fn missing(&self, criteria: &Criteria<'_>, source: &Measured) -> InputProblem {
		let cancelled = self.observations.coded(criteria.codes, criteria.snomed).next();
		let (path, problem) = match cancelled {
			Some(found) => (found.path.as_str(), "is there only as cancelled, without a value"),
			None => ("Observation", "is in none of the records"),
		};
		let also = source.or_from.as_ref().map_or_else(String::new, |parts| {
			format!(" (or {} and {})", parts.weight.code, parts.height.code)
		});
		criteria.problem(
			Problem::Missing,
			path,
			problem,
			format!(
				"name a record with an Observation of LOINC {}{also}, final, with its time, in {}",
				criteria.code(),
				criteria.unit
			),
		)
	}
}

/// The newest statements of one thing, all of one time.
struct Last<'a> {
	time: Timed,
	measurements: Vec<&'a Measurement>,
	notes: Vec<String>,
}

/// Why a measurement can't be used, if it can't: before what it reads is seen.
fn unusable(criteria: &Criteria<'_>, measurement: &Measurement) -> Option<InputProblem> {
	let path = &measurement.path;
	if let Some(unusable) = &measurement.unusable {
		return Some(Refused::of(unusable).input(criteria.title, criteria.code(), path));
	}
	if let Status::NotFinal(status) = &measurement.status {
		let problem = format!(
			"the newest has the status {status}, which is neither final nor amended nor corrected"
		);
		let remedy = "wait until it is final, or correct its status";
		return Some(criteria.problem(Problem::NotFinal, path, problem, remedy));
	}
	if let Reading::Absent(reason) = &measurement.reading {
		let reason = reason.as_deref().unwrap_or("not given");
		let problem = format!("the newest has no value; the reason for its absence: {reason}");
		return Some(criteria.problem(Problem::NoValue, path, problem, "measure it again"));
	}
	None
}

/// How far apart two values are, as a share of the larger.
fn apart(a: f64, b: f64) -> f64 {
	let larger = a.abs().max(b.abs());
	if larger == 0.0 { 0.0 } else { (a - b).abs() / larger }
}
