// SPDX-License-Identifier: Apache-2.0
//! How old a statement was at a moment, as people say it.

use salus_fhir::Timed;
use salus_primitives::Moment;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Of the Gregorian calendar, on average.
const YEAR: i64 = 31_556_952_000;
const MONTH: i64 = YEAR / 12;

/// "3 hours before", "6 years before"; never finer than the time was written: a bare date gives days, a bare year
/// years. What lies ahead, as clocks differ, is of the same minute or day.
pub fn age(time: &Timed, at: Moment) -> String {
	let passed = i64::try_from(at).unwrap_or(i64::MAX);
	let passed = passed.saturating_sub(time.at).max(0);
	let written_to = match time.text.len() {
		4 => YEAR,
		7 => MONTH,
		10 => DAY,
		_ => MINUTE,
	};
	let readable = match passed {
		0..HOUR => MINUTE,
		HOUR..172_800_000 => HOUR,
		172_800_000..5_184_000_000 => DAY,
		5_184_000_000..63_113_904_000 => MONTH,
		_ => YEAR,
	};
	let unit = written_to.max(readable);
	let name = match unit {
		YEAR => "year",
		MONTH => "month",
		DAY => "day",
		HOUR => "hour",
		_ => "minute",
	};
	match passed.checked_div(unit).unwrap_or(0) {
		0 => format!("the same {name}"),
		1 => format!("1 {name} before"),
		count => format!("{count} {name}s before"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn of(time: &str, at: &str) -> String {
		let at = Timed::parse(at).unwrap().at;
		age(&Timed::parse(time).unwrap(), at.try_into().unwrap())
	}

	#[test]
	fn an_age_is_told_in_the_unit_that_people_use() {
		let at = "2026-11-20T12:00:00Z";
		for (time, told) in [
			("2026-11-20T11:59:31Z", "the same minute"),
			("2026-11-20T12:03:00Z", "the same minute"),
			("2026-11-20T11:59:00Z", "1 minute before"),
			("2026-11-20T11:00:01Z", "59 minutes before"),
			("2026-11-20T11:00:00Z", "1 hour before"),
			("2026-11-20T10:00:00+01:00", "3 hours before"),
			("2026-11-18T12:00:01Z", "47 hours before"),
			("2026-11-18T12:00:00Z", "2 days before"),
			("2026-07-20T12:00:00Z", "4 months before"),
			("2020-11-19T12:00:00Z", "6 years before"),
			("1926-11-19T12:00:00Z", "100 years before"),
		] {
			assert_eq!(of(time, at), told, "{time}");
		}
	}

	#[test]
	fn an_age_is_never_finer_than_the_time_was_written() {
		let at = "2026-11-20T12:00:00Z";
		for (time, told) in [
			("2026-11-20", "the same day"),
			// Of today, east of UTC.
			("2026-11-21", "the same day"),
			("2026-11-19", "1 day before"),
			("2026-11-16", "4 days before"),
			("2026-11", "the same month"),
			("2026", "the same year"),
			("2020", "6 years before"),
		] {
			assert_eq!(of(time, at), told, "{time}");
		}
	}
}
