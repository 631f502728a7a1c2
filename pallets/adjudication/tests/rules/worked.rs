// SPDX-License-Identifier: Apache-2.0
//! The claims that README.md works by hand.

use salus_adjudication::{
	Amount, Beneficiary, Benefit, BenefitYear, Caps, Claim, Coordination, Cost, Currency, Entry,
	JudgedLine, Limits, Line, NetworkTerms, Outcome, Plan, Policy, Provider, RULES_VERSION,
	Statement, Terms, Version, judge,
};
use salus_primitives::Day;

const DAY: Day = Day(20_500);
const README: &str = include_str!("../../README.md");

fn caps(beneficiary: u64, family: u64) -> Caps {
	Caps { beneficiary: Some(Amount(beneficiary)), family: Some(Amount(family)) }
}

fn cost(copayment: u64, coinsurance: u16) -> Cost {
	Cost { copayment: Amount(copayment), coinsurance }
}

pub fn benefit() -> Benefit {
	let out = cost(30, 5_000);
	Benefit {
		id: 1,
		in_network: NetworkTerms {
			price: Amount(100),
			adult: cost(20, 2_000),
			child: cost(10, 1_000),
		},
		out_of_network: Some(NetworkTerms { price: Amount(80), adult: out, child: out }),
		deductible: true,
		waiting_days: 0,
		authorisation: false,
		evidence: None,
		limits: Limits {
			line: Some(Amount(300)),
			day: None,
			year: Some(Amount(600)),
			units: Some(8),
		},
	}
}

pub fn terms() -> Terms {
	Terms {
		rules: RULES_VERSION,
		filing_limit: 30,
		deductible: caps(100, 150),
		out_of_pocket: caps(250, 400),
		maximum: caps(1_000, 1_500),
		lifetime: None,
		coordination: Coordination::Standard,
		benefits: vec![benefit(), Benefit { id: 2, ..benefit() }].try_into().unwrap(),
		not_beside: Default::default(),
	}
}

pub fn plan(terms: Terms) -> Plan {
	let versions = vec![Version { valid_from: Day(DAY.0 - 100), terms }].try_into().unwrap();
	Plan { currency: Currency(*b"EUR"), year: BenefitYear::Calendar, versions }
}

/// Number 0 is an adult, number 1 a child.
pub fn policy() -> Policy {
	let (from, until) = (Day(DAY.0 - 30), Day(DAY.0 + 300));
	let beneficiaries = [(0, from), (1, until)].map(|(number, adult_from)| Beneficiary {
		number,
		from,
		until,
		adult_from,
	});
	Policy { from, until, beneficiaries: beneficiaries.into() }
}

pub fn line(units: u32, charge: u64) -> Line {
	Line {
		benefit: 1,
		beneficiary: 0,
		visit: 0,
		units,
		charge: Amount(charge),
		first: DAY,
		last: DAY,
		provider: Provider { id: [1; 32], accredited: true, in_network: true },
		evidence: Vec::new(),
		other: None,
	}
}

pub fn claim(lines: Vec<Line>) -> Claim {
	Claim { currency: Currency(*b"EUR"), filed: DAY, lines }
}

/// Something judged a week before.
pub fn entry(beneficiary: u8) -> Entry {
	let day = Day(DAY.0 - 7);
	Entry {
		claim: 0,
		beneficiary,
		benefit: 1,
		provider: [1; 32],
		first: day,
		last: day,
		units: 0,
		deductible: Amount::ZERO,
		out_of_pocket: Amount::ZERO,
		paid: Amount::ZERO,
	}
}

fn met() -> Entry {
	Entry { deductible: Amount(100), ..entry(0) }
}

fn judged(terms: Terms, entries: Vec<Entry>, claim: &Claim) -> Vec<JudgedLine> {
	let statement = Statement { entries, ..Statement::default() };
	judge(&plan(terms), &policy(), &statement, claim).unwrap().lines
}

/// The table's figures, row by row.
fn figures() -> Vec<[u64; 10]> {
	let rows = README.lines().skip_while(|line| !line.starts_with("## Worked claims"));
	let rows = rows.take_while(|line| !line.starts_with("A plan and a claim"));
	let rows = rows.filter(|line| line.starts_with("| ")).skip(1);
	rows.map(|row| {
		let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
		let figures: Vec<u64> = cells[2..].iter().map(|cell| cell.parse().unwrap()).collect();
		figures.try_into().unwrap()
	})
	.collect()
}

#[test]
fn each_is_judged_as_the_readme_says() {
	let alone = |entries, line| judged(terms(), entries, &claim(vec![line]));
	let late = Claim { filed: Day(DAY.0 + 31), ..claim(vec![line(1, 120)]) };
	let mut outside = line(1, 120);
	outside.provider.in_network = false;
	let six_units = Entry { units: 6, ..met() };
	let other = Entry { deductible: Amount(130), ..entry(1) };
	let visit = claim(vec![line(1, 15), Line { benefit: 2, ..line(1, 100) }]);
	let child = Line { beneficiary: 1, ..line(1, 100) };
	let met_child = Entry { deductible: Amount(100), ..entry(1) };
	let much_borne = Entry { out_of_pocket: Amount(230), ..met() };
	let paid_by_other = |paid| Line { other: Some(Amount(paid)), ..line(1, 150) };
	let strict = Terms { coordination: Coordination::NonDuplication, ..terms() };
	let rows: Vec<JudgedLine> = [
		judged(terms(), vec![], &late),
		alone(vec![], line(3, 400)),
		alone(vec![], outside),
		alone(vec![six_units], line(4, 400)),
		alone(vec![other], line(1, 100)),
		judged(terms(), vec![met()], &visit),
		alone(vec![met()], line(1, 83)),
		alone(vec![met_child], child),
		alone(vec![much_borne], line(1, 100)),
		alone(vec![met()], line(5, 500)),
		alone(vec![met()], paid_by_other(70)),
		judged(strict, vec![met()], &claim(vec![paid_by_other(40)])),
	]
	.concat();
	let rows = rows.iter().map(|row| {
		[
			row.allowed,
			row.deductible,
			row.copayment,
			row.coinsurance,
			row.relief,
			row.above_limits,
			row.other,
			row.write_off,
			row.patient,
			row.paid,
		]
		.map(|amount| amount.0)
	});
	assert_eq!(rows.collect::<Vec<_>>(), figures());
}

#[test]
fn the_readmes_json_comes_to_what_it_says() {
	#[derive(serde::Deserialize)]
	struct Case {
		plan: Plan,
		policy: Policy,
		statement: Statement,
		claim: Claim,
	}
	let mut blocks =
		README.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
	let case: Case = serde_json::from_str(blocks.next().unwrap()).unwrap();
	let expected: Outcome = serde_json::from_str(blocks.next().unwrap()).unwrap();
	assert_eq!(judge(&case.plan, &case.policy, &case.statement, &case.claim), Ok(expected));
}
