// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn models_come_in_pages_of_at_most_a_hundred() {
	build_and_execute(|| {
		for _ in 0..105 {
			propose(proposal());
		}
		assert_ok!(call(PATIENT, Call::withdraw_model { model: ModelId(1) }));
		let ids = |start, count| {
			let page = DecisionSupport::models(ModelId(start), count);
			page.into_iter().map(|model| model.id.0).collect::<Vec<_>>()
		};
		assert_eq!(ids(0, 3), [0, 2, 3]);
		assert_eq!(ids(103, 3), [103, 104]);
		assert_eq!(ids(0, u32::MAX).len(), 100);
		assert_eq!(DecisionSupport::model(ModelId(1)), None);
		let last = DecisionSupport::model(ModelId(2)).unwrap();
		assert_eq!((last.state, last.verdicts), (ModelState::Proposed, Verdicts::default()));
	});
}

#[test]
fn a_request_is_told_until_it_is_settled_and_its_receipt_ever_after() {
	build_and_execute(|| {
		let id = requested(WorkClass::Research);
		assert_eq!(DecisionSupport::open_request(id).unwrap().inputs.len(), 2);
		assert_eq!(DecisionSupport::receipt(id), None);
		assert_ok!(draw(id));
		agree(id, CONTENT, None);
		assert_eq!(DecisionSupport::open_request(id), None);
		assert_eq!(DecisionSupport::receipt(id).unwrap().content, CONTENT);
	});
}

#[test]
fn a_patient_learns_what_was_asked_about_them() {
	build_and_execute(|| {
		for _ in 0..5 {
			requested(WorkClass::Clinical);
		}
		agree(RequestId(1), CONTENT, None);
		DecisionSupport::failed(RequestId(2).into());
		let of = |patient: u64, start, count| {
			let page = DecisionSupport::requests_of(&patient, RequestId(start), count);
			page.into_iter().map(|id| id.0).collect::<Vec<_>>()
		};
		assert_eq!(of(PATIENT, 0, 3), [0, 1, 3]);
		assert_eq!(of(PATIENT, 2, 100), [3, 4]);
		assert!(of(OTHER_PATIENT, 0, 100).is_empty());
	});
}
