// SPDX-License-Identifier: Apache-2.0
//! Random plans, policies and claims. Few benefits, few days and small caps, so that claims meet each other and most
//! limits bind.

use bounded_collections::BoundedVec;
use salus_adjudication::{
	Amount, Authorisation, Before, Beneficiary, Benefit, BenefitYear, Caps, Claim, Coordination,
	Cost, Currency, EvidenceRule, Limits, Line, NetworkTerms, Piece, Plan, Policy, Provider,
	RULES_VERSION, Statement, Terms, Version,
};
use salus_primitives::{Category, Day};

/// 2026-01-01, about when everything happens.
const START: i32 = 20_454;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for a seed, everywhere.
pub struct Random(pub u64);

impl Random {
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ (mixed >> 31)
	}

	/// From 0 to the number before this. The bias does not matter here.
	pub fn below(&mut self, end: u64) -> u64 {
		self.next() % end
	}

	pub fn index(&mut self, end: usize) -> usize {
		usize::try_from(self.below(end as u64)).unwrap()
	}

	pub fn percent(&mut self, chance: u64) -> bool {
		self.below(100) < chance
	}

	fn pick<T: Copy>(&mut self, items: &[T]) -> T {
		items[self.index(items.len())]
	}

	fn maybe<T>(&mut self, chance: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
		self.percent(chance).then(|| make(self))
	}

	fn up_to(&mut self, end: u64) -> Amount {
		Amount(self.below(end + 1))
	}

	fn day(&mut self, from: i32, days: u64) -> Day {
		Day(from + i32::try_from(self.below(days)).unwrap())
	}

	fn small(&mut self, end: u64) -> u16 {
		u16::try_from(self.below(end)).unwrap()
	}
}

fn list<T, const N: u32>(items: Vec<T>) -> BoundedVec<T, bounded_collections::ConstU32<N>> {
	items.try_into().ok().unwrap()
}

fn caps(random: &mut Random, end: u64) -> Caps {
	Caps {
		beneficiary: random.maybe(60, |random| random.up_to(end)),
		family: random.maybe(50, |random| random.up_to(2 * end)),
	}
}

fn cost(random: &mut Random) -> Cost {
	Cost {
		copayment: random.maybe(50, |random| random.up_to(60)).unwrap_or_default(),
		coinsurance: random.pick(&[0, 0, 1_000, 2_000, 3_333, 5_000, 9_999, 10_000]),
	}
}

fn network(random: &mut Random) -> NetworkTerms {
	NetworkTerms { price: random.up_to(150), adult: cost(random), child: cost(random) }
}

fn benefit(random: &mut Random, id: u16) -> Benefit {
	Benefit {
		id,
		in_network: network(random),
		out_of_network: random.maybe(70, network),
		deductible: random.percent(70),
		waiting_days: random.maybe(15, |random| random.small(60)).unwrap_or(0),
		authorisation: random.percent(10),
		evidence: random.maybe(25, |random| EvidenceRule {
			categories: Category::ALL.iter().copied().take(random.index(4)).collect(),
			within_days: random.small(20),
		}),
		limits: Limits {
			line: random.maybe(25, |random| random.up_to(400)),
			day: random.maybe(25, |random| random.up_to(500)),
			year: random.maybe(25, |random| random.up_to(1_500)),
			units: random.maybe(30, |random| u32::from(random.small(12))),
		},
	}
}

fn terms(random: &mut Random) -> Terms {
	let count = 2 + u16::try_from(random.index(4)).unwrap();
	let pairs = random.index(3);
	let pair = |random: &mut Random| {
		let one = random.small(count.into());
		(one, (one + 1 + random.small(u64::from(count) - 1)) % count)
	};
	Terms {
		rules: if random.below(400) == 0 { RULES_VERSION + 1 } else { RULES_VERSION },
		filing_limit: random.pick(&[10, 30, 400, 400]),
		deductible: caps(random, 300),
		out_of_pocket: caps(random, 600),
		maximum: caps(random, 2_000),
		lifetime: random.maybe(25, |random| random.up_to(3_000)),
		coordination: random.pick(&[Coordination::Standard, Coordination::NonDuplication]),
		benefits: list((0..count).map(|id| benefit(random, id)).collect()),
		not_beside: list((0..pairs).map(|_| pair(random)).collect()),
	}
}

pub fn plan(random: &mut Random) -> Plan {
	let mut first = random.day(START - 250, 200);
	let count = 1 + random.index(3);
	let versions = (0..count).map(|_| {
		let version = Version { valid_from: first, terms: terms(random) };
		first = random.day(first.0 + 1, 200);
		version
	});
	let versions = list(versions.collect());
	let year = random.pick(&[BenefitYear::Calendar, BenefitYear::Policy]);
	Plan { currency: Currency(*b"EUR"), year, versions }
}

pub fn policy(random: &mut Random) -> Policy {
	let from = random.day(START - 150, 130);
	let until = random.day(from.0 + 100, 800);
	let count = 1 + u8::try_from(random.index(4)).unwrap();
	let beneficiary = |random: &mut Random, number| Beneficiary {
		number,
		from: if random.percent(80) { from } else { random.day(from.0, 90) },
		until: if random.percent(80) { until } else { random.day(from.0 + 90, 700) },
		adult_from: random.day(START - 300, 900),
	};
	let beneficiaries = (0..count).map(|number| beneficiary(random, number)).collect();
	Policy { from, until, beneficiaries }
}

pub fn statement(random: &mut Random) -> Statement {
	let before = |random: &mut Random| Before {
		beneficiary: random.pick(&[0, 1, 2]),
		paid: random.up_to(1_500),
	};
	let authorisation = |random: &mut Random| {
		let from = random.day(START - 60, 300);
		Authorisation {
			beneficiary: random.pick(&[0, 1, 2, 3]),
			benefit: random.small(6),
			from,
			until: random.day(from.0, 120),
		}
	};
	Statement {
		before: (0..random.index(3)).map(|_| before(random)).collect(),
		authorisations: (0..random.index(6)).map(|_| authorisation(random)).collect(),
		entries: Vec::new(),
	}
}

fn piece(random: &mut Random, first: Day) -> Piece {
	Piece {
		category: random.pick(&Category::ALL[..4]),
		licensed: random.percent(85),
		recorded: random.day(first.0 - 2, 25),
		erased: random.percent(10),
	}
}

fn line(random: &mut Random, filed: Day, beneficiary: u8, visit: u8) -> Line {
	let last = Day(filed.0 - i32::from(random.pick(&[0_u8, 0, 1, 2, 3, 9, 31])));
	let first = Day(last.0 - i32::from(random.pick(&[0_u8, 0, 0, 0, 1, 3])));
	Line {
		benefit: random.pick(&[0, 0, 0, 1, 1, 1, 2, 3, 4]),
		beneficiary: if random.percent(1) { 1 } else { beneficiary },
		visit,
		units: 1 + u32::from(random.small(5)),
		charge: random.up_to(700),
		first,
		last,
		provider: Provider {
			id: [random.pick(&[1, 1, 2]); 32],
			accredited: random.percent(96),
			in_network: random.percent(70),
		},
		evidence: (0..random.index(5)).map(|_| piece(random, first)).collect(),
		other: random.maybe(15, |random| random.up_to(600)),
	}
}

/// A claim of lines of one benefit year, as far as chance goes; the lines of a visit stand together.
pub fn claim(random: &mut Random) -> Claim {
	let filed = random.day(START - 20, 60);
	let count = 1 + if random.percent(10) { random.index(20) } else { random.index(6) };
	let beneficiary = random.pick(&[0, 0, 0, 0, 1, 1, 2]);
	let mut visit = 0;
	let lines = (0..count).map(|_| {
		visit += u8::from(random.percent(50));
		line(random, filed, beneficiary, visit)
	});
	Claim { currency: Currency(*b"EUR"), filed, lines: lines.collect() }
}

/// One of the things that are refused as a whole. A plan that contradicts itself is left to tests of its own.
pub fn spoil(random: &mut Random, claim: &mut Claim) {
	let index = random.index(claim.lines.len());
	let line = &mut claim.lines[index];
	match random.below(8) {
		0 => claim.currency = Currency(*b"CHF"),
		1 => claim.lines.clear(),
		2 => claim.lines = vec![line.clone(); 21],
		3 => line.units = 0,
		4 => line.last = Day(line.first.0 - 1),
		5 => line.last = Day(claim.filed.0 + 1),
		6 => line.evidence = (0..9).map(|_| piece(random, line.first)).collect(),
		_ => line.charge = Amount(u64::MAX),
	}
}
