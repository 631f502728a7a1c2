// SPDX-License-Identifier: Apache-2.0
//! Which of the chain's categories a resource belongs to.

use super::{codes, sections::section, structure};
use salus_primitives::Category;
use serde_json::Value;

/// The category under which a resource is filed.
///
/// The patient, and who and where care was given, go with the encounters. Kinds that have no category
/// of their own go with the notes, so that nothing is lost and no wide permit opens them unawares.
pub fn category(resource: &Value) -> Category {
	match structure::kind(resource).unwrap_or_default() {
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
		"Binary" => filed_as(resource).unwrap_or(Category::DocumentReference),
		_ => Category::DocumentReference,
	}
}

/// The category that an attachment has from the resource out of which it was filed.
fn filed_as(binary: &Value) -> Option<Category> {
	let tags = binary.pointer("/meta/tag")?.as_array()?;
	tags.iter()
		.filter(|tag| tag.get("system").and_then(Value::as_str) == Some(codes::FILED_AS))
		.find_map(|tag| Category::from_code(tag.get("code")?.as_str()?))
}

fn observation(resource: &Value) -> Category {
	if is_genetic(resource) {
		return Category::Genomics;
	}
	let vital =
		|(system, code): (&str, &str)| system == codes::LOINC && codes::VITAL_SIGNS.contains(&code);
	let code = resource.get("code").unwrap_or(&Value::Null);
	if codings(code).any(vital) {
		return Category::ObservationVitalSigns;
	}
	// Social history, surveys and examinations read like notes and are as telling.
	stated(resource.get("category")).unwrap_or(Category::DocumentReference)
}

fn report(resource: &Value) -> Category {
	if is_genetic(resource) {
		return Category::Genomics;
	}
	stated(resource.get("category"))
		.or_else(|| stated(resource.get("code")))
		.unwrap_or(Category::DocumentReference)
}

/// What concepts file a resource under. Of several the narrowest: a genetic laboratory report is
/// genetic.
fn stated(concepts: Option<&Value>) -> Option<Category> {
	const NARROWEST_FIRST: &[Category] = &[
		Category::Genomics,
		Category::ObservationVitalSigns,
		Category::DiagnosticReportImaging,
		Category::ObservationLaboratory,
		Category::Procedure,
		Category::DocumentReference,
	];
	let found: Vec<Category> = listed(concepts?)
		.flat_map(codings)
		.filter_map(|(system, code)| section(system, code))
		.collect();
	NARROWEST_FIRST.iter().copied().find(|category| found.contains(category))
}

/// Whether a resource tells of genes by its category, its profile, its own code, or what its parts
/// state.
fn is_genetic(resource: &Value) -> bool {
	let part_is_genetic = |part: &Value| {
		let code = part.get("code").unwrap_or(&Value::Null);
		let value = part.get("valueCodeableConcept").unwrap_or(&Value::Null);
		codings(code).any(|(system, code)| {
			codes::GENETIC_SYSTEMS.contains(&system)
				|| (system == codes::LOINC && codes::GENETIC.contains(&code))
		}) || codings(value).any(|(system, _)| codes::GENETIC_SYSTEMS.contains(&system))
	};
	let profiles = resource.pointer("/meta/profile").and_then(Value::as_array);
	let by_profile = profiles
		.into_iter()
		.flatten()
		.filter_map(Value::as_str)
		.any(|profile| profile.starts_with(codes::GENOMICS_REPORTING));
	let components = resource.get("component").and_then(Value::as_array);
	by_profile
		|| part_is_genetic(resource)
		|| components.into_iter().flatten().any(part_is_genetic)
		|| stated(resource.get("category")) == Some(Category::Genomics)
}

/// The items of a list, or the one thing that stands in its place.
fn listed(value: &Value) -> impl Iterator<Item = &Value> {
	let items = value.as_array();
	let alone = items.is_none().then_some(value);
	items.into_iter().flatten().chain(alone)
}

fn codings(concept: &Value) -> impl Iterator<Item = (&str, &str)> {
	let codings = concept.get("coding").and_then(Value::as_array);
	codings
		.into_iter()
		.flatten()
		.filter_map(|coding| Some((coding.get("system")?.as_str()?, coding.get("code")?.as_str()?)))
}
