//! What a patient takes: entries of a medication list, and statements that there are none.

use super::{
	Concept, FhirError, Timed,
	lookup::{called, concepts, reference, resources, typed},
};
use fhir::r4::{
	coded::Coded,
	codes::{MedicationStatementStatus, MedicationrequestIntent, MedicationrequestStatus},
	types::CodeableConcept,
};
use serde::de::DeserializeOwned;
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
	/// Since when, else when that was said.
	pub time: Option<Timed>,
	/// Until when, where an end is stated.
	pub until: Option<Timed>,
	/// Where it stands.
	pub path: String,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
}

/// Every entry of the medication lists of some documents, but those entered in error, those that only propose or
/// plan, and orders not to give.
#[derive(Clone, Default, Debug)]
pub struct Medications {
	entries: Vec<MedicationEntry>,
}

impl Medications {
	/// Reads the medication statements and requests of documents.
	pub fn read(documents: &[&Value]) -> Result<Self, FhirError> {
		let named = Named::read(documents);
		let mut entries = Vec::new();
		for (path, resource) in resources(documents, "MedicationStatement") {
			use MedicationStatementStatus::{Active, EnteredInError, Unknown};
			let status: Coded<MedicationStatementStatus> = required(resource, "status", &path)?;
			let taking = match status {
				Coded::Known(EnteredInError) => continue,
				Coded::Known(Active) => Taking::Now,
				Coded::Known(Unknown) | Coded::Unknown(_) => Taking::Unknown,
				Coded::Known(_) => Taking::NotNow,
			};
			entries.push(named.entry(resource, path, taking)?);
		}
		for (path, resource) in resources(documents, "MedicationRequest") {
			use MedicationrequestIntent::{Option as OneOf, Plan, Proposal};
			use MedicationrequestStatus::{Active, EnteredInError, Unknown};
			let intent: Coded<MedicationrequestIntent> = required(resource, "intent", &path)?;
			let not_ordered = matches!(intent, Coded::Known(Proposal | Plan | OneOf));
			let forbidden = resource.get("doNotPerform").and_then(Value::as_bool) == Some(true);
			let status: Coded<MedicationrequestStatus> = required(resource, "status", &path)?;
			let taking = match status {
				Coded::Known(EnteredInError) => continue,
				_ if not_ordered || forbidden => continue,
				Coded::Known(Active) => Taking::Now,
				Coded::Known(Unknown) | Coded::Unknown(_) => Taking::Unknown,
				Coded::Known(_) => Taking::NotNow,
			};
			entries.push(named.entry(resource, path, taking)?);
		}
		Ok(Self { entries })
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &MedicationEntry> {
		self.entries.iter()
	}
}

/// The `Medication` resources of the documents, by what may refer to them.
struct Named<'a> {
	medications: Vec<(String, &'a Value)>,
}

impl<'a> Named<'a> {
	fn read(documents: &[&'a Value]) -> Self {
		let mut medications = Vec::new();
		for &document in documents {
			let entries = document.get("entry").and_then(Value::as_array);
			for entry in entries.into_iter().flatten() {
				let Some(resource) = entry.get("resource").filter(|found| is_one(found)) else {
					continue;
				};
				let url = entry.get("fullUrl").and_then(Value::as_str);
				let names = url
					.map(str::to_owned)
					.into_iter()
					.chain(reference(resource));
				medications.extend(names.map(|name| (name, resource)));
			}
			if is_one(document) {
				medications.extend(reference(document).map(|name| (name, *document)));
			}
		}
		Self { medications }
	}

	fn entry(
		&self,
		resource: &'a Value,
		path: String,
		taking: Taking,
	) -> Result<MedicationEntry, FhirError> {
		let own = resource.get("medicationCodeableConcept");
		let own = own.map(|code| (format!("{path}.medicationCodeableConcept"), code));
		let codes = self
			.referred(resource)
			.into_iter()
			.filter_map(|medication| {
				let path = format!("{path}.medicationReference: Medication.code");
				Some((path, medication.get("code")?))
			});
		let codes: Vec<CodeableConcept> = own
			.into_iter()
			.chain(codes)
			.map(|(path, code)| typed(code, &path))
			.collect::<Result<_, _>>()?;
		let mut concepts: Vec<Concept> = codes.iter().flat_map(concepts).collect();
		// Several documents may hold the `Medication`, in any order.
		concepts.sort();
		concepts.dedup();
		let referred = resource.pointer("/medicationReference/display");
		let referred = referred.and_then(Value::as_str).map(str::to_owned);
		let at = |members: &[&str]| {
			members
				.iter()
				.find_map(|member| Timed::parse(resource.pointer(member)?.as_str()?))
		};
		Ok(MedicationEntry {
			concepts,
			text: referred.or_else(|| codes.iter().find_map(called)),
			taking,
			time: at(&[
				"/effectiveDateTime",
				"/effectivePeriod/start",
				"/authoredOn",
				"/dateAsserted",
			]),
			until: at(&["/effectivePeriod/end"]),
			reference: reference(resource),
			path,
		})
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
		let name = name
			.split_once("/_history/")
			.map_or(name, |(before, _)| before);
		self.medications
			.iter()
			.filter(|(known, _)| known == name)
			.map(|(_, medication)| *medication)
			.collect()
	}
}

fn is_one(resource: &Value) -> bool {
	resource.get("resourceType").and_then(Value::as_str) == Some("Medication")
}

fn required<T: DeserializeOwned>(
	resource: &Value,
	member: &str,
	path: &str,
) -> Result<T, FhirError> {
	let path = format!("{path}.{member}");
	match resource.get(member) {
		Some(value) => typed(value, &path),
		None => Err(FhirError::new(path, "is missing")),
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
		let read = Medications::read(&[&resource]).unwrap();
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
			assert_eq!(
				taking(request(status, intent)),
				expected,
				"{status} {intent}"
			);
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
			let read = Medications::read(&[&bundle, &medication]).unwrap();
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
	fn a_malformed_entry_is_named_by_its_path() {
		let mut statement = statement("active");
		statement["medicationCodeableConcept"] = json!("a statin");
		let fault = Medications::read(&[&statement]).unwrap_err();
		assert_eq!(fault.path, "MedicationStatement.medicationCodeableConcept");
		let mut request = request("active", "order");
		request.as_object_mut().unwrap().remove("intent");
		let fault = Medications::read(&[&request]).unwrap_err();
		assert_eq!(fault.path, "MedicationRequest.intent");
	}
}
