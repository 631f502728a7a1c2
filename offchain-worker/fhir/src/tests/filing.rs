// SPDX-License-Identifier: Apache-2.0
//! Each code of a category decides under what its resource is filed.

use super::super::{sections::*, *};
use salus_primitives::Category::{
	self, DiagnosticReportImaging as Imaging, DocumentReference as Notes, Genomics,
	ObservationLaboratory as Laboratory, ObservationVitalSigns as VitalSigns, Procedure,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn concept(system: &str, code: &str) -> Value {
	json!({ "coding": [{ "system": system, "code": code }] })
}

fn filed(kind: &str, categories: Value) -> Category {
	category(&json!({ "resourceType": kind, "category": categories }))
}

/// HL7 v2 table 0074, written a second time: a slip in either shows.
const ALL_SERVICES: &[(&str, Category)] = &[
	("AU", Notes),
	("BG", Laboratory),
	("BLB", Laboratory),
	("CG", Genomics),
	("CH", Laboratory),
	("CP", Laboratory),
	("CT", Imaging),
	("CTH", Imaging),
	("CUS", Imaging),
	("EC", Notes),
	("EN", Notes),
	("GE", Genomics),
	("HM", Laboratory),
	("ICU", Notes),
	("IMG", Imaging),
	("IMM", Laboratory),
	("LAB", Laboratory),
	("MB", Laboratory),
	("MCB", Laboratory),
	("MYC", Laboratory),
	("NMR", Imaging),
	("NMS", Imaging),
	("NRS", Notes),
	("OSL", Laboratory),
	("OT", Notes),
	("OTH", Notes),
	("OUS", Imaging),
	("PAR", Laboratory),
	("PAT", Laboratory),
	("PF", Notes),
	("PHR", Notes),
	("PHY", Notes),
	("PT", Notes),
	("RAD", Imaging),
	("RC", Notes),
	("RT", Notes),
	("RUS", Imaging),
	("RX", Imaging),
	("SP", Laboratory),
	("SR", Laboratory),
	("TX", Laboratory),
	("URN", Laboratory),
	("VR", Laboratory),
	("VUS", Imaging),
	("XRC", Imaging),
];

#[test]
fn every_section_of_diagnostic_services_is_decided_for_reports_and_observations() {
	let decided: usize = SERVICES.iter().map(|(_, codes)| codes.len()).sum();
	assert_eq!(decided, ALL_SERVICES.len());
	for (code, wanted) in ALL_SERVICES {
		for system in [
			codes::DIAGNOSTIC_SERVICE,
			"http://hl7.org/fhir/v2/0074",
			"urn:oid:2.16.840.1.113883.12.74",
		] {
			for kind in ["DiagnosticReport", "Observation"] {
				let found = filed(kind, json!([concept(system, code)]));
				assert_eq!(found, *wanted, "{kind} {system} {code}");
			}
		}
	}
	let unknown = json!([concept(codes::DIAGNOSTIC_SERVICE, "ZZ")]);
	assert_eq!(filed("DiagnosticReport", unknown), Notes);
}

#[test]
fn categories_of_other_systems_are_decided() {
	let t = codes::OBSERVATION_CATEGORY;
	for (system, code, wanted) in [
		(codes::LOINC, "LP29684-5", Imaging),
		(codes::LOINC, "LP29708-2", Notes),
		(codes::LOINC, "LP7839-6", Laboratory),
		(codes::LOINC, "LP29693-6", Laboratory),
		(codes::LOINC, "26436-6", Laboratory),
		(codes::LOINC, "18748-4", Imaging),
		(codes::LOINC, "26435-8", Genomics),
		(codes::SNOMED, "394914008", Imaging),
		(codes::SNOMED, "394580004", Genomics),
		(t, "vital-signs", VitalSigns),
		(t, "laboratory", Laboratory),
		(t, "imaging", Imaging),
		(t, "procedure", Procedure),
		(t, "social-history", Notes),
		(t, "survey", Notes),
		(t, "exam", Notes),
		(t, "therapy", Notes),
		(t, "activity", Notes),
		("http://hl7.org/fhir/observation-category", "laboratory", Laboratory),
		("urn:local", "LAB", Notes),
	] {
		for kind in ["DiagnosticReport", "Observation"] {
			let found = filed(kind, json!([concept(system, code)]));
			assert_eq!(found, wanted, "{kind} {system} {code}");
		}
	}
	// No code stands in one table twice.
	for (systems, table) in TABLES {
		let codes: Vec<_> = table.iter().flat_map(|(_, codes)| *codes).collect();
		assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{systems:?}");
	}
}

#[test]
fn of_several_categories_the_narrowest_decides() {
	let service = |code| concept(codes::DIAGNOSTIC_SERVICE, code);
	for (categories, wanted) in [
		(json!([service("LAB"), service("CG")]), Genomics),
		(json!([service("OTH"), service("CH")]), Laboratory),
		(json!([service("LAB"), service("RAD")]), Imaging),
		(json!([concept(codes::LOINC, "LP29684-5"), concept("urn:local", "x")]), Imaging),
		(json!([{ "coding": [{ "code": "LAB" }] }, { "text": "Laboratory" }]), Notes),
	] {
		assert_eq!(filed("DiagnosticReport", categories.clone()), wanted, "{categories}");
	}
	// Without a category a report's code tells.
	let report =
		json!({ "resourceType": "DiagnosticReport", "code": concept(codes::LOINC, "11502-2") });
	assert_eq!(category(&report), Laboratory);
}

#[test]
fn what_tells_of_genes_is_filed_as_genomic_whatever_it_calls_itself() {
	let laboratory = json!([concept(codes::OBSERVATION_CATEGORY, "laboratory")]);
	let loinc = |code| concept(codes::LOINC, code);
	let hgnc = json!({ "coding": [{ "system": "http://www.genenames.org", "code": "HGNC:1100" }] });
	for members in [
		json!({ "code": loinc("69548-6") }),
		json!({ "code": loinc("29770-5") }),
		json!({ "code": loinc("x"), "component": [{ "code": loinc("48018-6") }] }),
		json!({ "code": loinc("x"), "valueCodeableConcept": hgnc }),
		json!({ "code": loinc("x"), "component": [{ "code": loinc("y"), "valueCodeableConcept": hgnc }] }),
		json!({ "meta": { "profile": ["http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/variant"] } }),
	] {
		for kind in ["Observation", "DiagnosticReport"] {
			let mut resource = members.clone();
			resource["resourceType"] = json!(kind);
			resource["category"] = laboratory.clone();
			assert_eq!(category(&resource), Genomics, "{resource}");
		}
	}
}

#[test]
fn the_categories_of_a_bundle_are_those_of_its_resources() {
	let bundle = Bundle::from_value(super::bundle()).unwrap();
	let categories: Vec<_> = bundle.categories().into_iter().collect();
	assert_eq!(categories, [Category::Encounter, Notes]);
}
