// SPDX-License-Identifier: Apache-2.0
use super::*;

fn request(reader: AccountId, id: RecordId) -> Result<(), DispatchError> {
	Records::request_access(by(reader), id, None, Purpose::Treatment)
}

#[test]
fn data_rule_5_a_permitted_reader_is_entered_and_granted_access() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		events();
		let uses = UseCount::get();
		assert_ok!(request(OTHER_CLINICIAN, id));
		let basis = Basis::Provision(ProvisionId(8));
		assert_eq!(
			Ledger::get(),
			[LedgerEntry {
				patient: PATIENT,
				readers: vec![OTHER_CLINICIAN],
				access: AccessId(0),
				subject: Subject::Record { id, version: 1 },
				category: Category::ObservationLaboratory,
				purpose: Purpose::Treatment,
				basis,
			}]
		);
		assert_eq!(
			events(),
			[Event::AccessOpened {
				access: AccessId(0),
				record: id,
				version: 1,
				reader: OTHER_CLINICIAN,
				purpose: Purpose::Treatment,
			}]
		);
		let CheckedAccess { state, access, .. } = Records::access(AccessId(0)).unwrap();
		assert_eq!(state, AccessState::Open);
		assert_eq!(access.readers.as_slice(), [OTHER_CLINICIAN]);
		assert_eq!(access.basis, basis);
		assert_eq!(access.expires, Deadline { moment: START + HOUR, block: 1 });
		assert_eq!(UseCount::get(), uses + 1);
	});
}

#[test]
fn a_patient_reads_their_own_record_without_a_provision() {
	build_and_execute(|| {
		let id = a_record(1);
		let uses = UseCount::get();
		assert_ok!(Records::request_access(by(PATIENT), id, None, Purpose::PatientRequest));
		assert_eq!(Ledger::get()[0].basis, Basis::OwnRecord);
		assert_eq!(UseCount::get(), uses);
		assert_noop!(request(OTHER_PATIENT, id), Error::<Test>::NotPermitted);
	});
}

#[test]
fn data_rule_7_an_outsider_is_refused_and_nothing_is_entered() {
	build_and_execute(|| {
		let id = a_record(1);
		Keyless::mutate(|keyless| keyless.insert(OUTSIDER));
		assert_noop!(request(OUTSIDER, id), Error::<Test>::NotPermitted);
		assert!(Ledger::get().is_empty());
	});
}

#[test]
fn a_permit_for_one_purpose_does_not_cover_another() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		assert_noop!(
			Records::request_access(by(OTHER_CLINICIAN), id, None, Purpose::Research),
			Error::<Test>::NotPermitted
		);
	});
}

#[test]
fn an_author_reads_the_version_they_wrote_and_no_other() {
	build_and_execute(|| {
		let id = a_record(1);
		amend_as_colleague(OTHER_CLINICIAN, id, 2);
		let read =
			|version| Records::request_access(by(CLINICIAN), id, version, Purpose::Treatment);
		assert_ok!(read(Some(1)));
		assert_eq!(Ledger::get()[0].basis, Basis::Authorship);
		assert_noop!(read(Some(2)), Error::<Test>::NotPermitted);
		assert_noop!(read(None), Error::<Test>::NotPermitted);
	});
}

#[test]
fn a_provision_is_the_basis_before_authorship_is() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(CLINICIAN);
		assert_ok!(request(CLINICIAN, id));
		assert_eq!(Ledger::get()[0].basis, Basis::Provision(ProvisionId(8)));
	});
}

#[test]
fn data_rule_7_a_denial_beats_authorship() {
	build_and_execute(|| {
		let id = a_record(1);
		let denied = Err(Refusal::Denied(ProvisionId(2)));
		answer_account(CLINICIAN, Action::Access, Purpose::Treatment, denied);
		assert_noop!(request(CLINICIAN, id), Error::<Test>::Denied);
	});
}

#[test]
fn data_rule_7_break_glass_does_not_override_a_denial_for_authors() {
	build_and_execute(|| {
		let id = a_record(1);
		let read = Records::request_access(by(CLINICIAN), id, None, Purpose::BreakGlass);
		assert_noop!(read, Error::<Test>::NotPermitted);
	});
}

#[test]
fn authorship_ends_with_the_licence() {
	build_and_execute(|| {
		let id = a_record(1);
		for licence in [Licence::Suspended, Licence::Expired, Licence::None] {
			set_licence(CLINICIAN, licence);
			assert_noop!(request(CLINICIAN, id), Error::<Test>::NotPermitted);
		}
		let not_in_force = Err(Refusal::NotInForce);
		answer_account(CLINICIAN, Action::Access, Purpose::Treatment, not_in_force);
		assert_noop!(request(CLINICIAN, id), Error::<Test>::NotInForce);
	});
}

#[test]
fn a_broken_glass_is_entered_as_such() {
	build_and_execute(|| {
		let id = a_record(1);
		let basis = Basis::BreakGlass(BreakGlassId(5));
		let permitted = Ok(Permit { basis, ..permit(0) });
		answer_account(OTHER_CLINICIAN, Action::Access, Purpose::BreakGlass, permitted);
		let read = Records::request_access(by(OTHER_CLINICIAN), id, None, Purpose::BreakGlass);
		assert_ok!(read);
		assert_eq!(Ledger::get()[0].basis, basis);
	});
}

#[test]
fn a_reader_without_an_encryption_key_is_told_so() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_reading(OTHER_CLINICIAN);
		Keyless::mutate(|keyless| keyless.insert(OTHER_CLINICIAN));
		assert_noop!(request(OTHER_CLINICIAN, id), Error::<Test>::NoEncryptionKey);
	});
}

#[test]
fn obligations_are_returned_and_shorten_the_request() {
	build_and_execute(|| {
		let id = a_record(1);
		let mut strict = permit_until_erased(8, START + 1_000);
		(strict.obligations.no_redisclosure, strict.obligations.mask_identity) = (true, true);
		answer_account(OTHER_CLINICIAN, Action::Access, Purpose::Treatment, Ok(strict));
		assert_ok!(request(OTHER_CLINICIAN, id));
		let access = Records::access(AccessId(0)).unwrap().access;
		assert_eq!(access.obligations, strict.obligations);
		assert_eq!(access.expires.moment, START + 1_000);
		pass(1_000);
		assert_noop!(request(OTHER_CLINICIAN, id), Error::<Test>::Expired);
	});
}

#[test]
fn data_rule_5_no_entry_no_access() {
	build_and_execute(|| {
		let id = a_record(1);
		LedgerFull::set(true);
		assert_noop!(request(PATIENT, id), Error::<Test>::LedgerFull);
	});
}

#[test]
fn unknown_versions_are_refused() {
	build_and_execute(|| {
		let id = a_record(1);
		for version in [0, 2, u32::MAX] {
			assert_noop!(
				Records::request_access(by(PATIENT), id, Some(version), Purpose::PatientRequest),
				Error::<Test>::UnknownVersion
			);
		}
	});
}

#[test]
fn unknown_and_erased_records_are_told_apart() {
	build_and_execute(|| {
		assert_noop!(request(PATIENT, RecordId(0)), Error::<Test>::NotFound);
		let id = a_record(1);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(request(PATIENT, id), Error::<Test>::Erased);
	});
}

#[test]
fn data_rule_8_a_request_expires_by_the_chains_clock() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(request(PATIENT, id));
		let state = || Records::access(AccessId(0)).unwrap().state;
		pass(HOUR - 1);
		assert_eq!(state(), AccessState::Open);
		pass(1);
		assert_eq!(state(), AccessState::Expired);
	});
}
