// SPDX-License-Identifier: Apache-2.0
use super::*;

const NOBODYS: Actor<AccountId> = Actor::Study(StudyId(2));

#[test]
fn a_provision_for_a_study_that_nobody_has_registered_is_refused() {
	build_and_execute(|| {
		assert_noop!(Consent::grant(signed(ALICE), permit(NOBODYS)), Error::<Test>::UnknownStudy);
		// Nor does anybody deny what there is not and believe that they denied something.
		assert_noop!(Consent::grant(signed(ALICE), denial(NOBODYS)), Error::<Test>::UnknownStudy);
		assert_noop!(
			Consent::request_consent(signed(DORA), ALICE, permit(NOBODYS)),
			Error::<Test>::UnknownStudy
		);
		Registered::set(vec![StudyId(2)]);
		grant(ALICE, permit(NOBODYS));
	});
}

#[test]
fn whoever_asks_for_a_study_that_is_gone_gets_no_permit() {
	build_and_execute(|| {
		Registered::set(vec![StudyId(2)]);
		assert_ok!(Consent::request_consent(signed(DORA), ALICE, permit(NOBODYS)));
		Registered::set(Vec::new());
		assert_noop!(
			Consent::answer(signed(ALICE), ConsentRequestId(0), Some(permit(NOBODYS))),
			Error::<Test>::UnknownStudy
		);
	});
}

#[test]
fn a_runtime_without_studies_knows_none() {
	assert!(!<() as Studies>::is_registered(StudyId(0)));
}
