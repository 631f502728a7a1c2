// SPDX-License-Identifier: Apache-2.0
//! Whatever the operators do, the outcome is what counting by hand says.

use super::*;
use proptest::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
	Agrees,
	DeviatesTo(u8),
	Copies,
	Misses,
	Refuses,
}

fn deed() -> impl Strategy<Value = Deed> {
	prop_oneof![
		4 => Just(Deed::Agrees),
		2 => (1..3u8).prop_map(Deed::DeviatesTo),
		1 => Just(Deed::Copies),
		2 => Just(Deed::Misses),
		2 => Just(Deed::Refuses),
	]
}

fn digest_of(deed: Deed) -> Option<[u8; 32]> {
	match deed {
		Deed::Agrees => Some(DIGEST),
		Deed::DeviatesTo(other) => Some([other; 32]),
		Deed::Copies | Deed::Misses | Deed::Refuses => None,
	}
}

fn play(deeds: &[Deed], spare: u8, seed: u64) {
	let operators = u8::try_from(deeds.len()).unwrap();
	let quorum = (operators / 2 + 1 + spare).min(operators);
	Seed::set(seed);
	InService::set((101..).take(deeds.len() + 2).collect());
	let model = approved(ModelProposal { operators, quorum, ..proposal(Output::Sealed) });
	let request = requested(model);
	let drawn: Vec<u64> = Requests::<Test>::get(request)
		.unwrap()
		.item
		.drawn
		.iter()
		.map(|drawn| drawn.operator)
		.collect();
	for (operator, deed) in drawn.iter().zip(deeds) {
		match digest_of(*deed) {
			Some(digest) => sealed(request, digest, *operator),
			None if *deed == Deed::Copies => {
				let seal = seal_of(DIGEST, 1_000);
				assert_ok!(call(*operator, Call::seal { request, seal }));
			}
			None if *deed == Deed::Refuses => {
				let notice = Some(cid_bytes());
				assert_ok!(call(*operator, Call::refuse { request, notice }));
			}
			None => {}
		}
		DecisionSupport::do_try_state().unwrap();
	}
	advance_to(NOW + 2 * SEAL_PERIOD);

	// Everybody tries; at most one digest can have a quorum.
	let settled: Vec<_> = drawn
		.iter()
		.zip(deeds)
		.filter_map(|(operator, deed)| {
			let digest = digest_of(*deed)?;
			call(*operator, settle_call(request, digest)).ok().map(|()| digest)
		})
		.collect();
	let supporters = |digest| deeds.iter().filter(|deed| digest_of(**deed) == Some(digest)).count();
	let winner = [DIGEST, [1; 32], [2; 32]]
		.into_iter()
		.find(|digest| supporters(*digest) >= usize::from(quorum));
	assert_eq!(settled, winner.into_iter().collect::<Vec<_>>());
	if winner.is_none() {
		assert_ok!(call(OUTSIDER, Call::fail { request }));
	}
	DecisionSupport::do_try_state().unwrap();

	advance_to(NOW + 2 * SEAL_PERIOD + CHALLENGE_PERIOD);
	assert_ok!(call(OUTSIDER, Call::close { request }));
	let guilty: Vec<_> = drawn
		.iter()
		.zip(deeds)
		.filter(|(_, deed)| match winner {
			Some(winner) => digest_of(**deed) != Some(winner),
			None => **deed == Deed::Misses,
		})
		.map(|(operator, _)| *operator)
		.collect();
	assert_eq!(Penalties::get(), guilty);
	assert!(Duties::get().values().all(|duties| *duties == 0));
}

proptest! {
	#[test]
	fn the_majority_settles_and_the_others_pay(
		deeds in proptest::collection::vec(deed(), 1..=8),
		spare in 0..3u8,
		seed: u64,
	) {
		build_and_execute(|| play(&deeds, spare, seed));
	}
}
