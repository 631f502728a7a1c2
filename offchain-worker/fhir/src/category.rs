//! Which of the chain's categories a resource belongs to.

use super::codes;
use salus_primitives::Category;
use serde_json::Value;

/// The category under which a resource is filed.
///
/// The patient, and who and where care was given, go with the encounters. Kinds that have no category
/// of their own go with the notes, so that nothing is lost and nothing is let in by too wide a word.
pub fn category(resource: &Value) -> Category {
	let kind = resource
		.get("resourceType")
		.and_then(Value::as_str)
		.unwrap_or_default();
	match kind {
		"Encounter" | "EpisodeOfCare" | "Patient" | "Practitioner" | "PractitionerRole"
		| "Organization" | "Location" | "RelatedPerson" | "HealthcareService" | "Appointment"
		| "Provenance" => Category::Encounter,
		"Condition" | "FamilyMemberHistory" | "ClinicalImpression" => Category::Condition,
		"Observation" => observation(resource),
		"Specimen" => Category::ObservationLaboratory,
		"DiagnosticReport" => report(resource),
		"ImagingStudy" | "Media" => Category::DiagnosticReportImaging,
		"MedicationRequest"
		| "MedicationStatement"
		| "MedicationAdministration"
		| "MedicationDispense"
		| "Medication" => Category::MedicationRequest,
		"Immunization" | "ImmunizationRecommendation" | "ImmunizationEvaluation" => {
			Category::Immunization
		}
		"Procedure" | "Device" | "DeviceUseStatement" | "SupplyDelivery" => Category::Procedure,
		"AllergyIntolerance" | "AdverseEvent" => Category::AllergyIntolerance,
		"CarePlan" | "CareTeam" | "Goal" | "ServiceRequest" | "NutritionOrder" | "Task" => {
			Category::CarePlan
		}
		"Claim" | "ClaimResponse" | "ExplanationOfBenefit" | "Coverage" | "Invoice" | "Account" => {
			Category::Claim
		}
		"RiskAssessment" => Category::RiskAssessment,
		"MolecularSequence" => Category::Genomics,
		_ => Category::DocumentReference,
	}
}

fn observation(resource: &Value) -> Category {
	let coded = |member: &Value, system: &str, wanted: &[&str]| {
		codings(member).any(|(found, code)| found == system && wanted.contains(&code))
	};
	let empty = Value::Null;
	let code = resource.get("code").unwrap_or(&empty);
	if coded(code, codes::LOINC, codes::VITAL_SIGNS) {
		return Category::ObservationVitalSigns;
	}
	let categories = resource.get("category").and_then(Value::as_array);
	let of = |wanted: &str| {
		categories
			.into_iter()
			.flatten()
			.any(|concept| coded(concept, codes::OBSERVATION_CATEGORY, &[wanted]))
	};
	let genetic = |concept: &Value| coded(concept, codes::DIAGNOSTIC_SERVICE, &["GE"]);
	if categories.into_iter().flatten().any(genetic) {
		Category::Genomics
	} else if of("vital-signs") {
		Category::ObservationVitalSigns
	} else if of("laboratory") {
		Category::ObservationLaboratory
	} else if of("imaging") {
		Category::DiagnosticReportImaging
	} else if of("procedure") {
		Category::Procedure
	} else {
		// Social history, surveys and examinations read like notes and are as telling.
		Category::DocumentReference
	}
}

/// HL7's sections for imaging: the rest of reports that name a section are the laboratory's.
const IMAGING: &[&str] = &[
	"RAD", "IMG", "CT", "NMR", "NMS", "RUS", "RX", "VUS", "CUS", "OUS", "XRC", "CTH", "MR",
];
const NOT_LABORATORY: &[&str] = &[
	"CP", "EC", "EN", "PHR", "PHY", "PT", "OT", "RC", "RT", "SR", "OTH", "NRS", "ICU",
];

fn report(resource: &Value) -> Category {
	let sections = resource.get("category").and_then(Value::as_array);
	let codes: Vec<&str> = sections
		.into_iter()
		.flatten()
		.flat_map(codings)
		.filter(|(system, _)| *system == codes::DIAGNOSTIC_SERVICE)
		.map(|(_, code)| code)
		.collect();
	if codes.contains(&"GE") {
		Category::Genomics
	} else if codes.iter().any(|code| IMAGING.contains(code)) {
		Category::DiagnosticReportImaging
	} else if codes.iter().any(|code| !NOT_LABORATORY.contains(code)) {
		Category::ObservationLaboratory
	} else {
		Category::DocumentReference
	}
}

fn codings(concept: &Value) -> impl Iterator<Item = (&str, &str)> {
	let codings = concept.get("coding").and_then(Value::as_array);
	codings.into_iter().flatten().filter_map(|coding| {
		Some((
			coding.get("system")?.as_str()?,
			coding.get("code")?.as_str()?,
		))
	})
}
