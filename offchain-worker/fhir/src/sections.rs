// SPDX-License-Identifier: Apache-2.0
//! What the categories of observations and reports file them under, code by code.

use super::codes;
use salus_primitives::Category;

/// The category for a code of a category's system; `None` when it decides nothing.
pub(crate) fn section(system: &str, code: &str) -> Option<Category> {
	let table =
		TABLES.iter().find(|(systems, _)| systems.contains(&system)).map(|(_, table)| *table)?;
	table.iter().find(|(_, codes)| codes.contains(&code)).map(|(category, _)| *category)
}

type Table = &'static [(Category, &'static [&'static str])];

/// Every table under the names that its system has had.
pub(crate) const TABLES: &[(&[&str], Table)] = &[
	(
		&[
			codes::DIAGNOSTIC_SERVICE,
			"http://hl7.org/fhir/v2/0074",
			"urn:oid:2.16.840.1.113883.12.74",
		],
		SERVICES,
	),
	(&[codes::OBSERVATION_CATEGORY, "http://hl7.org/fhir/observation-category"], OBSERVATIONS),
	(&[codes::LOINC, "urn:oid:2.16.840.1.113883.6.1"], LOINC),
	(&[codes::SNOMED, "urn:oid:2.16.840.1.113883.6.96"], SNOMED),
];

/// HL7 v2 table 0074, every code of it.
pub(crate) const SERVICES: Table = &[
	(
		Category::ObservationLaboratory,
		&[
			"BG",  // blood gases
			"BLB", // blood bank
			"CH",  // chemistry
			"CP",  // cytopathology
			"HM",  // haematology
			"IMM", // immunology
			"LAB", // laboratory
			"MB",  // microbiology
			"MCB", // mycobacteriology
			"MYC", // mycology
			"OSL", // outside laboratory
			"PAR", // parasitology
			"PAT", // pathology
			"SP",  // surgical pathology
			"SR",  // serology
			"TX",  // toxicology
			"URN", // urinalysis
			"VR",  // virology
		],
	),
	(
		Category::Genomics,
		&[
			"CG", // cytogenetics
			"GE", // genetics
		],
	),
	(
		Category::DiagnosticReportImaging,
		&[
			"CT",  // computed tomography
			"CTH", // cardiac catheterisation
			"CUS", // cardiac ultrasound
			"IMG", // diagnostic imaging
			"NMR", // magnetic resonance
			"NMS", // nuclear medicine scan
			"OUS", // obstetric ultrasound
			"RAD", // radiology
			"RUS", // radiology ultrasound
			"RX",  // radiograph
			"VUS", // vascular ultrasound
			"XRC", // cineradiograph
		],
	),
	(
		// None of the laboratory's, and no category of the chain's own: with the notes.
		Category::DocumentReference,
		&[
			"AU",  // audiology
			"EC",  // electrocardiography
			"EN",  // electroneurography
			"ICU", // bedside monitoring
			"NRS", // nursing
			"OT",  // occupational therapy
			"OTH", // other
			"PF",  // pulmonary function
			"PHR", // pharmacy
			"PHY", // physician
			"PT",  // physical therapy
			"RC",  // respiratory care
			"RT",  // radiation therapy
		],
	),
];

/// R4's categories of observations.
const OBSERVATIONS: Table = &[
	(Category::ObservationVitalSigns, &["vital-signs"]),
	(Category::ObservationLaboratory, &["laboratory"]),
	(Category::DiagnosticReportImaging, &["imaging"]),
	(Category::Procedure, &["procedure"]),
	(Category::DocumentReference, &["social-history", "survey", "exam", "therapy", "activity"]),
];

/// LOINC parts, as US Core has them, and LOINC's classes of studies and reports.
const LOINC: Table = &[
	(
		Category::ObservationLaboratory,
		&[
			"LP29693-6", // laboratory
			"LP7839-6",  // pathology
			"11502-2",   // laboratory report
			"11526-1",   // pathology study
			"18717-9",   // blood bank studies
			"18719-5",   // chemistry studies
			"18720-3",   // coagulation studies
			"18723-7",   // haematology studies
			"18725-2",   // microbiology studies
			"18727-8",   // serology studies
			"18728-6",   // toxicology studies
			"18729-4",   // urinalysis studies
			"18767-4",   // blood gas studies
			"18768-2",   // cell counts
			"18769-0",   // antimicrobial susceptibility
			"26436-6",   // laboratory studies
			"26438-2",   // cytology studies
			"27898-6",   // pathology studies
		],
	),
	(
		Category::Genomics,
		&[
			"26435-8", // molecular pathology studies
			"51969-4", // genetic analysis report
		],
	),
	(
		Category::DiagnosticReportImaging,
		&[
			"LP29684-5", // radiology
			"18726-0",   // radiology studies
			"18748-4",   // diagnostic imaging study
		],
	),
	(
		Category::DocumentReference,
		&[
			"LP29708-2", // cardiology: electrocardiograms and notes more than images
		],
	),
];

/// SNOMED CT's specialties and procedures that stand for a section.
const SNOMED: Table = &[
	(
		Category::ObservationLaboratory,
		&[
			"15220000",  // laboratory test
			"108252007", // laboratory procedure
			"394595002", // pathology
		],
	),
	(
		Category::Genomics,
		&[
			"394580004", // clinical genetics
		],
	),
	(
		Category::DiagnosticReportImaging,
		&[
			"363679005", // imaging
			"394914008", // radiology
		],
	),
];
