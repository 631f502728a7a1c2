// SPDX-License-Identifier: Apache-2.0
//! What the node's RPC and the off-chain worker ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	ModelId, RequestId, WithId,
	decision_support::{Model, Receipt, RequestStatus, Usage, UsageTally},
};

sp_api::decl_runtime_apis! {
	/// Questions about models, requests and receipts. Nothing here tells which model was asked or what it said, unless
	/// that was published.
	pub trait DecisionSupportApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// A model; none when the id was never given or its proposal was withdrawn.
		fn model(id: ModelId) -> Option<Model<AccountId>>;
		/// At most `count`, and never more than 100, models from `start` on, in order of their ids.
		fn models(start: ModelId, count: u32) -> Vec<WithId<ModelId, Model<AccountId>>>;
		/// How often a model was run, as far as that was reported; none before operators of three organisations have.
		fn model_usage(id: ModelId) -> Option<Usage>;
		/// For how many seats an operator was paid, and how many runs of models it has reported.
		fn usage_tally(operator: AccountId) -> UsageTally;
		/// A request that is neither settled nor failed, with its task.
		fn request(id: RequestId) -> Option<RequestStatus<AccountId, Balance>>;
		/// The receipt of a settled request.
		fn receipt(id: RequestId) -> Option<Receipt<AccountId>>;
		/// At most `count`, and never more than 100, requests that read the patient's records, from
		/// `start` on in order of their ids: the open and the settled ones.
		fn requests_of(patient: AccountId, start: RequestId, count: u32) -> Vec<RequestId>;
	}
}
