// SPDX-License-Identifier: Apache-2.0
//! Custody is paid: by whoever writes, or a patient's sponsor, to custodians that prove that they keep their shares.

use super::{
	bodies::TECHNICAL_COMMITTEE,
	scenario::{RECORD, document, proof, written},
	*,
};
use crate::{
	Balance, Balances, Participants, Records,
	configs::{participants::DefaultWorkLimit, proxy::ProxyType, records::MinCustodyPrice},
	time::DAY,
	units::UNIT,
};
use pallet_records::{CustodyClaim, CustodyFund, Error};
use salus_primitives::{Compartment, DataPeriod, Day, RecordId};

/// The record that the patient writes after the clinician's.
const OWN: RecordId = RecordId(1);

/// What a term of three custodians costs.
fn cost() -> Balance {
	3 * 365 * MinCustodyPrice::get()
}

fn claim(record: RecordId, proof: [u8; 32]) -> RecordsCall {
	RecordsCall::claim_custody { claims: list(&[CustodyClaim { record, version: 1, proof }]) }
}

fn fund(record: RecordId) -> CustodyFund<AccountId, Balance> {
	Records::custody_fund(record, 1).unwrap()
}

fn write_own(patient: &sr25519::Pair, operators: &[sr25519::Pair]) -> RecordsCall {
	RecordsCall::submit {
		patient: account(patient),
		category: Category::Condition,
		compartment: Compartment::General,
		data: DataPeriod::on(Day::of(now())),
		document: document(2, operators),
	}
}

/// All that an account has.
fn worth(who: &AccountId) -> Balance {
	balance(who) + Balances::reserved_balance(who)
}

#[test]
fn each_custodian_is_paid_by_time_out_of_what_the_author_set_aside() {
	execute(|| {
		let (patient, operators) = written();
		let clinician = CLINICIAN.to_account_id();
		assert_eq!((fund(RECORD).payer, fund(RECORD).held), (clinician.clone(), cost()));
		let before = worth(&clinician);
		pass(10 * DAY);
		let pay = 10 * MinCustodyPrice::get();
		for operator in &operators {
			fails(operator, claim(RECORD, [0; 32]), Error::<Runtime>::WrongProof);
			let next = proof(1, &account(operator), 1);
			fails(&OUTSIDER.pair(), claim(RECORD, next), Error::<Runtime>::NotACustodian);
			System::reset_events();
			succeeds(operator, claim(RECORD, next));
			let custodian = account(operator);
			let paid = pallet_records::Event::<Runtime>::CustodyPaid {
				record: RECORD,
				version: 1,
				custodian,
				amount: pay,
			};
			System::assert_has_event(paid.into());
			fails(operator, claim(RECORD, next), Error::<Runtime>::WrongProof);
		}
		assert_eq!(fund(RECORD).held, cost() - 3 * pay);
		assert_eq!(worth(&clinician), before - 3 * pay);
		let held = Balances::reserved_balance(&clinician);
		succeeds(&patient, RecordsCall::erase { record: RECORD });
		assert_eq!(worth(&clinician), before - 3 * pay);
		assert!(Balances::reserved_balance(&clinician) <= held - (cost() - 3 * pay));
	});
}

#[test]
fn data_rule_10_a_sponsored_patients_custody_is_the_sponsors_to_pay() {
	execute(|| {
		let (patient, operators) = written();
		let clinic = CLINIC.to_account_id();
		let (free, held) = (balance(&clinic), Balances::reserved_balance(&clinic));
		succeeds(&patient, write_own(&patient, &operators));
		assert_eq!(fund(OWN).payer, clinic);
		assert_eq!(balance(&clinic), free - cost());
		assert_eq!(Balances::reserved_balance(&clinic), held + cost());
		let left = Participants::who_is(account(&patient)).allowance.work;
		assert_eq!(left, DefaultWorkLimit::get() - cost());
		succeeds(&patient, RecordsCall::erase { record: OWN });
		assert_eq!((balance(&clinic), Balances::reserved_balance(&clinic)), (free, held));
		assert_eq!(balance(&account(&patient)), 0);
	});
}

#[test]
fn data_rule_10_beyond_the_limit_a_patient_without_tokens_writes_and_anyone_may_pay_later() {
	execute(|| {
		let (patient, operators) = written();
		let limit = cost() - 1;
		succeeds(&CLINIC.pair(), ParticipantsCall::set_work_limit { limit });
		succeeds(&patient, write_own(&patient, &operators));
		assert_eq!((fund(OWN).payer, fund(OWN).held), (account(&patient), 0));
		pass(DAY);
		let pay = RecordsCall::fund_custody { record: OWN, version: 1 };
		succeeds(&OUTSIDER.pair(), pay);
		assert_eq!((fund(OWN).payer, fund(OWN).held), (OUTSIDER.to_account_id(), cost()));
		pass(DAY);
		let next = proof(2, &account(&operators[0]), 1);
		succeeds(&operators[0], claim(OWN, next));
		assert_eq!(fund(OWN).held, cost() - MinCustodyPrice::get());
	});
}

#[test]
fn the_technical_committee_sets_the_price() {
	execute(|| {
		let price = 2 * MinCustodyPrice::get();
		let set = |price| RecordsCall::set_custody_price { price };
		fails(&OUTSIDER.pair(), set(price), DispatchError::BadOrigin);
		let too_high = DispatchError::from(Error::<Runtime>::PriceOutOfRange);
		let refused = TECHNICAL_COMMITTEE.dispatches(set(UNIT)).unwrap_err();
		assert_eq!(refused.encode(), too_high.encode());
		TECHNICAL_COMMITTEE.motion(set(price), &[Alice, Bob]);
		written();
		assert_eq!((fund(RECORD).price, fund(RECORD).held), (price, 2 * cost()));
	});
}

#[test]
fn a_session_key_claims_and_the_account_is_paid() {
	execute(|| {
		let (_, operators) = written();
		let session = stranger("Session");
		let operator = &operators[0];
		let add = ProxyCall::add_proxy {
			delegate: account(&session).into(),
			proxy_type: ProxyType::Operator,
			delay: 0,
		};
		succeeds(operator, add);
		let (dest, value) = (account(&session).into(), UNIT);
		succeeds(&Alice.pair(), BalancesCall::transfer_allow_death { dest, value });
		pass(DAY);
		let before = worth(&account(operator));
		let call = claim(RECORD, proof(1, &account(operator), 1));
		let by_proxy = ProxyCall::proxy {
			real: account(operator).into(),
			force_proxy_type: Some(ProxyType::Operator),
			call: Box::new(call.into()),
		};
		succeeds(&session, by_proxy);
		assert_eq!(worth(&account(operator)), before + MinCustodyPrice::get());
	});
}
