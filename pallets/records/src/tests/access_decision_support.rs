// SPDX-License-Identifier: Apache-2.0
use super::*;

const DRAWN: [AccountId; 3] = [11, 12, 13];

fn permit_decision_support() {
	answer(query(Reader::DecisionSupport, Action::Access, Purpose::DecisionSupport), Ok(permit(9)));
}

fn open(requester: AccountId, id: RecordId) -> Result<OpenedAccess<AccountId>, DispatchError> {
	open_until(requester, id, 0)
}

fn open_until(
	requester: AccountId,
	id: RecordId,
	until: Moment,
) -> Result<OpenedAccess<AccountId>, DispatchError> {
	let purpose = Purpose::Treatment;
	<Records as DecisionSupportAccess<_>>::open(id, &requester, &DRAWN, purpose, until)
}

#[test]
fn it_must_last_until_operators_have_answered() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(CLINICIAN);
		permit_decision_support();
		let ends = Timestamp::get() + HOUR;
		assert_noop!(
			frame_support::storage::with_storage_layer(
				|| open_until(CLINICIAN, id, ends + 1).map(|_| ())
			),
			Error::<Test>::Expired
		);
		assert_ok!(open_until(CLINICIAN, id, ends));
	});
}

#[test]
fn an_erased_version_is_not_readable() {
	build_and_execute(|| {
		let id = a_record(1);
		let readable =
			|number| <Records as DecisionSupportAccess<AccountId>>::is_readable(id, number);
		assert!(readable(1) && !readable(2));
		assert_ok!(Records::erase(by(PATIENT), id));
		assert!(!readable(1));
	});
}

/// As a call would: what fails leaves nothing.
fn refused(requester: AccountId, id: RecordId, error: Error<Test>) {
	assert_noop!(open(requester, id).map(|_| ()), error);
}

#[test]
fn one_request_grants_all_drawn_operators_access_to_the_latest_version() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		permit_reading(CLINICIAN);
		permit_decision_support();
		events();
		let access = AccessId(0);
		assert_eq!(
			open(CLINICIAN, id),
			Ok(OpenedAccess { patient: PATIENT, version: 2, access, contested: false })
		);
		assert_eq!(
			Ledger::get(),
			[LedgerEntry {
				patient: PATIENT,
				readers: DRAWN.to_vec(),
				access,
				subject: Subject::Record { id, version: 2 },
				category: Category::ObservationLaboratory,
				purpose: Purpose::DecisionSupport,
				basis: Basis::Provision(ProvisionId(9)),
			}]
		);
		let opened = Records::access(access).unwrap().access;
		assert_eq!(opened.readers.as_slice(), DRAWN);
		assert_eq!(opened.depositor, CLINICIAN);
		assert_eq!(
			events(),
			[Event::AccessOpenedForDecisionSupport {
				access,
				record: id,
				version: 2,
				requester: CLINICIAN,
			}]
		);
	});
}

#[test]
fn the_requester_needs_a_permit_of_their_own_which_is_not_used_up() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		refused(OTHER_CLINICIAN, id, Error::NotPermitted);
		let denied = Err(Refusal::Denied(ProvisionId(1)));
		answer_account(OTHER_CLINICIAN, Action::Access, Purpose::Treatment, denied);
		refused(OTHER_CLINICIAN, id, Error::Denied);
		permit_reading(OTHER_CLINICIAN);
		let uses = UseCount::get();
		assert_ok!(open(OTHER_CLINICIAN, id));
		assert_eq!(UseCount::get(), uses + 1, "only the provision for decision support is used");
	});
}

#[test]
fn a_contested_record_is_opened_as_such() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		let contested = || open(PATIENT, id).unwrap().contested;
		assert!(!contested());
		assert_ok!(Records::contest(by(PATIENT), id, ContestReason::Inaccurate));
		assert!(contested());
		assert_ok!(Records::withdraw_contest(by(PATIENT), id));
		assert!(!contested());
	});
}

#[test]
fn patient_and_author_may_request_too() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		assert_ok!(open(PATIENT, id));
		assert_ok!(open(CLINICIAN, id));
	});
}

#[test]
fn data_rule_7_decision_support_needs_its_own_provision_even_when_the_patient_asks() {
	build_and_execute(|| {
		let id = a_record(1);
		refused(PATIENT, id, Error::NotPermitted);
		answer(
			query(Reader::DecisionSupport, Action::Access, Purpose::DecisionSupport),
			Err(Refusal::Denied(ProvisionId(4))),
		);
		refused(PATIENT, id, Error::Denied);
	});
}

#[test]
fn nobody_closes_access_of_drawn_operators_before_its_time() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		let access = open(PATIENT, id).unwrap().access;
		let before = held(PATIENT);
		for who in [PATIENT, 11, OUTSIDER] {
			assert_noop!(Records::close_access(by(who), access), Error::<Test>::NotPermitted);
		}
		pass(HOUR);
		assert_ok!(Records::close_access(by(11), access));
		assert!(held(PATIENT) < before);
	});
}

#[test]
fn readers_are_at_least_one_and_bounded() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		let open = |operators: &[AccountId]| {
			<Records as DecisionSupportAccess<AccountId>>::open(
				id,
				&PATIENT,
				operators,
				Purpose::Treatment,
				0,
			)
			.map(|_| ())
		};
		assert_noop!(open(&[]), Error::<Test>::NoReaders);
		let too_many: Vec<_> = (11..20).collect();
		assert_noop!(open(&too_many), Error::<Test>::TooManyReaders);
		assert_ok!(open(&CUSTODIANS));
	});
}

#[test]
fn unknown_and_erased_records_are_told_apart() {
	build_and_execute(|| {
		refused(PATIENT, RecordId(0), Error::NotFound);
		let id = a_record(1);
		assert_ok!(Records::erase(by(PATIENT), id));
		refused(PATIENT, id, Error::Erased);
	});
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn records_made_for_benchmarks_can_be_opened() {
	build_and_execute(|| {
		let made = <Records as DecisionSupportAccess<AccountId>>::make_records(&OUTSIDER, 3);
		for id in made {
			assert_ok!(<Records as DecisionSupportAccess<AccountId>>::open(
				id,
				&OUTSIDER,
				&DRAWN,
				Purpose::Treatment,
				0
			));
		}
	});
}
