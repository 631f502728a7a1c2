//! `decisionSupport_*`: models, requests and receipts. None of this tells what a model said of a
//! patient, unless its output is open.

use polkadot_sdk::*;

use super::{
	Context, json, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_decision_support::{Answer, Stage, Standing, runtime_api};
use runtime_api::DecisionSupportApi;
use salus_primitives::{ModelId, RequestId};
use salus_runtime::{AccountId, Hash};
use serde::Serialize;
use sp_core::{Bytes, H256};

/// Models, requests and receipts.
#[rpc(server, namespace = "decisionSupport")]
pub trait DecisionSupport {
	/// A model; `null` when the id was never given or its proposal was withdrawn. `digest` is the
	/// sha2-256 hash of the ONNX file, `steps` the grid of its outputs, `quorum` how many of the
	/// `operators` drawn must agree. `evidence` is what it was made from: data of real `people`, a
	/// `publication`, or a `simulation`, whose figures say nothing about patients. `outcomes` is how its predictions turned out, as far as that was
	/// reported; `drift`, how many operators say that its live inputs have drifted; `declared`, how many
	/// operators in service run it: with fewer than `operators` no request can be made.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_model", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "id": 0, "digest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "card": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
	///   "evidence": "people", "output": "sealed", "steps": 1000, "operators": 3, "quorum": 2,
	///   "metricsCommitment": "0x7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7",
	///   "state": "approved", "proposer": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "requests": 2, "settled": 2, "failed": 0,
	///   "verdicts": {"accepted": 1, "modified": 0, "rejected": 0},
	///   "outcomes": {"truePositive": 0, "falsePositive": 0, "trueNegative": 0, "falseNegative": 0},
	///   "drift": {"moderate": 0, "large": 0}, "declared": 3}}
	/// ```
	#[method(name = "model", blocking)]
	fn model(&self, model: u32, at: Option<Hash>) -> RpcResult<Option<Model>>;

	/// Models in order of their ids, from `start` (0 if not given) on, at most `count` (20 if not
	/// given, never more than 100).
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_models", "params": [0, 10]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{"id": 0, "state": "approved", "...": "as above"}]}
	/// ```
	#[method(name = "models", blocking)]
	fn models(
		&self,
		start: Option<u32>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Model>>;

	/// A request that is not closed yet; `null` otherwise. Each of the drawn operators has sealed,
	/// refused (with the CID of an encrypted notice that tells why) or neither, and stands `clear`, `accused`, `challenged`, `excused` or `penalised` for a `fault`:
	/// `missing` or `deviating`. When its model has been `suspended` since, it can only fail. A record is
	/// `contested` when its patient said so before the request.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_request", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "id": 4, "model": 0,
	///   "modelDigest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "records": [{"record": 7, "version": 1, "access": 12, "contested": false}],
	///   "drawn": [{"operator": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///     "seal": null, "refused": false, "notice": null, "standing": "clear", "fault": null}],
	///   "openedAt": 1795500060000, "sealUntil": 1795500180000, "settleUntil": 1795500300000,
	///   "stage": "sealing", "suspended": false, "challengeUntil": null}}
	/// ```
	#[method(name = "request", blocking)]
	fn request(&self, request: u64, at: Option<Hash>) -> RpcResult<Option<Request>>;

	/// The receipt of a settled request: `agreeing` of `drawn` operators bound the same output of
	/// this model on these inputs. `digest` hides the output by a secret salt; `result` is the CID of
	/// the encrypted result; `output` is there only if the model's output is open.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_receipt", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "id": 4, "model": 0,
	///   "modelDigest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "records": [{"record": 7, "version": 1, "access": 12, "contested": false}],
	///   "digest": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "agreeing": 3, "drawn": 3,
	///   "settledBy": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "result": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "output": null,
	///   "settledAt": 1795500090000,
	///   "verdict": {"verdict": "accept", "reason": "agreesWithJudgement", "givenAt": 1795500150000}}}
	/// ```
	#[method(name = "receipt", blocking)]
	fn receipt(&self, request: u64, at: Option<Hash>) -> RpcResult<Option<Receipt>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("decisionSupport_model", &[required::<u32>("model"), AT]),
	("decisionSupport_models", &[optional::<u32>("start"), COUNT, AT]),
	("decisionSupport_request", &[required::<u64>("request"), AT]),
	("decisionSupport_receipt", &[required::<u64>("request"), AT]),
];

/// A model.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Model {
	id: u32,
	digest: H256,
	card: String,
	evidence: &'static str,
	output: String,
	steps: u32,
	operators: u8,
	quorum: u8,
	metrics_commitment: H256,
	state: String,
	proposer: AccountId,
	requests: u32,
	settled: u32,
	failed: u32,
	verdicts: Verdicts,
	outcomes: Outcomes,
	drift: DriftCounts,
	declared: u32,
}

#[derive(Clone, Serialize)]
struct Verdicts {
	accepted: u32,
	modified: u32,
	rejected: u32,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcomes {
	true_positive: u32,
	false_positive: u32,
	true_negative: u32,
	false_negative: u32,
}

#[derive(Clone, Serialize)]
struct DriftCounts {
	moderate: u32,
	large: u32,
}

impl From<runtime_api::ModelInfo<AccountId>> for Model {
	fn from(info: runtime_api::ModelInfo<AccountId>) -> Self {
		Self {
			id: info.id.0,
			digest: json::hash(info.digest),
			card: json::cid(&info.card),
			evidence: info.evidence.code(),
			output: json::name(&info.output),
			steps: info.steps,
			operators: info.operators,
			quorum: info.quorum,
			metrics_commitment: json::hash(info.metrics_commitment),
			state: json::name(&info.state),
			proposer: info.proposer,
			requests: info.requests,
			settled: info.settled,
			failed: info.failed,
			verdicts: Verdicts {
				accepted: info.verdicts.accepted,
				modified: info.verdicts.modified,
				rejected: info.verdicts.rejected,
			},
			outcomes: Outcomes {
				true_positive: info.outcomes.true_positive,
				false_positive: info.outcomes.false_positive,
				true_negative: info.outcomes.true_negative,
				false_negative: info.outcomes.false_negative,
			},
			drift: DriftCounts { moderate: info.drift.moderate, large: info.drift.large },
			declared: info.declared,
		}
	}
}

#[derive(Clone, Serialize)]
struct Input {
	record: u64,
	version: u32,
	access: u64,
	contested: bool,
}

impl From<pallet_decision_support::Input> for Input {
	fn from(input: pallet_decision_support::Input) -> Self {
		Self {
			record: input.record.0,
			version: input.version,
			access: input.access.0,
			contested: input.contested,
		}
	}
}

#[derive(Clone, Serialize)]
struct Drawn {
	operator: AccountId,
	seal: Option<H256>,
	refused: bool,
	notice: Option<String>,
	standing: String,
	fault: Option<String>,
}

impl From<pallet_decision_support::Drawn<AccountId>> for Drawn {
	fn from(drawn: pallet_decision_support::Drawn<AccountId>) -> Self {
		let fault = match &drawn.standing {
			Standing::Clear => None,
			Standing::Accused(fault)
			| Standing::Challenged(fault)
			| Standing::Excused(fault)
			| Standing::Penalised(fault) => Some(json::name(fault)),
		};
		let (seal, refused, notice) = match drawn.answer {
			None => (None, false, None),
			Some(Answer::Seal(seal)) => (Some(json::hash(seal)), false, None),
			Some(Answer::Refusal(notice)) => (None, true, notice.as_ref().map(json::cid)),
		};
		Self {
			operator: drawn.operator,
			seal,
			refused,
			notice,
			standing: json::name(&drawn.standing),
			fault,
		}
	}
}

/// A request that is not closed.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
	id: u64,
	model: u32,
	model_digest: H256,
	patient: AccountId,
	requester: AccountId,
	records: Vec<Input>,
	drawn: Vec<Drawn>,
	opened_at: u64,
	seal_until: u64,
	settle_until: u64,
	stage: String,
	suspended: bool,
	challenge_until: Option<u64>,
}

impl From<runtime_api::RequestInfo<AccountId>> for Request {
	fn from(info: runtime_api::RequestInfo<AccountId>) -> Self {
		Self {
			id: info.id.0,
			model: info.model.0,
			model_digest: json::hash(info.model_digest),
			patient: info.patient,
			requester: info.requester,
			records: info.records.into_iter().map(Input::from).collect(),
			drawn: info.drawn.into_iter().map(Drawn::from).collect(),
			opened_at: info.opened_at,
			seal_until: info.seal_until,
			settle_until: info.settle_until,
			challenge_until: match info.stage {
				Stage::Sealing => None,
				Stage::Settled { challenge_until } | Stage::Failed { challenge_until } => {
					Some(challenge_until)
				}
			},
			stage: json::name(&info.stage),
			suspended: info.suspended,
		}
	}
}

/// A settled request's receipt.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
	id: u64,
	model: u32,
	model_digest: H256,
	patient: AccountId,
	requester: AccountId,
	records: Vec<Input>,
	digest: H256,
	agreeing: u8,
	drawn: u8,
	settled_by: AccountId,
	result: Option<String>,
	output: Option<Bytes>,
	settled_at: u64,
	verdict: Option<Verdict>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
	verdict: String,
	reason: String,
	given_at: u64,
}

impl From<runtime_api::ReceiptInfo<AccountId>> for Receipt {
	fn from(info: runtime_api::ReceiptInfo<AccountId>) -> Self {
		Self {
			id: info.id.0,
			model: info.model.0,
			model_digest: json::hash(info.model_digest),
			patient: info.patient,
			requester: info.requester,
			records: info.records.into_iter().map(Input::from).collect(),
			digest: json::hash(info.digest),
			agreeing: info.agreeing,
			drawn: info.drawn,
			settled_by: info.settled_by,
			result: info.result.as_ref().map(json::cid),
			output: info.output.map(Bytes),
			settled_at: info.settled_at,
			verdict: info.verdict.map(|given| Verdict {
				verdict: json::name(&given.verdict),
				reason: json::name(&given.reason),
				given_at: given.given_at,
			}),
		}
	}
}

/// Answers from the runtime.
pub struct Answers(pub Context);

impl DecisionSupportServer for Answers {
	fn model(&self, model: u32, at: Option<Hash>) -> RpcResult<Option<Model>> {
		let found = self.0.ask(at, |api, block| api.model(block, ModelId(model)))?;
		Ok(found.map(Model::from))
	}

	fn models(
		&self,
		start: Option<u32>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Model>> {
		let (start, count) = (ModelId(start.unwrap_or_default()), page(count)?);
		let models = self.0.ask(at, |api, block| api.models(block, start, count))?;
		Ok(models.into_iter().map(Model::from).collect())
	}

	fn request(&self, request: u64, at: Option<Hash>) -> RpcResult<Option<Request>> {
		let found = self.0.ask(at, |api, block| api.request(block, RequestId(request)))?;
		Ok(found.map(Request::from))
	}

	fn receipt(&self, request: u64, at: Option<Hash>) -> RpcResult<Option<Receipt>> {
		let receipt = self.0.ask(at, |api, block| api.receipt(block, RequestId(request)))?;
		Ok(receipt.map(Receipt::from))
	}
}
