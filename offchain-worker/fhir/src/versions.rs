// SPDX-License-Identifier: Apache-2.0
//! Of each resource its newest version, and none that was entered in error.
//!
//! A hospital that corrects a value exports the resource again, under the same id. What came first must not stay in
//! use beside it.

use super::{
	Timed, Unusable,
	chart::{Entry, reference, text},
	reference::without_version,
};
use serde_json::Value;
use std::{
	cmp::Ordering,
	collections::{HashMap, HashSet},
};

const ERROR: &str = "entered-in-error";
/// So many resources of one name are compared: each pair of them takes its time, and nobody sends more versions.
const MOST_VERSIONS: usize = 64;

/// Leaves of each resource its newest version, unless that one was entered in error; where nothing tells which is
/// the newest, all stay and can't be used.
pub(crate) fn keep_newest(entries: &mut Vec<Entry<'_>>) {
	let mut named: HashMap<String, Vec<usize>> = HashMap::new();
	for (index, entry) in entries.iter().enumerate() {
		for name in names(entry) {
			named.entry(name).or_default().push(index);
		}
	}
	let mut over: HashSet<usize> = HashSet::new();
	let mut unclear: Vec<(usize, String)> = Vec::new();
	for (name, indices) in &named {
		if indices.len() > MOST_VERSIONS {
			unclear.extend(indices.iter().map(|index| (*index, name.clone())));
			continue;
		}
		for (number, &first) in indices.iter().enumerate() {
			for &second in indices.iter().skip(number.saturating_add(1)) {
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
	for (index, name) in unclear {
		if let Some(entry) = entries.get_mut(index) {
			entry.unusable = Some(Unusable::Versions(name));
		}
	}
	let mut index = 0_usize;
	entries.retain(|entry| {
		let keep = !over.contains(&index) && !in_error(entry.resource);
		index = index.saturating_add(1);
		keep
	});
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
				["code", "display"].iter().any(|member| coding.get(*member).is_some_and(says))
			});
			coded || says(status) || status.get("text").is_some_and(says)
		})
}

/// By what a resource may be the same as another: kind and id, the address of its entry, or an identifier.
fn names(entry: &Entry<'_>) -> HashSet<String> {
	let mut names = HashSet::new();
	names.extend(reference(entry.resource));
	names.extend(entry.full_url().map(|url| without_version(url).to_owned()));
	let kind = text(entry.resource, "resourceType").unwrap_or_default();
	let identifiers = entry.resource.get("identifier").and_then(Value::as_array);
	for identifier in identifiers.into_iter().flatten().filter(|_| kind != "Patient") {
		if let (Some(system), Some(value)) = (text(identifier, "system"), text(identifier, "value"))
		{
			names.insert(format!("{kind} {system} {value}"));
		}
	}
	names
}

/// Whether two resources of one name are versions of one resource.
fn are_versions(a: &Entry<'_>, b: &Entry<'_>) -> bool {
	let kind = text(a.resource, "resourceType");
	if kind != text(b.resource, "resourceType") || kind == Some("Medication") {
		return false;
	}
	let server = |entry: &Entry<'_>| {
		let url = entry.full_url().filter(|url| url.starts_with("http"))?;
		Some(without_version(url).to_owned())
	};
	if let (Some(a), Some(b)) = (server(a), server(b))
		&& a != b
	{
		return false;
	}
	let same_id = reference(a.resource).is_some() && reference(a.resource) == reference(b.resource);
	let same_url = a.full_url().is_some()
		&& a.full_url().map(without_version) == b.full_url().map(without_version);
	// An identifier may be an order's, which several results share.
	same_id
		|| same_url
		|| (a.resource.get("code") == b.resource.get("code")
			&& when(a.resource) == when(b.resource))
}

/// When a resource was observed, in whatever form it says so.
fn when(resource: &Value) -> Vec<(&String, &Value)> {
	let members = resource.as_object().into_iter().flatten();
	members.filter(|(name, _)| name.trim_start_matches('_').starts_with("effective")).collect()
}

/// Which of two versions is the older; equal when both say the same, `None` when nothing tells.
fn order(a: &Entry<'_>, b: &Entry<'_>) -> Option<Ordering> {
	let (one, other) = (a.resource, b.resource);
	let number = |resource: &Value| {
		let version = resource.pointer("/meta/versionId").and_then(Value::as_str)?;
		version.parse::<u64>().ok()
	};
	let updated = |resource: &Value| {
		let time = resource.pointer("/meta/lastUpdated").and_then(Value::as_str)?;
		Timed::parse(time).map(|time| time.at)
	};
	let by_number = number(one).zip(number(other)).map(|(a, b)| a.cmp(&b));
	let by_update = updated(one).zip(updated(other)).map(|(a, b)| a.cmp(&b));
	let told: Vec<Ordering> =
		[by_number, by_update].into_iter().flatten().filter(|order| order.is_ne()).collect();
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
	[by_status, by_record].into_iter().flatten().find(|order| order.is_ne())
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
			Some((text(coding, "system")?.to_owned(), text(coding, "code")?.to_owned()))
		};
		codings.filter_map(both).collect()
	};
	let (one, other) = (codes(one), codes(other));
	!one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{Chart, Source};
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
			(value("entered-in-error", 310, json!({ "versionId": "2" })), vec![]),
			(value("entered-in-error", 310, none.clone()), vec![]),
			(value("corrected", 150, none.clone()), vec![(150, false)]),
			(value("amended", 150, json!({ "versionId": "2" })), vec![(150, false)]),
			(value("final", 310, json!({ "versionId": "7" })), vec![(310, false), (310, false)]),
			(value("final", 150, none.clone()), vec![(310, true), (150, true)]),
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
		assert_eq!(left((&ours, None), (&theirs, None)), [(1, false), (2, false)]);
		let again = bundle("a", 2);
		assert_eq!(left((&ours, None), (&again, None)), [(1, true), (2, true)]);
	}

	#[test]
	fn two_things_of_one_id_are_neither_taken_for_the_other() {
		let mut other = value("final", 2, json!({ "versionId": "2" }));
		other["code"]["coding"][0]["code"] = json!("2085-9");
		let first = value("final", 1, json!({ "versionId": "1" }));
		assert_eq!(left((&first, Some(1)), (&other, Some(2))), [(1, true), (2, true)]);
	}
}
