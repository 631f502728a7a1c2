//! A file as the records that it becomes: one part for each category, with the days of its data.

use super::super::{Failure, render};
use crate::{
	crypto::{DocumentError, MAX_PLAINTEXT_LENGTH},
	documents::DocumentsError,
	fhir::{self, Bundle},
};
use salus_primitives::{Category, DataPeriod, Day, Moment};
use serde_json::{Value, json};
use std::path::Path;

/// A day of the chain's clock: how far ahead of it data may be dated.
const DAY: Moment = 24 * 60 * 60 * 1000;

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
}

impl Part {
	fn new(category: Category, document: &Value, now: Moment) -> Result<Self, Failure> {
		let bytes = fhir::to_bytes(document);
		if bytes.len() as u64 > MAX_PLAINTEXT_LENGTH {
			return Err(DocumentsError::from(DocumentError::TooLarge).into());
		}
		let stated = data_period(document, now);
		Ok(Self {
			category,
			bytes,
			data: stated.unwrap_or_else(|| DataPeriod::on(Day::of(now))),
			dated: stated.is_some(),
		})
	}

	/// What an answer tells of its data.
	pub fn shown(&self) -> Value {
		let note = if self.dated {
			(year(self.data.first) != year(self.data.last)).then(|| {
				"its data are of several years: a permit covers the record only if all of them lie in its data period"
			})
		} else {
			Some("nothing in it is dated: its data count as of today")
		};
		json!({ "data": render::data_period(self.data), "dated": self.dated, "note": note })
	}
}

fn year(day: Day) -> String {
	render::day(day).chars().take(4).collect()
}

/// The parts of a bundle as of this moment of the chain's clock.
pub fn of(bundle: &Bundle, now: Moment) -> Result<Vec<Part>, Failure> {
	bundle
		.split()
		.iter()
		.map(|(category, document)| Part::new(*category, document, now))
		.collect()
}

/// First and last day of a document's data. What is planned for later than tomorrow counts as of today.
fn data_period(document: &Value, now: Moment) -> Option<DataPeriod> {
	let day = Day::of(fhir::latest_moment(document)?);
	Some(until_today(day, day, now))
}

fn until_today(first: Day, last: Day, now: Moment) -> DataPeriod {
	let last = if last > Day::of(now.saturating_add(DAY)) {
		Day::of(now)
	} else {
		last
	};
	DataPeriod {
		first: first.min(last),
		last,
	}
}

/// Reads and checks a file.
pub fn read(file: &Path) -> Result<Bundle, Failure> {
	let text = std::fs::read_to_string(file).map_err(|cause| {
		Failure::new("Input", format!("cannot read {}: {cause}", file.display()))
	})?;
	Bundle::parse(&text).map_err(|fault| Failure::fhir(file.display(), &fault))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// 2026-11-28T12:00:00Z.
	const NOW: Moment = 1_795_867_200_000;

	#[test]
	fn what_lies_ahead_counts_as_of_today_and_tomorrow_is_somebodys_today() {
		let today = Day::of(NOW);
		let period =
			|first: i32, last: i32| until_today(Day(today.0 + first), Day(today.0 + last), NOW);
		assert_eq!(
			period(-9, 0),
			DataPeriod {
				first: Day(today.0 - 9),
				last: today
			}
		);
		assert_eq!(period(0, 1).last, Day(today.0 + 1));
		assert_eq!(
			period(-9, 400),
			DataPeriod {
				first: Day(today.0 - 9),
				last: today
			}
		);
		assert_eq!(period(300, 400), DataPeriod::on(today));
	}

	#[test]
	fn several_years_and_no_date_are_told() {
		let part = |first: i32, dated: bool| Part {
			category: Category::Condition,
			bytes: Vec::new(),
			data: DataPeriod {
				first: Day(first),
				last: Day(20_785),
			},
			dated,
		};
		let note = |part: Part| part.shown()["note"].as_str().map(str::to_owned);
		assert!(note(part(12_000, true)).unwrap().contains("several years"));
		assert!(note(part(20_785, false)).unwrap().contains("today"));
		assert_eq!(note(part(20_780, true)), None);
	}
}
