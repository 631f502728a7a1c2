// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_balances;
use salus_primitives::{AccessId, Purpose};

#[test]
fn data_rule_5_a_request_opens_every_record_for_the_drawn() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		events();
		let id = requested(model);
		let request = Requests::<Test>::get(id).unwrap().item;
		let mut drawn: Vec<_> = request.drawn.iter().map(|drawn| drawn.operator).collect();
		assert_eq!(
			Opened::get(),
			[1, 2].map(|record| (RecordId(record), CLINICIAN, drawn.clone(), Purpose::Treatment))
		);
		assert_eq!(
			request.records.into_inner(),
			[1, 2].map(|record| Input {
				record: RecordId(record),
				version: 3,
				access: AccessId(record + 100),
				contested: false,
			})
		);
		assert_eq!((request.patient, request.requester), (PATIENT, CLINICIAN));
		assert_eq!(request.model_digest, MODEL_DIGEST);
		assert_eq!(request.state, RequestState::Sealing);
		assert_eq!(request.seal_until, NOW + SEAL_PERIOD);
		assert_eq!(request.settle_until, NOW + 2 * SEAL_PERIOD);
		let operators = drawn.clone().try_into().unwrap();
		assert_eq!(
			events(),
			[Event::Requested { request: id, model, patient: PATIENT, operators }]
		);
		drawn.sort_unstable();
		assert_eq!(drawn, OPERATORS);
		for operator in OPERATORS {
			assert_eq!(Duties::get()[&operator], 1);
			assert_eq!(OpenRequests::<Test>::get(operator).into_inner(), [id]);
		}
		assert_eq!(Models::<Test>::get(model).unwrap().item.requests, 1);
		assert!(RequestsOf::<Test>::contains_key(PATIENT, id));
		assert!(pallet_balances::Pallet::<Test>::free_balance(CLINICIAN) < FUNDS);
	});
}

#[test]
fn a_request_remembers_which_records_were_contested_when_it_was_made() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		Contested::set(vec![RecordId(2)]);
		let id = requested(model);
		Contested::set(vec![RecordId(1)]);
		let marks =
			|records: Inputs| -> Vec<_> { records.iter().map(|input| input.contested).collect() };
		let told = DecisionSupport::open_request(id).unwrap().request;
		assert_eq!(marks(told.records), [false, true]);
		for operator in OPERATORS {
			sealed(id, DIGEST, operator);
		}
		assert_ok!(call(OPERATORS[0], settle_call(id, DIGEST)));
		let receipt = DecisionSupport::receipt(id).unwrap();
		assert_eq!(marks(receipt.records), [false, true]);
	});
}

#[test]
fn the_patient_may_ask_about_themselves() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		assert_ok!(call(PATIENT, request_call(model, &[1])));
	});
}

#[test]
fn data_rule_7_without_consent_there_is_no_request() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		assert_noop!(call(OUTSIDER, request_call(model, &[1])), DispatchError::Other("no consent"));
	});
}

#[test]
fn only_approved_models_are_asked() {
	build_and_execute(|| {
		let model = propose(proposal(Output::Sealed));
		let asks = || call(CLINICIAN, request_call(model, &[1]));
		assert_noop!(asks(), Error::<Test>::ModelNotApproved);
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_noop!(asks(), Error::<Test>::ModelSuspended);
		assert_noop!(call(CLINICIAN, request_call(ModelId(9), &[1])), Error::<Test>::NotFound);
	});
}

#[test]
fn the_records_are_some_known_and_all_different() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		let asks = |records: &[u64]| call(CLINICIAN, request_call(model, records));
		assert_noop!(asks(&[]), Error::<Test>::NoRecords);
		assert_noop!(asks(&[1, 2, 1]), Error::<Test>::RepeatedRecord);
		assert_noop!(asks(&[1, 99]), DispatchError::Other("no such record"));
	});
}

#[test]
fn the_records_are_of_one_patient() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		assert_noop!(call(CLINICIAN, request_call(model, &[1, 3])), Error::<Test>::SeveralPatients);
	});
}

#[test]
fn whoever_cannot_pay_cannot_ask() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		let poor = 99;
		Readers::mutate(|readers| readers.push(poor));
		assert!(call(poor, request_call(model, &[1])).is_err());
		assert_eq!(NextRequest::<Test>::get(), RequestId(0));
	});
}
