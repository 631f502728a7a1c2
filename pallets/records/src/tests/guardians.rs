// SPDX-License-Identifier: Apache-2.0
//! Guardians read, write, contest and erase in their own name, as far as their role goes, at the patient's expense.

use super::*;
use polkadot_sdk::sp_runtime::DispatchResult;
use salus_primitives::{
	GuardianRole::{self, Carer, LegalGuardian, Parent},
	Power,
};

/// Who guards the patient here, without a licence.
const GUARDIAN: AccountId = OUTSIDER;
const END: Moment = START + 100 * HOUR;

fn appoint(role: GuardianRole) {
	guard(PATIENT, GUARDIAN, role, END);
}

fn read(id: RecordId, purpose: Purpose) -> DispatchResult {
	Records::request_access(by(GUARDIAN), id, None, purpose)
}

fn write(compartment: Compartment, seed: u8) -> DispatchResult {
	let category = Category::ObservationLaboratory;
	Records::submit(by(GUARDIAN), PATIENT, category, compartment, TODAY, document(seed))
}

fn deny(action: Action) {
	let denied = Err(Refusal::Denied(ProvisionId(3)));
	answer_account(GUARDIAN, action, Purpose::PatientRequest, denied);
}

#[test]
fn a_guardian_reads_in_their_own_name_at_the_patients_request() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_noop!(read(id, Purpose::PatientRequest), Error::<Test>::NotPermitted);
		appoint(Parent);
		assert_ok!(read(id, Purpose::PatientRequest));
		let entry = &Ledger::get()[0];
		assert_eq!((&entry.patient, &entry.readers), (&PATIENT, &vec![GUARDIAN]));
		assert_eq!(entry.basis, Basis::Guardianship(Parent));
		// For any other purpose they are a reader like others.
		assert_noop!(read(id, Purpose::Treatment), Error::<Test>::NotPermitted);
	});
}

#[test]
fn what_a_guardian_stores_is_the_patients_to_pay_for_and_comes_back_to_them() {
	build_and_execute(|| {
		appoint(LegalGuardian);
		let before = (held(PATIENT), held(GUARDIAN));
		assert_ok!(write(Compartment::General, 1));
		let written = held(PATIENT);
		assert_ok!(read(RecordId(0), Purpose::PatientRequest));
		assert!(held(PATIENT) > written && written > before.0);
		assert_eq!(held(GUARDIAN), before.1);
		assert_ok!(Records::close_access(by(GUARDIAN), AccessId(0)));
		assert_eq!(held(PATIENT), written);
		assert_ok!(Records::erase(by(GUARDIAN), RecordId(0)));
		for custodian in CUSTODIANS.into_iter().take(3) {
			assert_ok!(Records::confirm_destruction(by(custodian), RecordId(0)));
		}
		assert_eq!((held(PATIENT), held(GUARDIAN)), before);
	});
}

/// Data rule 10: so that a guardian without tokens writes for a patient without any.
#[test]
fn the_sponsor_pays_for_custody_of_what_a_guardian_writes_or_else_the_patient() {
	build_and_execute(|| {
		appoint(LegalGuardian);
		WorkLeft::set(Some(TERM_COST));
		assert_ok!(write(Compartment::General, 1));
		assert_eq!(held_for_custody(SPONSOR), TERM_COST);
		assert_ok!(Records::amend(by(GUARDIAN), RecordId(0), 1, document(2), TODAY));
		assert_eq!(held_for_custody(PATIENT), TERM_COST);
		assert_eq!(held_for_custody(GUARDIAN), 0);
	});
}

#[test]
fn access_of_a_guardian_ends_with_the_guardianship() {
	build_and_execute(|| {
		let id = a_record(1);
		guard(PATIENT, GUARDIAN, Carer, START + 1_000);
		assert_ok!(read(id, Purpose::PatientRequest));
		let state = || Records::access(AccessId(0)).unwrap();
		assert_eq!(state().access.expires.moment, START + 1_000);
		assert_eq!(state().state, AccessState::Open);
		dismiss(PATIENT, GUARDIAN);
		assert_eq!(state().state, AccessState::Ended);
		assert_noop!(read(id, Purpose::PatientRequest), Error::<Test>::NotPermitted);
	});
}

#[test]
fn data_rule_7_a_denial_stands_against_a_guardian_too() {
	build_and_execute(|| {
		let id = a_record(1);
		appoint(LegalGuardian);
		deny(Action::Access);
		assert_noop!(read(id, Purpose::PatientRequest), Error::<Test>::Denied);
		assert_ok!(write(Compartment::General, 2));
		deny(Action::Collect);
		assert_noop!(write(Compartment::General, 3), Error::<Test>::Denied);
	});
}

#[test]
fn a_carer_stays_in_the_general_compartment() {
	build_and_execute(|| {
		let category = Category::ObservationLaboratory;
		let numbered = Compartment::Three;
		let own = by(PATIENT);
		assert_ok!(Records::submit(own, PATIENT, category, numbered, TODAY, document(1)));
		let purpose = Purpose::PatientRequest;
		appoint(Carer);
		assert_noop!(read(RecordId(0), purpose), Error::<Test>::NotPermitted);
		assert_noop!(write(numbered, 2), Error::<Test>::NotPermitted);
		assert_ok!(write(Compartment::General, 2));
		appoint(Parent);
		assert_ok!(read(RecordId(0), purpose));
		assert_ok!(write(numbered, 3));
	});
}

#[test]
fn a_guardians_version_names_its_author_and_basis() {
	build_and_execute(|| {
		appoint(Carer);
		assert_ok!(write(Compartment::General, 1));
		let version = Records::version(RecordId(0), 1).unwrap();
		assert_eq!(version.author, GUARDIAN);
		assert_eq!(version.basis, Basis::Guardianship(Carer));
	});
}

#[test]
fn a_guardian_amends_what_they_or_the_patient_wrote_and_nothing_else() {
	build_and_execute(|| {
		let of_clinician = a_record(1);
		assert_ok!(submit_as(PATIENT, document(2)));
		appoint(LegalGuardian);
		assert_ok!(write(Compartment::General, 3));
		for (id, seed) in [(RecordId(1), 4), (RecordId(2), 5)] {
			assert_ok!(Records::amend(by(GUARDIAN), id, 1, document(seed), TODAY));
		}
		assert_noop!(
			Records::amend(by(GUARDIAN), of_clinician, 1, document(6), TODAY),
			Error::<Test>::NotPermitted
		);
	});
}

/// A child that has come of age goes on where the guardian stopped.
#[test]
fn the_patient_amends_what_a_guardian_wrote_for_them() {
	build_and_execute(|| {
		appoint(Parent);
		assert_ok!(write(Compartment::General, 1));
		dismiss(PATIENT, GUARDIAN);
		assert_ok!(Records::amend(by(PATIENT), RecordId(0), 1, document(2), TODAY));
	});
}

#[test]
fn a_guardian_moves_no_share_of_what_others_wrote() {
	build_and_execute(|| {
		let id = a_record(1);
		appoint(LegalGuardian);
		let named = &CUSTODIANS[3..6];
		let (named, anchors) = (custodians(named), anchors(named, 7));
		assert_noop!(
			Records::reshare(by(GUARDIAN), id, 1, 0, [7; 32], named, anchors),
			Error::<Test>::NotPermitted
		);
	});
}

#[test]
fn a_parent_contests_and_only_a_legal_guardian_erases() {
	build_and_execute(|| {
		let id = a_record(1);
		let contest = || Records::contest(by(GUARDIAN), id, ContestReason::Inaccurate);
		let withdraw = || Records::withdraw_contest(by(GUARDIAN), id);
		let erase = || Records::erase(by(GUARDIAN), id);
		for role in [None, Some(Carer)] {
			if let Some(role) = role {
				appoint(role);
			}
			assert_noop!(contest(), Error::<Test>::NotPermitted);
			assert_noop!(withdraw(), Error::<Test>::NotPermitted);
			assert_noop!(erase(), Error::<Test>::NotPermitted);
		}
		appoint(Parent);
		assert_ok!(contest());
		assert_ok!(withdraw());
		assert_noop!(erase(), Error::<Test>::NotPermitted);
		appoint(LegalGuardian);
		assert_ok!(erase());
		assert!(Records::list(&PATIENT, None, 100).is_empty());
		let powers: Vec<_> = Acts::get().into_iter().map(|(_, _, power)| power).collect();
		assert_eq!(powers, [Power::Contest, Power::Contest, Power::Erase]);
	});
}

#[test]
fn decision_support_is_asked_in_the_guardians_name() {
	build_and_execute(|| {
		let id = a_record(1);
		let check = || {
			<Records as DecisionSupportAccess<AccountId>>::check(
				id,
				&GUARDIAN,
				WorkClass::Clinical,
				Purpose::PatientRequest,
			)
		};
		let operators = query(operators_for(GUARDIAN), Action::Access, Purpose::DecisionSupport);
		answer(operators, Ok(permit(9)));
		assert_eq!(check().err(), Some(Error::<Test>::NotPermitted.into()));
		appoint(Parent);
		assert_eq!(check().map(|checked| checked.patient), Ok(PATIENT));
	});
}
