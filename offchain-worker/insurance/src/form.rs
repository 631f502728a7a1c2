// SPDX-License-Identifier: Apache-2.0
//! What both documents share as FHIR: references, extensions that hold text, values that are written in one way only,
//! and a length that tells little.

use crate::DocumentError;
use salus_core::{AccountId, signer::parse_account};
use salus_fhir::Limits;
use salus_primitives::Day;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{fmt::Display, str::FromStr};

/// The system of an identifier that is a URN.
pub(crate) const URI: &str = "urn:ietf:rfc:3986";
const ACCOUNT: &str = "urn:salus:account";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extension {
	url: String,
	value_string: String,
}

/// A reference by an identifier.
#[derive(Deserialize)]
pub(crate) struct Reference {
	identifier: Identifier,
}

#[derive(Deserialize)]
struct Identifier {
	system: String,
	value: String,
}

#[derive(Deserialize)]
pub(crate) struct Period {
	pub start: Day,
	pub end: Day,
}

impl Reference {
	/// What it names, if in this system.
	pub fn named(&self, system: &str) -> Option<&str> {
		let Identifier { system: own, value } = &self.identifier;
		(own == system).then_some(value.as_str())
	}

	/// The account that it names.
	pub fn account(&self) -> Option<AccountId> {
		self.named(ACCOUNT).and_then(account)
	}
}

/// A document as JSON, through the one gate that bounds depth and refuses what readers differ about.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, DocumentError> {
	let text = std::str::from_utf8(bytes).map_err(malformed)?;
	salus_fhir::parse_within(text, &Limits::INPUT).map_err(malformed)
}

/// What counts of a document. The rest is compared afterwards: [`check_same`].
pub(crate) fn read<Form: DeserializeOwned>(document: &Value) -> Result<Form, DocumentError> {
	Form::deserialize(document).map_err(malformed)
}

fn malformed(cause: impl Display) -> DocumentError {
	DocumentError::Malformed(cause.to_string())
}

/// Refuses a document that is not what would be written of what was read of it. Of what else it may hold, nobody could
/// say whether it changes what is insured or claimed. The order of an object's members does not count.
pub(crate) fn check_same(document: &Value, written: &Value) -> Result<(), DocumentError> {
	if document == written {
		return Ok(());
	}
	Err(malformed("something is more, less or other than there"))
}

/// The document's bytes, filled up with spaces, which JSON passes over, to a multiple of a length.
pub(crate) fn padded(document: &Value, length: usize) -> Vec<u8> {
	let mut bytes = salus_fhir::to_bytes(document);
	bytes.resize(bytes.len().next_multiple_of(length.max(1)), b' ');
	bytes
}

pub(crate) fn extension(url: &str, value: impl Display) -> Value {
	json!({ "url": url, "valueString": value.to_string() })
}

pub(crate) fn reference(system: &str, value: impl Display) -> Value {
	json!({ "identifier": { "system": system, "value": value.to_string() } })
}

/// A reference to the person whom a document is about: no name, since whoever may read it may not know that.
pub(crate) fn subject(account: &AccountId) -> Value {
	reference(ACCOUNT, account)
}

/// The value of an extension that must be there.
pub(crate) fn required<T>(
	extensions: &[Extension],
	url: &'static str,
	read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, DocumentError> {
	optional(extensions, url, read)?.ok_or(DocumentError::Missing(url))
}

/// The value of an extension that may be there, once.
pub(crate) fn optional<T>(
	extensions: &[Extension],
	url: &'static str,
	read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, DocumentError> {
	let mut found = extensions.iter().filter(|extension| extension.url == url);
	let Some(extension) = found.next() else { return Ok(None) };
	if found.next().is_some() {
		return Err(DocumentError::Doubled(url));
	}
	read(&extension.value_string).map(Some).ok_or(DocumentError::Wrong(url))
}

/// A number or a day as it is written here, and not otherwise.
pub(crate) fn exact<T: FromStr + ToString>(text: &str) -> Option<T> {
	text.parse().ok().filter(|value: &T| value.to_string() == text)
}

/// So many bytes, in hexadecimal digits as they are written here.
pub(crate) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
	let bytes: [u8; N] = hex::decode(text).ok()?.try_into().ok()?;
	(hex::encode(bytes) == text).then_some(bytes)
}

/// An account as it is written here.
pub(crate) fn account(text: &str) -> Option<AccountId> {
	parse_account(text).ok().filter(|account| account.to_string() == text)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_is_written_in_one_way() {
		assert_eq!(exact::<u8>("255"), Some(255));
		for text in ["", "05", "+5", "-1", "256", " 5"] {
			assert_eq!(exact::<u8>(text), None, "{text:?}");
		}
		assert_eq!(bytes::<2>("00ab"), Some([0, 0xab]));
		for text in ["", "00AB", "0x00ab", "00ab00", "00a"] {
			assert_eq!(bytes::<2>(text), None, "{text:?}");
		}
		let known = AccountId::new([7; 32]);
		assert_eq!(account(&known.to_string()), Some(known));
		assert_eq!(account(&format!("0x{}", "07".repeat(32))), None);
	}
}
