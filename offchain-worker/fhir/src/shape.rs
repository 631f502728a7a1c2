//! Whether a resource has R4's shape, by the tables that the crate `fhir` makes of HL7's definitions:
//! elements, types, cardinalities, choices, and the written form of primitives.
//!
//! Members that R4 does not define are let pass and kept: documents of other versions and local
//! additions must survive.

use super::{FhirError, moment};
use fhir::r4::meta::{self, ElementMeta};
use serde_json::{Map, Value};
use std::{
	collections::{HashMap, HashSet},
	sync::LazyLock,
};

type Members = Map<String, Value>;

/// Every element under the path of its parent, since the crate's own search reads the whole table.
static CHILDREN: LazyLock<HashMap<&'static str, Vec<(&'static str, &'static ElementMeta)>>> =
	LazyLock::new(|| {
		let mut children: HashMap<_, Vec<_>> = HashMap::new();
		for element in meta::elements() {
			if let Some((parent, name)) = element.path.rsplit_once('.') {
				children.entry(parent).or_default().push((name, element));
			}
		}
		children
	});

/// Checks a resource that stands at `path`; the first fault is the answer.
pub fn check(resource: &Value, path: &str) -> Result<(), FhirError> {
	let members = object(resource, path)?;
	let at = format!("{path}.resourceType");
	let kind = match members.get("resourceType") {
		Some(Value::String(kind)) => kind.as_str(),
		Some(_) => return Err(FhirError::new(at, "must be a string")),
		None => return Err(FhirError::new(at, "is missing")),
	};
	let known = !matches!(kind, "Resource" | "DomainResource")
		&& CHILDREN
			.get(kind)
			.is_some_and(|children| children.iter().any(|(name, _)| *name == "implicitRules"));
	if !known {
		return Err(FhirError::new(
			at,
			format!("{kind:?} is no resource of FHIR R4"),
		));
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
	let Some(children) = CHILDREN.get(definition) else {
		return Ok(());
	};
	let mut chosen = HashSet::new();
	for (name, value) in members {
		let at = format!("{path}.{name}");
		if let Some(primitive) = name.strip_prefix('_') {
			// Id and extensions of a primitive; for a list, one place an item.
			if find(children, primitive).is_some() && !(value.is_object() || value.is_array()) {
				return Err(FhirError::new(
					at,
					"must be an object, or a list for a list",
				));
			}
			continue;
		}
		let Some((element, kind)) = find(children, name) else {
			continue;
		};
		if element.is_choice() && !chosen.insert(element.path) {
			return Err(FhirError::new(
				at,
				"only one form of this element may stand",
			));
		}
		match (element.is_multiple(), value) {
			(true, Value::Array(items)) if items.is_empty() => {
				return Err(FhirError::new(at, "is an empty list"));
			}
			(true, Value::Array(items)) => {
				for (place, item) in items.iter().enumerate() {
					// A null keeps the place of an item that has extensions only.
					if !(item.is_null() && is_primitive(kind)) {
						check_value(item, element, kind, &format!("{at}[{place}]"))?;
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

/// The element of this name, and its type: for a choice, the type that the name ends with.
fn find(
	children: &[(&'static str, &'static ElementMeta)],
	name: &str,
) -> Option<(&'static ElementMeta, &'static str)> {
	children
		.iter()
		.find_map(|(child, element)| match child.strip_suffix("[x]") {
			None => {
				(*child == name).then(|| (*element, element.type_codes().next().map_or("", bare)))
			}
			Some(stem) => {
				let end = name.strip_prefix(stem)?;
				let kind = element.type_codes().map(bare).find(|kind| {
					let mut letters = kind.chars();
					letters.next().is_some_and(|first| {
						end.strip_prefix(first.to_ascii_uppercase()) == Some(letters.as_str())
					})
				})?;
				Some((*element, kind))
			}
		})
}

/// `http://hl7.org/fhirpath/System.String` is how ids and such are typed.
fn bare(kind: &'static str) -> &'static str {
	match kind {
		"http://hl7.org/fhirpath/System.String" => "string",
		other => other,
	}
}

fn is_primitive(kind: &str) -> bool {
	kind.starts_with(|first: char| first.is_ascii_lowercase())
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
	match (kind, element.content_reference) {
		("Resource", _) => check(value, path),
		("BackboneElement" | "Element", _) => {
			check_members(object(value, path)?, element.path, path)
		}
		("", Some(same_as)) => {
			check_members(object(value, path)?, same_as.trim_start_matches('#'), path)
		}
		_ => check_members(object(value, path)?, kind, path),
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
	let (good, form) = match kind {
		_ if text.is_empty() => (false, "something: it is an empty string"),
		"code" => (
			fhir::validate::is_valid_code(text),
			"a code, without spaces at its ends",
		),
		"id" => (
			fhir::validate::is_valid_id(text),
			"an id: letters, digits, - and ., at most 64",
		),
		"uri" | "url" | "canonical" => (fhir::validate::is_valid_uri_like(text), "a URI"),
		"oid" => (text.starts_with("urn:oid:"), "an OID, as urn:oid:…"),
		"uuid" => (text.starts_with("urn:uuid:"), "a UUID, as urn:uuid:…"),
		"date" => (
			moment::date(text).is_some(),
			"a date: YYYY, YYYY-MM or YYYY-MM-DD",
		),
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
