//! Whether a model is meant for a patient: alive, old enough, with the diagnoses that it needs and none that it is not
//! for. What may keep a patient out does; what may be needed must be certain.

use super::{
	Card, InputProblem, Problem,
	card::{AnswerCode, ConditionCode, Conditions, ExcludedObservation, Shows},
	features::{Refused, signed},
	finder::Finder,
	lists::{conditions::told_unknown, named},
	patient::years,
};
use crate::fhir::{
	Administrative, Certainty, Course, Diagnoses, Diagnosis, Living, Measurement, Reading, Status,
	codes, units,
};
use salus_primitives::Moment;

const DAY: i64 = 24 * 60 * 60 * 1000;
/// A pregnancy that was stated longer ago is over.
const PREGNANCY: i64 = 300 * DAY;
/// A child may come so much later than foretold.
const OVERDUE: i64 = 28 * DAY;
/// A pregnancy lasts so many weeks at most.
const WEEKS: f64 = 43.0;

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
		remedy: "the model is not meant for this patient: decide without it".into(),
	}
}

impl Scope {
	fn living(&mut self, patients: &[Administrative]) {
		let dead = patients
			.iter()
			.find(|patient| patient.living != Living::Yes);
		if let Some(patient) = dead {
			let path = format!("{}.deceased", patient.path);
			let problem = match patient.living {
				Living::Unknown => "it is not known whether the patient lives",
				Living::Dead | Living::Yes => "the patient is dead",
			};
			self.reasons
				.push(out_of_scope("Patient.deceased", &path, problem.into()));
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
				self.reasons
					.push(out_of_scope("Patient.birthDate", &path, problem));
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
		let Some(some) = certain.first() else {
			self.reasons.push(InputProblem {
				kind: Problem::OutOfScope,
				code: first.code.clone(),
				path: "Condition".into(),
				problem: format!("none of the records holds a confirmed diagnosis of: {}", first.display),
				remedy: "name the record of the diagnosis in the request too; if there is none, decide without the model"
					.into(),
			});
			return;
		};
		let Some(days) = required.within_days else {
			return;
		};
		let within = i64::from(days).saturating_mul(DAY);
		let is_recent = |diagnosis: &&&Diagnosis| {
			let began = diagnosis.began.as_ref();
			began.is_some_and(|began| signed(at).saturating_sub(began.last()) <= within)
		};
		if certain.iter().any(|diagnosis| is_recent(&diagnosis)) {
			return;
		}
		if certain.iter().any(|diagnosis| diagnosis.began.is_none()) {
			let note = "the diagnosis has no date; the model is for the first days of it";
			self.notes.push(format!("{}: {note}", first.display));
			return;
		}
		let since = some.began.as_ref().map_or("", |began| began.text.as_str());
		let problem = format!(
			"{}: began on {since}, more than {days} days ago",
			first.display
		);
		self.reasons
			.push(out_of_scope(&first.code, &some.path, problem));
	}

	fn excluded(&mut self, excluded: &Conditions, diagnoses: &Diagnoses) {
		if excluded.codes.is_empty() {
			return;
		}
		let mut unknown: Vec<&Diagnosis> = Vec::new();
		let standing = |diagnosis: &&Diagnosis| diagnosis.certainty != Certainty::Refuted;
		for diagnosis in diagnoses.iter().filter(standing) {
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
						let Refused {
							kind,
							problem,
							remedy,
						} = Refused::of(unusable);
						InputProblem {
							kind,
							code: found.code.clone(),
							path: diagnosis.path.clone(),
							problem: format!("{}: {problem}", found.display),
							remedy: remedy.into(),
						}
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
		let exact = self
			.codes
			.iter()
			.find(|known| diagnosis.codes.contains(&known.code));
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

/// Why observations show that the model is not meant for a patient: the newest that tells decides.
fn shown(excluded: &ExcludedObservation, finder: &Finder) -> Option<InputProblem> {
	let coded = finder.observations.coded(&excluded.codes, &[]);
	let told = coded.filter(|found| found.status != Status::Cancelled);
	let newest = told.max_by_key(|found| found.time.as_ref().map_or(i64::MAX, |time| time.at))?;
	let code = excluded.codes.first()?;
	if let Some(unusable) = &newest.unusable {
		let Refused {
			kind,
			problem,
			remedy,
		} = Refused::of(unusable);
		return Some(InputProblem {
			kind,
			code: code.clone(),
			path: newest.path.clone(),
			problem: format!("{}: {problem}", excluded.display),
			remedy: remedy.into(),
		});
	}
	let now = signed(finder.at);
	let age = newest
		.time
		.as_ref()
		.map_or(0, |time| now.saturating_sub(time.at));
	let says = match excluded.shows {
		Shows::Answer if age > PREGNANCY => Some(false),
		Shows::Answer => answered(excluded, newest),
		Shows::DueDate => match &newest.reading {
			Reading::Time(due) => Some(due.last().saturating_add(OVERDUE) >= now),
			_ => Some(age <= PREGNANCY),
		},
		Shows::Weeks => Some(match weeks(&newest.reading) {
			Some(weeks) => weeks + (age / DAY) as f64 / 7.0 <= WEEKS,
			None => age <= PREGNANCY && !matches!(newest.reading, Reading::Absent(_)),
		}),
	};
	match says {
		Some(false) => None,
		Some(true) => {
			let problem = format!("the patient is already known to have: {}", excluded.display);
			Some(out_of_scope(code, &newest.path, problem))
		}
		None => Some(InputProblem {
			kind: Problem::UnknownAnswer,
			code: code.clone(),
			path: newest.path.clone(),
			problem: format!(
				"{}: is none of the answers that the model knows",
				excluded.display
			),
			remedy: "give one of the answers of its LOINC code".into(),
		}),
	}
}

fn answered(excluded: &ExcludedObservation, found: &Measurement) -> Option<bool> {
	match &found.reading {
		Reading::Coded(concepts, _) => {
			let among = |answers: &[AnswerCode]| {
				let of = |answer: &AnswerCode| (answer.system.as_str(), answer.code.as_str());
				let known: Vec<(&str, &str)> = answers.iter().map(of).collect();
				concepts.iter().any(|concept| concept.is_one_of(&known))
			};
			let yes = among(&excluded.yes)
				|| concepts.iter().any(|concept| concept.is_one_of(codes::YES));
			let no =
				among(&excluded.no) || concepts.iter().any(|concept| concept.is_one_of(codes::NO));
			match (yes, no) {
				(true, _) => Some(true),
				(false, true) => Some(false),
				(false, false) => None,
			}
		}
		Reading::Flag(flag) => Some(*flag),
		// Not asked, or not told.
		Reading::Absent(_) => Some(false),
		_ => None,
	}
}

fn weeks(reading: &Reading) -> Option<f64> {
	let Reading::Quantity {
		value,
		system,
		code,
		..
	} = reading
	else {
		return None;
	};
	let unit = units::ucum_code(system.as_deref(), code.as_deref()).ok()?;
	units::convert(*value, unit, "wk").ok()
}
