// SPDX-License-Identifier: Apache-2.0
//! Claims that one policy files, one after the other, and what each comes to.

use crate::generate::{Random, claim, plan, policy, spoil, statement};
use salus_adjudication::{Claim, Outcome, Plan, Policy, Rejected, Statement, judge};
use serde::{Deserialize, Serialize};

/// How many claims a history has.
pub const CLAIMS: u32 = 10;

#[derive(Serialize, Deserialize)]
pub struct History {
	plan: Plan,
	policy: Policy,
	statement: Statement,
	steps: Vec<Step>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Step {
	Judge { number: u32, claim: Claim, outcome: Judged },
	Reverse(u32),
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(untagged)]
enum Judged {
	Outcome(Outcome),
	Rejected(Rejected),
}

impl History {
	pub fn random(random: &mut Random) -> Self {
		let (plan, policy, before) = (plan(random), policy(random), statement(random));
		let mut history = Self { plan, policy, statement: before.clone(), steps: Vec::new() };
		let mut statement = before;
		for number in 0..CLAIMS {
			let mut claim = claim(random);
			if random.percent(4) {
				spoil(random, &mut claim);
			}
			let outcome = history.judge(&mut statement, number, &claim);
			history.steps.push(Step::Judge { number, claim, outcome });
			if random.percent(10) {
				let reversed = u32::try_from(random.below(u64::from(number) + 1)).unwrap();
				statement.reverse(reversed);
				history.steps.push(Step::Reverse(reversed));
			}
		}
		history
	}

	/// Fails unless every claim comes to what the history says.
	pub fn assert_same(&self) {
		let mut known = self.statement.clone();
		for step in &self.steps {
			match step {
				Step::Reverse(number) => known.reverse(*number),
				Step::Judge { number, claim, outcome } => {
					assert_eq!(self.judge(&mut known, *number, claim), *outcome);
				}
			}
		}
	}

	fn judge(&self, statement: &mut Statement, number: u32, claim: &Claim) -> Judged {
		match judge(&self.plan, &self.policy, statement, claim) {
			Ok(outcome) => {
				statement.enter(number, claim, &outcome);
				Judged::Outcome(outcome)
			}
			Err(rejected) => Judged::Rejected(rejected),
		}
	}
}
