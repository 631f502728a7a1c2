// SPDX-License-Identifier: Apache-2.0
//! An author does not open a document by custodians of their own, whoever is permitted what.
use super::*;

/// Makes an account a member of the organisations that run these operators.
fn enrol(account: AccountId, operators: &[AccountId]) {
	for operator in operators {
		Members::mutate(|members| members.insert((organisation_of(*operator), account)));
	}
}

fn of_threshold(seed: u8, accounts: &[AccountId], threshold: u8) -> Document<AccountId> {
	Document { threshold, ..kept_by(accounts, seed) }
}

#[test]
fn data_rule_4_custodians_of_the_authors_organisations_are_fewer_than_the_threshold() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		enrol(CLINICIAN, &[11, 12]);
		let submit = |seed, accounts: &[AccountId], threshold| {
			submit_as(CLINICIAN, of_threshold(seed, accounts, threshold))
		};
		let own = DispatchError::from(Error::<Test>::TooManyOwnCustodians);
		assert_noop!(submit(1, &[11, 12, 13], 2), own);
		assert_noop!(submit(1, &[11], 1), own);
		assert_ok!(submit(1, &[11, 12, 13], 3));
		assert_ok!(submit(2, &[11, 13, 14], 2));
		// Several operators of one organisation count each.
		accredit(15, organisation_of(11));
		assert_noop!(submit(3, &[11, 15, 13], 2), own);
	});
}

#[test]
fn whoever_is_an_operator_or_runs_them_counts_themselves() {
	build_and_execute(|| {
		Patients::mutate(|patients| patients.insert(11));
		let own = |author, seed, accounts: &[AccountId]| {
			Records::submit(
				by(author),
				author,
				Category::Condition,
				Compartment::General,
				TODAY,
				kept_by(accounts, seed),
			)
		};
		// One share of its own and one of its organisation's.
		enrol(11, &[12]);
		assert_noop!(own(11, 1, &[11, 12, 13]), Error::<Test>::TooManyOwnCustodians);
		// The organisation itself.
		accredit(13, PATIENT);
		accredit(14, PATIENT);
		assert_noop!(own(PATIENT, 1, &[12, 13, 14]), Error::<Test>::TooManyOwnCustodians);
		assert_ok!(own(PATIENT, 1, &[12, 13, 15]));
	});
}

#[test]
fn a_suspended_organisations_member_is_one_still() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		enrol(CLINICIAN, &[11, 12]);
		SuspendedOrganisations::set([organisation_of(11), organisation_of(12)].into());
		assert_noop!(submit_as(CLINICIAN, document(1)), Error::<Test>::TooManyOwnCustodians);
	});
}

#[test]
fn no_custodian_is_of_an_organisation_that_is_not_in_force() {
	build_and_execute(|| {
		Organisations::mutate(|organisations| organisations.remove(&12));
		assert_noop!(submit_as(PATIENT, document(1)), Error::<Test>::CustodianNotInService);
	});
}

#[test]
fn it_is_the_authors_own_whoever_amends_or_shares_anew() {
	build_and_execute(|| {
		let id = a_record(1);
		enrol(CLINICIAN, &[14, 15]);
		let own = DispatchError::from(Error::<Test>::TooManyOwnCustodians);
		let amended = kept_by(&[14, 15, 16], 2);
		assert_noop!(Records::amend(by(CLINICIAN), id, 1, amended.clone(), TODAY), own);
		let named = [14, 15, 16];
		let reshare = |who| {
			let anchors = anchors(&named, 7);
			Records::reshare(by(who), id, 1, 0, [7; 32], custodians(&named), anchors)
		};
		assert_noop!(reshare(CLINICIAN), own);
		assert_noop!(reshare(PATIENT), own);
		// Of what the patient wrote they may be.
		assert_ok!(submit_as(PATIENT, document(3)));
		assert_ok!(Records::amend(by(PATIENT), RecordId(1), 1, amended, TODAY));
	});
}

#[test]
fn nor_do_custodians_hand_their_shares_to_the_authors() {
	build_and_execute(|| {
		let id = a_record(1);
		enrol(CLINICIAN, &[14, 15]);
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		assert_noop!(Records::hand_over(by(12), id, 1, 0, 15), Error::<Test>::TooManyOwnCustodians);
		assert_ok!(Records::hand_over(by(14), id, 1, 0, 15));
	});
}
