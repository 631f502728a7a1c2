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
	let text = String::deserialize(deserializer)?;
	let wrong = || D::Error::custom("not a hash; write it as 0x and 64 hexadecimal digits");
	let digits = text.strip_prefix("0x").ok_or_else(wrong)?;
	let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
	let mut hash = [0; 32];
	if pairs.len() != hash.len() || !rest.is_empty() {
		return Err(wrong());
	}
	for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
		let value = |digit: u8| char::from(digit).to_digit(16);
		let (high, low) = value(*high).zip(value(*low)).ok_or_else(wrong)?;
		*byte = u8::try_from((high << 4) | low).map_err(|_| wrong())?;
	}
	Ok(hash)
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

/// Reads text that means a value.
pub(crate) fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
	deserializer: D,
) -> Result<T, D::Error> {
	let text = String::deserialize(deserializer)?;
	text.parse().map_err(|wrong| D::Error::custom(format!("`{text}` is {wrong}")))
}
