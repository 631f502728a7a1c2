// SPDX-License-Identifier: Apache-2.0
//! How single values are written in JSON. The crate's README.md describes the whole form.

use crate::{Moment, Timestamp};
use alloc::{format, string::String};
use core::{
	fmt::{self, Display},
	str::FromStr,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Bytes, to be written as `0x` and their hexadecimal digits.
struct Hex<'a>(&'a [u8]);

impl Display for Hex<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("0x")?;
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}

impl Serialize for Hex<'_> {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

/// Writes bytes as `0x` and hexadecimal digits.
pub fn hex<S: Serializer, B: AsRef<[u8]>>(bytes: &B, serializer: S) -> Result<S::Ok, S::Error> {
	Hex(bytes.as_ref()).serialize(serializer)
}

/// The same of bytes that may be missing.
pub fn maybe_hex<S: Serializer, B: AsRef<[u8]>>(
	bytes: &Option<B>,
	serializer: S,
) -> Result<S::Ok, S::Error> {
	bytes.as_ref().map(|bytes| Hex(bytes.as_ref())).serialize(serializer)
}

/// Reads 32 bytes from `0x` and 64 hexadecimal digits.
pub fn read_hash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
	parse_hash(&String::deserialize(deserializer)?).ok_or_else(not_a_hash)
}

/// The same of a hash that may be missing.
pub fn read_maybe_hash<'de, D: Deserializer<'de>>(
	deserializer: D,
) -> Result<Option<[u8; 32]>, D::Error> {
	let text = Option::<String>::deserialize(deserializer)?;
	text.map(|text| parse_hash(&text).ok_or_else(not_a_hash)).transpose()
}

fn not_a_hash<E: serde::de::Error>() -> E {
	E::custom("not a hash; write it as 0x and 64 hexadecimal digits")
}

fn parse_hash(text: &str) -> Option<[u8; 32]> {
	let (pairs, rest) = text.strip_prefix("0x")?.as_bytes().as_chunks::<2>();
	let mut hash = [0; 32];
	if pairs.len() != hash.len() || !rest.is_empty() {
		return None;
	}
	for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
		let value = |digit: u8| char::from(digit).to_digit(16);
		*byte = u8::try_from((value(*high)? << 4) | value(*low)?).ok()?;
	}
	Some(hash)
}

/// Writes bytes that a client sent as text; what is not UTF-8 shows as such.
pub fn text<S: Serializer, B: AsRef<[u8]>>(bytes: &B, serializer: S) -> Result<S::Ok, S::Error> {
	serializer.serialize_str(&String::from_utf8_lossy(bytes.as_ref()))
}

/// Writes an amount in the smallest unit as text: JSON's numbers are too small for it.
pub fn amount<S: Serializer, A: Display>(amount: &A, serializer: S) -> Result<S::Ok, S::Error> {
	serializer.collect_str(amount)
}

/// Writes a moment by RFC 3339.
pub fn moment<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
	Timestamp(*moment).serialize(serializer)
}

/// The same of a moment that may be missing.
pub fn maybe_moment<S: Serializer>(
	moment: &Option<Moment>,
	serializer: S,
) -> Result<S::Ok, S::Error> {
	moment.map(Timestamp).serialize(serializer)
}

/// Reads a moment by RFC 3339.
pub fn read_moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
	Timestamp::deserialize(deserializer).map(|moment| moment.0)
}

/// Reads text that means a value.
pub(crate) fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
	deserializer: D,
) -> Result<T, D::Error> {
	let text = String::deserialize(deserializer)?;
	text.parse().map_err(|wrong| D::Error::custom(format!("`{text}` is {wrong}")))
}
