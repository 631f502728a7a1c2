// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_patient_writes_for_themselves() {
	build_and_execute(|| {
		assert_ok!(submit_as(PATIENT, document(1)));
		let id = RecordId(0);
		assert_eq!(
			Records::record(id).unwrap(),
			Record {
				patient: PATIENT,
				author: PATIENT,
				category: Category::ObservationLaboratory,
				compartment: Compartment::General,
				latest: 1,
				created_at: START,
				data: TODAY,
				contested: None,
				replaces: None,
				replaced_by: None,
			}
		);
		let version = Records::version(id, 1).unwrap();
		assert_eq!(version.cid, Cid::raw([1; 32]));
		assert_eq!(version.basis, Basis::OwnRecord);
		assert_eq!(version.custodians.as_slice(), &CUSTODIANS[..3]);
		assert_eq!((version.generation(), version.sharing()), (0, None));
		assert_eq!(*version.placed_by(), PATIENT);
		let (version, payer, amount) = (1, PATIENT, TERM_COST);
		assert_eq!(
			events(),
			[
				Event::Submitted { record: id, patient: PATIENT, version },
				Event::CustodyFunded { record: id, version, payer, amount },
			]
		);
		assert_eq!(UseCount::get(), 0, "consent is not asked about one's own record");
	});
}

#[test]
fn a_permitted_practitioner_writes_and_the_use_is_counted() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		assert_ok!(submit_as(CLINICIAN, document(1)));
		let version = Records::version(RecordId(0), 1).unwrap();
		assert_eq!(version.author, CLINICIAN);
		assert_eq!(version.basis, Basis::Provision(ProvisionId(7)));
		assert_eq!(UseCount::get(), 1);
	});
}

#[test]
fn emergency_treatment_and_a_broken_glass_let_write_too() {
	build_and_execute(|| {
		for (seed, purpose) in [(1, Purpose::BreakGlass), (2, Purpose::EmergencyTreatment)] {
			let basis = Basis::BreakGlass(BreakGlassId(seed.into()));
			let permitted = Ok(Permit { basis, ..permit(0) });
			answer_account(CLINICIAN, Action::Collect, purpose, permitted);
			assert_ok!(submit_as(CLINICIAN, document(seed)));
			let id = RecordId(u64::from(seed) - 1);
			assert_eq!(Records::version(id, 1).unwrap().basis, basis);
		}
	});
}

#[test]
fn data_rule_7_no_policy_means_no() {
	build_and_execute(|| {
		assert_noop!(submit_as(CLINICIAN, document(1)), Error::<Test>::NotPermitted);
		permit_reading(CLINICIAN);
		assert_noop!(submit_as(CLINICIAN, document(1)), Error::<Test>::NotPermitted);
	});
}

#[test]
fn a_denial_is_named_whichever_purpose_it_is_found_under() {
	build_and_execute(|| {
		for purpose in [Purpose::Treatment, Purpose::EmergencyTreatment] {
			Decisions::set(Vec::new());
			let denied = Err(Refusal::Denied(ProvisionId(3)));
			answer_account(CLINICIAN, Action::Collect, purpose, denied);
			assert_noop!(submit_as(CLINICIAN, document(1)), Error::<Test>::Denied);
		}
	});
}

#[test]
fn a_permit_without_a_licence_in_force_is_not_enough() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		permit_writing(OUTSIDER);
		assert_noop!(submit_as(OUTSIDER, document(1)), Error::<Test>::NotPermitted);
		for licence in [Licence::Expired, Licence::Suspended] {
			set_licence(CLINICIAN, licence);
			assert_noop!(submit_as(CLINICIAN, document(1)), Error::<Test>::NotInForce);
		}
	});
}

#[test]
fn nobody_writes_for_an_account_that_is_not_a_patient() {
	build_and_execute(|| {
		for author in [OUTSIDER, CLINICIAN] {
			assert_noop!(
				Records::submit(
					by(author),
					OUTSIDER,
					Category::Condition,
					Compartment::General,
					TODAY,
					document(1)
				),
				Error::<Test>::NotAPatient
			);
		}
	});
}

#[test]
fn data_rule_7_a_record_lies_in_the_compartment_that_its_author_names() {
	build_and_execute(|| {
		for compartment in Compartment::ALL {
			let id = NextRecord::<Test>::get();
			assert_ok!(Records::submit(
				by(PATIENT),
				PATIENT,
				Category::Condition,
				compartment,
				TODAY,
				document(compartment.number() + 1),
			));
			assert_eq!(Records::record(id).unwrap().compartment, compartment);
		}
	});
}

#[test]
fn consent_is_asked_about_the_records_own_category_compartment_and_data_period() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		let submit = |category, compartment, data| {
			Records::submit(by(CLINICIAN), PATIENT, category, compartment, data, document(1))
		};
		let laboratory = Category::ObservationLaboratory;
		let refused = DispatchError::from(Error::<Test>::NotPermitted);
		assert_noop!(submit(Category::Genomics, Compartment::General, TODAY), refused);
		assert_noop!(submit(laboratory, Compartment::One, TODAY), refused);
		let since_yesterday = DataPeriod { first: Day(TODAY.first.0 - 1), ..TODAY };
		assert_noop!(submit(laboratory, Compartment::General, since_yesterday), refused);
		assert_ok!(submit(laboratory, Compartment::General, TODAY));
	});
}

#[test]
fn data_rule_11_the_author_pays_or_does_not_write() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		assert_ok!(submit_as(CLINICIAN, document(1)));
		assert!(held(CLINICIAN) > TERM_COST + 600, "four items and their bytes, and custody");
		assert_eq!(held(PATIENT), 0);
		assert!(submit_as(PENNILESS, document(2)).is_err());
	});
	build_and_execute(|| {
		let own = Records::submit(
			by(PENNILESS),
			PENNILESS,
			Category::Condition,
			Compartment::General,
			TODAY,
			document(1),
		);
		assert_eq!(
			own,
			Err(DispatchError::Token(polkadot_sdk::sp_runtime::TokenError::FundsUnavailable))
		);
	});
}

#[test]
fn ids_are_never_given_twice() {
	build_and_execute(|| {
		assert_eq!(a_record(1), RecordId(0));
		assert_ok!(Records::erase(by(PATIENT), RecordId(0)));
		assert_eq!(a_record(1), RecordId(1));
	});
	// The counter stands at its end only in this test, where the invariant on counts can't hold.
	new_test_ext().execute_with(|| {
		Patients::mutate(|patients| patients.insert(PATIENT));
		InService::set(CUSTODIANS.into());
		NextRecord::<Test>::put(RecordId(u64::MAX));
		assert_noop!(submit_as(PATIENT, document(1)), Error::<Test>::IdsExhausted);
	});
}
