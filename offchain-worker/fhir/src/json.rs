//! JSON as it came: strict to read, exact to keep, and RFC 8785 to compare.

use super::FhirError;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::{collections::HashSet, fmt};

/// Reads JSON; refuses a member that stands twice, of which readers would see different ones, and a
/// number too large for a double.
pub fn parse(text: &str) -> Result<Value, FhirError> {
	let mut unique = Unique {
		path: Vec::new(),
		fault: None,
	};
	let mut deserializer = serde_json::Deserializer::from_str(text);
	let read = Walk(&mut unique).deserialize(&mut deserializer);
	if let Some(path) = unique.fault {
		return Err(FhirError::new(path, "this member stands twice"));
	}
	let no_json = |cause: serde_json::Error| {
		let place = format!("line {}, column {}", cause.line(), cause.column());
		let problem = cause.to_string();
		let problem = problem.split(" at line ").next().unwrap_or_default();
		FhirError::new(place, format!("this is no JSON: {problem}"))
	};
	read.map_err(no_json)?;
	deserializer.end().map_err(no_json)?;
	let value: Value = serde_json::from_str(text).map_err(no_json)?;
	finite(&value, &mut Vec::new())?;
	Ok(value)
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

fn finite(value: &Value, path: &mut Vec<String>) -> Result<(), FhirError> {
	match value {
		Value::Number(number) if !number.as_f64().is_some_and(f64::is_finite) => Err(
			FhirError::new(written(path), "the number is too large for a double"),
		),
		Value::Array(items) => items.iter().enumerate().try_for_each(|(place, item)| {
			path.push(format!("[{place}]"));
			finite(item, path)?;
			path.pop();
			Ok(())
		}),
		Value::Object(members) => members.iter().try_for_each(|(name, member)| {
			path.push(name.clone());
			finite(member, path)?;
			path.pop();
			Ok(())
		}),
		_ => Ok(()),
	}
}

fn written(path: &[String]) -> String {
	path.iter().fold(String::new(), |mut whole, part| {
		if !whole.is_empty() && !part.starts_with('[') {
			whole.push('.');
		}
		whole.push_str(part);
		whole
	})
}

/// Reads and forgets; remembers where a member stood twice.
struct Unique {
	path: Vec<String>,
	fault: Option<String>,
}

struct Walk<'a>(&'a mut Unique);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
	type Value = ();

	fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
		deserializer.deserialize_any(self)
	}
}

impl<'de> Visitor<'de> for Walk<'_> {
	type Value = ();

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("JSON")
	}

	fn visit_bool<E>(self, _: bool) -> Result<(), E> {
		Ok(())
	}

	fn visit_i64<E>(self, _: i64) -> Result<(), E> {
		Ok(())
	}

	fn visit_u64<E>(self, _: u64) -> Result<(), E> {
		Ok(())
	}

	fn visit_f64<E>(self, _: f64) -> Result<(), E> {
		Ok(())
	}

	fn visit_str<E>(self, _: &str) -> Result<(), E> {
		Ok(())
	}

	fn visit_unit<E>(self) -> Result<(), E> {
		Ok(())
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
		for place in 0.. {
			self.0.path.push(format!("[{place}]"));
			let more = items.next_element_seed(Walk(self.0))?;
			self.0.path.pop();
			if more.is_none() {
				break;
			}
		}
		Ok(())
	}

	fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
		let mut seen = HashSet::new();
		while let Some(name) = members.next_key::<String>()? {
			self.0.path.push(name.clone());
			if !seen.insert(name) {
				self.0.fault = Some(written(&self.0.path));
				return Err(A::Error::custom("a member stands twice"));
			}
			members.next_value_seed(Walk(self.0))?;
			self.0.path.pop();
		}
		Ok(())
	}
}
