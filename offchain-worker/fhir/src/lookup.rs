//! What documents say of a patient, found by code, through the crate's R4 types.

use super::{FhirError, Timed, codes, moment, subject};
use fhir::r4::{
	coded::Coded,
	codes::{AdministrativeGender, ObservationStatus},
	resources::{
		Observation, Patient,
		observation::{ObservationComponentValue, ObservationEffective, ObservationValue},
		patient::PatientDeceased,
	},
	types::{CodeableConcept, Quantity},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::Date;

/// A code of a code system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Concept {
	/// The system, as a URI.
	pub system: String,
	/// The code.
	pub code: String,
}

impl Concept {
	/// Whether it is one of these, each a system and a code.
	pub fn is_one_of(&self, codes: &[(&str, &str)]) -> bool {
		codes.contains(&(self.system.as_str(), self.code.as_str()))
	}
}

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
	/// A coded answer, with all its codes.
	Coded(Vec<Concept>),
	/// Yes or no.
	Flag(bool),
	/// Something else, such as a text or a whole number.
	Other,
	/// No value, and no reason for its absence: the code is all that is said.
	Nothing,
}

/// One observation, or one component of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Measurement {
	/// Its LOINC codes.
	pub codes: Vec<String>,
	/// The same codes and those of other systems.
	pub concepts: Vec<Concept>,
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
	pub fn read(documents: &[&Value]) -> Result<Self, FhirError> {
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
				let concepts = concepts(code);
				if let Some(reading) = reading.filter(|_| !concepts.is_empty()) {
					measurements.push(Measurement {
						codes: coded(code, codes::LOINC),
						concepts,
						reliable,
						time: time.clone(),
						reading,
						path,
						reference: reference.clone(),
						observation: number,
					});
				}
			};
			let absent = observation.data_absent_reason.is_some();
			let reading = match &observation.value {
				Some(ObservationValue::Quantity(quantity)) => quantity_of(quantity),
				Some(ObservationValue::CodeableConcept(answer)) => {
					Some(Reading::Coded(concepts(answer)))
				}
				Some(ObservationValue::Boolean(flag)) => Some(Reading::Flag(flag.value.0)),
				Some(_) => Some(Reading::Other),
				// A panel's parts are its components.
				None => (!absent && observation.component.is_empty()).then_some(Reading::Nothing),
			};
			push(&observation.code, reading, path.clone());
			for (place, component) in observation.component.iter().enumerate() {
				let absent = component.data_absent_reason.is_some();
				let reading = match &component.value {
					Some(ObservationComponentValue::Quantity(quantity)) => quantity_of(quantity),
					Some(ObservationComponentValue::CodeableConcept(answer)) => {
						Some(Reading::Coded(concepts(answer)))
					}
					Some(ObservationComponentValue::Boolean(flag)) => {
						Some(Reading::Flag(flag.value.0))
					}
					Some(_) => Some(Reading::Other),
					None => (!absent).then_some(Reading::Nothing),
				};
				push(
					&component.code,
					reading,
					format!("{path}.component[{place}]"),
				);
			}
		}
		Ok(Self { measurements })
	}

	/// All measurements with one of these LOINC codes that have a value.
	pub fn coded<'a>(&'a self, codes: &'a [String]) -> impl Iterator<Item = &'a Measurement> {
		self.iter()
			.filter(|measurement| measurement.reading != Reading::Nothing)
			.filter(|measurement| measurement.codes.iter().any(|code| codes.contains(code)))
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &Measurement> {
		self.measurements.iter()
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
	pub fn read(documents: &[&Value]) -> Result<Vec<Self>, FhirError> {
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
pub(crate) fn resources<'a>(documents: &[&'a Value], kind: &str) -> Vec<(String, &'a Value)> {
	let mut found = Vec::new();
	for (number, document) in documents.iter().enumerate() {
		let prefix = match documents.len() {
			1 => String::new(),
			_ => format!("document {}: ", number.saturating_add(1)),
		};
		let entries = document.get("entry").and_then(Value::as_array);
		// What is said of a device, a group or a fetus is not said of the patient.
		let others = subject::about_others(document);
		for (place, entry) in entries.into_iter().flatten().enumerate() {
			if let Some(resource) = entry.get("resource").filter(|_| !others.contains(&place)) {
				found.push((format!("{prefix}Bundle.entry[{place}].resource"), resource));
			}
		}
		if entries.is_none() && others.is_empty() {
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

pub(crate) fn typed<T: DeserializeOwned>(resource: &Value, path: &str) -> Result<T, FhirError> {
	serde_json::from_value(resource.clone())
		.map_err(|cause| FhirError::new(path, cause.to_string()))
}

pub(crate) fn concepts(concept: &CodeableConcept) -> Vec<Concept> {
	concept
		.coding
		.iter()
		.filter_map(|coding| {
			Some(Concept {
				system: coding.system.as_ref()?.0.clone(),
				code: coding.code.as_ref()?.0.clone(),
			})
		})
		.collect()
}

pub(crate) fn coded(concept: &CodeableConcept, system: &str) -> Vec<String> {
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

/// What people call it.
pub(crate) fn called(concept: &CodeableConcept) -> Option<String> {
	let text = concept.text.as_ref().map(|text| text.0.clone());
	text.or_else(|| {
		concept
			.coding
			.iter()
			.find_map(|coding| Some(coding.display.as_ref()?.0.clone()))
	})
}

/// The reference to a resource, if it has an id.
pub(crate) fn reference(resource: &Value) -> Option<String> {
	let kind = resource.get("resourceType")?.as_str()?;
	Some(format!("{kind}/{}", resource.get("id")?.as_str()?))
}
