// SPDX-License-Identifier: Apache-2.0
//! What patients ask about themselves, their sponsor pays for up to its limit. Data rule 10.

use super::*;
use polkadot_sdk::sp_runtime::TokenError;

/// The patient asks three operators about themselves.
fn asks() -> Result<(), DispatchError> {
	call(PATIENT, request_call(JOB, &[1]))
}

/// Who pays for the only task, and who is not drawn for it.
fn payer() -> (u64, Vec<u64>) {
	let mut tasks = Tasks::get();
	assert_eq!(tasks.len(), 1);
	let task = tasks.remove(0);
	(task.payer, task.excluded.into_inner())
}

#[test]
fn the_sponsor_pays_for_the_seats_and_is_not_drawn() {
	build_and_execute(|| {
		WorkLeft::set(Some(3 * PRICE));
		assert_ok!(asks());
		assert_eq!(payer(), (SPONSOR, vec![PATIENT, SPONSOR]));
		assert_eq!(WorkLeft::get(), Some(0));
		// What is stored of the request is the patient's, and is given back to the patient.
		assert!(free(PATIENT) < FUNDS);
		assert_eq!(free(SPONSOR), FUNDS);
		DecisionSupport::failed(RequestId(0).into());
		assert_eq!(free(PATIENT), FUNDS);
	});
}

#[test]
fn the_limit_is_asked_for_the_price_of_all_seats() {
	build_and_execute(|| {
		WorkLeft::set(Some(5 * PRICE - 1));
		assert_ok!(call(PATIENT, request_with(JOB, &[1], WorkClass::Clinical, TIERS[1])));
		assert_eq!(payer(), (PATIENT, vec![PATIENT]));
		assert_eq!(WorkLeft::get(), Some(5 * PRICE - 1));
	});
}

#[test]
fn beyond_the_limit_the_patient_pays_who_can() {
	build_and_execute(|| {
		WorkLeft::set(Some(0));
		assert_ok!(asks());
		assert_eq!(payer(), (PATIENT, vec![PATIENT]));
	});
}

#[test]
fn beyond_the_limit_a_patient_who_can_t_pay_asks_nothing() {
	build_and_execute(|| {
		WorkLeft::set(Some(3 * PRICE - 1));
		Poor::set(vec![PATIENT]);
		assert_noop!(asks(), Error::<Test>::SponsorLimitReached);
		assert!(Tasks::get().is_empty());
		// Within it they do.
		WorkLeft::set(Some(3 * PRICE));
		assert_ok!(asks());
	});
}

#[test]
fn a_refusal_of_another_kind_is_told_as_it_is() {
	build_and_execute(|| {
		for left in [Some(0), Some(3 * PRICE), None] {
			WorkLeft::set(left);
			TakesTasks::set(false);
			assert_noop!(asks(), DispatchError::Other("too few operators"));
			TakesTasks::set(true);
		}
		WorkLeft::set(None);
		Poor::set(vec![PATIENT]);
		assert_noop!(asks(), DispatchError::Token(TokenError::FundsUnavailable));
	});
}

#[test]
fn nobody_else_asks_at_the_sponsors_expense() {
	build_and_execute(|| {
		WorkLeft::set(Some(FUNDS));
		requested(WorkClass::Clinical);
		assert_eq!(payer(), (CLINICIAN, vec![CLINICIAN, PATIENT]));
		assert_eq!(WorkLeft::get(), Some(FUNDS));
	});
}
