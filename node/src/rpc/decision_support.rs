// SPDX-License-Identifier: Apache-2.0
//! `decisionSupport_*`: models, requests and receipts. None of this tells what a model said of a
//! patient, unless its output is open.

use super::{
	Context, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_decision_support::runtime_api::DecisionSupportApi;
use salus_primitives::{
	ModelId, RequestId, WithId,
	decision_support::{ModelStatus, Receipt, RequestStatus},
};
use salus_runtime::{AccountId, Hash};

/// Models, requests and receipts.
#[rpc(server, namespace = "decisionSupport")]
pub trait DecisionSupport {
	/// A model; `null` when the id was never given or its proposal was withdrawn. `digest` is the
	/// sha2-256 hash of the ONNX file, `steps` the grid of its outputs, `quorum` how many of the
	/// `operators` drawn must agree. `evidence` is what it was made from: data of real `people`, a
	/// `publication`, or a `simulation`, whose figures say nothing about patients. `outcomes` is how
	/// its predictions turned out, as far as that was reported; `drift`, how many operators say that
	/// its live inputs have drifted; `declared`, how many operators in service run it: with fewer than
	/// `operators` no request can be made.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_model", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "digest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
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
	fn model(&self, model: ModelId, at: Option<Hash>) -> RpcResult<Option<ModelStatus<AccountId>>>;

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
	) -> RpcResult<Vec<WithId<ModelId, ModelStatus<AccountId>>>>;

	/// A request that is not closed yet; `null` otherwise. The `response` of each drawn operator is a
	/// `seal`, a `refusal` (with the CID of an encrypted notice that tells why) or none yet. Its `fault`
	/// is `clear`, or it is `accused`, `challenged`, `excused` or `penalised` for one: `missing` or
	/// `deviating`. When its model has been `suspended` since, it can only fail. A record is
	/// `contested` when its patient said so before the request.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_request", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "model": 0,
	///   "modelDigest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "records": [{"record": 7, "version": 1, "access": 12, "contested": false}],
	///   "drawn": [{"operator": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///     "response": null, "fault": {"accused": "missing"}}],
	///   "openedAt": "2026-11-24T06:01:00.000Z", "sealUntil": "2026-11-24T06:03:00.000Z",
	///   "settleUntil": "2026-11-24T06:05:00.000Z",
	///   "state": {"failed": {"challengeUntil": "2026-11-24T06:07:00.000Z"}}, "suspended": false}}
	/// ```
	#[method(name = "request", blocking)]
	fn request(
		&self,
		request: RequestId,
		at: Option<Hash>,
	) -> RpcResult<Option<RequestStatus<AccountId>>>;

	/// The receipt of a settled request: `agreeing` of `drawn` operators bound the same output of
	/// this model on these inputs. `digest` hides the output by a secret salt; `result` is the CID of
	/// the encrypted result; `output` is there only if the model's output is open.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "decisionSupport_receipt", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "model": 0,
	///   "modelDigest": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "records": [{"record": 7, "version": 1, "access": 12, "contested": false}],
	///   "digest": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "agreeing": 3, "drawn": 3,
	///   "settledBy": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "result": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "output": null,
	///   "settledAt": "2026-11-24T06:01:30.000Z",
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
	("decisionSupport_request", &[required::<RequestId>("request"), AT]),
	("decisionSupport_receipt", &[required::<RequestId>("request"), AT]),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl DecisionSupportServer for Rpc {
	fn model(&self, model: ModelId, at: Option<Hash>) -> RpcResult<Option<ModelStatus<AccountId>>> {
		self.0.ask(at, |api, block| api.model(block, model))
	}

	fn models(
		&self,
		start: Option<ModelId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ModelId, ModelStatus<AccountId>>>> {
		let (start, count) = (start.unwrap_or_default(), page(count)?);
		self.0.ask(at, |api, block| api.models(block, start, count))
	}

	fn request(
		&self,
		request: RequestId,
		at: Option<Hash>,
	) -> RpcResult<Option<RequestStatus<AccountId>>> {
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
