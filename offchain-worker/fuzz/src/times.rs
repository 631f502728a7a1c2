// SPDX-License-Identifier: Apache-2.0
//! Dates and times: of FHIR, and as people write them on the command line.

use salus_cli::fuzzing::{is_day, times};
use salus_fhir::Timed;

/// A time's end is not before its beginning.
pub fn run(bytes: &[u8]) -> bool {
	let Ok(text) = std::str::from_utf8(bytes) else {
		return false;
	};
	let timed = Timed::parse(text);
	if let Some(timed) = &timed {
		assert!(timed.last() >= timed.at, "{text} ends before it begins");
	}
	let written = times(text);
	if let Some((from, until)) = written {
		assert!(from < until, "{text} ends before it begins");
	}
	timed.is_some() || written.is_some() || is_day(text)
}

pub fn seeds() -> Vec<Vec<u8>> {
	[
		"2026",
		"2026-11",
		"2026-11-20",
		"2026-11-20T18:00",
		"2026-11-20T18:00:00Z",
		"2026-11-20T18:00:00.123456789+13:45",
	]
	.map(|text| text.as_bytes().to_vec())
	.into()
}
