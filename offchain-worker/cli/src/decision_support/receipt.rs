// SPDX-License-Identifier: Apache-2.0
//! Receipts, and the clinician's verdict that they keep.

use super::super::{
	Context, Failure,
	codes::one_of,
	response::{Done, Nothing, Plain},
};
use clap::{ArgGroup, Args};
use salus_chain::{AccountId, calls::decision_support, queries};
use salus_primitives::{
	RequestId, WithId,
	decision_support::{self as types, Verdict, VerdictReason},
};
use serde::Serialize;

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus decision receipt 4")]
pub struct Receipt {
	/// The request.
	request: u64,
}

/// A receipt with its request's number.
#[derive(Serialize)]
#[serde(transparent)]
pub struct NumberedReceipt(WithId<RequestId, types::Receipt<AccountId>>);

impl Plain for NumberedReceipt {}

impl Receipt {
	pub async fn run(self, context: &Context) -> Result<NumberedReceipt, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let id = RequestId(self.request);
		let item = queries::receipt(chain, id, block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("a receipt of request {id}")))?;
		Ok(NumberedReceipt(WithId { id, item }))
	}
}

#[derive(Args, Debug)]
#[command(
	group = ArgGroup::new("verdict").required(true).args(["accept", "modify", "reject"]),
	after_help = "Example:\n  salus --as doctor decision verdict 4 --accept --reason agreesWithJudgement"
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
	#[arg(long, value_parser = one_of(VerdictReason::ALL, VerdictReason::from_code))]
	reason: VerdictReason,
}

impl GiveVerdict {
	pub async fn run(self, context: &Context) -> Result<Done, Failure> {
		let verdict = match (self.accept, self.modify) {
			(true, _) => Verdict::Accept,
			(_, true) => Verdict::Modify,
			_ => Verdict::Reject,
		};
		let call = decision_support::give_verdict(RequestId(self.request), verdict, self.reason);
		Ok(Done::new(&context.submit(call).await?, Nothing {}))
	}
}
