// SPDX-License-Identifier: Apache-2.0
//! How a moment is written for people and programs: RFC 3339, in UTC, with milliseconds.

use crate::{
	Day, Moment,
	days::{DAY, digits, write_date},
};
use core::{fmt, str::FromStr};

const SECOND: Moment = 1_000;
const MINUTE: Moment = 60 * SECOND;
const HOUR: Moment = 60 * MINUTE;

/// A moment of the on-chain clock, to be written or read: `2026-11-28T12:00:00.000Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timestamp(pub Moment);

/// Text that is not a moment as RFC 3339 writes one in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidTimestamp;

impl fmt::Display for InvalidTimestamp {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("not a moment since 1970 in UTC; write it as 2026-11-28T12:00:00.000Z")
	}
}

/// Moments beyond the year 9999 take a sign before the year.
impl fmt::Display for Timestamp {
	#[allow(clippy::arithmetic_side_effects, reason = "divisors are constants, and not zero")]
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (days, rest) = (self.0 / DAY, self.0 % DAY);
		let (hour, rest) = (rest / HOUR, rest % HOUR);
		let (minute, rest) = (rest / MINUTE, rest % MINUTE);
		let (second, millisecond) = (rest / SECOND, rest % SECOND);
		write_date(f, i64::try_from(days).unwrap_or(i64::MAX))?;
		write!(f, "T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
	}
}

impl FromStr for Timestamp {
	type Err = InvalidTimestamp;

	/// Takes what is written without a fraction, too. A number of seconds or milliseconds is refused.
	fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
		parse(text).map(Self).ok_or(InvalidTimestamp)
	}
}

fn parse(text: &str) -> Option<Moment> {
	let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
	let day: Day = date.parse().ok()?;
	let (time, millisecond) = match time.split_once('.') {
		Some((time, fraction)) => (time, digits(fraction, 3)?),
		None => (time, 0),
	};
	let (hour, time) = time.split_once(':')?;
	let (minute, second) = time.split_once(':')?;
	let part = |text: &str, bound: i64| digits(text, 2).filter(|number| *number < bound);
	let parts = [
		(i64::from(day.0), DAY),
		(part(hour, 24)?, HOUR),
		(part(minute, 60)?, MINUTE),
		(part(second, 60)?, SECOND),
		(millisecond, 1),
	];
	parts.into_iter().try_fold(0u64, |sum, (number, unit)| {
		sum.checked_add(u64::try_from(number).ok()?.checked_mul(unit)?)
	})
}

#[cfg(feature = "serde")]
impl serde::Serialize for Timestamp {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Timestamp {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_str(Text)
	}
}

/// Says how a moment is written when it is given as a number.
#[cfg(feature = "serde")]
struct Text;

#[cfg(feature = "serde")]
impl serde::de::Visitor<'_> for Text {
	type Value = Timestamp;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a moment in UTC, written as \"2026-11-28T12:00:00.000Z\"")
	}

	fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
		text.parse().map_err(|wrong| E::custom(format_args!("`{text}` is {wrong}")))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn moments_are_written_by_rfc_3339_and_read_back() {
		for (moment, text) in [
			(0, "1970-01-01T00:00:00.000Z"),
			(1_795_867_200_000, "2026-11-28T12:00:00.000Z"),
			(951_868_799_999, "2000-02-29T23:59:59.999Z"),
			(253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
		] {
			assert_eq!(Timestamp(moment).to_string(), text);
			assert_eq!(text.parse(), Ok(Timestamp(moment)));
		}
		assert_eq!("2026-11-28T12:00:00Z".parse(), Ok(Timestamp(1_795_867_200_000)));
		assert_eq!(Timestamp(253_402_300_800_000).to_string(), "+010000-01-01T00:00:00.000Z");
		assert_eq!(Timestamp(u64::MAX).to_string(), "+584556019-04-03T14:25:51.615Z");
	}

	#[test]
	fn what_is_not_a_moment_is_refused() {
		for text in [
			"",
			"1795867200",
			"1795867200000",
			"2026-11-28",
			"2026-11-28T12:00:00",
			"2026-11-28T12:00:00+01:00",
			"2026-11-28T24:00:00Z",
			"2026-11-28T12:60:00Z",
			"2026-11-28T12:00:60Z",
			"2026-11-28T12:00Z",
			"2026-11-28T12:00:00.5Z",
			"2026-02-30T12:00:00Z",
			"1969-12-31T23:59:59Z",
		] {
			assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
		}
	}
}
