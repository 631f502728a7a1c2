//! What documents say of a patient, found by code, through the crate's R4 types.

use super::{FhirError, Timed, codes, moment};
use fhir::r4::{
	coded::Coded,
	codes::{AdministrativeGender, ObservationStatus},
	resources::{
		Condition, Observation, Patient,
		observation::{ObservationComponentValue, ObservationEffective, ObservationValue},
		patient::PatientDeceased,
	},
	types::{CodeableConcept, Quantity},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::Date;

/// What a measurement reads.
#[derive(Clone, PartialEq, Debug)]
pub enum Reading {
	/// A number with a unit.
	Quantity {
		/// The number as a double; infinite when it is too large for one.
		value: f64,
		/// The system of the unit's code.
		system: Option<String>,
		/// The unit's code.
		code: Option<String>,
		/// The unit as people write it.
		unit: Option<String>,
		/// Whether it is a bound only ("less than"), no value.
		bound: bool,
	},
	/// Something else than a quantity: a text or a code.
	Other,
}

/// One observation, or one component of it, that reads something.
#[derive(Clone, PartialEq, Debug)]
pub struct Measurement {
	/// Its LOINC codes.
	pub codes: Vec<String>,
	/// Whether its status lets it be relied on: final, amended or corrected.
	pub reliable: bool,
	/// When; `None` when the observation does not say.
	pub time: Option<Timed>,
	/// What.
	pub reading: Reading,
	/// Where it stands.
	pub path: String,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
	/// Which observation it is part of: components of one observation share it.
	pub observation: usize,
}

/// Every measurement of some documents.
#[derive(Clone, Default, Debug)]
pub struct Observations {
	measurements: Vec<Measurement>,
}

impl Observations {
	/// Reads the observations of documents, each a bundle or a resource.
	pub fn read(documents: &[Value]) -> Result<Self, FhirError> {
		let mut measurements = Vec::new();
		let found = resources(documents, "Observation");
		for (number, (path, resource)) in found.into_iter().enumerate() {
			let observation: Observation = typed(resource, &path)?;
			let reliable = matches!(
				observation.status,
				Coded::Known(
					ObservationStatus::Final
						| ObservationStatus::Amended
						| ObservationStatus::Corrected
				)
			);
			let time = effective(&observation);
			let reference = observation
				.id
				.as_ref()
				.map(|id| format!("Observation/{}", id.0));
			let mut push = |code: &CodeableConcept, reading: Option<Reading>, path: String| {
				let codes = coded(code, codes::LOINC);
				if let Some(reading) = reading.filter(|_| !codes.is_empty()) {
					measurements.push(Measurement {
						codes,
						reliable,
						time: time.clone(),
						reading,
						path,
						reference: reference.clone(),
						observation: number,
					});
				}
			};
			let reading = observation.value.as_ref().map(|value| match value {
				ObservationValue::Quantity(quantity) => quantity_of(quantity),
				_ => Some(Reading::Other),
			});
			push(&observation.code, reading.flatten(), path.clone());
			for (place, component) in observation.component.iter().enumerate() {
				let reading = component.value.as_ref().map(|value| match value {
					ObservationComponentValue::Quantity(quantity) => quantity_of(quantity),
					_ => Some(Reading::Other),
				});
				push(
					&component.code,
					reading.flatten(),
					format!("{path}.component[{place}]"),
				);
			}
		}
		Ok(Self { measurements })
	}

	/// All measurements with one of these LOINC codes.
	pub fn coded<'a>(&'a self, codes: &'a [String]) -> impl Iterator<Item = &'a Measurement> {
		self.measurements
			.iter()
			.filter(|measurement| measurement.codes.iter().any(|code| codes.contains(code)))
	}
}

fn effective(observation: &Observation) -> Option<Timed> {
	match observation.effective.as_ref()? {
		ObservationEffective::DateTime(time) => Timed::parse(&time.value.0),
		ObservationEffective::Instant(time) => Timed::parse(&time.value.0),
		ObservationEffective::Period(period) => {
			let time = period.end.as_ref().or(period.start.as_ref())?;
			Timed::parse(&time.0)
		}
		ObservationEffective::Timing(_) => None,
	}
}

/// A quantity without a value says why there is none: it is no measurement.
fn quantity_of(quantity: &Quantity) -> Option<Reading> {
	Some(Reading::Quantity {
		value: quantity.value.as_ref()?.as_f64(),
		system: quantity.system.as_ref().map(|system| system.0.clone()),
		code: quantity.code.as_ref().map(|code| code.0.clone()),
		unit: quantity.unit.as_ref().map(|unit| unit.0.clone()),
		bound: quantity.comparator.is_some(),
	})
}

/// A condition that is not refuted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnosis {
	/// Its SNOMED CT codes.
	pub codes: Vec<String>,
	/// Where it stands.
	pub path: String,
}

/// Every condition of some documents, but those refuted or entered in error.
#[derive(Clone, Default, Debug)]
pub struct Diagnoses {
	diagnoses: Vec<Diagnosis>,
}

impl Diagnoses {
	/// Reads the conditions of documents.
	pub fn read(documents: &[Value]) -> Result<Self, FhirError> {
		let mut diagnoses = Vec::new();
		for (path, resource) in resources(documents, "Condition") {
			let condition: Condition = typed(resource, &path)?;
			let refuted = condition
				.verification_status
				.as_ref()
				.is_some_and(|status| {
					coded(status, codes::VERIFICATION)
						.iter()
						.any(|code| code == "refuted" || code == "entered-in-error")
				});
			if refuted {
				continue;
			}
			if let Some(code) = &condition.code {
				diagnoses.push(Diagnosis {
					codes: coded(code, codes::SNOMED),
					path,
				});
			}
		}
		Ok(Self { diagnoses })
	}

	/// The first with one of these SNOMED CT codes.
	pub fn coded(&self, codes: &[&str]) -> Option<&Diagnosis> {
		self.diagnoses.iter().find(|diagnosis| {
			diagnosis
				.codes
				.iter()
				.any(|code| codes.contains(&code.as_str()))
		})
	}
}

/// Administrative sex, where it is one of two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
	/// Female.
	Female,
	/// Male.
	Male,
}

/// What a `Patient` resource says that models ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Administrative {
	/// The birth date, when it is known to the day.
	pub birth_date: Option<Date>,
	/// The birth date as it was written.
	pub birth_date_text: Option<String>,
	/// The sex; `None` when it is not given, other or unknown.
	pub sex: Option<Sex>,
	/// Whether the patient is dead.
	pub dead: bool,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
	/// Where it stands.
	pub path: String,
}

impl Administrative {
	/// The patients of the documents: more than one when several documents hold one.
	pub fn read(documents: &[Value]) -> Result<Vec<Self>, FhirError> {
		resources(documents, "Patient")
			.into_iter()
			.map(|(path, resource)| {
				let patient: Patient = typed(resource, &path)?;
				let written = patient.birth_date.map(|date| date.0);
				let day = written
					.as_deref()
					.and_then(moment::date)
					.and_then(|(day, stated)| (stated == 3).then_some(day));
				Ok(Self {
					birth_date: day,
					birth_date_text: written,
					sex: match patient.gender {
						Some(Coded::Known(AdministrativeGender::Female)) => Some(Sex::Female),
						Some(Coded::Known(AdministrativeGender::Male)) => Some(Sex::Male),
						_ => None,
					},
					dead: match patient.deceased {
						Some(PatientDeceased::Boolean(dead)) => dead.value.0,
						Some(PatientDeceased::DateTime(_)) => true,
						None => false,
					},
					reference: patient.id.map(|id| format!("Patient/{}", id.0)),
					path,
				})
			})
			.collect()
	}
}

/// The resources of one kind, with paths that name the document when there are several.
fn resources<'a>(documents: &'a [Value], kind: &str) -> Vec<(String, &'a Value)> {
	let mut found = Vec::new();
	for (number, document) in documents.iter().enumerate() {
		let prefix = match documents.len() {
			1 => String::new(),
			_ => format!("document {}: ", number.saturating_add(1)),
		};
		let entries = document.get("entry").and_then(Value::as_array);
		for (place, entry) in entries.into_iter().flatten().enumerate() {
			if let Some(resource) = entry.get("resource") {
				found.push((format!("{prefix}Bundle.entry[{place}].resource"), resource));
			}
		}
		if entries.is_none() {
			let name = document
				.get("resourceType")
				.and_then(Value::as_str)
				.unwrap_or("document");
			found.push((format!("{prefix}{name}"), document));
		}
	}
	found
		.retain(|(_, resource)| resource.get("resourceType").and_then(Value::as_str) == Some(kind));
	found
}

fn typed<T: DeserializeOwned>(resource: &Value, path: &str) -> Result<T, FhirError> {
	serde_json::from_value(resource.clone())
		.map_err(|cause| FhirError::new(path, cause.to_string()))
}

fn coded(concept: &CodeableConcept, system: &str) -> Vec<String> {
	concept
		.coding
		.iter()
		.filter(|coding| {
			coding
				.system
				.as_ref()
				.is_some_and(|found| found.0 == system)
		})
		.filter_map(|coding| coding.code.as_ref().map(|code| code.0.clone()))
		.collect()
}
