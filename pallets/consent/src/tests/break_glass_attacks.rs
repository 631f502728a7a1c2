// SPDX-License-Identifier: Apache-2.0
//! Attacks on break-glass, and by those who judge it: the table in the README, a test each.

use super::*;

const NIGHT: [AccountId; 6] = [100, 101, 102, 103, 104, 105];

/// A clinic that stands surety for so many, and a clinician who owns nothing.
fn a_night(surety: u32) {
	use polkadot_sdk::frame_support::traits::fungible::Mutate;
	Patients::mutate(|patients| patients.extend(NIGHT));
	MaxOpenCases::set(8);
	MaxOverdueCases::set(4);
	assert_ok!(Consent::stand_surety(signed(CLINIC), surety));
	Balances::set_balance(&DORA, 0);
}

fn broken(patient: AccountId) -> polkadot_sdk::sp_runtime::DispatchResult {
	Consent::break_glass(signed(DORA), patient, REASON, Some(CLINIC))
}

/// No attack: what must go on.
#[test]
fn six_unconscious_patients_in_a_night_are_treated_by_one_clinician_without_money() {
	build_and_execute(|| {
		a_night(6);
		for patient in NIGHT {
			assert_ok!(broken(patient));
			// Each in the second hour after the one before.
			pass(HOUR + 1);
			pass_blocks(600);
		}
		assert_eq!(Consent::unreviewed_cases(&DORA).len(), 6);
	});
}

/// A clinician breaks the glass without need, of one patient after the other.
#[test]
fn one_review_ends_all_that_a_curious_clinician_has_open() {
	build_and_execute(|| {
		a_night(6);
		for patient in NIGHT {
			assert_ok!(broken(patient));
		}
		let reads = |patient| {
			let asked = Query { patient, ..emergency(DORA) };
			decide(&asked).is_ok()
		};
		assert!(NIGHT.into_iter().all(reads));
		assert_ok!(review(3, ReviewOutcome::Unjustified));
		assert!(!NIGHT.into_iter().any(reads));
		assert_noop!(broken(ALICE), Error::<Test>::NotInForce);
		// The other cases still wait for their reviews.
		assert_eq!(Consent::organisation_cases(&CLINIC).unreviewed, 5);
	});
}

/// A clinician whom the patient has shut out breaks the glass again.
#[test]
fn whoever_breaks_the_glass_again_after_the_patient_ended_it_leaves_two_cases_to_review() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(5);
		assert_ok!(Consent::close_break_glass(signed(ALICE), BreakGlassId(0)));
		assert_ok!(break_glass(DORA, ALICE));
		let ends: Vec<_> = Consent::unreviewed_cases(&DORA)
			.into_iter()
			.map(|case| (case.item.opened_at, case.item.until))
			.collect();
		assert_eq!(ends, [(START, START + 5), (START + 5, START + 5 + HOUR)]);
	});
}

/// A clinician opens and ends cases again and again, so that none is ever over and overdue.
#[test]
fn ended_cases_count_until_they_are_reviewed() {
	build_and_execute(|| {
		for case in 0..3 {
			assert_ok!(break_glass(DORA, ALICE));
			assert_ok!(Consent::close_break_glass(signed(DORA), BreakGlassId(case)));
		}
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::TooManyOpenCases);
	});
}

/// An organisation stands surety for a crook, who would break any glass at its expense.
#[test]
fn a_surety_pays_for_no_more_cases_than_it_said_and_is_counted_for_all() {
	build_and_execute(|| {
		a_night(2);
		assert_ok!(broken(NIGHT[0]));
		assert_ok!(broken(NIGHT[1]));
		let paid = held(CLINIC);
		assert!(broken(NIGHT[2]).is_err(), "the crook owns nothing");
		assert_eq!(held(CLINIC), paid);
		for case in [0, 1] {
			assert_ok!(review(case, ReviewOutcome::Unjustified));
		}
		let cases = Consent::organisation_cases(&CLINIC);
		assert_eq!((cases.unreviewed, cases.unjustified), (0, 2));
		// It keeps what it paid: the cases stay on record.
		assert_eq!(held(CLINIC), paid);
	});
}

/// An organisation throws the crook out before the review, to be counted for nothing.
#[test]
fn a_dismissal_takes_no_case_from_the_organisations_count() {
	build_and_execute(|| {
		a_night(2);
		assert_ok!(broken(ALICE));
		Members::set(Default::default());
		SuspendedOrganisations::set([CLINIC].into());
		assert_ok!(review(0, ReviewOutcome::Unjustified));
		assert_eq!(Consent::organisation_cases(&CLINIC).unjustified, 1);
	});
}

/// Somebody blackens an organisation that has nothing to do with it.
#[test]
fn nobody_has_cases_counted_where_they_are_not_a_member() {
	build_and_execute(|| {
		let named = |one| Consent::break_glass(signed(DORA), ALICE, REASON, Some(one));
		assert_noop!(named(INSURER), Error::<Test>::NotAMember);
		assert_eq!(Consent::organisation_cases(&INSURER), OrganisationCases::default());
	});
}

/// A reviewer never reviews: to shield the clinician, or to stop them.
#[test]
fn reviewers_who_never_review_neither_stop_care_nor_shield_anybody() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(1_000 * HOUR);
		pass_blocks(600_000);
		assert_ok!(break_glass(DORA, BOB));
		// Everybody sees that they are late, and others review in their place.
		let overdue = Consent::overdue_reviews(BreakGlassId(0), 100);
		assert_eq!(overdue.into_iter().map(|case| case.id.0).collect::<Vec<_>>(), [0]);
		let outcome = ReviewOutcome::Unjustified;
		assert_ok!(Consent::review_break_glass(signed(BOARD), BreakGlassId(0), outcome));
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::NotInForce);
	});
}

/// Those who review in others' place take the reviews away from them.
#[test]
fn nobody_reviews_in_others_place_before_they_are_late() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(4 * HOUR - 1);
		pass_blocks(600);
		for outcome in ReviewOutcome::ALL.iter().copied() {
			assert_noop!(
				Consent::review_break_glass(signed(BOARD), BreakGlassId(0), outcome),
				polkadot_sdk::sp_runtime::DispatchError::BadOrigin
			);
		}
	});
}

/// Cases are removed before anybody has looked at them.
#[test]
fn what_nobody_has_reviewed_is_never_removed() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(10_000 * HOUR);
		pass_blocks(6_000_000);
		assert_noop!(Consent::remove_case(signed(DORA), BreakGlassId(0)), Error::<Test>::Retained);
	});
}

/// A reason is read, or guessed, from what stands on the chain. (That no reason on the list fits without its salt is a test
/// of primitives.)
#[test]
fn data_rule_1_the_chain_has_a_commitment_and_no_reason() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		let case = Consent::break_glass_case(BreakGlassId(0)).unwrap();
		assert_eq!(case.reason_commitment, REASON);
		// Two commitments to one reason have nothing in common but what their salts have.
		let stated = |salt| StatedReason {
			salt,
			patient: ALICE,
			practitioner: DORA,
			reason: consent::BreakGlassReason::Unconscious,
			note: String::new(),
		};
		let hash = |salt| polkadot_sdk::sp_io::hashing::blake2_256(&stated(salt).payload());
		assert_ne!(hash([1; 32]), hash([2; 32]));
	});
}
