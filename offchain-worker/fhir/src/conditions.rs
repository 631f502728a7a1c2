//! Conditions of a patient: diagnoses, and statements that there are none.

use super::{
	Concept, FhirError, Timed, codes,
	lookup::{called, coded, concepts, reference, resources, typed},
};
use fhir::r4::resources::{Condition, condition::ConditionOnset};
use serde_json::Value;

/// How surely a condition is known, by its verification status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
	/// Confirmed, or nothing is said of it.
	Certain,
	/// Unconfirmed, provisional or differential: neither yes nor no.
	Uncertain,
	/// Refuted.
	Refuted,
}

/// A condition that was not entered in error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnosis {
	/// Its SNOMED CT codes.
	pub codes: Vec<String>,
	/// The same codes and those of other systems.
	pub concepts: Vec<Concept>,
	/// What it is called, for people.
	pub text: Option<String>,
	/// How surely it is known.
	pub certainty: Certainty,
	/// Whether it lasts, as far as the condition says: no end, and no status that says it is over.
	pub active: bool,
	/// When it was recorded, else when it began.
	pub time: Option<Timed>,
	/// Where it stands.
	pub path: String,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
}

/// Every condition of some documents, but those entered in error.
#[derive(Clone, Default, Debug)]
pub struct Diagnoses {
	diagnoses: Vec<Diagnosis>,
}

impl Diagnoses {
	/// Reads the conditions of documents.
	pub fn read(documents: &[&Value]) -> Result<Self, FhirError> {
		let mut diagnoses = Vec::new();
		for (path, resource) in resources(documents, "Condition") {
			let condition: Condition = typed(resource, &path)?;
			let status = condition.verification_status.as_ref();
			let status = status.map(|status| coded(status, codes::VERIFICATION));
			let status = status.unwrap_or_default();
			let is = |names: &[&str]| status.iter().any(|code| names.contains(&code.as_str()));
			if is(&["entered-in-error"]) {
				continue;
			}
			let code = condition.code.as_ref();
			diagnoses.push(Diagnosis {
				codes: code.map_or_else(Vec::new, |code| coded(code, codes::SNOMED)),
				concepts: code.map_or_else(Vec::new, concepts),
				text: code.and_then(called),
				certainty: if is(&["refuted"]) {
					Certainty::Refuted
				} else if is(&["unconfirmed", "provisional", "differential"]) {
					Certainty::Uncertain
				} else {
					Certainty::Certain
				},
				active: lasts(&condition),
				time: time(&condition),
				reference: reference(resource),
				path,
			});
		}
		Ok(Self { diagnoses })
	}

	/// Those with one of these SNOMED CT codes that are not refuted.
	pub fn coded(&self, codes: &[&str]) -> impl Iterator<Item = &Diagnosis> {
		self.iter()
			.filter(|diagnosis| diagnosis.certainty != Certainty::Refuted)
			.filter(|diagnosis| {
				diagnosis
					.codes
					.iter()
					.any(|code| codes.contains(&code.as_str()))
			})
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &Diagnosis> {
		self.diagnoses.iter()
	}
}

fn lasts(condition: &Condition) -> bool {
	let over = condition.clinical_status.as_ref().is_some_and(|status| {
		coded(status, codes::CLINICAL_STATUS)
			.iter()
			.any(|code| ["inactive", "remission", "resolved"].contains(&code.as_str()))
	});
	!over && condition.abatement.is_none()
}

fn time(condition: &Condition) -> Option<Timed> {
	let recorded = condition.recorded_date.as_ref();
	let recorded = recorded.and_then(|date| Timed::parse(&date.0));
	recorded.or_else(|| match condition.onset.as_ref()? {
		ConditionOnset::DateTime(time) => Timed::parse(&time.value.0),
		_ => None,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn concept(system: &str, code: &str) -> Value {
		json!({ "coding": [{ "system": system, "code": code, "display": "Its name" }] })
	}

	#[test]
	fn what_a_condition_says_of_itself_is_read() {
		let read = |status: &str| {
			let mut condition = json!({
				"resourceType": "Condition",
				"id": "c1",
				"subject": { "reference": "Patient/p1" },
				"recordedDate": "2020-01-02",
				"onsetDateTime": "2019",
			});
			condition["code"] = concept(codes::SNOMED, "73211009");
			condition["verificationStatus"] = concept(codes::VERIFICATION, status);
			let read = Diagnoses::read(&[&condition]).unwrap();
			read.iter().next().cloned()
		};
		for (status, certainty) in [
			("confirmed", Certainty::Certain),
			("provisional", Certainty::Uncertain),
			("differential", Certainty::Uncertain),
			("unconfirmed", Certainty::Uncertain),
			("refuted", Certainty::Refuted),
		] {
			assert_eq!(read(status).unwrap().certainty, certainty, "{status}");
		}
		assert_eq!(read("entered-in-error"), None);
		let found = read("confirmed").unwrap();
		assert_eq!(found.codes, ["73211009"]);
		assert_eq!(found.text.as_deref(), Some("Its name"));
		assert_eq!(found.reference.as_deref(), Some("Condition/c1"));
		assert_eq!(found.time.unwrap().text, "2020-01-02");
		assert!(found.active);
	}

	#[test]
	fn a_refuted_condition_is_no_diagnosis() {
		let with = |status: &str| {
			let mut condition =
				json!({ "resourceType": "Condition", "subject": { "reference": "Patient/p1" } });
			condition["code"] = concept(codes::SNOMED, "73211009");
			condition["verificationStatus"] = concept(codes::VERIFICATION, status);
			let read = Diagnoses::read(&[&condition]).unwrap();
			read.coded(&["73211009"]).count()
		};
		assert_eq!(
			[with("refuted"), with("provisional"), with("confirmed")],
			[0, 1, 1]
		);
	}
}
