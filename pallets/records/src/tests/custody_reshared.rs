// SPDX-License-Identifier: Apache-2.0
//! What becomes of pay and proofs when a key is shared anew or a share is handed over.
use super::*;

/// What the shares of the next sharing are proved by.
const NEXT: u32 = 7;

fn claim_as(custodian: AccountId, record: RecordId, proof: [u8; 32]) -> Result<(), DispatchError> {
	let claim = CustodyClaim { record, version: 1, proof };
	Records::claim_custody(by(custodian), vec![claim].try_into().unwrap())
}

fn reshare(id: RecordId, accounts: &[AccountId]) -> Result<(), DispatchError> {
	let (named, anchors) = (custodians(accounts), anchors(accounts, NEXT));
	Records::reshare(by(PATIENT), id, 1, 0, [7; 32], named, anchors)
}

fn balance(account: AccountId) -> u64 {
	Balances::free_balance(account)
}

#[test]
fn whoever_stays_is_owed_what_it_did_not_claim_and_others_begin_now() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		let of_second = Records::custody_fund(id, 2);
		pass(DAY);
		assert_ok!(claim_as(11, id, proof(11, 1, 1)));
		pass(DAY);
		let before = Records::custody_fund(id, 1).unwrap();
		assert_ok!(reshare(id, &[14, 12, 11, 15]));
		let begun = |custodian, days| Retention {
			proof: proof(custodian, NEXT, 0),
			paid_until: START + days * DAY,
		};
		let retentions = vec![begun(14, 2), begun(12, 0), begun(11, 1), begun(15, 2)];
		let expected = CustodyFund { retentions: retentions.try_into().unwrap(), ..before };
		assert_eq!(Records::custody_fund(id, 1), Some(expected));
		assert_eq!(Records::custody_fund(id, 2), of_second);
		pass(DAY);
		for (custodian, paid) in [(11, 3), (12, 3), (14, 1), (15, 1)] {
			assert_ok!(claim_as(custodian, id, proof(custodian, NEXT, 1)));
			assert_eq!(balance(custodian), paid * PRICE);
		}
	});
}

/// Attack: a custodian keeps claiming with a share of an older sharing.
#[test]
fn proofs_of_an_older_sharing_are_worth_nothing() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(reshare(id, &[11, 12, 14]));
		pass(DAY);
		assert_noop!(claim_as(11, id, proof(11, 1, 1)), Error::<Test>::WrongProof);
		// Whoever is not named again loses what it has not claimed.
		assert_noop!(claim_as(13, id, proof(13, 1, 1)), Error::<Test>::NotACustodian);
		assert_ok!(claim_as(11, id, proof(11, NEXT, 1)));
	});
}

#[test]
fn a_share_that_is_handed_over_takes_its_proofs_and_its_pay_with_it() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		assert_ok!(claim_as(12, id, proof(12, 1, 1)));
		pass(DAY);
		let before = Records::custody_fund(id, 1);
		assert_ok!(Records::hand_over(by(12), id, 1, 0, 14));
		assert_eq!(Records::custody_fund(id, 1), before);
		assert_noop!(claim_as(12, id, proof(12, 1, 2)), Error::<Test>::NotACustodian);
		pass(DAY);
		assert_ok!(claim_as(14, id, proof(12, 1, 2)));
		assert_eq!((balance(12), balance(14)), (PRICE, 2 * PRICE));
	});
}
