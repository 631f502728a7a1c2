// SPDX-License-Identifier: Apache-2.0
//! A custodian is paid for the proof that it still keeps its share, by time; and for nothing else.
use super::*;
use frame_support::traits::{LockableCurrency, WithdrawReasons};

/// What is held for a record of three custodians that the clinician wrote.
const FULL: u64 = TERM_COST;

fn claim(record: RecordId, proof: [u8; 32]) -> CustodyClaim {
	CustodyClaim { record, version: 1, proof }
}

fn claim_all(custodian: AccountId, claims: &[CustodyClaim]) -> Result<(), DispatchError> {
	Records::claim_custody(by(custodian), claims.to_vec().try_into().unwrap())
}

/// A custodian's claim of this number, of the record with the document of seed 1.
fn claim_as(custodian: AccountId, record: RecordId, number: u32) -> Result<(), DispatchError> {
	claim_all(custodian, &[claim(record, proof(custodian, 1, number))])
}

fn balance(account: AccountId) -> u64 {
	Balances::free_balance(account)
}

fn fund(record: RecordId) -> CustodyFund<AccountId, u64> {
	Records::custody_fund(record, 1).unwrap()
}

#[test]
fn each_proof_is_paid_for_the_time_since_the_last() {
	build_and_execute(|| {
		let id = a_record(1);
		events();
		pass(10 * HOUR);
		assert_ok!(claim_as(12, id, 1));
		assert_eq!(balance(12), 10);
		let (version, custodian) = (1, 12);
		assert_eq!(events(), [Event::CustodyPaid { record: id, version, custodian, amount: 10 }]);
		// What does not come to the smallest unit is lost.
		pass(36 * HOUR + HOUR / 2);
		assert_ok!(claim_as(12, id, 2));
		assert_eq!((balance(12), balance(11)), (46, 0));
		let CustodyFund { payer, price, held, retentions } = fund(id);
		assert_eq!((payer, price, held), (CLINICIAN, PRICE, FULL - 46));
		assert_eq!(held_for_custody(CLINICIAN), held);
		let untouched = |custodian| Retention { proof: proof(custodian, 1, 0), paid_until: START };
		let seen = Retention { proof: proof(12, 1, 2), paid_until: Timestamp::get() };
		assert_eq!(retentions.into_inner(), [untouched(11), seen, untouched(13)]);
	});
}

#[test]
fn data_rule_8_the_clock_decides_and_not_the_number_of_blocks() {
	build_and_execute(|| {
		let id = a_record(1);
		pass_blocks(10 * HOUR_OF_BLOCKS);
		assert_ok!(claim_as(11, id, 1));
		assert_eq!(balance(11), 0);
		// A pause of the chain.
		pass(10 * HOUR);
		assert_ok!(claim_as(11, id, 2));
		assert_eq!(balance(11), 10);
	});
}

/// Attack: a custodian that lost or deleted its share claims with what anyone knows.
#[test]
fn one_that_lost_its_share_has_no_proof_to_reveal() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		for guess in [[0; 32], proof(11, 1, 0), proof(12, 1, 1), proof(11, 2, 1)] {
			assert_noop!(claim_all(11, &[claim(id, guess)]), Error::<Test>::WrongProof);
		}
	});
}

/// Attack: a proof is revealed again, by its custodian or by somebody who saw it.
#[test]
fn a_proof_is_paid_once() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		pass(DAY);
		assert_noop!(claim_as(11, id, 1), Error::<Test>::WrongProof);
		for thief in [12, 13] {
			let stolen = [claim(id, proof(11, 1, 1))];
			assert_noop!(claim_all(thief, &stolen), Error::<Test>::WrongProof);
		}
		assert_ok!(claim_as(11, id, 2));
		assert_eq!(balance(11), 2 * PRICE);
	});
}

/// Attack: proofs are saved up, or used up, to be paid for the same time twice.
#[test]
fn two_proofs_in_one_block_are_paid_once() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		assert_ok!(claim_as(11, id, 2));
		assert_eq!(balance(11), PRICE);
		let both = [3, 4].map(|number| claim(id, proof(11, 1, number)));
		pass(DAY);
		assert_ok!(claim_all(11, &both));
		assert_eq!(balance(11), 2 * PRICE);
		assert_noop!(claim_as(11, id, 6), Error::<Test>::WrongProof);
		assert_ok!(claim_as(11, id, 5));
	});
}

/// Attack: somebody copies a claim that waits in the pool, to be paid in the custodian's stead.
#[test]
fn a_copied_claim_pays_nobody_but_the_custodian() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(DAY);
		let pending = [claim(id, proof(11, 1, 1))];
		for thief in [OUTSIDER, CLINICIAN, 14] {
			assert_noop!(claim_all(thief, &pending), Error::<Test>::NotACustodian);
		}
		assert_noop!(claim_all(12, &pending), Error::<Test>::WrongProof);
		assert_ok!(claim_all(11, &pending));
		assert_eq!(balance(11), PRICE);
	});
}

#[test]
fn a_claim_that_does_not_hold_voids_no_other() {
	build_and_execute(|| {
		let (id, erased) = (a_record(1), a_record(2));
		assert_ok!(Records::erase(by(PATIENT), erased));
		pass(DAY);
		let good = claim(id, proof(11, 1, 1));
		let none = [
			claim(RecordId(9), good.proof),
			claim(erased, proof(11, 2, 1)),
			CustodyClaim { version: 2, ..good },
			claim(id, [0; 32]),
		];
		let errors =
			[Error::NotFound, Error::Erased, Error::UnknownVersion, Error::<Test>::WrongProof];
		for (first, error) in none.into_iter().zip(errors) {
			let claims: Vec<_> = [first].into_iter().chain(none).collect();
			assert_noop!(claim_all(11, &claims), DispatchError::from(error));
		}
		let claims: Vec<_> = none.into_iter().chain([good]).collect();
		events();
		assert_ok!(claim_all(11, &claims));
		assert_eq!((balance(11), events().len()), (PRICE, 1));
		assert_noop!(claim_all(11, &[]), Error::<Test>::NoClaims);
	});
}

#[test]
fn many_versions_are_claimed_for_at_once() {
	build_and_execute(|| {
		let id = a_record(1);
		amend_as_colleague(OTHER_CLINICIAN, id, 2);
		let other = a_record(3);
		pass(DAY);
		let claims = [
			claim(id, proof(11, 1, 1)),
			CustodyClaim { version: 2, ..claim(id, proof(11, 2, 1)) },
			claim(other, proof(11, 3, 1)),
		];
		assert_ok!(claim_all(11, &claims));
		assert_eq!(balance(11), 3 * PRICE);
		assert_eq!(held_for_custody(CLINICIAN), 2 * (FULL - PRICE));
		assert_eq!(held_for_custody(OTHER_CLINICIAN), FULL - PRICE);
	});
}

#[test]
fn one_that_left_service_is_paid_while_it_keeps_its_share() {
	build_and_execute(|| {
		let id = a_record(1);
		leave_service(11);
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		assert_eq!(balance(11), PRICE);
	});
}

#[test]
fn no_more_is_paid_than_is_left_and_what_it_could_not_pay_is_lost() {
	build_and_execute(|| {
		let id = a_record(1);
		pass(TERM_DAYS * DAY + TERM_DAYS * DAY / 2);
		for (custodian, paid) in [(11, FULL / 2), (12, FULL / 2), (13, 0)] {
			assert_ok!(claim_as(custodian, id, 1));
			assert_eq!(balance(custodian), paid);
		}
		let CustodyFund { held, retentions, .. } = fund(id);
		assert_eq!((held, held_for_custody(CLINICIAN)), (0, 0));
		assert!(retentions.iter().all(|retention| retention.paid_until == Timestamp::get()));
		pass(DAY);
		assert_ok!(claim_as(11, id, 2));
		assert_eq!(balance(11), FULL / 2);
	});
}

/// Attack: whoever pays has its money locked meanwhile, such as by a vote, and custodians work for nothing.
#[test]
fn what_a_payer_locks_meanwhile_pays_all_the_same() {
	build_and_execute(|| {
		let id = a_record(1);
		Balances::set_lock(*b"a lock  ", &CLINICIAN, FUNDS, WithdrawReasons::all());
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		assert_eq!(balance(11), PRICE);
	});
}

#[test]
fn a_custodian_that_pays_itself_loses_and_gains_nothing() {
	build_and_execute(|| {
		let id = a_record(1);
		let _ = <Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(&11, FUNDS);
		assert_ok!(Records::fund_custody(by(11), id, 1));
		pass(DAY);
		assert_ok!(claim_as(11, id, 1));
		assert_eq!(balance(11) + held_for_custody(11), FUNDS);
		assert_eq!(fund(id).held, FULL - PRICE);
	});
}

/// Attack: an author gives anchors of which nobody has the proofs. Nobody is paid, and nothing is gained by it.
#[test]
fn money_behind_wrong_anchors_comes_back_when_the_record_is_erased() {
	build_and_execute(|| {
		permit_writing(CLINICIAN);
		let nobodys = Anchors::truncate_from(vec![[9; 32]; 3]);
		assert_ok!(submit_as(CLINICIAN, Document { anchors: nobodys, ..document(1) }));
		pass(TERM_DAYS * DAY);
		assert_noop!(claim_as(11, RecordId(0), 1), Error::<Test>::WrongProof);
		assert_eq!(held_for_custody(CLINICIAN), FULL);
		assert_ok!(Records::erase(by(PATIENT), RecordId(0)));
		confirm_all(RecordId(0));
		assert_eq!(balance(CLINICIAN), FUNDS);
	});
}
