// SPDX-License-Identifier: Apache-2.0
//! What a patient takes: entries of a medication list, and statements that there are none.

use super::{
	Chart, Concept, Timed, Unusable,
	chart::{Entry, modifier, reference, text},
	lookup::{called, concepts},
};
use serde_json::Value;

/// Whether a drug is taken, by the status of its entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taking {
	/// It is.
	Now,
	/// It is no longer, not yet, or was not.
	NotNow,
	/// The status does not say.
	Unknown,
}

/// An entry of a medication list: a `MedicationStatement`, or a `MedicationRequest` that orders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MedicationEntry {
	/// The codes of the drug, its own or those of the `Medication` that it refers to.
	pub concepts: Vec<Concept>,
	/// What the drug is called, for people.
	pub text: Option<String>,
	/// Whether it is taken.
	pub taking: Taking,
	/// Since when, else when that was stated.
	pub time: Option<Timed>,
	/// Until when, where an end is stated.
	pub until: Option<Timed>,
	/// Why it can't be used.
	pub unusable: Option<Unusable>,
	/// Where it stands.
	pub path: String,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
	/// The index of its document among those read.
	pub document: usize,
}

/// Every entry of the medication lists of some documents, but those entered in error, those that only propose or
/// plan, and orders not to give.
#[derive(Clone, Default, Debug)]
pub struct Medications {
	entries: Vec<MedicationEntry>,
}

impl Medications {
	/// Reads the medication statements and requests of documents.
	pub fn read(chart: &Chart<'_>) -> Self {
		let named = Named::read(chart);
		let mut entries = Vec::new();
		for entry in chart.of_kind("MedicationStatement") {
			let taking = taking(
				text(entry.resource, "status"),
				&["completed", "intended", "stopped", "on-hold", "not-taken"],
			);
			entries.push(named.entry(entry, taking));
		}
		for entry in chart.of_kind("MedicationRequest") {
			let intent = text(entry.resource, "intent");
			let not_ordered = matches!(intent, Some("proposal" | "plan" | "option"));
			let forbidden =
				entry.resource.get("doNotPerform").and_then(Value::as_bool) == Some(true);
			if not_ordered || forbidden {
				continue;
			}
			let taking = match intent {
				None => Taking::Unknown,
				Some(_) => taking(
					text(entry.resource, "status"),
					&["on-hold", "cancelled", "completed", "stopped", "draft"],
				),
			};
			entries.push(named.entry(entry, taking));
		}
		Self { entries }
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &MedicationEntry> {
		self.entries.iter()
	}
}

/// By a status, of which these say that the drug is not taken; any other but `active` does not say.
fn taking(status: Option<&str>, not_now: &[&str]) -> Taking {
	match status {
		Some("active") => Taking::Now,
		Some(other) if not_now.contains(&other) => Taking::NotNow,
		_ => Taking::Unknown,
	}
}

/// The `Medication` resources of the documents, by what may refer to them.
struct Named<'a> {
	medications: Vec<(String, &'a Value)>,
}

impl<'a> Named<'a> {
	fn read(chart: &Chart<'a>) -> Self {
		let mut medications = Vec::new();
		for entry in chart.of_kind("Medication") {
			let url = entry.full_url().map(str::to_owned);
			let names = url.into_iter().chain(reference(entry.resource));
			medications.extend(names.map(|name| (name, entry.resource)));
		}
		Self { medications }
	}

	fn entry(&self, entry: &Entry<'a>, taking: Taking) -> MedicationEntry {
		let resource = entry.resource;
		let referred = self.referred(resource);
		let own = resource.get("medicationCodeableConcept");
		let of_referred = referred.iter().filter_map(|medication| medication.get("code"));
		let codes: Vec<&Value> = own.into_iter().chain(of_referred).collect();
		let mut concepts: Vec<Concept> =
			codes.iter().flat_map(|code| concepts(Some(*code))).collect();
		// Several documents may hold the `Medication`, in any order.
		concepts.sort();
		concepts.dedup();
		let display = resource.pointer("/medicationReference/display");
		let display = display.and_then(Value::as_str).map(str::to_owned);
		let at = |members: &[&str]| {
			let mut members = members.iter();
			members.find_map(|member| Timed::parse(resource.pointer(member)?.as_str()?))
		};
		let modified = referred.iter().find_map(|medication| modifier(medication));
		let malformed = codes.iter().any(|code| !code.is_object());
		let malformed = malformed.then(|| "the drug's code has not the form of FHIR R4".to_owned());
		MedicationEntry {
			concepts,
			text: display.or_else(|| codes.iter().find_map(|code| called(Some(*code)))),
			taking,
			time: at(&[
				"/effectiveDateTime",
				"/effectivePeriod/start",
				"/authoredOn",
				"/dateAsserted",
			]),
			until: at(&["/effectivePeriod/end"]),
			unusable: entry
				.unusable
				.clone()
				.or(modified.map(Unusable::Modifier))
				.or(malformed.map(Unusable::Malformed)),
			reference: reference(resource),
			path: entry.path.clone(),
			document: entry.document,
		}
	}

	/// The `Medication` that an entry refers to: contained in it, or of the documents.
	fn referred(&self, resource: &'a Value) -> Vec<&'a Value> {
		let name = resource.pointer("/medicationReference/reference");
		let Some(name) = name.and_then(Value::as_str) else {
			return Vec::new();
		};
		if let Some(id) = name.strip_prefix('#') {
			let contained = resource.get("contained").and_then(Value::as_array);
			return contained
				.into_iter()
				.flatten()
				.filter(|found| found.get("id").and_then(Value::as_str) == Some(id))
				.collect();
		}
		// A version of it is it.
		let name = name.split_once("/_history/").map_or(name, |(before, _)| before);
		self.medications
			.iter()
			.filter(|(known, _)| known == name)
			.map(|(_, medication)| *medication)
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::codes;
	use serde_json::json;

	fn concept(code: &str) -> Value {
		json!({ "coding": [{ "system": codes::ATC, "code": code }], "text": code })
	}

	fn statement(status: &str) -> Value {
		json!({
			"resourceType": "MedicationStatement",
			"id": "m1",
			"status": status,
			"subject": { "reference": "Patient/p1" },
			"medicationCodeableConcept": concept("C10AA05"),
		})
	}

	fn request(status: &str, intent: &str) -> Value {
		json!({
			"resourceType": "MedicationRequest",
			"id": "r1",
			"status": status,
			"intent": intent,
			"subject": { "reference": "Patient/p1" },
			"authoredOn": "2026-01-02",
			"medicationCodeableConcept": concept("C10AA05"),
		})
	}

	fn taking(resource: Value) -> Option<Taking> {
		let read = Medications::read(&Chart::of(&[&resource]));
		read.iter().next().map(|entry| entry.taking)
	}

	#[test]
	fn the_status_says_whether_it_is_taken() {
		for (status, expected) in [
			("active", Some(Taking::Now)),
			("completed", Some(Taking::NotNow)),
			("not-taken", Some(Taking::NotNow)),
			("on-hold", Some(Taking::NotNow)),
			("unknown", Some(Taking::Unknown)),
			("entered-in-error", None),
		] {
			assert_eq!(taking(statement(status)), expected, "{status}");
		}
		for (status, intent, expected) in [
			("active", "order", Some(Taking::Now)),
			("active", "reflex-order", Some(Taking::Now)),
			("active", "plan", None),
			("active", "proposal", None),
			("stopped", "order", Some(Taking::NotNow)),
			("unknown", "order", Some(Taking::Unknown)),
			("entered-in-error", "order", None),
		] {
			assert_eq!(taking(request(status, intent)), expected, "{status} {intent}");
		}
		let mut forbidden = request("active", "order");
		forbidden["doNotPerform"] = json!(true);
		assert_eq!(taking(forbidden), None);
	}

	#[test]
	fn a_drug_is_found_where_it_is_referred_to() {
		let referring = |reference: &str| {
			let mut statement = statement("active");
			let members = statement.as_object_mut().unwrap();
			members.remove("medicationCodeableConcept");
			members.insert(
				"medicationReference".into(),
				json!({ "reference": reference, "display": "a statin" }),
			);
			members.insert(
				"contained".into(),
				json!([{ "resourceType": "Medication", "id": "in", "code": concept("C10AA01") }]),
			);
			statement
		};
		let medication =
			json!({ "resourceType": "Medication", "id": "out", "code": concept("C10AA02") });
		let codes = |reference: &str| -> Vec<String> {
			let bundle = json!({
				"resourceType": "Bundle",
				"type": "collection",
				"entry": [
					{ "resource": referring(reference) },
					{ "fullUrl": "urn:uuid:1", "resource": medication },
				],
			});
			let read = Medications::read(&Chart::of(&[&bundle, &medication]));
			let entry = read.iter().next().unwrap();
			assert_eq!(entry.text.as_deref(), Some("a statin"));
			assert_eq!(entry.path, "document 1: Bundle.entry[0].resource");
			let codes = entry.concepts.iter();
			codes.map(|concept| concept.code.clone()).collect()
		};
		assert_eq!(codes("#in"), ["C10AA01"]);
		for out in ["Medication/out", "Medication/out/_history/2", "urn:uuid:1"] {
			assert_eq!(codes(out), ["C10AA02"], "{out}");
		}
		assert!(codes("Medication/other").is_empty());
	}

	#[test]
	fn what_can_not_be_read_of_an_entry_leaves_it_unknown() {
		let mut malformed = statement("active");
		malformed["medicationCodeableConcept"] = json!("a statin");
		let read = Medications::read(&Chart::of(&[&malformed]));
		assert!(matches!(read.iter().next().unwrap().unusable, Some(Unusable::Malformed(_))));
		let mut request = request("active", "order");
		request.as_object_mut().unwrap().remove("intent");
		let read = Medications::read(&Chart::of(&[&request]));
		assert_eq!(read.iter().next().unwrap().taking, Taking::Unknown);
	}
}
