// SPDX-License-Identifier: Apache-2.0
//! What is refused as a whole, before any line is judged.

use crate::{
	Claim, Line, MAX_BENEFICIARIES, MAX_EVIDENCE, MAX_LINES, NetworkTerms, Plan, Policy,
	RULES_VERSION, Terms, WHOLE, years::year_of,
};
use codec::{Decode, Encode};
use salus_primitives::Day;
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Why a claim is not judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub enum Error {
	/// The plan contradicts itself.
	BadPlan,
	/// The policy contradicts itself.
	BadPolicy,
	/// The claim is in another currency than the plan.
	OtherCurrency,
	/// The claim has no line.
	NoLines,
	/// The claim has more than [`MAX_LINES`].
	TooManyLines,
	/// The line has no units.
	ZeroUnits,
	/// The line ends before it begins.
	BackToFront,
	/// The line ends after the day of filing.
	NotYet,
	/// The line has more than [`MAX_EVIDENCE`].
	TooMuchEvidence,
	/// The line is not within the benefit year of the first line: file what is of another in a claim of its own.
	SeveralYears,
	/// Other terms are valid on the line's last day than on its first: split it.
	SeveralVersions,
	/// The line is for another beneficiary than the first: file a claim for each.
	SeveralBeneficiaries,
	/// The plan has other rules than [`RULES_VERSION`] on the line's first day.
	UnknownRules,
	/// The charges are more than an amount can be.
	Overflow,
}

/// Why a claim is not judged, and which line is to blame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Rejected {
	/// Why.
	pub error: Error,
	/// The line, counted from 0; nothing if none is.
	#[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
	pub line: Option<u8>,
}

impl From<Error> for Rejected {
	fn from(error: Error) -> Self {
		Self { error, line: None }
	}
}

/// The first and last day of the benefit year that all lines are of.
pub(crate) fn check(plan: &Plan, policy: &Policy, claim: &Claim) -> Result<(Day, Day), Rejected> {
	check_plan(plan)?;
	if !is_policy(policy) {
		return Err(Error::BadPolicy.into());
	}
	if claim.currency != plan.currency {
		return Err(Error::OtherCurrency.into());
	}
	if claim.lines.len() > MAX_LINES {
		return Err(Error::TooManyLines.into());
	}
	let first = claim.lines.first().ok_or(Error::NoLines)?;
	let year = year_of(plan.year, policy.from, first.first);
	let mut sum = 0_u64;
	for (line, index) in claim.lines.iter().zip(0_u8..) {
		let at = |error| Rejected { error, line: Some(index) };
		check_line(line, claim.filed).map_err(at)?;
		if line.first < year.0 || year.1 < line.last {
			return Err(at(Error::SeveralYears));
		}
		let valid = |day| plan.version_on(day).map(|version| version.valid_from);
		if valid(line.first) != valid(line.last) {
			return Err(at(Error::SeveralVersions));
		}
		if line.beneficiary != first.beneficiary {
			return Err(at(Error::SeveralBeneficiaries));
		}
		if plan.terms_on(line.first).is_some_and(|terms| terms.rules != RULES_VERSION) {
			return Err(at(Error::UnknownRules));
		}
		sum = sum.checked_add(line.charge.0).ok_or_else(|| at(Error::Overflow))?;
	}
	Ok(year)
}

fn check_line(line: &Line, filed: Day) -> Result<(), Error> {
	if line.units == 0 {
		return Err(Error::ZeroUnits);
	}
	if line.last < line.first {
		return Err(Error::BackToFront);
	}
	if line.last > filed {
		return Err(Error::NotYet);
	}
	if line.evidence.len() > MAX_EVIDENCE {
		return Err(Error::TooMuchEvidence);
	}
	Ok(())
}

fn check_plan(plan: &Plan) -> Result<(), Error> {
	let days = plan.versions.iter().map(|version| version.valid_from);
	let rising = days.clone().zip(days.skip(1)).all(|(earlier, later)| earlier < later);
	let mut terms = plan.versions.iter().map(|version| &version.terms);
	// Terms of other rules mean what those say.
	let consistent = terms.all(|terms| terms.rules != RULES_VERSION || terms.is_consistent());
	if plan.versions.is_empty() || !rising || !consistent { Err(Error::BadPlan) } else { Ok(()) }
}

impl Terms {
	/// Whether they don't contradict themselves, by the rules of [`RULES_VERSION`].
	pub fn is_consistent(&self) -> bool {
		let within = |network: &NetworkTerms| {
			[network.adult, network.child].iter().all(|cost| cost.coinsurance <= WHOLE)
		};
		let known = |id| self.benefit(id).is_some();
		let pairs = &self.not_beside;
		once(self.benefits.iter().map(|benefit| benefit.id))
			&& self.benefits.iter().all(|benefit| {
				within(&benefit.in_network) && benefit.out_of_network.as_ref().is_none_or(within)
			}) && pairs.iter().all(|(one, other)| one != other && known(*one) && known(*other))
	}
}

fn is_policy(policy: &Policy) -> bool {
	policy.from <= policy.until
		&& policy.beneficiaries.len() <= MAX_BENEFICIARIES
		&& policy.beneficiaries.iter().all(|beneficiary| beneficiary.from <= beneficiary.until)
		&& once(policy.beneficiaries.iter().map(|beneficiary| beneficiary.number))
}

/// Whether each is there once. Lists are short.
fn once<T: PartialEq>(items: impl Iterator<Item = T> + Clone) -> bool {
	let mut rest = items.clone();
	items.into_iter().all(|item| {
		rest.next();
		!rest.clone().any(|other| other == item)
	})
}
