// SPDX-License-Identifier: Apache-2.0
//! What holds of every outcome, on random claims.

use crate::generate::{Random, claim, plan, policy, statement};
use salus_adjudication::{
	Amount, Claim, Limits, Line, NetworkTerms, Outcome, Plan, Policy, Statement, judge,
};

struct Case {
	plan: Plan,
	policy: Policy,
	statement: Statement,
	claim: Claim,
}

/// Random cases that are not refused as a whole, each after some claims that were judged before.
fn cases(seed: u64, count: usize) -> impl Iterator<Item = Case> {
	let mut random = Random(seed);
	std::iter::from_fn(move || {
		let (plan, policy) = (plan(&mut random), policy(&mut random));
		let mut statement = statement(&mut random);
		for number in 0..u32::try_from(random.index(5)).unwrap() {
			let claim = claim(&mut random);
			if let Ok(outcome) = judge(&plan, &policy, &statement, &claim) {
				statement.enter(number, &claim, &outcome);
			}
		}
		Some(Case { plan, policy, statement, claim: claim(&mut random) })
	})
	.filter(|case| case.judge(&case.claim).is_some())
	.take(count)
}

impl Case {
	fn judge(&self, claim: &Claim) -> Option<Outcome> {
		judge(&self.plan, &self.policy, &self.statement, claim).ok()
	}

	fn with_lines(&self, lines: Vec<Line>) -> Claim {
		Claim { lines, ..self.claim.clone() }
	}
}

#[test]
fn what_all_bear_is_the_charge_to_the_unit() {
	for case in cases(2, 20_000) {
		let outcome = case.judge(&case.claim).unwrap();
		assert_eq!(outcome.lines.len(), case.claim.lines.len());
		for (line, judged) in case.claim.lines.iter().zip(&outcome.lines) {
			let all = [judged.paid, judged.patient, judged.write_off, judged.other];
			assert_eq!(all.iter().map(|amount| amount.0).sum::<u64>(), line.charge.0);
			assert!(judged.paid <= judged.allowed && judged.allowed <= line.charge);
			assert!(judged.paid.0 <= line.charge.0 - judged.other.0);
		}
		let sum = |of: fn(&salus_adjudication::JudgedLine) -> Amount| {
			Amount(outcome.lines.iter().map(|line| of(line).0).sum())
		};
		assert_eq!(outcome.paid, sum(|line| line.paid));
		assert_eq!(outcome.patient, sum(|line| line.patient));
		assert_eq!(outcome.write_off, sum(|line| line.write_off));
		assert_eq!(outcome.other, sum(|line| line.other));
	}
}

#[test]
fn a_claim_split_by_visits_comes_to_the_same() {
	for mut case in cases(3, 20_000) {
		let whole = case.judge(&case.claim).unwrap();
		let lines = case.claim.lines.clone();
		let visits = lines.chunk_by(|one, next| one.visit == next.visit);
		let mut parts = Vec::new();
		for (visit, number) in visits.zip(100..) {
			let claim = case.with_lines(visit.to_vec());
			let outcome = case.judge(&claim).unwrap();
			case.statement.enter(number, &claim, &outcome);
			parts.extend(outcome.lines);
		}
		assert_eq!(parts, whole.lines);
	}
}

/// Fails if a claim is paid less when one of its lines is charged one unit more, all lines under the same terms.
fn assert_monotonous(case: &Case) {
	let mut valid = case.claim.lines.iter().map(|line| case.plan.terms_on(line.first));
	let first = valid.next().unwrap();
	if !valid.all(|terms| terms == first) {
		return;
	}
	let paid = case.judge(&case.claim).unwrap().paid;
	for index in 0..case.claim.lines.len() {
		let mut claim = case.claim.clone();
		claim.lines[index].charge.0 += 1;
		let more = case.judge(&claim).unwrap().paid;
		assert!(more >= paid, "line {index}: {more:?} after {paid:?} of {:?}", case.claim);
	}
}

#[test]
fn one_unit_more_charged_never_lowers_what_is_paid() {
	cases(4, 20_000).for_each(|case| assert_monotonous(&case));
}

/// Where amounts are tiny every cap binds, and a unit decides.
#[test]
fn nor_does_it_where_every_cap_binds() {
	for mut case in cases(7, 60_000) {
		let tiny = |amount: &mut Amount| amount.0 %= 9;
		for terms in case.plan.versions.iter_mut().map(|version| &mut version.terms) {
			for caps in [&mut terms.deductible, &mut terms.out_of_pocket, &mut terms.maximum] {
				[&mut caps.beneficiary, &mut caps.family].into_iter().flatten().for_each(tiny);
			}
			terms.lifetime.iter_mut().for_each(tiny);
			for benefit in &mut terms.benefits {
				let Limits { line, day, year, .. } = &mut benefit.limits;
				[line, day, year].into_iter().flatten().for_each(tiny);
				benefit.evidence = None;
				let networks = [Some(&mut benefit.in_network), benefit.out_of_network.as_mut()];
				for NetworkTerms { price, adult, child } in networks.into_iter().flatten() {
					[price, &mut adult.copayment, &mut child.copayment].into_iter().for_each(tiny);
				}
			}
		}
		for line in &mut case.claim.lines {
			tiny(&mut line.charge);
			line.other.iter_mut().for_each(tiny);
		}
		case.statement.before.clear();
		case.statement.entries.clear();
		assert_monotonous(&case);
	}
}

#[test]
fn lines_that_share_no_running_amount_may_change_places() {
	let mut seen = 0;
	for mut case in cases(5, 20_000) {
		// What is a beneficiary's is shared by all lines: of a benefit alone, only by its own.
		for terms in case.plan.versions.iter_mut().map(|version| &mut version.terms) {
			(terms.deductible, terms.out_of_pocket) = Default::default();
			(terms.maximum, terms.lifetime) = Default::default();
			terms.not_beside = Default::default();
		}
		let lines = &case.claim.lines;
		let apart = |two: &[Line]| two[0].benefit != two[1].benefit && two[0].visit != two[1].visit;
		let Some(index) = lines.windows(2).position(apart) else {
			continue;
		};
		seen += 1;
		let mut swapped = lines.clone();
		swapped.swap(index, index + 1);
		let mut outcome = case.judge(&case.with_lines(swapped)).unwrap();
		outcome.lines.swap(index, index + 1);
		assert_eq!(outcome, case.judge(&case.claim).unwrap());
	}
	assert!(seen > 4_000, "{seen}");
}

#[test]
fn a_reversal_takes_back_its_own_share_and_nothing_else() {
	for mut case in cases(6, 5_000) {
		let before = case.statement.clone();
		let outcome = case.judge(&case.claim).unwrap();
		case.statement.enter(100, &case.claim, &outcome);
		case.statement.reverse(100);
		assert_eq!(case.statement, before);
	}
}
