// SPDX-License-Identifier: Apache-2.0
//! FHIR's dates and times, as moments. Data rule 8: they are only ever compared with a moment given.

use salus_primitives::Moment;
use time::{
	Date, Month, OffsetDateTime, PrimitiveDateTime, Time, format_description::well_known::Rfc3339,
};

/// A time as it was written, and the first millisecond that it can mean.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timed {
	/// Milliseconds since the Unix epoch; negative before 1970.
	pub at: i64,
	/// As it was written.
	pub text: String,
}

impl Timed {
	/// Reads a FHIR `dateTime` or `instant`; `None` if it is none.
	pub fn parse(text: &str) -> Option<Self> {
		let at = milliseconds(date_time(text)?);
		Some(Self { at, text: text.to_owned() })
	}

	/// Whether it states a day, a month or a year, and no time of day.
	pub fn is_date(&self) -> bool {
		!self.text.contains('T')
	}

	/// Whether it lies after a moment in every time zone: a local day begins up to 14 hours before the same day in UTC.
	pub fn is_after(&self, moment: i64) -> bool {
		const EASTERNMOST: i64 = 14 * 60 * 60 * 1000;
		let ahead = if self.is_date() { EASTERNMOST } else { 0 };
		self.at.saturating_sub(ahead) > moment
	}

	/// The last millisecond that it can mean: a bare day, month or year is meant whole.
	pub fn last(&self) -> i64 {
		let next_year = |day: Date| Date::from_calendar_date(day.year() + 1, Month::January, 1);
		let after = match date(&self.text) {
			Some((day, 3)) => day.next_day(),
			Some((day, 2)) if day.month() == Month::December => next_year(day).ok(),
			Some((day, 2)) => Date::from_calendar_date(day.year(), day.month().next(), 1).ok(),
			Some((day, _)) => next_year(day).ok(),
			None => None,
		};
		after.map_or(self.at, |day| {
			milliseconds(PrimitiveDateTime::new(day, Time::MIDNIGHT).assume_utc()).saturating_sub(1)
		})
	}
}

/// A moment as a FHIR `instant` in UTC, to the millisecond.
pub fn format_moment(at: Moment) -> String {
	let nanoseconds = i128::from(at) * 1_000_000;
	OffsetDateTime::from_unix_timestamp_nanos(nanoseconds)
		.ok()
		.and_then(|time| time.format(&Rfc3339).ok())
		.unwrap_or_else(|| format!("{at} ms"))
}

/// The calendar day of a moment, in UTC.
pub fn day_of(at: Moment) -> Option<Date> {
	let nanoseconds = i128::from(at) * 1_000_000;
	OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok().map(OffsetDateTime::date)
}

/// Completed years from one day to a later one, as an age is counted.
pub fn completed_years(born: Date, day: Date) -> i32 {
	let had_birthday = (day.month() as u8, day.day()) >= (born.month() as u8, born.day());
	day.year().saturating_sub(born.year()).saturating_sub(i32::from(!had_birthday))
}

fn milliseconds(time: OffsetDateTime) -> i64 {
	i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
}

/// A FHIR `date`: its first day, and how many of year, month and day it states.
pub(crate) fn date(text: &str) -> Option<(Date, u8)> {
	let digits = |text: &str, length: usize| {
		(text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
			.then(|| text.parse::<u16>().ok())?
	};
	let mut parts = text.split('-');
	let year = digits(parts.next()?, 4).filter(|year| *year > 0)?;
	let month = parts.next().map(|month| digits(month, 2));
	let day = parts.next().map(|day| digits(day, 2));
	if parts.next().is_some() {
		return None;
	}
	let part = |part: Option<Option<u16>>| match part {
		None => Some(1),
		Some(stated) => u8::try_from(stated?).ok(),
	};
	let stated = 1 + u8::from(month.is_some()) + u8::from(day.is_some());
	let month = Month::try_from(part(month)?).ok()?;
	Date::from_calendar_date(i32::from(year), month, part(day)?).ok().map(|date| (date, stated))
}

/// A FHIR `dateTime`: its first moment, of a bare date the first in UTC.
pub(crate) fn date_time(text: &str) -> Option<OffsetDateTime> {
	match text.split_once('T') {
		None => date(text).map(|(day, _)| PrimitiveDateTime::new(day, Time::MIDNIGHT).assume_utc()),
		Some((day, time)) => {
			// RFC 3339 is what FHIR asks for, once the day is whole and the seconds are there.
			date(day).filter(|(_, stated)| *stated == 3)?;
			time.get(..8).filter(|clock| time_of_day(clock))?;
			OffsetDateTime::parse(text, &Rfc3339).ok()
		}
	}
}

/// Whether the text is a FHIR `time`.
pub(crate) fn time_of_day(text: &str) -> bool {
	let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
	let mut parts = clock.split(':').map(|part| {
		(part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
			.then(|| part.parse::<u8>().ok())?
	});
	let mut below = |limit: u8| parts.next().flatten().is_some_and(|part| part < limit);
	let good = below(24) && below(60) && below(61);
	good && parts.next().is_none()
		&& !fraction.is_empty()
		&& fraction.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_year_is_completed_on_the_birthday() {
		for (born, day, years) in [
			("1960-05-06", "2026-05-05", 65),
			("1960-05-06", "2026-05-06", 66),
			("1960-05-06", "1960-05-06", 0),
			// Where February has no 29th, on the 1st of March.
			("2004-02-29", "2026-02-28", 21),
			("2004-02-29", "2026-03-01", 22),
		] {
			let ends = [born, day].map(|text| date(text).unwrap().0);
			assert_eq!(completed_years(ends[0], ends[1]), years, "{born} {day}");
		}
	}
}
