// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::decision_support`].

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{BoundedVec, traits::ConstU32},
	frame_system,
};
pub use salus_pallet_support::Held;
use salus_primitives::RequestId;
pub use salus_primitives::{
	CidBytes,
	decision_support::{
		Drawn, Drift, DriftCounts, Fault, FaultState, GivenVerdict, Input, Inputs, Model,
		ModelProposal, ModelState, ModelStatus, Outcomes, Output, OutputBytes, Receipt, Request,
		RequestState, RequestStatus, Response, Verdict, VerdictReason, Verdicts,
	},
};
use scale_info::TypeInfo;

type AccountIdOf<T> = <T as frame_system::Config>::AccountId;

/// The requests in which one operator still has to seal or refuse.
pub type OpenList = BoundedVec<RequestId, ConstU32<64>>;

/// A model, as stored.
pub type ModelOf<T> = Held<Model<AccountIdOf<T>>, <T as Config>::Consideration>;

/// A request, as stored.
pub type RequestOf<T> = Held<Request<AccountIdOf<T>>, RequestTickets<<T as Config>::Consideration>>;

/// A receipt, as stored.
pub type ReceiptOf<T> = Held<Receipt<AccountIdOf<T>>, <T as Config>::Consideration>;

/// What the requester paid when the request was made.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RequestTickets<Ticket> {
	/// Pays for the request's storage.
	pub request: Ticket,
	/// Will pay for the receipt's storage, until the receipt takes it over.
	pub receipt: Option<Ticket>,
}
