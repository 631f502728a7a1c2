// SPDX-License-Identifier: Apache-2.0
//! Requests: asking, where one stands, and ending one.

use super::{
	super::{
		Context, Failure, codes, purpose,
		response::{Done, Nothing, Plain},
	},
	before::{self, Records},
	check,
	names::{self, Among, Chosen},
	refusal,
};
use clap::Args;
use salus_chain::{
	AccountId, BlockRef, ChainClient, calls::decision_support, events::Event, queries,
};
use salus_inference::Card;
use salus_primitives::{
	ModelId, Moment, Purpose, RecordId, RequestId, WithId,
	decision_support::{self as types, Drawn, ModelState, RequestState},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE: Moment = 60_000;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as doctor decision request news2 --records 1,2,3 --purpose TREAT --wait\n  salus --as doctor decision request 0 --records 1,2,3 --purpose TREAT"
)]
pub struct Request {
	/// The model: its name, or its number.
	model: String,
	/// The records that hold its inputs, all of one patient.
	#[arg(long, value_delimiter = ',', required = true)]
	records: Vec<u64>,
	/// Why: the patient's own request (PATRQT) when you are the patient; others must say it.
	#[arg(
		long,
		long_help = codes::with_purposes(
			"Why: the patient's own request (PATRQT) when you are the patient; others must say it."
		)
	)]
	purpose: Option<String>,
	/// Wait until it is settled or has failed.
	#[arg(long)]
	wait: bool,
	/// Ask operators without checking the inputs on this machine before.
	#[arg(long)]
	unchecked: bool,
}

/// A request that was made.
#[derive(Serialize)]
pub struct Requested {
	request: RequestId,
	model: ModelId,
	/// The model's, where its card can be had.
	name: Option<String>,
	operators: Vec<AccountId>,
	/// Whether the inputs were checked on this machine before.
	checked: bool,
	notes: Vec<String>,
	/// How it ended, where that was waited for; null once it is closed.
	#[serde(skip_serializing_if = "Option::is_none")]
	state: Option<Option<RequestState>>,
}

impl Plain for Requested {}

impl Request {
	/// Whatever can be found out before three operators see anything is found out first.
	pub async fn run(self, context: &Context) -> Result<Done<Requested>, Failure> {
		let Chosen { known, note } = names::resolve(context, &self.model, Among::Approved).await?;
		let model = &known.model;
		if model.item.model.state != ModelState::Approved {
			return Err(Failure::new(
				"ModelNotApproved",
				"the authority has not approved this model, or has suspended it",
			));
		}
		let records = before::records(context, &self.records).await?;
		let block = context.block().await?;
		let purpose = purpose::resolve(context, self.purpose.as_deref(), &records.patient).await?;
		records.consent(context, block).await?;
		before::operators(context, model).await?;
		let mut notes: Vec<String> = note.into_iter().collect();
		let checked = match (self.unchecked, &known.card) {
			(true, _) => Err("as asked".to_owned()),
			(false, Err(cause)) => Err(cause.message.clone()),
			(false, Ok(card)) => check(context, card, &records, purpose, block).await?,
		};
		match &checked {
			Ok(found) => notes.extend(found.iter().cloned()),
			Err(reason) => {
				notes.extend(records.notes());
				notes.push(format!("the inputs were not checked on this machine: {reason}"));
			}
		}
		for note in &notes {
			context.warn(note);
		}

		let ids: Vec<RecordId> = records.records.iter().map(|info| info.id).collect();
		let done = context.submit(decision_support::request(model.id, &ids, purpose)).await?;
		let (request, operators) = done
			.events
			.iter()
			.find_map(|event| match event {
				Event::Requested { request, operators } => Some((*request, operators.clone())),
				_ => None,
			})
			.ok_or_else(|| Failure::new("Mismatch", "a request was made, but no event says so"))?;
		let state = match self.wait {
			true => Some(ended(context, request, purpose).await?),
			false => None,
		};
		let requested = Requested {
			request,
			model: model.id,
			name: known.card.as_ref().ok().map(|card| card.name.clone()),
			operators,
			checked: checked.is_ok(),
			notes,
			state,
		};
		Ok(Done::new(&done, requested))
	}
}

/// The notes of the check; or why there was none, and then the chain decides.
async fn check(
	context: &Context,
	card: &Card,
	records: &Records,
	purpose: Purpose,
	block: BlockRef,
) -> Result<Result<Vec<String>, String>, Failure> {
	match records.unreadable(context, purpose, block).await? {
		Some(reason) => Ok(Err(reason)),
		None => check::before_request(context, card, records, purpose).await.map(Ok),
	}
}

/// Waits until a request is settled; one that failed is a failure that says why. One that is closed has no state any more.
async fn ended(
	context: &Context,
	request: RequestId,
	purpose: Purpose,
) -> Result<Option<RequestState>, Failure> {
	let chain = context.chain().await?;
	let bar = context.spinner("operators run the model");
	loop {
		let block = chain.finalized().await?;
		let Some(status) = queries::request(chain, request, block.hash).await? else {
			bar.finish_and_clear();
			return Ok(None);
		};
		let info = &status.request;
		let answered = info.drawn.iter().filter(|drawn| drawn.response.is_some());
		let suspended = match status.suspended {
			true => "; the model was suspended, so this can only fail",
			false => "",
		};
		bar.set_message(format!(
			"{} of {} operators answered{suspended}",
			answered.count(),
			info.drawn.len()
		));
		match info.state {
			RequestState::Sealing
				if chain.moment(block.hash).await? > info.settle_until.saturating_add(MINUTE) =>
			{
				return Err(Failure::new(
					"Overdue",
					format!("no operator settled request {request} in time"),
				)
				.detail("request", json!(request.0))
				.remedy(format!("end it with salus decision fail {request}")));
			}
			RequestState::Sealing => tokio::time::sleep(Duration::from_millis(500)).await,
			RequestState::Settled { .. } => {
				bar.finish_and_clear();
				return Ok(Some(info.state));
			}
			RequestState::Failed { .. } => {
				bar.finish_and_clear();
				return Err(refusal::why(context, request, &status, purpose).await?);
			}
		}
	}
}

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus decision status 4 --history\n  salus --as doctor decision status 4 --purpose TREAT"
)]
pub struct RequestStatus {
	/// The request.
	request: u64,
	/// Look for its seals in the blocks since it was made, also of one that is closed.
	#[arg(long)]
	history: bool,
	/// Open the notice of a refusal, too, for this purpose: the patient sees that its records were opened.
	#[arg(
		long,
		long_help = codes::with_purposes(
			"Open the notice of a refusal, too, for this purpose: the patient sees that its records were opened."
		)
	)]
	purpose: Option<String>,
}

/// Where a request stands, and who sealed when if that was asked for.
#[derive(Serialize)]
pub struct RequestHistory {
	#[serde(flatten)]
	request: OpenOrGone,
	#[serde(flatten)]
	history: Option<History>,
}

impl Plain for RequestHistory {}

/// A request as the chain has it.
#[derive(Serialize)]
#[serde(untagged)]
enum OpenOrGone {
	Open(Box<OpenRequest>),
	/// Closed, or never made.
	Gone {
		id: RequestId,
		/// None.
		state: Option<RequestState>,
		/// Nobody.
		drawn: Vec<Drawn<AccountId>>,
	},
}

/// A request that is not closed yet.
#[derive(Serialize)]
struct OpenRequest {
	#[serde(flatten)]
	status: WithId<RequestId, types::RequestStatus<AccountId>>,
	/// Of one that failed, as failures are told.
	why: Option<Value>,
}

/// Seals in past blocks, oldest first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct History {
	seals: Vec<Seal>,
	/// The first block that was read: later than the request's if the node does not keep the events of that long ago.
	seals_since: u32,
}

#[derive(Serialize)]
struct Seal {
	operator: AccountId,
	block: u32,
}

impl RequestStatus {
	pub async fn run(self, context: &Context) -> Result<RequestHistory, Failure> {
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let id = RequestId(self.request);
		let request = match queries::request(chain, id, block.hash).await? {
			None => OpenOrGone::Gone { id, state: None, drawn: Vec::new() },
			Some(item) => {
				let why = why(context, id, &item, self.purpose.as_deref()).await?;
				OpenOrGone::Open(Box::new(OpenRequest { status: WithId { id, item }, why }))
			}
		};
		let history = match self.history {
			true => Some(seals(context, id, block).await?),
			false => None,
		};
		Ok(RequestHistory { request, history })
	}
}

/// Why a request failed: to everybody what the chain shows; all problems if a purpose for opening the records is given.
async fn why(
	context: &Context,
	request: RequestId,
	status: &types::RequestStatus<AccountId>,
	purpose: Option<&str>,
) -> Result<Option<Value>, Failure> {
	if !matches!(status.request.state, RequestState::Failed { .. }) {
		return Ok(None);
	}
	let failure = match purpose {
		Some(given) => refusal::why(context, request, status, purpose::parse(given)?).await?,
		None => match refusal::known_to_all(request, status) {
			failure if failure.kind == "InputsRefused" => failure.remedy(format!(
				"those who may read its records learn what is wrong: salus decision result {request}"
			)),
			failure => failure,
		},
	};
	Ok(failure.to_json().get("error").cloned())
}

/// Which operators sealed in which block, back to the request or as far as the node keeps events.
async fn seals(context: &Context, request: RequestId, block: BlockRef) -> Result<History, Failure> {
	let chain = context.chain().await?;
	let (mut seals, mut first) = (Vec::new(), block.number);
	let bar = context.spinner(&format!("searching for seals back from block {first}"));
	for number in (1..=block.number).rev() {
		let Some(hash) = chain.block_hash(number).await? else {
			break;
		};
		let events = match chain.events(hash).await {
			Err(cause) if cause.is_for_good() => break,
			events => events?,
		};
		first = number;
		let mut requested = false;
		for event in events {
			match event {
				Event::Sealed { request: sealed, operator } if sealed == request => {
					seals.push(Seal { operator, block: number });
				}
				Event::Requested { request: made, .. } => requested |= made == request,
				_ => {}
			}
		}
		if requested {
			break;
		}
	}
	bar.finish_and_clear();
	seals.reverse();
	Ok(History { seals, seals_since: first })
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus decision fail 4")]
pub struct Fail {
	/// The request.
	request: u64,
}

impl Fail {
	pub async fn run(self, context: &Context) -> Result<Done, Failure> {
		let call = decision_support::fail(RequestId(self.request));
		Ok(Done::new(&context.submit(call).await?, Nothing {}))
	}
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus decision close 4")]
pub struct Close {
	/// The request.
	request: u64,
}

impl Close {
	pub async fn run(self, context: &Context) -> Result<Done, Failure> {
		let call = decision_support::close(RequestId(self.request));
		Ok(Done::new(&context.submit(call).await?, Nothing {}))
	}
}
