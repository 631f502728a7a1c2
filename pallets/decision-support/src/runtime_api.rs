// SPDX-License-Identifier: Apache-2.0
//! What the node's RPC and the off-chain worker ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	ModelId, RequestId, WithId,
	decision_support::{ModelStatus, Receipt, RequestStatus},
};

sp_api::decl_runtime_apis! {
	/// Questions about models, requests and receipts. Nothing here tells what a model said, unless
	/// its output is open.
	pub trait DecisionSupportApi<AccountId>
	where
		AccountId: Codec,
	{
		/// A model; none when the id was never given or its proposal was withdrawn.
		fn model(id: ModelId) -> Option<ModelStatus<AccountId>>;
		/// At most `count`, and never more than 100, models from `start` on, in order of their ids.
		fn models(start: ModelId, count: u32) -> Vec<WithId<ModelId, ModelStatus<AccountId>>>;
		/// A request that is not closed yet.
		fn request(id: RequestId) -> Option<RequestStatus<AccountId>>;
		/// The receipt of a settled request.
		fn receipt(id: RequestId) -> Option<Receipt<AccountId>>;
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
