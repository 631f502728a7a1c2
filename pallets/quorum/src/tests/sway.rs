// SPDX-License-Identifier: Apache-2.0
//! By how much a collator can sway the draw: by simulation, against the formula that the README gives.
//!
//! Whoever builds the block in which a task is due sees the draw before anybody else, and may withhold the block: it
//! loses its reward, and the next author draws anew, from another relay block.

use polkadot_sdk::sp_io::hashing::blake2_256;

/// Random numbers from 0 to 1, the same in every run.
struct Numbers(u64);

impl Numbers {
	fn next(&mut self) -> f64 {
		self.0 += 1;
		let hash = blake2_256(&self.0.to_le_bytes());
		let number = u32::from_le_bytes(*hash.first_chunk().unwrap());
		f64::from(number) / f64::from(u32::MAX)
	}
}

/// The chance that a draw serves a requester who has this share of the collators, when one draw in `1 / chance` does,
/// and how many blocks it withholds for it.
fn simulate(share: f64, chance: f64) -> (f64, f64) {
	const RUNS: u32 = 200_000;
	let mut numbers = Numbers(0);
	let (mut served, mut withheld) = (0_u32, 0_u32);
	for _ in 0..RUNS {
		loop {
			let is_theirs = numbers.next() < share;
			if numbers.next() < chance {
				served += 1;
				break;
			}
			if !is_theirs {
				break;
			}
			withheld += 1;
		}
	}
	(f64::from(served) / f64::from(RUNS), f64::from(withheld) / f64::from(RUNS))
}

#[test]
fn a_collators_sway_is_that_of_the_formula() {
	// Two of three operators of ten are one's own when one has three: 22 of 120 draws.
	for (share, chance) in [(0.1, 0.183), (0.333, 0.183), (0.5, 0.183), (0.333, 0.01)] {
		let (served, withheld) = simulate(share, chance);
		let formula = chance / (1.0 - share * (1.0 - chance));
		let cost = share * (1.0 - chance) / (1.0 - share * (1.0 - chance));
		println!("share {share}, chance {chance}: {served:.3} with {withheld:.3} blocks withheld");
		assert!((served - formula).abs() < 0.005, "{served}, {formula}");
		assert!((withheld - cost).abs() < 0.01, "{withheld}, {cost}");
		// Never more than by the inverse of the honest collators' share.
		assert!(served <= chance / (1.0 - share) + 0.005);
	}
}
