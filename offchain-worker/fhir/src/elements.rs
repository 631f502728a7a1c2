// SPDX-License-Identifier: Apache-2.0
//! R4's elements by the tables that the crate `fhir` makes of HL7's definitions, and a traversal of every
//! element of a resource that they define.

use super::limits::{Step, written};
use fhir::r4::meta::{self, ElementMeta};
use serde_json::{Map, Value};
use std::{collections::HashMap, iter, sync::LazyLock};

/// The elements directly below one, by name.
pub(crate) type Children = Vec<(&'static str, &'static ElementMeta)>;

/// Every element under the path of its parent, since the crate's own search reads the whole table.
static CHILDREN: LazyLock<HashMap<&'static str, Children>> = LazyLock::new(|| {
	let mut children: HashMap<_, Children> = HashMap::new();
	for element in meta::elements() {
		if let Some((parent, name)) = element.path.rsplit_once('.') {
			children.entry(parent).or_default().push((name, element));
		}
	}
	children
});

/// The elements that are defined below a resource, data type or element.
pub(crate) fn children(definition: &str) -> Option<&'static Children> {
	CHILDREN.get(definition)
}

/// Whether R4 has a resource of this kind that can stand in a document.
pub(crate) fn is_resource(kind: &str) -> bool {
	!matches!(kind, "Resource" | "DomainResource")
		&& children(kind)
			.is_some_and(|children| children.iter().any(|(name, _)| *name == "implicitRules"))
}

/// The element of this name, and its type: for a choice, the type that the name ends with.
pub(crate) fn find(
	children: &Children,
	name: &str,
) -> Option<(&'static ElementMeta, &'static str)> {
	children.iter().find_map(|(child, element)| match child.strip_suffix("[x]") {
		None => (*child == name).then(|| (*element, element.type_codes().next().map_or("", bare))),
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

pub(crate) fn is_primitive(kind: &str) -> bool {
	kind.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Under which definition the members of a complex element stand; `None` for a resource within.
pub(crate) fn definition_of(
	element: &'static ElementMeta,
	kind: &'static str,
) -> Option<&'static str> {
	match (kind, element.content_reference) {
		("Resource", _) => None,
		("BackboneElement" | "Element", _) => Some(element.path),
		("", Some(same_as)) => Some(same_as.trim_start_matches('#')),
		_ => Some(kind),
	}
}

/// Where an element stands; written only when somebody asks.
pub(crate) struct Path<'p> {
	parent: Option<&'p Path<'p>>,
	step: Step<'p>,
}

impl<'p> Path<'p> {
	/// The outermost element, as it is written.
	pub(crate) fn root(path: &'p str) -> Self {
		Self { parent: None, step: Step::Member(path) }
	}

	fn below(&'p self, step: Step<'p>) -> Self {
		Self { parent: Some(self), step }
	}

	fn steps(&self) -> Vec<Step<'p>> {
		let mut steps: Vec<_> = iter::successors(Some(self), |path| path.parent)
			.map(|path| path.step.clone())
			.collect();
		steps.reverse();
		steps
	}

	/// As FHIR writes it.
	pub(crate) fn written(&self) -> String {
		written(self.steps())
	}

	/// As a JSON pointer from the outermost element.
	pub(crate) fn pointer(&self) -> String {
		let mut pointer = String::new();
		for step in self.steps().into_iter().skip(1) {
			pointer.push('/');
			match step {
				Step::Item(index) => pointer.push_str(&index.to_string()),
				Step::Member(name) => {
					pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
				}
			}
		}
		pointer
	}
}

/// An element that was found: one item of it when it repeats.
pub(crate) struct Visited<'v, 'p> {
	/// Its definition.
	pub(crate) element: &'static ElementMeta,
	/// Its type, such as `Reference` or `dateTime`; empty for one that is defined as another is.
	pub(crate) kind: &'static str,
	/// What stands there.
	pub(crate) value: &'v Value,
	/// Where.
	pub(crate) path: &'p Path<'p>,
}

/// Goes over every element of a resource, those of data types, extensions and contained resources
/// included, outer before inner. Recursion is as deep as JSON may be.
pub(crate) fn traverse<'v>(
	resource: &'v Value,
	path: &str,
	visit: &mut dyn FnMut(&Visited<'v, '_>),
) {
	traverse_resource(resource, &Path::root(path), visit);
}

fn traverse_resource<'v>(
	resource: &'v Value,
	path: &Path<'_>,
	visit: &mut dyn FnMut(&Visited<'v, '_>),
) {
	let Some(kind) = super::structure::kind(resource) else {
		return;
	};
	if let Some(members) = resource.as_object() {
		Traversal { visit }.members(members, kind, path);
	}
}

struct Traversal<'v, 'f> {
	visit: &'f mut dyn FnMut(&Visited<'v, '_>),
}

impl<'v> Traversal<'v, '_> {
	fn members(&mut self, members: &'v Map<String, Value>, definition: &str, path: &Path<'_>) {
		let Some(children) = children(definition) else {
			return;
		};
		for (name, value) in members {
			let (bare_name, of_primitive) = match name.strip_prefix('_') {
				Some(bare_name) => (bare_name, true),
				None => (name.as_str(), false),
			};
			let Some((element, kind)) = find(children, bare_name) else {
				continue;
			};
			let below = path.below(Step::Member(name));
			match value {
				Value::Array(items) => {
					for (index, item) in items.iter().enumerate() {
						let below = below.below(Step::Item(index));
						self.value(element, kind, of_primitive, item, &below);
					}
				}
				_ => self.value(element, kind, of_primitive, value, &below),
			}
		}
	}

	fn value(
		&mut self,
		element: &'static ElementMeta,
		kind: &'static str,
		of_primitive: bool,
		value: &'v Value,
		path: &Path<'_>,
	) {
		if of_primitive {
			// Id and extensions of a primitive.
			if let Some(members) = value.as_object() {
				self.members(members, "BackboneElement", path);
			}
			return;
		}
		(self.visit)(&Visited { element, kind, value, path });
		let Some(members) = value.as_object() else {
			return;
		};
		match definition_of(element, kind) {
			Some(definition) => self.members(members, definition, path),
			None => traverse_resource(value, path, self.visit),
		}
	}
}
