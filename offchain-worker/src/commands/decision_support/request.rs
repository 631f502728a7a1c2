//! Requests: asking, where one stands, and ending one.

use super::super::{Context, Failure, context::included, purpose, render};
use crate::chain::{
	ChainClient,
	answers::{Answer, ModelState, Stage, Standing},
	calls::decision_support,
	events::Event,
	questions,
};
use clap::Args;
use salus_primitives::{ModelId, Moment, RecordId, RequestId};
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE: Moment = 60_000;

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus --as doctor request 0 --records 1,2,3 --purpose TREAT")]
pub struct Request {
	/// The model.
	model: u32,
	/// The records that hold its inputs, all of one patient.
	#[arg(long, value_delimiter = ',', required = true)]
	records: Vec<u64>,
	/// Why.
	#[arg(long, default_value = "TREAT")]
	purpose: String,
	/// Wait until it is settled or has failed.
	#[arg(long)]
	wait: bool,
}

impl Request {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let model = questions::model(chain, ModelId(self.model), block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("model {}", self.model)))?;
		if model.state != ModelState::Approved {
			return Err(Failure::new(
				"ModelNotApproved",
				"the authority has not approved this model, or has suspended it",
			));
		}
		let records: Vec<RecordId> = self.records.into_iter().map(RecordId).collect();
		let purpose = purpose::parse(&self.purpose)?;
		let call = decision_support::request(ModelId(self.model), &records, purpose);
		let done = context.submit(call).await?;
		let (request, operators) = done
			.events
			.iter()
			.find_map(|event| match event {
				Event::Requested { request, operators } => Some((request.0, operators.clone())),
				_ => None,
			})
			.ok_or_else(|| Failure::new("Mismatch", "a request was made, but no event says so"))?;
		let operators: Vec<String> = operators.iter().map(ToString::to_string).collect();
		let mut answer = json!({ "request": request, "operators": operators });
		if self.wait {
			answer["stage"] = json!(ended(context, RequestId(request)).await?);
		}
		Ok(included(&done, answer))
	}
}

/// Waits until a request is settled or failed, or could be declared failed and nobody does.
async fn ended(context: &Context, request: RequestId) -> Result<&'static str, Failure> {
	let chain = context.chain().await?;
	let bar = context.spinner("operators run the model");
	loop {
		let block = chain.finalized().await?;
		let stage = match questions::request(chain, request, block.hash).await? {
			None => "closed",
			Some(info) => {
				let answered = info.drawn.iter().filter(|drawn| drawn.answer.is_some());
				let suspended = if info.suspended {
					"; the model was suspended, so this can only fail"
				} else {
					""
				};
				bar.set_message(format!(
					"{} of {} operators answered{suspended}",
					answered.count(),
					info.drawn.len()
				));
				let late = chain.moment(block.hash).await? > info.settle_until + MINUTE;
				match info.stage {
					Stage::Sealing if late => {
						return Err(Failure::new(
							"Overdue",
							format!(
								"no operator settled request {request} in time: end it with salus fail {request}"
							),
						));
					}
					Stage::Sealing => {
						tokio::time::sleep(Duration::from_millis(500)).await;
						continue;
					}
					stage => stage_name(stage),
				}
			}
		};
		bar.finish_and_clear();
		return Ok(stage);
	}
}

fn stage_name(stage: Stage) -> &'static str {
	match stage {
		Stage::Sealing => "sealing",
		Stage::Settled { .. } => "settled",
		Stage::Failed { .. } => "failed",
	}
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus request-status 4 --history")]
pub struct RequestStatus {
	/// The request.
	request: u64,
	/// Read every block for seals of this request, also of one that is closed.
	#[arg(long)]
	history: bool,
}

impl RequestStatus {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let request = RequestId(self.request);
		let info = questions::request(chain, request, block.hash).await?;
		let mut answer = match info {
			None => json!({ "request": self.request, "stage": "closed or unknown", "drawn": [] }),
			Some(info) => json!({
				"request": self.request,
				"model": info.model.0,
				"patient": info.patient.to_string(),
				"requester": info.requester.to_string(),
				"openedAt": render::moment(info.opened_at),
				"sealUntil": render::moment(info.seal_until),
				"stage": stage_name(info.stage),
				"suspended": info.suspended,
				"drawn": info.drawn.iter().map(|drawn| json!({
					"operator": drawn.operator.to_string(),
					"sealed": matches!(drawn.answer, Some(Answer::Seal(_))),
					"refused": matches!(drawn.answer, Some(Answer::Refusal(_))),
					"standing": match drawn.standing {
						Standing::Clear => "clear",
						Standing::Accused(_) => "accused",
						Standing::Challenged(_) => "challenged",
						Standing::Excused(_) => "excused",
						Standing::Penalised(_) => "penalised",
					},
				})).collect::<Vec<_>>(),
			}),
		};
		if self.history {
			let mut seals = Vec::new();
			let bar = context.bar(block.number as usize, "blocks");
			for number in 1..=block.number {
				let Some(hash) = chain.block_hash(number).await? else {
					break;
				};
				for event in chain.events(hash).await? {
					if let Event::Sealed {
						request: sealed,
						operator,
					} = event && sealed == request
					{
						seals.push(json!({ "operator": operator.to_string(), "block": number }));
					}
				}
				bar.inc(1);
			}
			bar.finish_and_clear();
			answer["seals"] = json!(seals);
		}
		Ok(answer)
	}
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus fail 4")]
pub struct Fail {
	/// The request.
	request: u64,
}

impl Fail {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let call = decision_support::fail(RequestId(self.request));
		Ok(included(&context.submit(call).await?, json!({})))
	}
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus close 4")]
pub struct Close {
	/// The request.
	request: u64,
}

impl Close {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let call = decision_support::close(RequestId(self.request));
		Ok(included(&context.submit(call).await?, json!({})))
	}
}
