// SPDX-License-Identifier: Apache-2.0
//! Who is insured, as a FHIR R4 Coverage: the record that a policy names. The author of a record could amend it after
//! the policy was issued, so its version 1 alone counts.

use crate::{
	DocumentError,
	form::{self, Extension, Period, Reference, exact, extension, required},
};
use salus_adjudication::{Beneficiary, MAX_BENEFICIARIES, Policy};
use salus_core::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};

/// The document is a multiple of so many bytes long: its length does not tell how many are insured.
pub const COVERAGE_LENGTH: usize = 8 * 1024;

const BENEFICIARY: &str = "urn:salus:beneficiary";
const NUMBER: &str = "number";
const FROM: &str = "from";
const UNTIL: &str = "until";
const ADULT_FROM: &str = "adultFrom";

/// What is read of it.
#[derive(Deserialize)]
struct Form {
	extension: Vec<Insured>,
	/// Whose record it is, for people: insurers go by the chain.
	beneficiary: Reference,
	period: Period,
}

#[derive(Deserialize)]
struct Insured {
	extension: Vec<Extension>,
}

/// The document, to be encrypted as it is. `subject` is the policy's holder.
pub fn to_fhir(policy: &Policy, subject: &AccountId) -> Vec<u8> {
	form::padded(&written(policy, subject), COVERAGE_LENGTH)
}

/// Reads a document that was decrypted. That its days are the chain's is for whoever judges to see to.
pub fn from_fhir(bytes: &[u8]) -> Result<Policy, DocumentError> {
	let document = form::parse(bytes)?;
	let form: Form = form::read(&document)?;
	if form.extension.is_empty() || form.extension.len() > MAX_BENEFICIARIES {
		return Err(DocumentError::Wrong(BENEFICIARY));
	}
	let subject = form.beneficiary.account().ok_or(DocumentError::Wrong("beneficiary"))?;
	let policy = Policy {
		from: form.period.start,
		until: form.period.end,
		beneficiaries: form.extension.iter().map(beneficiary).collect::<Result<_, _>>()?,
	};
	form::check_same(&document, &written(&policy, &subject))?;
	Ok(policy)
}

fn beneficiary(insured: &Insured) -> Result<Beneficiary, DocumentError> {
	let of = &insured.extension;
	Ok(Beneficiary {
		number: required(of, NUMBER, exact)?,
		from: required(of, FROM, exact)?,
		until: required(of, UNTIL, exact)?,
		adult_from: required(of, ADULT_FROM, exact)?,
	})
}

fn written(policy: &Policy, subject: &AccountId) -> Value {
	let insured = policy.beneficiaries.iter().map(|beneficiary| {
		json!({
			"url": BENEFICIARY,
			"extension": [
				extension(NUMBER, beneficiary.number),
				extension(FROM, beneficiary.from),
				extension(UNTIL, beneficiary.until),
				extension(ADULT_FROM, beneficiary.adult_from),
			],
		})
	});
	json!({
		"resourceType": "Coverage",
		"extension": insured.collect::<Value>(),
		"status": "active",
		// FHIR wants one; all that are insured stand in the extensions.
		"beneficiary": form::subject(subject),
		"period": { "start": policy.from.to_string(), "end": policy.until.to_string() },
		"payor": [{ "display": "the insurer whose plan the policy names on the chain" }],
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::{account, coverage, day};

	fn document() -> Value {
		serde_json::from_slice(&to_fhir(&coverage(), &account("Holder"))).unwrap()
	}

	fn refused(change: impl FnOnce(&mut Value)) -> DocumentError {
		let mut document = document();
		change(&mut document);
		from_fhir(document.to_string().as_bytes()).unwrap_err()
	}

	#[test]
	fn a_policy_is_read_as_it_was_written() {
		let bytes = to_fhir(&coverage(), &account("Holder"));
		assert_eq!(from_fhir(&bytes), Ok(coverage()));
	}

	#[test]
	fn a_policy_is_a_record_of_category_claim() {
		let bundle = salus_fhir::Bundle::from_value(document()).unwrap();
		let parts = bundle.split();
		assert_eq!(parts.len(), 1);
		assert_eq!(parts[0].0, salus_primitives::claims::POLICY_CATEGORY);
	}

	#[test]
	fn data_rule_12_the_length_does_not_tell_how_many_are_insured() {
		let one = coverage().beneficiaries[0];
		let of = |number: u8| Beneficiary { number: 240 + number, ..one };
		for count in [1, 16] {
			let policy = Policy { beneficiaries: (0..count).map(of).collect(), ..coverage() };
			let bytes = to_fhir(&policy, &account("Holder"));
			assert_eq!(bytes.len(), COVERAGE_LENGTH, "{count}");
			assert_eq!(from_fhir(&bytes), Ok(policy));
		}
	}

	#[test]
	fn nobody_and_more_than_sixteen_are_refused() {
		for count in [0, 17] {
			let wrong = refused(|document| {
				let one = document["extension"][0].clone();
				document["extension"] = json!(vec![one; count]);
			});
			assert_eq!(wrong, DocumentError::Wrong(BENEFICIARY), "{count}");
		}
	}

	#[test]
	fn what_is_missing_doubled_or_written_otherwise_is_refused() {
		for (index, name) in [(0, NUMBER), (1, FROM), (2, UNTIL), (3, ADULT_FROM)] {
			let missing = refused(|document| {
				document["extension"][0]["extension"].as_array_mut().unwrap().remove(index);
			});
			assert_eq!(missing, DocumentError::Missing(name));
			let doubled = refused(|document| {
				let again = document["extension"][0]["extension"][index].clone();
				document["extension"][0]["extension"].as_array_mut().unwrap().push(again);
			});
			assert_eq!(doubled, DocumentError::Doubled(name));
			let wrong = refused(|document| {
				document["extension"][0]["extension"][index]["valueString"] = json!("007");
			});
			assert_eq!(wrong, DocumentError::Wrong(name));
		}
		let subject = refused(|document| {
			document["beneficiary"]["identifier"]["value"] = json!("5");
		});
		assert_eq!(subject, DocumentError::Wrong("beneficiary"));
		for (member, value) in [
			("status", json!("cancelled")),
			("resourceType", json!("Claim")),
			("order", json!(2)),
			("period", json!({ "start": "2026-1-1", "end": "2026-12-31" })),
		] {
			let other = refused(|document| document[member] = value);
			assert!(matches!(other, DocumentError::Malformed(_)), "{member}: {other}");
		}
	}

	#[test]
	fn days_come_back_as_they_are() {
		let policy = from_fhir(&to_fhir(&coverage(), &account("Holder"))).unwrap();
		assert_eq!((policy.from, policy.until), (day("2026-01-01"), day("2026-12-31")));
	}
}
