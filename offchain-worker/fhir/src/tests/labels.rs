// SPDX-License-Identifier: Apache-2.0
//! What a source marks as restricted is found wherever it stands.

use super::super::*;
use serde_json::{Value, json};

const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

fn labelled(labels: Value) -> Value {
	json!({ "resourceType": "Bundle", "type": "collection", "entry": [
		{ "resource": { "resourceType": "Basic", "meta": { "security": labels } } },
	] })
}

#[test]
fn a_label_restricts_unless_it_is_known_not_to() {
	for (label, restricts) in [
		(json!({ "system": CONFIDENTIALITY, "code": "R" }), true),
		(json!({ "system": CONFIDENTIALITY, "code": "V" }), true),
		(json!({ "system": "http://hl7.org/fhir/v3/Confidentiality", "code": "R" }), true),
		(json!({ "system": CONFIDENTIALITY, "code": "PSY" }), true),
		(json!({ "system": CONFIDENTIALITY, "code": "N" }), false),
		(json!({ "system": CONFIDENTIALITY, "code": "L" }), false),
		(json!({ "system": CONFIDENTIALITY, "code": "M" }), false),
		(json!({ "system": CONFIDENTIALITY, "code": "U" }), false),
		(json!({ "system": "http://hl7.org/fhir/v3/Confidentiality", "code": "N" }), false),
		(json!({ "system": ACT_CODE, "code": "NOAUTH" }), true),
		(json!({ "system": "urn:clinic:labels", "code": "staff-only" }), true),
		(json!({ "system": "urn:clinic:labels", "code": "N" }), true),
		(json!({ "code": "R" }), true),
		(json!({ "code": "N" }), false),
		(json!({ "display": "very restricted" }), true),
		(
			json!({ "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST" }),
			false,
		),
		(
			json!({ "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED" }),
			false,
		),
	] {
		let found = security_labels(&labelled(json!([label])));
		assert_eq!(found.len(), usize::from(restricts), "{label}");
	}
	for code in [
		"ETH", "GDIS", "HIV", "MST", "SCA", "SDV", "SEX", "SPI", "BH", "COGN", "DVD", "EMOTDIS",
		"MH", "PSY", "PSYTHPN", "SUD", "ETHUD", "OPIOIDUD", "STD", "TBOO", "VIO", "SICKLE", "DEMO",
		"DOB", "GENDER", "LIVARG", "MARST", "RACE", "REL", "EMP", "LOCIS", "PRS", "COMPT", "ADOL",
		"CEL", "DIA", "DRGIS", "PDS", "PHY",
	] {
		let found = security_labels(&labelled(json!([{ "system": ACT_CODE, "code": code }])));
		assert_eq!(found.len(), 1, "{code}");
		assert_eq!(found[0].code, code);
	}
}

#[test]
fn labels_are_found_wherever_they_stand() {
	let r = json!({ "system": CONFIDENTIALITY, "code": "R" });
	let meta = json!({ "security": [r] });
	let entry = |resource: Value| json!({ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": resource }] });
	let inline = json!([{ "url": "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label", "valueCoding": r }]);
	for (document, path) in [
		(json!({ "resourceType": "Basic", "meta": meta }), "Basic.meta.security[0]"),
		(json!({ "resourceType": "Bundle", "meta": meta, "entry": [] }), "Bundle.meta.security[0]"),
		(
			entry(json!({ "resourceType": "Basic", "meta": meta })),
			"Bundle.entry[0].resource.meta.security[0]",
		),
		(
			entry(
				json!({ "resourceType": "Basic", "contained": [{ "resourceType": "Device", "meta": meta }] }),
			),
			"Bundle.entry[0].resource.contained[0].meta.security[0]",
		),
		(
			entry(
				json!({ "resourceType": "DocumentReference", "securityLabel": [{ "coding": [r] }] }),
			),
			"Bundle.entry[0].resource.securityLabel[0]",
		),
		(
			entry(json!({ "resourceType": "Composition", "confidentiality": "V" })),
			"Bundle.entry[0].resource.confidentiality",
		),
		(
			entry(json!({ "resourceType": "Patient", "telecom": [{ "extension": inline }] })),
			"Bundle.entry[0].resource.telecom[0].extension[0]",
		),
	] {
		let found = security_labels(&document);
		assert_eq!(found.len(), 1, "{document}");
		assert_eq!(found[0].path, path);
	}
	assert_eq!(security_labels(&super::bundle()), []);
	assert_eq!(security_labels(&json!([])), []);
}
