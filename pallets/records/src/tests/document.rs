// SPDX-License-Identifier: Apache-2.0
use super::*;

/// What submitting the changed document of the patient's gives.
fn changed(change: impl FnOnce(&mut Document<AccountId>)) -> Result<(), DispatchError> {
	let mut changed = document(1);
	change(&mut changed);
	submit_as(PATIENT, changed)
}

fn custodians(accounts: &[AccountId]) -> impl FnOnce(&mut Document<AccountId>) {
	let custodians = accounts.to_vec().try_into().unwrap();
	move |document| document.custodians = custodians
}

#[test]
fn a_document_has_a_size_up_to_the_limit() {
	build_and_execute(|| {
		assert_noop!(changed(|document| document.length = 0), Error::<Test>::Empty);
		let limit = 64 << 20;
		assert_noop!(changed(|document| document.length = limit + 1), Error::<Test>::TooLarge);
		assert_ok!(changed(|document| document.length = limit));
	});
}

#[test]
fn custodians_are_different_operators_in_service() {
	build_and_execute(|| {
		assert_noop!(changed(custodians(&[])), Error::<Test>::NoCustodians);
		assert_noop!(changed(custodians(&[11, 12, 11])), Error::<Test>::CustodianTwice);
		assert_noop!(changed(custodians(&[11, OUTSIDER])), Error::<Test>::CustodianNotInService);
		leave_service(12);
		assert_noop!(changed(|_| ()), Error::<Test>::CustodianNotInService);
	});
}

#[test]
fn data_rule_4_one_custodian_of_several_never_suffices() {
	build_and_execute(|| {
		let threshold = |count: usize, threshold: u8| {
			changed(|document| {
				*document = Document { threshold, ..kept_by(&CUSTODIANS[..count], 1) };
			})
		};
		assert_noop!(threshold(1, 0), Error::<Test>::ThresholdTooLow);
		assert_noop!(threshold(2, 1), Error::<Test>::ThresholdTooLow);
		assert_noop!(threshold(3, 0), Error::<Test>::ThresholdTooLow);
		assert_noop!(threshold(3, 4), Error::<Test>::ThresholdTooHigh);
		assert_noop!(threshold(1, 255), Error::<Test>::ThresholdTooHigh);
		assert_ok!(threshold(4, 4));
	});
	build_and_execute(|| {
		assert_ok!(changed(|document| {
			*document = Document { threshold: 1, ..kept_by(&CUSTODIANS[..1], 1) };
		}));
	});
}

#[test]
fn each_custodian_has_one_anchor() {
	build_and_execute(|| {
		for accounts in [&CUSTODIANS[..0], &CUSTODIANS[..2], &CUSTODIANS[..4]] {
			assert_noop!(
				changed(|document| document.anchors = anchors(accounts, 1)),
				Error::<Test>::AnchorsMissing
			);
		}
	});
}

#[test]
fn a_refused_document_uses_up_no_permit() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		let mut bad = document(1);
		bad.length = 0;
		assert_noop!(submit_as(CLINICIAN, bad), Error::<Test>::Empty);
		assert_eq!(UseCount::get(), 0);
	});
}
