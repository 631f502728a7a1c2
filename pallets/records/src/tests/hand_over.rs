// SPDX-License-Identifier: Apache-2.0
//! A custodian hands its share over, as it is, to an operator that keeps none of the version.
use super::*;

fn hand_over_of(
	who: AccountId,
	id: RecordId,
	version: VersionNumber,
	generation: u32,
	successor: AccountId,
) -> Result<(), DispatchError> {
	Records::hand_over(by(who), id, version, generation, successor)
}

fn hand_over(who: AccountId, id: RecordId, successor: AccountId) -> Result<(), DispatchError> {
	hand_over_of(who, id, 1, 0, successor)
}

fn reshare(id: RecordId, accounts: &[AccountId]) -> Result<(), DispatchError> {
	let (named, anchors) = (custodians(accounts), anchors(accounts, 7));
	Records::reshare(by(PATIENT), id, 1, 0, [7; 32], named, anchors)
}

fn kept(id: RecordId, version: VersionNumber) -> Vec<AccountId> {
	Records::version(id, version).unwrap().custodians.into_inner()
}

#[test]
fn the_successor_takes_the_leavers_place_and_nothing_else_changes() {
	build_and_execute(|| {
		let id = a_record(1);
		let before = Records::version(id, 1).unwrap();
		events();
		assert_ok!(hand_over(12, id, 15));
		assert_eq!(
			Records::version(id, 1).unwrap(),
			Version { custodians: custodians(&[11, 15, 13]), ..before }
		);
		assert_eq!(
			events(),
			[Event::HandedOver { record: id, version: 1, custodian: 12, successor: 15 }]
		);
	});
}

#[test]
fn a_version_that_was_shared_anew_keeps_its_generation() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		let named = [13, 14, 15];
		assert_ok!(reshare(id, &named));
		let reshared = Records::version(id, 1).unwrap().reshared;
		assert_ok!(hand_over_of(14, id, 1, 1, 16));
		assert_eq!(kept(id, 1), [13, 16, 15]);
		assert_eq!(kept(id, 2), [11, 12, 13]);
		assert_eq!(Records::version(id, 1).unwrap().reshared, reshared);
	});
}

#[test]
fn a_share_of_an_older_generation_is_not_handed_over() {
	build_and_execute(|| {
		let id = a_record(1);
		let named = [11, 12, 13];
		assert_ok!(reshare(id, &named));
		for generation in [0, 2] {
			assert_noop!(hand_over_of(11, id, 1, generation, 14), Error::<Test>::StaleGeneration);
		}
		assert_ok!(hand_over_of(11, id, 1, 1, 14));
	});
}

#[test]
fn only_a_custodian_of_the_version_hands_over() {
	build_and_execute(|| {
		let id = a_record(1);
		for other in [14, PATIENT, CLINICIAN, OUTSIDER] {
			assert_noop!(hand_over(other, id, 15), Error::<Test>::NotACustodian);
		}
		assert_ok!(hand_over(11, id, 14));
		assert_noop!(hand_over(11, id, 15), Error::<Test>::NotACustodian);
	});
}

#[test]
fn one_that_left_service_hands_over_though_the_others_have_left_too() {
	build_and_execute(|| {
		let id = a_record(1);
		[11, 12, 13].into_iter().for_each(leave_service);
		assert_ok!(hand_over(12, id, 14));
		assert_eq!(kept(id, 1), [11, 14, 13]);
	});
}

#[test]
fn the_successor_is_in_service_and_keeps_none_of_the_version() {
	build_and_execute(|| {
		let id = a_record(1);
		for custodian in [11, 12, 13] {
			assert_noop!(hand_over(11, id, custodian), Error::<Test>::CustodianTwice);
		}
		leave_service(14);
		for other in [14, OUTSIDER] {
			assert_noop!(hand_over(11, id, other), Error::<Test>::CustodianNotInService);
		}
		// In service, but its organisation is not in force.
		Organisations::mutate(|organisations| organisations.remove(&15));
		assert_noop!(hand_over(11, id, 15), Error::<Test>::CustodianNotInService);
	});
}

#[test]
fn data_rule_4_no_organisation_comes_by_two_shares() {
	build_and_execute(|| {
		let id = a_record(1);
		accredit(14, organisation_of(12));
		assert_noop!(hand_over(11, id, 14), Error::<Test>::SameOrganisation);
		// From one operator of its own to another it may.
		assert_ok!(hand_over(12, id, 14));
	});
}

#[test]
fn data_rule_4_nobody_comes_by_a_second_share_before_the_first_is_destroyed() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(hand_over(11, id, 14));
		assert_noop!(hand_over(12, id, 11), Error::<Test>::DestructionOwed);
		assert_noop!(hand_over(14, id, 11), Error::<Test>::DestructionOwed);
		assert_ok!(Records::confirm_destruction(by(11), id));
		assert_ok!(hand_over(12, id, 11));
		assert_eq!(kept(id, 1), [14, 11, 13]);
	});
}

#[test]
fn what_is_missing_or_erased_is_told_apart() {
	build_and_execute(|| {
		assert_noop!(hand_over(11, RecordId(0), 14), Error::<Test>::NotFound);
		let id = a_record(1);
		for version in [0, 2, u32::MAX] {
			assert_noop!(hand_over_of(11, id, version, 0, 14), Error::<Test>::UnknownVersion);
		}
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(hand_over(11, id, 14), Error::<Test>::Erased);
	});
}

#[test]
fn data_rule_6_no_more_hand_over_than_an_erasure_can_reach() {
	build_and_execute(|| {
		let id = a_record(1);
		(19..40).for_each(serve);
		// Three keep a share, and thirteen more may come to owe the destruction of theirs.
		let mut custodian = 11;
		for successor in 19..32 {
			assert_ok!(hand_over(custodian, id, successor));
			custodian = successor;
		}
		assert_noop!(hand_over(custodian, id, 32), Error::<Test>::TooManyHolders);
		assert_ok!(Records::confirm_destruction(by(20), id));
		assert_ok!(hand_over(custodian, id, 32));
	});
}
