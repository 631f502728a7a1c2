// SPDX-License-Identifier: Apache-2.0
//! From when to when a document's data are: what a record states on the chain, to the day.

use super::{
	elements::{Visited, traverse},
	moment, structure,
};
use serde_json::Value;
use time::{Date, Month, OffsetDateTime, UtcOffset};

/// Kinds that say who or what somebody or something is: their dates are not when data arose.
const DIRECTORY: &[&str] = &[
	"Patient",
	"RelatedPerson",
	"Person",
	"Practitioner",
	"PractitionerRole",
	"Organization",
	"OrganizationAffiliation",
	"Location",
	"HealthcareService",
	"Endpoint",
	"Device",
	"DeviceDefinition",
	"Medication",
	"MedicationKnowledge",
	"Substance",
];
/// Data types that identify, address or sign, and what a server notes of a resource.
const ADMINISTRATIVE: &[&str] =
	&["Meta", "Identifier", "HumanName", "Address", "ContactPoint", "ContactDetail", "Signature"];
/// Elements that say when somebody was born or died, and until when a thing is good.
const NOT_OF_DATA: &[&str] = &[
	"FamilyMemberHistory.born[x]",
	"FamilyMemberHistory.deceased[x]",
	"Immunization.expirationDate",
];

/// The first and the last day, in UTC, of everything that a document dates; `None` when it dates nothing.
///
/// By R4's definitions of every kind: each date, time and period of an element that says when something
/// was, was done, or was written down. Not who a person is (births, addresses), nor until when a thing is
/// good. A bare month or year counts whole. Of a time with a zone both the day where it was written and
/// the day in UTC count.
pub fn data_period(document: &Value) -> Option<(Date, Date)> {
	data_period_until(document, Date::MAX)
}

/// The same without what begins after a day: a next appointment, or the end of a plan, is not data yet.
/// The last day is at most that day.
pub fn data_period_until(document: &Value, today: Date) -> Option<(Date, Date)> {
	let mut period: Option<(Date, Date)> = None;
	let mut note = |found: &Visited| {
		let is_date = matches!(found.kind, "date" | "dateTime" | "instant");
		let Some(days) = found.value.as_str().filter(|_| is_date).and_then(days) else {
			return;
		};
		if days.0 > today {
			return;
		}
		let days = (days.0, days.1.min(today));
		period = Some(match period {
			None => days,
			Some((first, last)) => (first.min(days.0), last.max(days.1)),
		});
	};
	let entries = document.get("entry").and_then(Value::as_array);
	let alone = entries.is_none().then_some(document);
	let resources =
		entries.into_iter().flatten().filter_map(|entry| entry.get("resource")).chain(alone);
	for resource in resources {
		// Within an element that does not count, nothing does.
		let mut skipped: Option<String> = None;
		traverse(resource, "", &mut |found| {
			if let Some(prefix) = &skipped {
				if found.path.pointer().starts_with(prefix) {
					return;
				}
				skipped = None;
			}
			if !counts(found) {
				skipped = Some(format!("{}/", found.path.pointer()));
				return;
			}
			if !is_directory(resource) {
				note(found);
			}
		});
	}
	period
}

fn is_directory(resource: &Value) -> bool {
	structure::kind(resource).is_some_and(|kind| DIRECTORY.contains(&kind))
}

fn counts(found: &Visited) -> bool {
	let contained = found.kind == "Resource" && is_directory(found.value);
	!(contained
		|| ADMINISTRATIVE.contains(&found.kind)
		|| NOT_OF_DATA.contains(&found.element.path))
}

/// The days that a date or time can mean.
fn days(text: &str) -> Option<(Date, Date)> {
	if let Some((first, stated)) = moment::date(text) {
		return Some((first, last_day(first, stated)));
	}
	let time = moment::date_time(text)?;
	let (there, in_utc) = (time.date(), utc_day(time)?);
	Some((there.min(in_utc), there.max(in_utc)))
}

fn utc_day(time: OffsetDateTime) -> Option<Date> {
	time.checked_to_offset(UtcOffset::UTC).map(OffsetDateTime::date)
}

/// The last day of a year, month or day that begins with this one.
fn last_day(first: Date, stated: u8) -> Date {
	let (year, month) = match stated {
		1 => (first.year(), Month::December),
		2 => (first.year(), first.month()),
		_ => return first,
	};
	Date::from_calendar_date(year, month, month.length(year)).unwrap_or(first)
}
