//! Whose documents an account's are, as this machine has seen: another person's file is not written into it
//! unless whoever writes says why.
//!
//! Kept in the keystore, encrypted with it, one entry for each patient's account; nothing of it reaches the
//! chain or a custodian. Data rule 1.

use super::{Context, Failure};
use crate::{chain::AccountId, crypto::Keystore};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Begins the names of these entries in the keystore.
pub const PERSON: &str = "person/";

/// What tells people apart, from a FHIR `Patient`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Person {
	/// Business identifiers: system and value.
	identifiers: BTreeSet<(String, String)>,
	/// As precise as it was stated.
	birth_date: Option<String>,
	/// Administrative gender, where it says one.
	sex: Option<String>,
	/// Family and given names, in lower case.
	names: BTreeSet<String>,
}

impl Person {
	/// The person that a `Patient` resource describes.
	pub fn of(patient: &Value) -> Self {
		let text = |value: &Value, member: &str| {
			let text = value.get(member)?.as_str()?.trim();
			(!text.is_empty()).then(|| text.to_owned())
		};
		let items = |member: &str| {
			patient
				.get(member)
				.and_then(Value::as_array)
				.into_iter()
				.flatten()
		};
		let name = |name: &Value| {
			let given = name
				.get("given")
				.and_then(Value::as_array)
				.into_iter()
				.flatten();
			let given: Vec<&str> = given.filter_map(Value::as_str).collect();
			let family = text(name, "family")?;
			Some(format!("{family}, {}", given.join(" ")).to_lowercase())
		};
		Self {
			identifiers: items("identifier")
				.filter_map(|one| Some((text(one, "system")?, text(one, "value")?)))
				.collect(),
			birth_date: text(patient, "birthDate"),
			sex: text(patient, "gender").filter(|sex| sex != "unknown"),
			names: items("name").filter_map(name).collect(),
		}
	}

	/// In what the other can't be the same person.
	fn differences(&self, other: &Self) -> Vec<String> {
		let mut differences = Vec::new();
		let systems = |person: &Self| -> BTreeSet<String> {
			person
				.identifiers
				.iter()
				.map(|(system, _)| system.clone())
				.collect()
		};
		let values = |person: &Self, system: &str| -> BTreeSet<String> {
			let of_system = person.identifiers.iter().filter(|(of, _)| of == system);
			of_system.map(|(_, value)| value.clone()).collect()
		};
		let list = |values: BTreeSet<String>| values.into_iter().collect::<Vec<_>>().join(", ");
		for system in systems(self).intersection(&systems(other)) {
			let (known, stated) = (values(self, system), values(other, system));
			if known.is_disjoint(&stated) {
				differences.push(format!(
					"identifier of {system}: {} (before: {})",
					list(stated),
					list(known)
				));
			}
		}
		// A year alone, or a month, fits every date within it.
		if let (Some(known), Some(stated)) = (&self.birth_date, &other.birth_date)
			&& !known.starts_with(stated.as_str())
			&& !stated.starts_with(known.as_str())
		{
			differences.push(format!("birth date: {stated} (before: {known})"));
		}
		if let (Some(known), Some(stated)) = (&self.sex, &other.sex)
			&& known != stated
		{
			differences.push(format!("sex: {stated} (before: {known})"));
		}
		differences
	}

	/// Whether the other is surely the same person: one identifier of theirs, or name and whole birth date.
	fn is_surely(&self, other: &Self) -> bool {
		let whole = |date: &Option<String>| date.as_ref().is_some_and(|date| date.len() == 10);
		!self.identifiers.is_disjoint(&other.identifiers)
			|| (whole(&self.birth_date)
				&& self.birth_date == other.birth_date
				&& !self.names.is_disjoint(&other.names))
	}

	/// What both say of one person.
	fn add(&mut self, other: &Self) {
		self.identifiers.extend(other.identifiers.iter().cloned());
		self.names.extend(other.names.iter().cloned());
		let length = |date: &Option<String>| date.as_ref().map_or(0, String::len);
		if length(&other.birth_date) > length(&self.birth_date) {
			self.birth_date.clone_from(&other.birth_date);
		}
		if self.sex.is_none() {
			self.sex.clone_from(&other.sex);
		}
	}
}

/// What is kept of one patient's account.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Kept {
	/// The people whose documents were written: one, unless the writer said why there are more.
	people: Vec<Person>,
	/// Why, by whoever wrote, oldest first.
	reasons: Vec<String>,
}

impl Kept {
	/// The differences from the people before; none if it is one of them.
	fn differences(&self, person: &Person) -> Vec<String> {
		let mut each = self.people.iter().map(|known| known.differences(person));
		let Some(first) = each.next() else {
			return Vec::new();
		};
		// The newest is who the account's documents are about now.
		each.fold(
			first,
			|best, other| if best.is_empty() { best } else { other },
		)
	}

	fn add(&mut self, person: &Person, because: Option<&str>) {
		let same = self
			.people
			.iter_mut()
			.find(|known| known.differences(person).is_empty());
		match same {
			Some(known) => known.add(person),
			None => self.people.push(person.clone()),
		}
		self.reasons.extend(because.map(str::to_owned));
	}
}

/// A document's person, held against those before: what is to be kept once it is written.
pub struct Checked {
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
	patient: Option<&Value>,
	because: Option<&str>,
) -> Result<Option<Checked>, Failure> {
	let Some(person) = patient.map(Person::of) else {
		return Ok(None);
	};
	let entry = format!("{PERSON}{account}");
	let mut checked = Checked {
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
	let differences = kept(&keystore, &checked.entry)?.differences(&checked.person);
	if !differences.is_empty() {
		if because.is_none() {
			return Err(another_person(account, &differences));
		}
		checked.warnings.push(format!(
			"written although it is about another person: {}",
			differences.join("; ")
		));
	}
	for other in others(&keystore, &checked.entry, &checked.person)? {
		checked.warnings.push(format!(
			"the same person's documents were written to {other} before: check that {account} is meant"
		));
	}
	Ok(Some(checked))
}

/// Keeps the person of what was written.
pub fn keep(context: &Context, checked: Checked) -> Result<(), Failure> {
	let Ok(mut keystore) = context.keystore() else {
		// Said already, when it was checked.
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

fn another_person(account: &AccountId, differences: &[String]) -> Failure {
	Failure::new(
		"OtherPerson",
		format!(
			"the document is about another person than those written to {account} before: {}",
			differences.join("; ")
		),
	)
	.detail("differences", json!(differences))
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
		Failure::new(
			"Keystore",
			format!("the entry {entry} can't be read: {cause}"),
		)
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
		if kept.people.iter().any(|known| known.is_surely(person)) {
			found.push(account.to_owned());
		}
	}
	Ok(found)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::crypto::Cost;

	fn woman() -> Value {
		json!({
			"resourceType": "Patient", "gender": "female", "birthDate": "1970-03-01",
			"identifier": [{ "system": "urn:clinic", "value": "17" }, { "value": "no system" }],
			"name": [{ "family": "Muster", "given": ["Anna"] }],
		})
	}

	fn changed(member: &str, value: Value) -> Person {
		let mut patient = woman();
		patient[member] = value;
		Person::of(&patient)
	}

	#[test]
	fn identifiers_birth_date_and_sex_tell_people_apart() {
		let known = Person::of(&woman());
		for (member, value, says) in [
			(
				"identifier",
				json!([{ "system": "urn:clinic", "value": "18" }]),
				"urn:clinic: 18 (before: 17)",
			),
			(
				"birthDate",
				json!("1970-03-02"),
				"1970-03-02 (before: 1970-03-01)",
			),
			("birthDate", json!("1971"), "1971"),
			("gender", json!("male"), "male (before: female)"),
		] {
			let differences = known.differences(&changed(member, value));
			assert_eq!(differences.len(), 1, "{member}: {differences:?}");
			assert!(differences[0].contains(says), "{differences:?}");
		}
	}

	#[test]
	fn what_is_missing_vaguer_or_of_another_system_tells_nothing() {
		let known = Person::of(&woman());
		for (member, value) in [
			("identifier", json!([])),
			(
				"identifier",
				json!([{ "system": "urn:laboratory", "value": "99" }]),
			),
			(
				"identifier",
				json!([{ "system": "urn:clinic", "value": "16" }, { "system": "urn:clinic", "value": "17" }]),
			),
			("birthDate", Value::Null),
			("birthDate", json!("1970")),
			("birthDate", json!("1970-03")),
			("gender", json!("unknown")),
			("gender", Value::Null),
			// Names change.
			("name", json!([{ "family": "Beispiel", "given": ["Anna"] }])),
		] {
			let differences = known.differences(&changed(member, value));
			assert!(differences.is_empty(), "{member}: {differences:?}");
		}
	}

	#[test]
	fn a_person_is_known_ever_better_and_another_only_by_a_reason() {
		let mut kept = Kept::default();
		let vague = Person::of(&json!({ "birthDate": "1970" }));
		kept.add(&vague, None);
		assert!(kept.differences(&Person::of(&woman())).is_empty());
		kept.add(&Person::of(&woman()), None);
		let man = changed("gender", json!("male"));
		assert_eq!(kept.differences(&man).len(), 1);
		kept.add(&man, Some("the sex was recorded wrongly"));
		// Both are known now, and the third is not.
		assert_eq!((kept.people.len(), kept.reasons.len()), (2, 1));
		assert!(kept.differences(&man).is_empty());
		assert!(kept.differences(&Person::of(&woman())).is_empty());
		assert!(
			!kept
				.differences(&changed("birthDate", json!("1931-05-06")))
				.is_empty()
		);
	}

	#[test]
	fn the_same_person_under_another_account_is_found_in_the_keystore_and_nowhere_readable() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("keystore");
		let passphrase = "correct horse".to_owned().into();
		let mut keystore = Keystore::create_with_cost(&path, &passphrase, Cost::LOWEST).unwrap();
		let mut one = Kept::default();
		one.add(&Person::of(&woman()), None);
		let text = serde_json::to_vec(&one).unwrap();
		keystore.put("person/5One", &text).unwrap();
		let same_name = changed("identifier", json!([]));
		let twin = changed("name", json!([{ "family": "Other" }]));
		let twin = Person {
			identifiers: BTreeSet::new(),
			..twin
		};
		for (person, found) in [(Person::of(&woman()), 1), (same_name, 1), (twin, 0)] {
			assert_eq!(
				others(&keystore, "person/5Two", &person).unwrap().len(),
				found
			);
			assert!(
				others(&keystore, "person/5One", &person)
					.unwrap()
					.is_empty()
			);
		}
		assert_eq!(kept(&keystore, "person/5One").unwrap(), one);
		let stored = std::fs::read_to_string(&path).unwrap();
		assert!(!stored.contains("Muster") && !stored.contains("1970"));
	}

	#[test]
	fn a_refusal_names_every_difference_and_the_way_on() {
		let account = AccountId::new([1; 32]);
		let differences = [
			"sex: male (before: female)".to_owned(),
			"birth date: …".to_owned(),
		];
		let refused = another_person(&account, &differences);
		for part in [
			&account.to_string(),
			&differences[0],
			&differences[1],
			"--another-person-because",
		] {
			assert!(refused.message.contains(part), "{}", refused.message);
		}
	}
}
