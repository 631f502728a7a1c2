// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::fixtures::{
	EUR, GENESIS, account as account_of, document, key, line as line_of, signer,
};
use salus_primitives::Category;

/// Two lines, of which the second was paid in part by another insurer, and two pieces.
fn claim() -> ClaimDocument {
	let second = ClaimLine { other: Some(Amount(5)), visit: 1, ..line_of(2, &[1, 0]) };
	document(vec![line_of(1, &[0]), second], &[7, 8])
}

fn written(claim: &ClaimDocument) -> Value {
	serde_json::from_slice(&claim.to_fhir(&account_of("Holder"))).unwrap()
}

fn refused(change: impl FnOnce(&mut Value)) -> DocumentError {
	let mut document = written(&claim());
	change(&mut document);
	ClaimDocument::from_fhir(document.to_string().as_bytes()).unwrap_err()
}

#[test]
fn a_claim_is_read_as_it_was_written() {
	let claim = claim();
	let bytes = claim.to_fhir(&account_of("Holder"));
	assert_eq!(ClaimDocument::from_fhir(&bytes).unwrap(), claim);
	assert!(ClaimDocument::from_fhir(&bytes).unwrap().is_signed_by(GENESIS, &account_of("Holder")));
	// Without evidence there is nothing to point to.
	let bare = document(vec![line_of(2, &[])], &[]);
	let bytes = bare.to_fhir(&account_of("Holder"));
	assert_eq!(ClaimDocument::from_fhir(&bytes).unwrap(), bare);
}

#[test]
fn a_claim_is_a_record_of_its_category() {
	for claim in [claim(), document(vec![line_of(2, &[])], &[])] {
		let bundle = salus_fhir::Bundle::from_value(written(&claim)).unwrap();
		let parts = bundle.split();
		assert_eq!(parts.len(), 1);
		assert_eq!(parts[0].0, Category::Claim);
	}
}

#[test]
fn data_rule_12_the_length_does_not_tell_what_is_claimed() {
	let short = document(vec![line_of(2, &[])], &[]);
	let five = ClaimLine { units: u32::MAX, charge: Amount(u64::MAX), ..line_of(1, &[0, 1, 2]) };
	let long = document(vec![five; 5], &[7, 8, 9]);
	for claim in [&short, &long] {
		assert_eq!(claim.to_fhir(&account_of("Holder")).len(), CLAIM_LENGTH);
	}
	let most = document(vec![line_of(1, &[0]); MAX_LINES], &[7]);
	assert_eq!(most.to_fhir(&account_of("Holder")).len() % CLAIM_LENGTH, 0);
}

/// Attack: one record is to count for two pieces, or a place to name another piece than the one that was signed.
#[test]
fn each_record_stands_once_and_each_place_names_one() {
	let twice = refused(|document| {
		let first = document["supportingInfo"][0]["valueReference"].clone();
		document["supportingInfo"][1]["valueReference"] = first;
	});
	assert_eq!(twice, DocumentError::Doubled(RECORD));
	for (places, wrong) in [
		(json!([0]), DocumentError::Wrong("informationSequence")),
		(json!([3]), DocumentError::Wrong("informationSequence")),
		(json!([1, 1]), DocumentError::Doubled("informationSequence")),
	] {
		let refused = refused(|document| document["item"][0]["informationSequence"] = places);
		assert_eq!(refused, wrong);
	}
}

#[test]
fn no_lines_and_more_than_there_may_be_are_refused() {
	for count in [0, MAX_LINES + 1] {
		let wrong = refused(|document| {
			let one = document["item"][0].clone();
			document["item"] = json!(vec![one; count]);
		});
		assert_eq!(wrong, DocumentError::Wrong("item"), "{count}");
	}
	let wrong = refused(|document| {
		let one = document["supportingInfo"][0].clone();
		document["supportingInfo"] = json!(vec![one; MAX_PIECES + 1]);
	});
	assert_eq!(wrong, DocumentError::Wrong("supportingInfo"));
}

#[test]
fn an_extension_that_is_missing_doubled_or_written_otherwise_is_refused() {
	let claims = [POLICY, SLOT, CURRENCY, SALT, SIGNATURE].map(|name| ("", name));
	let pieces = [PATIENT, S, T, SIGNATURE, SALT].map(|name| ("/supportingInfo/1", name));
	let lines = [BENEFICIARY, VISIT, CHARGE, PROVIDER, OTHER].map(|name| ("/item/1", name));
	for (element, name) in claims.into_iter().chain(pieces).chain(lines) {
		let changed = |change: &dyn Fn(&mut Vec<Value>, usize)| {
			refused(|document| {
				let extensions = document.pointer_mut(&format!("{element}/extension")).unwrap();
				let extensions = extensions.as_array_mut().unwrap();
				let index = extensions.iter().position(|extension| extension["url"] == name);
				change(extensions, index.unwrap());
			})
		};
		// What another insurer paid need not be there: that it was is for the signature to tell.
		if name != OTHER {
			let missing = changed(&|extensions, index| {
				extensions.remove(index);
			});
			assert_eq!(missing, DocumentError::Missing(name), "{element}");
		}
		let doubled = changed(&|extensions, index| extensions.push(extensions[index].clone()));
		assert_eq!(doubled, DocumentError::Doubled(name), "{element}");
		for text in ["", "+1", "01", "0x00", "18446744073709551616", "eur"] {
			let wrong = changed(&|extensions, index| {
				extensions[index]["valueString"] = json!(text);
			});
			assert_eq!(wrong, DocumentError::Wrong(name), "{element}: {text:?}");
		}
	}
}

#[test]
fn what_is_more_or_other_than_what_is_read_is_refused() {
	for (pointer, member, value) in [
		("", "status", json!("draft")),
		("", "use", json!("preauthorization")),
		("", "created", json!("2026-11-28")),
		("", "total", json!({ "value": 83, "currency": "EUR" })),
		("/item/0", "net", json!({ "value": 83, "currency": "EUR" })),
		("/item/0", "sequence", json!(2)),
		("/item/0/quantity", "unit", json!("hour")),
		("/item/0/extension/0", "valueInteger", json!(1)),
		("/supportingInfo/0", "reason", json!({ "text": "it was the other one" })),
		("/insurance/0/coverage/identifier", "value", json!("urn:salus:policy:4")),
	] {
		let refused = refused(|document| {
			document.pointer_mut(pointer).unwrap()[member] = value;
		});
		assert!(matches!(refused, DocumentError::Malformed(_)), "{pointer}/{member}: {refused}");
	}
	let subject = refused(|document| document["patient"] = json!({ "reference": "Patient/p1" }));
	assert!(matches!(subject, DocumentError::Malformed(_)));
	let code = refused(|document| {
		document["item"][0]["productOrService"]["coding"][0]["code"] = json!("01");
	});
	assert_eq!(code, DocumentError::Wrong(BENEFIT));
	let text = written(&claim()).to_string();
	let doubled = text.replacen('{', r#"{"status":"active","#, 1);
	let doubled = ClaimDocument::from_fhir(doubled.as_bytes());
	assert!(matches!(doubled, Err(DocumentError::Malformed(_))));
}

/// Attack: a record that was shown for another policy is put into the claim. The form has no place for that.
#[test]
fn a_record_shown_for_another_policy_is_not_signed_for_this_one() {
	let (holder, patient) = (signer("Holder"), signer("Patient"));
	let halves = key(7).halves();
	let other = ShownRecord::sign(GENESIS, PolicyId(4), RecordId(7), &halves, &patient);
	let (lines, payee) = (vec![line_of(1, &[0])], holder.account());
	let (policy, shown) = (PolicyId(3), vec![other]);
	let claim =
		ClaimDocument::sign(GENESIS, policy, payee, EUR, Slot::First, lines, shown, &holder);
	assert!(claim.pieces[0].shown.is_signed(GENESIS));
	let read = ClaimDocument::from_fhir(&claim.to_fhir(&holder.account())).unwrap();
	assert!(!read.pieces[0].shown.is_signed(GENESIS));
	assert!(!read.is_signed_by(GENESIS, &holder.account()));
}
