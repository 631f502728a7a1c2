// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_balances;

fn declare(model: ModelId) -> Call<Test> {
	Call::declare_model { model }
}

fn retract(model: ModelId) -> Call<Test> {
	Call::retract_model { model }
}

fn free(account: u64) -> u64 {
	pallet_balances::Pallet::<Test>::free_balance(account)
}

/// An approved model that nobody runs yet.
fn unclaimed() -> ModelId {
	let model = propose(proposal(Output::Sealed));
	assert_ok!(rule_call(Call::approve_model { model }));
	model
}

fn declared(model: ModelId) -> u32 {
	DecisionSupport::model(model).unwrap().declared
}

#[test]
fn only_operators_that_declared_the_model_are_drawn() {
	build_and_execute(|| {
		InService::set((11..=16).collect());
		let (model, other) = (unclaimed(), unclaimed());
		for operator in [12, 14, 16] {
			assert_ok!(call(operator, declare(model)));
		}
		for operator in [11, 13, 15] {
			assert_ok!(call(operator, declare(other)));
		}
		for seed in 0..10 {
			Seed::set(seed);
			let id = NextRequest::<Test>::get();
			assert_ok!(call(CLINICIAN, request_call(model, &[1])));
			let drawn = Requests::<Test>::get(id).unwrap().item.drawn;
			let mut drawn: Vec<_> = drawn.iter().map(|drawn| drawn.operator).collect();
			drawn.sort_unstable();
			assert_eq!(drawn, [12, 14, 16]);
		}
	});
}

#[test]
fn a_model_that_too_few_declared_is_not_asked() {
	build_and_execute(|| {
		let model = unclaimed();
		let asks = || call(CLINICIAN, request_call(model, &[1]));
		assert_noop!(asks(), Error::<Test>::TooFewOperators);
		assert_ok!(call(11, declare(model)));
		assert_ok!(call(12, declare(model)));
		assert_noop!(asks(), Error::<Test>::TooFewOperators);
		assert_ok!(call(13, declare(model)));
		assert_ok!(asks());
		assert_ok!(call(12, retract(model)));
		assert_noop!(asks(), Error::<Test>::TooFewOperators);
	});
}

#[test]
fn whoever_declared_and_left_service_is_passed_over_until_it_is_back() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		let asks = || call(CLINICIAN, request_call(model, &[1]));
		leave_service(13);
		assert_noop!(asks(), Error::<Test>::TooFewOperators);
		assert_eq!(declared(model), 2);
		assert_eq!(DecisionSupport::declared(model), OPERATORS);
		InService::set(OPERATORS.to_vec());
		assert_eq!(declared(model), 3);
		assert_ok!(asks());
	});
}

#[test]
fn retracting_does_not_excuse_from_requests_drawn_before() {
	build_and_execute(|| {
		let id = sealed_request();
		let model = Requests::<Test>::get(id).unwrap().item.model;
		assert_ok!(call(11, retract(model)));
		assert_eq!(DecisionSupport::requests_for(&11), [id]);
		sealed(id, DIGEST, 11);
	});
}

#[test]
fn a_deposit_is_held_for_each_declaration_and_given_back() {
	build_and_execute(|| {
		let (model, other) = (unclaimed(), unclaimed());
		events();
		assert_ok!(call(11, declare(model)));
		let one = FUNDS - free(11);
		assert!(one > 0);
		assert_ok!(call(11, declare(other)));
		assert_eq!(FUNDS - free(11), 2 * one);
		assert_ok!(call(11, retract(model)));
		leave_service(11);
		assert_ok!(call(11, retract(other)));
		assert_eq!(free(11), FUNDS);
		let operator = 11;
		assert_eq!(
			events(),
			[
				Event::ModelDeclared { model, operator },
				Event::ModelDeclared { model: other, operator },
				Event::ModelRetracted { model, operator },
				Event::ModelRetracted { model: other, operator },
			]
		);
		assert!(!Declarations::<Test>::contains_key(model));
	});
}

#[test]
fn only_operators_in_service_declare_and_only_once() {
	build_and_execute(|| {
		let model = unclaimed();
		for stranger in [PATIENT, CLINICIAN, 14] {
			assert_noop!(call(stranger, declare(model)), Error::<Test>::NotPermitted);
		}
		assert_ok!(call(11, declare(model)));
		assert_noop!(call(11, declare(model)), Error::<Test>::AlreadyDeclared);
		assert_noop!(call(12, retract(model)), Error::<Test>::NotDeclared);
		assert_ok!(call(11, retract(model)));
		assert_noop!(call(11, retract(model)), Error::<Test>::NotDeclared);
	});
}

#[test]
fn a_model_is_declared_in_each_of_its_states_but_an_unknown_one_in_none() {
	build_and_execute(|| {
		let model = propose(proposal(Output::Sealed));
		assert_ok!(call(11, declare(model)));
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_ok!(call(12, declare(model)));
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_ok!(call(13, declare(model)));
		assert_eq!(declared(model), 3);
		assert_noop!(call(11, declare(ModelId(9))), Error::<Test>::NotFound);
		assert_noop!(call(11, retract(ModelId(9))), Error::<Test>::NotDeclared);
	});
}

#[test]
fn a_withdrawn_model_gives_its_operators_their_deposits_back() {
	build_and_execute(|| {
		let model = propose(proposal(Output::Sealed));
		assert_ok!(call(11, declare(model)));
		assert_ok!(call(12, declare(model)));
		leave_service(12);
		events();
		let withdraw = Call::withdraw_model { model };
		assert_noop!(call(11, withdraw.clone()), Error::<Test>::NotPermitted);
		assert_ok!(call(PATIENT, withdraw));
		assert_eq!((free(11), free(12), free(PATIENT)), (FUNDS, FUNDS, FUNDS));
		assert_eq!(
			events(),
			[
				Event::ModelRetracted { model, operator: 11 },
				Event::ModelRetracted { model, operator: 12 },
				Event::ModelWithdrawn { model },
			]
		);
		assert_noop!(call(11, retract(model)), Error::<Test>::NotDeclared);
	});
}

#[test]
fn withdrawing_weighs_by_how_many_declared() {
	build_and_execute(|| {
		let model = propose(proposal(Output::Sealed));
		assert_ok!(call(11, declare(model)));
		let done = DecisionSupport::withdraw_model(RuntimeOrigin::signed(PATIENT), model).unwrap();
		let weight = <() as crate::WeightInfo>::withdraw_model(1);
		assert_eq!(done.actual_weight, Some(weight));
	});
}

#[test]
fn one_that_left_service_gives_way_when_there_is_no_more_room() {
	build_and_execute(|| {
		MaxDeclarations::set(8);
		InService::set((11..=19).collect());
		let model = unclaimed();
		for operator in 11..=18 {
			assert_ok!(call(operator, declare(model)));
		}
		assert_noop!(call(19, declare(model)), Error::<Test>::TooManyDeclarations);
		leave_service(15);
		events();
		assert_ok!(call(19, declare(model)));
		assert_eq!(
			events(),
			[
				Event::ModelRetracted { model, operator: 15 },
				Event::ModelDeclared { model, operator: 19 },
			]
		);
		assert_eq!(free(15), FUNDS);
		assert_eq!(declared(model), 8);
	});
}

#[test]
fn whoever_cannot_pay_cannot_declare() {
	build_and_execute(|| {
		let model = unclaimed();
		let poor = 99;
		InService::mutate(|operators| operators.push(poor));
		assert!(call(poor, declare(model)).is_err());
		assert!(DecisionSupport::declared(model).is_empty());
	});
}
