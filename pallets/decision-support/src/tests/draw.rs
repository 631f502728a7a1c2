// SPDX-License-Identifier: Apache-2.0
use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn drawn(request: RequestId) -> Vec<u64> {
	let request = Requests::<Test>::get(request).unwrap().item;
	request.drawn.iter().map(|drawn| drawn.operator).collect()
}

#[test]
fn too_few_operators_refuse_a_request() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		InService::set(vec![11, 12]);
		assert_noop!(call(CLINICIAN, request_call(model, &[1])), Error::<Test>::TooFewOperators);
		InService::set(vec![]);
		assert_noop!(call(CLINICIAN, request_call(model, &[1])), Error::<Test>::TooFewOperators);
	});
}

#[test]
fn no_operator_is_drawn_twice_and_each_is_drawn_sometimes() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		InService::set((11..=20).collect());
		let mut times = BTreeMap::<u64, u32>::new();
		for seed in 0..100 {
			Seed::set(seed);
			let drawn = drawn(requested(model));
			assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 3);
			for operator in drawn {
				*times.entry(operator).or_default() += 1;
			}
		}
		// 300 draws of ten operators: thirty each, give or take.
		assert_eq!(times.len(), 10);
		assert!(times.values().all(|times| (12..=48).contains(times)), "{times:?}");
	});
}

#[test]
fn the_requester_is_never_drawn() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		InService::set(vec![CLINICIAN, 11, 12, 13]);
		for seed in 0..20 {
			Seed::set(seed);
			assert!(!drawn(requested(model)).contains(&CLINICIAN));
		}
	});
}

#[test]
fn an_operator_without_room_is_passed_over() {
	build_and_execute(|| {
		let model = approved(proposal(Output::Sealed));
		for _ in 0..64 {
			requested(model);
		}
		assert_noop!(call(CLINICIAN, request_call(model, &[1])), Error::<Test>::TooFewOperators);
		InService::set((11..=16).collect());
		let mut last = drawn(requested(model));
		last.sort_unstable();
		assert_eq!(last, [14, 15, 16]);
		// A seal makes room again.
		sealed(RequestId(0), DIGEST, 11);
		InService::set(vec![11, 14, 15]);
		assert!(drawn(requested(model)).contains(&11));
	});
}
