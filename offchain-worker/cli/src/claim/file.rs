// SPDX-License-Identifier: Apache-2.0
//! File: a claim is signed by the policy's holder, becomes a record, and is submitted. What it is for stands in the record
//! alone. Data rule 12.

use super::{
	draft::{self, Draft},
	submitted::claim_of,
};
use crate::{
	Context, Failure,
	insurance::{self, amount},
	record::Custody,
	response::{Done, Plain},
};
use clap::Args;
use salus_adjudication::Plan;
use salus_chain::{
	AccountId, BlockRef, ChainClient,
	calls::claims,
	queries::{self, WhoIs},
};
use salus_insurance::{document::ClaimDocument, evidence::ShownRecord};
use salus_primitives::{
	ClaimId, Compartment, Day, Decision, PolicyId, RecordId, claims::Slot, json,
};
use serde::Serialize;
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(Args, Debug)]
pub struct File {
	/// The policy: one that you hold.
	policy: u32,
	/// What is claimed.
	claim: PathBuf,
	/// The files that show the records that prove it, as salus claim evidence wrote them, by commas.
	#[arg(long, value_name = "FILES", value_delimiter = ',')]
	evidence: Vec<PathBuf>,
	/// Which of several insurers this one is for these services: 1 pays first, 2 of what is left then, 3 of what is left
	/// after both.
	#[arg(long, default_value = "1", value_parser = slot)]
	slot: Slot,
	/// Who is paid: you, or an accredited organisation. Without it you. You sign for whom, so that nobody else is paid,
	/// whoever submits it.
	#[arg(long)]
	payee: Option<String>,
	/// What is paid at most, in the asset's smallest unit: everybody sees it. Without it all that is charged.
	#[arg(long, value_name = "AMOUNT", value_parser = amount)]
	ceiling: Option<u128>,
	#[command(flatten)]
	custody: Custody,
}

/// A claim that is written and submitted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filed {
	claim: ClaimId,
	record: RecordId,
	#[serde(serialize_with = "json::amount")]
	ceiling: u128,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	warnings: Vec<String>,
}

impl Plain for Filed {}

/// What the chain says of the policy, in one finalized block.
struct Known {
	id: PolicyId,
	policy: queries::Policy,
	plan: queries::Plan,
	rules: Plan,
	/// Data rule 8: by the chain's clock.
	today: Day,
	block: BlockRef,
}

impl File {
	/// Whatever can be found out before the claim is written is found out first.
	pub async fn run(self, context: &Context) -> Result<Done<Filed>, Failure> {
		let id = PolicyId(self.policy);
		let draft: Draft = insurance::read_file(&self.claim, "salus claim file")?;
		let shown = self.shown()?;
		let chain = context.chain().await?;
		let genesis = chain.genesis_hash();
		draft::check_shown(genesis, id, &shown)?;
		let lines = draft.lines(id, &shown, |text| context.account(text))?;
		let signer = context.signer()?;
		let holder = signer.account();
		let payee = context.account_or_own(self.payee.as_deref())?;
		let known = Known::of(context, id).await?;
		known.check(&holder)?;
		draft.check(&known.rules, (known.policy.from, known.policy.until), known.today)?;
		known.check_payee(&payee, &queries::who_is(chain, &payee, known.block.hash).await?)?;
		let data = draft.period()?;
		let (to, currency, slot) = (payee.clone(), draft.currency, self.slot);
		let document = ClaimDocument::sign(genesis, id, to, currency, slot, lines, shown, &signer);
		let ceiling = ceiling(self.ceiling, document.total())?;
		let content = Zeroizing::new(document.to_fhir(&holder));
		// The insurer refuses what is not written as it is to be.
		ClaimDocument::from_fhir(&content).map_err(Failure::bad_input)?;
		let query = insurance::reading(&holder, &known.plan.insurer, Compartment::General, data);
		let decision = queries::decide(chain, &query, known.block.hash).await?;
		let warnings = Vec::from_iter(unreadable(decision, &known.plan.insurer));
		for warning in &warnings {
			context.warn(warning);
		}

		let written = insurance::write(context, &holder, data, &content, &self.custody).await;
		let (record, ..) = written?;
		let evidence = document.evidence();
		let call = claims::submit(id, record, &payee, ceiling, evidence);
		let left = |failure| {
			let payee = (payee != holder).then_some(&payee);
			left(failure, (id, record), ceiling, &evidence, payee)
		};
		let done = insurance::submit(context, call).await.map_err(left)?;
		Ok(Done::new(&done, Filed { claim: claim_of(&done)?, record, ceiling, warnings }))
	}

	/// What the files show.
	fn shown(&self) -> Result<Vec<ShownRecord>, Failure> {
		let files = self.evidence.iter();
		files.map(|path| insurance::read_file(path, "salus claim evidence")).collect()
	}
}

impl Known {
	async fn of(context: &Context, id: PolicyId) -> Result<Self, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let policy = queries::policy(chain, id, block.hash).await?;
		let policy = policy.ok_or_else(|| Failure::not_found(format!("policy {id}")))?;
		let (plan, rules) = insurance::plan(context, policy.plan, block.hash).await?;
		let today = Day::of(chain.moment(block.hash).await?);
		Ok(Self { id, policy, plan, rules, today, block })
	}

	/// Refuses whom the insurer would not believe, and what comes too late for the chain.
	fn check(&self, signer: &AccountId) -> Result<(), Failure> {
		let Self { id, policy, plan, today, .. } = self;
		if *signer != policy.holder {
			let problem = format!("policy {id} is held by {}", policy.holder);
			return Err(Failure::new("Claims.NotTheHolder", problem)
				.remedy("sign as its holder: --as NAME; nothing was written"));
		}
		let last = Day(policy.until.0.saturating_add(plan.filing_limit.into()));
		if *today > last {
			let problem = format!("claims under policy {id} could be filed until {last}");
			return Err(Failure::new("Claims.FiledTooLate", problem).remedy("nothing was written"));
		}
		Ok(())
	}

	/// Refuses whom the chain would not have paid.
	fn check_payee(&self, payee: &AccountId, who: &WhoIs) -> Result<(), Failure> {
		let in_force = || who.organisation.as_ref().is_some_and(|one| !one.suspended);
		let fit = *payee == self.policy.holder || in_force();
		if fit && *payee != self.plan.insurer {
			return Ok(());
		}
		let problem = format!(
			"{payee} can't be paid: that is neither you nor an accredited organisation in force, or it is the insurer"
		);
		Err(Failure::new("Claims.BadPayee", problem).remedy(
			"name another with --payee, or leave it out to be paid yourself; nothing was written",
		))
	}
}

/// Which insurer it is for a service, as it is typed.
fn slot(text: &str) -> Result<Slot, String> {
	match text {
		"1" => Ok(Slot::First),
		"2" => Ok(Slot::Second),
		"3" => Ok(Slot::Third),
		_ => Err("it is 1, 2 or 3".to_owned()),
	}
}

/// What is paid at most: all that is charged, where nothing is named.
fn ceiling(named: Option<u128>, charged: u128) -> Result<u128, Failure> {
	let ceiling = named.unwrap_or(charged);
	if ceiling <= u128::from(u64::MAX) {
		return Ok(ceiling);
	}
	let problem = format!("{ceiling} is more than a claim can come to");
	Err(Failure::new("Claims.CeilingTooHigh", problem).remedy("nothing was written"))
}

/// That the insurer can't judge it, if it may not read it, and what the holder does about that.
fn unreadable(decision: Decision, insurer: &AccountId) -> Option<String> {
	let Decision::Refusal(refusal) = decision else { return None };
	let remedy = insurance::permitting(refusal, insurer, Compartment::General);
	Some(format!("the insurer may not read the claim, and judges it once it may: {remedy}"))
}

/// That the claim is written already, when it was not submitted.
fn left(
	failure: Failure,
	(policy, record): (PolicyId, RecordId),
	ceiling: u128,
	evidence: &[u8; 32],
	payee: Option<&AccountId>,
) -> Failure {
	let evidence = format!("0x{}", hex::encode(evidence));
	let payee = payee.map(|payee| format!(" --payee {payee}")).unwrap_or_default();
	let remedy = format!(
		"the claim stands in record {record}: unless salus claim list {policy} shows that it was submitted, go on by salus \
		 claim submit {policy} --record {record} --ceiling {ceiling} --evidence {evidence}{payee}"
	);
	failure
		.detail("record", serde_json::json!(record))
		.detail("evidence", serde_json::json!(evidence))
		.remedy(remedy)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		claim::fixtures::{FILED_AT, policy},
		fixtures::nobody,
		response::Response,
	};
	use clap::Parser;
	use salus_adjudication::BenefitYear;
	use salus_chain::{H256, Included};
	use salus_primitives::{ProvisionId, Refusal, claims::Currency};

	const INSURER: AccountId = AccountId::new([8; 32]);

	#[derive(Parser)]
	struct Typed {
		#[command(flatten)]
		file: File,
	}

	fn known() -> Known {
		let currency = Currency(*b"EUR");
		let year = BenefitYear::Calendar;
		Known {
			id: PolicyId(3),
			policy: policy(Default::default()),
			plan: queries::Plan {
				insurer: INSURER,
				asset: 1,
				currency,
				year,
				reserve: 0,
				backdating: 0,
				filing_limit: 90,
				closed: false,
				versions: 1,
				policies: 1,
				network: 0,
			},
			rules: Plan { currency, year, versions: Default::default() },
			today: Day::of(FILED_AT),
			block: BlockRef { number: 4, hash: H256([9; 32]) },
		}
	}

	#[test]
	fn evidence_comes_in_files_and_the_slot_is_the_first_unless_named() {
		let typed = |options: &[&str]| {
			let line = [&["file", "3", "claim.json"][..], options].concat();
			Typed::try_parse_from(line).ok().map(|typed| typed.file)
		};
		let plain = typed(&[]).unwrap();
		assert_eq!((plain.slot, plain.evidence.len()), (Slot::First, 0));
		let full = typed(&["--evidence", "a.json,b.json", "--slot", "2"]).unwrap();
		assert_eq!(full.slot, Slot::Second);
		assert_eq!(full.evidence, [PathBuf::from("a.json"), PathBuf::from("b.json")]);
		for slot in ["0", "4", "first"] {
			assert!(typed(&["--slot", slot]).is_none(), "{slot}");
		}
	}

	#[test]
	fn only_the_holder_files_and_not_too_late() {
		let mut known = known();
		let holder = known.policy.holder.clone();
		assert!(known.check(&holder).is_ok());
		assert_eq!(known.check(&INSURER).unwrap_err().kind, "Claims.NotTheHolder");
		// The last day of the policy, and 90 more.
		known.today = "2028-02-28".parse().unwrap();
		assert!(known.check(&holder).is_ok());
		known.today = "2028-02-29".parse().unwrap();
		assert_eq!(known.check(&holder).unwrap_err().kind, "Claims.FiledTooLate");
	}

	#[test]
	fn whom_the_chain_would_not_have_paid_is_refused_before_anything_is_written() {
		let known = known();
		assert!(known.check_payee(&known.policy.holder, &nobody()).is_ok());
		for payee in [AccountId::new([5; 32]), INSURER] {
			let refused = known.check_payee(&payee, &nobody()).unwrap_err();
			assert_eq!(refused.kind, "Claims.BadPayee");
		}
	}

	#[test]
	fn a_ceiling_is_what_is_charged_unless_named() {
		assert_eq!(ceiling(None, 8_300).unwrap(), 8_300);
		assert_eq!(ceiling(Some(5), 8_300).unwrap(), 5);
		let most = u128::from(u64::MAX);
		assert!(ceiling(Some(most), 0).is_ok());
		assert_eq!(ceiling(Some(most + 1), 0).unwrap_err().kind, "Claims.CeilingTooHigh");
	}

	#[test]
	fn whoever_files_learns_that_the_insurer_may_not_read() {
		let told = unreadable(Decision::Refusal(Refusal::NoPolicy), &INSURER).unwrap();
		let grant = format!("--permit --to {INSURER} --categories Claim --purposes HPAYMT");
		assert!(told.contains(&grant), "{told}");
		let denied = Decision::Refusal(Refusal::Denied(ProvisionId(2)));
		assert!(unreadable(denied, &INSURER).unwrap().contains("salus consent revoke 2"));
	}

	#[test]
	fn a_claim_that_was_written_and_not_submitted_says_how_to_go_on() {
		let told = |payee: Option<&AccountId>| {
			let failure = Failure::new("Claims.TooManyOpen", "refused");
			left(failure, (PolicyId(3), RecordId(13)), 8_300, &[9; 32], payee)
		};
		let commitment = format!("0x{}", "09".repeat(32));
		let command =
			format!("salus claim submit 3 --record 13 --ceiling 8300 --evidence {commitment}");
		let own = told(None);
		assert_eq!(own.kind, "Claims.TooManyOpen");
		assert!(own.message.ends_with(&command), "{}", own.message);
		let error = &own.to_json()["error"];
		assert_eq!(error["record"], serde_json::json!(13));
		assert_eq!(error["evidence"], serde_json::json!(commitment));
		assert!(told(Some(&INSURER)).message.ends_with(&format!("--payee {INSURER}")));
	}

	#[test]
	fn the_answer_names_claim_record_and_ceiling() {
		let block = BlockRef { number: 4, hash: H256([9; 32]) };
		let included = Included { block, events: Vec::new() };
		let (claim, record) = (ClaimId(7), RecordId(13));
		let filed = Filed { claim, record, ceiling: 8_300, warnings: Vec::new() };
		let told = Done::new(&included, filed).json().unwrap();
		let expected = serde_json::json!({
			"block": 4, "hash": format!("0x{}", "09".repeat(32)), "claim": 7, "record": 13, "ceiling": "8300",
		});
		assert_eq!(told, expected);
	}
}
