// SPDX-License-Identifier: Apache-2.0
//! Policies: who is insured under a plan, from which day to which. Who that is stands in an encrypted record.

mod file;
mod issue;

use super::{
	Context, Failure, Responded, boxed, insurance,
	response::{Done, Nothing, Plain},
	times,
};
use clap::Subcommand;
use file::{File, POLICY};
use issue::{ISSUE, Issue};
use salus_chain::{ChainClient, calls::claims, queries};
use salus_primitives::{Day, PolicyId, WithId};
use serde::Serialize;

#[derive(Subcommand, Debug)]
pub enum Policy {
	/// Write down who is insured, encrypted: the record that the insurer names when it issues the policy. As the policy's
	/// holder, or as whoever the holder lets write.
	#[command(
		after_help = format!("Example:\n  salus --as me policy file me policy.json\n\n{POLICY}")
	)]
	File(File),
	/// Issue a policy under a plan of yours, once you have read whom it insures. As its insurer; your reserve must cover it.
	#[command(
		after_help = format!(
			"Examples:\n  salus --as insurer policy issue 0 5F3s… --record 12 --from 2027-01-01 --until 2027-12-31\n  salus --as \
			 insurer policy issue 0 5F3s… --record 12 --from 2027-01-01 --until 2027-12-31 --unread\n\n{ISSUE}"
		)
	)]
	Issue(Issue),
	/// End a policy earlier than it was to end. As its holder from today on, as its insurer at least 30 days ahead.
	#[command(
		after_help = "Examples:\n  salus --as me policy end 3\n  salus --as insurer policy end 3 --until 2027-06-30"
	)]
	End {
		/// The policy.
		policy: u32,
		/// Its last day: a date. Without it today, by the chain's clock in UTC, as its holder may.
		#[arg(long, value_name = "DAY")]
		until: Option<String>,
	},
	/// A policy: its holder, its days, how many claims it has, and which statement.
	#[command(after_help = "Example:\n  salus policy show 3")]
	Show {
		/// The policy.
		policy: u32,
	},
	/// Remove a policy for which no claim can come any more. Anybody may: the deposit goes back to its insurer.
	#[command(after_help = "Example:\n  salus policy close 3")]
	Close {
		/// The policy.
		policy: u32,
	},
}

/// A policy, as the chain has it.
#[derive(Serialize)]
struct Shown {
	#[serde(flatten)]
	policy: WithId<PolicyId, queries::Policy>,
}

impl Plain for Shown {}

impl Policy {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::File(file) => return boxed(file.run(context).await),
			Self::Issue(issue) => return boxed(issue.run(context).await),
			Self::Show { policy } => {
				let policy = get(context, PolicyId(policy)).await;
				return boxed(policy.map(|policy| Shown { policy }));
			}
			Self::End { policy, until } => {
				let until = match until {
					Some(until) => times::parse_day(&until)?,
					None => today(context).await?,
				};
				claims::end_policy(PolicyId(policy), until)
			}
			Self::Close { policy } => claims::close_policy(PolicyId(policy)),
		};
		boxed(Ok(Done::new(&insurance::submit(context, call).await?, Nothing {})))
	}
}

/// Data rule 8: the day is the chain's.
async fn today(context: &Context) -> Result<Day, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	Ok(Day::of(chain.moment(block.hash).await?))
}

/// A policy that is not closed.
async fn get(
	context: &Context,
	id: PolicyId,
) -> Result<WithId<PolicyId, queries::Policy>, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let policy = queries::policy(chain, id, block.hash).await?;
	let item = policy.ok_or_else(|| Failure::not_found(format!("policy {id}")))?;
	Ok(WithId { id, item })
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{claim::fixtures, response::Response};
	use salus_primitives::claims::Statement;
	use serde_json::json;

	#[test]
	fn a_policy_is_shown_with_its_days_and_its_statements_number() {
		let item = fixtures::policy(Statement { sequence: 2, ..Default::default() });
		let shown = Shown { policy: WithId { id: PolicyId(5), item } };
		let json = shown.json().unwrap();
		assert_eq!((&json["id"], &json["plan"]), (&json!(5), &json!(4)));
		assert_eq!((&json["until"], &json["openClaims"]), (&json!("2027-11-30"), &json!(1)));
		assert_eq!(json["statement"]["sequence"], json!(2));
		let text = shown.text();
		assert!(text.contains("2027-11-30") && text.contains("sequence"), "{text}");
	}
}
