// SPDX-License-Identifier: Apache-2.0
use super::*;

/// A record of custodians 11, 12 and 13, just erased.
fn an_erased_record() -> RecordId {
	let id = a_record(1);
	assert_ok!(Records::erase(by(PATIENT), id));
	events();
	id
}

fn confirm(custodian: AccountId, id: RecordId) -> Result<(), DispatchError> {
	let done = Records::confirm_destruction(by(custodian), id).map_err(|refused| refused.error)?;
	// The custodian had no say in the erasure.
	assert_eq!(done.pays_fee, frame_support::dispatch::Pays::No);
	Ok(())
}

#[test]
fn data_rule_6_each_custodian_confirms_and_the_last_completes() {
	build_and_execute(|| {
		let id = an_erased_record();
		assert_ok!(confirm(12, id));
		pass(HOUR);
		assert_ok!(confirm(11, id));
		let confirmed: Vec<_> = Records::destructions(id)
			.into_iter()
			.map(|destruction| destruction.destroyed_at)
			.collect();
		assert_eq!(confirmed, [Some(START + HOUR), Some(START), None]);
		assert_ok!(confirm(13, id));
		assert!(!Destructions::<Test>::contains_key(id));
		assert_eq!(
			events(),
			[
				Event::Destroyed { record: id, custodian: 12 },
				Event::Destroyed { record: id, custodian: 11 },
				Event::Destroyed { record: id, custodian: 13 },
				Event::DestructionComplete { record: id },
			]
		);
	});
}

#[test]
fn a_custodian_confirms_once() {
	build_and_execute(|| {
		let id = an_erased_record();
		assert_ok!(confirm(11, id));
		assert_noop!(confirm(11, id), Error::<Test>::AlreadyConfirmed);
		assert_ok!(confirm(12, id));
		assert_ok!(confirm(13, id));
		assert_noop!(confirm(13, id), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn whoever_was_not_a_custodian_confirms_nothing() {
	build_and_execute(|| {
		let id = an_erased_record();
		for other in [14, PATIENT, OUTSIDER] {
			assert_noop!(confirm(other, id), Error::<Test>::NotACustodian);
		}
	});
}

#[test]
fn nothing_is_confirmed_before_the_erasure() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_noop!(confirm(11, id), Error::<Test>::NotErased);
		assert_noop!(confirm(11, RecordId(9)), Error::<Test>::NotFound);
	});
}

#[test]
fn bonds_of_custodians_in_service_stay_until_they_confirm() {
	build_and_execute(|| {
		let id = a_record(1);
		assert!(Duties::get().is_empty(), "custody alone binds nobody");
		leave_service(13);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(Duties::get().into_iter().collect::<Vec<_>>(), [(11, 1), (12, 1)]);
		// Leaving service frees nobody, and a custodian that had left before is still asked to confirm.
		leave_service(12);
		for custodian in [11, 12, 13] {
			assert_ok!(confirm(custodian, id));
		}
		assert!(Duties::get().values().all(|count| *count == 0));
	});
}
