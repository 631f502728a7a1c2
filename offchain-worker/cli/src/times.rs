// SPDX-License-Identifier: Apache-2.0
//! Times as people type them and read them: in the zone of their machine, refused when unclear.
//!
//! A period's ends are meant as FHIR R4 means `Period`: both included. On chain an end is the first moment
//! that is not included any more, so a day's end there is the first moment of the next day.
//!
//! | typed | as a beginning | as an end | as a moment |
//! |---|---|---|---|
//! | `2026-12-24` | its first moment | its last one | refused |
//! | `2026-12-24T18:00` | 18:00 in the user's zone | the same | the same |
//! | `2026-12-24T18:00+01:00`, `…Z` | as written | as written | as written |
//! | `2026-12`, `2026` | refused | refused | refused |
//! | a number, of seconds or of milliseconds | refused | refused | refused |
//! | a time that clocks skip or show twice | refused | refused | refused |

use super::Failure;
use jiff::{
	Timestamp,
	civil::{Date, DateTime, Time},
	tz::{AmbiguousOffset, Offset, TimeZone},
};
pub use salus_chain::clock::show;
use salus_chain::clock::{self, show_in};
use salus_primitives::{Day, Moment};

/// Day 0.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// What a text that names a day may stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
	Beginning,
	End,
	Exact,
}

/// The user's zone. `Err` if `TZ` names none.
fn zone() -> Result<&'static TimeZone, Failure> {
	clock::zone().map_err(|cause| {
		Failure::bad_input(format!("the time zone that TZ names is unknown: {cause}"))
			.remedy("set TZ to a zone such as Europe/Berlin, or write times with their offset")
	})
}

/// The zone's name, or its offset where it has none.
pub fn zone_name() -> String {
	let zone = zone().cloned().unwrap_or(TimeZone::UTC);
	zone.iana_name().map_or_else(|| zone.to_offset(Timestamp::now()).to_string(), str::to_owned)
}

/// From which moment on: of a date its first.
pub fn parse_beginning(text: &str) -> Result<Moment, Failure> {
	parse(text, Use::Beginning, zone()?)
}

/// Up to and with which moment: of a date its last. The answer is the first moment after it, as the chain has it.
pub fn parse_end(text: &str) -> Result<Moment, Failure> {
	parse(text, Use::End, zone()?)
}

/// One moment. A date is none.
pub fn parse_exact(text: &str) -> Result<Moment, Failure> {
	parse(text, Use::Exact, zone()?)
}

/// A day as FHIR writes it, of any year from 1 to 9999.
pub fn parse_day(text: &str) -> Result<Day, Failure> {
	let date = day(text)?.ok_or_else(|| {
		unclear(text, "is a time, and a day is asked for", "write a date, such as 2027-01-31")
	})?;
	Some(day_of(date))
		.filter(|day| day.is_in_calendar())
		.ok_or_else(|| unclear(text, "is not a year that FHIR knows", "name a year from 1 to 9999"))
}

/// The latest day that may be today: the user's, where it has begun before that of the chain's clock in UTC.
pub fn today(now: Moment) -> Day {
	let utc = Day::of(now);
	let local = i64::try_from(now)
		.ok()
		.and_then(|now| Timestamp::from_millisecond(now).ok())
		.zip(zone().ok())
		.map(|(now, zone)| day_of(zone.to_datetime(now).date()));
	local.map_or(utc, |local| local.max(utc))
}

/// The day that a date is.
pub fn day_of(date: Date) -> Day {
	Day(date.since(EPOCH).map_or(0, |span| span.get_days()))
}

/// The last moment before an end as the chain has it: what FHIR's `Period.end` would say.
pub fn show_end(end: Moment) -> String {
	show(end.saturating_sub(1))
}

fn parse(text: &str, meant: Use, zone: &TimeZone) -> Result<Moment, Failure> {
	let timestamp = match day(text)? {
		Some(_) if meant == Use::Exact => {
			return Err(unclear(
				text,
				"is a whole day, and one moment is asked for",
				&format!("write a time, such as {text}T12:00"),
			));
		}
		Some(date) => first_of(
			if meant == Use::End { date.tomorrow().map_err(|_| out_of_range(text))? } else { date },
			zone,
		)
		.ok_or_else(|| out_of_range(text))?,
		None => {
			let at = moment(text, zone)?;
			match meant {
				// The moment itself is included.
				Use::End => at.checked_add(jiff::SignedDuration::from_millis(1)),
				Use::Beginning | Use::Exact => Ok(at),
			}
			.map_err(|_| out_of_range(text))?
		}
	};
	Moment::try_from(timestamp.as_millisecond()).map_err(|_| out_of_range(text))
}

/// The day's first moment. Where the clocks skip midnight, that is the first one after it.
fn first_of(date: Date, zone: &TimeZone) -> Option<Timestamp> {
	zone.to_ambiguous_timestamp(date.to_datetime(Time::midnight())).compatible().ok()
}

/// The date if the text is one; `None` if it goes on with a time.
fn day(text: &str) -> Result<Option<Date>, Failure> {
	let digits = |range: std::ops::Range<usize>| {
		text.get(range)
			.is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
	};
	let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
	let stated = match text.len() {
		4 if digits(0..4) => Some("year"),
		7 if digits(0..4) && dash(4) && digits(5..7) => Some("month"),
		_ => None,
	};
	if let Some(stated) = stated {
		let problem = format!("is a whole {stated}, and a day is asked for");
		let example = if stated == "year" { format!("{text}-01-31") } else { format!("{text}-28") };
		return Err(unclear(text, &problem, &format!("name the day, such as {example}")));
	}
	if digits(0..text.len()) {
		return Err(unclear(
			text,
			"is a number, which may count seconds or milliseconds",
			"write a date or a time, such as 2027-01-31T18:00",
		));
	}
	if !(digits(0..4) && dash(4) && digits(5..7) && dash(7) && digits(8..10)) {
		return Err(unclear(
			text,
			"is not a date",
			"write 2027-01-31, 2027-01-31T18:00 or 2027-01-31T18:00+01:00",
		));
	}
	let (date, rest) = text.split_at(10);
	let date: Date = date.parse().map_err(|_| {
		unclear(text, "names a day that the calendar does not have", "correct the day or the month")
	})?;
	Ok(rest.is_empty().then_some(date))
}

/// A date with a time, and an offset or none.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, Failure> {
	let wrong = |problem: &str| {
		unclear(
			text,
			problem,
			"write 2027-01-31T18:00, with seconds if you like, and with +01:00 or Z for another zone",
		)
	};
	let (date, rest) =
		text.split_once(['T', 't', ' ']).ok_or_else(|| wrong("has no time that can be read"))?;
	let date: Date = date.parse().map_err(|_| wrong("has no date that can be read"))?;
	let split = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
	let (clock, stated) = rest.split_at(split);
	let time = time_of(clock).ok_or_else(|| wrong("has no time that can be read"))?;
	let at = date.to_datetime(time);
	if stated.is_empty() {
		return in_zone(text, at, zone);
	}
	let offset = offset_of(stated).ok_or_else(|| wrong("has no offset that can be read"))?;
	offset.to_timestamp(at).map_err(|_| out_of_range(text))
}

/// `hh:mm`, `hh:mm:ss` or with a fraction. A leap second is none that a clock can be asked for.
fn time_of(clock: &str) -> Option<Time> {
	let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
	let mut parts = whole.split(':').map(|part| {
		let good = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
		good.then(|| part.parse::<i8>().ok()).flatten()
	});
	let (hour, minute) = (parts.next()??, parts.next()??);
	let second = match parts.next() {
		None if clock.contains('.') => return None,
		None => 0,
		Some(second) => second?,
	};
	if parts.next().is_some()
		|| fraction.is_empty()
		|| !fraction.bytes().all(|byte| byte.is_ascii_digit())
	{
		return None;
	}
	// Milliseconds are what the chain counts; the rest of a fraction is cut off.
	let milliseconds: i32 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
	Time::new(hour, minute, second, milliseconds.checked_mul(1_000_000)?).ok()
}

fn offset_of(stated: &str) -> Option<Offset> {
	if matches!(stated, "Z" | "z") {
		return Some(Offset::UTC);
	}
	let (sign, rest) = stated.split_at_checked(1)?;
	let (hours, minutes) = rest.split_once(':')?;
	let number = |part: &str, limit: i32| {
		let good = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
		good.then(|| part.parse::<i32>().ok()).flatten().filter(|number| *number < limit)
	};
	let seconds =
		number(hours, 24)?.checked_mul(60)?.checked_add(number(minutes, 60)?)?.checked_mul(60)?;
	let seconds = match sign {
		"+" => seconds,
		"-" => seconds.checked_neg()?,
		_ => return None,
	};
	Offset::from_seconds(seconds).ok()
}

/// A clock's time in a zone, unless the clock skips it or shows it twice.
fn in_zone(text: &str, at: DateTime, zone: &TimeZone) -> Result<Timestamp, Failure> {
	let ambiguous = zone.to_ambiguous_timestamp(at);
	let name = zone.iana_name().unwrap_or("your time zone");
	let (what, before, after) = match ambiguous.offset() {
		AmbiguousOffset::Unambiguous { .. } => {
			return ambiguous.compatible().map_err(|_| out_of_range(text));
		}
		AmbiguousOffset::Gap { before, after } => {
			(format!("does not exist in {name}: the clocks skip it"), before, after)
		}
		AmbiguousOffset::Fold { before, after } => {
			(format!("happens twice in {name}: the clocks go back"), before, after)
		}
	};
	let written = |offset: Offset| {
		offset
			.to_timestamp(at)
			.ok()
			.and_then(|at| Moment::try_from(at.as_millisecond()).ok())
			.map_or_else(String::new, |at| show_in(at, &TimeZone::fixed(offset)))
	};
	Err(unclear(
		text,
		&what,
		&format!("write the one that you mean: {} or {}", written(before), written(after)),
	))
}

fn unclear(text: &str, problem: &str, remedy: &str) -> Failure {
	Failure::bad_input(format!("{text} {problem}")).remedy(remedy)
}

fn out_of_range(text: &str) -> Failure {
	unclear(
		text,
		"lies outside of what the chain's clock counts",
		"name a moment after 1970 and before the year 9999",
	)
}

#[cfg(test)]
mod tests;
