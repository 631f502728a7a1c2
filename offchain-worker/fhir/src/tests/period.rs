// SPDX-License-Identifier: Apache-2.0
//! A document states first and last day of its data, by R4's definitions of every kind.

use super::super::*;
use serde_json::{Value, json};
use time::Date;

fn day(text: &str) -> Date {
	moment::date(text).unwrap().0
}

fn of(members: Value) -> Option<(Date, Date)> {
	data_period(&members)
}

#[test]
fn times_are_rounded_to_days_generously() {
	for (text, first, last) in [
		("2025-03-04", day("2025-03-04"), day("2025-03-04")),
		("2025-02", day("2025-02-01"), day("2025-02-28")),
		("2024-02", day("2024-02-01"), day("2024-02-29")),
		("2024-12", day("2024-12-01"), day("2024-12-31")),
		("1962", day("1962-01-01"), day("1962-12-31")),
		("1962-07-08T10:00:00Z", day("1962-07-08"), day("1962-07-08")),
		// The day where it was written, and the day in UTC.
		("2025-03-04T00:30:00+02:00", day("2025-03-03"), day("2025-03-04")),
		("2025-03-04T23:30:00-05:00", day("2025-03-04"), day("2025-03-05")),
		("2025-03-04T12:00:00+02:00", day("2025-03-04"), day("2025-03-04")),
		("9999-12-31T23:30:00-05:00", day("9999-12-31"), day("9999-12-31")),
	] {
		let found = of(json!({ "resourceType": "Observation", "effectiveDateTime": text }));
		match text.starts_with("9999") {
			// Beyond the calendar: no day, and no panic.
			true => assert!(found.is_none_or(|days| days == (first, last))),
			false => assert_eq!(found, Some((first, last)), "{text}"),
		}
	}
}

#[test]
fn everything_that_says_when_something_was_counts() {
	for (kind, member, value) in [
		("Observation", "effectivePeriod", json!({ "start": "2001-02-03" })),
		("Observation", "effectiveTiming", json!({ "event": ["2001-02-03"] })),
		("Observation", "issued", json!("2001-02-03T00:00:00Z")),
		("Observation", "note", json!([{ "time": "2001-02-03", "text": "x" }])),
		("Condition", "onsetDateTime", json!("2001-02-03")),
		("Condition", "recordedDate", json!("2001-02-03")),
		("Condition", "abatementDateTime", json!("2001-02-03")),
		("Procedure", "performedDateTime", json!("2001-02-03")),
		("Immunization", "occurrenceDateTime", json!("2001-02-03")),
		("MedicationStatement", "effectiveDateTime", json!("2001-02-03")),
		("MedicationRequest", "authoredOn", json!("2001-02-03")),
		("MedicationDispense", "whenHandedOver", json!("2001-02-03")),
		("AllergyIntolerance", "lastOccurrence", json!("2001-02-03")),
		("Encounter", "statusHistory", json!([{ "period": { "end": "2001-02-03" } }])),
		("Claim", "item", json!([{ "servicedDate": "2001-02-03" }])),
		("ExplanationOfBenefit", "billablePeriod", json!({ "end": "2001-02-03" })),
		("Specimen", "collection", json!({ "collectedDateTime": "2001-02-03" })),
		("ImagingStudy", "series", json!([{ "started": "2001-02-03" }])),
		("DocumentReference", "content", json!([{ "attachment": { "creation": "2001-02-03" } }])),
		("Basic", "extension", json!([{ "url": "urn:x", "valueDate": "2001-02-03" }])),
		(
			"Basic",
			"contained",
			json!([{ "resourceType": "Observation", "effectiveDateTime": "2001-02-03" }]),
		),
	] {
		let wanted = day("2001-02-03");
		let found = of(json!({ "resourceType": kind, member: value }));
		assert_eq!(found, Some((wanted, wanted)), "{kind}.{member}");
	}
}

#[test]
fn who_somebody_is_and_how_long_a_thing_is_good_does_not_count() {
	for document in [
		super::bundle()["entry"][0]["resource"].clone(),
		json!({ "resourceType": "Patient", "deceasedDateTime": "2001-02-03", "address": [{ "period": { "start": "1990" } }] }),
		json!({ "resourceType": "Observation", "meta": { "lastUpdated": "2026-01-01T00:00:00Z" } }),
		json!({ "resourceType": "Observation", "identifier": [{ "period": { "start": "1990" } }] }),
		json!({ "resourceType": "Immunization", "expirationDate": "2030-01-01" }),
		json!({ "resourceType": "FamilyMemberHistory", "bornDate": "1930-01-01", "deceasedDate": "1990" }),
		json!({ "resourceType": "Basic", "contained": [{ "resourceType": "Practitioner", "birthDate": "1960-01-01" }] }),
		json!({ "resourceType": "Observation", "valueString": "2001-02-03", "local": "2001-02-03" }),
		json!({ "resourceType": "Observation", "effectiveDateTime": "yesterday" }),
		json!({ "resourceType": "Bundle", "timestamp": "2026-01-01T00:00:00Z", "entry": [] }),
		json!({}),
	] {
		assert_eq!(of(document.clone()), None, "{document}");
	}
}

#[test]
fn a_document_with_old_and_new_data_states_both_ends() {
	let weight = |on: &str| json!({ "resource": { "resourceType": "Observation", "effectiveDateTime": on } });
	let document = json!({ "resourceType": "Bundle", "entry": [
		weight("2025-03-04"), weight("2005-03-01"), weight("1961"), { "resource": { "resourceType": "Patient", "birthDate": "1950-01-01" } },
		{ "resource": { "resourceType": "Appointment", "start": "2031-01-01T10:00:00Z" } },
		{ "resource": { "resourceType": "CarePlan", "period": { "start": "2025-01-01", "end": "2032-01-01" } } },
	] });
	assert_eq!(of(document.clone()), Some((day("1961-01-01"), day("2032-01-01"))));
	// What is planned is not data yet.
	let today = day("2026-11-28");
	assert_eq!(data_period_until(&document, today), Some((day("1961-01-01"), day("2025-03-04"))));
	// A year that has not ended counts until today.
	let this_year = json!({ "resourceType": "Observation", "effectiveDateTime": "2026" });
	assert_eq!(data_period_until(&this_year, today), Some((day("2026-01-01"), today)));
}
