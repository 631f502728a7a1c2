// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_drawn_operator_seals_once() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		events();
		assert_ok!(seal(id, operators[0], CONTENT));
		assert_eq!(events(), [Event::Sealed { task: id, operator: operators[0] }]);
		assert_noop!(seal(id, operators[0], CONTENT), Error::<Test>::AlreadyResponded);
		let refusal = call(operators[0], Call::refuse { task: id });
		assert_noop!(refusal, Error::<Test>::AlreadyResponded);
	});
}

#[test]
fn nobody_else_seals() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		let other = OPERATORS.into_iter().find(|other| !operators.contains(other)).unwrap();
		assert_noop!(seal(id, other, CONTENT), Error::<Test>::NotDrawn);
		assert_noop!(seal(TaskId(99), other, CONTENT), Error::<Test>::NotFound);
		let undrawn = Quorum::open(new_task()).unwrap();
		assert_noop!(seal(undrawn, other, CONTENT), Error::<Test>::NotDrawn);
	});
}

#[test]
fn a_late_seal_is_refused() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		pass_blocks(SEAL_BLOCKS - 2);
		assert_ok!(seal(id, operators[0], CONTENT));
		pass_blocks(1);
		assert_noop!(seal(id, operators[1], CONTENT), Error::<Test>::Expired);
	});
}

/// Attack: an operator tries all outputs against another's seal. Without the nonce none opens it, and the nonce is
/// 32 random bytes.
#[test]
fn a_guessed_output_opens_no_seal() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		for operator in &operators {
			assert_ok!(seal(id, *operator, CONTENT));
		}
		let guessed =
			Call::reveal { task: id, content: CONTENT, result: Some(cid_bytes()), nonce: [0; 32] };
		assert_noop!(call(operators[0], guessed), Error::<Test>::SealDiffers);
	});
}

/// Attack: an operator posts another's seal as its own, and opens it once the other has revealed.
#[test]
fn a_copied_seal_opens_for_nobody_else() {
	build_and_execute(|| {
		let (id, operators) = drawn(new_task());
		let (author, copier) = (operators[0], operators[1]);
		let copied = seal_of(id, author, CONTENT);
		assert_ok!(call(author, Call::seal { task: id, seal: copied }));
		assert_ok!(call(copier, Call::seal { task: id, seal: copied }));
		assert_ok!(seal(id, operators[2], CONTENT));
		assert_ok!(reveal(id, author, CONTENT));
		let copy = Call::reveal {
			task: id,
			content: CONTENT,
			result: Some(cid_bytes()),
			nonce: nonce(author),
		};
		assert_noop!(call(copier, copy), Error::<Test>::SealDiffers);
	});
}
