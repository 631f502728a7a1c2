// SPDX-License-Identifier: Apache-2.0
//! A claim concluded by hand, where the insurer's worker can't: judged from the statement that the policy's latest
//! conclusion wrote, and put in its place by a new one. Both documents stay with the insurer; the chain has commitments.

use super::case::{self, Case};
use crate::{
	Context, Failure,
	insurance::{self, hash},
	output,
	response::{Done, Plain},
};
use clap::Args;
use salus_adjudication::{Outcome, Plan, Statement};
use salus_chain::{calls::claims, events::Event, queries};
use salus_insurance::kept::Kept;
use salus_primitives::{ClaimId, Day, PolicyId, claims::ShownEvidence, json};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub struct Conclude {
	/// The claim.
	claim: u32,
	/// Plan, policy and claim, to be judged.
	case: PathBuf,
	/// What the policy's latest conclusion wrote: its statement is what the claim is judged from. Left out for the first
	/// claim of a policy.
	#[arg(long, value_name = "FILE")]
	statement: Option<PathBuf>,
	/// Write statement, outcome and salts to this new file, for the policy's next claim and for whoever asks: keep it.
	#[arg(long, value_name = "FILE")]
	statement_out: PathBuf,
	/// The salt of the claim's evidence, 0x and 64 hex digits, as whoever submitted it tells: without it nothing can be
	/// paid. For a claim that was submitted with no evidence.
	#[arg(long, value_name = "HEX", value_parser = hash)]
	evidence_salt: Option<[u8; 32]>,
}

/// A claim that is concluded.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Concluded {
	claim: ClaimId,
	#[serde(serialize_with = "json::amount")]
	paid: u128,
	/// Whether it waits for money.
	waits: bool,
	/// The number of the statement that it stands in.
	sequence: u32,
	written: String,
}

impl Plain for Concluded {}

/// What the chain says of a claim: it must not be judged by anything else.
struct Known {
	claim: queries::Claim,
	policy: queries::Policy,
	plan: Plan,
}

impl Conclude {
	pub async fn run(self, context: &Context) -> Result<Done<Concluded>, Failure> {
		let case: Case = case::read(&self.case)?;
		let before = self.statement.as_deref().map(read).transpose()?;
		let id = ClaimId(self.claim);
		let known = Known::of(context, id).await?;
		known.check(&case)?;
		let (case, sequence) = known.with_statement(case, before)?;
		let outcome = case.judge()?;
		let kept = kept(id, known.claim.policy, sequence, case, outcome);
		let text = serde_json::to_string_pretty(&kept).map_err(Failure::bad_input)?;
		// Before the chain knows of it: without the salts nobody could ever go on from this statement.
		output::write_new(&self.statement_out, &[text.as_bytes(), b"\n"])?;
		let paid = kept.paid();
		let shown =
			self.evidence_salt.map(|salt| ShownEvidence { salt, pieces: Default::default() });
		let (statement, outcome) = kept.pointers();
		let call = claims::conclude(id, sequence, &statement, paid, &outcome, shown.as_ref());
		let done = insurance::submit(context, call).await;
		let done = done.inspect_err(|failure| discard(&self.statement_out, failure))?;
		let waits = done.events.iter().any(|event| matches!(event, Event::ClaimWaits { .. }));
		let (sequence, written) = (kept.sequence, self.statement_out.display().to_string());
		Ok(Done::new(&done, Concluded { claim: id, paid, waits, sequence, written }))
	}
}

fn read(path: &Path) -> Result<Kept, Failure> {
	insurance::read_file(path, "salus claim conclude")
}

/// Removes what was written for a conclusion that the chain refused for good; one of which nothing is known may still come.
fn discard(path: &Path, failure: &Failure) {
	if failure.kind.contains('.') || failure.kind == "NotAccepted" {
		// A file too much is no harm.
		let _ = std::fs::remove_file(path);
	}
}

/// What an insurer keeps of a claim that was judged from the statement of this number.
fn kept(claim: ClaimId, policy: PolicyId, sequence: u32, case: Case, outcome: Outcome) -> Kept {
	let Case { mut statement, claim: judged, .. } = case;
	statement.enter(claim.0, &judged, &outcome);
	Kept::of(claim, policy, sequence, statement, outcome, None)
}

impl Known {
	/// Of one finalized block.
	async fn of(context: &Context, id: ClaimId) -> Result<Self, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let claim = queries::claim(chain, id, block.hash).await?;
		let claim = claim.ok_or_else(|| Failure::not_found(format!("claim {id}")))?;
		let policy = queries::policy(chain, claim.policy, block.hash).await?;
		let policy =
			policy.ok_or_else(|| Failure::not_found(format!("policy {}", claim.policy)))?;
		let (_, plan) = insurance::plan(context, policy.plan, block.hash).await?;
		Ok(Self { claim, policy, plan })
	}

	/// Refuses a case that is not this claim's.
	fn check(&self, case: &Case) -> Result<(), Failure> {
		let other = |what: String, remedy: String| {
			Err(Failure::new("OtherCase", format!("the case is not this claim's: {what}"))
				.remedy(remedy))
		};
		let Self { claim, policy, plan } = self;
		if case.plan != *plan {
			let what = format!("plan {} has other terms on the chain", policy.plan);
			return other(what, format!("take them from salus --json plan show {}", policy.plan));
		}
		if (case.policy.from, case.policy.until) != (policy.from, policy.until) {
			let what = format!("the policy is from {} until {}", policy.from, policy.until);
			return other(what, format!("see: salus policy show {}", claim.policy));
		}
		let filed = Day::of(claim.filed_at);
		if case.claim.filed != filed {
			return other(format!("it was filed on {filed}"), "name that day".to_owned());
		}
		Ok(())
	}

	/// The case with the statement that it is judged from, and that one's number. Whether it is still the policy's is the
	/// chain's to say, when it is concluded.
	fn with_statement(&self, case: Case, before: Option<Kept>) -> Result<(Case, u32), Failure> {
		let Some(before) = before else { return Ok((case, 0)) };
		if before.policy != self.claim.policy {
			let problem = format!("this is the statement of policy {}", before.policy);
			let remedy = format!("name that of policy {}", self.claim.policy);
			return Err(Failure::new("OtherStatement", problem).remedy(remedy));
		}
		let on_chain = &self.policy.statement;
		if before.sequence == on_chain.sequence && !before.is_statement(on_chain) {
			let problem = "this is not the statement that stands on the chain";
			let remedy = "name the file that the policy's latest conclusion wrote";
			return Err(Failure::new("OtherStatement", problem).remedy(remedy));
		}
		if case.statement != Statement::default() && case.statement != before.statement {
			let problem = "the case has another statement than the file";
			return Err(Failure::bad_input(problem).remedy("leave it out of the case"));
		}
		Ok((Case { statement: before.statement, ..case }, before.sequence))
	}
}

#[cfg(test)]
mod tests;
