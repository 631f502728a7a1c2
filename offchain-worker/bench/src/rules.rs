// SPDX-License-Identifier: Apache-2.0
//! How fast a claim of twenty lines is judged, after a year of others, beside the verification of a signature.

use crate::verification;
use anyhow::{Result, anyhow};
use salus_adjudication::{
	Amount, Beneficiary, Benefit, BenefitYear, Caps, Claim, Coordination, Cost, Currency, Entry,
	EvidenceRule, Limits, Line, MAX_BENEFITS, MAX_LINES, NetworkTerms, Piece, Plan, Policy,
	Provider, RULES_VERSION, Statement, Terms, Version, judge,
};
use salus_primitives::{Category, Day};
use serde::Serialize;
use std::{
	hint::black_box,
	time::{Duration, Instant},
};

/// Long enough that a pause of the system does not show.
const TIME: Duration = Duration::from_secs(2);
/// Lines that were judged in this year: a family's, of whom somebody is seen every other day.
const ENTRIES: u16 = 200;
const TODAY: Day = Day(20_700);

#[derive(Serialize)]
pub struct Figures {
	lines: usize,
	entries: u16,
	judged_per_second: f64,
	/// Signatures verified a second, on the same core.
	verified_per_second: f64,
}

pub fn measure() -> Result<Figures> {
	let (plan, policy, statement, claim) = (plan()?, policy(), statement(), claim());
	let began = Instant::now();
	let mut judged = 0;
	while began.elapsed() < TIME {
		let outcome = judge(&plan, &policy, &statement, black_box(&claim))
			.map_err(|rejected| anyhow!("not judged: {rejected:?}"))?;
		black_box(outcome);
		judged += 1;
	}
	let judged_per_second = f64::from(judged) / began.elapsed().as_secs_f64();
	let verified_per_second = verification::per_second();
	Ok(Figures { lines: MAX_LINES, entries: ENTRIES, judged_per_second, verified_per_second })
}

/// Every benefit and every limit that there can be.
fn plan() -> Result<Plan> {
	let cap = Some(Amount(10_000_000));
	let caps = Caps { beneficiary: cap, family: cap };
	let cost = Cost { copayment: Amount(500), coinsurance: 1_250 };
	let network = NetworkTerms { price: Amount(10_000), adult: cost, child: cost };
	let benefit = |id| Benefit {
		id,
		in_network: network,
		out_of_network: Some(network),
		deductible: true,
		waiting_days: 30,
		authorisation: false,
		evidence: Some(EvidenceRule {
			categories: [Category::Encounter].into_iter().collect(),
			within_days: 30,
		}),
		limits: Limits { line: cap, day: cap, year: cap, units: Some(1_000) },
	};
	let ids = 0..u16::try_from(MAX_BENEFITS)?;
	let pairs = ids.clone().map(|id| (id, (id + 1) % 32)).collect::<Vec<_>>();
	let terms = Terms {
		rules: RULES_VERSION,
		filing_limit: 90,
		deductible: Caps { beneficiary: Some(Amount(50_000)), family: Some(Amount(100_000)) },
		out_of_pocket: caps,
		maximum: caps,
		lifetime: cap,
		coordination: Coordination::Standard,
		benefits: ids.map(benefit).collect::<Vec<_>>().try_into().map_err(|_| anyhow!("many"))?,
		not_beside: pairs.try_into().map_err(|_| anyhow!("many"))?,
	};
	let versions = vec![Version { valid_from: Day(TODAY.0 - 400), terms }];
	let versions = versions.try_into().map_err(|_| anyhow!("many"))?;
	Ok(Plan { currency: Currency(*b"EUR"), year: BenefitYear::Policy, versions })
}

fn policy() -> Policy {
	let (from, until) = (Day(TODAY.0 - 360), Day(TODAY.0 + 5));
	let beneficiary = |number| Beneficiary { number, from, until, adult_from: from };
	Policy { from, until, beneficiaries: (0..4).map(beneficiary).collect() }
}

fn statement() -> Statement {
	let entry = |number: u16| {
		let day = Day(TODAY.0 - 350 + i32::from(number));
		Entry {
			claim: number.into(),
			beneficiary: u8::from(number.is_multiple_of(4)),
			benefit: number % 32,
			provider: [1; 32],
			first: day,
			last: day,
			units: 1,
			deductible: Amount(100),
			out_of_pocket: Amount(600),
			paid: Amount(7_000),
		}
	};
	Statement { entries: (0..ENTRIES).map(entry).collect(), ..Statement::default() }
}

fn claim() -> Claim {
	let line = |number: u8| {
		let day = Day(TODAY.0 - i32::from(number));
		Line {
			benefit: u16::from(number),
			beneficiary: 0,
			visit: number / 2,
			units: 2,
			charge: Amount(23_456),
			first: day,
			last: day,
			provider: Provider { id: [1; 32], accredited: true, in_network: true },
			evidence: vec![
				Piece {
					category: Category::Encounter,
					licensed: true,
					recorded: day,
					erased: false
				};
				8
			],
			other: Some(Amount(1_000)),
		}
	};
	Claim { currency: Currency(*b"EUR"), filed: TODAY, lines: (0..20).map(line).collect() }
}
