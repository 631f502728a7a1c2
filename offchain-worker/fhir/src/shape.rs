// SPDX-License-Identifier: Apache-2.0
//! Whether a resource has R4's shape, by the tables that the crate `fhir` makes of HL7's definitions:
//! elements, types, cardinalities, choices, and the written form of primitives.
//!
//! Members that R4 does not define are let pass and kept: documents of other versions and local
//! additions must survive.

use super::{
	Fault, FhirError,
	elements::{children, definition_of, find, is_primitive, is_resource},
	limits, moment,
};
use fhir::r4::meta::ElementMeta;
use serde_json::{Map, Value};
use std::collections::HashSet;

type Members = Map<String, Value>;

/// Bytes of a primitive that is not `base64Binary`: FHIR R4 bounds strings at one megabyte.
pub const MAX_TEXT_BYTES: usize = 1024 * 1024;

/// Checks a resource that stands at `path`; the first fault is the answer.
pub fn check(resource: &Value, path: &str) -> Result<(), FhirError> {
	let members = object(resource, path)?;
	let at = format!("{path}.resourceType");
	let kind = match members.get("resourceType") {
		Some(Value::String(kind)) => kind.as_str(),
		Some(_) => return Err(FhirError::new(at, "must be a string")),
		None => return Err(FhirError::new(at, "is missing")),
	};
	if !is_resource(kind) {
		return Err(FhirError::new(at, format!("{kind:?} is not a resource of FHIR R4")));
	}
	check_members(members, kind, path)
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Members, FhirError> {
	match value {
		Value::Object(members) if members.is_empty() => Err(FhirError::new(path, "is empty")),
		Value::Object(members) => Ok(members),
		_ => Err(FhirError::new(path, "must be an object")),
	}
}

/// Checks the members of an object whose elements are defined under `definition`.
fn check_members(members: &Members, definition: &str, path: &str) -> Result<(), FhirError> {
	let Some(children) = children(definition) else {
		return Ok(());
	};
	let mut chosen = HashSet::new();
	for (name, value) in members {
		let at = format!("{path}.{name}");
		if let Some(primitive) = name.strip_prefix('_') {
			// Id and extensions of a primitive; for a list, one place an item.
			if find(children, primitive).is_some() && !(value.is_object() || value.is_array()) {
				return Err(FhirError::new(at, "must be an object, or a list for a list"));
			}
			continue;
		}
		let Some((element, kind)) = find(children, name) else {
			continue;
		};
		if element.is_choice() && !chosen.insert(element.path) {
			return Err(FhirError::new(at, "only one form of this element may stand"));
		}
		match (element.is_multiple(), value) {
			(true, Value::Array(items)) if items.is_empty() => {
				return Err(FhirError::new(at, "is an empty list"));
			}
			(true, Value::Array(items)) => {
				for (index, item) in items.iter().enumerate() {
					// A null keeps the place of an item that has extensions only.
					if !(item.is_null() && is_primitive(kind)) {
						check_value(item, element, kind, &format!("{at}[{index}]"))?;
					}
				}
			}
			(true, _) => return Err(FhirError::new(at, "must be a list")),
			(false, Value::Array(_)) => return Err(FhirError::new(at, "must not be a list")),
			(false, _) => check_value(value, element, kind, &at)?,
		}
	}
	for (name, element) in children.iter().filter(|(_, element)| element.is_required()) {
		let there = members.keys().any(|member| {
			let member = member.strip_prefix('_').unwrap_or(member);
			find(children, member).is_some_and(|(found, _)| found.path == element.path)
		});
		if !there {
			return Err(FhirError::new(format!("{path}.{name}"), "is missing"));
		}
	}
	Ok(())
}

fn check_value(
	value: &Value,
	element: &'static ElementMeta,
	kind: &'static str,
	path: &str,
) -> Result<(), FhirError> {
	if is_primitive(kind) {
		return check_primitive(value, kind, path);
	}
	match definition_of(element, kind) {
		None => check(value, path),
		Some(definition) => check_members(object(value, path)?, definition, path),
	}
}

fn check_primitive(value: &Value, kind: &str, path: &str) -> Result<(), FhirError> {
	let must = |what: &str| Err(FhirError::new(path, format!("must be {what}")));
	match (kind, value) {
		("boolean", Value::Bool(_)) => Ok(()),
		("boolean", _) => must("true or false"),
		("decimal", Value::Number(_)) => Ok(()),
		("decimal", _) => must("a number"),
		("integer", Value::Number(number)) if number.as_i64().is_some_and(is_integer) => Ok(()),
		("integer", _) => must("a whole number"),
		("unsignedInt", Value::Number(number))
			if number.as_i64().is_some_and(|n| is_integer(n) && n >= 0) =>
		{
			Ok(())
		}
		("unsignedInt", _) => must("a whole number, 0 or more"),
		("positiveInt", Value::Number(number))
			if number.as_i64().is_some_and(|n| is_integer(n) && n >= 1) =>
		{
			Ok(())
		}
		("positiveInt", _) => must("a whole number, 1 or more"),
		(_, Value::String(text)) => check_text(text, kind, path),
		_ => must("a string"),
	}
}

fn is_integer(number: i64) -> bool {
	i32::try_from(number).is_ok()
}

fn check_text(text: &str, kind: &str, path: &str) -> Result<(), FhirError> {
	if kind != "base64Binary" {
		limits::at_most(text.len(), MAX_TEXT_BYTES, "bytes in the string")
			.map_err(|problem| FhirError::of(Fault::LimitExceeded, path, problem))?;
	}
	let (good, form) = match kind {
		_ if text.is_empty() => (false, "something: it is an empty string"),
		"code" => (fhir::validate::is_valid_code(text), "a code, without spaces at its ends"),
		"id" => (fhir::validate::is_valid_id(text), "an id: letters, digits, - and ., at most 64"),
		"uri" | "url" | "canonical" => (fhir::validate::is_valid_uri_like(text), "a URI"),
		"oid" => (text.starts_with("urn:oid:"), "an OID, as urn:oid:…"),
		"uuid" => (text.starts_with("urn:uuid:"), "a UUID, as urn:uuid:…"),
		"date" => (moment::date(text).is_some(), "a date: YYYY, YYYY-MM or YYYY-MM-DD"),
		"dateTime" => (
			moment::date_time(text).is_some(),
			"a date, or a date and time with seconds and zone: YYYY-MM-DDThh:mm:ss+zz:zz",
		),
		"instant" => (
			text.contains('T') && moment::date_time(text).is_some(),
			"a date and time with seconds and zone: YYYY-MM-DDThh:mm:ss+zz:zz",
		),
		"time" => (moment::time_of_day(text), "a time: hh:mm:ss"),
		_ => (true, ""),
	};
	if good {
		return Ok(());
	}
	Err(FhirError::new(path, format!("must be {form}")))
}
