// SPDX-License-Identifier: Apache-2.0
//! Access ends with what allowed it. What consent says of a basis is consent's; here is what comes of it. Data rule 5.

use super::*;
use salus_primitives::{GuardianRole, Profession, Query};

const BY_PROVISION: Basis = Basis::Provision(ProvisionId(8));

fn request(reader: AccountId, id: RecordId) -> AccessId {
	let access = NextAccess::<Test>::get();
	assert_ok!(Records::request_access(by(reader), id, None, Purpose::Treatment));
	access
}

fn state(access: AccessId) -> AccessState {
	Records::access(access).unwrap().state
}

#[test]
fn data_rule_5_access_lasts_no_longer_than_its_permit() {
	build_and_execute(|| {
		let id = a_record(1);
		for (ends_at, expected) in [
			(None, START + HOUR),
			(Some(START + HOUR + 1), START + HOUR),
			(Some(START + 1_000), START + 1_000),
		] {
			let permitted = Ok(Permit { ends_at, ..permit(8) });
			answer_account(OTHER_CLINICIAN, Action::Access, Purpose::Treatment, permitted);
			let access = request(OTHER_CLINICIAN, id);
			let expires = Records::access(access).unwrap().access.expires;
			assert_eq!(expires, Deadline { moment: expected, block: 1 });
		}
		pass(999);
		assert_eq!(state(AccessId(2)), AccessState::Open);
		pass(1);
		assert_eq!(state(AccessId(2)), AccessState::Expired);
	});
}

#[test]
fn data_rule_5_an_authors_access_lasts_no_longer_than_the_licence() {
	build_and_execute(|| {
		let id = a_record(1);
		let (profession, expires_at) = (Profession::Nurse, START + 1_000);
		set_licence(CLINICIAN, Licence::InForce { profession, expires_at });
		let access = request(CLINICIAN, id);
		let opened = Records::access(access).unwrap().access;
		assert_eq!((opened.basis, opened.expires.moment), (Basis::Authorship, expires_at));
	});
}

#[test]
fn data_rule_5_what_consent_allows_no_longer_has_ended_in_the_same_block() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		let (ended, own) = (request(OTHER_CLINICIAN, id), request(PATIENT, id));
		assert_eq!(state(ended), AccessState::Open);
		StillAsked::set(Vec::new());
		EndedBases::set(vec![BY_PROVISION]);
		assert_eq!((state(ended), state(own)), (AccessState::Ended, AccessState::Open));
		let reader = Reader::Account(OTHER_CLINICIAN);
		let asked = query(reader, Action::Access, Purpose::Treatment);
		assert_eq!(StillAsked::get()[0], asked);
		// What is over or erased is told as that.
		pass(HOUR);
		assert_eq!(state(ended), AccessState::Expired);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(state(ended), AccessState::Erased);
	});
}

#[test]
fn whoever_has_access_that_ended_may_ask_anew_if_something_else_allows_it() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		let ended = request(OTHER_CLINICIAN, id);
		EndedBases::set(vec![BY_PROVISION]);
		answer_account(OTHER_CLINICIAN, Action::Access, Purpose::Treatment, Ok(permit(9)));
		let anew = request(OTHER_CLINICIAN, id);
		assert_eq!((state(ended), state(anew)), (AccessState::Ended, AccessState::Open));
		// Its reader gets the deposit back at any time, and nobody else closes it before its time.
		assert_noop!(Records::close_access(by(OUTSIDER), ended), Error::<Test>::NotPermitted);
		assert_ok!(Records::close_access(by(OTHER_CLINICIAN), ended));
	});
}

#[test]
fn consent_is_told_which_access_is_open_and_which_is_closed() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		let (first, second) = (request(OTHER_CLINICIAN, id), request(OTHER_CLINICIAN, id));
		let noted = |access| (PATIENT, BY_PROVISION, access);
		assert_eq!(Opened::get(), [noted(first), noted(second)]);
		assert_ok!(Records::close_access(by(OTHER_CLINICIAN), first));
		assert_eq!(Opened::get(), [noted(second)]);
	});
}

#[test]
fn data_rule_5_operators_are_asked_about_as_what_they_work_for_and_for_whom() {
	build_and_execute(|| {
		let id = a_record(1);
		let reader = operators_for(PATIENT);
		let asked = query(reader, Action::Access, Purpose::DecisionSupport);
		answer(asked.clone(), Ok(permit(9)));
		let (class, purpose, until) = (WorkClass::Clinical, Purpose::Treatment, in_an_hour());
		let access = <Records as DecisionSupportAccess<AccountId>>::open(
			id,
			1,
			&PATIENT,
			class,
			&CUSTODIANS[..3],
			purpose,
			until,
		)
		.unwrap();
		assert_eq!(Records::access(access).unwrap().access.class, Some(class));
		assert_eq!(state(access), AccessState::Open);
		assert_eq!(StillAsked::get().last(), Some(&asked));
		EndedBases::set(vec![Basis::Provision(ProvisionId(9))]);
		assert_eq!(state(access), AccessState::Ended);
	});
}

#[test]
fn data_rule_5_nothing_is_opened_for_operators_that_ends_before_they_are_done() {
	build_and_execute(|| {
		let id = a_record(1);
		let open = || {
			let (class, until) = (WorkClass::Clinical, in_an_hour());
			let operators = &CUSTODIANS[..3];
			<Records as DecisionSupportAccess<AccountId>>::open(
				id,
				1,
				&PATIENT,
				class,
				operators,
				Purpose::Treatment,
				until,
			)
			.map(|_| ())
		};
		let until = |end| {
			let asked = query(operators_for(PATIENT), Action::Access, Purpose::DecisionSupport);
			answer(asked, Ok(Permit { ends_at: Some(end), ..permit(9) }));
		};
		until(START + HOUR - 1);
		assert_noop!(frame_support::storage::with_storage_layer(open), Error::<Test>::Expired);
		until(START + HOUR);
		assert_ok!(open());
	});
}

#[test]
fn data_rule_7_data_that_an_amendment_added_are_asked_about_too() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		let access = request(OTHER_CLINICIAN, id);
		let older = DataPeriod { first: Day(0), ..TODAY };
		let asked = query(Reader::Account(CLINICIAN), Action::Collect, Purpose::Treatment);
		answer(Query { data: older, ..asked }, Ok(permit(7)));
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), older));
		state(access);
		let asked: Vec<Query<AccountId>> = StillAsked::get();
		assert_eq!(asked.last().unwrap().data, older);
	});
}

/// A guardian's access, as it is once records opens any for guardians.
fn guardians_access(compartment: Compartment) -> (Access<AccountId>, Record<AccountId>) {
	let id = a_record(1);
	permit_reading(OTHER_CLINICIAN);
	let mut access = Records::access(request(OTHER_CLINICIAN, id)).unwrap().access;
	access.basis = Basis::Guardianship(GuardianRole::Parent);
	(access, Record { compartment, ..Records::record(id).unwrap() })
}

#[test]
fn data_rule_5_a_guardians_access_ends_with_the_guardianship_and_its_power() {
	build_and_execute(|| {
		let (access, record) = guardians_access(Compartment::General);
		let numbered = Record { compartment: Compartment::One, ..record.clone() };
		let goes_on = || [&record, &numbered].map(|record| Records::still_allowed(&access, record));
		assert_eq!(goes_on(), [false; 2]);
		guard(PATIENT, OTHER_CLINICIAN, GuardianRole::Parent, START + HOUR);
		assert_eq!(goes_on(), [true; 2]);
		guard(PATIENT, OTHER_CLINICIAN, GuardianRole::Carer, START + HOUR);
		assert_eq!(goes_on(), [true, false]);
		dismiss(PATIENT, OTHER_CLINICIAN);
		assert_eq!(goes_on(), [false; 2]);
	});
}
