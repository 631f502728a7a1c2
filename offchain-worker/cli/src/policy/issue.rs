// SPDX-License-Identifier: Apache-2.0
//! Issue: the insurer reads whom it insures, and then the policy stands on the chain.

use crate::{
	Context, Failure, insurance,
	record::{self, NumberedRecord},
	response::{Done, Plain},
	times,
};
use clap::Args;
use salus_adjudication::Beneficiary;
use salus_chain::{AccountId, calls::claims, events::Event, queries};
use salus_insurance::coverage;
use salus_primitives::{
	Category, Day, Decision, PlanId, PolicyId, Purpose, RecordId, Refusal, VersionNumber,
};
use serde::Serialize;

/// What is read of a policy's record: its author could amend it, and so insure somebody else afterwards.
const COVERAGE_VERSION: VersionNumber = 1;

/// What an insurer needs to read it.
pub const ISSUE: &str = "Who is insured is read in the record, which the holder's ledger shows, and answered as \
	beneficiaries. The holder permits it before: salus consent grant --permit --to INSURER --categories Claim --purposes \
	HPAYMT. You need a published key: salus keys publish.";

/// What helps whoever does not want to wait for a permit.
const UNREAD: &str = "leave the reading out with --unread, and answer for whom you have not seen; no policy was issued";

#[derive(Args, Debug)]
pub struct Issue {
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
	/// Do not read who is insured. You answer for claims of people whom you have not seen; and your worker judges no claim
	/// of a policy whose record it can't read.
	#[arg(long)]
	unread: bool,
}

/// A policy that was issued.
#[derive(Serialize)]
pub struct Issued {
	policy: PolicyId,
	/// Who is insured; nothing if that was not read.
	#[serde(skip_serializing_if = "Option::is_none")]
	beneficiaries: Option<Vec<Beneficiary>>,
}

impl Plain for Issued {}

impl Issue {
	pub async fn run(self, context: &Context) -> Result<Done<Issued>, Failure> {
		let (from, until) = days(&self.from, &self.until)?;
		let (holder, record) = (context.account(&self.holder)?, RecordId(self.record));
		let (chain, block) = (context.chain().await?, context.block().await?);
		// Of one that is not there the chain says so.
		if let Some(known) = queries::record(chain, record, block.hash).await? {
			is_first(record, known.latest)?;
		}
		let beneficiaries = match self.unread {
			true => None,
			false => Some(read(context, &holder, record, (from, until)).await?),
		};
		let call = claims::issue(PlanId(self.plan), &holder, from, until, record);
		let done = insurance::submit(context, call).await?;
		let policy = done.events.iter().find_map(|event| match event {
			Event::PolicyIssued { policy } => Some(*policy),
			_ => None,
		});
		let policy = insurance::told(policy, "Claims.issue")?;
		Ok(Done::new(&done, Issued { policy, beneficiaries }))
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

/// Refuses a record that was amended. Insurers read version 1 alone: else its author could insure somebody else
/// afterwards.
fn is_first(record: RecordId, latest: VersionNumber) -> Result<(), Failure> {
	if latest == COVERAGE_VERSION {
		return Ok(());
	}
	let problem =
		format!("record {record} has {latest} versions, and who is insured is read from the first");
	Err(Failure::new("RecordAmended", problem)
		.remedy("have it written as a record of its own: salus policy file; nothing was sent"))
}

/// Reads who is insured, by a logged access for payment. It is asked before whether that is granted: a refusal costs its
/// fee as well.
async fn read(
	context: &Context,
	holder: &AccountId,
	record: RecordId,
	days: (Day, Day),
) -> Result<Vec<Beneficiary>, Failure> {
	let info = record::live(context, record).await?;
	is_holders(&info, holder)?;
	let (chain, block) = (context.chain().await?, context.block().await?);
	let insurer = context.signer()?.account();
	let (compartment, data) = (info.item.compartment, info.item.data);
	let query = insurance::reading(holder, &insurer, compartment, data);
	if let Decision::Refusal(refusal) = queries::decide(chain, &query, block.hash).await? {
		return Err(not_permitted(&info, &insurer, refusal));
	}
	record::reader_has_key(context).await?;
	let opened = record::open(context, record, Some(COVERAGE_VERSION), Purpose::Payment).await;
	let (opened, _) = opened.map_err(not_opened)?;
	insured(&opened.plaintext, record, days)
}

/// Refuses a record that says nothing about this holder's policy.
fn is_holders(info: &NumberedRecord, holder: &AccountId) -> Result<(), Failure> {
	let (id, record) = (info.id, &info.item);
	let refused =
		|kind: &str, problem: String| Err(insurance::remedied(Failure::new(kind, problem)));
	if record.patient != *holder {
		let problem =
			format!("record {id} is of {}, who would not hold the policy", record.patient);
		return refused("Claims.OtherPatient", problem);
	}
	if record.category != Category::Claim {
		let problem = format!("record {id} is of category {}", record.category);
		return refused("Claims.OtherCategory", problem);
	}
	Ok(())
}

/// Why the insurer may not read it, and what the holder does about that.
fn not_permitted(info: &NumberedRecord, insurer: &AccountId, refusal: Refusal) -> Failure {
	let permitting = insurance::permitting(refusal, insurer, info.item.compartment);
	let permitted = format!("have its holder permit it, by {permitting}; or {UNREAD}");
	let (kind, remedy) = match refusal {
		Refusal::NoPolicy => ("Records.NotPermitted", permitted),
		Refusal::Denied(_) => ("Records.Denied", permitted),
		Refusal::NotInForce => {
			("Records.NotInForce", "ask the authority; no policy was issued".to_owned())
		}
	};
	let problem = format!("you may not read in record {} who is insured", info.id);
	Failure::new(kind, problem).remedy(remedy)
}

/// Why it was not opened, and what helps.
fn not_opened(failure: Failure) -> Failure {
	let remedy = match failure.kind.as_str() {
		"Records.NoEncryptionKey" => {
			format!("publish your key, by salus keys publish; or {UNREAD}")
		}
		_ => format!("or {UNREAD}"),
	};
	failure.remedy(remedy)
}

/// Who is insured by a document, in just these days.
fn insured(
	document: &[u8],
	record: RecordId,
	(from, until): (Day, Day),
) -> Result<Vec<Beneficiary>, Failure> {
	let policy = coverage::from_fhir(document).map_err(|cause| {
		let problem = format!("record {record} does not say who is insured: {cause}");
		Failure::new("NotACoverage", problem)
			.remedy("have it written by salus policy file; no policy was issued")
	})?;
	if (policy.from, policy.until) == (from, until) {
		return Ok(policy.beneficiaries);
	}
	let problem = format!(
		"record {record} says who is insured from {} to {}, and the policy would be from {from} to {until}",
		policy.from, policy.until
	);
	Err(Failure::new("OtherDays", problem).remedy(
		"name the record's days, or have another record written, by salus policy file; no policy was issued",
	))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{fixtures, response::Response};
	use clap::Parser;
	use salus_adjudication::Policy;
	use salus_chain::{BlockRef, H256, Included};
	use salus_primitives::ProvisionId;
	use serde_json::json;

	#[derive(Parser)]
	struct Typed {
		#[command(flatten)]
		issue: Issue,
	}

	fn typed_days() -> (Day, Day) {
		days("2027-01-01", "2027-12-31").unwrap()
	}

	fn policy() -> Policy {
		serde_json::from_value(json!({
			"from": "2027-01-01", "until": "2027-12-31", "beneficiaries": [beneficiary()],
		}))
		.unwrap()
	}

	fn beneficiary() -> serde_json::Value {
		json!({ "number": 0, "from": "2027-01-01", "until": "2027-12-31", "adultFrom": "2000-01-01" })
	}

	/// A record that a policy's holder wrote.
	fn info() -> NumberedRecord {
		let mut info = fixtures::record();
		info.item.category = Category::Claim;
		info
	}

	#[test]
	fn who_is_insured_is_read_unless_that_is_left_out() {
		let line = ["issue", "0", "5F3s", "--record", "12", "--from", "a", "--until", "b"];
		let typed = |line: &[&str]| Typed::try_parse_from(line.to_vec()).unwrap().issue;
		assert!(!typed(&line).unread);
		assert!(typed(&[&line[..], &["--unread"]].concat()).unread);
	}

	#[test]
	fn a_policy_lasts_a_day_at_least() {
		let (first, last) = typed_days();
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
	fn whom_the_record_insures_is_answered() {
		let document = coverage::to_fhir(&policy(), &AccountId::new([1; 32]));
		let beneficiaries = insured(&document, RecordId(12), typed_days()).unwrap();
		assert_eq!(beneficiaries, policy().beneficiaries);
		let block = BlockRef { number: 4, hash: H256([9; 32]) };
		let included = Included { block, events: Vec::new() };
		let told = |beneficiaries| {
			Done::new(&included, Issued { policy: PolicyId(5), beneficiaries }).json().unwrap()
		};
		let read = told(Some(beneficiaries));
		assert_eq!((&read["policy"], &read["beneficiaries"]), (&json!(5), &json!([beneficiary()])));
		assert_eq!(told(None).get("beneficiaries"), None);
	}

	#[test]
	fn what_is_no_coverage_or_of_other_days_is_not_issued_by() {
		let refused = |document: &[u8], days| insured(document, RecordId(12), days).unwrap_err();
		let other = refused(b"{\"resourceType\": \"Coverage\"}", typed_days());
		assert_eq!(other.kind, "NotACoverage");
		for part in ["record 12", "salus policy file", "no policy was issued"] {
			assert!(other.message.contains(part), "{}", other.message);
		}
		let document = coverage::to_fhir(&policy(), &AccountId::new([1; 32]));
		for (from, until) in [("2027-01-02", "2027-12-31"), ("2027-01-01", "2027-12-30")] {
			let refused = refused(&document, days(from, until).unwrap());
			assert_eq!(refused.kind, "OtherDays", "{from}");
			for part in ["2027-01-01 to 2027-12-31", from, until] {
				assert!(refused.message.contains(part), "{}", refused.message);
			}
		}
	}

	#[test]
	fn anothers_record_and_one_of_another_category_are_not_read() {
		let info = info();
		assert!(is_holders(&info, &info.item.patient).is_ok());
		let refused = is_holders(&info, &AccountId::new([9; 32])).unwrap_err();
		assert_eq!(refused.kind, "Claims.OtherPatient");
		assert!(refused.message.contains("salus record list"), "{}", refused.message);
		let condition = fixtures::record();
		let refused = is_holders(&condition, &condition.item.patient).unwrap_err();
		assert_eq!(refused.kind, "Claims.OtherCategory");
	}

	#[test]
	fn without_a_permit_it_is_told_how_to_get_one_and_how_to_do_without() {
		let insurer = AccountId::new([8; 32]);
		let refused = |refusal| not_permitted(&info(), &insurer, refusal);
		let missing = refused(Refusal::NoPolicy);
		assert_eq!(missing.kind, "Records.NotPermitted");
		let grant = format!(
			"salus consent grant --permit --to {insurer} --categories Claim --purposes HPAYMT"
		);
		for part in [&grant[..], "--unread", "record 5"] {
			assert!(missing.message.contains(part), "{}", missing.message);
		}
		let denied = refused(Refusal::Denied(ProvisionId(2)));
		assert_eq!(denied.kind, "Records.Denied");
		assert!(denied.message.contains("salus consent revoke 2"), "{}", denied.message);
		assert_eq!(refused(Refusal::NotInForce).kind, "Records.NotInForce");
	}

	#[test]
	fn without_a_key_or_custodians_it_is_told_what_helps() {
		let told = |kind| not_opened(Failure::new(kind, "not opened")).message;
		for kind in ["Records.NoEncryptionKey", "CustodiansMissing"] {
			let told = told(kind);
			let is_keyless = kind.starts_with("Records");
			assert_eq!(told.contains("salus keys publish"), is_keyless, "{told}");
			assert!(told.contains("--unread"), "{told}");
		}
	}
}
