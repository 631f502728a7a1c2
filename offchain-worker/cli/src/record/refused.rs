// SPDX-License-Identifier: Apache-2.0
//! Why the chain does not let somebody read, and the command that helps.

use super::{
	super::{Context, Failure, consent::Missing},
	permission::{self, NumberedRecord},
};
use salus_chain::{AccountId, ChainClient, queries};
use salus_primitives::{
	Action, Compartment, MAX_PAGE, Moment, Purpose, RecordId, consent::BreakGlassCase,
};

/// A refusal to read a record, with what is missing. Other failures stay as they are.
pub async fn explained(
	context: &Context,
	record: RecordId,
	purpose: Purpose,
	failure: Failure,
) -> Failure {
	if failure.kind != "Records.NotPermitted" {
		return failure;
	}
	match remedy(context, record, purpose).await {
		Ok(remedy) => failure.remedy(remedy),
		// The refusal is what counts.
		Err(_) => failure,
	}
}

async fn remedy(context: &Context, record: RecordId, purpose: Purpose) -> Result<String, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let (info, reader) = (permission::live(context, record).await?, context.signer()?.account());
	let patient = &info.item.patient;
	let cases = queries::break_glass_cases(chain, patient, None, MAX_PAGE, block.hash).await?;
	let now = chain.moment(block.hash).await?;
	let broken = cases.iter().any(|case| is_open(&case.item, &reader, now));
	Ok(helps(&info, &reader, purpose, broken))
}

/// Whether the reader has broken the glass, and may still read by it.
fn is_open(case: &BreakGlassCase<AccountId>, reader: &AccountId, now: Moment) -> bool {
	case.practitioner == *reader && now < case.until && case.review.is_none()
}

fn helps(info: &NumberedRecord, reader: &AccountId, purpose: Purpose, broken: bool) -> String {
	let record = &info.item;
	let general = record.compartment == Compartment::General;
	if broken && general && purpose != Purpose::BreakGlass {
		return format!(
			"you broke the glass: read by that, with --purpose {}",
			Purpose::BreakGlass
		);
	}
	let purpose = match purpose {
		Purpose::BreakGlass if general => {
			return format!(
				"no case of yours is open: salus consent break-glass {} --reason REASON, in an emergency",
				record.patient
			);
		}
		// Data rule 7: no provision names this purpose, and the glass protects the general compartment only.
		Purpose::BreakGlass => Purpose::Treatment,
		other => other,
	};
	let missing = Missing {
		to: &reader.to_string(),
		action: Action::Access,
		category: record.category,
		compartment: record.compartment,
		purpose,
	};
	let beyond = match general {
		true => String::new(),
		false => format!(
			"it lies in compartment {}, which a permit has to name and break-glass does not open; ",
			record.compartment.number()
		),
	};
	format!("{beyond}ask the patient: {}", missing.ask(&record.patient))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::record;
	use salus_primitives::{
		consent::{Review, ReviewOutcome},
		quorum::Deadline,
	};

	fn reader() -> AccountId {
		AccountId::new([2; 32])
	}

	#[test]
	fn a_reader_without_a_permit_is_told_how_to_ask() {
		let mut info = record();
		let told = helps(&info, &reader(), Purpose::Treatment, false);
		let ask = format!("--permit --to {} --categories Condition --purposes TREAT", reader());
		assert!(told.ends_with(&ask) && told.contains(&info.item.patient.to_string()), "{told}");
		info.item.compartment = Compartment::Three;
		// Data rule 7.
		for broken in [false, true] {
			let told = helps(&info, &reader(), Purpose::BreakGlass, broken);
			for part in ["break-glass does not open", "--purposes TREAT --compartments 3"] {
				assert!(told.contains(part), "{told}");
			}
		}
	}

	#[test]
	fn whoever_broke_the_glass_is_told_by_which_purpose_to_read() {
		let info = record();
		let told = helps(&info, &reader(), Purpose::Treatment, true);
		assert!(told.ends_with("--purpose BTG"), "{told}");
		let told = helps(&info, &reader(), Purpose::BreakGlass, false);
		assert!(told.contains("salus consent break-glass"), "{told}");
	}

	#[test]
	fn a_case_is_open_until_its_end_or_its_review_and_for_its_practitioner_only() {
		let case = BreakGlassCase {
			patient: AccountId::new([1; 32]),
			practitioner: reader(),
			organisation: None,
			depositor: reader(),
			reason_commitment: [7; 32],
			opened_at: 0,
			until: 10,
			review_due: Deadline { moment: 20, block: 2 },
			review: None,
			previous: None,
		};
		assert!(is_open(&case, &reader(), 9));
		assert!(!is_open(&case, &reader(), 10));
		assert!(!is_open(&case, &AccountId::new([3; 32]), 9));
		let review = Some(Review { outcome: ReviewOutcome::Justified, reviewed_at: 1 });
		assert!(!is_open(&BreakGlassCase { review, ..case }, &reader(), 9));
	}
}
