//! Which resources of a request's documents count: of each its newest version, and none that was entered in error.
//!
//! A hospital that corrects a value exports the resource again, under the same id. What came first must not stay in
//! use beside it.

use super::{Timed, subject};
use serde_json::Value;
use std::{
	cmp::Ordering,
	collections::{HashMap, HashSet},
};

const ERROR: &str = "entered-in-error";
/// Why a value is absent, in the place of a primitive.
const ABSENT_REASON: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// A document, and the number of the record that it came from: a later record has a greater one.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
	/// The document.
	pub value: &'a Value,
	/// Its record's number.
	pub order: Option<u64>,
}

/// Why a resource, or a part of one, can't be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unusable {
	/// It has a modifier extension or implicit rules that Salus does not know.
	Modifier(String),
	/// Several versions of it are there, and nothing tells which is the newest.
	Versions(String),
	/// An element that is read has not the form that R4 gives it.
	Malformed(String),
}

/// A resource that counts.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
	pub path: String,
	pub resource: &'a Value,
	/// The place of its document among those read.
	pub document: usize,
	pub unusable: Option<Unusable>,
	full_url: Option<&'a str>,
	order: Option<u64>,
}

impl<'a> Entry<'a> {
	/// The address of its place in a bundle.
	pub fn full_url(&self) -> Option<&'a str> {
		self.full_url
	}
}

/// The resources of one request's documents that count.
#[derive(Clone, Debug, Default)]
pub struct Chart<'a> {
	entries: Vec<Entry<'a>>,
}

impl<'a> Chart<'a> {
	/// Reads documents of one patient.
	pub fn read(sources: &[Source<'a>]) -> Self {
		let mut entries = Vec::new();
		for (document, source) in sources.iter().enumerate() {
			let prefix = match sources.len() {
				1 => String::new(),
				_ => format!("document {}: ", document.saturating_add(1)),
			};
			// What is said of a device, a group or a fetus is not said of the patient.
			let others = subject::about_others(source.value);
			let listed = source.value.get("entry").and_then(Value::as_array);
			// What changes the meaning of a bundle, or of an entry, changes that of all within.
			let whole = listed.and_then(|_| modifier(source.value));
			let mut push = |path: String, resource: &'a Value, full_url, around: Option<String>| {
				let changed = around.or_else(|| modifier(resource));
				entries.push(Entry {
					path,
					resource,
					document,
					unusable: changed.map(Unusable::Modifier),
					full_url,
					order: source.order,
				});
			};
			for (place, entry) in listed.into_iter().flatten().enumerate() {
				if let Some(resource) = entry.get("resource").filter(|_| !others.contains(&place)) {
					let full_url = entry.get("fullUrl").and_then(Value::as_str);
					push(
						format!("{prefix}Bundle.entry[{place}].resource"),
						resource,
						full_url,
						whole.clone().or_else(|| modifier(entry)),
					);
				}
			}
			if listed.is_none() && others.is_empty() {
				let name = text(source.value, "resourceType").unwrap_or("document");
				push(format!("{prefix}{name}"), source.value, None, None);
			}
		}
		newest_versions(&mut entries);
		Self { entries }
	}

	/// Documents of which nothing tells the order.
	pub fn of(documents: &[&'a Value]) -> Self {
		let sources = documents.iter().map(|&value| Source { value, order: None });
		Self::read(&sources.collect::<Vec<_>>())
	}

	/// The resources of one kind.
	pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Entry<'a>> {
		let is = move |entry: &&Entry<'_>| text(entry.resource, "resourceType") == Some(kind);
		self.entries.iter().filter(is)
	}
}

/// What of a resource or a part of it changes its meaning in a way that Salus does not know.
pub(crate) fn modifier(part: &Value) -> Option<String> {
	let rules = ["implicitRules", "_implicitRules"];
	if let Some(rules) = rules.iter().find_map(|name| part.get(*name)) {
		let rules = rules.as_str().unwrap_or("implicit rules without a URI");
		return Some(format!("implicitRules {rules}"));
	}
	let extension = part.get("modifierExtension")?;
	let url = extension.pointer("/0/url").and_then(Value::as_str);
	Some(format!(
		"modifierExtension {}",
		url.unwrap_or("without a URL")
	))
}

/// The reason that stands in the place of a value: `dataAbsentReason`, or the extension of a primitive.
pub(crate) fn absent_reason(of: &Value) -> Option<String> {
	if let Some(code) = of.pointer("/coding/0/code").or_else(|| of.get("text")) {
		return Some(code.as_str()?.to_owned());
	}
	let extensions = of.get("extension").and_then(Value::as_array)?;
	extensions
		.iter()
		.find(|extension| text(extension, "url") == Some(ABSENT_REASON))
		.and_then(|extension| Some(text(extension, "valueCode")?.to_owned()))
}

pub(crate) fn text<'a>(of: &'a Value, member: &str) -> Option<&'a str> {
	of.get(member).and_then(Value::as_str)
}

/// Whether a resource says that it should never have been: by its status, or by a condition's verification status
/// of whatever code system, or in words.
fn in_error(resource: &Value) -> bool {
	let says = |value: &Value| {
		let said = value.as_str().unwrap_or_default().trim().to_lowercase();
		said.replace([' ', '_'], "-") == ERROR
	};
	let status = resource.get("status").is_some_and(says);
	status
		|| resource.get("verificationStatus").is_some_and(|status| {
			let codings = status.get("coding").and_then(Value::as_array);
			let mut codings = codings.into_iter().flatten();
			let coded = codings.any(|coding| {
				["code", "display"]
					.iter()
					.any(|member| coding.get(*member).is_some_and(says))
			});
			coded || says(status) || status.get("text").is_some_and(says)
		})
}

/// So many resources of one name are compared: each pair of them takes its time, and nobody sends more versions.
const MOST_VERSIONS: usize = 64;

/// Leaves of each resource its newest version, unless that one was entered in error; where nothing tells which is
/// the newest, all stay and can't be used.
fn newest_versions(entries: &mut Vec<Entry<'_>>) {
	let mut named: HashMap<String, Vec<usize>> = HashMap::new();
	for (place, entry) in entries.iter().enumerate() {
		for name in names(entry) {
			named.entry(name).or_default().push(place);
		}
	}
	let mut over: HashSet<usize> = HashSet::new();
	let mut unclear: Vec<(usize, String)> = Vec::new();
	for (name, places) in &named {
		if places.len() > MOST_VERSIONS {
			unclear.extend(places.iter().map(|place| (*place, name.clone())));
			continue;
		}
		for (number, &first) in places.iter().enumerate() {
			for &second in places.iter().skip(number.saturating_add(1)) {
				let (Some(a), Some(b)) = (entries.get(first), entries.get(second)) else {
					continue;
				};
				if first == second || !are_versions(a, b) {
					continue;
				}
				match order(a, b) {
					Some(Ordering::Less) => {
						over.insert(first);
					}
					Some(Ordering::Greater) => {
						over.insert(second);
					}
					// The same twice: as it is, each counts once, and they agree.
					Some(Ordering::Equal) => {}
					None => {
						let name = reference(a.resource).unwrap_or_else(|| a.path.clone());
						unclear.extend([(first, name.clone()), (second, name)]);
					}
				}
			}
		}
	}
	for (place, name) in unclear {
		if let Some(entry) = entries.get_mut(place) {
			entry.unusable = Some(Unusable::Versions(name));
		}
	}
	let mut place = 0_usize;
	entries.retain(|entry| {
		let keep = !over.contains(&place) && !in_error(entry.resource);
		place = place.saturating_add(1);
		keep
	});
}

/// By what a resource may be the same as another: kind and id, the address of its entry, or an identifier.
fn names(entry: &Entry<'_>) -> HashSet<String> {
	let mut names = HashSet::new();
	names.extend(reference(entry.resource));
	names.extend(entry.full_url.map(|url| without_version(url).to_owned()));
	let kind = text(entry.resource, "resourceType").unwrap_or_default();
	let identifiers = entry.resource.get("identifier").and_then(Value::as_array);
	for identifier in identifiers
		.into_iter()
		.flatten()
		.filter(|_| kind != "Patient")
	{
		if let (Some(system), Some(value)) = (text(identifier, "system"), text(identifier, "value"))
		{
			names.insert(format!("{kind} {system} {value}"));
		}
	}
	names
}

fn without_version(url: &str) -> &str {
	url.split_once("/_history/")
		.map_or(url, |(before, _)| before)
}

/// Whether two resources of one name are versions of one resource.
fn are_versions(a: &Entry<'_>, b: &Entry<'_>) -> bool {
	let kind = text(a.resource, "resourceType");
	if kind != text(b.resource, "resourceType") || kind == Some("Medication") {
		return false;
	}
	let server = |entry: &Entry<'_>| {
		let url = entry.full_url.filter(|url| url.starts_with("http"))?;
		Some(without_version(url).to_owned())
	};
	if let (Some(a), Some(b)) = (server(a), server(b))
		&& a != b
	{
		return false;
	}
	let same_id = reference(a.resource).is_some() && reference(a.resource) == reference(b.resource);
	let same_url =
		a.full_url.is_some() && a.full_url.map(without_version) == b.full_url.map(without_version);
	// An identifier may be an order's, which several results share.
	same_id
		|| same_url
		|| (a.resource.get("code") == b.resource.get("code")
			&& when(a.resource) == when(b.resource))
}

/// When a resource was observed, in whatever form it says so.
fn when(resource: &Value) -> Vec<(&String, &Value)> {
	let members = resource.as_object().into_iter().flatten();
	members
		.filter(|(name, _)| name.trim_start_matches('_').starts_with("effective"))
		.collect()
}

/// Which of two versions is the older; equal when both say the same, `None` when nothing tells.
fn order(a: &Entry<'_>, b: &Entry<'_>) -> Option<Ordering> {
	let (one, other) = (a.resource, b.resource);
	let number = |resource: &Value| {
		let version = resource
			.pointer("/meta/versionId")
			.and_then(Value::as_str)?;
		version.parse::<u64>().ok()
	};
	let updated = |resource: &Value| {
		let time = resource
			.pointer("/meta/lastUpdated")
			.and_then(Value::as_str)?;
		Timed::parse(time).map(|time| time.at)
	};
	let by_number = number(one).zip(number(other)).map(|(a, b)| a.cmp(&b));
	let by_update = updated(one).zip(updated(other)).map(|(a, b)| a.cmp(&b));
	let told: Vec<Ordering> = [by_number, by_update]
		.into_iter()
		.flatten()
		.filter(|order| order.is_ne())
		.collect();
	let agree = told.windows(2).all(|pair| pair.first() == pair.get(1));
	let of_two_things = codes_apart(one, other) && !in_error(one) && !in_error(other);
	if same(one, other) {
		return Some(Ordering::Equal);
	}
	if of_two_things || !agree {
		return None;
	}
	if let Some(order) = told.first() {
		return Some(*order);
	}
	match (in_error(one), in_error(other)) {
		(true, false) => return Some(Ordering::Greater),
		(false, true) => return Some(Ordering::Less),
		(true, true) => return Some(Ordering::Equal),
		(false, false) => {}
	}
	if text(one, "resourceType") == Some("Patient") {
		// Each record may hold the patient as of its own day: models compare what they need of them.
		return Some(Ordering::Equal);
	}
	let rank = |resource: &Value| match text(resource, "status") {
		Some("registered" | "preliminary") => Some(0),
		Some("final") => Some(1),
		Some("amended" | "corrected") => Some(2),
		_ => None,
	};
	let by_status = rank(one).zip(rank(other)).map(|(a, b)| a.cmp(&b));
	let by_record = a.order.zip(b.order).map(|(a, b)| a.cmp(&b));
	[by_status, by_record]
		.into_iter()
		.flatten()
		.find(|order| order.is_ne())
}

/// Whether two versions say the same, but for what a server writes of itself and for people.
fn same(one: &Value, other: &Value) -> bool {
	let bare = |resource: &Value| {
		let mut bare = resource.clone();
		if let Some(members) = bare.as_object_mut() {
			members.retain(|name, _| !matches!(name.as_str(), "meta" | "text"));
		}
		bare
	};
	bare(one) == bare(other)
}

/// Whether both are coded, and have no code in common.
fn codes_apart(one: &Value, other: &Value) -> bool {
	let codes = |resource: &Value| -> HashSet<(String, String)> {
		let codings = resource.pointer("/code/coding").and_then(Value::as_array);
		let codings = codings.into_iter().flatten();
		let both = |coding: &Value| {
			Some((
				text(coding, "system")?.to_owned(),
				text(coding, "code")?.to_owned(),
			))
		};
		codings.filter_map(both).collect()
	};
	let (one, other) = (codes(one), codes(other));
	!one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// The reference to a resource, if it has an id.
pub(crate) fn reference(resource: &Value) -> Option<String> {
	Some(format!(
		"{}/{}",
		text(resource, "resourceType")?,
		text(resource, "id")?
	))
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn value(status: &str, number: i64, meta: Value) -> Value {
		json!({
			"resourceType": "Observation",
			"id": "c1",
			"status": status,
			"code": { "coding": [{ "system": "http://loinc.org", "code": "2093-3" }] },
			"valueInteger": number,
			"meta": meta,
		})
	}

	/// What is left of two documents, each of a record of this number.
	fn left(first: (&Value, Option<u64>), second: (&Value, Option<u64>)) -> Vec<(i64, bool)> {
		let source = |(value, order)| Source { value, order };
		let chart = Chart::read(&[source(first), source(second)]);
		let found = chart.of_kind("Observation");
		let left = found.map(|entry| {
			let number = entry.resource["valueInteger"].as_i64().unwrap();
			(number, entry.unusable.is_some())
		});
		left.collect()
	}

	#[test]
	fn the_newest_version_of_a_resource_counts() {
		let none = json!({});
		let first = value("final", 310, none.clone());
		for (later, kept) in [
			(
				value("entered-in-error", 310, json!({ "versionId": "2" })),
				vec![],
			),
			(value("entered-in-error", 310, none.clone()), vec![]),
			(value("corrected", 150, none.clone()), vec![(150, false)]),
			(
				value("amended", 150, json!({ "versionId": "2" })),
				vec![(150, false)],
			),
			(
				value("final", 310, json!({ "versionId": "7" })),
				vec![(310, false), (310, false)],
			),
			(
				value("final", 150, none.clone()),
				vec![(310, true), (150, true)],
			),
		] {
			assert_eq!(left((&first, None), (&later, None)), kept, "{later}");
			let turned: Vec<_> = kept.into_iter().rev().collect();
			assert_eq!(left((&later, None), (&first, None)), turned, "{later}");
		}
		let other = value("final", 150, none);
		assert_eq!(left((&first, Some(4)), (&other, Some(9))), [(150, false)]);
		assert_eq!(left((&other, Some(9)), (&first, Some(4))), [(150, false)]);
	}

	#[test]
	fn what_a_server_says_of_its_versions_comes_before_the_order_of_records() {
		let at = |number: &str, day: &str| json!({ "versionId": number, "lastUpdated": format!("2026-11-{day}T00:00:00Z") });
		let old = value("final", 1, at("1", "01"));
		let new = value("final", 2, at("2", "02"));
		assert_eq!(left((&old, Some(9)), (&new, Some(4))), [(2, false)]);
		let odd = value("final", 3, at("3", "01"));
		assert_eq!(left((&new, None), (&odd, None)), [(2, true), (3, true)]);
		// Taken back, and then reinstated.
		let mistaken = value("entered-in-error", 1, at("1", "01"));
		assert_eq!(left((&mistaken, None), (&new, None)), [(2, false)]);
	}

	#[test]
	fn one_id_of_two_servers_is_of_two_resources() {
		let bundle = |server: &str, number: i64| {
			json!({
				"resourceType": "Bundle",
				"type": "collection",
				"entry": [{
					"fullUrl": format!("https://{server}.example/fhir/Observation/c1"),
					"resource": value("final", number, json!({})),
				}],
			})
		};
		let (ours, theirs) = (bundle("a", 1), bundle("b", 2));
		assert_eq!(
			left((&ours, None), (&theirs, None)),
			[(1, false), (2, false)]
		);
		let again = bundle("a", 2);
		assert_eq!(left((&ours, None), (&again, None)), [(1, true), (2, true)]);
	}

	#[test]
	fn two_things_of_one_id_are_neither_taken_for_the_other() {
		let mut other = value("final", 2, json!({ "versionId": "2" }));
		other["code"]["coding"][0]["code"] = json!("2085-9");
		let first = value("final", 1, json!({ "versionId": "1" }));
		assert_eq!(
			left((&first, Some(1)), (&other, Some(2))),
			[(1, true), (2, true)]
		);
	}

	#[test]
	fn what_changes_a_meaning_is_named() {
		let extended = json!({ "modifierExtension": [{ "url": "urn:not" }] });
		assert_eq!(
			modifier(&extended).as_deref(),
			Some("modifierExtension urn:not")
		);
		let ruled = json!({ "implicitRules": "urn:rules" });
		assert_eq!(modifier(&ruled).as_deref(), Some("implicitRules urn:rules"));
		assert_eq!(
			modifier(&json!({ "extension": [{ "url": "urn:more" }] })),
			None
		);
	}
}
