// SPDX-License-Identifier: Apache-2.0
//! Yes or no: by a code, by an answer to it, or by measurements above a limit.
//!
//! An observation's code answers only when nothing in it speaks otherwise: `tests/answer_list.rs` has the table.

use super::{Criteria, Finder, Last, Resolved};
use crate::{
	Feature, InputProblem, Problem,
	card::{AnswerCode, AnswerList, AnyAbove, Limit, YesNo},
};
use salus_fhir::{Concept, Measurement, Reading, codes, units};

impl Finder {
	/// 1 or 0 by the newest answer.
	pub fn answer(
		&self,
		feature: &Feature,
		answers: &AnswerList,
	) -> Result<Resolved, InputProblem> {
		// The code to name when nothing is there.
		let codes: Vec<String> = match answers.codes.is_empty() {
			false => answers.codes.clone(),
			true => answers.yes.iter().map(|yes| yes.code.clone()).collect(),
		};
		let criteria = criteria(feature, &codes);
		let set = AnswerSet { answers, limits: &[] };
		self.newest_answer(&criteria, &set)?.ok_or_else(|| missing(&criteria, answers, &[]))
	}

	/// 1 when one of the newest measurements is above its limit, or a code says so; 0 when none is.
	pub fn any_above(
		&self,
		feature: &Feature,
		source: &AnyAbove,
	) -> Result<Resolved, InputProblem> {
		let codes: Vec<String> = source.of.iter().map(|limit| limit.code.clone()).collect();
		let criteria = criteria(feature, &codes);
		let set = AnswerSet { answers: &source.or, limits: &source.of };
		self.newest_answer(&criteria, &set)?.ok_or_else(|| missing(&criteria, &source.or, &codes))
	}

	/// The newest answer; `None` when there is none.
	fn newest_answer(
		&self,
		criteria: &Criteria<'_>,
		set: &AnswerSet<'_>,
	) -> Result<Option<Resolved>, InputProblem> {
		let candidates = self.observations.iter().filter(|measurement| set.concerns(measurement));
		let Some(Last { time, measurements, notes }) = self.last(criteria, candidates)? else {
			return Ok(None);
		};
		let limited = |measurement: &Measurement| set.limit(measurement).is_some();
		let mut measured: Option<Resolved> = None;
		let mut stated: Option<Resolved> = None;
		for measurement in &measurements {
			let found = |code: String, yes: bool| Resolved {
				code,
				value: f64::from(yes),
				time: time.clone(),
				path: measurement.path.clone(),
				basis: measurement.reference.clone().into_iter().collect(),
				observation: measurement.observation,
				documents: vec![measurement.document],
				notes: notes.clone(),
			};
			if let Some(limit) = set.limit(measurement) {
				let yes = self.is_above(criteria, limit, measurement)?;
				// A measurement above its limit says yes; one that is not leaves it to the others.
				if measured.is_none() || yes {
					measured = Some(found(limit.code.clone(), yes));
				}
				continue;
			}
			// What a panel says is what its parts say.
			let mut parts =
				measurements.iter().filter(|part| part.observation == measurement.observation);
			if measurement.reading == Reading::Parts && parts.any(|part| limited(part)) {
				continue;
			}
			let Some((code, yes)) = set.stated(measurement) else {
				let problem = "is none of the answers that the model knows";
				let remedy = format!("give one of these codes: {}", list(set.answers));
				return Err(criteria.problem(
					Problem::UnknownAnswer,
					&measurement.path,
					problem,
					remedy,
				));
			};
			match &stated {
				Some(other) if other.is_yes() != yes => {
					return Err(conflict(criteria, &measurement.path, &other.path));
				}
				Some(_) => {}
				None => stated = Some(found(code, yes)),
			}
		}
		match (measured, stated) {
			(Some(measured), Some(stated)) if measured.is_yes() != stated.is_yes() => {
				Err(conflict(criteria, &stated.path, &measured.path))
			}
			(measured, stated) => Ok(measured.or(stated)),
		}
	}

	fn is_above(
		&self,
		criteria: &Criteria<'_>,
		limit: &Limit,
		measurement: &Measurement,
	) -> Result<bool, InputProblem> {
		let criteria = Criteria {
			codes: std::slice::from_ref(&limit.code),
			unit: &limit.unit,
			plausible: limit.plausible,
			..*criteria
		};
		let (value, _) = self.read(&criteria, measurement)?;
		let found = format!("{value} {} is", limit.unit);
		criteria.check(
			value,
			found,
			&measurement.path,
			"measure again, or correct value or unit",
		)?;
		Ok(value > limit.above)
	}
}

/// What answers, and what measures.
struct AnswerSet<'a> {
	answers: &'a AnswerList,
	limits: &'a [Limit],
}

impl<'a> AnswerSet<'a> {
	/// Whether an observation may be an answer, be it one that is understood or not.
	fn concerns(&self, measurement: &Measurement) -> bool {
		let coded = match &measurement.reading {
			Reading::Coded(concepts, _) => self.among(concepts) != Among::None,
			_ => false,
		};
		let answers = self.answers;
		let asked = measurement.is_coded(&answers.codes, &answers.snomed);
		let panel = asked && measurement.reading == Reading::Parts;
		let own = self.among(&measurement.concepts) != Among::None;
		(asked && !panel) || own || coded || self.limit(measurement).is_some()
	}

	/// The limit that a measurement is held against.
	fn limit(&self, measurement: &Measurement) -> Option<&'a Limit> {
		let is = |limit: &&Limit| {
			measurement.reading != Reading::Parts
				&& measurement.is_coded(std::slice::from_ref(&limit.code), &limit.snomed)
		};
		self.limits.iter().find(is)
	}

	/// Which answer is among these codes.
	fn among(&self, concepts: &[Concept]) -> Among<'a> {
		let is = |answer: &AnswerCode| {
			let mut concepts = concepts.iter();
			concepts.any(|concept| answer.system == concept.system && answer.code == concept.code)
		};
		let yes = self.answers.yes.iter().find(|answer| is(answer));
		let no = self.answers.no.iter().find(|answer| is(answer));
		match (yes, no) {
			(Some(yes), None) => Among::One(yes, true),
			(None, Some(no)) => Among::One(no, false),
			(None, None) => Among::None,
			(Some(_), Some(_)) => Among::Both,
		}
	}

	/// The answer that an observation gives by its value; or by its own code, as far as the value agrees.
	fn stated(&self, measurement: &Measurement) -> Option<(String, bool)> {
		if let Reading::Coded(concepts, _) = &measurement.reading {
			match self.among(concepts) {
				Among::One(answer, yes) => return Some((answer.code.clone(), yes)),
				Among::Both => return None,
				Among::None => {}
			}
		}
		let Among::One(own, yes) = self.among(&measurement.concepts) else {
			return None;
		};
		let agrees = match &measurement.reading {
			Reading::Nothing => (!measurement.interpreted).then_some(true),
			Reading::Flag(flag) => Some(*flag),
			Reading::Text(text) => yes_or_no(text),
			// A score of the chart: the code tells the answer, the number its points.
			Reading::Integer(0..=3) if own.points => Some(true),
			Reading::Integer(0) => Some(false),
			Reading::Integer(1) => Some(true),
			Reading::Coded(concepts, text) => coded_yes_or_no(concepts, text.as_deref()),
			Reading::Quantity { .. } if yes => self.level(&measurement.reading),
			Reading::Quantity { .. }
			| Reading::Integer(_)
			| Reading::Time(_)
			| Reading::Other
			| Reading::Absent(_)
			| Reading::Parts => None,
		}?;
		let says = match (agrees, own.if_denied) {
			(true, _) => yes,
			(false, denied) => denied? == YesNo::Yes,
		};
		Some((own.code.clone(), says))
	}

	/// Whether an amount is above the limit of its unit.
	fn level(&self, reading: &Reading) -> Option<bool> {
		let Reading::Quantity { value, system, code, bound: false } = reading else {
			return None;
		};
		let unit = units::ucum_code(system.as_deref(), code.as_deref()).ok()?;
		self.limits.iter().find_map(|limit| {
			let value = units::convert(*value, unit, &limit.unit).ok()?;
			let [least, most] = limit.plausible;
			(least..=most).contains(&value).then_some(value > limit.above)
		})
	}
}

/// What is found of the answers among codes.
#[derive(Clone, Copy)]
enum Among<'a> {
	None,
	One(&'a AnswerCode, bool),
	Both,
}

impl PartialEq for Among<'_> {
	fn eq(&self, other: &Self) -> bool {
		std::mem::discriminant(self) == std::mem::discriminant(other)
	}
}

fn coded_yes_or_no(concepts: &[Concept], text: Option<&str>) -> Option<bool> {
	let yes = concepts.iter().any(|concept| concept.is_one_of(codes::YES));
	let no = concepts.iter().any(|concept| concept.is_one_of(codes::NO));
	match (yes, no) {
		(true, false) => Some(true),
		(false, true) => Some(false),
		(false, false) if concepts.is_empty() => yes_or_no(text?),
		_ => None,
	}
}

fn yes_or_no(text: &str) -> Option<bool> {
	match text.trim().to_lowercase().as_str() {
		"yes" | "y" | "true" => Some(true),
		"no" | "n" | "false" => Some(false),
		_ => None,
	}
}

fn criteria<'a>(feature: &'a Feature, codes: &'a [String]) -> Criteria<'a> {
	Criteria {
		title: &feature.title,
		codes,
		snomed: &[],
		unit: &feature.unit,
		plausible: feature.plausible,
		valid: None,
		molar_mass: None,
	}
}

fn conflict(criteria: &Criteria<'_>, path: &str, other: &str) -> InputProblem {
	criteria.problem(
		Problem::Conflicting,
		path,
		format!("says the opposite of {other} at the same time"),
		"mark the wrong one entered-in-error",
	)
}

fn missing(criteria: &Criteria<'_>, answers: &AnswerList, codes: &[String]) -> InputProblem {
	let or = match codes {
		[] => String::new(),
		codes => format!(", or a measurement of LOINC {}", codes.join(" or ")),
	};
	criteria.problem(
		Problem::Missing,
		"Observation",
		"is in none of the records, and is never assumed",
		format!(
			"name a record with an Observation, final, with its time, that says one of: {}{or}",
			list(answers)
		),
	)
}

fn list(answers: &AnswerList) -> String {
	let all = answers.yes.iter().chain(&answers.no);
	let named: Vec<String> =
		all.map(|answer| format!("{} ({})", answer.code, answer.display)).collect();
	named.join(", ")
}
