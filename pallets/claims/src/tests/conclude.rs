// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn what_is_paid_is_owed_in_one_step() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 200);
		let claim = a_claim(policy, 150);
		events();
		assert_ok!(bill(INSURER, claim, 120, &[1, 2]));
		assert_eq!(events(), [Event::Concluded { claim, paid: 120 }]);
		let money = reserve(INSURER);
		assert_eq!((money.free, money.owed, money.waiting), (180, 120, 0));
		assert_eq!(Insurance::owed(&INSURER, &CLINIC, EUR), 120);
		let Stage::Concluded { outcome, at } = stage(claim) else { panic!("it is concluded") };
		assert_eq!((outcome.paid, outcome.pieces, at), (120, 2, Timestamp::get()));
		let statement = Insurance::policy(policy).unwrap().statement;
		assert_eq!((statement.sequence, statement.commitment), (1, [1; 32]));
	});
}

#[test]
fn a_conclusion_is_never_refused_for_want_of_money() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 101);
		events();
		assert_ok!(conclude(INSURER, claim, 101));
		assert_eq!(events(), [Event::ClaimWaits { claim, insurer: INSURER, asset: EUR }]);
		assert_eq!(reserve(INSURER).free, PER_POLICY);
		// One for which nothing is paid waits for nothing, and one that could be paid waits for the older.
		let (nothing, little) = (a_claim(policy, 5), a_claim(policy, 5));
		assert_ok!(conclude(INSURER, nothing, 0));
		assert!(matches!(stage(nothing), Stage::Concluded { .. }));
		assert_ok!(conclude(INSURER, little, 5));
		assert!(matches!(stage(little), Stage::Waiting { number: 1, .. }));
	});
}

#[test]
fn data_rule_3_cids_are_parsed_and_not_believed() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 50);
		let wrong = Pointer { cid: Some(vec![2, 1].try_into().unwrap()), commitment: [1; 32] };
		let (sequence, paid, evidence) = (0, 0, None);
		for (statement, outcome) in [(wrong.clone(), pointer(1)), (pointer(1), wrong.clone())] {
			let evidence = evidence.clone();
			let conclude = Call::conclude { claim, sequence, statement, paid, outcome, evidence };
			assert_noop!(call(INSURER, conclude), Error::<Test>::CidUnknownVersion);
		}
		let none = Pointer { cid: None, commitment: [1; 32] };
		let (statement, outcome) = (none.clone(), none);
		let conclude = Call::conclude { claim, sequence, statement, paid, outcome, evidence };
		assert_ok!(call(INSURER, conclude));
	});
}

#[test]
fn a_late_conclusion_counts_while_the_claim_is_kept() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim(policy, 50);
		pass_days(DECIDE_DAYS + KEEP - 1);
		assert_ok!(conclude(INSURER, claim, 50));
	});
}
