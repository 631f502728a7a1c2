// SPDX-License-Identifier: Apache-2.0
//! The code systems and codes that Salus itself reads. Models name theirs in their cards.

/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// SNOMED CT.
pub const SNOMED: &str = "http://snomed.info/sct";
/// ATC, the WHO's classes of drugs.
pub const ATC: &str = "http://www.whocc.no/atc";
/// ICD-10, and what countries made of it.
pub const ICD10: &[&str] = &[
	"http://hl7.org/fhir/sid/icd-10",
	"http://hl7.org/fhir/sid/icd-10-cm",
	"http://hl7.org/fhir/sid/icd-10-gm",
	"http://fhir.de/CodeSystem/bfarm/icd-10-gm",
];
/// RxNorm, the drugs of the USA.
pub const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
/// What the International Patient Summary says of what is absent or unknown.
pub const ABSENT: &str = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
/// UCUM.
pub const UCUM: &str = "http://unitsofmeasure.org";
/// Categories of observations.
pub const OBSERVATION_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// Sections of diagnostic services (HL7 v2 table 0074).
pub const DIAGNOSTIC_SERVICE: &str = "http://terminology.hl7.org/CodeSystem/v2-0074";
/// Whether a condition lasts.
pub const CLINICAL_STATUS: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
/// The same, as DSTU2 and STU3 named it.
pub const CLINICAL_STATUS_BEFORE_R4: &str = "http://hl7.org/fhir/condition-clinical";
/// How surely a condition is known.
pub const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

/// A condition with one of these says that there are no problems: system and code.
pub const NO_PROBLEMS: &[(&str, &str)] = &[(ABSENT, "no-known-problems"), (SNOMED, "160245001")];
/// An entry of a medication list with one of these says that nothing is taken: system and code.
pub const NO_MEDICATIONS: &[(&str, &str)] =
	&[(ABSENT, "no-known-medications"), (SNOMED, "787481004")];
/// An entry with one of these says that nothing is known: system and code.
pub const NO_INFORMATION: &[(&str, &str)] =
	&[(ABSENT, "no-problem-info"), (ABSENT, "no-medication-info")];

/// Yes as a coded answer: system and code.
pub const YES: &[(&str, &str)] = &[
	(SNOMED, "373066001"),
	(LOINC, "LA33-6"),
	("http://terminology.hl7.org/CodeSystem/v2-0136", "Y"),
	("http://terminology.hl7.org/CodeSystem/v2-0532", "Y"),
];
/// No as a coded answer: system and code.
pub const NO: &[(&str, &str)] = &[
	(SNOMED, "373067005"),
	(LOINC, "LA32-8"),
	("http://terminology.hl7.org/CodeSystem/v2-0136", "N"),
	("http://terminology.hl7.org/CodeSystem/v2-0532", "N"),
];

/// That nobody knows, as a coded answer: system and code.
pub const UNKNOWN: &[(&str, &str)] = &[
	(SNOMED, "261665006"),
	(LOINC, "LA4489-6"),
	("http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "UNK"),
];

/// The panel of blood pressure, LOINC.
pub const BLOOD_PRESSURE: &str = "85354-9";
/// Its parts: systolic and diastolic pressure, LOINC.
pub const PRESSURES: [&str; 2] = ["8480-6", "8462-4"];

/// R4's vital signs profiles: an observation so coded is a vital sign whatever its category says.
pub const VITAL_SIGNS: &[&str] = &[
	"85353-1", // panel
	"9279-1",  // respiratory rate
	"8867-4",  // heart rate
	"2708-6",  // oxygen saturation
	"59408-5", // oxygen saturation by pulse oximetry
	"8310-5",  // body temperature
	"8302-2",  // body height
	"9843-4",  // head circumference
	"29463-7", // body weight
	"39156-5", // body mass index
	"85354-9", // blood pressure panel
	"8480-6",  // systolic blood pressure
	"8462-4",  // diastolic blood pressure
];

/// Tags an attachment with the category of the resource out of which it was filed.
pub const FILED_AS: &str = "urn:salus:category";
/// What the profiles of HL7's Genomics Reporting begin with.
pub const GENOMICS_REPORTING: &str = "http://hl7.org/fhir/uv/genomics-reporting/";
/// Code systems that only genetic results use: HGNC's genes, HGVS's variants, and what HL7's Genomics
/// Reporting adds.
pub const GENETIC_SYSTEMS: &[&str] = &[
	"http://www.genenames.org",
	"http://www.genenames.org/geneId",
	"http://varnomen.hgvs.org",
	"http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs",
	"http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/TbdCodes",
	"http://www.ncbi.nlm.nih.gov/clinvar",
];
/// LOINC's codes of genetic reports and of what stands in them.
pub const GENETIC: &[&str] = &[
	"29770-5", // karyotype
	"47998-0", // variant display name
	"48002-0", // genomic source class
	"48004-6", // DNA change
	"48005-3", // amino acid change
	"48018-6", // gene studied
	"51963-7", // medication assessed for a genotype
	"51968-6", // genetic analysis, overall interpretation
	"51969-4", // genetic analysis report
	"53034-5", // allelic state
	"53037-8", // clinical significance of a variant
	"55232-3", // genetic analysis summary panel
	"55233-1", // genetic analysis master panel
	"69548-6", // genetic variant assessment
	"81247-9", // master panel of variants
	"81250-3", // discrete variant panel
	"84413-4", // genotype display name
];
