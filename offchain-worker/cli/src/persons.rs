// SPDX-License-Identifier: Apache-2.0
//! Whose documents an account's are, as this machine has seen: another person's file is not written into it
//! unless whoever writes says why.
//!
//! Kept in the keystore, encrypted with it, one entry for each patient's account; nothing of it reaches the
//! chain or a custodian. Data rule 1.

use super::{Context, Failure};
use salus_chain::AccountId;
use salus_fhir::Person;
use salus_keystore::Keystore;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Begins the names of these entries in the keystore.
pub const PERSON: &str = "person/";

/// What is kept of one patient's account.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Kept {
	/// The people whose documents were written: one, unless the writer said why there are more.
	people: Vec<Person>,
	/// Why, by whoever wrote, oldest first.
	reasons: Vec<String>,
}

impl Kept {
	/// How the person differs from everyone before; `None` if it may be one of them, or the first.
	fn difference(&self, person: &Person) -> Option<String> {
		let mut last = None;
		for known in &self.people {
			let difference = known.differs_from(person)?;
			last = Some(format!(
				"{difference}; this document: {}; before: {}",
				described(person),
				described(known)
			));
		}
		last
	}

	fn add(&mut self, person: &Person, because: Option<&str>) {
		let mut known = self.people.iter_mut();
		match known.find(|known| known.differs_from(person).is_none()) {
			Some(known) => complete(known, person),
			None => self.people.push(person.clone()),
		}
		self.reasons.extend(because.map(str::to_owned));
	}
}

/// Adds what a later document says of the same person.
fn complete(known: &mut Person, later: &Person) {
	for identifier in &later.identifiers {
		if !known.identifiers.contains(identifier) {
			known.identifiers.push(identifier.clone());
		}
	}
	for name in &later.names {
		if !known.names.contains(name) {
			known.names.push(name.clone());
		}
	}
	let exactness = |date: &Option<String>| date.as_ref().map_or(0, String::len);
	if exactness(&later.birth_date) > exactness(&known.birth_date) {
		known.birth_date.clone_from(&later.birth_date);
	}
	if known.gender.is_none() {
		known.gender.clone_from(&later.gender);
	}
}

/// What tells a person apart, for whoever writes about them.
fn described(person: &Person) -> String {
	let identifiers = person.identifiers.iter().map(|one| match &one.system {
		Some(system) => format!("{} of {system}", one.value),
		None => one.value.clone(),
	});
	let born = person.birth_date.iter().map(|date| format!("born {date}"));
	let parts: Vec<String> = person
		.names
		.iter()
		.cloned()
		.chain(born)
		.chain(person.gender.clone())
		.chain(identifiers)
		.collect();
	parts.join(", ")
}

/// A document's person, held against those before: what is to be kept once it is written.
pub struct Checked {
	/// Opened once: that is slow by intent. `None` if there is none.
	keystore: Option<Keystore>,
	entry: String,
	person: Person,
	because: Option<String>,
	/// What whoever writes should hear.
	pub warnings: Vec<String>,
}

/// Holds the person of a document against the people of this account's documents before, as far as this
/// machine wrote them. `None` when the document has no `Patient`.
pub fn check(
	context: &Context,
	account: &AccountId,
	person: Option<Person>,
	because: Option<&str>,
) -> Result<Option<Checked>, Failure> {
	let Some(person) = person else {
		return Ok(None);
	};
	let entry = format!("{PERSON}{account}");
	let mut checked = Checked {
		keystore: None,
		entry,
		person,
		because: because.map(str::to_owned),
		warnings: Vec::new(),
	};
	let keystore = match context.keystore() {
		Ok(keystore) => keystore,
		// A public development key needs no keystore.
		Err(failure) if context.signs_by_development_key() => {
			checked.warnings.push(format!(
				"whose document this is was not held against earlier ones: {}",
				failure.message
			));
			return Ok(Some(checked));
		}
		Err(failure) => return Err(failure),
	};
	if let Some(difference) = kept(&keystore, &checked.entry)?.difference(&checked.person) {
		if because.is_none() {
			return Err(another_person(account, &difference));
		}
		checked.warnings.push(format!("written although it is about another person: {difference}"));
	}
	for other in others(&keystore, &checked.entry, &checked.person)? {
		checked.warnings.push(format!(
			"the same person's documents were written to {other} before: check that {account} is meant"
		));
	}
	checked.keystore = Some(keystore);
	Ok(Some(checked))
}

/// Keeps the person of what was written.
pub fn keep(checked: Checked) -> Result<(), Failure> {
	// Without a keystore there was a warning already, when the person was checked.
	let Some(mut keystore) = checked.keystore else {
		return Ok(());
	};
	let before = kept(&keystore, &checked.entry)?;
	let mut after = before.clone();
	after.add(&checked.person, checked.because.as_deref());
	if after != before {
		let text = serde_json::to_vec(&after).map_err(Failure::bad_input)?;
		keystore.put(&checked.entry, &text)?;
	}
	Ok(())
}

fn another_person(account: &AccountId, difference: &str) -> Failure {
	Failure::new(
		"OtherPerson",
		format!(
			"the document is about another person than those written to {account} before: {difference}"
		),
	)
	.detail("difference", json!(difference))
	.remedy(
		"write it to that person's own account, or say why with --another-person-because TEXT, which stays on \
		 this machine; nothing was written",
	)
}

fn kept(keystore: &Keystore, entry: &str) -> Result<Kept, Failure> {
	let Some(text) = keystore.get(entry) else {
		return Ok(Kept::default());
	};
	serde_json::from_slice(text).map_err(|cause| {
		Failure::new("Keystore", format!("the entry {entry} can't be read: {cause}"))
			.remedy("restore a backup of the keystore")
	})
}

/// The other accounts to which this person's documents were written.
fn others(keystore: &Keystore, entry: &str, person: &Person) -> Result<Vec<String>, Failure> {
	let mut found = Vec::new();
	for name in keystore.names().filter(|name| *name != entry) {
		let Some(account) = name.strip_prefix(PERSON) else {
			continue;
		};
		let kept = kept(keystore, name)?;
		if kept.people.iter().any(|known| known.is(person)) {
			found.push(account.to_owned());
		}
	}
	Ok(found)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_keystore::Cost;
	use serde_json::Value;

	fn woman() -> Value {
		json!({
			"resourceType": "Patient", "gender": "female", "birthDate": "1970-03-01",
			"identifier": [{ "system": "urn:clinic", "value": "17" }],
			"name": [{ "family": "Muster", "given": ["Anna"] }],
		})
	}

	fn person(patient: &Value) -> Person {
		Person::of(patient).unwrap()
	}

	fn changed(member: &str, value: Value) -> Person {
		let mut patient = woman();
		patient[member] = value;
		person(&patient)
	}

	fn seen(patients: &[Person]) -> Kept {
		let mut kept = Kept::default();
		for patient in patients {
			kept.add(patient, None);
		}
		kept
	}

	#[test]
	fn identifiers_birth_date_and_sex_tell_people_apart() {
		let kept = seen(&[person(&woman())]);
		let other = json!([{ "system": "urn:clinic", "value": "18" }]);
		for (member, value, says) in [
			("identifier", other, ["18 of urn:clinic", "17 of urn:clinic"]),
			("birthDate", json!("1970-03-02"), ["born 1970-03-02", "born 1970-03-01"]),
			("gender", json!("male"), ["male", "female"]),
		] {
			let difference = kept.difference(&changed(member, value)).unwrap();
			for part in says {
				assert!(difference.contains(part), "{member}: {difference}");
			}
		}
	}

	#[test]
	fn the_first_person_of_an_account_is_taken_and_what_is_missing_or_vaguer_tells_nothing() {
		assert_eq!(Kept::default().difference(&person(&woman())), None);
		let kept = seen(&[person(&woman())]);
		let of_laboratory = json!([{ "system": "urn:laboratory", "value": "99" }]);
		for (member, value) in [
			("identifier", json!([])),
			("identifier", of_laboratory),
			("birthDate", json!("1970")),
			("gender", json!("unknown")),
			("name", json!([{ "family": "Beispiel", "given": ["Anna"] }])),
		] {
			assert_eq!(kept.difference(&changed(member, value)), None, "{member}");
		}
	}

	#[test]
	fn a_person_is_known_ever_better_and_another_only_by_a_reason() {
		let vague = person(&json!({ "resourceType": "Patient", "birthDate": "1970" }));
		let mut kept = seen(&[vague, person(&woman())]);
		assert_eq!(kept.people, [person(&woman())]);
		let man = changed("gender", json!("male"));
		assert!(kept.difference(&man).is_some());
		kept.add(&man, Some("the sex was recorded wrongly"));
		// Both are known now, and a third is not.
		assert_eq!((kept.people.len(), kept.reasons.len()), (2, 1));
		assert_eq!(kept.difference(&man), None);
		assert_eq!(kept.difference(&person(&woman())), None);
		assert!(kept.difference(&changed("birthDate", json!("1931-05-06"))).is_some());
	}

	#[test]
	fn the_same_person_under_another_account_is_found_in_the_keystore_and_nowhere_readable() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("keystore");
		let passphrase = "correct horse".to_owned().into();
		let mut keystore = Keystore::create_with_cost(&path, &passphrase, Cost::LOWEST).unwrap();
		let one = seen(&[person(&woman())]);
		keystore.put("person/5One", &serde_json::to_vec(&one).unwrap()).unwrap();
		let same_name = changed("identifier", json!([]));
		let somebody = person(&json!({ "resourceType": "Patient", "birthDate": "1970-03-01" }));
		for (person, found) in [(person(&woman()), 1), (same_name, 1), (somebody, 0)] {
			assert_eq!(others(&keystore, "person/5Two", &person).unwrap().len(), found);
			assert!(others(&keystore, "person/5One", &person).unwrap().is_empty());
		}
		assert_eq!(kept(&keystore, "person/5One").unwrap(), one);
		let stored = std::fs::read_to_string(&path).unwrap();
		assert!(!stored.contains("Muster") && !stored.contains("1970"));
	}

	#[test]
	fn a_refusal_names_the_difference_and_the_way_on() {
		let account = AccountId::new([1; 32]);
		let refused = another_person(&account, "another gender; …");
		for part in [&account.to_string(), "another gender", "--another-person-because"] {
			assert!(refused.message.contains(part), "{}", refused.message);
		}
	}
}
