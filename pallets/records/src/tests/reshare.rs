// SPDX-License-Identifier: Apache-2.0
//! Whoever holds a key splits it anew, for custodians that may be others.
use super::*;

const SHARING: [u8; 32] = [7; 32];

fn reshare_as(
	who: AccountId,
	id: RecordId,
	version: VersionNumber,
	generation: u32,
	accounts: &[AccountId],
) -> Result<(), DispatchError> {
	let (named, anchors) = (custodians(accounts), anchors(accounts, 7));
	Records::reshare(by(who), id, version, generation, SHARING, named, anchors)
}

fn reshare(id: RecordId, accounts: &[AccountId]) -> Result<(), DispatchError> {
	reshare_as(PATIENT, id, 1, 0, accounts)
}

#[test]
fn custodians_and_generation_change_and_nothing_else() {
	build_and_execute(|| {
		let id = a_record(1);
		let before = Records::version(id, 1).unwrap();
		let money = || (held(PATIENT), held(CLINICIAN));
		let paid = money();
		events();
		assert_ok!(reshare(id, &[13, 14, 15, 16]));
		let reshared = Some(Resharing { generation: 1, sharing: SHARING, placed_by: PATIENT });
		let custodians = custodians(&[13, 14, 15, 16]);
		let expected = Version { custodians, reshared, ..before };
		assert_eq!(Records::version(id, 1).unwrap(), expected);
		assert_eq!(
			money(),
			paid,
			"the author paid for as many custodians as there can be, and for a term"
		);
		assert_eq!(events(), [Event::Reshared { record: id, version: 1, generation: 1 }]);
		assert_ok!(reshare_as(PATIENT, id, 1, 1, &[11, 12]));
		assert_eq!(Records::version(id, 1).unwrap().generation(), 2);
	});
}

#[test]
fn an_earlier_version_is_shared_anew_by_itself() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		assert_ok!(reshare(id, &[14, 15, 16]));
		let kept = |version| Records::version(id, version).unwrap().custodians.into_inner();
		assert_eq!(kept(1), [14, 15, 16]);
		assert_eq!(kept(2), [11, 12, 13]);
		assert_eq!(Records::version(id, 2).unwrap().generation(), 0);
	});
}

#[test]
fn the_author_of_the_version_may_while_they_may_write() {
	build_and_execute(|| {
		let id = a_record(1);
		let colleague = OTHER_CLINICIAN;
		amend_as_colleague(colleague, id, 2);
		let uses = UseCount::get();
		assert_ok!(reshare_as(CLINICIAN, id, 1, 0, &[13, 14, 15]));
		assert_eq!(*Records::version(id, 1).unwrap().placed_by(), CLINICIAN);
		assert_eq!(UseCount::get(), uses, "nothing new was written");
		let not_permitted = DispatchError::from(Error::<Test>::NotPermitted);
		assert_noop!(reshare_as(CLINICIAN, id, 2, 0, &[13, 14, 15]), not_permitted);
		Decisions::set(Vec::new());
		assert_noop!(reshare_as(CLINICIAN, id, 1, 1, &[11, 12, 13]), not_permitted);
		permit_writing(CLINICIAN);
		set_licence(CLINICIAN, Licence::Suspended);
		assert_noop!(reshare_as(CLINICIAN, id, 1, 1, &[11, 12, 13]), Error::<Test>::NotInForce);
	});
}

#[test]
fn nobody_else_may() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_writing(OTHER_CLINICIAN);
		for other in [OTHER_CLINICIAN, OTHER_PATIENT, OUTSIDER, CUSTODIANS[0]] {
			assert_noop!(reshare_as(other, id, 1, 0, &[13, 14, 15]), Error::<Test>::NotPermitted);
		}
	});
}

#[test]
fn one_that_came_late_names_nobody() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(reshare_as(CLINICIAN, id, 1, 0, &[13, 14, 15]));
		for generation in [0, 2, u32::MAX] {
			assert_noop!(
				reshare_as(PATIENT, id, 1, generation, &[16, 17, 18]),
				Error::<Test>::StaleGeneration
			);
		}
	});
}

#[test]
fn custodians_are_checked_as_those_of_a_new_version() {
	build_and_execute(|| {
		let id = a_record(1);
		let refused = |accounts: &[AccountId], error: Error<Test>| {
			assert_noop!(reshare(id, accounts), DispatchError::from(error));
		};
		refused(&[], Error::NoCustodians);
		refused(&[11, 12, 11], Error::CustodianTwice);
		refused(&[11], Error::ThresholdTooHigh);
		let too_few = anchors(&[11], 7);
		assert_noop!(
			Records::reshare(by(PATIENT), id, 1, 0, SHARING, custodians(&[11, 13]), too_few),
			Error::<Test>::AnchorsMissing
		);
		refused(&[11, OUTSIDER], Error::CustodianNotInService);
		leave_service(12);
		refused(&[11, 12, 13], Error::CustodianNotInService);
		assert_ok!(reshare(id, &[11, 13]));
	});
	build_and_execute(|| {
		let lone = Document { threshold: 1, ..kept_by(&[11], 1) };
		assert_ok!(submit_as(PATIENT, lone));
		assert_noop!(reshare(RecordId(0), &[12, 13]), Error::<Test>::ThresholdTooLow);
		assert_ok!(reshare(RecordId(0), &[12]));
	});
}

#[test]
fn what_is_missing_or_erased_is_told_apart() {
	build_and_execute(|| {
		assert_noop!(reshare(RecordId(0), &[11, 12]), Error::<Test>::NotFound);
		let id = a_record(1);
		for version in [0, 2, u32::MAX] {
			assert_noop!(
				reshare_as(PATIENT, id, version, 0, &[11, 12]),
				Error::<Test>::UnknownVersion
			);
		}
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(reshare(id, &[11, 12]), Error::<Test>::Erased);
	});
}

#[test]
fn data_rule_6_no_more_are_named_than_an_erasure_can_reach() {
	build_and_execute(|| {
		let id = a_record(1);
		(19..40).for_each(serve);
		assert_ok!(reshare(id, &[14, 15, 16, 17, 18, 19, 20, 21]));
		// Eleven keep a share or owe its destruction; sixteen can.
		let six: Vec<_> = (22..28).collect();
		assert_noop!(reshare_as(PATIENT, id, 1, 1, &six), Error::<Test>::TooManyHolders);
		assert_ok!(reshare_as(PATIENT, id, 1, 1, &six[..5]));
		for leaver in [11, 12, 13] {
			assert_ok!(Records::confirm_destruction(by(leaver), id));
		}
		let three: Vec<_> = (28..31).collect();
		assert_ok!(reshare_as(PATIENT, id, 1, 2, &three));
		let weight = Records::erase(by(PATIENT), id).unwrap().actual_weight;
		assert_eq!(weight, Some(<() as WeightInfo>::erase(1, 16)));
	});
}
