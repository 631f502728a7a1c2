// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_primitives::claims::{MAX_NULLIFIERS, last_day_of, quarter_of};

fn prune(quarter: Quarter, limit: u32) -> polkadot_sdk::sp_runtime::DispatchResult {
	call(OUTSIDER, Call::prune { quarter, limit })
}

#[test]
fn a_claim_bills_no_evidence_twice() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 50);
		assert_ok!(bill(INSURER, claim, 0, &[1, 2]));
		let again = a_claim(policy, 50);
		assert_noop!(bill(INSURER, again, 0, &[3, 2]), Error::<Test>::BilledBefore);
		// Nor twice with one claim.
		let pieces = [4, 5, 4];
		let twice = a_claim_with(policy, 50, commitment(&pieces));
		let evidence = Some(shown(&pieces, &pieces));
		assert_noop!(conclude_with(INSURER, twice, 0, evidence), Error::<Test>::BilledBefore);
		assert!(Insurance::is_billed(&[1; 32]) && !Insurance::is_billed(&[3; 32]));
	});
}

#[test]
fn twenty_lines_of_eight_pieces_are_billed_at_once() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 50);
		let pieces: Vec<u8> = (0..MAX_NULLIFIERS).map(|piece| piece as u8).collect();
		assert_ok!(bill(INSURER, claim, 0, &pieces));
		let Stage::Concluded { outcome, .. } = stage(claim) else { panic!("it is concluded") };
		assert_eq!(outcome.pieces, 160);
	});
}

#[test]
fn evidence_stays_billed_when_its_claim_is_closed_until_its_quarter_is_pruned() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 50);
		assert_ok!(bill(INSURER, claim, 0, &[1, 2]));
		let quarter = quarter_of(today());
		let held = deposits(INSURER);
		pass_days(KEEP);
		assert_ok!(close_claim(claim));
		assert!(Insurance::is_billed(&[1; 32]));
		// The last day on which it is remembered, then the day after.
		let left = last_day_of(quarter).0 - today().0;
		pass_days(u16::try_from(left).unwrap() + BILLED);
		assert_noop!(prune(quarter, 10), Error::<Test>::QuarterKept);
		pass_days(1);
		assert_noop!(prune(quarter, 0), Error::<Test>::NothingToPrune);
		assert_ok!(prune(quarter, 10));
		assert!(!Insurance::is_billed(&[1; 32]));
		assert!(deposits(INSURER) < held);
		assert_noop!(prune(quarter, 10), Error::<Test>::NothingToPrune);
	});
}

#[test]
fn pruning_goes_on_where_it_stopped() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		for piece in 0..12 {
			let claim = a_claim(policy, 50);
			assert_ok!(bill(INSURER, claim, 0, &[piece]));
		}
		let quarter = quarter_of(today());
		pass_days(91 + BILLED + 1);
		assert_ok!(prune(quarter, 1));
		assert_ok!(prune(quarter, u32::MAX));
		assert_eq!(Bills::<Test>::iter().count(), 12 - 1 - MAX_PRUNED as usize);
		assert_ok!(prune(quarter, u32::MAX));
		assert_eq!(Billed::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_claim_whose_evidence_was_pruned_is_reversed_all_the_same() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 0);
		let claim = a_claim(policy, 50);
		assert_ok!(bill(INSURER, claim, 0, &[1]));
		let quarter = quarter_of(today());
		pass_days(91 + BILLED + 1);
		assert_ok!(prune(quarter, 1));
		assert_ok!(reverse(INSURER, claim));
	});
}

#[test]
fn evidence_is_that_which_the_claim_was_submitted_with() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim_with(policy, 50, commitment(&[1, 2]));
		let other = |evidence| conclude_with(INSURER, claim, 50, Some(evidence));
		// Another piece, another number or order of them, another salt; and a hash that is taken for a nullifier.
		for pieces in [vec![1, 3], vec![1], vec![2, 1], vec![1, 2, 3], vec![]] {
			assert_noop!(other(shown(&pieces, &[1])), Error::<Test>::OtherEvidence);
		}
		let salted = ShownEvidence { salt: [9; 32], ..shown(&[1, 2], &[1]) };
		assert_noop!(other(salted), Error::<Test>::OtherEvidence);
		let mut hashed = shown(&[1, 2], &[1]);
		let ShownPiece::Unbilled(nullifier) = hashed.pieces[1] else { panic!("it is not billed") };
		hashed.pieces[1] = ShownPiece::Billed { nullifier, salt: salt_of(2) };
		assert_noop!(other(hashed), Error::<Test>::OtherEvidence);
		let mut salted = shown(&[1, 2], &[1]);
		salted.pieces[0] = ShownPiece::Billed { nullifier: [1; 32], salt: salt_of(2) };
		assert_noop!(other(salted), Error::<Test>::OtherEvidence);
		// What is not billed is free: nobody even learns its nullifier.
		assert_ok!(other(shown(&[1, 2], &[1])));
		assert!(Insurance::is_billed(&[1; 32]) && !Insurance::is_billed(&[2; 32]));
	});
}

#[test]
fn nothing_is_paid_without_evidence_and_nothing_stays_open_for_want_of_it() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		// A commitment to nothing that anybody knows.
		let claim = a_claim_with(policy, 50, [7; 32]);
		assert_noop!(conclude_with(INSURER, claim, 1, None), Error::<Test>::EvidenceNotShown);
		assert_ok!(conclude_with(INSURER, claim, 0, None));
		// A plan may ask for none: that is shown, too.
		let claim = a_claim_with(policy, 50, commitment(&[]));
		assert_ok!(conclude_with(INSURER, claim, 50, Some(shown(&[], &[]))));
	});
}

#[test]
fn what_may_be_forgotten_meanwhile_is_billed_by_no_claim_as_old() {
	build_and_execute(|| {
		let policy = a_policy(INSURER, 100);
		let claim = a_claim(policy, 50);
		pass_days(DECIDE_DAYS + REFER_DAYS + KEEP);
		assert_noop!(bill(INSURER, claim, 50, &[1]), Error::<Test>::Expired);
		assert_ok!(conclude(INSURER, claim, 50));
	});
}
