// SPDX-License-Identifier: Apache-2.0
//! `decisionSupport_*`: models, requests and receipts. None of this tells which model was asked about a patient or what
//! it said, unless that was published.

use super::{
	Context, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_decision_support::runtime_api::DecisionSupportApi;
use salus_primitives::{
	ModelId, RequestId, WithId,
	decision_support::{Model, Receipt, RequestStatus, Usage},
};
use salus_runtime::{AccountId, Balance, Hash};

/// Models, requests and receipts.
#[rpc(server, namespace = "decisionSupport")]
pub trait DecisionSupport {
	/// A model; `null` when the id was never given or its proposal was withdrawn. `digest` is the
	/// sha2-256 hash of the ONNX file, `class` what it may be asked for: `clinical`, `payment` or
	/// `research`; `steps` is the grid of its outputs. `evidence` is what it was made from: data of real
	/// `people`, a `publication`, or a `simulation`, whose figures say nothing about patients. `verdicts`
	/// and `outcomes` are what was made of its results and how its predictions turned out, as far as that
	/// was reported; `drift`, how many operators say that its live inputs have drifted.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_model", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "digest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "card": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
	///   "class": "clinical", "evidence": "people", "output": "sealed", "steps": 1000,
	///   "metricsCommitment": "0x7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7",
	///   "state": "approved", "proposer": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "verdicts": {"accepted": 100, "modified": 11, "rejected": 0},
	///   "outcomes": {"truePositive": 0, "falsePositive": 0, "trueNegative": 0, "falseNegative": 0},
	///   "drift": {"moderate": 0, "large": 0}}}
	/// ```
	#[method(name = "model", blocking)]
	fn model(&self, model: ModelId, at: Option<Hash>) -> RpcResult<Option<Model<AccountId>>>;

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
		start: Option<ModelId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ModelId, Model<AccountId>>>>;

	/// How often a model was run, as far as operators have reported it in hundreds; `null` before operators of three
	/// organisations have. A request counts once for each operator that ran it.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_modelUsage", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"operators": 3, "runs": 900}}
	/// ```
	#[method(name = "modelUsage", blocking)]
	fn model_usage(&self, model: ModelId, at: Option<Hash>) -> RpcResult<Option<Usage>>;

	/// A request that is neither settled nor failed; `null` otherwise. Which model it asks stands in the
	/// record of its `job`, encrypted. `task` is the operators' work, under the request's number: `draw` is
	/// `null` until operators are drawn, and so is each record's `access`, by which they read it. The
	/// `response` of each seat is `sealed`, `revealed`, `refused` or none yet. A record is `contested` when
	/// its patient said so before the request, and `replaced` when another record replaced it by then.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_request", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "purpose": "TREAT",
	///   "job": {"record": 8, "version": 1, "access": 13, "contested": false, "replaced": false},
	///   "inputs": [{"record": 7, "version": 1, "access": 12, "contested": false, "replaced": false}],
	///   "class": "clinical", "tier": {"seats": 3, "quorum": 2},
	///   "openedAt": "2026-11-24T06:01:00.000Z",
	///   "task": {
	///     "kind": "decisionSupport", "class": "clinical", "tier": {"seats": 3, "quorum": 2},
	///     "inputs": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///     "payer": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///     "excluded": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///       "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"],
	///     "price": "100000000000", "held": "300000000000", "openedIn": 40,
	///     "draw": {
	///       "seats": [{"operator": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///         "response": null}],
	///       "drawnAt": "2026-11-24T06:01:12.000Z",
	///       "sealUntil": {"moment": "2026-11-24T06:06:12.000Z", "block": 82},
	///       "revealUntil": {"moment": "2026-11-24T06:08:12.000Z", "block": 98},
	///       "settled": null}}}}
	/// ```
	#[method(name = "request", blocking)]
	fn request(
		&self,
		request: RequestId,
		at: Option<Hash>,
	) -> RpcResult<Option<RequestStatus<AccountId, Balance>>>;

	/// The receipt of a settled request: `agreeing` of `seats` operators had bound the same result when it
	/// was settled. `content` hides model and output by a secret salt; `result` is the CID of the encrypted
	/// result, which whoever may read the job may read; `output` is there only if model and output were
	/// published, which can be only of research.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_receipt", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "job": {"record": 8, "version": 1, "access": 13, "contested": false, "replaced": false},
	///   "inputs": [{"record": 7, "version": 1, "access": 12, "contested": false, "replaced": false}],
	///   "class": "clinical",
	///   "content": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "result": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "output": null,
	///   "agreeing": 2, "seats": 3,
	///   "settledAt": "2026-11-24T06:01:30.000Z", "erasedAt": null,
	///   "verdict": {"verdict": "accept", "reason": "agreesWithJudgement",
	///     "givenAt": "2026-11-24T06:02:30.000Z"}}}
	/// ```
	#[method(name = "receipt", blocking)]
	fn receipt(
		&self,
		request: RequestId,
		at: Option<Hash>,
	) -> RpcResult<Option<Receipt<AccountId>>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("decisionSupport_model", &[required::<ModelId>("model"), AT]),
	("decisionSupport_models", &[optional::<ModelId>("start"), COUNT, AT]),
	("decisionSupport_modelUsage", &[required::<ModelId>("model"), AT]),
	("decisionSupport_request", &[required::<RequestId>("request"), AT]),
	("decisionSupport_receipt", &[required::<RequestId>("request"), AT]),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl DecisionSupportServer for Rpc {
	fn model(&self, model: ModelId, at: Option<Hash>) -> RpcResult<Option<Model<AccountId>>> {
		self.0.ask(at, |api, block| api.model(block, model))
	}

	fn models(
		&self,
		start: Option<ModelId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ModelId, Model<AccountId>>>> {
		let (start, count) = (start.unwrap_or_default(), page(count)?);
		self.0.ask(at, |api, block| api.models(block, start, count))
	}

	fn model_usage(&self, model: ModelId, at: Option<Hash>) -> RpcResult<Option<Usage>> {
		self.0.ask(at, |api, block| api.model_usage(block, model))
	}

	fn request(
		&self,
		request: RequestId,
		at: Option<Hash>,
	) -> RpcResult<Option<RequestStatus<AccountId, Balance>>> {
		self.0.ask(at, |api, block| api.request(block, request))
	}

	fn receipt(
		&self,
		request: RequestId,
		at: Option<Hash>,
	) -> RpcResult<Option<Receipt<AccountId>>> {
		self.0.ask(at, |api, block| api.receipt(block, request))
	}
}
