// SPDX-License-Identifier: Apache-2.0
//! What custodians owe ends after its time, at the expense of their bonds; until then it is paid for.
use super::*;
use salus_primitives::quorum::Fault;

const DAY_OF_BLOCKS: u32 = 24 * HOUR_OF_BLOCKS;

fn end(id: RecordId) -> Result<(), DispatchError> {
	frame_support::storage::with_storage_layer(|| {
		Records::end_destruction(by(OUTSIDER), id).map(|_| ()).map_err(|refused| refused.error)
	})
}

fn owing(id: RecordId) -> Vec<AccountId> {
	Records::destructions(id).into_iter().map(|destruction| destruction.custodian).collect()
}

fn missed(record: RecordId, custodian: AccountId) -> Event<Test> {
	Event::DestructionMissed { record, custodian }
}

/// A record of custodians 11, 12 and 13, just erased, of whom the first has confirmed.
fn an_erased_record() -> RecordId {
	let id = a_record(1);
	assert_ok!(Records::erase(by(PATIENT), id));
	assert_ok!(Records::confirm_destruction(by(11), id));
	events();
	id
}

#[test]
fn data_rule_8_it_is_overdue_when_time_and_blocks_have_passed() {
	build_and_execute(|| {
		let id = an_erased_record();
		let not_overdue = Err(Error::<Test>::NotOverdue.into());
		assert_eq!(end(id), not_overdue);
		// A pause of the chain.
		pass(DAY);
		assert_eq!(end(id), not_overdue);
		pass_blocks(DAY_OF_BLOCKS - 1);
		assert_eq!(end(id), not_overdue);
		pass_blocks(1);
		assert_ok!(end(id));
		assert_eq!(end(id), Err(Error::<Test>::NotFound.into()));
	});
}

#[test]
fn whoever_is_late_is_named_and_pays_and_the_deposit_comes_back() {
	build_and_execute(|| {
		let id = an_erased_record();
		assert!(held(CLINICIAN) > 0, "the list is paid for as long as it stands");
		pass(DAY);
		pass_blocks(DAY_OF_BLOCKS);
		assert_ok!(end(id));
		assert_eq!(events(), [missed(id, 12), missed(id, 13)]);
		assert_eq!(Penalties::get(), [(12, Fault::Absence), (13, Fault::Absence)]);
		assert!(Duties::get().values().all(|count| *count == 0));
		assert_eq!(held(CLINICIAN), 0);
		assert!(!Destructions::<Test>::contains_key(id));
		assert_noop!(Records::confirm_destruction(by(12), id), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn one_whose_bond_was_not_bound_is_named_and_pays_nothing() {
	build_and_execute(|| {
		let id = a_record(1);
		leave_service(12);
		assert_ok!(Records::erase(by(PATIENT), id));
		for custodian in [11, 13] {
			assert_ok!(Records::confirm_destruction(by(custodian), id));
		}
		events();
		pass(DAY);
		pass_blocks(DAY_OF_BLOCKS);
		assert_ok!(end(id));
		assert_eq!(events(), [missed(id, 12)]);
		assert!(Penalties::get().is_empty());
	});
}

#[test]
fn of_a_record_that_stands_those_who_left_make_room() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		pass(DAY / 2);
		pass_blocks(DAY_OF_BLOCKS / 2);
		assert_ok!(Records::hand_over(by(12), id, 1, 0, 15));
		pass(DAY / 2);
		pass_blocks(DAY_OF_BLOCKS / 2);
		assert_ok!(end(id));
		// The other's time is not up.
		assert_eq!(owing(id), [12]);
		assert_eq!(Penalties::get(), [(11, Fault::Absence)]);
		// And the one that was late is asked again when the record is erased only if it keeps a share then.
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(owing(id), [12, 14, 15, 13]);
		pass(DAY / 2);
		pass_blocks(DAY_OF_BLOCKS / 2);
		assert_ok!(end(id));
		assert_eq!(owing(id), [14, 15, 13]);
		assert!(held(CLINICIAN) > 0);
	});
}

#[test]
fn the_fee_is_for_those_that_were_late() {
	build_and_execute(|| {
		let id = an_erased_record();
		pass(DAY);
		pass_blocks(DAY_OF_BLOCKS);
		let paid = Records::end_destruction(by(OUTSIDER), id).unwrap().actual_weight;
		assert_eq!(paid, Some(<() as WeightInfo>::end_destruction(2)));
	});
}
