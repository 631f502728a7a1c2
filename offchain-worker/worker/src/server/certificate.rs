// SPDX-License-Identifier: Apache-2.0
//! When a certificate ends: the one thing of X.509 that is wanted here. Whoever is served checks the rest of it.

use jiff::{civil, tz::TimeZone};

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// What stands before a certificate's version; the first version has none.
const VERSION: u8 = 0xa0;

/// When a certificate in DER ends, in seconds of Unix time. None if it is not read.
pub(super) fn ends_at(certificate: &[u8]) -> Option<i64> {
	let (certificate, _) = read(certificate, SEQUENCE)?;
	let (mut rest, _) = read(certificate, SEQUENCE)?;
	if let Some((_, after)) = read(rest, VERSION) {
		rest = after;
	}
	// Serial number, algorithm, issuer; then from when to when it is valid.
	for tag in [INTEGER, SEQUENCE, SEQUENCE] {
		(_, rest) = read(rest, tag)?;
	}
	let (validity, _) = read(rest, SEQUENCE)?;
	let (_, _, rest) = next(validity)?;
	let (tag, time, _) = next(rest)?;
	seconds(tag, std::str::from_utf8(time).ok()?)
}

/// The content of the next value, if it has this tag, and what follows.
fn read(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
	let (tag, content, rest) = next(bytes)?;
	(tag == wanted).then_some((content, rest))
}

/// The next value's tag and content, and what follows.
fn next(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
	let (&[tag, length], rest) = bytes.split_first_chunk()?;
	let (length, rest) = match length {
		short @ 0..0x80 => (usize::from(short), rest),
		// So many bytes tell the length.
		long => {
			let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
			let length = digits.iter().try_fold(0_usize, |length, digit| {
				length.checked_mul(256)?.checked_add(usize::from(*digit))
			})?;
			(length, rest)
		}
	};
	let (content, rest) = rest.split_at_checked(length)?;
	Some((tag, content, rest))
}

/// `YYMMDDHHMMSSZ`, from 1950 to 2049, or `YYYYMMDDHHMMSSZ`: the two forms that RFC 5280 allows.
fn seconds(tag: u8, text: &str) -> Option<i64> {
	let digits = text.strip_suffix('Z')?;
	let (year, rest) = match tag {
		UTC_TIME => {
			let (year, rest) = digits.split_at_checked(2)?;
			let year: i16 = year.parse().ok()?;
			(year + if year < 50 { 2_000 } else { 1_900 }, rest)
		}
		GENERALIZED_TIME => {
			let (year, rest) = digits.split_at_checked(4)?;
			(year.parse().ok()?, rest)
		}
		_ => return None,
	};
	let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
	let (month, day) = (part(0)?, part(2)?);
	let (hour, minute, second) = (part(4)?, part(6)?, part(8)?);
	let time = civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
	Some(TimeZone::UTC.to_timestamp(time).ok()?.as_second())
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_certificates_end_is_read_in_both_forms() {
		for (year, seconds) in [(2_031, 1_924_992_000), (2_051, 2_556_144_000)] {
			let mut wanted = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
			wanted.not_after = rcgen::date_time_ymd(year, 1, 1);
			let key = rcgen::KeyPair::generate().unwrap();
			let made = wanted.self_signed(&key).unwrap();
			assert_eq!(ends_at(made.der()), Some(seconds), "{year}");
		}
	}

	#[test]
	fn a_time_that_is_none_is_not_read() {
		for (tag, text) in [
			(UTC_TIME, "310101000000"),
			(UTC_TIME, "311301000000Z"),
			(UTC_TIME, "3101Z"),
			(GENERALIZED_TIME, "310101000000Z"),
			(INTEGER, "20310101000000Z"),
		] {
			assert_eq!(seconds(tag, text), None, "{text}");
		}
		assert_eq!(seconds(UTC_TIME, "700101000001Z"), Some(1));
	}

	proptest! {
		#[test]
		fn whatever_the_bytes_are_nothing_breaks(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
			let _ = ends_at(&bytes);
		}
	}
}
