// SPDX-License-Identifier: Apache-2.0
use super::*;

const DRAWN: [AccountId; 3] = [11, 12, 13];

fn permit_decision_support() {
	answer(query(Reader::DecisionSupport, Action::Access, Purpose::DecisionSupport), Ok(permit(9)));
}

fn check(requester: AccountId, id: RecordId) -> Result<CheckedRecord<AccountId>, DispatchError> {
	<Records as DecisionSupportAccess<_>>::check(id, &requester, Purpose::Treatment)
}

/// Opens the latest version.
fn open(requester: AccountId, id: RecordId) -> Result<AccessId, DispatchError> {
	let version = Records::record(id).map_or(1, |record| record.latest);
	open_until(requester, id, version, 0)
}

fn open_until(
	requester: AccountId,
	id: RecordId,
	version: VersionNumber,
	until: Moment,
) -> Result<AccessId, DispatchError> {
	let purpose = Purpose::Treatment;
	<Records as DecisionSupportAccess<_>>::open(id, version, &requester, &DRAWN, purpose, until)
}

/// What fails leaves nothing, as in a call or a draw.
fn refused_until(id: RecordId, version: VersionNumber, until: Moment, error: Error<Test>) {
	assert_noop!(
		frame_support::storage::with_storage_layer(
			|| open_until(CLINICIAN, id, version, until).map(|_| ())
		),
		error
	);
}

#[test]
fn it_must_last_until_operators_have_answered() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(CLINICIAN);
		permit_decision_support();
		let ends = Timestamp::get() + HOUR;
		refused_until(id, 1, ends + 1, Error::Expired);
		assert_ok!(open_until(CLINICIAN, id, 1, ends));
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
			Ok(CheckedRecord { patient: PATIENT, category, version: 2, contested: true })
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
			let obligations = Obligations { erase_at: Some(erase_at), ..Obligations::default() };
			let query = query(Reader::DecisionSupport, Action::Access, Purpose::DecisionSupport);
			answer(query, Ok(Permit { obligations, ..permit(9) }));
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
		let access = open_until(CLINICIAN, id, 1, 0).unwrap();
		assert_eq!(Records::access(access).unwrap().access.version, 1);
		for unknown in [0, 3] {
			refused_until(id, unknown, 0, Error::UnknownVersion);
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
		let access = open(PATIENT, id).unwrap();
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
				1,
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
