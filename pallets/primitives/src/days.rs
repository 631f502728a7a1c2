// SPDX-License-Identifier: Apache-2.0
//! When the data of a record arose: to the day, since no finer time belongs on a public chain.

use crate::Moment;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// Milliseconds of a day.
pub const DAY: Moment = 24 * 60 * 60 * 1_000;

/// A calendar day in UTC: days since 1970-01-01, negative before.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Day(pub i32);

impl Day {
	/// 0001-01-01, the first day that a FHIR `date` can name.
	pub const FIRST: Self = Self(-719_162);
	/// 9999-12-31, the last day that a FHIR `date` can name.
	pub const LAST: Self = Self(2_932_896);

	/// The day of a moment of the on-chain clock.
	pub fn of(moment: Moment) -> Self {
		moment
			.checked_div(DAY)
			.and_then(|days| i32::try_from(days).ok())
			.map_or(Self::LAST, |days| Self(days).min(Self::LAST))
	}

	/// Its year, month and day in the Gregorian calendar without end.
	pub fn civil(self) -> (i64, i64, i64) {
		civil_from_days(self.0.into())
	}

	/// The day of a year, month and day. What is not a date gives a day all the same: of 29 February 1 March, in a year
	/// that has none.
	pub fn from_civil(date: (i64, i64, i64)) -> Self {
		let days = days_from_civil(date);
		Self(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
	}

	/// Whether it is the first of January.
	pub fn begins_a_year(self) -> bool {
		let (_, month, day) = self.civil();
		(month, day) == (1, 1)
	}

	/// Whether a FHIR `date` can name it.
	pub fn is_in_calendar(self) -> bool {
		(Self::FIRST..=Self::LAST).contains(&self)
	}
}

/// Text that is not a day as FHIR writes one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidDay;

impl fmt::Display for InvalidDay {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("not a day; write it as 2026-11-28")
	}
}

/// As FHIR's `date` has it: `2026-11-28`.
impl fmt::Display for Day {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write_date(f, self.0.into())
	}
}

impl FromStr for Day {
	type Err = InvalidDay;

	/// Reads what is written in one way only: no sign, no digit more or less.
	fn from_str(text: &str) -> Result<Self, InvalidDay> {
		let mut parts = text.split('-');
		let (Some(year), Some(month), Some(day), None) =
			(parts.next(), parts.next(), parts.next(), parts.next())
		else {
			return Err(InvalidDay);
		};
		let date = digits(year, 4)
			.zip(digits(month, 2))
			.zip(digits(day, 2))
			.map(|((year, month), day)| (year, month, day))
			.ok_or(InvalidDay)?;
		let days = days_from_civil(date);
		// 30 February would be read as a day of March.
		let same = civil_from_days(days) == date;
		i32::try_from(days)
			.ok()
			.map(Self)
			.filter(|day| same && day.is_in_calendar())
			.ok_or(InvalidDay)
	}
}

#[cfg(feature = "serde")]
impl serde::Serialize for Day {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Day {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		crate::json::parsed(deserializer)
	}
}

/// Writes the date of a day, counted from 1970-01-01. Years beyond 9999, which no FHIR date can name, take
/// a sign before them, as in ISO 8601.
pub(crate) fn write_date(f: &mut fmt::Formatter<'_>, days: i64) -> fmt::Result {
	let (year, month, day) = civil_from_days(days);
	if (0..=9_999).contains(&year) {
		write!(f, "{year:04}-{month:02}-{day:02}")
	} else {
		write!(f, "{year:+07}-{month:02}-{day:02}")
	}
}

/// The number that so many digits write, and nothing else.
pub(crate) fn digits(text: &str, count: usize) -> Option<i64> {
	let only_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
	only_digits.then(|| text.parse().ok()).flatten()
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar without end: Howard
/// Hinnant's algorithm (<https://howardhinnant.github.io/date_algorithms.html>).
#[allow(
	clippy::arithmetic_side_effects,
	reason = "no i32 of days, nor any u64 of milliseconds, overflows"
)]
fn civil_from_days(days: i64) -> (i64, i64, i64) {
	let shifted = days + 719_468;
	let era = shifted.div_euclid(146_097);
	let day_of_era = shifted.rem_euclid(146_097);
	let year_of_era =
		(day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	// Months count from March, so that the day of a leap year is the last.
	let month = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * month + 2) / 5 + 1;
	let month = if month < 10 { month + 3 } else { month - 9 };
	(year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The other way round. What is not a date gives a day all the same, which has another date.
#[allow(
	clippy::arithmetic_side_effects,
	reason = "no year, month and day of so few digits overflow"
)]
fn days_from_civil((year, month, day): (i64, i64, i64)) -> i64 {
	let year = year - i64::from(month <= 2);
	let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
	let month = if month > 2 { month - 3 } else { month + 9 };
	let day_of_year = (153 * month + 2) / 5 + day - 1;
	let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
	era * 146_097 + day_of_era - 719_468
}

/// From which day to which the data of a record arose, both days included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct DataPeriod {
	/// The day of the oldest data.
	pub first: Day,
	/// The day of the newest data.
	pub last: Day,
}

impl DataPeriod {
	/// From one day to another; `None` unless both are in the calendar and in order.
	pub fn new(first: Day, last: Day) -> Option<Self> {
		let period = Self { first, last };
		period.is_valid().then_some(period)
	}

	/// One day alone.
	pub fn on(day: Day) -> Self {
		Self { first: day, last: day }
	}

	/// Whether both days are in the calendar and in order: what was decoded may be anything.
	pub fn is_valid(self) -> bool {
		self.first.is_in_calendar() && self.last.is_in_calendar() && self.first <= self.last
	}

	/// The shortest period in which both lie.
	pub fn union(self, other: Self) -> Self {
		Self { first: self.first.min(other.first), last: self.last.max(other.last) }
	}
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DataPeriod {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		#[derive(serde::Deserialize)]
		#[serde(deny_unknown_fields)]
		struct Days {
			first: Day,
			last: Day,
		}
		let Days { first, last } = serde::Deserialize::deserialize(deserializer)?;
		Self::new(first, last)
			.ok_or_else(|| serde::de::Error::custom("the last day of data lies before the first"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_moment_lies_in_the_day_that_its_first_millisecond_begins() {
		assert_eq!(Day::of(0), Day(0));
		assert_eq!(Day::of(DAY - 1), Day(0));
		assert_eq!(Day::of(DAY), Day(1));
		// 2026-11-28T12:00:00Z.
		assert_eq!(Day::of(1_795_867_200_000), Day(20_785));
		assert_eq!(Day::of(Moment::MAX), Day::LAST);
	}

	#[test]
	fn days_are_written_as_dates_and_read_back() {
		for (day, text) in [
			(0, "1970-01-01"),
			(-1, "1969-12-31"),
			(20_785, "2026-11-28"),
			(11_016, "2000-02-29"),
			(-25_567, "1900-01-01"),
			(Day::FIRST.0, "0001-01-01"),
			(Day::LAST.0, "9999-12-31"),
		] {
			assert_eq!(Day(day).to_string(), text);
			assert_eq!(text.parse(), Ok(Day(day)));
		}
		assert_eq!(Day(Day::LAST.0 + 1).to_string(), "+010000-01-01");
		for day in (Day::FIRST.0..=Day::LAST.0).step_by(97) {
			assert_eq!(Day(day).to_string().parse(), Ok(Day(day)));
		}
	}

	#[test]
	fn what_is_not_a_date_is_refused() {
		for text in [
			"",
			"2026",
			"2026-11",
			"2026-2-3",
			"2026-02-30",
			"2026-02-00",
			"2026-00-01",
			"2026-13-01",
			"1900-02-29",
			"+2026-02-03",
			"10000-01-01",
			"0000-01-01",
			"2026-02-03T00:00:00Z",
		] {
			assert_eq!(text.parse::<Day>(), Err(InvalidDay), "{text}");
		}
	}

	#[test]
	fn a_period_runs_forwards_within_the_calendar() {
		let period = |first, last| DataPeriod::new(Day(first), Day(last));
		assert_eq!(period(-3, -3), Some(DataPeriod::on(Day(-3))));
		assert!(period(-3, 5).is_some());
		assert_eq!(period(5, 4), None);
		assert!(DataPeriod::new(Day::FIRST, Day::LAST).is_some());
		assert_eq!(period(Day::FIRST.0 - 1, 0), None);
		assert_eq!(period(0, Day::LAST.0 + 1), None);
		assert_eq!(period(i32::MIN, i32::MAX), None);
	}

	#[test]
	fn a_union_holds_both_and_what_lies_between() {
		let period = |first, last| DataPeriod::new(Day(first), Day(last)).unwrap();
		assert_eq!(period(-9, -7).union(period(3, 5)), period(-9, 5));
		assert_eq!(period(3, 5).union(period(-9, -7)), period(-9, 5));
		assert_eq!(period(0, 9).union(period(2, 3)), period(0, 9));
	}

	#[test]
	fn a_day_before_1970_survives_its_encoding() {
		let period = DataPeriod::new(Day(-25_567), Day(-1)).unwrap();
		assert_eq!(period.encode().len(), 8);
		assert_eq!(DataPeriod::decode(&mut &period.encode()[..]), Ok(period));
	}
}
