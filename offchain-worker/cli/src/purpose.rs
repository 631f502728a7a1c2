// SPDX-License-Identifier: Apache-2.0
//! Why somebody reads: never guessed, since the patient's ledger keeps it for ever.

use super::{Context, Failure};
use salus_chain::{
	AccountId,
	queries::{self, WhoIs},
};
use salus_primitives::{Purpose, participants::OrganisationKind};
use serde_json::json;

/// The purpose given; else the patient's own request if the signer is the patient; else it is asked for.
pub async fn resolve(
	context: &Context,
	given: Option<&str>,
	patient: &AccountId,
) -> Result<Purpose, Failure> {
	if let Some(given) = given {
		return parse(given);
	}
	let signer = context.signer()?.account();
	if signer == *patient {
		return Ok(Purpose::PatientRequest);
	}
	let block = context.block().await?;
	let who = queries::who_is(context.chain().await?, &signer, block.hash).await?;
	Err(missing(sensible(&who)))
}

/// A purpose by its code.
pub fn parse(text: &str) -> Result<Purpose, Failure> {
	Purpose::from_code(text).ok_or_else(|| {
		Failure::bad_input(format!("there is no purpose {text}"))
			.remedy(format!("the purposes are {}", list(Purpose::ALL)))
	})
}

/// That a purpose must be given, and which ones are likely.
pub fn missing(sensible: &[Purpose]) -> Failure {
	let codes: Vec<&str> = sensible.iter().map(|purpose| purpose.code()).collect();
	Failure::new("PurposeMissing", "no purpose is given, and none is guessed")
		.remedy(format!("say why with --purpose: {}; the patient sees it", list(sensible)))
		.detail("purposes", json!(codes))
}

/// What an account of such a role reads for, the likeliest first.
pub fn sensible(who: &WhoIs) -> &'static [Purpose] {
	use OrganisationKind::{Insurer, Study};
	match (&who.practitioner, &who.organisation) {
		(Some(_), _) => CLINICIAN,
		(None, Some(organisation)) => match organisation.kind {
			Insurer => INSURER,
			Study => STUDY,
			_ => PROVIDER,
		},
		(None, None) => Purpose::ALL,
	}
}

const INSURER: &[Purpose] = &[Purpose::Payment];
const STUDY: &[Purpose] = &[Purpose::Research];
const PROVIDER: &[Purpose] = &[Purpose::Treatment, Purpose::CareManagement, Purpose::Operations];
/// What a clinician reads for.
pub const CLINICIAN: &[Purpose] = &[
	Purpose::Treatment,
	Purpose::EmergencyTreatment,
	Purpose::BreakGlass,
	Purpose::CareManagement,
];

fn list(purposes: &[Purpose]) -> String {
	let named: Vec<String> = purposes.iter().map(|purpose| named(*purpose)).collect();
	named.join(", ")
}

/// A purpose with its meaning.
pub fn named(purpose: Purpose) -> String {
	format!("{} ({})", purpose.code(), meaning(purpose))
}

/// What a purpose means, by HL7's v3 ActReason.
pub fn meaning(purpose: Purpose) -> &'static str {
	match purpose {
		Purpose::Treatment => "treatment",
		Purpose::EmergencyTreatment => "emergency treatment",
		Purpose::BreakGlass => "after breaking the glass",
		Purpose::CareManagement => "care management",
		Purpose::Payment => "payment",
		Purpose::Operations => "running a health-care organisation",
		Purpose::Research => "research",
		Purpose::PublicHealth => "public health",
		Purpose::PatientRequest => "at the patient's own request",
		Purpose::DecisionSupport => "decision support",
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::nobody;
	use salus_primitives::{
		Profession,
		participants::{DailyCount, Organisation, Practitioner},
	};

	#[test]
	fn whoever_is_asked_for_a_purpose_is_told_the_likely_ones() {
		let clinician = WhoIs {
			practitioner: Some(Practitioner {
				profession: Profession::Physician,
				jurisdiction: *b"CH",
				licensed_at: 0,
				expires_at: 1,
				suspended: false,
			}),
			..nobody()
		};
		let insurer = WhoIs {
			organisation: Some(Organisation {
				kind: OrganisationKind::Insurer,
				jurisdiction: *b"CH",
				accredited_at: 0,
				suspended: false,
				registrations_per_day: 0,
				registrations_today: DailyCount::default(),
				free_calls_per_day: 0,
				patient_count: 0,
				operator_count: 0,
				calls_today: DailyCount::default(),
				failed_today: DailyCount::default(),
			}),
			..nobody()
		};
		for (who, first, count) in [
			(clinician, "TREAT", CLINICIAN.len()),
			(insurer, "HPAYMT", 1),
			(nobody(), "TREAT", Purpose::ALL.len()),
		] {
			let failure = missing(sensible(&who));
			assert!(failure.message.contains("--purpose"), "{}", failure.message);
			let purposes = &failure.to_json()["error"]["purposes"];
			assert_eq!(purposes[0], first);
			assert_eq!(purposes.as_array().unwrap().len(), count);
		}
	}

	#[test]
	fn a_word_that_is_not_a_purpose_is_refused_with_the_list() {
		assert_eq!(parse("TREAT").unwrap(), Purpose::Treatment);
		let refused = parse("treat").unwrap_err();
		assert!(refused.message.contains("no purpose treat"));
		assert!(refused.message.contains("TREAT (treatment)"));
	}
}
