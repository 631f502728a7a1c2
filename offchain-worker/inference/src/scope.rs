// SPDX-License-Identifier: Apache-2.0
//! Whether a model is meant for a patient: alive, old enough, with the diagnoses that it needs and none that it is not
//! for. What may keep a patient out does; what may be needed must be certain.

use super::{
	Card,
	card::{AnswerCode, ConditionCode, Conditions, ExcludedObservation, Shows},
	finder::Finder,
	lists::{conditions::told_unknown, named},
	patient::years,
	problems::{FUTURE_TOLERANCE, InputProblem, Problem, Refused, signed},
};
use salus_fhir::{
	Administrative, Certainty, Concept, Course, Diagnoses, Diagnosis, Living, Measurement, Reading,
	Status, codes, units,
};
use salus_primitives::Moment;

const DAY: i64 = 24 * 60 * 60 * 1000;
/// A pregnancy that was stated longer ago is over.
const PREGNANCY: i64 = 300 * DAY;
/// A child may come so much later than foretold.
const OVERDUE: i64 = 28 * DAY;
/// A pregnancy lasts so many weeks at most.
const WEEKS: f64 = 43.0;
const DECIDE_WITHOUT: &str = "the model is not meant for this patient: decide without it";

/// When a diagnosis began, against how old it may be; in the order in which they decide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Aged {
	Recent,
	Undated,
	Ahead,
	Old,
}

/// What is known of a patient against a model's scope.
#[derive(Default)]
pub(super) struct Scope {
	/// Why the model is not meant for the patient: every reason.
	pub reasons: Vec<InputProblem>,
	/// What the result must say.
	pub notes: Vec<String>,
}

pub(super) fn of(
	card: &Card,
	patient: Option<&Administrative>,
	patients: &[Administrative],
	diagnoses: &Diagnoses,
	finder: &Finder,
) -> Scope {
	let mut scope = Scope::default();
	scope.living(patients);
	scope.old_enough(card, patient, finder.at);
	if let Some(required) = &card.required_conditions {
		scope.required(required, diagnoses, finder.at);
	}
	scope.excluded(&card.excluded_conditions, diagnoses);
	for excluded in &card.excluded_observations {
		scope.reasons.extend(shown(excluded, finder));
	}
	scope
}

fn out_of_scope(code: &str, path: &str, problem: String) -> InputProblem {
	InputProblem {
		kind: Problem::OutOfScope,
		code: code.into(),
		path: path.into(),
		problem,
		remedy: DECIDE_WITHOUT.into(),
	}
}

impl Scope {
	fn living(&mut self, patients: &[Administrative]) {
		let dead = patients.iter().find(|patient| patient.living != Living::Yes);
		if let Some(patient) = dead {
			let path = format!("{}.deceased", patient.path);
			let problem = match patient.living {
				Living::Unknown => "it is not known whether the patient lives",
				Living::Dead | Living::Yes => "the patient is dead",
			};
			self.reasons.push(out_of_scope("Patient.deceased", &path, problem.into()));
		}
	}

	fn old_enough(&mut self, card: &Card, patient: Option<&Administrative>, at: Moment) {
		let (Some(patient), Some(least)) = (patient, card.age_from) else {
			return;
		};
		match years(patient, at) {
			Err(problem) => self.reasons.push(problem),
			Ok(years) if years < f64::from(least) => {
				let path = format!("{}.birthDate", patient.path);
				let problem =
					format!("the patient is {years}, and the model is for people from {least} on");
				self.reasons.push(out_of_scope("Patient.birthDate", &path, problem));
			}
			Ok(_) => {}
		}
	}

	/// That one of these diagnoses is there, certain, and not older than the model is for.
	fn required(&mut self, required: &Conditions, diagnoses: &Diagnoses, at: Moment) {
		let Some(first) = required.codes.first() else {
			return;
		};
		let is_certain = |diagnosis: &&Diagnosis| {
			let mut codes = required.codes.iter();
			let known = codes.find(|known| diagnosis.codes.contains(&known.code));
			known.is_some_and(|known| !known.while_active || diagnosis.course == Course::Active)
				&& diagnosis.certainty == Certainty::Certain
				&& diagnosis.unusable.is_none()
		};
		let certain: Vec<&Diagnosis> = diagnoses.iter().filter(is_certain).collect();
		if certain.is_empty() {
			self.reasons.push(InputProblem {
				kind: Problem::OutOfScope,
				code: first.code.clone(),
				path: "Condition".into(),
				problem: format!("none of the records holds a confirmed diagnosis of: {}", first.display),
				remedy: "name the record of the diagnosis in the request too; if there is none, decide without the model"
					.into(),
			});
			return;
		}
		let Some(days) = required.within_days else {
			return;
		};
		let within = i64::from(days).saturating_mul(DAY);
		let limit = signed(at.saturating_add(FUTURE_TOLERANCE));
		let since = |moment: i64| signed(at).saturating_sub(moment);
		let aged = |diagnosis: &Diagnosis| match &diagnosis.began {
			None => Aged::Undated,
			Some(began) if began.is_after(limit) => Aged::Ahead,
			Some(began) if since(began.last()) > within => Aged::Old,
			Some(began) if since(began.at) <= within.saturating_add(DAY) => Aged::Recent,
			// Of a month or a year of which only a part is recent.
			Some(_) => Aged::Undated,
		};
		// What can be corrected is told before what is only old.
		let Some(best) = certain.into_iter().min_by_key(|diagnosis| aged(diagnosis)) else {
			return;
		};
		let began = best.began.as_ref().map_or("", |began| began.text.as_str());
		let (kind, problem, remedy) = match aged(best) {
			Aged::Recent => return,
			Aged::Undated => (
				Problem::Undated,
				format!(
					"nothing tells that it began in the last {days} days, which the model is for"
				),
				"give its onsetDateTime, to the day",
			),
			Aged::Ahead => (
				Problem::InFuture,
				format!("its beginning, {began}, is later than now"),
				"correct its date",
			),
			Aged::Old => (
				Problem::OutOfScope,
				format!("began on {began}, more than {days} days ago"),
				DECIDE_WITHOUT,
			),
		};
		self.reasons.push(InputProblem {
			kind,
			code: first.code.clone(),
			path: best.path.clone(),
			problem: format!("{}: {problem}", first.display),
			remedy: remedy.into(),
		});
	}

	fn excluded(&mut self, excluded: &Conditions, diagnoses: &Diagnoses) {
		if excluded.codes.is_empty() {
			return;
		}
		let mut unknown: Vec<&Diagnosis> = Vec::new();
		let not_refuted = |diagnosis: &&Diagnosis| {
			diagnosis.certainty != Certainty::Refuted || diagnosis.unusable.is_some()
		};
		for diagnosis in diagnoses.iter().filter(not_refuted) {
			if let Some(found) = excluded.named_by(diagnosis) {
				if !diagnosis.may_last() && found.while_active {
					continue;
				}
				self.reasons.push(match &diagnosis.unusable {
					None => {
						let problem =
							format!("the patient is already known to have: {}", found.display);
						out_of_scope(&found.code, &diagnosis.path, problem)
					}
					Some(unusable) => {
						Refused::of(unusable).input(&found.display, &found.code, &diagnosis.path)
					}
				});
				continue;
			}
			let over = !diagnosis.may_last() && excluded.codes.iter().all(|code| code.while_active);
			let none = diagnosis.concepts.iter().any(|concept| {
				concept.is_one_of(codes::NO_PROBLEMS) || concept.is_one_of(codes::NO_INFORMATION)
			});
			if over || none || excluded.others.hold(&diagnosis.codes) {
				continue;
			}
			if excluded.others.refuse(diagnosis.text.as_deref()) {
				let first = excluded.codes.first();
				self.reasons.push(InputProblem {
					kind: Problem::UnknownAnswer,
					code: first.map_or_else(String::new, |first| first.code.clone()),
					path: diagnosis.path.clone(),
					problem: format!(
						"{} has no code that the model's card knows, and might be a diagnosis that the model is not for",
						named(diagnosis.text.as_ref())
					),
					remedy: "give its SNOMED CT code, one that the card knows".into(),
				});
				continue;
			}
			unknown.push(diagnosis);
		}
		let title = "Diagnoses that the model is not for";
		self.notes.extend(told_unknown(title, &unknown));
	}
}

impl Conditions {
	/// The code by which a diagnosis is one of these.
	fn named_by(&self, diagnosis: &Diagnosis) -> Option<&ConditionCode> {
		let exact = self.codes.iter().find(|known| diagnosis.codes.contains(&known.code));
		exact.or_else(|| {
			self.icd10.iter().find(|known| {
				let mut concepts = diagnosis.concepts.iter();
				concepts.any(|concept| {
					codes::ICD10.contains(&concept.system.as_str())
						&& concept.code.starts_with(&known.code)
				})
			})
		})
	}
}

/// What an observation of a state says of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stated {
	Yes,
	/// No answer that the card knows.
	Unread,
	No,
	/// Nothing: not known, not asked, not final, or about something else.
	Nothing,
}

/// Why observations show that the model is not meant for a patient.
fn shown(excluded: &ExcludedObservation, finder: &Finder) -> Option<InputProblem> {
	match excluded.shows {
		Shows::Answer => stated(excluded, finder),
		Shows::DueDate | Shows::Weeks => counted(excluded, finder),
	}
}

/// By an answer: the newest yes of the last months, unless a newer one says no in so many words. That nobody knows
/// or asked takes nothing back, and neither does what is not final.
fn stated(excluded: &ExcludedObservation, finder: &Finder) -> Option<InputProblem> {
	let now = signed(finder.at);
	let moment = |found: &Measurement| found.time.as_ref().map_or(i64::MAX, |time| time.at);
	let mut told: Vec<(&Measurement, Stated)> = finder
		.observations
		.iter()
		.filter(|found| now.saturating_sub(moment(found)) <= PREGNANCY)
		.map(|found| {
			let says = answered(excluded, found);
			// Of whenever nobody knows, or of a time to come, no takes nothing back.
			let dated = moment(found) <= signed(finder.at.saturating_add(FUTURE_TOLERANCE));
			match says {
				Stated::No if !dated => (found, Stated::Nothing),
				_ => (found, says),
			}
		})
		.collect();
	// Of statements of one time, yes comes first.
	told.sort_by_key(|(found, says)| (std::cmp::Reverse(moment(found)), *says));
	let (found, says) = told.into_iter().find(|(_, says)| *says != Stated::Nothing)?;
	let code = excluded.codes.first()?;
	match says {
		Stated::Yes if found.unusable.is_none() => {
			let problem = format!("the patient is already known to have: {}", excluded.display);
			Some(out_of_scope(code, &found.path, problem))
		}
		Stated::Yes | Stated::Unread => Some(unread(excluded, code, found)),
		Stated::No | Stated::Nothing => None,
	}
}

/// By a date or a number, whose newest decides.
fn counted(excluded: &ExcludedObservation, finder: &Finder) -> Option<InputProblem> {
	let coded = finder.observations.coded(&excluded.codes, &[]);
	// That nobody knows takes no older one back.
	let told = coded.filter(|found| {
		found.status != Status::Cancelled && !matches!(found.reading, Reading::Absent(_))
	});
	let newest = told.max_by_key(|found| found.time.as_ref().map_or(i64::MAX, |time| time.at))?;
	let code = excluded.codes.first()?;
	if newest.unusable.is_some() {
		return Some(unread(excluded, code, newest));
	}
	let now = signed(finder.at);
	let time = newest.time.as_ref();
	let age = time.map_or(0, |time| now.saturating_sub(time.at));
	let holds = match (&newest.reading, excluded.shows) {
		(Reading::Time(due), Shows::DueDate) => due.last().saturating_add(OVERDUE) >= now,
		(reading, Shows::Weeks) => match weeks(reading) {
			Some(weeks) => weeks + (age / DAY) as f64 / 7.0 <= WEEKS,
			None => age <= PREGNANCY,
		},
		_ => age <= PREGNANCY,
	};
	holds.then(|| {
		let problem = format!("the patient is already known to have: {}", excluded.display);
		out_of_scope(code, &newest.path, problem)
	})
}

/// That an observation which may keep the patient out can't be read.
fn unread(excluded: &ExcludedObservation, code: &str, found: &Measurement) -> InputProblem {
	match &found.unusable {
		Some(unusable) => Refused::of(unusable).input(&excluded.display, code, &found.path),
		None => InputProblem {
			kind: Problem::UnknownAnswer,
			code: code.into(),
			path: found.path.clone(),
			problem: format!("{}: is none of the answers that the model knows", excluded.display),
			remedy: "give one of the answers of its LOINC code".into(),
		},
	}
}

/// What an observation says: by its value where its code asks; where its code or its value is itself the state
/// (C-CDA's assertion, a coded finding), by what agrees or speaks against it.
fn answered(excluded: &ExcludedObservation, found: &Measurement) -> Stated {
	let among = |concepts: &[Concept], answers: &[AnswerCode]| {
		answers.iter().any(|answer| {
			let is = [(answer.system.as_str(), answer.code.as_str())];
			concepts.iter().any(|concept| concept.is_one_of(&is))
		})
	};
	let one_of = |concepts: &[Concept], codes| concepts.iter().any(|found| found.is_one_of(codes));
	let asked = found.is_coded(&excluded.codes, &[]);
	let named = among(&found.concepts, &excluded.yes);
	let says = match &found.reading {
		Reading::Coded(concepts, _) if among(concepts, &excluded.yes) => Stated::Yes,
		_ if !asked && !named => return Stated::Nothing,
		Reading::Coded(concepts, _) if one_of(concepts, codes::YES) => Stated::Yes,
		Reading::Coded(concepts, _)
			if among(concepts, &excluded.no) || one_of(concepts, codes::NO) =>
		{
			Stated::No
		}
		Reading::Coded(concepts, _) if one_of(concepts, codes::UNKNOWN) => Stated::Nothing,
		Reading::Flag(true) => Stated::Yes,
		Reading::Flag(false) => Stated::No,
		Reading::Nothing if named => Stated::Yes,
		Reading::Absent(_) => Stated::Nothing,
		_ => Stated::Unread,
	};
	match (says, &found.status) {
		(_, Status::Cancelled) => Stated::Nothing,
		_ if found.unusable.is_some() => Stated::Unread,
		// What is not final may keep out, and takes nothing back.
		(Stated::No, Status::NotFinal(_)) => Stated::Nothing,
		_ => says,
	}
}

fn weeks(reading: &Reading) -> Option<f64> {
	let Reading::Quantity { value, system, code, .. } = reading else {
		return None;
	};
	let unit = units::ucum_code(system.as_deref(), code.as_deref()).ok()?;
	units::convert(*value, unit, "wk").ok()
}
