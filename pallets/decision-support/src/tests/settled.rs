// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn an_agreement_makes_a_receipt_and_ends_the_request() {
	build_and_execute(|| {
		let id = requested(WorkClass::Clinical);
		assert_ok!(draw(id));
		let request = DecisionSupport::open_request(id).unwrap();
		let held = FUNDS - free(CLINICIAN);
		events();
		advance_to(NOW + 5);
		agree(id, CONTENT, Some(cid()));
		let (agreeing, seats) = (2, 3);
		assert_eq!(events(), [Event::Settled { request: id, content: CONTENT, agreeing, seats }]);
		assert_eq!(
			DecisionSupport::receipt(id),
			Some(Receipt {
				patient: PATIENT,
				requester: CLINICIAN,
				job: request.job,
				inputs: request.inputs,
				class: WorkClass::Clinical,
				content: CONTENT,
				result: Some(cid()),
				output: None,
				agreeing,
				seats,
				settled_at: NOW + 5,
				erased_at: None,
				verdict: None,
			})
		);
		assert_eq!(DecisionSupport::open_request(id), None);
		assert!(RequestsOf::<Test>::contains_key(PATIENT, id));
		// The request's deposit is back, and the receipt's stays.
		let stays = FUNDS - free(CLINICIAN);
		assert!(0 < stays && stays < held);
	});
}

#[test]
fn receipts_are_counted_for_each_requester() {
	build_and_execute(|| {
		for _ in 0..3 {
			settled();
		}
		requested(WorkClass::Clinical);
		let receipts = |who: u64| Tallies::<Test>::get(who).receipts;
		assert_eq!((receipts(CLINICIAN), receipts(PATIENT)), (3, 0));
	});
}

#[test]
fn a_task_of_no_request_leaves_nothing() {
	build_and_execute(|| {
		agree(RequestId(7), CONTENT, None);
		DecisionSupport::failed(RequestId(7).into());
		assert!(events().is_empty());
		assert_eq!(Receipts::<Test>::iter().count(), 0);
	});
}
