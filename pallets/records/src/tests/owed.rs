// SPDX-License-Identifier: Apache-2.0
//! Whoever leaves a version of a record that stands owes the destruction of what it keeps no more.
use super::*;

/// When what is owed since the start of these tests must be confirmed.
const DUE: Deadline = Deadline { moment: START + 24 * HOUR, block: 1 + 24 * HOUR_OF_BLOCKS };

fn reshare(
	id: RecordId,
	version: VersionNumber,
	accounts: &[AccountId],
) -> Result<(), DispatchError> {
	let generation = Records::version(id, version).unwrap().generation();
	let (named, anchors) = (custodians(accounts), anchors(accounts, 7));
	Records::reshare(by(PATIENT), id, version, generation, [7; 32], named, anchors)
}

fn confirm(custodian: AccountId, id: RecordId) -> Result<(), DispatchError> {
	let done = Records::confirm_destruction(by(custodian), id).map_err(|refused| refused.error)?;
	assert_eq!(done.pays_fee, frame_support::dispatch::Pays::No);
	Ok(())
}

fn owing(id: RecordId) -> Vec<AccountId> {
	Records::destructions(id).into_iter().map(|destruction| destruction.custodian).collect()
}

/// The duties that operators have, without those of none.
fn duties() -> Vec<(AccountId, u32)> {
	Duties::get().into_iter().filter(|(_, count)| *count > 0).collect()
}

#[test]
fn data_rule_6_those_not_named_again_owe_and_nobody_else() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(reshare(id, 1, &[13, 14, 15]));
		assert_eq!(owing(id), [11, 12]);
		assert!(Records::destructions(id).iter().all(|owed| owed.destroyed_at.is_none()));
		assert_eq!(duties(), [(11, 1), (12, 1)]);
		for other in [13, 14, PATIENT, OUTSIDER] {
			assert_noop!(confirm(other, id), Error::<Test>::NotErased);
		}
		events();
		assert_ok!(confirm(11, id));
		assert_eq!(events(), [Event::Destroyed { record: id, custodian: 11 }]);
		assert_eq!((owing(id), duties()), (vec![12], vec![(12, 1)]));
		assert_noop!(confirm(11, id), Error::<Test>::NotErased);
		assert_ok!(confirm(12, id));
		assert!(!Destructions::<Test>::contains_key(id));
		assert!(duties().is_empty());
	});
}

#[test]
fn whoever_hands_over_owes_until_it_confirms() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		assert_eq!((owing(id), duties()), (vec![11], vec![(11, 1)]));
		assert_ok!(confirm(11, id));
		assert!(owing(id).is_empty() && duties().is_empty());
	});
}

#[test]
fn one_that_left_service_is_asked_but_its_bond_is_not_bound() {
	build_and_execute(|| {
		let id = a_record(1);
		leave_service(11);
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		assert_eq!(
			Records::destructions(id),
			[Destruction { custodian: 11, bound: false, due: DUE, destroyed_at: None }]
		);
		assert!(duties().is_empty());
		// Not even by coming back.
		serve(11);
		assert_ok!(confirm(11, id));
		assert!(duties().is_empty());
	});
}

#[test]
fn leaving_two_versions_is_one_duty_and_one_confirmation() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		assert_ok!(Records::hand_over(by(11), id, 2, 0, 15));
		assert_eq!((owing(id), duties()), (vec![11], vec![(11, 1)]));
		assert_ok!(confirm(11, id));
		assert!(owing(id).is_empty());
	});
}

#[test]
fn one_that_still_keeps_another_version_owes_for_the_one_that_it_left() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		assert_ok!(confirm(11, id));
		let held: Vec<_> =
			Holders::<Test>::get(id).into_iter().map(|holder| holder.custodian).collect();
		assert_eq!(held, [11, 12, 13, 14]);
		assert_ok!(Records::hand_over(by(11), id, 2, 0, 15));
		assert_eq!(owing(id), [11]);
	});
}

#[test]
fn being_named_again_does_not_confirm_for_anyone() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(reshare(id, 1, &[13, 14, 15]));
		assert_ok!(reshare(id, 1, &[11, 12, 13]));
		assert_eq!(owing(id), [11, 12, 14, 15]);
		assert_eq!(duties().len(), 4);
		for custodian in [11, 12, 14, 15] {
			assert_ok!(confirm(custodian, id));
		}
		assert!(duties().is_empty());
	});
}

#[test]
fn an_erasure_reaches_those_who_keep_and_those_who_still_owe_and_no_duty_counts_twice() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		assert_ok!(reshare(id, 1, &[14, 15, 16]));
		assert_ok!(reshare(id, 2, &[13, 14]));
		assert_eq!(owing(id), [11, 12, 13]);
		assert_ok!(confirm(12, id));
		assert_ok!(Records::erase(by(PATIENT), id));
		let mut reached = owing(id);
		reached.sort_unstable();
		assert_eq!(reached, [11, 13, 14, 15, 16], "12 keeps nothing and has said so");
		assert_eq!(duties(), [(11, 1), (13, 1), (14, 1), (15, 1), (16, 1)]);
		assert_noop!(confirm(12, id), Error::<Test>::NotACustodian);
		events();
		for custodian in reached {
			assert_ok!(confirm(custodian, id));
		}
		assert_eq!(events().pop(), Some(Event::DestructionComplete { record: id }));
		assert!(duties().is_empty());
	});
}
