// SPDX-License-Identifier: Apache-2.0
//! Who pays for a version, and who may do so in their place. Data rule 11.
use super::*;

#[test]
fn anyone_pays_in_an_authors_place_and_the_author_gets_the_deposit_back() {
	build_and_execute(|| {
		let id = a_record(1);
		let (deposit, before) = (held_for_storage(CLINICIAN), held_for_storage(INSURER));
		events();
		assert_ok!(Records::pay_for(by(INSURER), id, 1));
		assert_eq!(events(), [Event::PaidFor { record: id, version: 1, payer: INSURER }]);
		assert_eq!((held_for_storage(CLINICIAN), held_for_storage(INSURER)), (0, before + deposit));
		// From one to the next.
		assert_ok!(Records::pay_for(by(PATIENT), id, 1));
		assert_eq!((held_for_storage(INSURER), held_for_storage(PATIENT)), (before, deposit));
		assert_ok!(Records::erase(by(PATIENT), id));
		confirm_all(id);
		assert_eq!(
			(held_for_storage(CLINICIAN), held_for_storage(INSURER), held_for_storage(PATIENT)),
			(0, before, 0)
		);
	});
}

#[test]
fn each_version_is_paid_for_by_itself() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		let both = held_for_storage(CLINICIAN);
		assert_ok!(Records::pay_for(by(INSURER), id, 1));
		let first = held_for_storage(INSURER);
		assert_eq!(held_for_storage(CLINICIAN), both - first);
		assert_ok!(Records::pay_for(by(INSURER), id, 2));
		assert_eq!((held_for_storage(CLINICIAN), held_for_storage(INSURER)), (0, both));
		assert!(first > both - first, "the first pays for the record too");
		// Resharing changes no payer.
		assert_ok!(Records::hand_over(by(11), id, 1, 0, 14));
		assert_eq!(held_for_storage(INSURER), both);
	});
}

#[test]
fn whoever_has_no_money_takes_nothing_over() {
	build_and_execute(|| {
		let id = a_record(1);
		let before = held_for_storage(CLINICIAN);
		let pay = |payer| {
			frame_support::storage::with_storage_layer(|| Records::pay_for(by(payer), id, 1))
		};
		assert!(pay(PENNILESS).is_err());
		assert_eq!(held_for_storage(CLINICIAN), before);
		assert_eq!(pay(CLINICIAN), Err(Error::<Test>::AlreadyPaying.into()));
	});
}

#[test]
fn only_for_a_version_that_is_there() {
	build_and_execute(|| {
		let pay = |id, version| Records::pay_for(by(INSURER), id, version);
		assert_noop!(pay(RecordId(0), 1), Error::<Test>::NotFound);
		let id = a_record(1);
		for version in [0, 2] {
			assert_noop!(pay(id, version), Error::<Test>::UnknownVersion);
		}
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(pay(id, 1), Error::<Test>::Erased);
	});
}

/// Data rule 11, and that the check of it checks something.
#[test]
fn what_is_on_hold_is_what_tickets_hold() {
	build_and_execute(|| {
		use frame_support::traits::{fungible::MutateHold, tokens::Precision};
		let id = a_record(1);
		assert_ok!(Records::request_access(by(CLINICIAN), id, None, Purpose::Treatment));
		let deposits = Records::deposits();
		assert_eq!(deposits.of(&CLINICIAN), u128::from(held_for_storage(CLINICIAN)));
		assert_eq!(held_for_custody(CLINICIAN), TERM_COST, "which is none of them");
		assert_eq!(deposits.of(&PATIENT), 0);
		assert_ok!(Records::do_try_state());
		let (reason, precision) = (StorageReason::get(), Precision::Exact);
		assert_ok!(Balances::release(&reason, &CLINICIAN, 1, precision));
		assert!(Records::do_try_state().is_err());
		assert_ok!(Balances::hold(&reason, &CLINICIAN, 1));
	});
}
