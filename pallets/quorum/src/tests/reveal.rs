// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_primitives::{Cid, quorum::Agreement};

#[test]
fn the_reveal_that_completes_a_quorum_settles() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		assert_ok!(reveal(id, operators[0], CONTENT));
		assert_eq!(Tasks::<Test>::get(id).unwrap().item.draw.unwrap().settled, None);
		assert_ok!(reveal(id, operators[1], CONTENT));
		let digest = digest_of(id, CONTENT);
		assert_eq!(Tasks::<Test>::get(id).unwrap().item.draw.unwrap().settled, Some(digest));
		let agreement =
			Agreement { content: CONTENT, result: Some(Cid::raw([9; 32])), agreeing: 2 };
		assert_eq!(Heard::get().last(), Some(&Told::Settled(id, agreement)));
		// The duties of all end with it, but for who has not revealed.
		let owes = |operator: &&u64| Duties::get()[*operator] > 0;
		assert_eq!(operators.iter().filter(owes).collect::<Vec<_>>(), [&operators[2]]);
		assert_eq!(Quorum::open_tasks(&operators[2]), [id]);
		assert_ok!(reveal(id, operators[2], CONTENT));
		assert!(Duties::get().values().all(|duties| *duties == 0));
		assert!(Quorum::open_tasks(&operators[2]).is_empty());
	});
}

#[test]
fn nobody_reveals_while_others_may_seal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(seal(id, operators[0], CONTENT));
		assert_ok!(seal(id, operators[1], CONTENT));
		assert_noop!(reveal(id, operators[0], CONTENT), Error::<Test>::SealingContinues);
		pass_blocks(SEAL_BLOCKS);
		assert_ok!(reveal(id, operators[0], CONTENT));
		assert_noop!(seal(id, operators[2], CONTENT), Error::<Test>::Expired);
	});
}

#[test]
fn once_all_have_responded_revealing_begins_at_once() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(seal(id, operators[0], CONTENT));
		assert_ok!(seal(id, operators[1], CONTENT));
		assert_ok!(call(operators[2], Call::refuse { task: id }));
		assert_ok!(reveal(id, operators[0], CONTENT));
	});
}

#[test]
fn nobody_reveals_what_it_did_not_seal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(seal(id, operators[0], CONTENT));
		assert_ok!(call(operators[1], Call::refuse { task: id }));
		pass_blocks(SEAL_BLOCKS);
		for operator in &operators[1..] {
			assert_noop!(reveal(id, *operator, CONTENT), Error::<Test>::NotSealed);
		}
		assert_noop!(reveal(id, OUTSIDER, CONTENT), Error::<Test>::NotDrawn);
		assert_noop!(reveal(id, operators[0], OTHER_CONTENT), Error::<Test>::SealDiffers);
		assert_ok!(reveal(id, operators[0], CONTENT));
		assert_noop!(reveal(id, operators[0], CONTENT), Error::<Test>::AlreadyRevealed);
	});
}

/// Attack: whoever settles puts the result where nobody finds it. The seal binds where it lies.
#[test]
fn a_result_at_another_place_opens_no_seal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		let elsewhere = Cid::raw([8; 32]).as_bytes().to_vec().try_into().unwrap();
		for result in [Some(elsewhere), None] {
			let nonce = nonce(operators[0]);
			let swapped = Call::reveal { task: id, content: CONTENT, result, nonce };
			assert_noop!(call(operators[0], swapped), Error::<Test>::SealDiffers);
		}
		let bad = Call::reveal {
			task: id,
			content: CONTENT,
			result: Some(vec![1, 2].try_into().unwrap()),
			nonce: [0; 32],
		};
		assert!(call(operators[0], bad).is_err());
	});
}

/// Attack: of two operators that agree, the last withholds its reveal. It is absent, and the others are not.
#[test]
fn who_withholds_the_reveal_that_is_wanted_is_absent() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		assert_ok!(seal(id, operators[0], CONTENT));
		assert_ok!(seal(id, operators[1], CONTENT));
		assert_ok!(call(operators[2], Call::refuse { task: id }));
		assert_ok!(reveal(id, operators[0], CONTENT));
		pass_blocks(SEAL_BLOCKS + REVEAL_BLOCKS);
		assert_noop!(reveal(id, operators[1], CONTENT), Error::<Test>::Expired);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Accusations::<Test>::iter_prefix(id).count(), 1);
		assert_eq!(Accusations::<Test>::get(id, operators[1]).unwrap().fault, Fault::Absence);
		assert_eq!(OperatorStates::<Test>::get(operators[1]).out, Some(Cause::Absent));
	});
}

/// Attack: two bind what they guess, and reveal when others have found it to be right. Who does not reveal is absent.
#[test]
fn who_sealed_and_does_not_reveal_what_is_settled_is_absent() {
	build_and_execute(|| {
		let (id, operators) = drawn(NewTask { tier: Tier { seats: 5, quorum: 3 }, ..new_task() });
		let (honest, guessing) = operators.split_at(3);
		for operator in honest {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		assert_ok!(seal(id, guessing[0], OTHER_CONTENT));
		assert_ok!(seal(id, guessing[1], OTHER_CONTENT));
		for operator in honest {
			assert_ok!(reveal(id, *operator, CONTENT));
		}
		// One reveals, and has deviated.
		assert_ok!(reveal(id, guessing[0], OTHER_CONTENT));
		pass_blocks(SEAL_BLOCKS + REVEAL_BLOCKS);
		// The bond of the other is bound all the time: by its task, then by the accusation.
		assert_eq!(Duties::get()[&guessing[1]], 1);
		assert_ok!(call(OUTSIDER, Call::close { task: id }));
		assert_eq!(Duties::get()[&guessing[1]], 1);
		let faults: Vec<_> = guessing
			.iter()
			.map(|operator| Accusations::<Test>::get(id, operator).unwrap().fault)
			.collect();
		assert_eq!(faults, [Fault::Deviation, Fault::Absence]);
		assert_eq!(Accusations::<Test>::iter().count(), 2);
		assert_eq!(OperatorStates::<Test>::get(guessing[1]).out, Some(Cause::Absent));
		pass_blocks(CHALLENGE_BLOCKS);
		for operator in guessing {
			let end = Call::end_accusation { task: id, operator: *operator };
			assert_ok!(call(OUTSIDER, end));
		}
		assert!(Duties::get().values().all(|duties| *duties == 0));
	});
}

#[test]
fn after_the_quorum_others_reveal_for_their_pay() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		assert_ok!(reveal(id, operators[0], CONTENT));
		assert_ok!(reveal(id, operators[1], CONTENT));
		assert_eq!(balance(operators[2]), FUNDS);
		assert_ok!(reveal(id, operators[2], CONTENT));
		assert_eq!(balance(operators[2]), FUNDS + PRICE);
	});
}
