// SPDX-License-Identifier: Apache-2.0
//! JSON as it came: strict to read, exact to keep, and RFC 8785 to compare.
//!
//! [`parse`] is the one gate from bytes to JSON. It reads the text once, without recursion, and holds
//! each bound of [`crate::limits`] before what it bounds is built. serde_json's own parser is not used:
//! with its features `raw_value` and `arbitrary_precision` (other crates turn them on) it starts anew
//! where a map begins with a private name, and it writes `1.10E+2` as `1.10e+2`.

use super::{
	Fault, FhirError,
	limits::{
		Limits, MAX_DEPTH, MAX_ITEMS, MAX_MEMBERS, MAX_NAME_BYTES, MAX_NUMBER_CHARACTERS,
		MAX_STRING_BYTES, Step, at_most, check_name, check_number, written,
	},
};
use serde_json::{Map, Number, Value};

/// Reads JSON within [`Limits::FILE`]. Refuses what passes a bound, a member that stands twice, of which
/// readers would see different ones, a number outside of a double's range, and private names of
/// serde_json.
pub fn parse(text: &str) -> Result<Value, FhirError> {
	parse_within(text, &Limits::FILE)
}

/// The same within other limits.
pub fn parse_within(text: &str, limits: &Limits) -> Result<Value, FhirError> {
	at_most(text.len(), limits.bytes, "bytes in the document")
		.map_err(|problem| FhirError::of(Fault::LimitExceeded, "document", problem))?;
	Reader { text, at: 0, values: 0, limits, open: Vec::new() }.document()
}

/// The document's bytes with members in their order and numbers in their digits: what is encrypted.
pub fn to_bytes(value: &Value) -> Vec<u8> {
	// A `Value` has only string keys and its own numbers: writing it can't fail.
	value.to_string().into_bytes()
}

/// The canonical form by RFC 8785, by which two documents are compared or hashed. It writes numbers as
/// doubles, so `1.50` becomes `1.5`: not for keeping.
pub fn canonical(value: &Value) -> Result<Vec<u8>, FhirError> {
	serde_json_canonicalizer::to_vec(value)
		.map_err(|cause| FhirError::new("document", format!("no canonical form: {cause}")))
}

/// An object or list whose end has not come yet.
enum Open {
	List(Vec<Value>),
	Object {
		members: Map<String, Value>,
		/// The member whose value comes next.
		name: String,
	},
}

struct Reader<'a> {
	text: &'a str,
	/// Bytes read.
	at: usize,
	/// Values begun.
	values: usize,
	limits: &'a Limits,
	open: Vec<Open>,
}

impl Reader<'_> {
	fn document(mut self) -> Result<Value, FhirError> {
		loop {
			let Some(mut value) = self.begin()? else {
				continue;
			};
			// A value has ended: it goes into what holds it, which may end with it.
			loop {
				self.skip_space();
				match self.open.pop() {
					None if self.peek().is_none() => return Ok(value),
					None => return Err(self.not_json("something stands after the end")),
					Some(Open::List(mut items)) => {
						items.push(value);
						match self.next_of(b',', b']', "a comma or the end of the list")? {
							false => value = Value::Array(items),
							true => {
								let count = items.len().saturating_add(1);
								self.open.push(Open::List(items));
								self.within(count, MAX_ITEMS, "items in the list")?;
								break;
							}
						}
					}
					Some(Open::Object { mut members, name }) => {
						members.insert(name, value);
						match self.next_of(b',', b'}', "a comma or the end of the object")? {
							false => value = Value::Object(members),
							true => {
								self.open_member(members)?;
								break;
							}
						}
					}
				}
			}
		}
	}

	/// Begins a value; `None` when it is a list or an object with something in it.
	fn begin(&mut self) -> Result<Option<Value>, FhirError> {
		self.skip_space();
		self.values = self.values.saturating_add(1);
		self.limits
			.check_value_count(self.values)
			.map_err(|problem| self.refuse(Fault::LimitExceeded, problem))?;
		match self.peek() {
			Some(b'{') => {
				self.enter()?;
				if self.ends_with(b'}') {
					return Ok(Some(Value::Object(Map::new())));
				}
				self.open_member(Map::new())?;
				Ok(None)
			}
			Some(b'[') => {
				self.enter()?;
				if self.ends_with(b']') {
					return Ok(Some(Value::Array(Vec::new())));
				}
				self.open.push(Open::List(Vec::new()));
				Ok(None)
			}
			Some(b'"') => {
				let text = self.string(MAX_STRING_BYTES, "bytes in the string")?;
				Ok(Some(Value::String(text)))
			}
			Some(b'-' | b'0'..=b'9') => self.number().map(Some),
			Some(b't') => self.word("true", Value::Bool(true)),
			Some(b'f') => self.word("false", Value::Bool(false)),
			Some(b'n') => self.word("null", Value::Null),
			Some(_) => Err(self.not_json("a value is expected")),
			None => Err(self.not_json("the text ends where a value is expected")),
		}
	}

	/// Goes over the opening bracket.
	fn enter(&mut self) -> Result<(), FhirError> {
		let depth = self.open.len().saturating_add(1);
		self.within(depth, MAX_DEPTH, "levels of objects and lists")?;
		self.take();
		Ok(())
	}

	fn ends_with(&mut self, bracket: u8) -> bool {
		self.skip_space();
		let ends = self.peek() == Some(bracket);
		if ends {
			self.take();
		}
		ends
	}

	/// Reads the next member's name and its colon.
	fn open_member(&mut self, members: Map<String, Value>) -> Result<(), FhirError> {
		let count = members.len().saturating_add(1);
		self.within(count, MAX_MEMBERS, "members in the object")?;
		self.skip_space();
		if self.peek() != Some(b'"') {
			return Err(self.not_json("a member's name in quotes is expected"));
		}
		let name = self.string(MAX_NAME_BYTES, "bytes in a member's name")?;
		let checked = check_name(&name);
		let twice = members.contains_key(&name);
		self.open.push(Open::Object { members, name });
		checked.map_err(|(fault, problem)| self.refuse(fault, problem))?;
		if twice {
			return Err(self.refuse(Fault::DuplicateMember, "this member stands twice".into()));
		}
		self.skip_space();
		self.next_of(b':', b':', "a colon").map(|_| ())
	}

	fn word(&mut self, word: &str, value: Value) -> Result<Option<Value>, FhirError> {
		for letter in word.bytes() {
			if self.peek() != Some(letter) {
				return Err(self.not_json(&format!("{word} is expected")));
			}
			self.take();
		}
		Ok(Some(value))
	}

	fn number(&mut self) -> Result<Value, FhirError> {
		let start = self.at;
		if self.peek() == Some(b'-') {
			self.take();
		}
		match self.peek() {
			Some(b'0') => {
				self.take();
			}
			_ => self.digits()?,
		}
		if self.peek() == Some(b'.') {
			self.take();
			self.digits()?;
		}
		if let Some(b'e' | b'E') = self.peek() {
			self.take();
			if let Some(b'+' | b'-') = self.peek() {
				self.take();
			}
			self.digits()?;
		}
		let text = self.text.get(start..self.at).unwrap_or_default();
		check_number(text).map_err(|(fault, problem)| self.refuse(fault, problem))?;
		// Every public constructor rewrites the exponent; this one keeps the digits, checked above.
		Ok(Value::Number(Number::from_string_unchecked(text.to_owned())))
	}

	/// One digit or more, and not more than any number may have.
	fn digits(&mut self) -> Result<(), FhirError> {
		let start = self.at;
		while let Some(b'0'..=b'9') = self.peek() {
			self.take();
			let count = self.at.saturating_sub(start);
			self.within(count, MAX_NUMBER_CHARACTERS, "characters in the number")?;
		}
		match self.at > start {
			true => Ok(()),
			false => Err(self.not_json("a digit is expected")),
		}
	}

	/// A string between quotes, its escapes read.
	fn string(&mut self, limit: usize, of: &str) -> Result<String, FhirError> {
		self.take();
		let mut read = String::new();
		loop {
			let start = self.at;
			while self.peek().is_some_and(|byte| byte != b'"' && byte != b'\\' && byte >= 0x20) {
				self.at = self.at.saturating_add(1);
			}
			// Only ASCII ends the run: it begins and ends between characters.
			let run = self.text.get(start..self.at).unwrap_or_default();
			self.within(read.len().saturating_add(run.len()), limit, of)?;
			read.push_str(run);
			match self.peek() {
				Some(b'"') => {
					self.take();
					return Ok(read);
				}
				Some(b'\\') => read.push(self.escape()?),
				Some(_) => return Err(self.not_json("a control character stands in a string")),
				None => return Err(self.not_json("the text ends within a string")),
			}
		}
	}

	fn escape(&mut self) -> Result<char, FhirError> {
		self.take();
		let character = match self.peek() {
			Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
			Some(b'b') => '\u{8}',
			Some(b'f') => '\u{c}',
			Some(b'n') => '\n',
			Some(b'r') => '\r',
			Some(b't') => '\t',
			Some(b'u') => {
				self.take();
				return self.unicode();
			}
			_ => return Err(self.not_json("an unknown escape")),
		};
		self.take();
		Ok(character)
	}

	/// Four hexadecimal digits, or two times four for a pair of surrogates.
	fn unicode(&mut self) -> Result<char, FhirError> {
		let first = self.hex()?;
		let units = match first {
			0xD800..=0xDBFF => {
				for expected in *b"\\u" {
					if self.peek() != Some(expected) {
						return Err(self.not_json("half of a surrogate pair"));
					}
					self.take();
				}
				vec![first, self.hex()?]
			}
			_ => vec![first],
		};
		let mut decoded = char::decode_utf16(units);
		match decoded.next() {
			Some(Ok(character)) => Ok(character),
			_ => Err(self.not_json("half of a surrogate pair")),
		}
	}

	fn hex(&mut self) -> Result<u16, FhirError> {
		let digits = self
			.text
			.get(self.at..self.at.saturating_add(4))
			.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
			.and_then(|digits| u16::from_str_radix(digits, 16).ok());
		let Some(unit) = digits else {
			return Err(self.not_json("four hexadecimal digits are expected"));
		};
		self.at = self.at.saturating_add(4);
		Ok(unit)
	}

	fn peek(&self) -> Option<u8> {
		self.text.as_bytes().get(self.at).copied()
	}

	fn take(&mut self) -> Option<u8> {
		let byte = self.peek()?;
		self.at = self.at.saturating_add(1);
		Some(byte)
	}

	/// Goes over one of two marks; whether it was the first.
	fn next_of(&mut self, first: u8, second: u8, what: &str) -> Result<bool, FhirError> {
		match self.peek() {
			Some(byte) if byte == first || byte == second => {
				self.take();
				Ok(byte == first)
			}
			_ => Err(self.not_json(&format!("{what} is expected"))),
		}
	}

	fn skip_space(&mut self) {
		while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
			self.at = self.at.saturating_add(1);
		}
	}

	fn within(&self, count: usize, limit: usize, of: &str) -> Result<(), FhirError> {
		at_most(count, limit, of).map_err(|problem| self.refuse(Fault::LimitExceeded, problem))
	}

	/// A fault of what stands where the reader is.
	fn refuse(&self, fault: Fault, problem: String) -> FhirError {
		let steps = self.open.iter().map(|open| match open {
			Open::List(items) => Step::Item(items.len()),
			Open::Object { name, .. } => Step::Member(name),
		});
		FhirError::of(fault, written(steps), problem)
	}

	fn not_json(&self, problem: &str) -> FhirError {
		let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
		let line = before.iter().filter(|byte| **byte == b'\n').count();
		let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
		FhirError::of(
			Fault::NotJson,
			format!("line {}, column {}", line.saturating_add(1), column.saturating_add(1)),
			format!("this is not JSON: {problem}"),
		)
	}
}
