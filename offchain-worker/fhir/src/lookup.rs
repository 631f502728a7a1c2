// SPDX-License-Identifier: Apache-2.0
//! What documents say of a patient, found by code.
//!
//! Read member by member: an element that nobody asks for can't make a resource unreadable, and what can't be read is
//! left out by itself, with its reason.

use super::{
	Chart, Timed, Unusable,
	chart::{Entry, absent_reason, modifier, reference, text},
	codes,
};
use serde_json::{Map, Value};

/// A code of a code system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Concept {
	/// The system, as a URI.
	pub system: String,

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
		/// Whether it is a bound only ("less than"), not a value.
		bound: bool,
	},
	/// A coded answer: all its codes, and its text.
	Coded(Vec<Concept>, Option<String>),
	/// Yes or no.
	Flag(bool),

	Text(String),
	/// A whole number.
	Integer(i64),
	/// A date or a time.
	Time(Timed),
	/// Something else, such as a range.
	Other,
	/// No value, and the reason, where it is given.
	Absent(Option<String>),
	/// No value, but components or members.
	Parts,
	/// No value, and no reason for its absence: the code is all that it says.
	Nothing,
}

/// How far the status of an observation lets it be relied on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
	/// Final, amended or corrected.
	Final,
	/// Cancelled: nothing was measured.
	Cancelled,
	/// Registered, preliminary, unknown, missing, or none of R4's: as it is written.
	NotFinal(String),
}

/// One observation, or one component of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Measurement {
	/// Its LOINC codes.
	pub codes: Vec<String>,
	/// The same codes and those of other systems.
	pub concepts: Vec<Concept>,
	/// How far it can be relied on.
	pub status: Status,
	/// When; `None` when the observation does not say.
	pub time: Option<Timed>,
	/// What.
	pub reading: Reading,
	/// Whether an interpretation stands beside it, which may turn the meaning of a bare code.
	pub interpreted: bool,
	/// Why it can't be used.
	pub unusable: Option<Unusable>,
	/// Where it stands.
	pub path: String,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
	/// Which observation it is part of: components of one observation share it.
	pub observation: usize,
	/// The index of its document among those read.
	pub document: usize,
}

impl Measurement {
	/// Whether it has one of these LOINC or SNOMED CT codes.
	pub fn is_coded(&self, loinc: &[String], snomed: &[String]) -> bool {
		let is = |concept: &Concept| match concept.system.as_str() {
			codes::LOINC => loinc.contains(&concept.code),
			codes::SNOMED => snomed.contains(&concept.code),
			_ => false,
		};
		self.concepts.iter().any(is)
	}
}

/// Every measurement of some documents.
#[derive(Clone, Default, Debug)]
pub struct Observations {
	measurements: Vec<Measurement>,
}

impl Observations {
	/// Reads the observations of documents.
	pub fn read(chart: &Chart<'_>) -> Self {
		let mut measurements = Vec::new();
		for (observation, entry) in chart.of_kind("Observation").enumerate() {
			let whole = of_whole(entry, observation);
			let parts = entry.resource.get("component").and_then(Value::as_array);
			for (index, part) in parts.into_iter().flatten().enumerate() {
				let path = format!("{}.component[{index}]", entry.path);
				measurements.extend(of_part(&whole, part, path));
			}
			measurements.push(whole);
		}
		measurements.retain(|measurement: &Measurement| !measurement.concepts.is_empty());
		Self { measurements }
	}

	/// All measurements with one of these codes of LOINC and SNOMED CT, but for panels, which have only parts.
	pub fn coded<'a>(
		&'a self,
		loinc: &'a [String],
		snomed: &'a [String],
	) -> impl Iterator<Item = &'a Measurement> {
		self.iter()
			.filter(|measurement| measurement.reading != Reading::Parts)
			.filter(|measurement| measurement.is_coded(loinc, snomed))
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &Measurement> {
		self.measurements.iter()
	}
}

fn of_whole(entry: &Entry<'_>, observation: usize) -> Measurement {
	let resource = entry.resource;
	let mut concepts = concepts(resource.get("code"));
	let (time, wrong_time) = effective(resource);
	let (reading, wrong_value) = reading(resource);
	// A pressure that could not be taken has no parts: it speaks for both of them.
	let panel = |concept: &Concept| concept.is_one_of(&[(codes::LOINC, codes::BLOOD_PRESSURE)]);
	if matches!(reading, Reading::Absent(_)) && concepts.iter().any(panel) {
		concepts.extend(
			codes::PRESSURES.map(|code| Concept { system: codes::LOINC.into(), code: code.into() }),
		);
	}
	let wrong = wrong_time.or(wrong_value).map(Unusable::Malformed);
	Measurement {
		codes: of_system(&concepts, codes::LOINC),
		concepts,
		status: status(resource),
		time,
		reading,
		interpreted: resource.get("interpretation").is_some(),
		unusable: entry.unusable.clone().or(wrong),
		path: entry.path.clone(),
		reference: reference(resource),
		observation,
		document: entry.document,
	}
}

fn of_part(whole: &Measurement, part: &Value, path: String) -> Option<Measurement> {
	let concepts = concepts(part.get("code"));
	let (reading, wrong) = reading(part);
	let modified = modifier(part).map(Unusable::Modifier);
	// A value of the whole that can't be read says nothing of its parts.
	let of_whole = match &whole.unusable {
		Some(Unusable::Malformed(_)) if whole.time.is_some() => None,
		other => other.clone(),
	};
	(!concepts.is_empty()).then(|| Measurement {
		codes: of_system(&concepts, codes::LOINC),
		concepts,
		reading,
		interpreted: part.get("interpretation").is_some(),
		unusable: of_whole.or(modified).or(wrong.map(Unusable::Malformed)),
		path,
		..whole.clone()
	})
}

fn status(resource: &Value) -> Status {
	match text(resource, "status") {
		Some("final" | "amended" | "corrected") => Status::Final,
		Some("cancelled") => Status::Cancelled,
		Some(other) => Status::NotFinal(other.to_owned()),
		None => Status::NotFinal("missing".into()),
	}
}

/// When it was measured, and what is wrong with that.
fn effective(resource: &Value) -> (Option<Timed>, Option<String>) {
	let written = [
		"/effectiveDateTime",
		"/effectiveInstant",
		"/effectivePeriod/end",
		"/effectivePeriod/start",
	];
	let Some((name, value)) = written.iter().find_map(|name| Some((name, resource.pointer(name)?)))
	else {
		return (None, None);
	};
	match value.as_str().and_then(Timed::parse) {
		Some(time) => (Some(time), None),
		None => (None, Some(format!("{} is not a time", name.trim_start_matches('/')))),
	}
}

/// What it reads, and what is wrong with that.
fn reading(of: &Value) -> (Reading, Option<String>) {
	let Some(members) = of.as_object() else {
		return (Reading::Nothing, Some("is not an object".into()));
	};
	let is_value = |name: &str| {
		let kind = name.strip_prefix("value");
		kind.is_some_and(|kind| kind.starts_with(|first: char| first.is_ascii_uppercase()))
	};
	let mut values = members.iter().filter(|(name, value)| is_value(name) && !value.is_null());
	let (first, second) = (values.next(), values.next());
	if second.is_some() {
		return (Reading::Other, Some("has two values".into()));
	}
	// A reason for a value's absence beside a value speaks against it.
	if let Some(reason) = of.get("dataAbsentReason") {
		return (Reading::Absent(absent_reason(reason)), None);
	}
	let Some((name, value)) = first else {
		return (without_value(members), None);
	};
	match read_value(name, value) {
		Some(reading) => (reading, None),
		None => (Reading::Other, Some(format!("{name} has not the form of FHIR R4"))),
	}
}

fn without_value(members: &Map<String, Value>) -> Reading {
	let extended = members.iter().find(|(name, _)| name.starts_with("_value"));
	if let Some((_, extended)) = extended {
		return Reading::Absent(absent_reason(extended));
	}
	match members.contains_key("component") || members.contains_key("hasMember") {
		true => Reading::Parts,
		false => Reading::Nothing,
	}
}

fn read_value(name: &str, value: &Value) -> Option<Reading> {
	let owned = |member: &str| text(value, member).map(str::to_owned);
	Some(match name {
		"valueQuantity" => {
			value.as_object()?;
			let Some(number) = value.get("value") else {
				return Some(Reading::Absent(value.get("_value").and_then(absent_reason)));
			};
			Reading::Quantity {
				value: double(number)?,
				system: owned("system"),
				code: owned("code"),
				bound: value.get("comparator").is_some(),
			}
		}
		"valueCodeableConcept" => {
			value.as_object()?;
			Reading::Coded(concepts(Some(value)), called(Some(value)))
		}
		"valueBoolean" => Reading::Flag(value.as_bool()?),
		"valueString" => Reading::Text(value.as_str()?.to_owned()),
		"valueInteger" => Reading::Integer(value.as_i64()?),
		"valueDateTime" => Reading::Time(Timed::parse(value.as_str()?)?),
		_ => Reading::Other,
	})
}

/// A number as a double; infinite when it is too large for one.
fn double(number: &Value) -> Option<f64> {
	let number = number.as_number()?;
	number.as_f64().or_else(|| number.to_string().parse().ok())
}

/// The codes of a concept that have a system.
pub(crate) fn concepts(concept: Option<&Value>) -> Vec<Concept> {
	let codings = concept.and_then(|concept| concept.get("coding")?.as_array());
	let coded = |coding: &Value| {
		Some(Concept {
			system: text(coding, "system")?.to_owned(),
			code: text(coding, "code")?.to_owned(),
		})
	};
	codings.into_iter().flatten().filter_map(coded).collect()
}

pub(crate) fn of_system(concepts: &[Concept], system: &str) -> Vec<String> {
	let of = concepts.iter().filter(|concept| concept.system == system);
	of.map(|concept| concept.code.clone()).collect()
}

/// What people call it.
pub(crate) fn called(concept: Option<&Value>) -> Option<String> {
	let concept = concept?;
	let codings = concept.get("coding").and_then(Value::as_array);
	let mut displays = codings.into_iter().flatten().filter_map(|coding| text(coding, "display"));
	text(concept, "text").or_else(|| displays.next()).map(str::to_owned)
}
