//! Decision support: models, requests, receipts, results, verdicts.

use super::{Context, Failure, context::included, record, render};
use crate::{
	chain::{
		ChainClient,
		answers::{
			ModelInfo, ModelProposal, ModelState, Output, Stage, Standing, Verdict, VerdictReason,
			VersionInfo,
		},
		calls::{self, decision_support},
		events::Event,
		questions,
	},
	crypto, documents, ipfs,
	models::{self, Model as LocalModel},
};
use clap::{ArgGroup, Args, Subcommand};
use salus_primitives::{ModelId, RecordId, RequestId, output_digest_payload};
use serde_json::{Value, json};
use sp_core::blake2_256;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Model {
	/// Propose a model from its folder: digest of its ONNX file, card and metrics go on chain.
	#[command(after_help = "Example:\n  salus model propose offchain-worker/models/diabetes-risk")]
	Propose {
		/// The folder.
		folder: PathBuf,
		/// How many operators run it.
		#[arg(long, default_value_t = 3)]
		operators: u8,
		/// How many must agree.
		#[arg(long, default_value_t = 2)]
		quorum: u8,
	},
	/// All models, with the counts of clinicians' verdicts.
	#[command(after_help = "Example:\n  salus model list")]
	List {
		/// From this model on.
		#[arg(long, default_value_t = 0)]
		start: u32,
	},
	/// One model.
	#[command(after_help = "Example:\n  salus model show 0")]
	Show {
		/// The model.
		model: u32,
	},
}

impl Model {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		match self {
			Self::Propose {
				folder,
				operators,
				quorum,
			} => {
				let library = std::env::var_os(models::LIBRARY_VARIABLE)
					.map_or_else(|| PathBuf::from("libonnxruntime.so"), PathBuf::from);
				let model = LocalModel::load(&folder, &library)?;
				let card = bytes::Bytes::copy_from_slice(model.card_bytes());
				let proposal = ModelProposal {
					digest: model.digest(),
					card: ipfs::cid_of(&card)?.as_bytes().to_vec(),
					output: Output::Sealed,
					steps: model.card().output.steps,
					operators,
					quorum,
					metrics_commitment: model.metrics_commitment(),
				};
				let done = context
					.submit(decision_support::propose_model(&proposal))
					.await?;
				let model = done.events.iter().find_map(|event| match event {
					Event::ModelProposed { model } => Some(model.0),
					_ => None,
				});
				Ok(included(
					&done,
					json!({ "model": model, "digest": hex::encode(proposal.digest) }),
				))
			}
			Self::List { start } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let listed = questions::models(chain, ModelId(start), 100, block.hash).await?;
				Ok(json!({ "models": listed.iter().map(show_model).collect::<Vec<_>>() }))
			}
			Self::Show { model } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let shown = questions::model(chain, ModelId(model), block.hash).await?;
				shown
					.as_ref()
					.map(show_model)
					.ok_or_else(|| Failure::not_found(format!("model {model}")))
			}
		}
	}
}

fn show_model(model: &ModelInfo) -> Value {
	json!({
		"model": model.id.0,
		"digest": hex::encode(model.digest),
		"card": ipfs::to_text(&model.card),
		"output": model.output,
		"steps": model.steps,
		"operators": model.operators,
		"quorum": model.quorum,
		"state": model.state,
		"proposer": model.proposer.to_string(),
		"requests": model.requests,
		"settled": model.settled,
		"failed": model.failed,
		"verdicts": model.verdicts,
	})
}

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
		let purpose = record::parse_purpose(&self.purpose)?;
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
		Ok(included(
			&done,
			json!({ "request": request, "operators": operators }),
		))
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
				"stage": match info.stage {
					Stage::Sealing => "sealing",
					Stage::Settled { .. } => "settled",
					Stage::Failed { .. } => "failed",
				},
				"drawn": info.drawn.iter().map(|drawn| json!({
					"operator": drawn.operator.to_string(),
					"sealed": drawn.seal.is_some(),
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
			"result": receipt.result.as_ref().map(ipfs::to_text),
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
#[command(after_help = "Example:\n  salus --as doctor result 4 --purpose TREAT")]
pub struct Open {
	/// The request.
	request: u64,
	/// Why.
	#[arg(long, default_value = "TREAT")]
	purpose: String,
}

impl Open {
	/// Who may read the first record may read the result: its key is derived from that record's.
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let request = RequestId(self.request);
		let receipt = questions::receipt(chain, request, block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("a receipt of request {request}")))?;
		let (input, result) = match (receipt.records.first(), receipt.result) {
			(Some(input), Some(result)) => (*input, result),
			_ => {
				return Err(Failure::new(
					"Gone",
					"the result was erased, or the output is open: see the receipt",
				));
			}
		};
		let (access, done) =
			record::request_access(context, input.record, Some(input.version), &self.purpose)
				.await?;
		let at = chain.finalized().await?;
		let (_, version, key) =
			documents::open_key(chain, &context.signer()?, &context.secret()?, access, at).await?;
		// Those who ran the model hold the result: who settled, and whoever else is in service or keeps
		// the record.
		let mut holders = vec![receipt.settled_by.clone()];
		let in_service = questions::operators(chain, at.hash).await?;
		let others = in_service.into_iter().map(|operator| operator.account);
		for account in others.chain(version.custodians.iter().cloned()) {
			if !holders.contains(&account) {
				holders.push(account);
			}
		}
		let of_result = VersionInfo {
			cid: result,
			custodians: holders,
			..version
		};
		let sealed = documents::fetch(chain, &of_result, at).await?;
		let plaintext = crypto::open(&key.result_key(request), &sealed)?;
		let document = models::ResultDocument::from_bytes(&plaintext)?;

		let output = document.output_bytes();
		let salt = key.output_salt(request);
		let digest = blake2_256(&output_digest_payload(
			&salt,
			request,
			&receipt.model_digest,
			&output,
		));
		if digest != receipt.digest {
			return Err(Failure::new(
				"StaleResult",
				"the result does not match its receipt: it is not what the operators sealed; trust neither",
			));
		}
		let shown = json!({
			"risk": document.risk.value,
			"band": document.risk.band,
			"interval": document.risk.interval,
			"meaning": document.risk.meaning,
			"inputs": document.inputs,
			"factors": document.factors,
			"model": document.model,
			"assessedAt": document.assessed_at,
			"notes": document.notes,
			"caveats": document.caveats,
			"riskAssessment": document.risk_assessment,
		});
		let mut answer = included(&done, shown);
		answer["receipt"] = json!({
			"digest": hex::encode(receipt.digest),
			"agreeing": receipt.agreeing,
			"drawn": receipt.drawn,
		});
		answer["verified"] = json!(true);
		Ok(answer)
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
	#[arg(long)]
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

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus erase-result 4")]
pub struct EraseResult {
	/// The request.
	request: u64,
}

impl EraseResult {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let call = calls::decision_support::erase_result(RequestId(self.request));
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
		let call = calls::decision_support::close(RequestId(self.request));
		Ok(included(&context.submit(call).await?, json!({})))
	}
}
