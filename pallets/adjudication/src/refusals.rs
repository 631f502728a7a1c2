// SPDX-License-Identifier: Apache-2.0
//! Step 1: why nothing is paid for a line.

use crate::{
	Beneficiary, Benefit, Claim, EvidenceRule, Line, NetworkTerms, Policy, Refusal, Statement,
	Terms, earlier::Earlier,
};
use salus_primitives::Day;

/// Under what a line that is not refused is judged.
pub(crate) struct Cover<'a> {
	pub terms: &'a Terms,
	pub benefit: &'a Benefit,
	pub beneficiary: &'a Beneficiary,
	pub network: &'a NetworkTerms,
	/// How many units count.
	pub payable: u32,
}

/// Under what the line is judged, or the first reason not to pay it.
pub(crate) fn cover<'a>(
	terms: Option<&'a Terms>,
	policy: &'a Policy,
	statement: &Statement,
	claim: &Claim,
	line: &Line,
	earlier: &Earlier,
) -> Result<Cover<'a>, Refusal> {
	let within = |from: Day, until: Day| from <= line.first && line.last <= until;
	let terms = terms.filter(|_| within(policy.from, policy.until)).ok_or(Refusal::NotInForce)?;
	let beneficiary = policy
		.beneficiary(line.beneficiary)
		.filter(|beneficiary| within(beneficiary.from, beneficiary.until))
		.ok_or(Refusal::NotBeneficiary)?;
	if claim.filed > after(line.last, terms.filing_limit) {
		return Err(Refusal::FiledTooLate);
	}
	let benefit = terms.benefit(line.benefit).ok_or(Refusal::NotCovered)?;
	if !line.provider.accredited {
		return Err(Refusal::NotAccredited);
	}
	let network = if line.provider.in_network {
		&benefit.in_network
	} else {
		benefit.out_of_network.as_ref().ok_or(Refusal::OutOfNetwork)?
	};
	if line.first < after(beneficiary.from, benefit.waiting_days) {
		return Err(Refusal::WaitingPeriod);
	}
	let authorised = || {
		statement.authorisations.iter().any(|given| {
			(given.beneficiary, given.benefit) == (line.beneficiary, line.benefit)
				&& within(given.from, given.until)
		})
	};
	if benefit.authorisation && !authorised() {
		return Err(Refusal::NotAuthorised);
	}
	if let Some(rule) = &benefit.evidence {
		check_evidence(rule, line)?;
	}
	let mut beside = earlier.overlapping(line);
	if beside
		.clone()
		.any(|(benefit, provider)| (benefit, provider) == (line.benefit, &line.provider.id))
	{
		return Err(Refusal::Duplicate);
	}
	let is_pair = |other| {
		let pairs = [(line.benefit, other), (other, line.benefit)];
		terms.not_beside.iter().any(|pair| pairs.contains(pair))
	};
	if beside.any(|(other, _)| is_pair(other)) {
		return Err(Refusal::NotBeside);
	}
	let left = benefit.limits.units.map(|limit| earlier.units_left(line, limit));
	let payable = left.map_or(line.units, |left| left.min(line.units));
	if payable == 0 {
		return Err(Refusal::UnitsUsedUp);
	}
	Ok(Cover { terms, benefit, beneficiary, network, payable })
}

fn check_evidence(rule: &EvidenceRule, line: &Line) -> Result<(), Refusal> {
	if line.evidence.is_empty() {
		return Err(Refusal::NoEvidence);
	}
	let in_time = line.first..=after(line.last, rule.within_days);
	let fits = line.evidence.iter().any(|piece| {
		(rule.categories.is_empty() || rule.categories.contains(piece.category))
			&& piece.licensed
			&& in_time.contains(&piece.recorded)
			&& !piece.erased
	});
	if fits { Ok(()) } else { Err(Refusal::EvidenceUnfit) }
}

fn after(day: Day, days: u16) -> Day {
	Day(day.0.saturating_add(days.into()))
}
