// SPDX-License-Identifier: Apache-2.0
//! A file with all that a claim is judged from.

use crate::{Failure, insurance};
use salus_adjudication::{Claim, Outcome, Plan, Policy, Rejected, Statement};
use serde::Deserialize;
use std::path::Path;

/// What a file has.
pub const CASE: &str = "The file is JSON: {\"plan\": …, \"policy\": …, \"statement\": …, \"claim\": …}, each as \
	pallets/adjudication/README.md describes it. Without a statement nothing was judged before. Amounts are text, in the \
	currency's smallest unit.";

/// What a claim is judged from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
	pub plan: Plan,
	pub policy: Policy,
	#[serde(default)]
	pub statement: Statement,
	pub claim: Claim,
}

/// Reads a case, or what somebody says that it comes to.
pub fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, Failure> {
	insurance::read_file(path, "salus claim judge")
}

impl Case {
	/// What it comes to, or why it is not judged.
	pub fn judge(&self) -> Result<Outcome, Failure> {
		salus_adjudication::judge(&self.plan, &self.policy, &self.statement, &self.claim)
			.map_err(|rejected| not_judged(&rejected))
	}
}

/// Why a claim is not judged, and what to do about it.
fn not_judged(rejected: &Rejected) -> Failure {
	use salus_adjudication::Error;
	let remedy = match rejected.error {
		Error::BadPlan => {
			"the plan contradicts itself: see what is refused as a whole in the rules"
		}
		Error::UnknownRules => {
			"the plan names rules that this program does not know: take a newer one"
		}
		Error::BadPolicy => {
			"the policy contradicts itself: see what is refused as a whole in the rules"
		}
		Error::OtherCurrency => "file the claim in the plan's currency",
		Error::NoLines => "a claim has at least one line",
		Error::TooManyLines => "split it: a claim has at most 20 lines",
		Error::ZeroUnits => "a line has at least one unit",
		Error::BackToFront => "a line's last day is not before its first",
		Error::NotYet => "file it once the service is over",
		Error::TooMuchEvidence => "a line has at most 8 pieces of evidence",
		Error::SeveralYears => "file what is of another benefit year in a claim of its own",
		Error::SeveralVersions => "split the line where the plan's terms change",
		Error::SeveralBeneficiaries => "file a claim for each beneficiary",
		Error::Overflow => "the charges are more than can be counted",
	};
	let told = serde_json::to_value(rejected).unwrap_or_default();
	let error = told.get("error").and_then(|error| error.as_str()).unwrap_or_default();
	let message = match rejected.line {
		Some(line) => format!("line {line} of the claim, counted from 0: {error}"),
		None => format!("the claim is not judged: {error}"),
	};
	Failure::new("NotJudged", message).details_of(&told).remedy(remedy)
}
