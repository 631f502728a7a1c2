// SPDX-License-Identifier: Apache-2.0
//! An insurer or a study has risk models run, and so writes their jobs, without a licence.
use super::*;
use salus_primitives::Query;

fn permit_job(author: AccountId, purpose: Purpose, provision: u32) {
	answer(job(author, purpose), Ok(permit(provision)));
}

/// What consent is asked about somebody who writes a job.
fn job(author: AccountId, purpose: Purpose) -> Query<AccountId> {
	let asked = query(Reader::Account(author), Action::Collect, purpose);
	Query { category: Category::RiskAssessment, ..asked }
}

fn submit(author: AccountId, category: Category, seed: u8) -> Result<(), DispatchError> {
	let document = document(seed);
	Records::submit(by(author), PATIENT, category, Compartment::General, TODAY, document)
}

fn submit_job(author: AccountId, seed: u8) -> Result<(), DispatchError> {
	submit(author, Category::RiskAssessment, seed)
}

#[test]
fn an_organisation_in_force_writes_a_job_for_payment_or_research() {
	build_and_execute(|| {
		assert_noop!(submit_job(INSURER, 1), Error::<Test>::NotPermitted);
		for (seed, purpose) in [(1, Purpose::Payment), (2, Purpose::Research)] {
			Decisions::set(Vec::new());
			permit_job(INSURER, purpose, 5);
			assert_ok!(submit_job(INSURER, seed));
			let version = Records::version(RecordId(u64::from(seed) - 1), 1).unwrap();
			let basis = Basis::Provision(ProvisionId(5));
			assert_eq!((version.author, version.basis), (INSURER, basis));
		}
		assert_eq!(UseCount::get(), 2);
	});
}

#[test]
fn so_does_a_member_and_amends_it() {
	build_and_execute(|| {
		Members::mutate(|members| members.insert((INSURER, OUTSIDER)));
		permit_job(OUTSIDER, Purpose::Payment, 5);
		assert_ok!(submit_job(OUTSIDER, 1));
		assert_ok!(Records::amend(by(OUTSIDER), RecordId(0), 1, document(2), TODAY));
	});
}

#[test]
fn nobody_else_without_a_licence_does() {
	build_and_execute(|| {
		for purpose in [Purpose::Payment, Purpose::Research, Purpose::Treatment] {
			permit_job(OUTSIDER, purpose, 5);
		}
		assert_noop!(submit_job(OUTSIDER, 1), Error::<Test>::NotPermitted);
		// Nor does an organisation that is suspended.
		permit_job(INSURER, Purpose::Payment, 5);
		InForce::set(vec![]);
		assert_noop!(submit_job(INSURER, 1), Error::<Test>::NotPermitted);
	});
}

#[test]
fn nothing_but_a_job_and_for_nothing_else() {
	build_and_execute(|| {
		for category in [Category::ObservationLaboratory, Category::Claim] {
			for purpose in [Purpose::Payment, Purpose::Research] {
				answer(Query { category, ..job(INSURER, purpose) }, Ok(permit(5)));
			}
			assert_noop!(submit(INSURER, category, 1), Error::<Test>::NotPermitted);
		}
		for purpose in [
			Purpose::Treatment,
			Purpose::EmergencyTreatment,
			Purpose::BreakGlass,
			Purpose::Operations,
		] {
			permit_job(INSURER, purpose, 5);
		}
		assert_noop!(submit_job(INSURER, 1), Error::<Test>::NotPermitted);
	});
}

#[test]
fn data_rule_7_a_denial_is_a_denial() {
	build_and_execute(|| {
		answer(job(INSURER, Purpose::Payment), Err(Refusal::Denied(ProvisionId(3))));
		assert_noop!(submit_job(INSURER, 1), Error::<Test>::Denied);
	});
}

#[test]
fn a_practitioner_of_an_organisation_writes_for_treatment_before_anything_else() {
	build_and_execute(|| {
		Members::mutate(|members| members.insert((INSURER, CLINICIAN)));
		permit_job(CLINICIAN, Purpose::Research, 6);
		permit_job(CLINICIAN, Purpose::EmergencyTreatment, 5);
		assert_ok!(submit_job(CLINICIAN, 1));
		let basis = Records::version(RecordId(0), 1).unwrap().basis;
		assert_eq!(basis, Basis::Provision(ProvisionId(5)));
	});
	// Without membership research is not among what is tried.
	build_and_execute(|| {
		permit_job(CLINICIAN, Purpose::Research, 6);
		assert_noop!(submit_job(CLINICIAN, 1), Error::<Test>::NotPermitted);
	});
}

#[test]
fn having_written_a_job_is_not_enough_to_read_it_without_a_licence() {
	build_and_execute(|| {
		permit_job(INSURER, Purpose::Payment, 5);
		assert_ok!(submit_job(INSURER, 1));
		let read = || Records::request_access(by(INSURER), RecordId(0), None, Purpose::Payment);
		assert_noop!(read(), Error::<Test>::NotPermitted);
		let asked = Query { action: Action::Access, ..job(INSURER, Purpose::Payment) };
		answer(asked, Ok(permit(6)));
		assert_ok!(read());
	});
}
