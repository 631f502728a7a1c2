// SPDX-License-Identifier: Apache-2.0
use super::*;

const DRAWN: [AccountId; 3] = [11, 12, 13];

/// Decision support may read, for whoever of these tests asks.
fn permit_decision_support() {
	for asker in [PATIENT, CLINICIAN, OTHER_CLINICIAN] {
		let query = query(operators_for(asker), Action::Access, Purpose::DecisionSupport);
		answer(query, Ok(permit(9)));
	}
}

fn check(requester: AccountId, id: RecordId) -> Result<CheckedRecord<AccountId>, DispatchError> {
	let (class, purpose) = (WorkClass::Clinical, Purpose::Treatment);
	<Records as DecisionSupportAccess<_>>::check(id, &requester, class, purpose)
}

/// Opens the latest version.
fn open(requester: AccountId, id: RecordId) -> Result<AccessId, DispatchError> {
	let version = Records::record(id).map_or(1, |record| record.latest);
	open_version(requester, id, version)
}

fn open_version(
	requester: AccountId,
	id: RecordId,
	version: VersionNumber,
) -> Result<AccessId, DispatchError> {
	open_to(&DRAWN, requester, id, version)
}

fn open_to(
	operators: &[AccountId],
	requester: AccountId,
	id: RecordId,
	version: VersionNumber,
) -> Result<AccessId, DispatchError> {
	let (class, purpose, until) = (WorkClass::Clinical, Purpose::Treatment, in_an_hour());
	<Records as DecisionSupportAccess<_>>::open(
		id, version, &requester, class, operators, purpose, until,
	)
}

/// What fails leaves nothing, as in a call or a draw.
fn refused_version(id: RecordId, version: VersionNumber, error: Error<Test>) {
	assert_noop!(
		frame_support::storage::with_storage_layer(
			|| open_version(CLINICIAN, id, version).map(|_| ())
		),
		error
	);
}

#[test]
fn it_lasts_exactly_until_operators_may_answer_no_more() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(CLINICIAN);
		permit_decision_support();
		let access = open(CLINICIAN, id).unwrap();
		assert_eq!(Records::access(access).unwrap().access.expires, in_an_hour());
	});
}

#[test]
fn what_must_be_erased_before_operators_are_done_is_not_opened() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(CLINICIAN);
		let until = |erase_at| {
			let asked = query(operators_for(CLINICIAN), Action::Access, Purpose::DecisionSupport);
			answer(asked, Ok(permit_until_erased(9, erase_at)));
		};
		until(START + HOUR - 1);
		refused_version(id, 1, Error::Expired);
		until(START + HOUR);
		assert_ok!(open(CLINICIAN, id));
	});
}

#[test]
fn consent_is_asked_about_the_class_of_the_work_and_whoever_asks() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(CLINICIAN);
		permit_reading(OTHER_CLINICIAN);
		let asked = query(operators_for(CLINICIAN), Action::Access, Purpose::DecisionSupport);
		answer(asked, Ok(permit(9)));
		assert_ok!(check(CLINICIAN, id));
		refused(OTHER_CLINICIAN, id, Error::NotPermitted);
		let payment = WorkClass::Payment;
		let not_permitted = DispatchError::from(Error::<Test>::NotPermitted);
		let checked = <Records as DecisionSupportAccess<AccountId>>::check(
			id,
			&CLINICIAN,
			payment,
			Purpose::Treatment,
		);
		assert_eq!(checked, Err(not_permitted));
		let opened = <Records as DecisionSupportAccess<AccountId>>::open(
			id,
			1,
			&CLINICIAN,
			payment,
			&DRAWN,
			Purpose::Treatment,
			in_an_hour(),
		);
		assert_eq!(opened, Err(not_permitted));
		assert_ok!(open(CLINICIAN, id));
	});
}

#[test]
fn a_check_decides_and_leaves_nothing() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		permit_reading(CLINICIAN);
		permit_decision_support();
		assert_ok!(Records::contest(by(PATIENT), id, ContestReason::Inaccurate));
		events();
		let uses = UseCount::get();
		let category = Category::ObservationLaboratory;
		assert_eq!(
			check(CLINICIAN, id),
			Ok(CheckedRecord {
				patient: PATIENT,
				category,
				version: 2,
				contested: true,
				replaced: false,
			})
		);
		assert_eq!((UseCount::get(), Ledger::get(), events()), (uses, vec![], vec![]));
		assert_eq!(NextAccess::<Test>::get(), AccessId(0));
	});
}

#[test]
fn a_check_finds_a_permit_that_wants_every_copy_gone_by_now() {
	build_and_execute(|| {
		let id = a_record(1);
		let until = |erase_at| {
			let query = query(operators_for(PATIENT), Action::Access, Purpose::DecisionSupport);
			answer(query, Ok(permit_until_erased(9, erase_at)));
		};
		until(START + 1);
		assert_ok!(check(PATIENT, id));
		until(START);
		assert_eq!(check(PATIENT, id), Err(Error::<Test>::Expired.into()));
	});
}

#[test]
fn the_version_of_the_request_is_opened_though_there_is_a_later_one() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		permit_reading(CLINICIAN);
		permit_decision_support();
		let access = open_version(CLINICIAN, id, 1).unwrap();
		assert_eq!(Records::access(access).unwrap().access.version, 1);
		for unknown in [0, 3] {
			refused_version(id, unknown, Error::UnknownVersion);
		}
	});
}

#[test]
fn data_rule_5_what_was_revoked_after_the_check_is_not_opened() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		permit_reading(OTHER_CLINICIAN);
		assert_ok!(check(OTHER_CLINICIAN, id));
		let denied = Err(Refusal::Denied(ProvisionId(1)));
		answer_account(OTHER_CLINICIAN, Action::Access, Purpose::Treatment, denied);
		assert_eq!(check(OTHER_CLINICIAN, id), Err(Error::<Test>::Denied.into()));
		assert_noop!(open(OTHER_CLINICIAN, id), Error::<Test>::Denied);
	});
}

/// As a call would: what fails leaves nothing.
fn refused(requester: AccountId, id: RecordId, error: Error<Test>) {
	let error = DispatchError::from(error);
	assert_eq!(check(requester, id), Err(error));
	assert_noop!(open(requester, id), error);
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
		assert_eq!(open(CLINICIAN, id), Ok(access));
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
fn a_contested_record_is_marked() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		let contested = || check(PATIENT, id).unwrap().contested;
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
			query(operators_for(PATIENT), Action::Access, Purpose::DecisionSupport),
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
		let access = open(PATIENT, id).unwrap();
		let before = held(PATIENT);
		for who in [PATIENT, 11, OUTSIDER] {
			assert_noop!(Records::close_access(by(who), access), Error::<Test>::NotPermitted);
		}
		pass(HOUR);
		assert_noop!(Records::close_access(by(11), access), Error::<Test>::NotPermitted);
		pass_blocks(HOUR_OF_BLOCKS);
		assert_ok!(Records::close_access(by(11), access));
		assert!(held(PATIENT) < before);
	});
}

#[test]
fn readers_are_at_least_one_and_bounded() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_decision_support();
		let open = |operators: &[AccountId]| open_to(operators, PATIENT, id, 1).map(|_| ());
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
		for _ in 0..2 {
			let (job, inputs) =
				<Records as DecisionSupportAccess<AccountId>>::make_records(&OUTSIDER, 3);
			let checked = check(OUTSIDER, job).unwrap();
			assert_eq!(checked.category, Category::RiskAssessment);
			assert_eq!(inputs.len(), 3);
			for id in inputs.into_iter().chain([job]) {
				assert_eq!(check(OUTSIDER, id).unwrap().patient, checked.patient);
				assert_ok!(open(OUTSIDER, id));
			}
		}
	});
}
