// SPDX-License-Identifier: Apache-2.0
//! How much a document may hold. Every bound is held before what it bounds is built, so that nobody's
//! bytes take more stack than [`MAX_DEPTH`] levels or more memory than a fixed multiple of their length.

use super::{Fault, FhirError};
use serde_json::{Map, Value, map};
use std::{iter::Enumerate, slice};

/// Objects and lists within each other. R4's own examples need 20.
pub const MAX_DEPTH: usize = 32;
/// Members of one object. R4 defines fewer than 100 for any.
pub const MAX_MEMBERS: usize = 1_000;
/// Items of one list, such as the entries of a bundle.
pub const MAX_ITEMS: usize = 200_000;
/// Bytes of a member's name.
pub const MAX_NAME_BYTES: usize = 256;
/// Bytes of one string after its escapes are read: an attachment is one string.
pub const MAX_STRING_BYTES: usize = 24 * 1024 * 1024;
/// Characters of one number, sign, point and exponent included. FHIR asks for 18 digits.
pub const MAX_NUMBER_CHARACTERS: usize = 64;
/// What serde_json's private member names begin with: it starts a parser anew, or rewrites the
/// document, where a map begins with one. They have no meaning in FHIR.
pub const RESERVED_NAMES: &str = "$serde_json::private::";

/// The bounds that depend on what a document is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
	/// Bytes of the whole text.
	pub bytes: usize,
	/// Values of all kinds, those within others included. Each takes up to 200 bytes of memory.
	pub values: usize,
}

impl Limits {
	/// A file that somebody imports or reads on their own machine.
	pub const FILE: Self = Self { bytes: 32 * 1024 * 1024, values: 1_000_000 };
	/// A record that an operator reads as a model's input.
	pub const INPUT: Self = Self { bytes: 4 * 1024 * 1024, values: 200_000 };

	pub(crate) fn check_value_count(&self, count: usize) -> Result<(), String> {
		at_most(count, self.values, "values in the document")
	}
}

/// Whether a count is within its bound.
pub(crate) fn at_most(count: usize, limit: usize, of: &str) -> Result<(), String> {
	match count > limit {
		true => Err(format!("there are more than {limit} {of}")),
		false => Ok(()),
	}
}

/// A member's name: bounded, and none that a JSON library keeps for itself.
pub(crate) fn check_name(name: &str) -> Result<(), (Fault, String)> {
	if name.starts_with(RESERVED_NAMES) {
		return Err((Fault::ReservedName, format!("a member's name begins with {RESERVED_NAMES}")));
	}
	at_most(name.len(), MAX_NAME_BYTES, "bytes in a member's name")
		.map_err(|problem| (Fault::LimitExceeded, problem))
}

/// A number: short, and within a double's range.
pub(crate) fn check_number(text: &str) -> Result<(), (Fault, String)> {
	at_most(text.len(), MAX_NUMBER_CHARACTERS, "characters in the number")
		.map_err(|problem| (Fault::LimitExceeded, problem))?;
	let read: f64 = text.parse().unwrap_or(f64::NAN);
	let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
	let too_small = read == 0.0 && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
	match (read.is_finite(), too_small) {
		(false, _) => Err((Fault::NumberRange, "the number is too large for a double".into())),
		(true, true) => Err((Fault::NumberRange, "the number is too small for a double".into())),
		(true, false) => Ok(()),
	}
}

/// A step of a path.
#[derive(Clone, Debug)]
pub(crate) enum Step<'a> {
	Item(usize),
	Member(&'a str),
}

/// A path as FHIR writes it: `entry[0].resource.id`.
pub(crate) fn written<'a>(steps: impl IntoIterator<Item = Step<'a>>) -> String {
	let mut whole = String::new();
	for step in steps {
		match step {
			Step::Item(index) => whole.push_str(&format!("[{index}]")),
			Step::Member(name) => {
				if !whole.is_empty() {
					whole.push('.');
				}
				whole.push_str(name);
			}
		}
	}
	if whole.is_empty() {
		whole.push_str("document");
	}
	whole
}

enum Rest<'a> {
	Items(Enumerate<slice::Iter<'a, Value>>),
	Members(map::Iter<'a>),
}

/// Holds JSON that was built elsewhere against the same bounds, without recursion.
pub(crate) fn check(document: &Value, limits: &Limits) -> Result<(), FhirError> {
	let mut open: Vec<(Rest, Step)> = Vec::new();
	let (mut values, mut bytes) = (0usize, 0usize);
	let mut next = Some((document, Step::Member("")));
	loop {
		let Some((value, step)) = next.take() else {
			let Some((rest, _)) = open.last_mut() else {
				return Ok(());
			};
			next = match rest {
				Rest::Items(items) => items.next().map(|(index, item)| (item, Step::Item(index))),
				Rest::Members(members) => {
					members.next().map(|(name, member)| (member, Step::Member(name.as_str())))
				}
			};
			if next.is_none() {
				open.pop();
			}
			continue;
		};
		let refuse = |(fault, problem): (Fault, String)| {
			// The outermost has no step of its own.
			let steps = open.iter().map(|(_, step)| step.clone());
			let steps = steps.chain([step.clone()]).skip(1);
			FhirError::of(fault, written(steps), problem)
		};
		let too_much = |problem| refuse((Fault::LimitExceeded, problem));
		if let Step::Member(name) = step {
			check_name(name).map_err(refuse)?;
			bytes = bytes.saturating_add(name.len());
		}
		values = values.saturating_add(1);
		limits.check_value_count(values).map_err(too_much)?;
		at_most(bytes, limits.bytes, "bytes in the document").map_err(too_much)?;
		let inner = match value {
			Value::Null | Value::Bool(_) => None,
			Value::Number(number) => {
				check_number(&number.to_string()).map_err(refuse)?;
				None
			}
			Value::String(text) => {
				at_most(text.len(), MAX_STRING_BYTES, "bytes in the string").map_err(too_much)?;
				bytes = bytes.saturating_add(text.len());
				None
			}
			Value::Array(items) => {
				at_most(items.len(), MAX_ITEMS, "items in the list").map_err(too_much)?;
				Some(Rest::Items(items.iter().enumerate()))
			}
			Value::Object(members) => Some(Rest::Members(object(members).map_err(too_much)?)),
		};
		if let Some(inner) = inner {
			at_most(open.len().saturating_add(1), MAX_DEPTH, "levels of objects and lists")
				.map_err(too_much)?;
			open.push((inner, step));
		}
	}
}

fn object(members: &Map<String, Value>) -> Result<map::Iter<'_>, String> {
	at_most(members.len(), MAX_MEMBERS, "members in the object")?;
	Ok(members.iter())
}
