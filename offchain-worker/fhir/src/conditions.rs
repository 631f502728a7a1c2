// SPDX-License-Identifier: Apache-2.0
//! Conditions of a patient: diagnoses, and statements that there are none.

use super::{
	Chart, Concept, Timed, Unusable,
	chart::{Entry, reference},
	codes,
	lookup::{called, concepts, of_system},
};
use serde_json::Value;

/// How surely a condition is known, by its verification status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
	/// Confirmed, by R4's code for it.
	Certain,
	/// Unconfirmed, provisional or differential; or the status is missing, a text, or of another code system.
	Uncertain,
	/// Refuted, by R4's code for it.
	Refuted,
}

/// Whether a condition lasts, by its clinical status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
	/// Active, a recurrence or a relapse.
	Active,
	/// Inactive, in remission or resolved; or an end is stated.
	Over,
	/// The status is missing, a text, or not one that is known.
	Unknown,
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
	/// Whether it lasts.
	pub course: Course,
	/// When it was recorded, else when it began.
	pub time: Option<Timed>,
	/// When it began; when it was recorded, if no onset is given.
	pub began: Option<Timed>,
	/// Why it can't be used.
	pub unusable: Option<Unusable>,
	/// Where it stands.
	pub path: String,
	/// The resource's reference, if it has an id.
	pub reference: Option<String>,
	/// The index of its document among those read.
	pub document: usize,
}

impl Diagnosis {
	/// Whether it may last: nothing says that it is over.
	pub fn may_last(&self) -> bool {
		self.course != Course::Over
	}
}

/// Every condition of some documents, but those entered in error.
#[derive(Clone, Default, Debug)]
pub struct Diagnoses {
	diagnoses: Vec<Diagnosis>,
}

impl Diagnoses {
	/// Reads the conditions of documents.
	pub fn read(chart: &Chart<'_>) -> Self {
		Self { diagnoses: chart.of_kind("Condition").map(read).collect() }
	}

	/// Those with one of these SNOMED CT codes that are not refuted.
	pub fn coded(&self, codes: &[&str]) -> impl Iterator<Item = &Diagnosis> {
		let has = |diagnosis: &&Diagnosis| {
			let mut own = diagnosis.codes.iter();
			own.any(|code| codes.contains(&code.as_str()))
		};
		let not_refuted = |diagnosis: &&Diagnosis| diagnosis.certainty != Certainty::Refuted;
		self.iter().filter(not_refuted).filter(has)
	}

	/// All of them.
	pub fn iter(&self) -> impl Iterator<Item = &Diagnosis> {
		self.diagnoses.iter()
	}
}

fn read(entry: &Entry<'_>) -> Diagnosis {
	let resource = entry.resource;
	let code = resource.get("code");
	let concepts = concepts(code);
	let at = |members: &[&str]| {
		let mut members = members.iter();
		members.find_map(|member| Timed::parse(resource.pointer(member)?.as_str()?))
	};
	let began = ["/onsetDateTime", "/onsetPeriod/start"];
	let recorded = ["/recordedDate"];
	// The day of recording does not replace an onset that is not a date (an age, a text).
	let says_onset = resource.as_object().is_some_and(|members| {
		let names = members.keys().map(|name| name.strip_prefix('_').unwrap_or(name));
		names.into_iter().any(|name| name.starts_with("onset"))
	});
	let or_recorded = || at(&recorded).filter(|_| !says_onset);
	Diagnosis {
		codes: of_system(&concepts, codes::SNOMED),
		concepts,
		text: called(code),
		certainty: certainty(resource.get("verificationStatus")),
		course: course(resource),
		time: at(&recorded).or_else(|| at(&began)),
		began: at(&began).or_else(or_recorded),
		unusable: entry.unusable.clone(),
		path: entry.path.clone(),
		reference: reference(resource),
		document: entry.document,
	}
}

fn certainty(status: Option<&Value>) -> Certainty {
	let codes = of_system(&concepts(status), codes::VERIFICATION);
	match codes.as_slice() {
		[only] if only == "confirmed" => Certainty::Certain,
		[only] if only == "refuted" => Certainty::Refuted,
		_ => Certainty::Uncertain,
	}
}

fn course(resource: &Value) -> Course {
	let ended = |name: &String| {
		let name = name.strip_prefix('_').unwrap_or(name);
		name.starts_with("abatement")
	};
	let denied = resource.get("abatementBoolean") == Some(&Value::Bool(false));
	if !denied && resource.as_object().is_some_and(|members| members.keys().any(ended)) {
		return Course::Over;
	}
	let Some(status) = resource.get("clinicalStatus") else {
		return Course::Unknown;
	};
	// DSTU2 and STU3 had a bare code there.
	let bare = status.as_str().map(str::to_owned);
	let of_known = |concept: Concept| {
		let known = [codes::CLINICAL_STATUS, codes::CLINICAL_STATUS_BEFORE_R4];
		known.contains(&concept.system.as_str()).then_some(concept.code)
	};
	let coded = concepts(Some(status)).into_iter().filter_map(of_known);
	let said: Vec<Course> = bare.into_iter().chain(coded).map(|code| course_of(&code)).collect();
	match said.split_first() {
		Some((first, others)) if others.iter().all(|other| other == first) => *first,
		_ => Course::Unknown,
	}
}

fn course_of(code: &str) -> Course {
	match code {
		"active" | "recurrence" | "relapse" => Course::Active,
		"inactive" | "remission" | "resolved" => Course::Over,
		_ => Course::Unknown,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn concept(system: &str, code: &str) -> Value {
		json!({ "coding": [{ "system": system, "code": code, "display": "Its name" }] })
	}

	fn read_one(change: impl FnOnce(&mut Value)) -> Option<Diagnosis> {
		let mut condition = json!({
			"resourceType": "Condition",
			"id": "c1",
			"subject": { "reference": "Patient/p1" },
			"recordedDate": "2020-01-02",
			"onsetDateTime": "2019",
		});
		condition["code"] = concept(codes::SNOMED, "73211009");
		condition["verificationStatus"] = concept(codes::VERIFICATION, "confirmed");
		condition["clinicalStatus"] = concept(codes::CLINICAL_STATUS, "active");
		change(&mut condition);
		Diagnoses::read(&Chart::of(&[&condition])).iter().next().cloned()
	}

	#[test]
	fn only_fhirs_own_code_makes_a_condition_certain() {
		let read = |status: Value| read_one(|condition| condition["verificationStatus"] = status);
		for (status, certainty) in [
			("confirmed", Certainty::Certain),
			("provisional", Certainty::Uncertain),
			("differential", Certainty::Uncertain),
			("unconfirmed", Certainty::Uncertain),
			("refuted", Certainty::Refuted),
			("sure", Certainty::Uncertain),
		] {
			let of_r4 = read(concept(codes::VERIFICATION, status)).unwrap();
			assert_eq!(of_r4.certainty, certainty, "{status}");
			for other in [
				concept("http://hl7.org/fhir/condition-ver-status", status),
				json!({ "coding": [{ "code": status }] }),
				json!({ "text": status }),
				json!(status),
			] {
				let uncertain = read(other.clone()).unwrap().certainty;
				assert_eq!(uncertain, Certainty::Uncertain, "{other}");
			}
		}
		let missing = read_one(|condition| {
			condition.as_object_mut().unwrap().remove("verificationStatus");
		});
		assert_eq!(missing.unwrap().certainty, Certainty::Uncertain);
	}

	#[test]
	fn entered_in_error_counts_in_whatever_way_it_is_written() {
		for error in [
			concept(codes::VERIFICATION, "entered-in-error"),
			concept("http://hl7.org/fhir/condition-ver-status", "entered-in-error"),
			json!({ "coding": [{ "code": "entered-in-error" }] }),
			json!({ "text": "Entered in Error" }),
			json!("entered-in-error"),
		] {
			let found = read_one(|condition| condition["verificationStatus"] = error.clone());
			assert_eq!(found, None, "{error}");
		}
	}

	#[test]
	fn whether_it_lasts_is_known_by_known_codes_only() {
		let read = |status: Value| {
			read_one(|condition| condition["clinicalStatus"] = status).unwrap().course
		};
		for (code, course) in [
			("active", Course::Active),
			("recurrence", Course::Active),
			("resolved", Course::Over),
			("remission", Course::Over),
			("gone", Course::Unknown),
		] {
			assert_eq!(read(concept(codes::CLINICAL_STATUS, code)), course);
			assert_eq!(read(concept(codes::CLINICAL_STATUS_BEFORE_R4, code)), course);
			assert_eq!(read(json!(code)), course);
			assert_eq!(read(json!({ "coding": [{ "code": code }] })), Course::Unknown);
			assert_eq!(read(json!({ "text": code })), Course::Unknown);
		}
		for (member, end) in [
			("abatementDateTime", json!("2020")),
			("abatementString", json!("in spring")),
			("_abatementDateTime", json!({ "extension": [] })),
		] {
			let found = read_one(|condition| condition[member] = end).unwrap();
			assert_eq!(found.course, Course::Over, "{member}");
		}
	}

	#[test]
	fn what_a_condition_says_of_itself_is_read() {
		let found = read_one(|_| ()).unwrap();
		assert_eq!(found.codes, ["73211009"]);
		assert_eq!(found.text.as_deref(), Some("Its name"));
		assert_eq!(found.reference.as_deref(), Some("Condition/c1"));
		assert_eq!(found.time.unwrap().text, "2020-01-02");
		assert_eq!(found.began.unwrap().text, "2019");
		// A date that is not known leaves the rest as it is.
		let undated = read_one(|condition| {
			condition.as_object_mut().unwrap().remove("onsetDateTime");
			condition["_onsetDateTime"] = json!({ "extension": [{ "url": "urn:x" }] });
		});
		assert_eq!(undated.unwrap().unusable, None);
	}
}
