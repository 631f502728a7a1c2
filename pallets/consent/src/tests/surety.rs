// SPDX-License-Identifier: Apache-2.0
//! An organisation stands surety for its members' cases, and what reviews find is counted there.

use super::*;
use polkadot_sdk::sp_runtime::{DispatchResult, TokenError};

/// Breaks the glass as a member of the clinic.
fn for_clinic(practitioner: AccountId, patient: AccountId) -> DispatchResult {
	Consent::break_glass(signed(practitioner), patient, REASON, Some(CLINIC))
}

fn stand_surety(cases: u32) {
	assert_ok!(Consent::stand_surety(signed(CLINIC), cases));
}

/// Takes all money from an account.
fn impoverish(account: AccountId) {
	use polkadot_sdk::frame_support::traits::fungible::Mutate;
	Balances::set_balance(&account, 0);
}

fn counts() -> (u32, u32, u32) {
	let OrganisationCases { unreviewed, justified, unjustified, .. } =
		Consent::organisation_cases(&CLINIC);
	(unreviewed, justified, unjustified)
}

#[test]
fn a_practitioner_without_money_breaks_the_glass_when_their_organisation_stands_surety() {
	build_and_execute(|| {
		impoverish(DORA);
		assert_noop!(for_clinic(DORA, ALICE), TokenError::FundsUnavailable);
		stand_surety(2);
		assert_ok!(for_clinic(DORA, ALICE));
		assert_eq!(held(DORA), 0);
		assert!(held(CLINIC) > 0);
		let case = Consent::break_glass_case(BreakGlassId(0)).unwrap();
		assert_eq!((case.organisation, case.depositor), (Some(CLINIC), CLINIC));
		assert_eq!(surety(0), Some(CLINIC));
	});
}

/// Who pays for what is read by the case.
fn surety(case: u64) -> Option<AccountId> {
	<Consent as ConsentDecision<AccountId>>::surety(Basis::BreakGlass(BreakGlassId(case)))
}

#[test]
fn data_rule_11_what_the_organisation_paid_goes_back_to_it() {
	build_and_execute(|| {
		stand_surety(1);
		assert_ok!(for_clinic(DORA, ALICE));
		assert_ok!(review(0, ReviewOutcome::Justified));
		pass(100 * HOUR);
		assert_ok!(Consent::remove_case(signed(OTTO), BreakGlassId(0)));
		assert_eq!(held(CLINIC), 0);
		// What was counted stays counted.
		assert_eq!(counts(), (0, 1, 0));
	});
}

#[test]
fn an_organisation_without_room_or_money_stops_no_care() {
	build_and_execute(|| {
		stand_surety(1);
		assert_ok!(for_clinic(DORA, ALICE));
		let paid = held(CLINIC);
		assert_ok!(for_clinic(DORA, BOB));
		assert_eq!((held(CLINIC), held(DORA)), (paid, paid));
		assert_eq!(surety(1), None);
		assert_eq!(counts(), (2, 0, 0));
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_ok!(review(1, ReviewOutcome::Justified));
		impoverish(CLINIC);
		assert_ok!(for_clinic(DORA, BOB));
		assert_eq!((held(CLINIC), held(DORA)), (paid, 2 * paid));
	});
}

#[test]
fn only_members_of_an_organisation_in_force_name_it() {
	build_and_execute(|| {
		stand_surety(9);
		assert_noop!(for_clinic(EMIL, ALICE), Error::<Test>::NotAMember);
		SuspendedOrganisations::set([CLINIC].into());
		assert_noop!(for_clinic(DORA, ALICE), Error::<Test>::NotAMember);
		// Care goes on without it.
		assert_ok!(break_glass(DORA, ALICE));
	});
}

#[test]
fn what_reviews_find_is_counted_by_organisation_be_it_surety_or_not() {
	build_and_execute(|| {
		for patient in [ALICE, BOB] {
			assert_ok!(for_clinic(DORA, patient));
		}
		assert_eq!(counts(), (2, 0, 0));
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_eq!(counts(), (1, 1, 0));
		assert_ok!(review(1, ReviewOutcome::Unjustified));
		assert_eq!(counts(), (0, 1, 1));
		assert_eq!(Consent::organisation_cases(&INSURER), OrganisationCases::default());
	});
}

#[test]
fn surety_ends_for_what_is_opened_from_then_on() {
	build_and_execute(|| {
		stand_surety(9);
		assert_ok!(for_clinic(DORA, ALICE));
		let paid = held(CLINIC);
		Members::set(Default::default());
		assert_eq!(surety(0), None);
		Members::set([(CLINIC, DORA)].into());
		assert_eq!(surety(0), Some(CLINIC));
		stand_surety(0);
		assert_eq!(surety(0), None);
		assert_ok!(for_clinic(DORA, BOB));
		assert_eq!((held(CLINIC), held(DORA)), (paid, paid));
	});
}

#[test]
fn organisations_in_force_stand_surety_and_any_of_before_ends_it() {
	build_and_execute(|| {
		SuspendedOrganisations::set([OTTO].into());
		for cases in [0, 1] {
			assert_noop!(
				Consent::stand_surety(signed(OTTO), cases),
				Error::<Test>::OrganisationNotInForce
			);
		}
		stand_surety(1);
		let set = Event::<Test>::SuretySet { organisation: CLINIC, cases: 1 };
		System::assert_last_event(set.into());
		SuspendedOrganisations::set([CLINIC].into());
		assert_noop!(
			Consent::stand_surety(signed(CLINIC), 2),
			Error::<Test>::OrganisationNotInForce
		);
		stand_surety(0);
		assert_eq!(Consent::organisation_cases(&CLINIC).surety, 0);
	});
}

#[test]
fn no_other_basis_has_a_surety() {
	build_and_execute(|| {
		stand_surety(9);
		for basis in [Basis::OwnRecord, Basis::Authorship, Basis::Provision(ProvisionId(0))] {
			assert_eq!(<Consent as ConsentDecision<AccountId>>::surety(basis), None);
		}
		assert_eq!(surety(7), None);
	});
}
