// SPDX-License-Identifier: Apache-2.0
//! Who pays for custody, at which price, and to whom what is left goes back.
use super::*;
use frame_support::traits::{
	fungible::{Mutate, MutateHold},
	tokens::Precision,
};
use polkadot_sdk::sp_runtime::{TokenError, traits::BadOrigin};

const TOO_LITTLE: DispatchError = DispatchError::Token(TokenError::FundsUnavailable);

fn claim_as(custodian: AccountId, record: RecordId, number: u32) -> Result<(), DispatchError> {
	let claim = CustodyClaim { record, version: 1, proof: proof(custodian, 1, number) };
	Records::claim_custody(by(custodian), vec![claim].try_into().unwrap())
}

fn balance(account: AccountId) -> u64 {
	Balances::free_balance(account)
}

fn fund(record: RecordId) -> CustodyFund<AccountId, u64> {
	Records::custody_fund(record, 1).unwrap()
}

fn fund_as(payer: AccountId, record: RecordId) -> Result<(), DispatchError> {
	Records::fund_custody(by(payer), record, 1)
}

/// Runs a record's fund dry: two custodians take all of it, and the third nothing.
fn run_dry(record: RecordId) {
	pass(TERM_DAYS * DAY + TERM_DAYS * DAY / 2);
	for custodian in [11, 12] {
		assert_ok!(claim_as(custodian, record, 1));
	}
	assert_eq!(fund(record).held, 0);
}

#[test]
fn data_rule_11_whoever_writes_for_another_pays_for_custody_or_does_not_write() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		// Enough for the deposit alone.
		Balances::set_balance(&CLINICIAN, TERM_COST);
		assert_noop!(submit_as(CLINICIAN, document(1)), TOO_LITTLE);
		Balances::set_balance(&CLINICIAN, 2 * TERM_COST);
		assert_ok!(submit_as(CLINICIAN, document(1)));
		assert_noop!(Records::amend(by(CLINICIAN), RecordId(0), 1, document(2), TODAY), TOO_LITTLE);
		assert_eq!(held_for_custody(CLINICIAN), TERM_COST);
	});
}

#[test]
fn a_term_costs_the_price_of_each_share() {
	build_and_execute(|| {
		assert_ok!(submit_as(PATIENT, kept_by(&CUSTODIANS, 1)));
		assert_eq!(held_for_custody(PATIENT), 8 * PRICE * TERM_DAYS);
		assert_eq!(fund(RecordId(0)).retentions.len(), 8);
	});
}

#[test]
fn data_rule_10_the_sponsor_pays_for_a_patient_up_to_its_limit() {
	build_and_execute(|| {
		WorkLeft::set(Some(TERM_COST));
		events();
		assert_ok!(submit_as(PATIENT, document(1)));
		let id = RecordId(0);
		let (payer, amount) = (SPONSOR, TERM_COST);
		assert_eq!(
			events().pop(),
			Some(Event::CustodyFunded { record: id, version: 1, payer, amount })
		);
		assert_eq!((WorkLeft::get(), fund(id).payer), (Some(0), SPONSOR));
		assert_eq!((held_for_custody(SPONSOR), held_for_custody(PATIENT)), (TERM_COST, 0));
		// Beyond the limit the patient pays, who has money.
		assert_ok!(Records::amend(by(PATIENT), id, 1, document(2), TODAY));
		assert_eq!((held_for_custody(SPONSOR), held_for_custody(PATIENT)), (TERM_COST, TERM_COST));
		// What others write about the patient they pay themselves.
		WorkLeft::set(Some(TERM_COST));
		a_record(3);
		assert_eq!((WorkLeft::get(), held_for_custody(CLINICIAN)), (Some(TERM_COST), TERM_COST));
		assert_ok!(Records::erase(by(PATIENT), id));
		confirm_all(id);
		assert_eq!((balance(SPONSOR), held(PATIENT)), (FUNDS, 0));
	});
}

#[test]
fn where_the_sponsor_has_no_money_after_all_the_patient_pays() {
	build_and_execute(|| {
		WorkLeft::set(Some(TERM_COST));
		Balances::set_balance(&SPONSOR, TERM_COST - 1);
		assert_ok!(submit_as(PATIENT, document(1)));
		assert_eq!((held_for_custody(SPONSOR), held_for_custody(PATIENT)), (0, TERM_COST));
	});
}

#[test]
fn data_rule_10_a_patient_without_money_writes_all_the_same_and_anyone_may_pay_later() {
	build_and_execute(|| {
		// Enough for the deposit alone.
		Balances::set_balance(&PENNILESS, TERM_COST);
		let (general, category) = (Compartment::General, Category::Condition);
		let origin = by(PENNILESS);
		assert_ok!(Records::submit(origin, PENNILESS, category, general, TODAY, document(1)));
		let id = RecordId(0);
		assert_eq!((fund(id).payer, fund(id).held), (PENNILESS, 0));
		assert_eq!(events().len(), 1, "nothing was set aside");
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		assert_eq!(balance(11), 0);
		pass(DAY);
		assert_ok!(fund_as(OUTSIDER, id));
		assert_eq!((fund(id).payer, fund(id).held), (OUTSIDER, TERM_COST));
		pass(DAY);
		// One day, and not the two before.
		for (custodian, number) in [(11, 2), (12, 1)] {
			assert_ok!(claim_as(custodian, id, number));
			assert_eq!(balance(custodian), PRICE);
		}
	});
}

#[test]
fn whoever_funds_pays_from_now_on_at_todays_price() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		assert_ok!(Records::set_custody_price(RuntimeOrigin::root(), 2 * PRICE));
		events();
		assert_ok!(fund_as(OUTSIDER, id));
		let (version, payer, amount) = (1, OUTSIDER, 2 * TERM_COST);
		assert_eq!(events(), [Event::CustodyFunded { record: id, version, payer, amount }]);
		let CustodyFund { payer, price, held: left, retentions } = fund(id);
		assert_eq!((payer, price, left), (OUTSIDER, 2 * PRICE, 2 * TERM_COST));
		let times: Vec<_> = retentions.iter().map(|retention| retention.paid_until).collect();
		assert_eq!(times, [START + DAY, START, START]);
		assert_eq!(held_for_custody(OUTSIDER), 2 * TERM_COST);
		// What the clinician has left is its own again, but for the deposit.
		assert_eq!(held_for_custody(CLINICIAN), 0);
		assert_eq!(balance(CLINICIAN) + held(CLINICIAN), FUNDS - PRICE);
		pass(DAY);
		assert_ok!(claim_as(11, id, 2));
		assert_eq!(balance(11), 3 * PRICE);
	});
}

/// Attack: others fund over and over, to push a payer's money out.
#[test]
fn money_that_is_pushed_out_is_not_lost() {
	build_and_execute(|| {
		let id = a_record(1);
		let deposit = held(CLINICIAN) - TERM_COST;
		for payer in [OUTSIDER, INSURER, OUTSIDER, CLINICIAN, INSURER] {
			assert_ok!(fund_as(payer, id));
			assert_eq!(held_for_custody(payer), TERM_COST);
		}
		assert_eq!((balance(OUTSIDER), balance(CLINICIAN)), (FUNDS, FUNDS - deposit));
		assert_ok!(Records::erase(by(PATIENT), id));
		confirm_all(id);
		for payer in [OUTSIDER, CLINICIAN, INSURER] {
			assert_eq!(balance(payer), FUNDS);
		}
	});
}

#[test]
fn whoever_renews_need_not_have_the_money_twice() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		Balances::set_balance(&CLINICIAN, 2 * PRICE);
		assert_ok!(fund_as(CLINICIAN, id));
		assert_eq!((balance(CLINICIAN), held_for_custody(CLINICIAN)), (PRICE, TERM_COST));
	});
}

/// Attack: a custodian does not claim from a fund that runs dry, and has the next payer pay for all that time.
#[test]
fn new_money_pays_for_no_time_that_the_former_could_not_have_paid() {
	build_and_execute(|| {
		let id = a_record(1);
		run_dry(id);
		pass(TERM_DAYS * DAY);
		assert_ok!(fund_as(OUTSIDER, id));
		assert_ok!(claim_as(13, id, 1));
		assert_eq!(balance(13), 0);
		pass(DAY);
		assert_ok!(claim_as(13, id, 2));
		assert_eq!(balance(13), PRICE);
	});
	build_and_execute(|| {
		let id = a_record(1);
		pass(3 * TERM_DAYS * DAY);
		assert_ok!(fund_as(OUTSIDER, id));
		// Nobody had claimed: each is owed a third of what there was.
		for custodian in [11, 12, 13] {
			assert_ok!(claim_as(custodian, id, 1));
			assert_eq!(balance(custodian), TERM_COST / 3);
		}
	});
}

#[test]
fn whoever_funds_must_have_the_money() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_noop!(fund_as(PENNILESS, id), TOO_LITTLE);
	});
}

#[test]
fn there_is_something_to_fund() {
	build_and_execute(|| {
		assert_noop!(fund_as(OUTSIDER, RecordId(0)), Error::<Test>::NotFound);
		let id = a_record(1);
		for version in [0, 2, u32::MAX] {
			assert_noop!(
				Records::fund_custody(by(OUTSIDER), id, version),
				Error::<Test>::UnknownVersion
			);
		}
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(fund_as(OUTSIDER, id), Error::<Test>::Erased);
		assert_eq!(Records::custody_fund(id, 1), None);
	});
}

#[test]
fn the_authority_alone_sets_the_price_within_its_bounds_and_for_what_is_set_aside_later() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_noop!(Records::set_custody_price(by(OUTSIDER), PRICE), BadOrigin);
		for price in [0, PRICE - 1, MAX_PRICE + 1, u64::MAX] {
			assert_noop!(
				Records::set_custody_price(RuntimeOrigin::root(), price),
				Error::<Test>::PriceOutOfRange
			);
		}
		events();
		for price in [PRICE, MAX_PRICE] {
			assert_ok!(Records::set_custody_price(RuntimeOrigin::root(), price));
			assert_eq!(events(), [Event::CustodyPriceSet { price }]);
		}
		assert_eq!(fund(id).price, PRICE);
		let other = a_record(2);
		assert_eq!((fund(other).price, fund(other).held), (MAX_PRICE, 3 * MAX_PRICE * TERM_DAYS));
	});
}

#[test]
fn an_erasure_gives_each_payer_back_what_is_left_of_its_version() {
	build_and_execute(|| {
		let id = a_record(1);
		amend_as_colleague(OTHER_CLINICIAN, id, 2);
		assert_ok!(Records::amend(by(CLINICIAN), id, 2, document(3), TODAY));
		assert_ok!(Records::fund_custody(by(OUTSIDER), id, 3));
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		let other = a_record(4);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!((balance(OTHER_CLINICIAN), balance(OUTSIDER)), (FUNDS, FUNDS));
		assert_eq!(held_for_custody(CLINICIAN), TERM_COST, "of the other record");
		assert_eq!(balance(CLINICIAN) + held(CLINICIAN), FUNDS - PRICE);
		// What it did not claim before is lost to a custodian.
		assert_noop!(claim_as(12, id, 1), Error::<Test>::Erased);
		assert_eq!(fund(other).held, TERM_COST);
	});
}

/// Nothing may stand in the way of erasure, not even money that somehow went missing.
#[test]
fn a_record_is_erased_though_its_money_is_not_there() {
	build_and_execute(|| {
		assert_ok!(submit_as(PATIENT, document(1)));
		let id = RecordId(0);
		let reason = HoldReason::Custody.into();
		assert_ok!(Balances::release(&reason, &PATIENT, TERM_COST, Precision::Exact));
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(Records::custody_fund(id, 1), None);
	});
}
