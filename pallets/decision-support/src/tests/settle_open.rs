// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::steps::on_grid;

fn open_request(said: &[u8]) -> RequestId {
	let request = requested(approved(proposal(Output::Open)));
	for operator in OPERATORS {
		sealed(request, open_digest(request, said), operator);
	}
	request
}

fn settle_open(request: RequestId, salt: [u8; 32], output: OutputBytes) -> Call<Test> {
	Call::settle_open { request, salt, output }
}

#[test]
fn the_chain_computes_the_digest_and_keeps_the_output() {
	build_and_execute(|| {
		let said = output(&[250, 1_000]);
		let request = open_request(&said);
		assert_ok!(call(11, settle_open(request, SALT, said.clone())));
		let receipt = Receipts::<Test>::get(request).unwrap().item;
		assert_eq!(receipt.digest, open_digest(request, &said));
		assert_eq!((receipt.result, receipt.output), (None, Some(said)));
		assert_eq!(receipt.agreeing, 3);
	});
}

#[test]
fn another_output_or_salt_does_not_open_the_seals() {
	build_and_execute(|| {
		let said = output(&[250]);
		let request = open_request(&said);
		for (salt, said) in [(SALT, output(&[251])), ([1; 32], said)] {
			assert_noop!(call(11, settle_open(request, salt, said)), Error::<Test>::SealDiffers);
		}
	});
}

#[test]
fn an_output_off_the_grid_is_refused_though_all_agree() {
	build_and_execute(|| {
		let three_bytes = vec![1, 2, 3].try_into().unwrap();
		for said in [output(&[1_001]), output(&[0, u32::MAX]), output(&[]), three_bytes] {
			let request = open_request(&said);
			assert_noop!(call(11, settle_open(request, SALT, said)), Error::<Test>::OutputOffGrid);
		}
	});
}

#[test]
fn the_grid_is_whole_numbers_of_four_bytes() {
	assert!(on_grid(&[0, 0, 0, 0], 1));
	assert!(on_grid(&[1, 0, 0, 0, 0, 0, 0, 0], 1));
	assert!(!on_grid(&[2, 0, 0, 0], 1));
	assert!(!on_grid(&[0, 0, 0, 1], 1));
	assert!(!on_grid(&[0, 0, 0], 1));
	assert!(!on_grid(&[0, 0, 0, 0, 0], 1));
	assert!(!on_grid(&[], 1));
}

#[test]
fn data_rule_1_a_sealed_output_is_not_settled_in_the_open() {
	build_and_execute(|| {
		let said = output(&[250]);
		let request = sealed_request();
		for operator in OPERATORS {
			sealed(request, open_digest(request, &said), operator);
		}
		assert_noop!(call(11, settle_open(request, SALT, said)), Error::<Test>::OutputIsSealed);
	});
}
