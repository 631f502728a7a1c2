// SPDX-License-Identifier: Apache-2.0
//! Moments of the chain's clock as people read them: in the zone of their machine.

use jiff::{
	Timestamp,
	fmt::temporal::DateTimePrinter,
	tz::{Offset, TimeZone},
};
use salus_primitives::Moment;
use std::sync::OnceLock;

/// The user's zone: `TZ`, else the machine's, else UTC as `date` has it. If `TZ` names none, what is wrong with it.
pub fn zone() -> Result<&'static TimeZone, &'static str> {
	static ZONE: OnceLock<Result<TimeZone, String>> = OnceLock::new();
	let found = ZONE.get_or_init(|| match TimeZone::try_system() {
		Ok(zone) => Ok(zone),
		Err(_) if std::env::var_os("TZ").is_none() => Ok(TimeZone::UTC),
		Err(cause) => Err(cause.to_string()),
	});
	found.as_ref().map_err(String::as_str)
}

/// A moment by RFC 3339, in the user's zone.
pub fn show(at: Moment) -> String {
	show_in(at, zone().unwrap_or(&TimeZone::UTC))
}

/// A moment by RFC 3339, in a zone.
pub fn show_in(at: Moment, zone: &TimeZone) -> String {
	let Some(timestamp) =
		i64::try_from(at).ok().and_then(|at| Timestamp::from_millisecond(at).ok())
	else {
		return format!("{at} ms after 1970-01-01T00:00:00Z");
	};
	let offset = zone.to_offset(timestamp);
	let printer = DateTimePrinter::new();
	if offset == Offset::UTC {
		printer.timestamp_to_string(&timestamp)
	} else {
		printer.timestamp_with_offset_to_string(&timestamp, offset)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_moment_is_shown_in_the_zone() {
		let at = 1_798_135_200_000;
		for (name, shown) in [
			("UTC", "2026-12-24T18:00:00Z"),
			("Europe/Berlin", "2026-12-24T19:00:00+01:00"),
			("Asia/Kathmandu", "2026-12-24T23:45:00+05:45"),
		] {
			assert_eq!(show_in(at, &TimeZone::get(name).unwrap()), shown);
		}
		assert_eq!(
			show_in(Moment::MAX, &TimeZone::UTC),
			format!("{} ms after 1970-01-01T00:00:00Z", Moment::MAX)
		);
	}
}
