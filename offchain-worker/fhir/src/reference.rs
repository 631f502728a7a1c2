// SPDX-License-Identifier: Apache-2.0
//! Where a FHIR `Reference` leads, by R4's rules for references in bundles.

use super::{elements::is_resource, person::Identifier, structure};
use serde_json::Value;
use std::collections::HashMap;

/// What a `Reference` says.
#[derive(Clone, Debug)]
pub(crate) struct Reference<'a> {
	/// Where its `reference` leads.
	pub(crate) target: Target<'a>,
	/// The kind of resource, by `type`.
	kind: Option<&'a str>,
	/// The logical reference.
	pub(crate) identifier: Option<Identifier>,
}

/// Where the text of a reference leads, the version left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Target<'a> {
	/// Nowhere: there is no text.
	Nothing,
	/// A contained resource by its id; the container itself when the id is empty.
	Contained(&'a str),
	/// `Patient/1`.
	Relative { kind: &'a str, id: &'a str },
	/// A URL or URN.
	Absolute(&'a str),
	/// `Patient?identifier=…`.
	Conditional { kind: &'a str, query: &'a str },
	/// Something that is none of these.
	Unreadable(&'a str),
}

impl<'a> Reference<'a> {
	pub(crate) fn read(reference: &'a Value) -> Self {
		let text = |member: &str| reference.get(member).and_then(Value::as_str);
		Self {
			target: text("reference").map_or(Target::Nothing, Target::read),
			kind: text("type").map(|kind| kind.rsplit('/').next().unwrap_or(kind)),
			identifier: reference.get("identifier").and_then(Identifier::read),
		}
	}

	/// The kind of resource to which it leads, as far as it can be told.
	pub(crate) fn kind(&self, from: &From<'a, '_>) -> Option<&'a str> {
		let by_target = match self.target {
			Target::Contained("") => structure::kind(from.container),
			Target::Contained(_) => self.contained(from).and_then(structure::kind),
			Target::Relative { kind, .. } | Target::Conditional { kind, .. } => Some(kind),
			Target::Absolute(url) => {
				let told = from.kinds.get(without_version(url)).copied();
				told.or_else(|| restful(url).map(|(_, kind, _)| kind))
			}
			Target::Nothing | Target::Unreadable(_) => None,
		};
		match (by_target, self.kind) {
			// Where the two differ it may be the patient's.
			(Some(_), Some("Patient")) => Some("Patient"),
			(by_target, stated) => by_target.or(stated),
		}
	}

	/// The contained resource to which it leads.
	pub(crate) fn contained(&self, from: &From<'a, '_>) -> Option<&'a Value> {
		let Target::Contained(id) = self.target else {
			return None;
		};
		let contained = from.container.get("contained")?.as_array()?;
		contained.iter().find(|resource| resource.get("id").and_then(Value::as_str) == Some(id))
	}
}

impl<'a> Target<'a> {
	pub(crate) fn read(text: &'a str) -> Self {
		if let Some(id) = text.strip_prefix('#') {
			return Self::Contained(id);
		}
		// Before addresses: the system that is searched for may be one.
		if let Some((kind, query)) = text.split_once('?')
			&& is_resource(kind)
		{
			return Self::Conditional { kind, query };
		}
		if text.contains("://") || text.starts_with("urn:") {
			let text = text.split('#').next().unwrap_or(text);
			return Self::Absolute(without_version(text));
		}
		match without_version(text).split_once('/') {
			Some((kind, id)) if is_resource(kind) && !id.is_empty() && !id.contains('/') => {
				Self::Relative { kind, id }
			}
			_ => Self::Unreadable(text),
		}
	}
}

/// From where a reference is read.
#[derive(Clone, Copy)]
pub(crate) struct From<'a, 'u> {
	/// The resource of the bundle in which it stands, or in whose contained resource.
	pub(crate) container: &'a Value,
	/// The entry's own address.
	pub(crate) full_url: Option<&'a str>,
	/// The kinds of resources by their addresses, as far as the document tells them.
	pub(crate) kinds: &'u HashMap<&'a str, &'a str>,
}

/// Root, kind and id of a RESTful address.
pub(crate) fn restful(url: &str) -> Option<(&str, &str, &str)> {
	let (rest, id) = without_version(url).rsplit_once('/')?;
	let (root, kind) = rest.rsplit_once('/')?;
	(root.contains("://") && is_resource(kind) && !id.is_empty()).then_some((root, kind, id))
}

/// An address or a reference without the version that it may name.
pub(crate) fn without_version(url: &str) -> &str {
	url.split("/_history/").next().unwrap_or(url)
}

/// An entry's `fullUrl` as references to it are read; `None` where it is not a URL or URN.
pub(crate) fn address(full_url: &str) -> Option<&str> {
	match Target::read(full_url) {
		Target::Absolute(url) => Some(url),
		_ => None,
	}
}

/// The identifier that a conditional reference searches for, if it searches for nothing else.
pub(crate) fn searched(query: &str) -> Option<Identifier> {
	let value = query.strip_prefix("identifier=")?;
	if value.contains(['&', '%']) {
		return None;
	}
	let (system, value) = match value.split_once('|') {
		Some((system, value)) => (Some(system).filter(|system| !system.is_empty()), value),
		None => (None, value),
	};
	(!value.is_empty())
		.then(|| Identifier { system: system.map(str::to_owned), value: value.to_owned() })
}
