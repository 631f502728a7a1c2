// SPDX-License-Identifier: Apache-2.0
//! Whom a result is about, as the records that it was made from say.

use salus_chain::AccountId;
use salus_fhir::Living;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The patient: the account always; the rest where one of the records opened holds it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
	/// Account, SS58.
	pub account: String,
	/// Name, as a person writes it.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub name: Option<String>,
	/// Birth date, as it was written.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub birth_date: Option<String>,
	/// Whether the patient is dead.
	#[serde(default)]
	pub dead: bool,
	/// When the patient died, as it was written.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub died: Option<String>,
}

impl Person {
	/// By the `Patient` resources of documents: the first that says something decides, and any says that they died.
	pub fn of(account: &AccountId, documents: &[&Value]) -> Self {
		let mut person = Self { account: account.to_string(), ..Self::default() };
		for patient in documents.iter().flat_map(|document| patients(document)) {
			let text = |member: &str| Some(patient.get(member)?.as_str()?.to_owned());
			person.name = person.name.or_else(|| name(patient));
			person.birth_date = person.birth_date.or_else(|| text("birthDate"));
			person.died = person.died.or_else(|| text("deceasedDateTime"));
			person.dead |= Living::of(patient) == Living::Dead;
		}
		person
	}

	/// Name and birth date, or what there is.
	pub fn shown(&self) -> String {
		let born = self.birth_date.as_ref().map(|date| format!("born {date}"));
		let known: Vec<String> = self.name.iter().cloned().chain(born).collect();
		match known.is_empty() {
			true => format!("account {}", self.account),
			false => known.join(", "),
		}
	}

	/// That they are dead, if they are.
	pub fn death(&self) -> Option<String> {
		self.dead.then(|| match &self.died {
			Some(when) => format!("The patient is dead (since {when})."),
			None => "The patient is dead.".to_owned(),
		})
	}
}

/// The `Patient` resources of a document: itself, or its entries.
fn patients(document: &Value) -> Vec<&Value> {
	let entries = document.get("entry").and_then(Value::as_array);
	let resources = entries.into_iter().flatten();
	resources
		.filter_map(|entry| entry.get("resource"))
		.chain([document])
		.filter(|resource| resource.get("resourceType") == Some(&Value::from("Patient")))
		.collect()
}

/// The official name, else the first that is in use.
fn name(patient: &Value) -> Option<String> {
	let names = patient.get("name")?.as_array()?;
	let is = |name: &&Value, word: &str| name.get("use") == Some(&Value::from(word));
	let official = names.iter().find(|name| is(name, "official"));
	let in_use = |name: &&Value| !is(name, "old") && !is(name, "maiden");
	let name = official.or_else(|| names.iter().find(in_use))?;
	if let Some(text) = name.get("text").and_then(Value::as_str) {
		return Some(text.to_owned());
	}
	let given = name.get("given").and_then(Value::as_array);
	let given = given.into_iter().flatten();
	let parts: Vec<&str> = given.chain(name.get("family")).filter_map(Value::as_str).collect();
	(!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn of(documents: &[&Value]) -> Person {
		Person::of(&AccountId::new([1; 32]), documents)
	}

	#[test]
	fn the_patient_is_named_as_in_use() {
		let maiden = json!({ "use": "maiden", "family": "Alt" });
		let usual = json!({ "given": ["Anna", "Maria"], "family": "Muster" });
		let official = json!({ "use": "official", "text": "Dr. Anna Muster" });
		let patient = |names: Value| json!({ "resourceType": "Patient", "birthDate": "1966-11-20", "name": names });
		let bundled = |patient: Value| json!({ "resourceType": "Bundle", "entry": [{ "resource": patient }] });
		let shown = |names: Value| of(&[&bundled(patient(names))]).shown();
		assert_eq!(shown(json!([maiden, usual])), "Anna Maria Muster, born 1966-11-20");
		assert_eq!(shown(json!([usual, official])), "Dr. Anna Muster, born 1966-11-20");
		assert_eq!(shown(json!([maiden])), "born 1966-11-20");
		assert_eq!(of(&[&patient(json!([usual]))]).name.as_deref(), Some("Anna Maria Muster"));
	}

	#[test]
	fn where_no_record_says_it_the_account_stands() {
		let person = of(&[&json!({ "resourceType": "Observation" })]);
		assert_eq!(person.shown(), format!("account {}", AccountId::new([1; 32])));
		assert_eq!(person.death(), None);
	}

	#[test]
	fn a_dead_patient_is_called_dead_whichever_document_says_it() {
		let alive = json!({ "resourceType": "Patient", "deceasedBoolean": false });
		let dead = json!({ "resourceType": "Patient", "deceasedBoolean": true });
		let since = json!({ "resourceType": "Patient", "deceasedDateTime": "2026-01-02" });
		assert_eq!(of(&[&alive]).death(), None);
		assert_eq!(of(&[&alive, &dead]).death().as_deref(), Some("The patient is dead."));
		let told = of(&[&alive, &since]).death();
		assert_eq!(told.as_deref(), Some("The patient is dead (since 2026-01-02)."));
		let unknown = json!({ "resourceType": "Patient", "_deceasedDateTime": { "id": "x" } });
		assert!(of(&[&unknown]).dead, "at a time that is not known");
	}
}
