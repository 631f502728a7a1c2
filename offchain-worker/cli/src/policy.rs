// SPDX-License-Identifier: Apache-2.0
//! Policies: who is insured under a plan, from which day to which. Who that is stands in an encrypted record.

mod file;

use super::{
	Context, Failure, Responded, boxed, insurance,
	response::{Done, Nothing, Plain},
	times,
};
use clap::Subcommand;
use file::{File, POLICY};
use salus_chain::{ChainClient, calls::claims, events::Event, queries};
use salus_primitives::{Day, PlanId, PolicyId, RecordId, VersionNumber, WithId};
use serde::Serialize;

#[derive(Subcommand, Debug)]
pub enum Policy {
	/// Write down who is insured, encrypted: the record that the insurer names when it issues the policy. As the policy's
	/// holder, or as whoever the holder lets write.
	#[command(
		after_help = format!("Example:\n  salus --as me policy file me policy.json\n\n{POLICY}")
	)]
	File(File),
	/// Issue a policy under a plan of yours. As its insurer; your reserve must cover it.
	#[command(
		after_help = "Example:\n  salus --as insurer policy issue 0 5F3s… --record 12 --from 2027-01-01 --until 2027-12-31"
	)]
	Issue {
		/// The plan.
		plan: u32,
		/// Who holds it: an account that is registered as a patient, best one for insurance alone.
		holder: String,
		/// The holder's record in which it stands who is insured, as salus policy file wrote it: never amended.
		#[arg(long)]
		record: u64,
		/// Its first day: a date. It may have passed, as far as the plan allows.
		#[arg(long, value_name = "DAY")]
		from: String,
		/// Its last day: a date.
		#[arg(long, value_name = "DAY")]
		until: String,
	},
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

/// A policy that was issued.
#[derive(Serialize)]
struct Issued {
	policy: PolicyId,
}

impl Plain for Issued {}

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
			Self::Issue { plan, holder, record, from, until } => {
				let days = days(&from, &until)?;
				let issued = issue(context, PlanId(plan), &holder, days, RecordId(record));
				return boxed(issued.await);
			}
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

/// A policy's first and last day.
fn days(from: &str, until: &str) -> Result<(Day, Day), Failure> {
	let (first, last) = (times::parse_day(from)?, times::parse_day(until)?);
	if last < first {
		let problem = format!("a policy from {from} can't end on {until}");
		return Err(Failure::new("Claims.EndsBeforeItBegins", problem)
			.remedy("name a last day that is not before the first"));
	}
	Ok((first, last))
}

/// Data rule 8: the day is the chain's.
async fn today(context: &Context) -> Result<Day, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	Ok(Day::of(chain.moment(block.hash).await?))
}

async fn issue(
	context: &Context,
	plan: PlanId,
	holder: &str,
	(from, until): (Day, Day),
	record: RecordId,
) -> Result<Done<Issued>, Failure> {
	let holder = context.account(holder)?;
	let (chain, block) = (context.chain().await?, context.block().await?);
	// One that is not there, or not the holder's, the chain refuses.
	if let Some(known) = queries::record(chain, record, block.hash).await? {
		is_first(record, known.latest)?;
	}
	let call = claims::issue(plan, &holder, from, until, record);
	let done = insurance::submit(context, call).await?;
	let policy = done.events.iter().find_map(|event| match event {
		Event::PolicyIssued { policy } => Some(*policy),
		_ => None,
	});
	let policy = insurance::told(policy, "Claims.issue")?;
	Ok(Done::new(&done, Issued { policy }))
}

/// Refuses a record that was amended. Insurers read version 1 alone: else its author could insure somebody else
/// afterwards.
fn is_first(record: RecordId, latest: VersionNumber) -> Result<(), Failure> {
	if latest == 1 {
		return Ok(());
	}
	let problem =
		format!("record {record} has {latest} versions, and who is insured is read from the first");
	Err(Failure::new("RecordAmended", problem)
		.remedy("have it written as a record of its own: salus policy file; nothing was sent"))
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
	fn a_policy_lasts_a_day_at_least() {
		let (first, last) = days("2027-01-01", "2027-12-31").unwrap();
		assert_eq!(
			(first.to_string(), last.to_string()),
			("2027-01-01".into(), "2027-12-31".into())
		);
		assert!(days("2027-01-01", "2027-01-01").is_ok());
		let refused = days("2027-01-02", "2027-01-01").unwrap_err();
		assert_eq!(refused.kind, "Claims.EndsBeforeItBegins");
		assert!(days("2027-01", "2027-12-31").is_err() && days("2027-01-01", "2027").is_err());
	}

	#[test]
	fn a_record_that_was_amended_is_not_issued_by() {
		assert!(is_first(RecordId(12), 1).is_ok());
		let refused = is_first(RecordId(12), 2).unwrap_err();
		assert_eq!(refused.kind, "RecordAmended");
		assert!(refused.message.contains("salus policy file"), "{}", refused.message);
	}

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
