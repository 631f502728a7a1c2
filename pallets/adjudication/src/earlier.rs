// SPDX-License-Identifier: Apache-2.0
//! The lines before a line that were not refused, of the statement and of the claim itself: summed up once, since each
//! line asks for the sums.

use crate::{Amount, Benefit, BenefitId, Caps, Claim, Entry, JudgedLine, Line, Statement, Terms};
use alloc::vec::Vec;
use salus_primitives::Day;

/// What lines of a claim see of those before them. All are of one beneficiary and one benefit year.
pub(crate) struct Earlier {
	beneficiary: u8,
	/// The benefit year's first and last day.
	year: (Day, Day),
	/// The claim's first and last day.
	days: (Day, Day),
	/// In the year, of all beneficiaries.
	family: Sums,
	/// In the year, of the beneficiary.
	own: Sums,
	/// Paid for the beneficiary in all years.
	lifetime: u128,
	/// In the year, of the beneficiary, for each benefit of the claim.
	benefits: Vec<OfBenefit>,
	/// Of the beneficiary, what was paid for a benefit of the claim on a first day of its lines.
	first_days: Vec<((BenefitId, Day), u128)>,
	/// Of the beneficiary, on days of the claim.
	near: Vec<Entry>,
	/// What visits of the claim have borne of a co-payment.
	visits: Vec<(Visit, u64)>,
}

/// By its number, its provider and its day: one number alone could make a year of visits one.
type Visit = (u8, [u8; 32], Day);

fn visit_of(line: &Line) -> Visit {
	(line.visit, line.provider.id, line.first)
}

/// Sums of entries. Of so many that memory holds, none overflows.
#[derive(Default)]
pub(crate) struct Sums {
	pub deductible: u128,
	pub out_of_pocket: u128,
	pub paid: u128,
}

struct OfBenefit {
	id: BenefitId,
	units: u32,
	paid: u128,
}

impl Sums {
	fn add(&mut self, entry: &Entry) {
		add(&mut self.deductible, entry.deductible);
		add(&mut self.out_of_pocket, entry.out_of_pocket);
		add(&mut self.paid, entry.paid);
	}
}

fn add(sum: &mut u128, amount: Amount) {
	*sum = sum.saturating_add(amount.0.into());
}

fn within((first, last): (Day, Day), day: Day) -> bool {
	first <= day && day <= last
}

impl Earlier {
	/// Before the first line of a claim of one beneficiary and year.
	pub fn new(statement: &Statement, claim: &Claim, beneficiary: u8, year: (Day, Day)) -> Self {
		let lines = claim.lines.iter();
		let first = lines.clone().map(|line| line.first).min().unwrap_or_default();
		let last = lines.clone().map(|line| line.last).max().unwrap_or_default();
		let mut benefits: Vec<_> = lines.clone().map(|line| line.benefit).collect();
		benefits.sort_unstable();
		benefits.dedup();
		let mut first_days: Vec<_> = lines.map(|line| (line.benefit, line.first)).collect();
		first_days.sort_unstable();
		first_days.dedup();
		let of_benefit = |id| OfBenefit { id, units: 0, paid: 0 };
		let mut earlier = Self {
			beneficiary,
			year,
			days: (first, last),
			family: Sums::default(),
			own: Sums::default(),
			lifetime: 0,
			benefits: benefits.into_iter().map(of_benefit).collect(),
			first_days: first_days.into_iter().map(|day| (day, 0)).collect(),
			near: Vec::new(),
			visits: Vec::new(),
		};
		let before = statement.before.iter();
		for before in before.filter(|before| before.beneficiary == beneficiary) {
			add(&mut earlier.lifetime, before.paid);
		}
		statement.entries.iter().for_each(|entry| earlier.count(entry));
		earlier
	}

	/// A line of the claim is judged.
	pub fn add(&mut self, line: &Line, judged: &JudgedLine) {
		// No number of a claim: nothing here reverses.
		if let Some(entry) = Entry::of(0, line, judged) {
			self.count(&entry);
		}
		self.visits.push((visit_of(line), judged.copayment.0));
	}

	fn count(&mut self, entry: &Entry) {
		let in_year = within(self.year, entry.first);
		if in_year {
			self.family.add(entry);
		}
		if entry.beneficiary != self.beneficiary {
			return;
		}
		add(&mut self.lifetime, entry.paid);
		if in_year {
			self.own.add(entry);
			if let Some(sums) = self.benefits.iter_mut().find(|sums| sums.id == entry.benefit) {
				sums.units = sums.units.saturating_add(entry.units);
				add(&mut sums.paid, entry.paid);
			}
		}
		if entry.first <= self.days.1 && self.days.0 <= entry.last {
			let day = (entry.benefit, entry.first);
			if let Some((_, paid)) = self.first_days.iter_mut().find(|(known, _)| *known == day) {
				add(paid, entry.paid);
			}
			self.near.push(*entry);
		}
	}

	/// Benefit and provider of those on a day of the line.
	pub fn overlapping(&self, line: &Line) -> impl Iterator<Item = (BenefitId, &[u8; 32])> + Clone {
		let (first, last) = (line.first, line.last);
		self.near
			.iter()
			.filter(move |entry| entry.first <= last && first <= entry.last)
			.map(|entry| (entry.benefit, &entry.provider))
	}

	fn of_benefit(&self, line: &Line) -> Option<&OfBenefit> {
		self.benefits.iter().find(|sums| sums.id == line.benefit)
	}

	/// What is left of a number of units a year.
	pub fn units_left(&self, line: &Line, limit: u32) -> u32 {
		limit.saturating_sub(self.of_benefit(line).map_or(0, |sums| sums.units))
	}

	/// What is left of caps of the year: of the one that has less left.
	pub fn left(&self, caps: &Caps, counted: fn(&Sums) -> u128) -> u64 {
		let own = left(caps.beneficiary, counted(&self.own));
		own.min(left(caps.family, counted(&self.family)))
	}

	/// What the line's visit has borne of a co-payment.
	pub fn borne_by_visit(&self, line: &Line) -> u64 {
		let visit = visit_of(line);
		let of_visit = self.visits.iter().filter(|(known, _)| *known == visit);
		of_visit.fold(0, |sum, (_, borne)| sum.saturating_add(*borne))
	}

	/// Step 7: the least of all limits.
	pub fn least_limit(&self, terms: &Terms, benefit: &Benefit, line: &Line) -> u64 {
		let limits = &benefit.limits;
		let day = (line.benefit, line.first);
		let that_day = self.first_days.iter().find(|(known, _)| *known == day);
		[
			left(limits.line, 0),
			left(limits.day, that_day.map_or(0, |(_, paid)| *paid)),
			left(limits.year, self.of_benefit(line).map_or(0, |sums| sums.paid)),
			self.left(&terms.maximum, |sums| sums.paid),
			left(terms.lifetime, self.lifetime),
		]
		.into_iter()
		.fold(u64::MAX, u64::min)
	}
}

/// What of a cap is not counted yet; without one, nothing is bounded.
fn left(cap: Option<Amount>, counted: u128) -> u64 {
	let counted = u64::try_from(counted).unwrap_or(u64::MAX);
	cap.map_or(u64::MAX, |cap| cap.0.saturating_sub(counted))
}
