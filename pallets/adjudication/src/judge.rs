// SPDX-License-Identifier: Apache-2.0
//! The steps, one after the other, as README.md has them.

use crate::{
	Amount, Bearer, Claim, Coordination, JudgedLine, Line, Outcome, Plan, Policy, Refusal,
	Statement, WHOLE,
	check::{Rejected, check},
	earlier::Earlier,
	refusals::{Cover, cover},
};

/// Judges a claim by the rules that README.md describes. The statement is what was judged before; the outcome is
/// entered by [`Statement::enter`] once it counts.
pub fn judge(
	plan: &Plan,
	policy: &Policy,
	statement: &Statement,
	claim: &Claim,
) -> Result<Outcome, Rejected> {
	let year = check(plan, policy, claim)?;
	let mut outcome = Outcome::default();
	// The lines are of one beneficiary: `check` has seen to it.
	let beneficiary = claim.lines.first().map_or(0, |line| line.beneficiary);
	let mut earlier = Earlier::new(statement, claim, beneficiary, year);
	for line in &claim.lines {
		let terms = plan.terms_on(line.first);
		let judged = match cover(terms, policy, statement, claim, line, &earlier) {
			Ok(cover) => judge_line(&cover, line, &earlier),
			Err(refusal) => refuse(refusal, line),
		};
		earlier.add(line, &judged);
		outcome.add(judged);
	}
	Ok(outcome)
}

/// A part of an amount, rounded down; nothing of a whole of nothing.
fn part(amount: u64, part: u64, whole: u64) -> u64 {
	let product = u128::from(amount).saturating_mul(part.into());
	u64::try_from(product.checked_div(whole.into()).unwrap_or_default()).unwrap_or(u64::MAX)
}

fn judge_line(cover: &Cover<'_>, line: &Line, earlier: &Earlier) -> JudgedLine {
	let Cover { terms, benefit, beneficiary, network, payable } = *cover;
	let charge = line.charge.0;
	// Step 2.
	let contract = charge.min(u64::from(line.units).saturating_mul(network.price.0));
	let above_contract = charge.saturating_sub(contract);
	let allowed = part(contract, payable.into(), line.units.into());
	// Step 3.
	let caps = &terms.deductible;
	let has_deductible =
		benefit.deductible && (caps.beneficiary.is_some() || caps.family.is_some());
	let deductible =
		if has_deductible { allowed.min(earlier.left(caps, |sums| sums.deductible)) } else { 0 };
	// Step 4.
	let is_child = line.first < beneficiary.adult_from;
	let cost = if is_child { network.child } else { network.adult };
	let after_deductible = allowed.saturating_sub(deductible);
	let due_of_visit = cost.copayment.0.saturating_sub(earlier.borne_by_visit(line));
	let copayment = after_deductible.min(due_of_visit);
	// Step 5.
	let after_copayment = after_deductible.saturating_sub(copayment);
	let coinsurance = part(after_copayment, cost.coinsurance.into(), WHOLE.into());
	// Step 6. The three together are never above what is allowed.
	let share = deductible.saturating_add(copayment).saturating_add(coinsurance);
	let out_of_pocket = earlier.left(&terms.out_of_pocket, |sums| sums.out_of_pocket);
	let relief = share.saturating_sub(out_of_pocket);
	// Step 7.
	let covered = allowed.saturating_sub(share).saturating_add(relief);
	let normal = covered.min(earlier.least_limit(terms, benefit, line));
	let above_limits = covered.saturating_sub(normal);
	// Step 8.
	let other = line.other.unwrap_or_default().0.min(charge);
	let rest = charge.saturating_sub(other);
	let write_off = if line.provider.in_network { above_contract.min(rest) } else { 0 };
	let due = rest.saturating_sub(write_off);
	let paid = match terms.coordination {
		Coordination::Standard => normal,
		Coordination::NonDuplication => normal.saturating_sub(other),
	}
	.min(due);
	JudgedLine {
		refusal: None,
		payable,
		allowed: Amount(allowed),
		deductible: Amount(deductible),
		copayment: Amount(copayment),
		coinsurance: Amount(coinsurance),
		relief: Amount(relief),
		above_limits: Amount(above_limits),
		other: Amount(other),
		write_off: Amount(write_off),
		patient: Amount(due.saturating_sub(paid)),
		paid: Amount(paid),
	}
}

/// A line of which nothing is paid.
fn refuse(refusal: Refusal, line: &Line) -> JudgedLine {
	let other = line.other.unwrap_or_default().0.min(line.charge.0);
	let rest = line.charge.0.saturating_sub(other);
	let is_patients = match refusal.bearer() {
		Bearer::Patient => true,
		Bearer::Provider => !line.provider.in_network,
		Bearer::Nobody => false,
	};
	let (patient, write_off) = if is_patients { (rest, 0) } else { (0, rest) };
	JudgedLine {
		refusal: Some(refusal),
		other: Amount(other),
		patient: Amount(patient),
		write_off: Amount(write_off),
		..JudgedLine::default()
	}
}

impl Outcome {
	fn add(&mut self, line: JudgedLine) {
		let sums = [
			(&mut self.paid, line.paid),
			(&mut self.patient, line.patient),
			(&mut self.write_off, line.write_off),
			(&mut self.other, line.other),
		];
		for (sum, amount) in sums {
			// Never above the charges, whose sum was checked.
			sum.0 = sum.0.saturating_add(amount.0);
		}
		self.lines.push(line);
	}
}
