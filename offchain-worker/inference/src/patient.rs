// SPDX-License-Identifier: Apache-2.0
//! What a model needs to know of the patient: age and sex.

use super::{
	Feature,
	card::Source,
	problems::{Input, InputProblem, Problem, Refused},
};
use salus_fhir::{Administrative, Sex, completed_years, day_of};
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
	for patient in patients {
		if let Some(unusable) = &patient.unusable {
			let Refused { kind, problem: text, remedy } = Refused::of(unusable);
			return problem(kind, "Patient", &patient.path, &text, remedy);
		}
	}
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
pub(super) fn years(patient: &Administrative, at: Moment) -> Result<f64, InputProblem> {
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
	let Some(today) = day_of(at) else {
		let problem = "the moment asked for is not a date";
		return refuse(Problem::InFuture, problem, "ask again");
	};
	if born > today {
		let remedy = "correct the birth date";
		return refuse(Problem::InFuture, "lies in the future", remedy);
	}
	Ok(f64::from(completed_years(born, today)))
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
