// SPDX-License-Identifier: Apache-2.0
//! What a `Patient` resource says that models ask for: birth date, sex, whether the patient lives.

use super::{
	Chart, Unusable,
	chart::{Entry, reference, text},
	moment,
};
use serde_json::Value;
use time::Date;

/// Administrative sex, where it is one of two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
	/// Female.
	Female,
	/// Male.
	Male,
}

/// Whether a patient lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Living {
	/// Nothing says that they are dead.
	Yes,
	/// They are dead, at a known or an unknown time.
	Dead,
	/// The resource says that it is not known.
	Unknown,
}

impl Living {
	/// By a `Patient` resource.
	pub fn of(patient: &Value) -> Self {
		let has = |name: &str| patient.get(name).is_some();
		match patient.get("deceasedBoolean").map(Value::as_bool) {
			Some(Some(false)) if !has("deceasedDateTime") && !has("_deceasedDateTime") => Self::Yes,
			Some(Some(true)) => Self::Dead,
			// Dead at a time, be it known or not.
			_ if has("deceasedDateTime") || has("_deceasedDateTime") => Self::Dead,
			None if !has("_deceasedBoolean") => Self::Yes,
			_ => Self::Unknown,
		}
	}
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
	/// Whether the patient lives.
	pub living: Living,
	/// Why it can't be used.
	pub unusable: Option<Unusable>,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
	/// Where it stands.
	pub path: String,
	/// The index of its document among those read.
	pub document: usize,
}

impl Administrative {
	/// The patients of the documents: more than one when several documents hold one.
	pub fn read(chart: &Chart<'_>) -> Vec<Self> {
		let read = |entry: &Entry<'_>| {
			let resource = entry.resource;
			let written = text(resource, "birthDate").map(str::to_owned);
			let day = written.as_deref().and_then(moment::date);
			Self {
				birth_date: day.and_then(|(day, stated)| (stated == 3).then_some(day)),
				birth_date_text: written,
				sex: match text(resource, "gender") {
					Some("female") => Some(Sex::Female),
					Some("male") => Some(Sex::Male),
					_ => None,
				},
				living: Living::of(resource),
				unusable: entry.unusable.clone(),
				reference: reference(resource),
				path: entry.path.clone(),
				document: entry.document,
			}
		};
		chart.of_kind("Patient").map(read).collect()
	}
}
