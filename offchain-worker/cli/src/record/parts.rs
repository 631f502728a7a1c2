// SPDX-License-Identifier: Apache-2.0
//! A file as the records that it becomes: one part for each category, with the days of its data; attachments
//! that are too large to lie beside their values in a second part of the same category.

use super::super::{Failure, times};
use salus_core::{DocumentError, MAX_PLAINTEXT_LENGTH};
use salus_custody::documents::DocumentsError;
use salus_fhir::{Bundle, SecurityLabel};
use salus_primitives::{Category, DataPeriod, Day, Moment};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;
use time::Date;

/// 1970-01-01 as a Julian day.
const EPOCH: i32 = 2_440_588;

/// One record's worth of a file.
pub struct Part {
	/// Its kind.
	pub category: Category,
	/// Its plaintext.
	pub bytes: Vec<u8>,
	/// From when to when its data arose.
	pub data: DataPeriod,
	/// Whether anything in it is dated; else the period is today.
	pub dated: bool,
	/// Whether its source marks anything in it as restricted.
	pub restricted: bool,
	/// Whether it holds the attachments of the part before it.
	pub attachments: bool,
}

/// What an answer tells of a part's data.
#[derive(Serialize)]
pub struct Stated {
	data: DataPeriod,
	dated: bool,
	/// What follows from that, or what else is to be known of the part.
	pub note: Option<String>,
}

impl Part {
	fn new(category: Category, document: &Value, today: Day) -> Result<Self, Failure> {
		let bytes = salus_fhir::to_bytes(document);
		if bytes.len() as u64 > MAX_PLAINTEXT_LENGTH {
			return Err(DocumentsError::from(DocumentError::TooLarge).into());
		}
		let stated = data_period(document, today);
		Ok(Self {
			category,
			bytes,
			data: stated.unwrap_or_else(|| DataPeriod::on(today)),
			dated: stated.is_some(),
			restricted: !salus_fhir::security_labels(document).is_empty(),
			attachments: false,
		})
	}

	/// What an answer tells of its data.
	pub fn stated(&self) -> Stated {
		let note = if self.dated {
			(year(self.data.first) != year(self.data.last)).then_some(
				"its data are of several years: a permit covers the record only if all of them lie in its data period",
			)
		} else {
			Some("nothing in it is dated: its data count as of today")
		};
		Stated { data: self.data, dated: self.dated, note: note.map(str::to_owned) }
	}
}

fn year(day: Day) -> String {
	day.to_string().chars().take(4).collect()
}

/// The parts of a bundle as of this moment of the chain's clock.
pub fn of(bundle: &Bundle, now: Moment) -> Result<Vec<Part>, Failure> {
	let today = times::today(now);
	let mut parts: Vec<Part> = Vec::new();
	for (category, document) in bundle.split() {
		let mut part = Part::new(category, &document, today)?;
		if let Some(values) = parts.last()
			&& values.category == category
		{
			// Bytes have no dates of their own: they are of when their values are.
			(part.data, part.dated) = (values.data, values.dated);
			part.attachments = true;
		}
		parts.push(part);
	}
	Ok(parts)
}

/// First and last day of a document's data, without what is planned for later than today.
fn data_period(document: &Value, today: Day) -> Option<DataPeriod> {
	let julian = |day: Day| Date::from_julian_day(day.0.checked_add(EPOCH)?).ok();
	let day = |date: Date| Day(date.to_julian_day().saturating_sub(EPOCH));
	let (first, last) = salus_fhir::data_period_until(document, julian(today)?)?;
	DataPeriod::new(day(first), day(last))
}

/// Refuses what a source marks as restricted, unless whoever writes named a compartment: data rule 7. The answer
/// is a warning for restricted data that go into the general compartment by their word.
pub fn judge_labels(
	labels: &[SecurityLabel],
	named: Option<u8>,
) -> Result<Option<String>, Failure> {
	if labels.is_empty() {
		return Ok(None);
	}
	let mut codes: Vec<&str> = labels.iter().map(|label| label.code.as_str()).collect();
	codes.sort_unstable();
	codes.dedup();
	let codes = codes.join(", ");
	match named {
		None => Err(Failure::new(
			"Restricted",
			format!("the document's source marks it as restricted: {codes}"),
		)
		.detail("path", json!(labels.first().map(|label| &label.path)))
		.detail(
			"labels",
			labels
				.iter()
				.map(|label| json!({ "code": label.code, "system": label.system, "path": label.path }))
				.collect(),
		)
		.remedy(
			"name a compartment with --compartment: 1 to 15 keeps it from break-glass and from permits that name \
			 none, 0 puts it with the rest; nothing was written",
		)),
		Some(0) => Ok(Some(format!(
			"what its source marks as restricted ({codes}) lies in the general compartment, where break-glass reaches"
		))),
		Some(_) => Ok(None),
	}
}

/// Reads and checks a file.
pub fn read(file: &Path) -> Result<Bundle, Failure> {
	let unreadable = |cause: std::io::Error| {
		Failure::new("Input", format!("cannot read {}: {cause}", file.display()))
			.remedy("name a file of JSON in UTF-8")
	};
	let size = std::fs::metadata(file).map_err(unreadable)?.len();
	let limit = salus_fhir::Limits::FILE.bytes as u64;
	if size > limit {
		return Err(Failure::new(
			"TooLarge",
			format!(
				"{} has {size} bytes, and a file may have {limit} (a document 64 MiB once encrypted)",
				file.display()
			),
		)
		.remedy("split it; nothing was written"));
	}
	let text = std::fs::read_to_string(file).map_err(unreadable)?;
	Bundle::parse(&text).map_err(|fault| Failure::fhir(file.display(), &fault))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// 2026-11-28T12:00:00Z.
	const NOW: Moment = 1_795_867_200_000;

	fn weight(date: Option<&str>) -> Value {
		let mut weight = json!({
			"resourceType": "Observation", "status": "final",
			"category": [{ "coding": [{
				"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs",
			}] }],
			"code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }] },
		});
		if let Some(date) = date {
			weight["effectiveDateTime"] = json!(date);
		}
		weight
	}

	fn parts(resources: &[Value]) -> Vec<Part> {
		let entries: Vec<Value> =
			resources.iter().map(|resource| json!({ "resource": resource })).collect();
		let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
		of(&Bundle::from_value(bundle).unwrap(), NOW).unwrap()
	}

	fn days(part: &Part) -> (String, String) {
		(part.data.first.to_string(), part.data.last.to_string())
	}

	/// Data rule 7: a permit for data of a period must not open older data of the same record.
	#[test]
	fn a_record_states_both_ends_of_its_data() {
		let both = parts(&[weight(Some("2005-03-01")), weight(Some("2025-03-04"))]);
		assert_eq!(days(&both[0]), ("2005-03-01".into(), "2025-03-04".into()));
		assert!(both[0].stated().note.unwrap().contains("several years"));
		let old = parts(&[weight(Some("1961-04-12T06:07:00Z"))]);
		assert_eq!(days(&old[0]), ("1961-04-12".into(), "1961-04-12".into()));
		assert_eq!(old[0].stated().note, None);
	}

	#[test]
	fn what_is_undated_counts_as_of_today_and_says_so() {
		let undated = parts(&[weight(None)]);
		assert!(!undated[0].dated);
		assert_eq!(undated[0].data, DataPeriod::on(times::today(NOW)));
		assert!(undated[0].stated().note.unwrap().contains("today"));
	}

	#[test]
	fn a_large_attachment_is_a_part_of_its_own_of_the_same_kind_and_days() {
		let report = json!({
			"resourceType": "DiagnosticReport", "status": "final", "code": { "text": "Lipids" },
			"category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "LAB" }] }],
			"effectiveDateTime": "2025-03-04",
			"presentedForm": [{ "contentType": "application/pdf", "data": "A".repeat(200_000) }],
		});
		let parts = parts(&[report]);
		let [values, attachments] = parts.as_slice() else {
			panic!("{} parts", parts.len());
		};
		assert_eq!(values.category, attachments.category);
		assert!(!values.attachments && attachments.attachments);
		assert!(values.bytes.len() < 10_000 && attachments.bytes.len() > 200_000);
		assert_eq!(days(attachments), days(values));
	}

	#[test]
	fn restricted_data_never_fall_silently_into_the_general_compartment() {
		let restricted = |code: &str| {
			let mut weight = weight(Some("2025-03-04"));
			weight["meta"] = json!({ "security": [{
				"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": code,
			}] });
			weight
		};
		assert!(!parts(&[restricted("N")])[0].restricted);
		for code in ["R", "V"] {
			let resource = restricted(code);
			assert!(parts(std::slice::from_ref(&resource))[0].restricted);
			let labels = salus_fhir::security_labels(&resource);
			let refused = judge_labels(&labels, None).unwrap_err();
			assert_eq!(refused.kind, "Restricted");
			for part in [code, "--compartment"] {
				assert!(refused.message.contains(part), "{}", refused.message);
			}
			let warning = judge_labels(&labels, Some(0)).unwrap().unwrap();
			assert!(warning.contains(code), "{warning}");
			assert_eq!(judge_labels(&labels, Some(3)).unwrap(), None);
		}
		assert_eq!(judge_labels(&[], None).unwrap(), None);
	}
}
