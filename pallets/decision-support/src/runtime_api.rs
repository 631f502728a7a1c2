//! What the node's RPC and the off-chain worker ask.

use crate::{
	Drawn, DriftCounts, GivenVerdict, Input, ModelState, Outcomes, Output, Stage, Verdicts,
};
use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use polkadot_sdk::sp_api;
use salus_primitives::{Cid, Evidence, ModelId, Moment, RequestId};
use scale_info::TypeInfo;

/// What is known of a model.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ModelInfo<AccountId> {
	/// The model.
	pub id: ModelId,
	/// The sha2-256 hash of the ONNX file.
	pub digest: [u8; 32],
	/// The CID of the model's card.
	pub card: Cid,
	/// What it was made from.
	pub evidence: Evidence,
	/// Whether everybody may see its outputs.
	pub output: Output,
	/// The output's grid: each output is a whole number from 0 to this.
	pub steps: u32,
	/// How many operators run each request.
	pub operators: u8,
	/// How many of them must agree.
	pub quorum: u8,
	/// A commitment, with a secret salt, to the metrics that the authority was shown.
	pub metrics_commitment: [u8; 32],
	/// Whether it may be asked.
	pub state: ModelState,
	/// Who proposed it.
	pub proposer: AccountId,
	/// How many requests were made.
	pub requests: u32,
	/// How many of them were settled.
	pub settled: u32,
	/// How many of them failed.
	pub failed: u32,
	/// What clinicians made of its results.
	pub verdicts: Verdicts,
	/// How its predictions turned out, as far as that was reported.
	pub outcomes: Outcomes,
	/// How many operators say that its live inputs have drifted.
	pub drift: DriftCounts,
	/// How many operators in service have declared that they run it: with fewer than `operators` no
	/// request can be made.
	pub declared: u32,
}

/// What is known of a request that is not closed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RequestInfo<AccountId> {
	/// The request.
	pub id: RequestId,
	/// The model that is asked.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	pub model_digest: [u8; 32],
	/// Whose records are read.
	pub patient: AccountId,
	/// Who asks.
	pub requester: AccountId,
	/// What is read. Salt and key of the result come of the data keys of all of them.
	pub records: Vec<Input>,
	/// Who runs the model.
	pub drawn: Vec<Drawn<AccountId>>,
	/// When the request was made.
	pub opened_at: Moment,
	/// Operators may seal before this moment.
	pub seal_until: Moment,
	/// From this moment on an unsettled request can be declared failed.
	pub settle_until: Moment,
	/// How far it has come.
	pub stage: Stage,
	/// Whether its model has been suspended since, so that it can only fail, unless the authority
	/// approves the model again. Always `false` once it is settled or failed.
	pub suspended: bool,
}

/// What is known of a settled request.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ReceiptInfo<AccountId> {
	/// The request.
	pub id: RequestId,
	/// The model that was asked.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	pub model_digest: [u8; 32],
	/// Whose records were read.
	pub patient: AccountId,
	/// Who asked.
	pub requester: AccountId,
	/// What was read.
	pub records: Vec<Input>,
	/// The digest of the output, with a secret salt.
	pub digest: [u8; 32],
	/// How many operators bound this output.
	pub agreeing: u8,
	/// How many operators were drawn.
	pub drawn: u8,
	/// The drawn operator who settled, and so answers for `result`.
	pub settled_by: AccountId,
	/// The CID of the encrypted result.
	pub result: Option<Cid>,
	/// The output itself, for models whose output is open.
	pub output: Option<Vec<u8>>,
	/// When it was settled.
	pub settled_at: Moment,
	/// What the clinician made of it.
	pub verdict: Option<GivenVerdict>,
}

sp_api::decl_runtime_apis! {
	/// Questions about models, requests and receipts. Nothing here tells what a model said, unless
	/// its output is open.
	pub trait DecisionSupportApi<AccountId>
	where
		AccountId: Codec,
	{
		/// A model; none when the id was never given or its proposal was withdrawn.
		fn model(id: ModelId) -> Option<ModelInfo<AccountId>>;
		/// At most `count`, and never more than 100, models from `start` on, in order of their ids.
		fn models(start: ModelId, count: u32) -> Vec<ModelInfo<AccountId>>;
		/// A request that is not closed yet.
		fn request(id: RequestId) -> Option<RequestInfo<AccountId>>;
		/// The receipt of a settled request.
		fn receipt(id: RequestId) -> Option<ReceiptInfo<AccountId>>;
		/// The requests in which the operator still has to seal or refuse, at most 64.
		fn requests_for(operator: AccountId) -> Vec<RequestId>;
		/// At most `count`, and never more than 100, requests that read the patient's records, from
		/// `start` on in order of their ids: the open and the settled ones.
		fn requests_of(patient: AccountId, start: RequestId, count: u32) -> Vec<RequestId>;
		/// The operators that have declared the model, in service or not, at most as many as can be in
		/// service.
		fn declared(model: ModelId) -> Vec<AccountId>;
	}
}
