//! The code systems and codes that Salus itself reads. Models name theirs in their cards.

/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// SNOMED CT.
pub const SNOMED: &str = "http://snomed.info/sct";
/// ATC, the WHO's classes of drugs.
pub const ATC: &str = "http://www.whocc.no/atc";
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
