//! Receipts, and the clinician's verdict that they keep.

use super::super::{Context, Failure, codes::one_of, context::included, render};
use clap::{ArgGroup, Args};
use salus_chain::{
	answers::{Verdict, VerdictReason},
	calls::decision_support,
	questions,
};
use salus_primitives::RequestId;
use serde_json::{Value, json};

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus receipt 4")]
pub struct Receipt {
	/// The request.
	request: u64,
}

impl Receipt {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let receipt = questions::receipt(chain, RequestId(self.request), block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("a receipt of request {}", self.request)))?;
		Ok(json!({
			"request": self.request,
			"model": receipt.model.0,
			"modelDigest": hex::encode(receipt.model_digest),
			"patient": receipt.patient.to_string(),
			"requester": receipt.requester.to_string(),
			"records": receipt.records.iter().map(|input| input.record.0).collect::<Vec<_>>(),
			"digest": hex::encode(receipt.digest),
			"agreeing": receipt.agreeing,
			"drawn": receipt.drawn,
			"result": receipt.result,
			"settledAt": render::moment(receipt.settled_at),
			"verdict": receipt.verdict.map(|given| json!({
				"verdict": given.verdict,
				"reason": given.reason,
				"givenAt": render::moment(given.given_at),
			})),
		}))
	}
}

#[derive(Args, Debug)]
#[command(
	group = ArgGroup::new("verdict").required(true).args(["accept", "modify", "reject"]),
	after_help = "Example:\n  salus --as doctor verdict 4 --accept --reason agrees-with-judgement"
)]
pub struct GiveVerdict {
	/// The request.
	request: u64,
	/// Accept the result.
	#[arg(long)]
	accept: bool,
	/// Modify it.
	#[arg(long)]
	modify: bool,
	/// Reject it.
	#[arg(long)]
	reject: bool,
	/// Why.
	#[arg(long, value_parser = one_of(VerdictReason::ALL))]
	reason: VerdictReason,
}

impl GiveVerdict {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let verdict = match (self.accept, self.modify) {
			(true, _) => Verdict::Accept,
			(_, true) => Verdict::Modify,
			_ => Verdict::Reject,
		};
		let call = decision_support::give_verdict(RequestId(self.request), verdict, self.reason);
		Ok(included(&context.submit(call).await?, json!({})))
	}
}
