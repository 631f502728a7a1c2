// SPDX-License-Identifier: Apache-2.0
//! Break-glass, with all pallets together: it stops no care, and what is unjustified has consequences.

use super::{
	bodies::{MEDICAL_BOARD, REVIEW_COMMITTEE},
	scenario::{RECORD, written},
	*,
};
use crate::{
	Balance, Balances, Consent, Participants, Records,
	time::{DAY, DAYS},
};
use pallet_consent::ReviewOutcome;
use pallet_records::AccessState;
use salus_primitives::{AccessId, BreakGlassId, Licence, Participants as _};

fn broken(patient: &sr25519::Pair) -> ConsentCall {
	ConsentCall::break_glass {
		patient: account(patient),
		reason_commitment: [7; 32],
		organisation: Some(CLINIC.to_account_id()),
	}
}

fn read() -> RecordsCall {
	let purpose = Purpose::BreakGlass;
	RecordsCall::request_access { record: RECORD, version: None, purpose }
}

fn review(outcome: ReviewOutcome) -> ConsentCall {
	ConsentCall::review_break_glass { case: BreakGlassId(0), outcome }
}

fn held(who: Sr25519Keyring) -> Balance {
	Balances::reserved_balance(who.to_account_id())
}

fn state(access: u64) -> AccessState {
	Records::access(AccessId(access)).unwrap().state
}

/// The clinic stands surety for the clinician, who broke the glass of a patient.
fn in_an_emergency() -> sr25519::Pair {
	let (patient, _) = written();
	admit(CLINIC, CLINICIAN);
	succeeds(&CLINIC.pair(), ConsentCall::stand_surety { cases: 50 });
	succeeds(&CLINICIAN.pair(), broken(&patient));
	patient
}

#[test]
fn data_rule_11_a_surety_pays_every_deposit_of_an_emergency() {
	execute(|| {
		let before = held(CLINICIAN);
		in_an_emergency();
		let of_case = held(CLINIC);
		// What the clinician wrote for the patient is a deposit of theirs, as ever.
		let written = held(CLINICIAN);
		succeeds(&CLINICIAN.pair(), read());
		assert!(before <= written);
		assert_eq!(held(CLINICIAN), written);
		assert!(held(CLINIC) > of_case);
		assert_eq!(state(0), AccessState::Open);
		succeeds(&CLINICIAN.pair(), RecordsCall::close_access { access: AccessId(0) });
		assert_eq!(held(CLINIC), of_case);
	});
}

#[test]
fn what_is_unjustified_ends_access_suspends_the_licence_and_counts_for_the_organisation() {
	execute(|| {
		in_an_emergency();
		succeeds(&CLINICIAN.pair(), read());
		assert_eq!(REVIEW_COMMITTEE.dispatches(review(ReviewOutcome::Unjustified)), Ok(()));
		assert_eq!(state(0), AccessState::Ended);
		assert_eq!(Participants::licence(&CLINICIAN.to_account_id()), Licence::Suspended);
		let cases = Consent::organisation_cases(&CLINIC.to_account_id());
		assert_eq!((cases.unreviewed, cases.justified, cases.unjustified), (0, 0, 1));
		// Pending the authority's word.
		let practitioner = CLINICIAN.to_account_id();
		let reinstated = ParticipantsCall::reinstate_practitioner { practitioner };
		assert_eq!(MEDICAL_BOARD.dispatches(reinstated), Ok(()));
		assert_eq!(state(0), AccessState::Ended);
	});
}

// Data rule 10.
#[test]
fn a_patient_without_sponsor_or_token_ends_it_when_they_wake_up() {
	execute(|| {
		let patient = in_an_emergency();
		succeeds(&CLINICIAN.pair(), read());
		let end = ParticipantsCall::end_sponsorship { patient: account(&patient) };
		succeeds(&CLINIC.pair(), end);
		succeeds(&patient, ConsentCall::close_break_glass { case: BreakGlassId(0) });
		assert_eq!(balance(&account(&patient)), 0);
		assert_eq!(state(0), AccessState::Ended);
	});
}

// The attack: reviewers never review.
#[test]
fn the_medical_board_reviews_what_the_review_committee_is_late_with_and_nothing_before() {
	execute(|| {
		in_an_emergency();
		let by_the_board = || MEDICAL_BOARD.dispatches(review(ReviewOutcome::Unjustified));
		assert_eq!(by_the_board(), Err(DispatchError::BadOrigin));
		pass(3 * DAY);
		// A pause of the chain makes nobody late.
		assert_eq!(by_the_board(), Err(DispatchError::BadOrigin));
		System::set_block_number(System::block_number() + 3 * DAYS);
		assert_eq!(Consent::overdue_reviews(BreakGlassId(0), 100).len(), 1);
		assert_eq!(by_the_board(), Ok(()));
		assert_eq!(Participants::licence(&CLINICIAN.to_account_id()), Licence::Suspended);
	});
}

#[test]
fn six_in_a_night_are_no_reason_to_stop_nor_are_three_nights_without_a_review() {
	execute(|| {
		admit(CLINIC, CLINICIAN);
		let before = held(CLINICIAN);
		succeeds(&CLINIC.pair(), ConsentCall::stand_surety { cases: 50 });
		let organisation = CLINIC.to_account_id();
		for night in 0..3 {
			for number in 0..6 {
				let patient = stranger(&format!("Unconscious{night}{number}"));
				// Registered by themselves, whoever they are: their key is all that is asked for.
				let dest = account(&patient).into();
				let value = 100 * crate::units::UNIT;
				succeeds(&Alice.pair(), BalancesCall::transfer_allow_death { dest, value });
				let registered = ParticipantsCall::register { encryption_key: key(42) };
				succeeds(&patient, registered);
				succeeds(&CLINICIAN.pair(), broken(&patient));
			}
			pass(DAY);
			System::set_block_number(System::block_number() + DAYS);
		}
		assert_eq!(Consent::organisation_cases(&organisation).unreviewed, 18);
		assert_eq!(held(CLINICIAN), before);
	});
}

#[test]
fn a_pharmacist_breaks_no_glass() {
	execute(|| {
		let (patient, _) = written();
		admit(CLINIC, CLINICIAN);
		as_root(ParticipantsCall::license {
			practitioner: CLINICIAN.to_account_id(),
			profession: Profession::Pharmacist,
			jurisdiction: *b"CH",
			expires_at: START + DAY,
		});
		let unfit = pallet_consent::Error::<Runtime>::ProfessionNotFitting;
		fails(&CLINICIAN.pair(), broken(&patient), unfit);
	});
}
