//! Dates and times: of FHIR, and as people write them on the command line.

use offchain_worker::{
	fhir::{Timed, day_of, format_moment},
	fuzzing::moment,
};

/// A time's last moment is not before its first; a moment that is written is read as the same.
pub fn run(bytes: &[u8]) -> bool {
	let Ok(text) = std::str::from_utf8(bytes) else {
		return false;
	};
	let timed = Timed::parse(text);
	if let Some(timed) = &timed {
		assert!(timed.last() >= timed.at, "{text} ends before it begins");
	}
	let meant = moment(text);
	if let Some(at) = meant {
		let _ = day_of(at);
		if let Some(again) = moment(&format_moment(at)) {
			assert_eq!(again, at);
		}
	}
	timed.is_some() || meant.is_some()
}

pub fn seeds() -> Vec<Vec<u8>> {
	[
		"2026",
		"2026-11",
		"2026-11-20",
		"2026-11-20T18:00:00Z",
		"2026-11-20T18:00:00.123456789+13:45",
	]
	.map(|text| text.as_bytes().to_vec())
	.into()
}
