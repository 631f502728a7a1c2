// SPDX-License-Identifier: Apache-2.0
//! Guardians permit and deny in their own name, within their role, and no longer than they guard.

use super::*;
use polkadot_sdk::sp_runtime::DispatchResult;
use salus_primitives::{
	GuardianRole::{Carer, LegalGuardian, Parent},
	Power,
};

/// When Dora ceases to be Alice's guardian.
const END: Moment = START + 100 * HOUR;

fn grant_for(guardian: AccountId, terms: ProvisionTerms<AccountId>) -> DispatchResult {
	Consent::grant_for(signed(guardian), ALICE, terms)
}

fn revoke_for(guardian: AccountId, id: u32) -> DispatchResult {
	Consent::revoke_for(signed(guardian), ALICE, ProvisionId(id))
}

fn last() -> Provision<AccountId> {
	Consent::provisions(&ALICE).pop().unwrap()
}

/// Emil asks Alice.
fn ask() -> ConsentRequestId {
	let id = NextRequest::<Test>::get();
	let terms = permit(Actor::Account(EMIL));
	assert_ok!(Consent::request_consent(signed(EMIL), ALICE, terms));
	id
}

#[test]
fn a_parent_permits_for_the_child_in_their_own_name() {
	build_and_execute(|| {
		guard(ALICE, DORA, Parent, END);
		assert_ok!(grant_for(DORA, permit(Actor::Account(EMIL))));
		assert_eq!(decide(&question(EMIL)), by_provision_until(0, Some(END)));
		assert_eq!(last().guardian, Some(Parent));
		assert_eq!(Acts::get(), [(DORA, ALICE, Power::Permit)]);
		// And nothing of it is Dora's or paid by her.
		assert!(Consent::provisions(&DORA).is_empty());
		assert_eq!((held(DORA), held(ALICE) > 0), (0, true));
	});
}

#[test]
fn what_a_guardian_permits_ends_when_a_child_comes_of_age() {
	build_and_execute(|| {
		guard(ALICE, DORA, LegalGuardian, END);
		assert_ok!(grant_for(DORA, permit(Actor::Account(EMIL))));
		assert_eq!(last().until, Some(END));
		let sooner = ProvisionTerms { until: Some(END - 1), ..permit(Actor::Account(EMIL)) };
		assert_ok!(grant_for(DORA, sooner));
		assert_eq!(last().until, Some(END - 1));
		let later = ProvisionTerms { until: Some(END + 1), ..permit(Actor::Account(EMIL)) };
		assert_ok!(grant_for(DORA, later));
		assert_eq!(last().until, Some(END));
		let after = ProvisionTerms { from: Some(END), ..permit(Actor::Account(EMIL)) };
		assert_noop!(grant_for(DORA, after), Error::<Test>::PeriodBackwards);
		// A denial shuts nothing that the patient can't open again.
		assert_ok!(grant_for(DORA, denial(Actor::Account(BOB))));
		assert_eq!(last().until, None);
		pass(END - START);
		assert_eq!(decide(&question(EMIL)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn whoever_guards_nobody_or_no_longer_is_refused() {
	build_and_execute(|| {
		let terms = || permit(Actor::Account(EMIL));
		assert_noop!(grant_for(DORA, terms()), Error::<Test>::NotPermitted);
		// Not even the patient guards themselves: they have `grant`.
		assert_noop!(grant_for(ALICE, terms()), Error::<Test>::NotPermitted);
		guard(BOB, DORA, Parent, END);
		assert_noop!(grant_for(DORA, terms()), Error::<Test>::NotPermitted);
		guard(ALICE, DORA, Parent, END);
		assert_ok!(grant_for(DORA, terms()));
		dismiss(ALICE, DORA);
		assert_noop!(grant_for(DORA, terms()), Error::<Test>::NotPermitted);
		assert_noop!(revoke_for(DORA, 0), Error::<Test>::NotPermitted);
	});
}

#[test]
fn a_carer_neither_permits_nor_denies_nor_revokes() {
	build_and_execute(|| {
		guard(ALICE, DORA, Carer, END);
		grant(ALICE, permit(Actor::Account(EMIL)));
		for terms in [permit(Actor::Account(EMIL)), denial(Actor::Account(EMIL))] {
			assert_noop!(grant_for(DORA, terms), Error::<Test>::NotPermitted);
		}
		assert_noop!(revoke_for(DORA, 0), Error::<Test>::NotPermitted);
		let id = ask();
		for terms in [None, Some(permit(Actor::Account(EMIL)))] {
			assert_noop!(Consent::answer(signed(DORA), id, terms), Error::<Test>::NotPermitted);
		}
	});
}

#[test]
fn a_guardian_permits_nothing_to_themselves() {
	build_and_execute(|| {
		guard(ALICE, DORA, LegalGuardian, END);
		let own = permit(Actor::Account(DORA));
		assert_noop!(grant_for(DORA, own), Error::<Test>::NotForOneself);
	});
}

#[test]
fn only_the_patient_lifts_what_the_patient_denied() {
	build_and_execute(|| {
		guard(ALICE, DORA, LegalGuardian, END);
		let own = grant(ALICE, denial(Actor::Account(DORA)));
		assert_noop!(revoke_for(DORA, own.0), Error::<Test>::NotPermitted);
		assert_ok!(grant_for(DORA, denial(Actor::Account(EMIL))));
		assert_ok!(grant_for(DORA, denial(Actor::Account(EMIL))));
		// A guardian lifts a guardian's, but for one of their own account, and the patient anybody's.
		assert_ok!(revoke_for(DORA, own.0 + 1));
		assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(own.0 + 2)));
		assert_ok!(Consent::revoke(signed(ALICE), own));
	});
}

/// Attack: one parent denies the other, who lifts it.
#[test]
fn no_guardian_lifts_a_denial_of_their_own_account() {
	build_and_execute(|| {
		guard(ALICE, DORA, LegalGuardian, END);
		guard(ALICE, EMIL, Parent, END);
		assert_ok!(grant_for(DORA, denial(Actor::Account(EMIL))));
		assert_noop!(revoke_for(EMIL, 0), Error::<Test>::NotPermitted);
		assert_ok!(revoke_for(DORA, 0));
	});
}

#[test]
fn a_guardian_revokes_a_permit_whoever_granted_it() {
	build_and_execute(|| {
		guard(ALICE, DORA, Parent, END);
		let own = grant(ALICE, permit(Actor::Account(EMIL)));
		assert_ok!(revoke_for(DORA, own.0));
		assert_noop!(revoke_for(DORA, own.0), Error::<Test>::NotFound);
		assert_eq!(decide(&question(EMIL)), Err(Refusal::NoPolicy));
		assert_eq!(Acts::get(), [(DORA, ALICE, Power::Deny)]);
	});
}

#[test]
fn a_guardian_answers_a_request_for_the_patient() {
	build_and_execute(|| {
		guard(ALICE, DORA, Parent, END);
		let asked = permit(Actor::Account(EMIL));
		assert_ok!(Consent::answer(signed(DORA), ask(), Some(asked)));
		assert_eq!((last().guardian, last().until), (Some(Parent), Some(END)));
		assert_ok!(Consent::answer(signed(DORA), ask(), None));
		let powers: Vec<_> = Acts::get().into_iter().map(|(_, _, power)| power).collect();
		assert_eq!(powers, [Power::Permit, Power::Deny]);
		let request = ask();
		assert_noop!(Consent::answer(signed(BOB), request, None), Error::<Test>::NotPermitted);
	});
}

#[test]
fn a_denial_ends_a_guardians_open_access() {
	build_and_execute(|| {
		let reading = || Query { purpose: Purpose::PatientRequest, ..question(DORA) };
		let basis = Basis::Guardianship(Parent);
		assert!(still_allows(&reading(), basis));
		grant(ALICE, denial(Actor::Account(DORA)));
		assert!(!still_allows(&reading(), basis));
	});
}
