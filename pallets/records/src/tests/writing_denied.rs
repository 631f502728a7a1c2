// SPDX-License-Identifier: Apache-2.0
//! A denial ends the search among the purposes for which somebody may write. Data rule 7.

use super::*;
use salus_primitives::Query;

const DENIED: Result<Permit, Refusal> = Err(Refusal::Denied(ProvisionId(3)));

fn writing(purpose: Purpose, decision: Result<Permit, Refusal>) {
	answer_account(CLINICIAN, Action::Collect, purpose, decision);
}

/// The case consent-writing-falls-through: an author states no purpose, so an ordinary writing is denied.
#[test]
fn data_rule_7_what_is_denied_for_treatment_is_not_written_as_emergency() {
	build_and_execute(|| {
		writing(Purpose::Treatment, DENIED);
		writing(Purpose::EmergencyTreatment, Ok(permit(4)));
		assert_noop!(submit_as(CLINICIAN, document(1)), Error::<Test>::Denied);
		assert_ok!(submit_as(PATIENT, document(2)));
		assert_noop!(
			Records::amend(by(CLINICIAN), RecordId(0), 1, document(3), TODAY),
			Error::<Test>::Denied
		);
		assert_eq!(UseCount::get(), 0, "no permit lost a use");
	});
}

#[test]
fn break_glass_alone_stands_above_a_denial() {
	build_and_execute(|| {
		let basis = Basis::BreakGlass(BreakGlassId(1));
		writing(Purpose::Treatment, DENIED);
		writing(Purpose::BreakGlass, Ok(Permit { basis, ..permit(0) }));
		assert_ok!(submit_as(CLINICIAN, document(1)));
		assert_eq!(Records::version(RecordId(0), 1).unwrap().basis, basis);
	});
}

#[test]
fn data_rule_7_no_later_purpose_is_tried_after_a_denial() {
	build_and_execute(|| {
		InForce::set(vec![CLINICIAN]);
		let job = |purpose| {
			let asked = query(Reader::Account(CLINICIAN), Action::Collect, purpose);
			Query { category: Category::RiskAssessment, ..asked }
		};
		let submit = || {
			let general = Compartment::General;
			let category = Category::RiskAssessment;
			Records::submit(by(CLINICIAN), PATIENT, category, general, TODAY, document(1))
		};
		answer(job(Purpose::Payment), Ok(permit(5)));
		answer(job(Purpose::Treatment), DENIED);
		assert_noop!(submit(), Error::<Test>::Denied);
		answer(job(Purpose::Treatment), Err(Refusal::NoPolicy));
		answer(job(Purpose::EmergencyTreatment), DENIED);
		assert_noop!(submit(), Error::<Test>::Denied);
		answer(job(Purpose::EmergencyTreatment), Err(Refusal::NoPolicy));
		assert_ok!(submit());
	});
}

#[test]
fn what_is_permitted_before_a_denial_is_found_is_written() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		writing(Purpose::EmergencyTreatment, DENIED);
		assert_ok!(submit_as(CLINICIAN, document(1)));
	});
}
