//! Yes or no: by a code, or by measurements above a limit.

use super::{Finder, Found, Wanted};
use crate::fhir::{Concept, Measurement, Reading};
use crate::models::{
	Feature, InputProblem, Problem,
	card::{AnswerCode, Answers, AnyAbove},
};

impl Finder {
	/// 1 or 0 by the newest coded answer.
	pub fn answer(&self, feature: &Feature, answers: &Answers) -> Result<Found, InputProblem> {
		// The code to name when nothing is there.
		let codes: Vec<String> = match answers.codes.is_empty() {
			false => answers.codes.clone(),
			true => answers.yes.iter().map(|yes| yes.code.clone()).collect(),
		};
		let wanted = wanted(feature, &codes);
		self.coded_answer(&wanted, answers)?
			.ok_or_else(|| missing(&wanted, answers, &[]))
	}

	/// 1 when one of the newest measurements is above its limit, or a code says so; 0 when none is.
	pub fn any_above(&self, feature: &Feature, source: &AnyAbove) -> Result<Found, InputProblem> {
		let codes: Vec<String> = source.of.iter().map(|limit| limit.code.clone()).collect();
		let wanted = wanted(feature, &codes);
		let mut all: Vec<Found> = Vec::new();
		for limit in &source.of {
			let measured = self.newest(&Wanted {
				title: &feature.title,
				codes: std::slice::from_ref(&limit.code),
				unit: &limit.unit,
				plausible: limit.plausible,
				valid: None,
				molar_mass: None,
			})?;
			all.extend(measured.map(|found| Found {
				value: f64::from(found.value > limit.above),
				..found
			}));
		}
		// A measurement above its limit says yes; one that is not leaves it to the others.
		all.sort_by(|a, b| b.value.total_cmp(&a.value));
		let coded = self.coded_answer(&wanted, &source.or)?;
		let newest = all.iter().chain(&coded).map(|found| found.time.at).max();
		all.retain(|found| Some(found.time.at) == newest);
		let coded = coded.filter(|found| Some(found.time.at) == newest);
		match (all.into_iter().next(), coded) {
			(Some(measured), Some(coded)) if measured.value != coded.value => {
				Err(conflict(&wanted, &coded.path, &measured.path))
			}
			(Some(found), _) | (None, Some(found)) => Ok(found),
			(None, None) => Err(missing(&wanted, &source.or, &codes)),
		}
	}

	/// The newest coded answer; `None` when there is none.
	fn coded_answer(
		&self,
		wanted: &Wanted<'_>,
		answers: &Answers,
	) -> Result<Option<Found>, InputProblem> {
		let asked = |measurement: &&Measurement| {
			measurement
				.codes
				.iter()
				.any(|code| answers.codes.contains(code))
				&& measurement.reading != Reading::Nothing
		};
		let candidates = self
			.observations
			.iter()
			.filter(|measurement| asked(measurement) || said(measurement, answers).is_some());
		let Some((time, last)) = self.last(wanted, candidates)? else {
			return Ok(None);
		};
		let mut found: Option<Found> = None;
		for measurement in last {
			let Some((code, yes)) = said(measurement, answers) else {
				return Err(wanted.problem(
					Problem::UnknownAnswer,
					&measurement.path,
					"is none of the answers that the model knows",
					format!("give one of these codes: {}", list(answers)),
				));
			};
			let value = f64::from(yes);
			match &found {
				Some(other) if other.value != value => {
					return Err(conflict(wanted, &measurement.path, &other.path));
				}
				Some(_) => {}
				None => {
					found = Some(Found {
						code,
						value,
						time: time.clone(),
						path: measurement.path.clone(),
						basis: measurement.reference.clone().into_iter().collect(),
						observation: measurement.observation,
					});
				}
			}
		}
		Ok(found)
	}
}

fn wanted<'a>(feature: &'a Feature, codes: &'a [String]) -> Wanted<'a> {
	Wanted {
		title: &feature.title,
		codes,
		unit: &feature.unit,
		plausible: feature.plausible,
		valid: None,
		molar_mass: None,
	}
}

/// The answer that an observation gives by its value, or by its own code where that is all it says.
fn said(measurement: &Measurement, answers: &Answers) -> Option<(String, bool)> {
	let among = |concepts: &[Concept]| {
		let of = |list: &[AnswerCode]| {
			concepts.iter().find_map(|concept| {
				list.iter()
					.any(|answer| answer.system == concept.system && answer.code == concept.code)
					.then(|| concept.code.clone())
			})
		};
		of(&answers.yes)
			.map(|code| (code, true))
			.or_else(|| of(&answers.no).map(|code| (code, false)))
	};
	match &measurement.reading {
		Reading::Coded(concepts) => among(concepts),
		// "Breathing room air: no" does not say how much oxygen there is.
		Reading::Flag(false) => None,
		_ => among(&measurement.concepts),
	}
}

fn conflict(wanted: &Wanted<'_>, path: &str, other: &str) -> InputProblem {
	wanted.problem(
		Problem::Conflicting,
		path,
		format!("says the opposite of {other} at the same time"),
		"mark the wrong one entered-in-error",
	)
}

fn missing(wanted: &Wanted<'_>, answers: &Answers, codes: &[String]) -> InputProblem {
	let or = match codes {
		[] => String::new(),
		codes => format!(", or a measurement of LOINC {}", codes.join(" or ")),
	};
	wanted.problem(
		Problem::Missing,
		"Observation",
		"is in none of the records, and is never assumed",
		format!(
			"name a record with an Observation, final, with its time, that says one of: {}{or}",
			list(answers)
		),
	)
}

fn list(answers: &Answers) -> String {
	let all = answers.yes.iter().chain(&answers.no);
	let named: Vec<String> = all
		.map(|answer| format!("{} ({})", answer.code, answer.display))
		.collect();
	named.join(", ")
}
