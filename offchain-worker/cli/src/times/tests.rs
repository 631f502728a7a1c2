// SPDX-License-Identifier: Apache-2.0
//! Times of several zones, by a second library where a moment is known.

use super::*;

fn zone(name: &str) -> TimeZone {
	TimeZone::get(name).unwrap()
}

/// The moment of a text that states its offset, by the other library.
fn at(text: &str) -> Moment {
	let parsed = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339);
	Moment::try_from(parsed.unwrap().unix_timestamp_nanos() / 1_000_000).unwrap()
}

#[test]
fn a_time_without_a_zone_is_the_users() {
	for (name, text, meant) in [
		("Europe/Berlin", "2026-12-24T18:00", "2026-12-24T18:00:00+01:00"),
		("Europe/Berlin", "2026-07-24T18:00:30", "2026-07-24T18:00:30+02:00"),
		("America/New_York", "2026-12-24 18:00", "2026-12-24T23:00:00Z"),
		("Asia/Kathmandu", "2026-12-24T18:00", "2026-12-24T12:15:00Z"),
		("Pacific/Kiritimati", "2026-12-24T18:00", "2026-12-24T04:00:00Z"),
		("UTC", "2026-12-24T18:00:00.5", "2026-12-24T18:00:00.500Z"),
		// What is written beats the zone.
		("Asia/Kathmandu", "2026-12-24T18:00+01:00", "2026-12-24T17:00:00Z"),
		("Europe/Berlin", "2026-12-24T18:00:00Z", "2026-12-24T18:00:00Z"),
		("Europe/Berlin", "2026-12-24T18:00:00-03:30", "2026-12-24T21:30:00Z"),
	] {
		let zone = zone(name);
		for meaning in [Use::Beginning, Use::Exact] {
			assert_eq!(parse(text, meaning, &zone).unwrap(), at(meant), "{name} {text}");
		}
		assert_eq!(parse(text, Use::End, &zone).unwrap(), at(meant) + 1, "{name} {text}");
	}
}

#[test]
fn a_date_is_the_whole_day_in_the_users_zone() {
	for (name, text, first, last) in [
		(
			"Europe/Berlin",
			"2026-11-29",
			"2026-11-29T00:00:00+01:00",
			"2026-11-29T23:59:59.999+01:00",
		),
		// 23 and 25 hours long.
		(
			"Europe/Berlin",
			"2027-03-28",
			"2027-03-28T00:00:00+01:00",
			"2027-03-28T23:59:59.999+02:00",
		),
		(
			"America/New_York",
			"2026-11-01",
			"2026-11-01T00:00:00-04:00",
			"2026-11-01T23:59:59.999-05:00",
		),
		(
			"Asia/Kathmandu",
			"2026-11-29",
			"2026-11-29T00:00:00+05:45",
			"2026-11-29T23:59:59.999+05:45",
		),
		(
			"Pacific/Kiritimati",
			"2026-11-29",
			"2026-11-29T00:00:00+14:00",
			"2026-11-29T23:59:59.999+14:00",
		),
		// Clocks skip midnight: the day begins at one.
		(
			"America/Sao_Paulo",
			"2018-11-04",
			"2018-11-04T01:00:00-02:00",
			"2018-11-04T23:59:59.999-02:00",
		),
		("UTC", "2026-11-29", "2026-11-29T00:00:00Z", "2026-11-29T23:59:59.999Z"),
	] {
		let zone = zone(name);
		let (beginning, end) =
			(parse(text, Use::Beginning, &zone).unwrap(), parse(text, Use::End, &zone).unwrap());
		assert_eq!((beginning, end), (at(first), at(last) + 1), "{name} {text}");
		assert_eq!(show_in(beginning, &zone), first);
		assert_eq!(show_in(end - 1, &zone), last);
	}
}

#[test]
fn what_clocks_skip_or_show_twice_is_refused_with_both_meanings() {
	for (name, text, meanings) in [
		(
			"Europe/Berlin",
			"2027-03-28T02:30",
			["2027-03-28T02:30:00+01:00", "2027-03-28T02:30:00+02:00"],
		),
		(
			"Europe/Berlin",
			"2026-10-25T02:30",
			["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"],
		),
		(
			"America/New_York",
			"2026-11-01T01:30:15",
			["2026-11-01T01:30:15-04:00", "2026-11-01T01:30:15-05:00"],
		),
	] {
		for meaning in [Use::Beginning, Use::End, Use::Exact] {
			let said = parse(text, meaning, &zone(name)).unwrap_err().message;
			for part in [text, name].into_iter().chain(meanings) {
				assert!(said.contains(part), "{said}");
			}
		}
		// Written with its offset it is clear.
		for meant in meanings {
			assert_eq!(parse(meant, Use::Exact, &zone(name)).unwrap(), at(meant));
		}
	}
}

#[test]
fn what_is_unclear_is_refused_and_says_what_to_write() {
	let berlin = zone("Europe/Berlin");
	for (text, says) in [
		("2026", "name the day"),
		("2026-11", "name the day"),
		("2026-02-30", "calendar"),
		("2026-13-01", "calendar"),
		("29.11.2026", "2027-01-31"),
		("11/29/2026", "2027-01-31"),
		("tomorrow", "2027-01-31"),
		("", "2027-01-31"),
		("2026-11-29T", "2027-01-31T18:00"),
		("2026-11-29T18", "2027-01-31T18:00"),
		("2026-11-29T24:00", "2027-01-31T18:00"),
		("2026-11-29T18:60", "2027-01-31T18:00"),
		("2026-11-29T18:00:60", "2027-01-31T18:00"),
		("2026-11-29T6:00 pm", "2027-01-31T18:00"),
		("2026-11-29T18:00+1", "2027-01-31T18:00"),
		("2026-11-29T18:00Z05:00", "2027-01-31T18:00"),
		("2026-11-29T18:00+99:00", "2027-01-31T18:00"),
		("2026-11-29T18:00.5", "2027-01-31T18:00"),
		("2026-11-29T18:00:00Z ", "2027-01-31T18:00"),
		("2026-11-29T18:00[Europe/Berlin]", "2027-01-31T18:00"),
		("\u{661}\u{662}26-11-29", "2027-01-31"),
		("1969-12-31", "1970"),
		("9999-12-31", "9999"),
	] {
		let refused = parse(text, Use::End, &berlin).unwrap_err();
		assert!(refused.message.contains(says), "{text}: {}", refused.message);
	}
	let refused = parse("2026-11-29", Use::Exact, &berlin).unwrap_err();
	assert!(refused.message.contains("2026-11-29T12:00"), "{}", refused.message);
}

#[test]
fn days_before_1970_are_days_and_times_are_none() {
	for (text, days) in [
		("1970-01-01", 0),
		("1969-12-31", -1),
		("1931-05-06", -14_120),
		("2026-11-28", 20_785),
		("0001-01-01", Day::FIRST.0),
		("9999-12-31", Day::LAST.0),
	] {
		assert_eq!(parse_day(text).unwrap(), Day(days));
		assert_eq!(Day(days).to_string(), text);
	}
	for text in ["1958-02", "1958-02-03T00:00", "1958-02-30", "0000-01-01"] {
		assert!(parse_day(text).is_err(), "{text}");
	}
}

#[test]
fn a_number_is_not_a_moment_whatever_it_counts() {
	for text in ["1795867200", "1795867200000", "0", "20261224"] {
		for parsed in [parse_beginning(text), parse_end(text), parse_exact(text)] {
			let refused = parsed.unwrap_err();
			assert!(refused.message.contains("seconds or milliseconds"), "{}", refused.message);
		}
		assert!(parse_day(text).is_err());
	}
}
