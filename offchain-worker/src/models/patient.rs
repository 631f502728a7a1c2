//! What a model needs to know of the patient: whether it is meant for them, their age and sex.

use super::{
	Card, Feature, Input, InputProblem, Problem,
	card::{ConditionCode, Source},
};
use crate::fhir::{Administrative, Certainty, Diagnoses, Diagnosis, Sex};
use salus_primitives::Moment;

/// The documents' patient. Several documents may hold it; then they must say the same.
pub(super) fn one(patients: &[Administrative]) -> Result<&Administrative, InputProblem> {
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

/// Why the model is not meant for this patient: every reason.
pub(super) fn out_of_scope(
	card: &Card,
	patient: Option<&Administrative>,
	diagnoses: &Diagnoses,
	at: Moment,
) -> Vec<InputProblem> {
	let out_of_scope = |code: &str, path: &str, problem: String| InputProblem {
		kind: Problem::OutOfScope,
		code: code.into(),
		path: path.into(),
		problem,
		remedy: "the model is not meant for this patient: decide without it".into(),
	};
	let mut reasons = Vec::new();
	if let Some(patient) = patient {
		if patient.dead {
			let path = format!("{}.deceased", patient.path);
			let problem = "the patient is dead".into();
			reasons.push(out_of_scope("Patient.deceased", &path, problem));
		}
		if let Some(least) = card.age_from {
			match years(patient, at) {
				Err(problem) => reasons.push(problem),
				Ok(years) if years < f64::from(least) => {
					let path = format!("{}.birthDate", patient.path);
					let problem = format!(
						"the patient is {years}, and the model is for people from {least} on"
					);
					reasons.push(out_of_scope("Patient.birthDate", &path, problem));
				}
				Ok(_) => {}
			}
		}
	}
	let diagnosed = |condition: &ConditionCode| {
		let while_active = condition.while_active;
		let coded: Vec<&Diagnosis> = diagnoses.coded(&[condition.code.as_str()]).collect();
		coded
			.into_iter()
			.filter(move |diagnosis| diagnosis.active || !while_active)
	};
	// A guess keeps a patient out as well as a diagnosis does, but makes nobody one of those meant.
	let certain = |condition: &ConditionCode| {
		diagnosed(condition).any(|diagnosis| diagnosis.certainty == Certainty::Certain)
	};
	if let Some(required) = &card.required_conditions
		&& let Some(first) = required.codes.first()
		&& !required.codes.iter().any(certain)
	{
		reasons.push(InputProblem {
			kind: Problem::OutOfScope,
			code: first.code.clone(),
			path: "Condition".into(),
			problem: format!("none of the records holds a confirmed diagnosis of: {}", first.display),
			remedy: "name the record of the diagnosis in the request too; if there is none, decide without the model"
				.into(),
		});
	}
	for excluded in &card.excluded_conditions.codes {
		if let Some(diagnosis) = diagnosed(excluded).next() {
			let problem = format!("the patient is already known to have: {}", excluded.display);
			reasons.push(out_of_scope(&excluded.code, &diagnosis.path, problem));
		}
	}
	reasons
}

/// An input that the `Patient` resource gives.
pub(super) fn input(
	feature: &Feature,
	patient: &Administrative,
	at: Moment,
) -> Result<Input, InputProblem> {
	match feature.source {
		Source::Sex => sex(feature, patient),
		_ => age(feature, patient, at),
	}
}

fn of_birth_date(
	patient: &Administrative,
	kind: Problem,
	problem: String,
	remedy: &str,
) -> InputProblem {
	InputProblem {
		kind,
		code: "Patient.birthDate".into(),
		path: format!("{}.birthDate", patient.path),
		problem,
		remedy: remedy.into(),
	}
}

/// Completed years.
fn years(patient: &Administrative, at: Moment) -> Result<f64, InputProblem> {
	let refuse = |kind, problem: &str, remedy: &str| {
		Err(of_birth_date(patient, kind, problem.into(), remedy))
	};
	let Some(born) = patient.birth_date else {
		let problem = match &patient.birth_date_text {
			None => "is not given",
			Some(_) => "is not given to the day",
		};
		let remedy = "give the whole birth date, as YYYY-MM-DD";
		return refuse(Problem::Missing, problem, remedy);
	};
	let Some(today) = crate::fhir::day_of(at) else {
		let problem = "the moment asked for is no date";
		return refuse(Problem::InFuture, problem, "ask again");
	};
	if born > today {
		let remedy = "correct the birth date";
		return refuse(Problem::InFuture, "lies in the future", remedy);
	}
	let had_birthday = (today.month() as u8, today.day()) >= (born.month() as u8, born.day());
	Ok(f64::from(
		today.year() - born.year() - i32::from(!had_birthday),
	))
}

fn age(feature: &Feature, patient: &Administrative, at: Moment) -> Result<Input, InputProblem> {
	let value = years(patient, at)?;
	let refuse = |kind, problem, remedy: &str| Err(of_birth_date(patient, kind, problem, remedy));
	let [least, most] = feature.plausible;
	if value < least {
		let problem = format!("the patient is {value}, and the model knows people from {least} on");
		return refuse(Problem::OutOfScope, problem, "decide without the model");
	}
	if value > most {
		let problem = format!("the patient would be {value} years old");
		return refuse(Problem::Implausible, problem, "correct the birth date");
	}
	if let Some([low, high]) = feature.valid
		&& !(low..=high).contains(&value)
	{
		let problem = format!(
			"the patient is {value}, outside of {low} to {high}: the model is not valid there"
		);
		return refuse(Problem::OutOfScope, problem, "decide without the model");
	}
	Ok(Input {
		feature: feature.name.clone(),
		title: feature.title.clone(),
		code: "Patient.birthDate".into(),
		value,
		unit: feature.unit.clone(),
		time: None,
		path: format!("{}.birthDate", patient.path),
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
			problem: "is neither female nor male, the two that the model knows".into(),
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
